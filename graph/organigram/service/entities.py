"""Every entity at the path of its IRI: a page for people, triples for programs, help where there is nothing.

A path may end in the form that is wanted: ``.html``, ``.ttl``, ``.jsonld``, ``.nt``, ``.rdf``, ``.nq``, ``.trig``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, chain
from urllib.parse import quote

from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response

from organigram import __version__
from organigram.i18n import N_, Language
from organigram.namespaces import ONTOLOGY_IRI
from organigram.querying.embedded import EmbeddedService, whole
from organigram.querying.turns import Turn
from organigram.search import Hit, search
from organigram.service import media
from organigram.service.entity_pages import KEPT, address_of, entity_page, ontology_page
from organigram.service.facts import Reader, describe
from organigram.service.media import GRAPH_FORMS, HTML, Form
from organigram.service.problems import Problem, Suggestion
from organigram.service.questions import question
from organigram.service.requests import language_of
from organigram.service.state import State, state_of

#: How many things that speak of an entity programs are given at once.
_LINKS = 1000
#: How many names are offered where there is nothing at an address.
_OFFERED = 8
#: Words of a path that are looked for, and seconds for each try.
_WORDS, _SECONDS = 5, 1.0
#: Characters of a path.
_LONGEST = 4_000
FORMS: tuple[Form, ...] = (GRAPH_FORMS[0], HTML, *GRAPH_FORMS[1:])


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; ``form`` is None where the client accepts none, which a path's ending may still mend.

    ``path`` is decoded; ``written`` is as it was sent, for IRIs that hold escapes themselves ("project/iati/XM-3%2F7").
    """

    path: str
    written: str
    form: Form | None
    language: Language
    page: int
    known: str


@dataclass(frozen=True, slots=True)
class Found:
    """The path of the entity without its ending, the form, the answer's mark and content (None: the client has it)."""

    path: str
    form: Form
    tag: str
    content: bytes | str | None


async def entity(request: Request) -> Response:
    """The entity whose IRI has the path of the request."""
    state = state_of(request)
    if len(request.path_params["path"]) > _LONGEST:
        raise Problem(414, N_("The address is too long."), N_("Look for it by its words."))
    wanted = Wanted(
        request.path_params["path"],
        request.scope.get("raw_path", b"").decode("ascii", "replace").removeprefix("/"),
        accepted(request),
        language_of(request, state.language),
        page_of(request),
        request.headers.get("if-none-match", ""),
    )
    found = await state.asking.run(request, partial(_find, state, wanted))
    headers = head("/" + quote(found.path, safe=KEPT), found.form, found.tag)
    if found.form is HTML:
        headers["Content-Language"] = wanted.language
    if found.content is None:
        return Response(status_code=304, headers=headers)
    return Response(found.content, headers=headers, media_type=found.form.media_type)


def _find(state: State, wanted: Wanted, service: EmbeddedService, turn: Turn, seconds: float) -> Found:
    reader = Reader(service, turn, seconds)
    for path, form in chain(_candidates(wanted, wanted.written), _candidates(wanted, wanted.path)):
        node = node_of(state, path)
        if node is None or not (path == "ontology" or reader.known(node)):
            continue
        if form is None:
            raise not_acceptable()
        tag = mark(service, form, wanted.language, wanted.page)
        if tag in wanted.known:
            return Found(path, form, tag, None)
        return Found(path, form, tag, _content(state, reader, node, path, form, wanted))
    problem = Problem(
        404, N_("The graph knows nothing by this name: {name}."), N_("Look for it by its words."), name=wanted.path[:200]
    )
    problem.suggestions = [Suggestion(hit, address_of(state, hit.iri, wanted.language)) for hit in _near(service, wanted)]
    raise problem


def _candidates(wanted: Wanted, path: str) -> Iterator[tuple[str, Form | None]]:
    yield path, wanted.form
    stem, _, ending = path.rpartition(".")
    for form in FORMS:
        if stem and form.ending == ending:
            yield stem, form


def _content(state: State, reader: Reader, node: NamedNode, path: str, form: Form, wanted: Wanted) -> bytes | str:
    if form is not HTML:
        if path == "ontology" or path.startswith("graph/"):
            name = NamedNode(f"{state.base}graph/ontology") if path == "ontology" else node
            asked = question("graph", entity=name)
        else:
            asked = question("entity", entity=node, offset=(wanted.page - 1) * _LINKS, limit=_LINKS)
        return whole(reader.reply(asked, form.name, state.settings.query_bytes))
    if path == "ontology":
        return ontology_page(state, reader, wanted.language)
    told = describe(reader, node, wanted.language, state.base, wanted.page)
    return entity_page(state, node, "/" + quote(path, safe=KEPT), told, wanted)


def _near(service: EmbeddedService, wanted: Wanted) -> list[Hit]:
    """What the last words of a path may have meant."""
    words = wanted.path.rpartition("/")[2].rpartition(".")[0] or wanted.path.rpartition("/")[2]
    text = words.replace("-", " ").replace("_", " ")[:100]
    tried = list(accumulate(text.split()[:_WORDS], lambda begun, word: f"{begun} {word}"))
    return next(
        (
            found
            for words in reversed(tried)
            if (found := search(service.version.search_path, words, wanted.language, limit=_OFFERED, seconds=_SECONDS))
        ),
        [],
    )


def accepted(request: Request) -> Form | None:
    """The form that the client prefers, None where it accepts none."""
    wish = request.query_params.get("format", "")
    return media.named(wish, FORMS) if wish else media.choose(request.headers.get("accept", ""), FORMS)


def not_acceptable(forms: Sequence[Form] = FORMS) -> Problem:
    """The answer to a client that accepts no form that there is."""
    known = ", ".join(form.types[0] for form in forms)
    return Problem(406, N_("This address has none of the media types asked for."), N_("Types that fit: {known}."), known=known)


def node_of(state: State, path: str) -> NamedNode | None:
    """The IRI of a path; None where it makes none."""
    try:
        return NamedNode(ONTOLOGY_IRI if path == "ontology" else state.base + path)
    except ValueError:
        return None


def page_of(request: Request) -> int:
    """The number of the page, from 1. Raises a Problem with 400."""
    text = request.query_params.get("page", "1")
    number = int(text) if text.isdecimal() and text.isascii() and len(text) < 7 else 0
    if number < 1:
        raise Problem(400, N_("{page} is no number of a page."), N_("Begin with page 1."), page=text[:50])
    return number


def mark(service: EmbeddedService, form: Form, language: str, page: int = 1) -> str:
    """What an answer depends on beside its address, as an entity tag."""
    spoken = language if form is HTML else ""
    return f'W/"{service.version.manifest.digest[:16]}-{__version__}-{form.name}{spoken}-{page}"'


def head(address: str, form: Form, tag: str) -> dict[str, str]:
    """The headers of an entity: where its other forms are, and what the answer depends on."""
    others = [other for other in (HTML, *GRAPH_FORMS) if other is not form]
    return {
        "Vary": "Accept, Accept-Language",
        "Link": ", ".join(f'<{address}.{other.ending}>; rel="alternate"; type="{other.types[0]}"' for other in others),
        "ETag": tag,
        "Cache-Control": "no-cache",
        "Content-Location": f"{address}.{form.ending}",
    }
