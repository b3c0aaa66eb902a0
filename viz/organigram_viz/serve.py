"""The server: pages and protocol in one process and on one port."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from organigram.config import load_settings
from organigram.errors import OrganigramError
from organigram.i18n import N_, Language, resolve_language
from organigram.service import application as service_application
from organigram.service import owns
from organigram.service.problems import Problem, tell
from organigram.service.running import bind, opened, run

__all__ = ["HOST", "PORT", "application", "bind", "main"]

HOST, PORT = "127.0.0.1", 8501
_KEPT = {"Cache-Control": "public, max-age=86400"}


def _index() -> str:
    """Streamlit's page, which here knows its server's address and name from the start: it need not try addresses that fail."""
    import streamlit as st

    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    known = '<script>window.__streamlit = { BACKEND_BASE_URL: window.location.origin + "/" }</script>'
    return (
        page.replace("<head>", f"<head>{known}", 1)
        .replace("<title>Streamlit</title>", "<title>Organigram</title>")
        .replace('href="./favicon.png"', 'href="./assets/icon.svg"')
    )


def application(service: Any = None) -> Any:
    """The pages, the files of the drawing and the service beside them, as one ASGI application.

    Without a ``service`` (where an endpoint is asked) ``/health`` says whether the pages' source answers.
    """
    import streamlit as st
    from starlette.requests import Request
    from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
    from starlette.routing import Route

    from organigram_viz.components import served
    from organigram_viz.drawing import WORLD
    from organigram_viz.network import VIS_NETWORK
    from organigram_viz.views import PAGES

    here, index = Path(__file__).parent, _index()
    files = {VIS_NETWORK.name: VIS_NETWORK, **{name: here / "assets" / name for name in ("icon.svg", WORLD)}}
    files |= served()

    async def page(request: Request) -> Response:
        return HTMLResponse(index, headers={"Cache-Control": "no-cache"})

    async def first(request: Request) -> Response:
        return RedirectResponse(request.url.replace(path="/"))

    async def asset(request: Request) -> Response:
        file = files.get(request.path_params["name"])
        return FileResponse(file, headers=_KEPT) if file else Response(status_code=404)

    pages = st.App(
        here / "app.py",
        routes=[
            Route("/health", _health),
            Route("/assets/{name:path}", asset),
            Route("/", page),
            Route(f"/{PAGES[0].NAME}", first),
            *(Route(f"/{module.NAME}", page) for module in PAGES[1:]),
        ],
    )

    async def both(scope: Any, receive: Any, send: Any) -> None:
        asked = scope["type"] == "http"
        if service is None and asked and scope["path"] == "/sparql":
            await _elsewhere(scope, receive, send)
        else:
            await (service if service is not None and asked and owns(scope["path"]) else pages)(scope, receive, send)

    return both


async def _elsewhere(scope: Any, receive: Any, send: Any) -> None:
    """Where an endpoint is asked: it answers queries itself, under whatever guard it has."""
    from starlette.requests import Request

    request = Request(scope)
    problem = Problem(
        404,
        N_("This explorer shows what an endpoint holds, and answers no queries from programs."),
        N_("Ask the endpoint itself, or serve a store: organigram serve --store DIR."),
    )
    wish = request.headers.get("accept-language")
    await tell(problem, request, resolve_language(wish)).response()(scope, receive, send)


async def _health(request: Any) -> Any:
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import JSONResponse

    from organigram_viz.source import source

    try:
        await run_in_threadpool(source().service.query, "ASK {}", timeout=5.0)
    except OrganigramError as error:
        return JSONResponse({"status": "failing", "reason": type(error).__name__}, 503)
    return JSONResponse({"status": "ok"})


def main(
    host: str = HOST,
    port: int = PORT,
    store: Path | None = None,
    endpoint: str | None = None,
    language: Language | None = None,
    decisions: Path | None = None,
) -> None:
    """Serve the explorer until it is interrupted. Raises :class:`organigram.errors.OrganigramError` where it cannot begin."""
    from organigram_viz.opening import open_source, source_of
    from organigram_viz.permission import is_loopback
    from organigram_viz.source import set_source

    chosen, settings = language or resolve_language(), load_settings()
    greeting = N_("Organigram is open on {address}")
    with closing(bind(host, port)) as listener:
        if endpoint:
            with closing(open_source(None, endpoint, chosen)) as source:
                set_source(source)
                run(application(), listener, host, settings, chosen, greeting)
            return
        with opened(store or settings.store, settings, chosen, explorer=True) as state:
            source = source_of(state.current, state.base, chosen, decisions or settings.decisions)
            set_source(replace(source, changeable=settings.additions == "local" and is_loopback(host)))
            run(application(service_application(state)), listener, host, settings, chosen, greeting)
