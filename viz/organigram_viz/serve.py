"""The server: pages and protocol in one process and on one port."""

from __future__ import annotations

import errno
import os
import socket
import sys
from pathlib import Path
from typing import Any

from organigram.errors import UsageError
from organigram.i18n import N_, Language, resolve_language, translate

_KEPT = {"Cache-Control": "public, max-age=86400"}

HOST, PORT = "127.0.0.1", 8501


def bind(host: str, port: int) -> socket.socket:
    """A listening address. Raises :class:`UsageError` naming the port and the remedy where it is taken or not allowed."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        remedy = N_("Choose another one with --port, or end the program that holds it.")
        if error.errno == errno.EADDRINUSE:
            raise UsageError(N_("Port {port} of {host} is taken."), remedy, port=str(port), host=host) from error
        raise UsageError(
            N_("Port {port} of {host} cannot be opened ({why})."),
            remedy,
            port=str(port),
            host=host,
            why=os.strerror(error.errno or 0),
        ) from error
    return listener


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


def application() -> Any:
    """The pages, with ``/health`` and the files of the drawing beside them, as one ASGI application."""
    import streamlit as st
    from starlette.requests import Request
    from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
    from starlette.routing import Route

    from organigram_viz.network import VIS_NETWORK
    from organigram_viz.views import PAGES

    here, index = Path(__file__).parent, _index()
    files = {VIS_NETWORK.name: VIS_NETWORK, "icon.svg": here / "assets" / "icon.svg"}

    async def health(request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def page(request: Request) -> Response:
        return HTMLResponse(index, headers={"Cache-Control": "no-cache"})

    async def first(request: Request) -> Response:
        return RedirectResponse(request.url.replace(path="/"))

    async def asset(request: Request) -> Response:
        file = files.get(request.path_params["name"])
        return FileResponse(file, headers=_KEPT) if file else Response(status_code=404)

    return st.App(
        here / "app.py",
        routes=[
            Route("/health", health),
            Route("/assets/{name}", asset),
            Route("/", page),
            Route(f"/{PAGES[0].NAME}", first),
            *(Route(f"/{module.NAME}", page) for module in PAGES[1:]),
        ],
    )


def main(
    host: str = HOST,
    port: int = PORT,
    store: Path | None = None,
    endpoint: str | None = None,
    language: Language | None = None,
) -> None:
    """Serve the explorer until it is interrupted. Raises :class:`organigram.errors.OrganigramError` where it cannot begin."""
    from organigram_viz.opening import open_source
    from organigram_viz.source import set_source

    chosen = language or resolve_language()
    listener = bind(host, port)
    try:
        opened = open_source(store, endpoint, chosen)
        set_source(opened)
        try:
            _serve(listener, host, chosen)
        finally:
            opened.close()
    finally:
        listener.close()


def _serve(listener: socket.socket, host: str, language: Language) -> None:
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(application(), log_config=None, access_log=False, timeout_graceful_shutdown=2))
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listener.getsockname()[1]}"
    sys.stdout.write(translate(N_("Organigram is open on {address}"), language).format(address=address) + "\n")
    sys.stdout.write(translate(N_("End it with Ctrl-C."), language) + "\n")
    sys.stdout.flush()
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:  # uvicorn has ended cleanly, and hands the signal on
        sys.stdout.write("\n")
