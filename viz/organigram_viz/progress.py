"""How far a build is that a reader began, on the page."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.delta_generator import DeltaGenerator

from organigram_viz import frame

__all__ = ["stages"]


def stages(place: DeltaGenerator) -> Callable[[str], None]:
    """What shows the stages so far, the one that runs in bold."""
    past: list[str] = []

    def show(stage: str) -> None:
        now = frame.plain(stage)
        place.markdown(" → ".join([*past, f"**{now}** …"]))
        past.append(now)

    return show
