"""Which form an answer takes: the table of forms, and what a client accepts (RFC 9110, with its q values).

>>> choose("text/turtle;q=0.5, application/ld+json", GRAPH_FORMS).name
'jsonld'
>>> choose("text/*, */*;q=0.1", TABLE_FORMS).name, choose("", TABLE_FORMS).name, choose("image/png", TABLE_FORMS)
('csv', 'json', None)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its name, its media type as it is sent, other types and short names that ask for it, a path's ending, its title."""

    name: str
    media_type: str
    others: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    ending: str = ""
    title: str = ""

    @property
    def types(self) -> tuple[str, ...]:
        """The media types that ask for it, without parameters."""
        return (self.media_type.partition(";")[0], *self.others)


#: Rows, and yes or no. The first form is the one for a client that does not mind.
TABLE_FORMS: tuple[Form, ...] = (
    Form("json", "application/sparql-results+json", ("application/json",), ("srj", "sparql-results+json")),
    Form("xml", "application/sparql-results+xml", ("application/xml", "text/xml"), ("srx", "sparql-results+xml")),
    Form("csv", "text/csv; charset=utf-8"),
    Form("tsv", "text/tab-separated-values; charset=utf-8"),
)
#: Triples.
GRAPH_FORMS: tuple[Form, ...] = (
    Form("turtle", "text/turtle; charset=utf-8", ("text/n3", "text/rdf+n3"), ("ttl", "n3"), "ttl", "Turtle"),
    Form("ntriples", "application/n-triples", ("text/plain",), ("nt", "n-triples", "text"), "nt", "N-Triples"),
    Form("rdfxml", "application/rdf+xml", ("application/xml", "text/xml"), ("rdf", "xml", "rdf+xml"), "rdf", "RDF/XML"),
    Form("jsonld", "application/ld+json", ("application/json",), ("json-ld", "json", "ld+json"), "jsonld", "JSON-LD"),
    Form("nquads", "application/n-quads", (), ("nq", "n-quads"), "nq", "N-Quads"),
    Form("trig", "application/trig", ("application/x-trig",), (), "trig", "TriG"),
)
HTML = Form("html", "text/html; charset=utf-8", ("application/xhtml+xml",), (), "html")
JSON = Form("json", "application/json", ("text/json",))
TEXT = Form("text", "text/plain; charset=utf-8")
PROBLEM = Form("problem", "application/problem+json", ("application/json", "application/sparql-results+json"))


def named(name: str, forms: Iterable[Form]) -> Form | None:
    """The form of a short name, a media type or an ending."""
    wish = name.strip().lower().replace(" ", "+")  # a plus sign in an address that was not encoded
    return next((form for form in forms if wish in (form.name, form.ending, *form.names, *form.types)), None)


def choose(accept: str, forms: Sequence[Form]) -> Form | None:
    """The form that a client likes best, the first of those that it likes as much; None where it accepts none of them."""
    ranges = _ranges(accept)
    if not ranges:
        return forms[0]
    best, liked = None, 0.0
    for form in forms:
        own, *others = form.types  # a range such as text/* means the form's own type
        quality = max(_quality(own, ranges), *(ranges.get(kind, 0.0) for kind in others), 0.0)
        if quality > liked:
            best, liked = form, quality
    return best


def _ranges(accept: str) -> dict[str, float]:
    """The ranges of an Accept header with their q values; what cannot be read of it is passed over."""
    found: dict[str, float] = {}
    for part in accept.split(","):
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if kind == "*" or kind.count("/") == 1:
            found[kind if "/" in kind else "*/*"] = _q(parameters)
    return found


def _q(parameters: Iterable[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = float(value)
            except ValueError:
                return 0.0
            return quality if 0 <= quality <= 1 else 0.0
    return 1.0


def _quality(kind: str, ranges: dict[str, float]) -> float:
    """What the most specific range says of a media type."""
    for wish in (kind, f"{kind.partition('/')[0]}/*", "*/*"):
        if wish in ranges:
            return ranges[wish]
    return 0.0
