"""Trying postings in the explorer: the one process that does it for all readers, and what a reader has tried."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from organigram.config import load_settings
from organigram.trial import Trial, Trier
from organigram_viz.source import source

_KEPT = "trial"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a reader gave (a file's name and bytes; it stays in the session's memory alone), and what was made of it.

    ``seconds`` are None where the vocabulary had to be loaded first.
    """

    name: str
    raw: bytes
    trial: Trial
    seconds: float | None


def trier() -> Trier:
    """The process that tries postings for all readers, starting if it does not run."""
    here = source()
    found = _trier(here.base, here.decisions)
    found.start()
    return found


@st.cache_resource(show_spinner=False)
def _trier(base: str, decisions: Path | None) -> Trier:
    settings = replace(load_settings(), base=base)
    return Trier(replace(settings, decisions=decisions) if decisions else settings)


def kept() -> Attempt | None:
    """What this reader tried last."""
    found = st.session_state.get(_KEPT)
    return found if isinstance(found, Attempt) else None


def keep(attempt: Attempt | None) -> None:
    """Keep what a reader tried for as long as the session lasts; None forgets it."""
    st.session_state[_KEPT] = attempt
