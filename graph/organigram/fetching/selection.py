"""Which vacancies are asked for, as a user says it and as ReliefWeb's API and its feed understand it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from organigram.errors import UsageError
from organigram.i18n import N_


def country_code(code: str) -> str:
    """The ISO 3166-1 alpha-3 code, in lower case as ReliefWeb writes it, of an alpha-2 or alpha-3 code.

    Raises UsageError for anything else.

    >>> country_code("ML"), country_code("mli")
    ('mli', 'mli')
    """
    import pycountry  # a tenth of a second to load, for those who name a country only

    wanted = code.strip().upper()
    found = pycountry.countries.get(alpha_2=wanted) or pycountry.countries.get(alpha_3=wanted)
    if found is None:
        raise UsageError(
            N_("{code} is no code of a country."), N_("Give the code of ISO 3166-1: ML or MLI for Mali."), code=repr(code)
        )
    return str(found.alpha_3).lower()


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for: within a field any of its values, all fields together; an empty one selects nothing away.

    ``countries`` are codes, ``languages`` ISO 639-1, ``themes`` and ``sources`` names as ReliefWeb writes them (a source by its
    short name too), ``since`` the first day of publication; ``closed``: vacancies that have closed as well.

    >>> Selection(languages=("fr",), since=date(2024, 1, 1)).filter()["conditions"][1]
    {'field': 'date.created', 'value': {'from': '2024-01-01T00:00:00+00:00'}}
    """

    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    since: date | None = None
    closed: bool = False

    def _fields(self) -> list[tuple[tuple[str, ...], list[str]]]:
        """Fields of ReliefWeb's with the values of which one of them must have one."""
        fields = [
            (("country.iso3",), sorted({country_code(code) for code in self.countries})),
            (("language.code",), sorted({code.strip().lower() for code in self.languages})),
            (("theme.name",), sorted(set(self.themes))),
            (("source.shortname", "source.name"), sorted(set(self.sources))),
        ]
        return [(names, values) for names, values in fields if values]

    def filter(self) -> dict[str, Any]:
        """The filter of the API. Raises UsageError for a country that is none."""
        conditions: list[dict[str, Any]] = []
        for names, values in self._fields():
            single = [{"field": name, "value": values, "operator": "OR"} for name in names]
            conditions.append(single[0] if len(single) == 1 else {"operator": "OR", "conditions": single})
        if self.since:
            conditions.append({"field": "date.created", "value": {"from": f"{self.since.isoformat()}T00:00:00+00:00"}})
        return {"operator": "AND", "conditions": conditions}

    def search(self) -> str:
        """The same as words of ReliefWeb's search box, for the feed, which knows no other selection.

        >>> Selection(countries=("ML", "NE"), themes=("Health",)).search()
        '(country.iso3:"mli" OR country.iso3:"ner") AND (theme.name:"Health")'
        """
        groups = [
            " OR ".join(f'{name}:"{_escaped(value)}"' for name in names for value in values) for names, values in self._fields()
        ]
        return " AND ".join(f"({group})" for group in groups)

    @property
    def key(self) -> str:
        """A name for what is selected, the same for the same selection."""
        content = json.dumps([self.filter(), self.closed], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()[:16]


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')
