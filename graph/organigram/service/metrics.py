"""Figures of the service in the text form of Prometheus: requests by route and status, how long they took, what queries met.

>>> metrics = Metrics()
>>> metrics.count("requests", route="/sparql", status="200")
>>> metrics.observe("/sparql", 0.02)
>>> print(metrics.text({"queries_waiting": 3}))  # doctest: +ELLIPSIS
# HELP organigram_requests_total Requests by route, method and status.
# TYPE organigram_requests_total counter
organigram_requests_total{route="/sparql",status="200"} 1
...
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
#: Upper ends of the histogram's buckets, in seconds.
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_COUNTERS = {
    "requests": "Requests by route, method and status.",
    "queries_refused": "Queries that were not run, by reason.",
    "queries_killed": "Queries that were ended while they ran, by reason.",
}
_GAUGES = {
    "queries_running": "Queries that run now.",
    "queries_waiting": "Queries that wait for a process.",
    "query_processes": "Queries that may run at once.",
    "store_triples": "Different triples of the version that is served.",
    "store_postings": "Postings of the version that is served.",
}
_Labels = tuple[tuple[str, str], ...]


class Metrics:
    """Counts, from any thread, since the start of the process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[str, Counter[_Labels]] = {name: Counter() for name in _COUNTERS}
        self._seconds: dict[str, list[int]] = defaultdict(lambda: [0] * (len(_BUCKETS) + 1))
        self._sums: defaultdict[str, float] = defaultdict(float)

    def count(self, name: str, **labels: str) -> None:
        """Count one of ``requests``, ``queries_refused`` or ``queries_killed``."""
        with self._lock:
            self._counts[name][tuple(sorted(labels.items()))] += 1

    def observe(self, route: str, seconds: float) -> None:
        """Note how long a request took."""
        with self._lock:
            self._seconds[route][bisect_left(_BUCKETS, seconds)] += 1
            self._sums[route] += seconds

    def text(self, gauges: Mapping[str, float], version: str = "") -> str:
        """All of it, with what is measured at this moment."""
        with self._lock:
            lines = [*self._counter_lines(), *self._histogram_lines()]
        for name, value in gauges.items():
            lines += [*_head(name, "gauge", _GAUGES[name]), f"organigram_{name} {value:g}"]
        if version:
            lines += [
                *_head("store_info", "gauge", "The version that is served."),
                f"organigram_store_info{_labels((('version', version),))} 1",
            ]
        return "\n".join(lines) + "\n"

    def _counter_lines(self) -> Iterator[str]:
        for name, told in _COUNTERS.items():
            yield from _head(f"{name}_total", "counter", told)
            for labels, number in sorted(self._counts[name].items()):
                yield f"organigram_{name}_total{_labels(labels)} {number}"

    def _histogram_lines(self) -> Iterator[str]:
        name = "request_seconds"
        yield from _head(name, "histogram", "Seconds from the request to the end of the answer, by route.")
        for route, numbers in sorted(self._seconds.items()):
            total = 0
            for end, number in zip((*map(str, _BUCKETS), "+Inf"), numbers, strict=True):
                total += number
                yield f"organigram_{name}_bucket{_labels((('route', route), ('le', end)))} {total}"
            yield f"organigram_{name}_sum{_labels((('route', route),))} {self._sums[route]:.6f}"
            yield f"organigram_{name}_count{_labels((('route', route),))} {total}"


def _head(name: str, kind: str, told: str) -> tuple[str, str]:
    return f"# HELP organigram_{name} {told}", f"# TYPE organigram_{name} {kind}"


def _labels(pairs: _Labels) -> str:
    shown = (f'{name}="{value}"' for name, value in ((n, _escaped(v)) for n, v in pairs))
    return "{" + ",".join(shown) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
