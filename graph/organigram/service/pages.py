"""The service's pages: plain HTML of small templates, everything escaped, nothing fetched from elsewhere, no script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from organigram.errors import OrganigramError
from organigram.i18n import N_, Language, translate
from organigram.search import KINDS, Hit
from organigram.service.words import KIND_NAMES, WORDS

if TYPE_CHECKING:
    from organigram.service.problems import Suggestion

#: How each language names itself.
_NAMES: dict[Language, str] = {"en": "English", "fr": "Français"}
_EXAMPLE = """PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?role ?roleLabel (COUNT(?post) AS ?posts) {
  ?post org:role ?role .
  ?role rdfs:label ?roleLabel FILTER (LANG(?roleLabel) = "$language")
} GROUP BY ?role ?roleLabel ORDER BY DESC(?posts) LIMIT 20"""


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(template: str, language: Language, title: str, *, address: str = "", **values: Any) -> str:
    """A page made of a template of ``templates/``; ``address`` is its own, without its language, for the switch of languages."""
    words = {name: translate(message, language) for name, message in WORDS.items()}
    return (
        _templates()
        .get_template(template)
        .render(words=words, language=language, languages=_NAMES, title=title, address=address, **values)
    )


def problem_page(error: OrganigramError, status: int, language: Language, suggestions: Iterable[Suggestion] = ()) -> str:
    """A page that says what is wrong and what to do, and what the reader may have looked for."""
    told = error.as_dict(language)
    offered = [(one.hit.label, one.address, kind_name(one.hit.kind, language)) for one in suggestions]
    return page("problem.html", language, HTTPStatus(status).phrase, status=status, told=told, suggestions=offered)


def query_page(language: Language) -> str:
    """A page with a form for a query."""
    return page(
        "query.html",
        language,
        translate(N_("SPARQL"), language),
        address="/sparql?",
        example=_EXAMPLE.replace("$language", language),
    )


def search_page(language: Language, words: str, kinds: Sequence[str], hits: Sequence[tuple[Hit, str]]) -> str:
    """A page of what was found, each with its address."""
    chosen, usual = "".join(f"kind={kind}&" for kind in kinds), WORDS["search"]
    return page(
        "search.html",
        language,
        words or translate(usual, language),
        address=f"/search?q={quote(words)}&{chosen}",
        query=words,
        hits=[(hit, address, kind_name(hit.kind, language)) for hit, address in hits],
        kinds=[(kind, kind_name(kind, language), kind in kinds) for kind in KINDS],
    )


def kind_name(kind: str, language: Language) -> str:
    """What a kind of the text index is called."""
    return translate(KIND_NAMES.get(kind, kind), language)
