"""The pages' own questions: one SPARQL file each in ``panels/``, with values put in as terms.

>>> "VALUES ?entity { <https://w3id.org/organigram/country/ML> }" in panel("labels", entity=["https://w3id.org/organigram/country/ML"])
True
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode

from organigram.namespaces import PREFIXES

_FOLDER = Path(__file__).parent / "panels"


@cache
def _text(name: str) -> str:
    text = (_FOLDER / f"{name}.rq").read_text(encoding="utf-8")
    used = sorted({prefix for prefix in re.findall(r"\b([a-z]+):", text) if prefix in PREFIXES})
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in used) + text


def panel(name: str, **entities: Iterable[str]) -> str:
    """A question of ``panels/``; each ``$name`` in it becomes the IRIs given, or anything where none are given.

    Raises ValueError for what is no IRI.
    """
    return put_in(
        _text(name), {name: " ".join(str(NamedNode(iri)) for iri in iris) or "UNDEF" for name, iris in entities.items()}
    )


def put_in(text: str, values: Mapping[str, str]) -> str:
    """A question with values in place of their ``$name``, in one pass: what a value holds is not looked at again.

    >>> put_in("$a $b $c", {"a": "$b", "b": "1"})
    '$b 1 $c'
    """
    return re.sub(r"\$(\w+)", lambda found: values.get(found[1], found[0]), text)
