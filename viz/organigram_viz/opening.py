"""Opening what the explorer shows: the current version of a store, or a SPARQL endpoint."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st

from organigram import listing
from organigram.browsing import Found, browse
from organigram.config import load_settings
from organigram.credentials import Credentials
from organigram.i18n import Language
from organigram.listing import Page, Selection
from organigram.querying import EndpointService, Result
from organigram.querying.current import CurrentService
from organigram.search import Hit, search
from organigram.service.requests import client_of
from organigram_viz.asked import Ask
from organigram_viz.source import Source

#: Seconds after which a search, of names or of postings, is ended.
_SEARCH_SECONDS = 5.0
#: What a reader's own question may give: each session holds its last answer. Programs ask ``/sparql``, which gives more.
MOST_ROWS, MOST_BYTES = 20_000, 16 << 20


class PageService:
    """The service as pages ask it: each reader is a client among the others, with a fair share of the processes."""

    def __init__(self, current: CurrentService, header: str = "") -> None:
        """``current`` stays the caller's to close; ``header`` is where a proxy names the reader (``client_header``)."""
        self._current, self._header = current, header

    def query(self, sparql: str, *, timeout: float | None = None, max_rows: int | None = None) -> Result:
        """The result of a query, ended at the deadline (seconds)."""
        return self._current.query(sparql, timeout=timeout, max_rows=max_rows, client=self._reader())

    def asker(self) -> Ask:
        """What answers for this reader in another thread, which could not tell whom it is for."""
        reader = self._reader()
        return lambda sparql, stop: self._current.query(
            sparql, client=reader, stop=stop, max_rows=MOST_ROWS, max_bytes=MOST_BYTES
        )

    def _reader(self) -> str:
        told = st.context.headers.get_all(self._header) if self._header else ()
        return f"pages {client_of(st.context.ip_address or '', told)}"


def _finder(current: CurrentService) -> Callable[[str, Language, Collection[str], int], list[Hit] | None]:
    def find(words: str, language: Language, kinds: Collection[str], limit: int) -> list[Hit]:
        with current.opened() as service:
            return search(service.version.search_path, words, language, kinds, limit, seconds=_SEARCH_SECONDS)

    return find


def _browser(current: CurrentService) -> Callable[[str, Language, Mapping[str, Collection[str]], int], Found | None]:
    first: dict[tuple[str, Language], Found | None] = {}

    def among(words: str, language: Language, chosen: Mapping[str, Collection[str]], limit: int) -> Found | None:
        with current.opened() as service:
            place = service.version.name, language
            if not words.strip() and not chosen and place in first:  # what every reader begins with is counted once
                return first[place]
            found = browse(service.version.search_path, words, language, chosen, limit=limit, seconds=_SEARCH_SECONDS)
            if not words.strip() and not chosen:
                first[place] = found
            return found

    return among


def _set_aside(current: CurrentService) -> Callable[[], Sequence[Mapping[str, Any]]]:
    def found() -> Sequence[Mapping[str, Any]]:
        with current.opened() as service:
            return list(service.version.manifest.extra.get("set_aside", ()))

    return found


def _notes(current: CurrentService) -> Callable[[], Mapping[str, Any]]:
    def found() -> Mapping[str, Any]:
        with current.opened() as service:
            return service.version.manifest.extra

    return found


class _CurrentListing:
    def __init__(self, current: CurrentService) -> None:
        self._current = current

    def page(self, selection: Selection, limit: int, offset: int) -> Page | None:
        with self._current.opened() as service:
            path = service.version.listing_path
            return listing.page(path, selection, limit, offset, seconds=_SEARCH_SECONDS) if path.is_file() else None

    def counts(self, selection: Selection, facet: str) -> list[tuple[str, int]] | None:
        with self._current.opened() as service:
            path = service.version.listing_path
            return listing.counts(path, selection, facet, seconds=_SEARCH_SECONDS) if path.is_file() else None


def source_of(current: CurrentService, base: str, language: Language, decisions: Path | None = None) -> Source:
    """The source for a store, of whatever version is current; ``current`` stays the caller's to close.

    ``decisions`` is the user's review file, where names can be settled.
    """
    service = PageService(current, load_settings().client_header)
    return Source(
        service,
        asker=service.asker,
        name=current.name,
        texts=current.text,
        facts=current.facts,
        find=_finder(current),
        browse=_browser(current),
        listing=_CurrentListing(current),
        store=current.root,
        language=language,
        base=base,
        lasting=True,
        version=lambda: current.name,
        hold=current.held,
        decisions=decisions,
        set_aside=_set_aside(current),
        notes=_notes(current),
    )


def open_source(store: Path | None, endpoint: str | None, language: Language) -> Source:
    """The source for a store's folder or, where one is named, an endpoint's URL.

    An endpoint has no texts: words are then shown without the sentence around them. Raises
    :class:`organigram.errors.StoreError` or :class:`organigram.errors.EndpointError` where it cannot be opened.
    """
    settings = load_settings()
    if endpoint:
        service = EndpointService(endpoint, timeout=settings.query_timeout, credentials=Credentials.of(settings))
        return Source(
            service,
            asker=lambda: lambda sparql, stop: service.query(sparql, stop=stop, max_rows=MOST_ROWS, max_bytes=MOST_BYTES),
            name=service.url,
            language=language,
            base=settings.base,
            close=service.close,
        )
    current = CurrentService(store or settings.store, timeout=settings.query_timeout)
    return replace(source_of(current, current.base or settings.base, language, settings.decisions), close=current.close)
