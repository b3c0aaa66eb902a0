"""A question under way: it runs in a thread of its own, so that the page stays usable and its reader can end it.

>>> from organigram.querying.result import parse_result
>>> asked = Asked("ASK {}", lambda sparql, stop: parse_result("ask", b'{"head":{},"boolean":true}', seconds=0.0))
>>> asked.wait(5), asked.result().boolean
(True, True)
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextvars import copy_context

from organigram.querying import Result, Stop

#: Answers a query in any thread; the stop ends it.
Ask = Callable[[str, Stop], Result]


class Asked:
    """A query that was begun; its answer, or its error, is kept."""

    def __init__(self, sparql: str, ask: Ask) -> None:
        """Begin it, in the context of who asks: it is asked of the version that this page is drawn from."""
        self.sparql = sparql
        self._stop, self._started = Stop(), time.monotonic()
        threads = ThreadPoolExecutor(1, thread_name_prefix="organigram-asked")
        self._future = threads.submit(copy_context().run, ask, sparql, self._stop)
        threads.shutdown(wait=False)

    @property
    def done(self) -> bool:
        """Whether there is an answer or an error."""
        return self._future.done()

    @property
    def stopped(self) -> bool:
        """Whether it was ended by :meth:`stop`."""
        return self._stop.asked

    @property
    def seconds(self) -> float:
        """Seconds since it was begun."""
        return time.monotonic() - self._started

    def wait(self, seconds: float) -> bool:
        """Wait so long at most; whether it is done."""
        return bool(wait([self._future], seconds).done)

    def stop(self) -> None:
        """End it; one that is done stays as it is."""
        if not self.done:
            self._stop()

    def result(self) -> Result:
        """The answer of what is done. Raises what the question raised."""
        return self._future.result(0)
