"""schema.org's JobPosting, as pages carry it in JSON-LD or microdata, to fields and text.

>>> draft = draft_of({"@type": "JobPosting", "title": "Nurse", "hiringOrganization": {"name": "Relief Aid"},
...     "jobLocation": {"address": {"addressLocality": "Mao", "addressCountry": "TD"}}, "description": "<p>We seek a nurse.</p>"})
>>> [(field.key, field.value) for field in draft.fields], draft.text
([('title', 'Nurse'), ('employer', 'Relief Aid'), ('place', 'Mao'), ('country', 'TD')], 'We seek a nurse.')
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from organigram.model import StatedKey
from organigram.reading.documents import document_words
from organigram.reading.draft import Draft, Field
from organigram.reading.languages import detect
from organigram.reading.markup import html_to_text, squeeze

#: Items inside items are followed so deep; the vocabulary needs four.
_DEEPEST = 12
_MOST_ITEMS = 10_000
#: A value is the value of a field, not a text.
_LONGEST = 300
#: A property, the names of what it holds (first found counts), and what it states.
_SIMPLE: tuple[tuple[str, tuple[str, ...], StatedKey], ...] = (
    ("title", ("name", "@value"), "title"),
    ("hiringOrganization", ("name", "legalName", "@value"), "employer"),
    ("jobLocation", (), "place"),
    ("industry", ("name", "@value"), "sector"),
    ("employmentType", ("name", "@value"), "contract"),
    ("datePosted", ("@value",), "date_posted"),
    ("validThrough", ("@value",), "deadline"),
    ("jobStartDate", ("@value",), "start_date"),
    ("baseSalary", (), "salary"),
    ("publisher", ("name",), "board"),
    ("identifier", ("value", "@value"), "identifier"),
    ("url", ("@id",), "url"),
)


def find(data: object) -> list[Mapping[str, Any]]:
    """Every JobPosting in some JSON-LD or microdata: alone, in a list, in a graph, or a property of something else.

    >>> [item["title"] for item in find({"@graph": [{"@type": ["Thing", "schema:JobPosting"], "title": "Nurse"}, {}]})]
    ['Nurse']
    """
    found: list[Mapping[str, Any]] = []
    waiting: list[tuple[Any, int]] = [(data, 0)]
    for value, depth in waiting:  # grows while it is read
        if isinstance(value, Mapping):
            if _is_posting(value):
                found.append(value)
            value = list(value.values())
        if isinstance(value, list) and depth < _DEEPEST and len(waiting) < _MOST_ITEMS:
            waiting += [(one, depth + 1) for one in value if isinstance(one, Mapping | list)]
    return found


def draft_of(item: Mapping[str, Any], name: str = "") -> Draft:
    """The draft of a JobPosting; its text is empty where the page carries none in it."""
    return Draft(_text(item), tuple(dict.fromkeys(_fields(item))), name)


def _is_posting(item: Mapping[str, Any]) -> bool:
    types = [one for one in _all(item.get("@type")) if isinstance(one, str)]
    return any(one.replace(":", "/").split("/")[-1] == "JobPosting" for one in types)


def _all(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _word(value: Any, *names: str) -> str:
    """A value as a line of text; of an item, the first of its named properties that holds one."""
    for name in names if isinstance(value, Mapping) else ():
        found = next(filter(None, (_word(one, "name", "@value") for one in _all(value.get(name)))), "")
        if found:
            return found
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return squeeze(html_to_text(str(value)[: 4 * _LONGEST])).replace("\n", ", ").strip()[:_LONGEST]


def _fields(item: Mapping[str, Any]) -> Iterator[Field]:
    item = {"title": item.get("name"), **item}
    for prop, names, key in _SIMPLE:
        for value in _all(item.get(prop)):
            if prop == "jobLocation":
                yield from _location(value)
            elif prop == "baseSalary":
                yield from _salary(value)
            elif word := _word(value, *names):
                path = f"{prop}.{names[0]}" if isinstance(value, Mapping) else prop
                if prop == "employmentType":
                    yield from _employment(word, path)
                else:
                    yield Field(key, word, path)


def _employment(word: str, path: str) -> Iterator[Field]:
    for part in filter(None, (one.strip() for one in word.split(","))):
        yield Field("working_time" if document_words().working_time.search(part) else "contract", part, path)


def _location(value: Any) -> Iterator[Field]:
    if isinstance(value, str) and (word := _word(value)):
        yield Field("place", word, "jobLocation")
    if not isinstance(value, Mapping):
        return
    for address in _all(value.get("address")) or [{}]:
        if isinstance(address, str) and (word := _word(address)):
            yield Field("place", word, "jobLocation.address")
        if not isinstance(address, Mapping):
            continue
        town = next((name for name in ("addressLocality", "addressRegion") if _word(address.get(name), "name")), "")
        if town:
            yield Field("place", _word(address[town], "name"), f"jobLocation.address.{town}")
        elif word := _word(value.get("name")):
            yield Field("place", word, "jobLocation.name")
        if word := _word(address.get("addressCountry"), "name", "identifier", "@id"):
            yield Field("country", word, "jobLocation.address.addressCountry")


def _salary(value: Any) -> Iterator[Field]:
    if not isinstance(value, Mapping):
        if word := _word(value):
            yield Field("salary", word, "baseSalary")
        return
    for amount in _all(value.get("value")) or [value]:
        ends = [_word(amount)] if not isinstance(amount, Mapping) else _ends(amount)
        unit = _word(amount.get("unitText")) if isinstance(amount, Mapping) else ""
        unit = unit or _word(value.get("unitText"))
        currency = _word(value.get("currency")) or (_word(amount.get("currency")) if isinstance(amount, Mapping) else "")
        if any(ends):
            amounts = " - ".join(filter(None, ends))
            yield Field("salary", f"{amounts} {currency}{f' / {unit.lower()}' if unit else ''}".strip(), "baseSalary")


def _ends(amount: Mapping[str, Any]) -> list[str]:
    low, high = _word(amount.get("minValue")), _word(amount.get("maxValue"))
    return [low, high if high != low else ""] if low or high else [_word(amount.get("value"))]


def _text(item: Mapping[str, Any]) -> str:
    parts = [text for value in _all(item.get("description")) if (text := _long(value))]
    body = "\n\n".join(parts)
    language = detect(body) if body else "en"
    for prop, headings in document_words().sections.items():
        texts = [text for value in _all(item.get(prop)) if (text := _long(value)) and text not in body]
        if texts:
            body += f"\n\n{headings.get(language, headings['en'])}\n\n" + "\n".join(texts)
    return body.strip()


def _long(value: Any) -> str:
    """A text of any length; of an item, its description or name."""
    if isinstance(value, Mapping):
        value = value.get("description") or value.get("@value") or value.get("name")
    return html_to_text(value) if isinstance(value, str) else ""
