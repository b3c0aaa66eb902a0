"""Personal contact data (e-mail addresses, telephone numbers) masked, every character's place kept.

Masked text has the length of the original, so that evidence spans point to the same words in both.

>>> mask_contacts("Write to jane.doe@example.org or call +33 1 23 45 67 89.")
'Write to •••••••••••••••••••• or call ••• • •• •• •• ••.'
>>> mask_contacts("A salary of 1.963,64 € until 28.02.2027, project 2023-10 to 2026-09.")
'A salary of 1.963,64 € until 28.02.2027, project 2023-10 to 2026-09.'
"""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from organigram.model import Facts, Item, OrganizationItem, ProjectItem

_EMAIL = re.compile(
    r"(?<![\w.+'-])[\w.+'-]+\s?(?:[@＠﹫]|[(\[]\s?(?i:at|arobase)\s?[)\]])\s?"  # the sign, wide and small too, or the word for it
    r"[\w-]+(?:(?:\.|\s?[(\[]\s?(?i:dot|point)\s?[)\]]\s?)[\w-]+)+"
)
#: What no contact data is without: the sign of an address, a bracket behind the word for it, a digit.
_SIGNS = re.compile(r"[@＠﹫)\]\d]")
#: The sign of an address, or the bracket behind the word for it.
_AT = re.compile(r"[@＠﹫)\]](?:(?<=[@＠﹫])|(?<=(?i:at).)|(?<=(?i:at)\s.)|(?<=(?i:arobase).)|(?<=(?i:arobase)\s.))")
_LOCAL = frozenset("_.+'-")
#: How far from its sign the part before it may end: "( arobase )".
_SIGN_WIDTH = 12
_TELEPHONE = re.compile(
    r"(?<![\w.,-])(?:"
    r"(?:\+|00)\s?\d{1,3}(?:[\s.()/·-]{0,2}\d){6,12}"  # international: +33 1 23 45 67 89, (00) 32-2-...
    r"|0\d(?:[\s.-]?\d\d){4}"  # French and Belgian national: 01 23 45 67 89
    r"|\d{3}[.-]\d{3}[.-]\d{4}"  # American: 555-123-4567
    r"|\(\+?\d{1,4}(?:[\s-]\d{1,4})?\)[\s.-]?\d{2,4}(?:[\s.-]?\d{2,4}){1,3}"  # (374) 10 12 34 56
    r")(?!\w)"
    r"|(?i:(?<=tel)|(?<=tél)|(?<=phone)|(?<=téléphone)|(?<=fax)|(?<=whatsapp)|(?<=mobile))"
    r"[\s.:°n]{1,4}\(?\d[\d\s.()/-]{4,18}\d(?!\w)"  # after a word that announces a number
)


#: What every telephone number holds: digits and the signs between them, five characters at least beside the first.
_DIGITS = re.compile(r"\d[\d\s.()/·-]{4,}(?<=\d)")
#: How far before its first digit a number may begin: "tel : (".
_BEFORE_DIGIT = 6


def _dots(match: re.Match[str]) -> str:
    return re.sub(r"\S", "•", match[0])


def mask_contacts(text: str) -> str:
    """The text with e-mail addresses and telephone numbers written as dots; white space and length stay."""
    return _without_telephones(_without_addresses(text)) if _SIGNS.search(text) else text


def _without_addresses(text: str) -> str:
    """The text without addresses; they are tried only from where the sign of one may belong to."""
    pieces: list[str] = []
    after = 0
    for sign in _AT.finditer(text):
        starts = range(max(after, _before_sign(text, sign.start())), sign.start())
        if address := next(filter(None, (_EMAIL.match(text, start) for start in starts)), None):
            pieces += (text[after : address.start()], _dots(address))
            after = address.end()
    return "".join((*pieces, text[after:])) if pieces else text


def _before_sign(text: str, start: int) -> int:
    """Where the address of a sign begins at the earliest: before the sign and the words that may be it."""
    start = max(0, start - _SIGN_WIDTH)
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] in _LOCAL):
        start -= 1
    return start


def _without_telephones(text: str) -> str:
    """The text without numbers; they are tried only where enough digits stand together."""
    pieces: list[str] = []
    after = 0
    for digits in _DIGITS.finditer(text):
        for number in _TELEPHONE.finditer(text, max(after, digits.start() - _BEFORE_DIGIT), digits.end() + 1):
            pieces += (text[after : number.start()], _dots(number))
            after = number.end()
    return "".join((*pieces, text[after:])) if pieces else text


def mask_facts(facts: Facts) -> Facts:
    """Facts with contact data masked in every value, so that none gets into a label or an IRI; evidence stays as it is written.

    >>> mask_facts(Facts("a", "a.txt", "en", title=Item("Nurse, call 555-123-4567"))).title.value
    'Nurse, call ••••••••••••'
    """
    changed: dict[str, Any] = {}
    for name in _FIELDS:
        value = getattr(facts, name)
        masked = tuple(map(_mask_item, value)) if isinstance(value, tuple) else _mask_item(value)
        if masked != value:
            changed[name] = masked
    disputed = tuple(dataclasses.replace(one, stated=_mask_item(one.stated), text=_mask_item(one.text)) for one in facts.disputed)
    return dataclasses.replace(facts, **changed, disputed=disputed) if changed or disputed else facts


_FIELDS = tuple(field.name for field in dataclasses.fields(Facts) if field.name != "disputed")


def _mask_item(item: Any) -> Any:
    if not isinstance(item, Item) or not isinstance(item.value, str):
        return item
    names = _NAMES.get(type(item))
    if names is None and not _SIGNS.search(item.value):
        return item
    written: dict[str, Any] = {name: getattr(item, name) for name in ("value", *(names or ()))}
    masked = {name: _mask_value(value) for name, value in written.items()}
    return item if masked == written else dataclasses.replace(item, **masked)


#: Names beside the value; those of a project's donors, partners and lead have to stay equal to the values of these.
_NAMES: dict[type[Item], tuple[str, ...]] = {OrganizationItem: ("acronym",), ProjectItem: ("donors", "partners", "lead")}


def _mask_value(value: Any) -> Any:
    return tuple(map(mask_contacts, value)) if isinstance(value, tuple) else value and mask_contacts(value)
