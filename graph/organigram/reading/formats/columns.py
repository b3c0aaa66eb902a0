"""Records with named values (rows of a table, JSON objects, elements of XML) as drafts, by tables of names (``columns.toml``).

The user's own table goes before ours: ``columns`` in the settings, a key of
:data:`organigram.config.COLUMN_KEYS` with the columns that hold it.

>>> record = {"Intitulé": "Infirmier", "Pays": ["Mali", "Niger"], "Texte": "Nous cherchons ..."}
>>> draft = Columns({}).draft(record)
>>> draft.text, [(field.key, field.value, field.field) for field in draft.fields]
('Nous cherchons ...', [('title', 'Infirmier', 'Intitulé'), ('country', 'Mali', 'Pays.0'), ('country', 'Niger', 'Pays.1')])
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, get_args

from organigram.errors import ReadingError
from organigram.i18n import N_
from organigram.model import StatedKey
from organigram.reading.draft import Draft, Field
from organigram.reading.formats import NO_TEXT
from organigram.reading.formats.bodies import body_of
from organigram.resources import table

_STATED: tuple[StatedKey, ...] = get_args(StatedKey)
_DEEPEST = 8
#: A value may have parts (several countries); more than these are no list that people write.
_MOST_PARTS = 50
_LONGEST_NAME = 200
_MOST_PLANS = 1000
#: A value of so many words is prose: its record may be a posting under a column that nobody has named.
_PROSE = 12


class Value(NamedTuple):
    """A text in a record, and its path there."""

    path: str
    text: str


class _Stage(NamedTuple):
    """Columns of a key, or of a group of the text: all that have a value count, or the first."""

    columns: tuple[str, ...]
    several: bool = False


class _Plan(NamedTuple):
    """Stages of every key and part of the text, without columns that the records at hand do not have.

    The first stage that has a value counts.
    """

    fields: tuple[tuple[StatedKey, tuple[_Stage, ...]], ...]
    chosen_text: tuple[_Stage, ...]
    text: tuple[_Stage, ...]
    id: tuple[_Stage, ...]


class Columns:
    """Which columns hold what: the user's table, then ours (``source``: the columns that a known source always has)."""

    def __init__(self, chosen: Mapping[str, Sequence[str]], source: str = "") -> None:
        data = table("reading/formats/columns.toml")
        ours = data[source] if source else data
        self.chosen = chosen
        self._ours: Mapping[str, Sequence[str]] = ours.get("columns", data["columns"])
        self._groups: Sequence[Sequence[str]] = ours["text"]["groups"]
        self._several = frozenset(data["keys"]["several"])
        self._plans: dict[tuple[str, ...], _Plan] = {}

    def draft(self, record: Mapping[str, Any]) -> Draft:
        """The draft of a record, named by its id. Raises ReadingError where no column holds a text."""
        bodies = [draft_of_body(text) for text in self.texts(record)]
        if not bodies:
            raise self._without_text(record)
        inner = [Field(one.key, one.value, f"body.{one.field}") for body in bodies for one in body.fields]
        name = next((value.text for value in _found(_Values(record), self._plan(record).id)), "")
        return Draft("\n\n".join(body.text for body in bodies), (*self.fields(record), *inner), as_name(name))

    def texts(self, record: Mapping[str, Any]) -> list[str]:
        """The parts of a record's text, as they stand in it."""
        values, plan = _Values(record), self._plan(record)
        for stages in (plan.chosen_text, plan.text):
            parts = ("\n\n".join(value.text for value in _found(values, (stage,))) for stage in stages)
            if found := [part for part in parts if part]:
                return found
        return []

    def fields(self, record: Mapping[str, Any]) -> Iterator[Field]:
        """What a record states, in the order of the keys."""
        values = _Values(record)
        for key, stages in self._plan(record).fields:
            yield from (Field(key, value.text, value.path) for value in _found(values, stages))

    def _plan(self, record: Mapping[str, Any]) -> _Plan:
        names = tuple(map(str, record))
        if names not in self._plans:
            if len(self._plans) > _MOST_PLANS:  # records that have no two the same keys
                self._plans.clear()
            self._plans[names] = self._planned(_Values(record))
        return self._plans[names]

    def _planned(self, values: _Values) -> _Plan:
        def stage(columns: Sequence[str], *, several: bool = False) -> tuple[_Stage, ...]:
            present = tuple(column for column in columns if values.has(column))
            return (_Stage(present, several),) if present else ()

        stages = {
            key: (*stage(self.chosen.get(key, ()), several=True), *stage(self._ours.get(key, ()), several=key in self._several))
            for key in (*_STATED, "id")
        }
        return _Plan(
            fields=tuple((key, stages[key]) for key in _STATED if stages[key]),
            chosen_text=tuple(one for name in self.chosen.get("body", ()) for one in stage([name])),
            text=tuple(one for group in self._groups for one in stage(group)),
            id=stages["id"],
        )

    def absent(self, columns: Sequence[str]) -> list[tuple[str, str]]:
        """The keys and columns of the user's table that a heading has none of."""
        known = set(map(normal, columns))
        return [(key, ", ".join(names)) for key, names in self.chosen.items() if not any(normal(name) in known for name in names)]

    def known(self, columns: Sequence[str]) -> int:
        """How many columns of a heading mean something."""
        tables = (*self.chosen.values(), *self._ours.values(), *self._groups)
        names = {normal(name) for names in tables for name in names}
        return sum(normal(column) in names for column in columns)

    def _without_text(self, record: Mapping[str, Any]) -> ReadingError:
        plan = self._plan(record)
        if plan.chosen_text or plan.text:
            return ReadingError(N_("There is no text in it."), N_("Remove it, or put the posting's text into it."))
        longest = max(record, key=lambda name: _words_of(record[name]), default="")
        if _words_of(record.get(longest)) >= _PROSE:
            return ReadingError(
                N_("No column of it is known to hold the posting's text; most words of it stand in: {column}."),
                N_('If it is the text, name it in organigram.toml: a line [columns], and under it body = "...".'),
                column=str(longest)[:40],
            )
        return ReadingError(
            NO_TEXT,
            N_('Name the column in organigram.toml: a line [columns], and under it body = "...".'),
            columns=", ".join(str(key)[:40] for key in [*record][:30]) or "-",
        )


