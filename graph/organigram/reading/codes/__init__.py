"""Codes that sources write in fields, and the names that people read (``countries.toml``, ``reliefweb.toml``).

>>> name_of("country", "MLI", "fr"), name_of("country", "ML", "en"), name_of("country", "149", "en")
('Mali', 'Mali', 'Mali')
>>> name_of("sector", "4595", "fr"), name_of("sector", "1", "fr"), name_of("title", "4595", "fr")
('Santé', '1', '4595')
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from organigram.i18n import Language
from organigram.model import StatedKey
from organigram.resources import table


def name_of(key: StatedKey, value: str, language: Language) -> str:
    """The name of a code in the language; the value itself where it is no code that is known."""
    names = _names(key).get(value)
    return names[language] if names else value


def is_code(value: str) -> bool:
    """Whether a value can only be an id of the source.

    >>> is_code("2865"), is_code("ALIMA")
    (True, False)
    """
    return value.isascii() and value.isdigit()


@cache
def _names(key: StatedKey) -> Mapping[str, Mapping[Language, str]]:
    if key != "country":
        return dict(table("reading/codes/reliefweb.toml").get(key, {}))
    countries = table("reading/codes/countries.toml")
    by_code = {code: names for alpha2, names in countries.items() for code in (alpha2, names["alpha3"])}
    return by_code | {str(names["reliefweb"]): names for names in countries.values() if names["reliefweb"]}
