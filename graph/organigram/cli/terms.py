"""Terms of RDF as people read them in a table."""

from __future__ import annotations

from organigram.namespaces import BASE, shorten


def readable(term: object) -> str:
    """An IRI under its prefix (instances: without their base), a literal as its text, nothing for nothing.

    >>> import pyoxigraph
    >>> readable(pyoxigraph.NamedNode("http://www.w3.org/ns/org#Post")), readable(pyoxigraph.Literal("Mali")), readable(None)
    ('org:Post', 'Mali', '')
    """
    if term is None:
        return ""
    text = str(getattr(term, "value", term))
    return shorten(text).removeprefix(BASE)
