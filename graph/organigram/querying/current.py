"""The current version of a store, asked without a restart when a build has published another one.

Who asks holds the version for as long as the question takes; a version that is no longer current is closed by the last of them.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import TracebackType
from typing import Self

from organigram.errors import StoreError
from organigram.model import Facts
from organigram.querying.checks import MAX_QUERY_LENGTH
from organigram.querying.embedded import DEFAULT_TIMEOUT, EmbeddedService
from organigram.querying.result import Result
from organigram.querying.stopping import Stop
from organigram.querying.turns import Turns
from organigram.store import open_store, read_current

#: Seconds between two looks at which version is current.
_LOOK = 1.0
#: The version that is asked from this context, whatever has been published since (:meth:`CurrentService.held`).
_HELD: ContextVar[EmbeddedService | None] = ContextVar("held", default=None)


class CurrentService:
    """Asks the current version of a store, from any thread; the places in ``turns`` are shared by all versions."""

    def __init__(
        self,
        root: Path,
        *,
        turns: Turns | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        wait: float = 10.0,
        longest: int = MAX_QUERY_LENGTH,
        ready: bool = False,
    ) -> None:
        """Open it; ``ready``: start the processes of each version at once; the others are those of :class:`EmbeddedService`.

        Raises StoreError where there is no sound store.
        """
        self.root, self.turns = root, turns or Turns(2)
        self._timeout, self._wait, self._longest, self._ready = timeout, wait, longest, ready
        self._lock = threading.Lock()
        self._looked = time.monotonic()
        self._readers: dict[EmbeddedService, int] = {}
        self._problem: StoreError | None = None
        self._closed = False
        self._current = self._open()

    def _open(self) -> EmbeddedService:
        service = EmbeddedService(
            open_store(self.root),
            timeout=self._timeout,
            wait=self._wait,
            longest=self._longest,
            turns=self.turns,
            close_version=True,
        )
        if self._ready:
            service.make_ready()
        self._readers[service] = 1
        return service

    @property
    def problem(self) -> StoreError | None:
        """Why the newest version cannot be opened, where it cannot; the one before goes on answering."""
        return self._problem

    @contextmanager
    def opened(self) -> Iterator[EmbeddedService]:
        """The current version, or the one that is held in this context; it stays open to the end of the block."""
        with self._lock:
            service = self._wanted()
            self._readers[service] += 1
        try:
            yield service
        finally:
            self._let_go(service)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Within the block, and in threads begun there with its context, all is asked of the version that is current now.

        So what takes several questions never mixes two versions. A thread that asks after the block has ended asks the version
        that is current then, unless another one still holds it.
        """
        with self.opened() as service:
            token = _HELD.set(service)
            try:
                yield
            finally:
                _HELD.reset(token)

    def _wanted(self) -> EmbeddedService:
        held = _HELD.get()
        if held in self._readers:
            return held
        self._look()
        return self._current

    def _look(self) -> None:
        now = time.monotonic()
        if self._closed or now < self._looked + _LOOK:
            return
        self._looked = now
        try:
            if read_current(self.root) == self._current.version.name:
                self._problem = None
                return
            before, self._current = self._current, self._open()
        except StoreError as error:
            self._problem = error
            return
        self._problem = None
        self._forget(before)

    def _let_go(self, service: EmbeddedService) -> None:
        with self._lock:
            self._forget(service)

    def _forget(self, service: EmbeddedService) -> None:
        self._readers[service] -= 1
        if not self._readers[service]:
            del self._readers[service]
            service.close()

    @property
    def name(self) -> str:
        """The name of the version that is asked now."""
        with self.opened() as service:
            return service.version.name

    @property
    def base(self) -> str:
        """What the instances of the current version stand under; empty where its manifest does not say."""
        with self.opened() as service:
            return str(service.version.manifest.extra.get("base", ""))

    def query(
        self,
        sparql: str,
        *,
        timeout: float | None = None,
        max_rows: int | None = None,
        max_bytes: int | None = None,
        client: str = "",
        stop: Stop | None = None,
    ) -> Result:
        """As :meth:`EmbeddedService.query`, of the current version."""
        with self.opened() as service:
            return service.query(sparql, timeout=timeout, max_rows=max_rows, max_bytes=max_bytes, client=client, stop=stop)

    def text(self, key: str) -> str | None:
        """The text of the posting of a key, or None."""
        with self.opened() as service:
            stored = service.version.posting(key)
        return stored.posting.text if stored else None

    def facts(self, key: str) -> Facts | None:
        """The linked facts of the posting of a key, or None."""
        with self.opened() as service:
            stored = service.version.posting(key)
        return stored.facts if stored else None

    def close(self) -> None:
        """End all; a second call does nothing."""
        self.turns.close()
        with self._lock:
            self._closed = True
            for service in self._readers:
                service.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
