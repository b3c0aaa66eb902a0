"""What the routes of the service share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from organigram.config import Settings
from organigram.i18n import Language
from organigram.querying.current import CurrentService
from organigram.service.asking import Asking
from organigram.service.metrics import Metrics


@dataclass(frozen=True)
class State:
    """The settings, the store's current version, who asks it, what is counted, the server's language, the instances' base.

    ``explorer``: the pages of the explorer are served beside the service.
    """

    settings: Settings
    current: CurrentService
    asking: Asking
    metrics: Metrics
    language: Language
    base: str
    explorer: bool = False


def state_of(request: Request) -> State:
    """The state of the service that a request came to."""
    app: Any = request.app
    state: State = app.state.service
    return state