def _words_of(value: object) -> int:
    return len(value.split()) if isinstance(value, str) else 0


def draft_of_body(text: str, *, markdown: bool = False) -> Draft:
    r"""The draft of a text alone: what stands at its head as YAML becomes fields. Raises ReadingError as :func:`body_of`.

    >>> draft = draft_of_body("---\ntitle: Nurse\nsubtitle: Six months\n---\nWe seek a **nurse**.")
    >>> draft.text, draft.fields
    ('Six months\n\nWe seek a nurse.', (Field(key='title', value='Nurse', field='title'),))
    """
    body = body_of(text, markdown=markdown)
    if not body.front:
        return Draft(body.text)
    columns = Columns({}, "front")
    return Draft("\n\n".join([*columns.texts(body.front), body.text]), tuple(columns.fields(body.front)))


def _found(values: _Values, stages: Sequence[_Stage]) -> Sequence[Value]:
    """The values of the first stage that has any."""
    for stage in stages:
        found: list[Value] = []
        for column in stage.columns:
            found += (value for value in values.of(column) if re.search(r"\w", value.text))
            if found and not stage.several:
                break
        if found:
            return found
    return ()


class _Values:
    """Look-up in a record by names that need not agree in case, accents and signs, or by paths."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        self._record = record
        self._names: dict[str, str] = {}
        for name in record:
            self._names.setdefault(normal(str(name)), name)

    def has(self, column: str) -> bool:
        """Whether there is such a column, or the head of such a path."""
        return column in self._record or normal(column) in self._names or normal(column.partition(".")[0]) in self._names

    def of(self, column: str) -> Iterator[Value]:
        """The texts of a column."""
        name = column if column in self._record else self._names.get(normal(column))
        if name is not None:
            yield from _leaves(self._record[name], str(name), _DEEPEST)
        elif "." in column:
            head, _, rest = column.partition(".")
            if (name := head if head in self._record else self._names.get(normal(head))) is not None:
                for path, inner in _objects(self._record[name], str(name)):
                    yield from (Value(f"{path}.{value.path}", value.text) for value in _Values(inner).of(rest))


def _objects(value: object, path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(value, Mapping):
        yield path, value
    elif isinstance(value, list):
        for number, one in enumerate(value[:_MOST_PARTS]):
            if isinstance(one, Mapping):
                yield f"{path}.{number}", one


def _leaves(value: object, path: str, deepest: int) -> Iterator[Value]:
    if isinstance(value, str) and value.strip():
        yield Value(path, value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield Value(path, str(value))
    elif isinstance(value, list) and deepest:
        for number, one in enumerate(value[:_MOST_PARTS]):
            yield from _leaves(one, f"{path}.{number}", deepest - 1)
    elif isinstance(value, Mapping) and deepest:
        for name in table("reading/formats/columns.toml")["object"]["names"]:
            if found := [*_leaves(value.get(name), f"{path}.{name}", deepest - 1)]:
                yield from found
                return


@lru_cache(4096)
def normal(name: str) -> str:
    """A column's name as names are compared.

    >>> normal("  Intitulé_du-Poste "), normal("jobTitle")
    ('intitule du poste', 'jobtitle')
    """
    letters = (sign for sign in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[\W_]+", " ", "".join(letters)).split())


def as_name(identifier: str) -> str:
    """An id as a part of a posting's name: letters, digits, dots and dashes; of a web address, its last part.

    >>> as_name("https://example.org/jobs/123/"), as_name("Réf. 12/A")
    ('123', 'Réf.-12-A')
    """
    if "://" in identifier:
        identifier = identifier.rstrip("/").rpartition("/")[2]
    return re.sub(r"[^\w.]+", "-", identifier).strip("-.")[-_LONGEST_NAME:]
