"""Whether keys of two names are of one organization: by a slip, a kind, initials, a part, letters that changed places."""

from __future__ import annotations

import re

from rapidfuzz.fuzz import ratio

from organigram.extraction.patterns import phrase_set, small

_ALIKE = 90.0
_LEAST_LETTERS = 8
#: Letters that the short form of a kind has less than ("AO", "ŽS").
_KIND = 4


def alike(one: str, other: str) -> bool:
    """Whether two long keys differ by a slip only ("fond mondiale", "fonds mondial")."""
    if min(len(one), len(other)) < _LEAST_LETTERS or one[0] != other[0]:
        return False
    digits = re.findall(r"\d+", one) == re.findall(r"\d+", other)
    return digits and len(one.split()) == len(other.split()) and ratio(one, other) >= _ALIKE


def without_article(key: str) -> str:
    """A key without the article that opens it."""
    first, _, rest = key.partition(" ")
    return rest if first in {word.rstrip("'") for word in small("article")} and " " in rest else key


def without_kind(key: str) -> str:
    """A name without the word for its kind before or behind it ("association asterya", "asterya asbl")."""
    first, _, rest = key.partition(" ")
    if first in phrase_set("organizations", "kind_before") and rest:
        return rest
    for kind in phrase_set("organizations", "long_kind_before"):
        if key.startswith(f"{kind} ") and key.count(" ") > 1:
            return key.removeprefix(f"{kind} ")
    front, _, last = key.rpartition(" ")
    return front if last in phrase_set("organizations", "kind_behind") and front else key


def is_short_form(short: list[str], whole: list[str]) -> bool:
    """Whether a name is the initials of the employer's first words, three letters at least ("MdM", "IFRC")."""
    if len(short) != 1 or len(short[0]) < 3:
        return False
    every = "".join(word[0] for word in whole)
    main = "".join(word[0] for word in whole if word not in small("no_initial"))
    return every.startswith(short[0]) or main.startswith(short[0])


def is_whole_of(whole: list[str], chapter: list[str]) -> bool:
    """Whether a name is that of all the world and another one of a chapter ("karo worldwide", "karo kenya")."""
    base = whole[:-1]
    worldwide = len(whole) > 1 and whole[-1] in phrase_set("organizations", "worldwide")
    rest = chapter[len(base) :]
    own = bool(rest) and phrase_set("organizations", "worldwide").isdisjoint((rest[0], rest[-1]))
    return worldwide and chapter[: len(base)] == base and own


def is_part(part: list[str], whole: list[str]) -> bool:
    """Whether a name is two words at least that stand together in the employer's ("Save the Children")."""
    size = len(part)
    return size >= 2 and any(whole[n : n + size] == part for n in range(len(whole) - size + 1))


def is_same_word(one: list[str], other: list[str]) -> bool:
    """Whether two names are one long word each beside the words for what it is ("ao ecocontact", "association ecocontact")."""
    mine, its = (
        set(words) - phrase_set("organizations", "kinds") - phrase_set("organizations", "bare") for words in (one, other)
    )
    own = {word for word in mine & its if len(word) >= _LEAST_LETTERS}
    return len(own) == 1 and all(len(word) < _KIND for word in mine ^ its)


def is_shortened(one: str, other: str) -> bool:
    """Whether an authority's name is cut short in one of two ("ministry of education", "ministry of education and science")."""
    short, whole = sorted((one, other), key=len)
    authority = short.startswith(tuple(f"{opening} " for opening in phrase_set("organizations", "authority_of")))
    return authority and len(short.split()) >= 3 and whole.startswith(tuple(f"{short} {word} " for word in small("and")))


def swapped(one: str, other: str) -> bool:
    """Whether two acronyms differ by two neighbouring letters that changed places."""
    if one == other or len(one) != len(other) or not (3 <= len(one) <= 6 and one.isupper() and other.isupper()):
        return False
    differ = [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return (
        len(differ) == 2
        and differ[1] == differ[0] + 1
        and one[differ[0]] == other[differ[1]]
        and one[differ[1]] == other[differ[0]]
    )
