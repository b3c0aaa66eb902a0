"""Running the service: a port, a server that gives up clients who neither send nor take, and the service alone behind it."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from organigram.config import Settings
from organigram.errors import UsageError
from organigram.i18n import N_, Language, translate
from organigram.querying.current import CurrentService
from organigram.querying.turns import Turns
from organigram.service.app import application
from organigram.service.asking import Asking
from organigram.service.metrics import Metrics
from organigram.service.state import State

#: Processes for queries where the machine has fewer processors: one client holds half of them at most.
_LEAST_PROCESSES = 4
#: Bytes that a client may go on sending when it has its answer (a refusal): some read it only then.
_WASTE = 16 << 20


def bind(host: str, port: int) -> socket.socket:
    """A listening address. Raises :class:`UsageError` naming the port and the remedy where it is taken or not allowed."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(1024)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            remedy = N_("Choose another one with --port, or end the program that holds it.")
            raise UsageError(N_("Port {port} of {host} is taken."), remedy, port=str(port), host=host) from error
        no_host = isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL
        raise UsageError(
            N_("Port {port} of {host} cannot be opened ({why})."),
            N_("Give --host an address of this machine: 127.0.0.1 for it alone, 0.0.0.0 for others too.")
            if no_host
            else N_("Choose another one with --port, from 1024 on."),
            port=str(port),
            host=host,
            why=error.strerror or error,
        ) from error
    return listener


def impatient(patience: float) -> type[H11Protocol]:
    """A protocol that closes a connection on which no request gets whole, or no answer is taken, for so many seconds."""

    class Impatient(H11Protocol):
        _slow: asyncio.TimerHandle | None = None
        _wasted = 0

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            super().connection_made(cast(asyncio.Transport, transport))  # of a connection it is always one
            self._expect()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            answered = self.cycle is not None and self.cycle.response_complete
            self._wasted = self._wasted + len(data) if answered else 0
            if self._wasted > _WASTE:
                self.transport.abort()
            if self.cycle is not None and not self.cycle.response_complete:
                self._content()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._expect()

        def pause_writing(self) -> None:
            super().pause_writing()
            self._expect()

        def resume_writing(self) -> None:
            super().resume_writing()
            self._content()

        def handle_websocket_upgrade(self, event: Any) -> None:
            self._content()
            super().handle_websocket_upgrade(event)

        def connection_lost(self, exc: Exception | None) -> None:
            self._content()
            super().connection_lost(exc)

        def _expect(self) -> None:
            self._content()
            self._slow = self.loop.call_later(patience, self.transport.abort)

        def _content(self) -> None:
            if self._slow is not None:
                self._slow.cancel()
                self._slow = None

    return Impatient


@contextmanager
def opened(root: Path, settings: Settings, language: Language, *, explorer: bool = False) -> Iterator[State]:
    """The state of the service over a store. Raises StoreError where there is no sound one."""
    processes = settings.query_processes or max(os.cpu_count() or 1, _LEAST_PROCESSES)
    turns = Turns(processes, queue=settings.query_queue)
    with CurrentService(
        root,
        turns=turns,
        timeout=settings.query_timeout,
        wait=settings.query_wait,
        longest=settings.query_length,
        ready=True,
    ) as current:
        base = current.base or settings.base  # what the store was built under goes before what is set today
        figures = Metrics()
        asking = Asking(current, settings, figures)
        try:
            yield State(settings, current, asking, figures, language, base, explorer)
        finally:
            asking.close()


def serve(listener: socket.socket, host: str, root: Path, settings: Settings, language: Language) -> None:
    """Serve a store until it is interrupted, without the explorer's pages. Raises StoreError where there is no sound store."""
    with opened(root, settings, language) as state:
        run(application(state), listener, host, settings, language, N_("The service is open on {address}"))


def make_server(app: Any, settings: Settings) -> uvicorn.Server:
    """A server for an ASGI application."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            http=impatient(settings.client_timeout),
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=2,
        )
    )


def run(app: Any, listener: socket.socket, host: str, settings: Settings, language: Language, greeting: str) -> None:
    """Run an ASGI application until it is interrupted, and say where it is."""
    server = make_server(app, settings)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listener.getsockname()[1]}"
    sys.stdout.write(translate(greeting, language).format(address=address) + "\n")
    sys.stdout.write(translate(N_("End it with Ctrl-C."), language) + "\n")
    sys.stdout.flush()
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:  # uvicorn has ended cleanly, and hands the signal on
        sys.stdout.write("\n")
