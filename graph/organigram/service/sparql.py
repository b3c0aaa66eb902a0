"""The SPARQL 1.1 Protocol at ``/sparql``: queries by GET and POST, the description of the service where there is none.

An answer is sent when it is whole, so its length stands at its head: a connection that breaks is seen by the client.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import BinaryIO

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from organigram.i18n import N_
from organigram.querying.checks import first_keyword
from organigram.querying.embedded import EmbeddedService, Reply
from organigram.querying.turns import Turn
from organigram.service import media
from organigram.service.describing import description
from organigram.service.media import GRAPH_FORMS, HTML, TABLE_FORMS, Form
from organigram.service.problems import Problem
from organigram.service.requests import Asked, language_of, read_query
from organigram.service.state import State, state_of

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_BY_KEYWORD = {"SELECT": TABLE_FORMS, "ASK": TABLE_FORMS, "CONSTRUCT": GRAPH_FORMS, "DESCRIBE": GRAPH_FORMS}
_CHUNK = 1 << 16


async def sparql(request: Request) -> Response:
    """Answer a request."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": ", ".join(METHODS), "Accept-Post": _ACCEPTED})
    state = state_of(request)
    asked = await read_query(request, longest=state.settings.query_length, patience=state.settings.client_timeout)
    if asked.query is None:
        return await _without_query(request, state, asked)
    # What is no query is told as such by the service, whatever its form.
    form = _form(request, asked, _BY_KEYWORD.get(first_keyword(asked.query), TABLE_FORMS))
    reply = await state.asking.run(request, partial(_reply, asked.query, asked, form, state.settings.query_bytes), asked.seconds)
    return _response(reply, form)


_ACCEPTED = "application/x-www-form-urlencoded, application/sparql-query"


def _reply(query: str, asked: Asked, form: Form, limit: int, service: EmbeddedService, turn: Turn, seconds: float) -> Reply:
    return service.reply(query, form.name, turn=turn, timeout=seconds, max_bytes=limit, data_set=asked.data_set)


def _form(request: Request, asked: Asked, forms: Sequence[Form]) -> Form:
    names = ", ".join(form.name for form in forms)
    if asked.form:
        found = media.named(asked.form, forms)
        if found:
            return found
        raise Problem(
            406,
            N_("This result cannot be written as {format}."),
            N_("Formats that fit: {known}."),
            format=asked.form[:100],
            known=names,
        )
    found = media.choose(request.headers.get("accept", ""), forms)
    if found:
        return found
    raise Problem(
        406,
        N_("This result has none of the media types in the header Accept."),
        N_("Types that fit: {known}."),
        known=", ".join(kind for form in forms for kind in form.types),
    )


def _response(reply: Reply, form: Form) -> Response:
    headers = {"Vary": "Accept", "Content-Length": str(reply.size), "Cache-Control": "no-cache"}
    if isinstance(reply.content, bytes):
        return Response(reply.content, headers=headers, media_type=form.media_type)
    return StreamingResponse(_pieces(reply.content), headers=headers, media_type=form.media_type)


async def _pieces(file: BinaryIO) -> AsyncIterator[bytes]:
    with file:
        while piece := await run_in_threadpool(file.read, _CHUNK):
            yield piece


async def _without_query(request: Request, state: State, asked: Asked) -> Response:
    """The description of the service for programs, a page with a form for people; to a POST, what is missing."""
    if request.method == "POST":
        raise Problem(400, N_("The request holds no query."), N_("Send one as the field query, or as the body."))
    form = media.named(asked.form, GRAPH_FORMS) if asked.form else None
    form = form or _form(request, Asked(None, None, asked.form, None), (*GRAPH_FORMS, HTML))
    if form is HTML:
        from organigram.service.pages import query_page

        language = language_of(request, state.language)
        return Response(query_page(language), headers={"Vary": "Accept, Accept-Language"}, media_type=form.media_type)
    endpoint = str(request.url.replace(query="", fragment=""))
    return Response(description(endpoint, state, form), headers={"Vary": "Accept"}, media_type=form.media_type)
