"""For those who look after the service: ``/health`` asks the store, ``/metrics`` gives figures to Prometheus."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from organigram.errors import OrganigramError
from organigram.service.metrics import MEDIA_TYPE
from organigram.service.state import State, state_of

_NOT_KEPT = {"Cache-Control": "no-store"}


async def health(request: Request) -> Response:
    """200 where a process of its own answers from the store, however busy the others are; else 503 and why."""
    state = state_of(request)
    turns = state.current.turns
    answer = {"running": turns.running, "waiting": turns.waiting}
    try:
        version, problem = await run_in_threadpool(_probe, state)
    except OrganigramError as error:
        return JSONResponse({"status": "failing", "reason": type(error).__name__, **answer}, 503, headers=_NOT_KEPT)
    return JSONResponse({"status": "ok", "version": version, **answer, **problem}, headers=_NOT_KEPT)


def _probe(state: State) -> tuple[str, dict[str, str]]:
    with state.current.opened() as service:
        service.probe()
        problem = state.current.problem
        return service.version.name, {"newest": type(problem).__name__} if problem else {}


async def metrics(request: Request) -> Response:
    """The figures."""
    state = state_of(request)
    turns = state.current.turns
    with state.current.opened() as service:
        counts, version = service.version.manifest.counts, service.version.name
    gauges = {
        "queries_running": turns.running,
        "queries_waiting": turns.waiting,
        "query_processes": turns.size,
        "store_triples": counts.triples,
        "store_postings": counts.postings,
    }
    return Response(state.metrics.text(gauges, version), headers=_NOT_KEPT, media_type=MEDIA_TYPE)
