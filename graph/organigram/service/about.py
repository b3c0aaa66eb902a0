"""``/about`` and ``/.well-known/void``: the data set in VoID and DCAT for programs, in figures for people."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from babel.dates import format_date
from babel.numbers import format_decimal
from pyoxigraph import NamedNode, parse, serialize
from pyoxigraph import RdfFormat as Rdf
from starlette.requests import Request
from starlette.responses import Response

from organigram.i18n import Language, translate
from organigram.namespaces import PREFIXES
from organigram.querying.embedded import EmbeddedService, whole
from organigram.querying.turns import Turn
from organigram.service.describing import TITLE, WRITERS, data_service
from organigram.service.entities import accepted, head, mark, not_acceptable
from organigram.service.entity_pages import Link
from organigram.service.facts import Reader
from organigram.service.media import GRAPH_FORMS, HTML, Form
from organigram.service.pages import page
from organigram.service.questions import question
from organigram.service.requests import language_of
from organigram.service.state import State, state_of


async def about(request: Request) -> Response:
    """The data set, in the form that the client prefers."""
    state, form = state_of(request), accepted(request)
    if ending := request.path_params.get("ending"):
        form = next((form for form in (*GRAPH_FORMS, HTML) if form.ending == ending), None)
    if form is None:
        raise not_acceptable()
    language = language_of(request, state.language)
    with state.current.opened() as service:
        headers = head("/about", form, mark(service, form, language))
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if form is HTML:
        return Response(_page(state, language), headers={**headers, "Content-Language": language}, media_type=form.media_type)
    root = str(request.url.replace(path="/", query="", fragment=""))
    content = await state.asking.run(request, partial(_triples, state, form, root))
    return Response(content, headers=headers, media_type=form.media_type)


def _triples(state: State, form: Form, root: str, service: EmbeddedService, turn: Turn, seconds: float) -> bytes:
    """The graph about the graph, and where it is served: which is known here only."""
    asked = question("graph", entity=NamedNode(f"{state.base}graph/about"))
    stored = whole(Reader(service, turn, seconds).reply(asked, "ntriples", state.settings.query_bytes))
    triples = [quad.triple for quad in parse(stored, format=Rdf.N_TRIPLES)]
    triples += data_service(NamedNode(f"{state.base}dataset"), root)
    ordered = sorted(triples, key=str)
    return serialize(ordered, format=WRITERS[form.name], prefixes=None if form.name == "ntriples" else PREFIXES) or b""


def _page(state: State, language: Language) -> str:
    with state.current.opened() as service:
        manifest = service.version.manifest
    made = format_date(_day(manifest.created), format="long", locale=language)
    return page(
        "about.html",
        language,
        translate(TITLE, language),
        address="/about?",
        triples=format_decimal(manifest.counts.triples, locale=language),
        postings=format_decimal(manifest.counts.postings, locale=language),
        version=manifest.name,
        made=made,
        iri=f"{state.base}dataset",
        forms=[Link(form.title, f"/about.{form.ending}") for form in GRAPH_FORMS],
        alternates=[(form.types[0], f"/about.{form.ending}") for form in GRAPH_FORMS],
    )


def _day(created: str) -> date:
    return datetime.fromisoformat(created).date()
