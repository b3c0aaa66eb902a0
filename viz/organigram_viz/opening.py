"""Opening what the explorer shows: a finished version of a store, or a SPARQL endpoint."""

from __future__ import annotations

from pathlib import Path

from organigram.config import load_settings
from organigram.i18n import Language
from organigram.querying import EmbeddedService, EndpointService
from organigram.store import open_store
from organigram_viz.source import Source


def open_source(store: Path | None, endpoint: str | None, language: Language) -> Source:
    """The source for a store's folder or, where one is named, an endpoint's URL.

    An endpoint has no texts: words are then shown without the sentence around them. Raises
    :class:`organigram.errors.StoreError` or :class:`organigram.errors.EndpointError` where it cannot be opened.
    """
    settings = load_settings()
    if endpoint:
        service = EndpointService(endpoint, timeout=settings.query_timeout)
        return Source(service, name=endpoint, language=language, base=settings.base, close=service.close)
    version = open_store(store or settings.store)
    embedded = EmbeddedService(version, timeout=settings.query_timeout)

    def text(key: str) -> str | None:
        stored = version.posting(key)
        return stored.posting.text if stored else None

    def close() -> None:
        embedded.close()
        version.close()

    # What the store was built under goes before what is set today.
    base = version.manifest.extra.get("base", settings.base)
    return Source(embedded, name=version.name, texts=text, language=language, base=base, close=close, lasting=True)
