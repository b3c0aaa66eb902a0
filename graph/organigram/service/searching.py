"""``/search?q=``: things by the words of their labels, in both languages, for programs (JSON) and people (a page).

With ``facts=1`` the JSON also tells how many there are in all, how many postings tell of each and what it is near, and can be
narrowed by ``kind``, ``country``, ``organization``, ``donor``, ``family`` and ``year`` (:mod:`organigram.facets`).
"""

from __future__ import annotations

import time

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from organigram.browsing import Found, browse
from organigram.facets import FACETS
from organigram.i18n import N_, Language
from organigram.search import KINDS, Hit, search
from organigram.service import media
from organigram.service.entities import not_acceptable
from organigram.service.entity_pages import address_of
from organigram.service.media import HTML, JSON
from organigram.service.pages import search_page
from organigram.service.problems import Problem
from organigram.service.requests import language_of
from organigram.service.state import State, state_of

#: Characters that are looked for, hits that are given where no limit is asked for, and at most; seconds for the search.
_LONGEST, _USUAL, _MOST, _SECONDS = 200, 20, 100, 2.0


async def find(request: Request) -> Response:
    """The things with a label in which every word begins a word."""
    state, asked = state_of(request), request.query_params
    form = media.choose(request.headers.get("accept", ""), (JSON, HTML))
    if asked.get("format"):
        form = media.named(asked["format"], (JSON, HTML))
    if form is None:
        raise not_acceptable((JSON, HTML))
    language, words = language_of(request, state.language), " ".join(asked.get("q", "").split())
    if len(words) > _LONGEST:
        raise Problem(400, N_("At most {limit} characters can be looked for."), N_("Name a few words."), limit=_LONGEST)
    started = time.monotonic()
    headers = {"Vary": "Accept, Accept-Language", "Cache-Control": "no-cache", "Content-Language": language}
    if form is JSON and asked.get("facts"):
        found = await run_in_threadpool(_browse, state, words, language, _chosen(request), _limit(asked.get("limit", "")))
        if found is not None:
            return JSONResponse(_told(found, words, language, started), headers=headers)
    kinds = _kinds(asked.getlist("kind"))
    hits = await run_in_threadpool(_search, state, words, language, kinds, _limit(asked.get("limit", "")))
    if form is HTML:
        addressed = [(hit, address_of(state, hit.iri, language)) for hit in hits]
        return Response(search_page(language, words, kinds, addressed), headers=headers, media_type=form.media_type)
    answer = {
        "query": words,
        "language": language,
        "seconds": round(time.monotonic() - started, 4),
        "hits": [{"iri": h.iri, "kind": h.kind, "label": h.label, "matched": h.matched, "language": h.language} for h in hits],
    }
    return JSONResponse(answer, headers=headers)


def _search(state: State, words: str, language: Language, kinds: list[str], limit: int) -> list[Hit]:
    with state.current.opened() as service:
        return search(service.version.search_path, words, language, kinds, limit, seconds=_SECONDS)


def _chosen(request: Request) -> dict[str, list[str]]:
    """The values asked for of each facet."""
    return {facet: values for facet in FACETS if (values := [value for value in request.query_params.getlist(facet) if value])}


def _browse(state: State, words: str, language: Language, chosen: dict[str, list[str]], limit: int) -> Found | None:
    with state.current.opened() as service:
        return browse(service.version.search_path, words, language, chosen, limit=limit, seconds=_SECONDS, counted=False)


def _told(found: Found, words: str, language: Language, started: float) -> dict[str, object]:
    """What was found with its facts: how many postings tell of each thing, and labels of what it is near."""
    return {
        "query": words,
        "language": language,
        "seconds": round(time.monotonic() - started, 4),
        "total": found.total,
        "hits": [
            {
                "iri": thing.iri,
                "kind": thing.form,
                "label": thing.label,
                "matched": thing.matched,
                "language": thing.language,
                "postings": thing.postings,
                "near": thing.near,
            }
            for thing in found.things
        ],
    }


def _kinds(wishes: list[str]) -> list[str]:
    kinds = [kind for wish in wishes for kind in wish.split(",") if kind]
    for kind in kinds:
        if kind not in KINDS:
            raise Problem(400, N_("There is no kind {kind}."), N_("Kinds: {known}."), kind=kind[:50], known=", ".join(KINDS))
    return kinds


def _limit(text: str) -> int:
    if not text:
        return _USUAL
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0
    if not 1 <= number <= _MOST:
        raise Problem(400, N_("{limit} is no limit."), N_("Ask for 1 to {most} hits."), limit=text[:50], most=_MOST)
    return number
