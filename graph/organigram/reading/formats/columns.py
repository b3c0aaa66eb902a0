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


class Value(NamedTuple):
    """A text in a record, and its path there."""

    path: str
    text: str


class Columns:
    """Which columns hold what: the user's table, then ours (``source``: the columns that a known source always has)."""

    def __init__(self, chosen: Mapping[str, Sequence[str]], source: str = "") -> None:
        data = table("reading/formats/columns.toml")
        ours = data[source] if source else data
        self._several = frozenset(data["keys"]["several"]) | chosen.keys()
        self._columns: dict[str, Sequence[str]] = {**ours.get("columns", data["columns"]), **chosen}
        self._groups: list[Sequence[str]] = [[name] for name in chosen.get("body", ())] or ours["text"]["groups"]
        self.chosen = chosen

    def draft(self, record: Mapping[str, Any]) -> Draft:
        """The draft of a record, named by its id. Raises ReadingError where no column holds a text."""
        values = _Values(record)
        bodies = [draft_of_body(text) for text in self.texts(record)]
        if not bodies:
            raise self._without_text(record)
        inner = [Field(one.key, one.value, f"body.{one.field}") for body in bodies for one in body.fields]
        name = next((value.text for column in self._columns.get("id", ()) for value in values.of(column)), "")
        return Draft("\n\n".join(body.text for body in bodies), (*self.fields(record), *inner), as_name(name))

    def texts(self, record: Mapping[str, Any]) -> list[str]:
        """The parts of a record's text, as they stand in it."""
        values = _Values(record)
        found = []
        for group in self._groups:
            parts = ("\n\n".join(value.text for value in values.of(column)) for column in group)
            found += [part for part in parts if part.strip()][:1]
        return found

    def fields(self, record: Mapping[str, Any]) -> Iterator[Field]:
        """What a record states, in the order of the keys."""
        values = _Values(record)
        for key in _STATED:
            for column in self._columns.get(key, ()):
                found = [value for value in values.of(column) if re.search(r"\w", value.text)]
                yield from (Field(key, value.text, value.path) for value in found)
                if found and key not in self._several:
                    break

    def absent(self, columns: Sequence[str]) -> list[tuple[str, str]]:
        """The keys and columns of the user's table that a heading has none of."""
        known = set(map(normal, columns))
        return [(key, ", ".join(names)) for key, names in self.chosen.items() if not any(normal(name) in known for name in names)]

    def known(self, columns: Sequence[str]) -> int:
        """How many columns of a heading mean something."""
        names = {normal(name) for names in (*self._columns.values(), *self._groups) for name in names}
        return sum(normal(column) in names for column in columns)

    def _without_text(self, record: Mapping[str, Any]) -> ReadingError:
        known = {normal(name) for group in self._groups for name in group}
        if any(normal(str(name)) in known for name in record):
            return ReadingError(N_("There is no text in it."), N_("Remove it, or put the posting's text into it."))
        return ReadingError(
            NO_TEXT,
            N_('Name the column in organigram.toml: a line [columns], and under it body = "...".'),
            columns=", ".join(str(key)[:40] for key in [*record][:30]) or "-",
        )


def draft_of_body(text: str, *, markdown: bool = False) -> Draft:
    r"""The draft of a text alone: what stands at its head as YAML becomes fields. Raises ReadingError as :func:`body_of`.

    >>> draft = draft_of_body("---\ntitle: Nurse\nsubtitle: Six months\n---\nWe seek a **nurse**.")
    >>> draft.text, draft.fields
    ('Six months\n\nWe seek a nurse.', (Field(key='title', value='Nurse', field='title'),))
    """
    body = body_of(text, markdown=markdown)
    columns = Columns({}, "front")
    return Draft("\n\n".join([*columns.texts(body.front), body.text]), tuple(columns.fields(body.front)))


class _Values:
    """Look-up in a record by names that need not agree in case, accents and signs, or by paths."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        self._record = record
        self._names: dict[str, str] = {}
        for name in record:
            self._names.setdefault(normal(str(name)), name)

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
