"""Where the pages' data comes from: one query service, and the texts that evidence points into.

The server sets the source once; every page asks :func:`source`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import Context, ContextVar
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from organigram.browsing import Found
from organigram.errors import StoreError
from organigram.i18n import N_, Language
from organigram.listing import Page, Selection
from organigram.model import Facts
from organigram.namespaces import BASE
from organigram.querying import Result
from organigram.search import Hit
from organigram_viz.asked import Ask, Asked

#: One solution: a term of pyoxigraph by the name of its variable; None where it is unbound.
Row = Mapping[str, Any]


class Service(Protocol):
    """What the explorer needs of a query service."""

    def query(self, sparql: str, *, timeout: float | None = None, max_rows: int | None = None) -> Result:
        """The result of a query, ended at the deadline (seconds)."""


#: How many answers are kept before all are forgotten.
_ANSWERS = 200


def _no_text(key: str) -> str | None:
    return None


class Listing(Protocol):
    """The list of a store's postings (:mod:`organigram.listing`), of whatever version is current."""

    def page(self, selection: Selection, limit: int, offset: int) -> Page | None:
        """Some postings of a selection; None where the version is older than the list."""

    def counts(self, selection: Selection, facet: str) -> list[tuple[str, int]] | None:
        """How many postings of a selection have each value of a facet; None likewise."""


def _no_facts(key: str) -> Facts | None:
    return None


def _nothing() -> None:
    return None


def _no_index(words: str, language: Language, kinds: Collection[str], limit: int) -> list[Hit] | None:
    return None


def _no_facets(words: str, language: Language, chosen: Mapping[str, Collection[str]], limit: int) -> Found | None:
    return None


@dataclass(frozen=True)
class Source:
    """A query service, ``texts`` (the text of a posting by its key), its name, the server's language, the instances' base.

    ``asker`` gives what answers a reader's own question in another thread (see :meth:`begin`).

    ``facts`` gives those of a posting by its key, as ``organigram extract`` writes them, or None where only the graph is at hand.
    ``listing`` is the list of its postings and ``store`` its folder; None where there is none (an endpoint).
    ``find`` gives the entities with words in their labels (words, language, kinds, how many), or None where there is no index.

    ``browse`` gives those that also have chosen facts (:func:`organigram.browsing.browse`), or None where the index has no facts.

    ``changeable``: readers on this machine may change the store (:mod:`organigram_viz.permission`).
    ``decisions`` is the user's review file, and ``set_aside`` gives what the build set aside, each error once a language (of
    :data:`organigram.i18n.LANGUAGES`, in that order); a source that knows none of them has none. ``notes``: what the build
    noted in the version's manifest (:attr:`organigram.store.Manifest.extra`).

    ``hold`` keeps one version open: within it nothing else is asked, though another one be published.

    ``labels`` are those met so far, by entity and language. Where the source is ``lasting`` (a version of a store never
    changes), answers to the pages' questions are kept too, until ``version`` tells another name.
    """

    service: Service
    asker: Callable[[], Ask] | None = None
    name: str = ""
    texts: Callable[[str], str | None] = _no_text
    find: Callable[[str, Language, Collection[str], int], list[Hit] | None] = _no_index
    browse: Callable[[str, Language, Mapping[str, Collection[str]], int], Found | None] = _no_facets
    facts: Callable[[str], Facts | None] = _no_facts
    listing: Listing | None = None
    store: Path | None = None
    language: Language = "en"
    base: str = BASE
    decisions: Path | None = None
    changeable: bool = False
    set_aside: Callable[[], Sequence[Mapping[str, Any]]] = tuple
    notes: Callable[[], Mapping[str, Any]] = dict
    close: Callable[[], None] = _nothing
    lasting: bool = False
    version: Callable[[], str] | None = None
    hold: Callable[[], AbstractContextManager[None]] = nullcontext
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    answers: dict[str, Result] = field(default_factory=dict)

    @property
    def indexed(self) -> bool:
        """Whether there is a text index to find names by."""
        return self.find is not _no_index

    def begin(self, sparql: str) -> Asked:
        """Begin a reader's own question, which may take long; the page goes on."""
        return Asked(sparql, self.asker() if self.asker else lambda text, stop: self.service.query(text))

    def ask(self, sparql: str) -> Result:
        """The answer to a page's question. Raises :class:`organigram.errors.QueryError` where there is none."""
        kept = self.answers.get(sparql)
        if kept is not None:
            return kept
        result = self.service.query(sparql)
        if self.lasting:
            if len(self.answers) >= _ANSWERS:
                self.answers.clear()
            self.answers[sparql] = result
        return result

    def rows(self, sparql: str) -> Sequence[Row]:
        """The solutions of a SELECT. Raises :class:`organigram.errors.QueryError` where it cannot be answered."""
        return _rows(self.ask(sparql))

    def rows_unkept(self, sparql: str) -> Sequence[Row]:
        """The same for what is hardly asked twice: it takes no place from answers that are."""
        return _rows(self.service.query(sparql))


def _rows(result: Result) -> Sequence[Row]:
    return [dict(zip(result.variables, values, strict=True)) for values in result.rows]


_CURRENT: list[Source] = []
#: The source of what runs in this context (:func:`one_version`).
_OWN: ContextVar[Source | None] = ContextVar("own", default=None)


def set_source(current: Source) -> None:
    """Make this the source that every page of this process asks."""
    _CURRENT[:] = [current]


@contextmanager
def one_version() -> Iterator[None]:
    """Within the block :func:`source` is one source of one version: a page that is drawn while another is published mixes none.

    It also serves as a decorator, of what Streamlit runs by itself: a page's script, a fragment of it.
    """
    if _OWN.get() or not _CURRENT:
        yield
        return
    with _CURRENT[0].hold():
        token = _OWN.set(_current())
        try:
            yield
        finally:
            _OWN.reset(token)


def source() -> Source:
    """The source that pages ask: that of :func:`one_version`, or else the newest. Raises :class:`StoreError` without any."""
    return _OWN.get() or _current()


def newest() -> Source:
    """The source of the version that is current now, whatever this run is of. Raises :class:`StoreError` where there is none."""
    return Context().run(_current)


def _current() -> Source:
    if not _CURRENT:
        raise StoreError(N_("No graph is open."), N_("Start the explorer with: organigram explore --store DIR"))
    current = _CURRENT[0]
    name = current.version() if current.version else current.name
    if name != current.name:  # a build has published another version: what was kept is of the one before
        current = replace(current, name=name, labels={}, answers={})
        set_source(current)
    return current
