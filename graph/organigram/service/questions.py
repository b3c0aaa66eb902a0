"""The service's own questions: one SPARQL file each in ``questions/``, with values put in as terms.

>>> question("labels", entities=[NamedNode("https://w3id.org/organigram/country/ML")]).splitlines()[-3]
'  VALUES ?entity { <https://w3id.org/organigram/country/ML> }'
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from organigram.namespaces import PREFIXES

_FOLDER = Path(__file__).parent / "questions"


@cache
def _text(name: str) -> str:
    text = (_FOLDER / f"{name}.rq").read_text(encoding="utf-8")
    used = sorted({prefix for prefix in re.findall(r"\b([a-z]+):", text) if prefix in PREFIXES})
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in used) + text


def question(name: str, **values: NamedNode | Literal | int | Iterable[NamedNode]) -> str:
    """A question; each ``$name`` in it becomes the term, the number or the terms given."""
    text = _text(name)
    for variable, value in values.items():
        shown = str(value) if isinstance(value, NamedNode | Literal | int) else " ".join(map(str, value))
        text = text.replace(f"${variable}", shown)
    return text
