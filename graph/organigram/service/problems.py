"""What is answered where a request fails: a status, and words that say what to do, in the client's language and form.

Statuses are those that proxies and clients act upon: what stays wrong however often it is asked is a 4xx, what may go well later
says ``Retry-After``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from organigram.errors import (
    EndpointError,
    OrganigramError,
    QueryBusy,
    QueryCrowded,
    QueryError,
    QueryInterrupted,
    QueryRefused,
    QueryTimeout,
    QueryTooLarge,
    StoreError,
    UsageError,
)
from organigram.i18n import LANGUAGES, Language, translate
from organigram.search import Hit
from organigram.service import media

#: The first class that fits tells the status.
_STATUSES: tuple[tuple[type[OrganigramError], int], ...] = (
    (QueryTimeout, 504),
    (QueryTooLarge, 422),
    (QueryRefused, 403),
    (QueryCrowded, 429),
    (QueryBusy, 503),
    (QueryInterrupted, 503),
    (QueryError, 400),
    (UsageError, 400),
    (EndpointError, 502),
    (StoreError, 503),
)
#: Seconds after which those who found no place may try again.
_RETRY = {429: 5, 503: 5}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a client may have looked for, and its address here."""

    hit: Hit
    address: str


class Problem(OrganigramError):  # noqa: N818 - what RFC 9457 calls it
    """A request that cannot be answered as it stands: the status beside what is wrong and what to do."""

    def __init__(self, status: int, reason: str, remedy: str = "", **values: object) -> None:
        """Reason and remedy are templates; a text among the values is translated where it is a message itself."""
        shown = {
            name: {language: translate(value, language) for language in LANGUAGES} if isinstance(value, str) else value
            for name, value in values.items()
        }
        super().__init__(reason, remedy, file=None, place=None, **shown)
        self.status = status
        self.headers: dict[str, str] = {}
        #: What the client may have looked for.
        self.suggestions: list[Suggestion] = []


@dataclass(frozen=True, slots=True)
class Told:
    """A problem as a client reads it."""

    status: int
    body: str
    media_type: str
    headers: dict[str, str] = field(default_factory=dict)

    def response(self) -> Response:
        """The answer itself."""
        return Response(self.body, self.status, headers=self.headers, media_type=self.media_type)


def status_of(error: OrganigramError) -> int:
    """The status of an error.

    >>> status_of(QueryBusy("")), status_of(QueryCrowded("")), status_of(QueryError("")), status_of(QueryInterrupted(""))
    (503, 429, 400, 503)
    """
    if isinstance(error, Problem):
        return error.status
    return next((status for kind, status in _STATUSES if isinstance(error, kind)), 500)


def tell(error: OrganigramError, request: Request, language: Language) -> Told:
    """An error in the form that the client prefers: plain text, JSON (RFC 9457) or a page."""
    status = status_of(error)
    headers = {"Content-Language": language, "Vary": "Accept, Accept-Language", "Cache-Control": "no-store"}
    if status in _RETRY:
        headers["Retry-After"] = str(_RETRY[status])
    headers.update(getattr(error, "headers", {}))
    form = media.choose(request.headers.get("accept", ""), (media.TEXT, media.PROBLEM, media.HTML)) or media.TEXT
    return Told(status, _BODIES[form.name](error, status, language), form.media_type, headers)


def _text(error: OrganigramError, status: int, language: Language) -> str:
    return "\n".join([error.message(language), *(f"{one.hit.label}: {one.hit.iri}" for one in _suggested(error)), ""])


def _json(error: OrganigramError, status: int, language: Language) -> str:
    told: dict[str, object] = {name: value for name, value in error.as_dict(language).items() if value}
    if found := _suggested(error):
        told["suggestions"] = [{"iri": one.hit.iri, "label": one.hit.label, "kind": one.hit.kind} for one in found]
    detail = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": error.message(language)}
    return json.dumps(detail | told, ensure_ascii=False) + "\n"


def _page(error: OrganigramError, status: int, language: Language) -> str:
    from organigram.service.pages import problem_page

    return problem_page(error, status, language, _suggested(error))


def _suggested(error: OrganigramError) -> list[Suggestion]:
    return error.suggestions if isinstance(error, Problem) else []


_BODIES = {"text": _text, "problem": _json, "html": _page}
