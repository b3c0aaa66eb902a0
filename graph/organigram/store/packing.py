"""JSON values as compressed bytes, for the store's SQLite files.

>>> unpack(pack({"b": 1, "a": "é"}))
{'a': 'é', 'b': 1}
"""

from __future__ import annotations

import json
import zlib
from typing import Any


def pack(value: Any, level: int = 6) -> bytes:
    """A JSON value, compressed (zlib's levels); the same value gives the same bytes."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), level)


def unpack(blob: bytes) -> Any:
    """The value of :func:`pack`. Raises ValueError or zlib.error for other bytes."""
    return json.loads(zlib.decompress(blob).decode("utf-8", "surrogatepass"))
