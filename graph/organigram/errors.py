"""Every error that Organigram raises on purpose, in one tree.

::

    OrganigramError
    ├── ReadingError        a source cannot be read as a posting
    ├── VocabularyError     a vocabulary, ontology or review file is wrong
    ├── ValidationError     shapes are wrong, or data violates them where that ends the work
    ├── StoreError          a store is damaged, of another format, locked or absent
    ├── QueryError          a query is wrong
    │   ├── QueryTimeout        it ran longer than it may
    │   ├── QueryTooLarge       its result is larger than it may be
    │   │   └── QueryOutOfMemory    it needs more memory than it may use
    │   ├── QueryRefused        it would write, or call out
    │   ├── QueryInterrupted    what ran it ended, through no fault of the query
    │   └── QueryBusy           there is no place for it now
    │       └── QueryCrowded        the same client asks too much at once
    ├── FetchError          a source on the web does not give what it is asked for
    ├── EndpointError       a remote endpoint does not answer as it should
    └── UsageError          a call cannot mean anything (exit status 2)

An error says four things: which file (or endpoint), the place in it, what is wrong, what to do. Reason and remedy are
message ids (English templates, marked with :func:`organigram.i18n.N_`) so that they can be shown in either language.

>>> from organigram.i18n import N_
>>> error = ReadingError(N_("The file is empty."), N_("Remove it, or put the posting's text into it."), file="a.txt")
>>> print(error)
a.txt: The file is empty. Remove it, or put the posting's text into it.
"""

from __future__ import annotations

from collections.abc import Mapping

from organigram.foreign_messages import in_language
from organigram.i18n import Language, translate

__all__ = [
    "EndpointError",
    "FetchError",
    "OrganigramError",
    "QueryBusy",
    "QueryCrowded",
    "QueryError",
    "QueryInterrupted",
    "QueryOutOfMemory",
    "QueryRefused",
    "QueryTimeout",
    "QueryTooLarge",
    "ReadingError",
    "StoreError",
    "UsageError",
    "ValidationError",
    "VocabularyError",
]


class OrganigramError(Exception):
    """The root: file, place, reason and remedy, rendered in the language asked for."""

    def __init__(
        self,
        reason: str,
        remedy: str = "",
        *,
        file: str | None = None,
        place: str | Mapping[Language, str] | None = None,
        **values: object,
    ) -> None:
        """Reason and remedy are templates for :meth:`str.format` with ``values``; a mapping by language gives its own text."""
        super().__init__(reason, remedy)
        self.reason, self.remedy, self.file, self.place, self.values = reason, remedy, file, place, values

    def message(self, language: Language = "en") -> str:
        """One line: ``file: place: reason remedy``, in English or French."""
        parts = [self._render(template, language) for template in (self.reason, self.remedy) if template]
        where = [part for part in (self.file, self._place(language)) if part]
        return ": ".join([*where, " ".join(parts)])

    def _place(self, language: Language) -> str | None:
        return self.place[language] if isinstance(self.place, Mapping) else self.place

    def _render(self, template: str, language: Language) -> str:
        values = {
            name: value[language] if isinstance(value, Mapping) else in_language(value, language)
            for name, value in self.values.items()
        }
        return translate(template, language).format(**values) if template else ""

    def as_dict(self, language: Language = "en") -> dict[str, str | None]:
        """The same for programs: ``error``, ``file``, ``place``, ``reason``, ``remedy``."""
        reason, remedy = (self._render(template, language) for template in (self.reason, self.remedy))
        return {
            "error": type(self).__name__,
            "file": self.file,
            "place": self._place(language),
            "reason": reason,
            "remedy": remedy,
        }

    def __str__(self) -> str:
        return self.message()


class ReadingError(OrganigramError):
    """A source cannot be read as a posting."""


class VocabularyError(OrganigramError):
    """A vocabulary, the ontology or a review file is wrong."""


class ValidationError(OrganigramError):
    """Shapes are wrong, or data violates them where that ends the work."""


class StoreError(OrganigramError):
    """A store is damaged, of another format, locked or absent."""


class QueryError(OrganigramError):
    """A query is wrong."""


class QueryTimeout(QueryError):  # noqa: N818 - the tree reads better so
    """A query ran longer than it may, and was ended."""


class QueryTooLarge(QueryError):  # noqa: N818 - likewise
    """A query's result is larger than it may be; nothing of it is given."""


class QueryOutOfMemory(QueryTooLarge):
    """A query needs more memory than it may use, however few rows of its result are asked for."""


class QueryRefused(QueryError):  # noqa: N818 - likewise
    """A query would write or call out."""


class QueryInterrupted(QueryError):  # noqa: N818 - likewise
    """What ran a query ended, or could not begin, through no fault of the query: it may go well again."""


class QueryBusy(QueryError):  # noqa: N818 - likewise
    """There is no place for a query now: others run."""


class QueryCrowded(QueryBusy):
    """There is no place for a query now: too many of the same client wait already."""


class FetchError(OrganigramError):
    """A source on the web does not give what it is asked for, or what it gives cannot be kept."""


class EndpointError(OrganigramError):
    """A remote endpoint does not answer as it should."""


class UsageError(OrganigramError):
    """A call cannot mean anything."""
