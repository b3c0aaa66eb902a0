"""A draft becomes a posting: its text is cleaned, its language told, its fields written above its text.

>>> from organigram.reading.draft import Field
>>> draft = Draft("We seek a nurse for our clinic. Apply with a CV by Friday.", (Field("country", "MLI", "country.iso3"),))
>>> posting = assemble(draft, "a", "a.json", Limits())
>>> posting.text
'Country: Mali\\n\\nWe seek a nurse for our clinic. Apply with a CV by Friday.'
>>> posting.stated
(Stated(key='country', value='Mali', field='country.iso3', start=9, end=13),)
>>> posting.text[posting.body :][:12]
'We seek a nu'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate

from organigram.contacts import mask_contacts
from organigram.errors import ReadingError
from organigram.folding import fold
from organigram.i18n import LANGUAGES, N_, Language
from organigram.model import Posting, Stated, StatedKey
from organigram.reading.codes import is_code, name_of
from organigram.reading.data import reading_data
from organigram.reading.draft import Draft, Field
from organigram.reading.encoding import clean, one_line
from organigram.reading.languages import detect, language_name
from organigram.reading.limits import Limits
from organigram.resources import table

#: Signs of a posting are looked for in this many characters from the start; the longest real posting has 28,000.
_HEAD = 30_000
#: Letters are mostly found in so many.
_START = 500
#: A value of more characters is no value: a board has put a part of the text into the field. It stands in the text, too.
LONGEST_VALUE = 200
#: In these a number is the id of something, and says nothing where the id is not known.
_NAMED: frozenset[StatedKey] = frozenset(("title", "employer", "country", "place", "sector", "contract", "board"))
#: Numbers in these are no telephone numbers.
_NUMBERED: frozenset[StatedKey] = frozenset(
    ("identifier", "url", "date_posted", "start_date", "end_date", "deadline", "salary", "duration_months")
)


def assemble(draft: Draft, identifier: str, source: str, limits: Limits) -> Posting:
    """The posting of a draft.

    Raises ReadingError where its text is empty, too short, garbled, in another language, or no posting.
    A field whose value says nothing, is longer than a value is, or holds contact data is left out.
    """
    body = clean(draft.text)
    _refuse_too_little(body, limits)
    language = _language(body)
    head, stated = _head(_values(draft.fields, language), language)
    text = f"{head}\n{body}" if stated else body
    _refuse_other_texts(text, limits)
    return Posting(identifier, source, language, text, stated, len(text) - len(body))


def _refuse_too_little(text: str, limits: Limits) -> None:
    if not text.strip():
        reason = N_("It holds white space only.") if text else N_("There is no text in it.")
        raise ReadingError(reason, N_("Remove it, or put the posting's text into it."))
    if _letters(text[:_START]) < limits.min_letters and _letters(text[:_HEAD]) < limits.min_letters:
        raise ReadingError(
            N_("The text is too short to be a posting (fewer than {letters} letters)."),
            N_("Put the whole posting into the file."),
            letters=limits.min_letters,
        )


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _language(text: str) -> Language:
    code = detect(text)
    if code not in LANGUAGES:
        raise ReadingError(
            N_("The text is in {language}; postings are read in English and French."),
            N_("Leave it out, or give its English or French version."),
            language={language: language_name(code, language) for language in LANGUAGES},
        )
    return code


def _refuse_other_texts(text: str, limits: Limits) -> None:
    folded = fold(text[:_HEAD]).text
    shown = accumulate(weight for weight, pattern in reading_data().signs if pattern.search(folded))
    if not any(signs >= limits.min_signs for signs in shown) and limits.min_signs > 0:
        raise ReadingError(
            N_("The text does not look like a posting: it names no post, duties, profile, contract or application."),
            N_("Check that this is the right file, and that it holds the whole posting."),
        )


def _values(fields: Iterable[Field], language: Language) -> Iterator[Field]:
    """The fields that state something, once each, codes by their names, values on one line."""
    seen = set()
    for field in fields:
        value = name_of(field.key, one_line(field.value), language)
        folded = " ".join(fold(value).text.split())
        if (field.key, folded) in seen or not _states_something(field.key, value, folded):
            continue
        seen.add((field.key, folded))
        yield Field(field.key, value, field.field)


def _states_something(key: StatedKey, value: str, folded: str) -> bool:
    if len(value) > LONGEST_VALUE and key != "url":
        return False
    if not re.search(r"\w", value) or folded in _empty(key) or (key in _NAMED and is_code(value)):
        return False
    return "@" not in value if key in _NUMBERED else mask_contacts(value) == value


@cache
def _empty(key: StatedKey) -> frozenset[str]:
    empty = table("reading/head.toml")["empty"]
    return frozenset(word for name in ("any", key) for words in empty.get(name, {}).values() for word in words)


def _head(fields: Iterable[Field], language: Language) -> tuple[str, tuple[Stated, ...]]:
    """The labelled lines of fields, each with its end, and where the values stand."""
    data = table("reading/head.toml")
    lines, stated, end = [], [], 0
    for field in fields:
        label = data["label"][field.key][language] + data["separator"][language]
        start = end + len(label)
        end = start + len(field.value) + 1
        lines.append(f"{label}{field.value}\n")
        stated.append(Stated(field.key, field.value, field.field, start, end - 1))
    return "".join(lines), tuple(stated)
