"""The routes of the service, and what every request goes through: counted, timed, told in the client's words where it fails."""

from __future__ import annotations

import logging
import time
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from organigram.errors import OrganigramError, StoreError
from organigram.i18n import N_
from organigram.service.about import about
from organigram.service.entities import FORMS, entity
from organigram.service.metrics import Metrics
from organigram.service.problems import Problem, tell
from organigram.service.requests import language_of
from organigram.service.searching import find
from organigram.service.sparql import METHODS, sparql
from organigram.service.state import State, state_of
from organigram.service.watching import health, metrics

_LOG = logging.getLogger("organigram.service")
_FORMS_OF = ("about", "dataset", "ontology")
_OWN = frozenset(
    {"sparql", "health", "metrics", "search", *_FORMS_OF, *(f"{name}.{f.ending}" for name in _FORMS_OF for f in FORMS)}
)
#: First parts of addresses under which Streamlit keeps what its pages need.
_PAGES_OWN = frozenset({"_stcore", "app", "assets", "component", "media", "static"})
_EXPOSED = ("Link", "ETag", "Retry-After", "Content-Location")


def application(state: State) -> Starlette:
    """The service as an ASGI application."""
    app = Starlette(
        routes=[
            Route("/sparql", sparql, methods=METHODS),
            Route("/health", health),
            Route("/metrics", metrics),
            Route("/search", find),
            Route("/about", about),
            Route("/about.{ending}", about),
            Route("/.well-known/void", about),
            Route("/", _home),
            Route("/{path:path}", entity),
        ],
        middleware=_middleware(state),
        exception_handlers={OrganigramError: _failed, HTTPException: _refused, ClientDisconnect: _gone, Exception: _broken},
    )
    app.state.service = state
    return app


def owns(path: str) -> bool:
    """Whether an address is the service's where the explorer's pages are served beside it."""
    first, _, rest = path[1:].partition("/")
    if not rest:
        return first in _OWN
    return first not in _PAGES_OWN and "_stcore" not in rest.split("/")


def _middleware(state: State) -> list[Middleware]:
    found = [Middleware(Counted, metrics=state.metrics)]
    origins = state.settings.cors.split()
    if origins:
        found.append(
            Middleware(
                CORSMiddleware,
                allow_origins=origins,
                allow_methods=METHODS,
                allow_headers=("Accept", "Content-Type"),
                expose_headers=_EXPOSED,
            )
        )
    return found


class Counted:
    """Counts every request with its route, status and time."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        """``metrics`` are the service's."""
        self.app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and look at what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status = time.monotonic(), "500"  # where all breaks, Starlette answers outside of this

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        try:
            await self.app(scope, receive, watch)
        finally:
            route: Any = scope.get("route")
            name = route.path if route else "other"
            method = scope["method"] if scope["method"] in METHODS else "other"
            self._metrics.count("requests", route=name, method=method, status=status)
            self._metrics.observe(name, time.monotonic() - started)


async def _home(request: Request) -> Response:
    return RedirectResponse("/about", 303)


def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, OrganigramError)
    if isinstance(error, StoreError):  # which names a folder of this machine: that is for its owner
        _LOG.error("%s", error)
        error = Problem(503, N_("The graph cannot be read now."), N_("Try again later."))
    return tell(error, request, language_of(request, state_of(request).language)).response()


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "")
        problem = Problem(405, N_("{method} is not answered here."), N_("Use {allowed}."), method=request.method, allowed=allowed)
        problem.headers = {"Allow": allowed}
    else:
        problem = Problem(error.status_code, N_("There is nothing at this address."), N_("Begin at /sparql or /search."))
    return _failed(request, problem)


def _gone(request: Request, error: Exception) -> Response:
    return Response(status_code=499)  # nobody reads it; it is what the figures count


def _broken(request: Request, error: Exception) -> Response:
    return _failed(request, Problem(500, N_("The service itself failed."), N_("Try again; if it stays so, tell its owner.")))
