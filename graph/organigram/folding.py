"""Text folded for comparison, every character's place in the original kept.

Folding takes off what the two languages and their typists vary: case, accents, ligatures, the shapes of quotes, dashes and
spaces, and French inclusive writing, which falls back on its first form (``Coordinateur.trice``, ``chargé·e``, ``chef.fe``,
``Directeur/trice``, ``référent(e)``, ``le.la``, ``du·de la``). This is the one place that knows inclusive writing.

>>> folded = fold("Référent(e) MHPSS")
>>> folded.text
'referent mhpss'
>>> folded.original(9, 14)
(12, 17)
>>> fold("Le/la Chef.fe de Projet, du·de la Coordinateur.trice").text
'le chef de projet, du coordinateur'
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

#: The signs that part the two forms: full stop, middle dots (U+00B7, U+2219, U+2022, U+2027, U+30FB), slash, hyphens.
_SIGN = r"[.·∙•‧・/\-‐‑]"
_FEMININE = (
    r"ratrices?|atrices?|trices?|rices?|teurs?|teuses?|euses?|ières?|iere?s?|ères?|enne|ennes|ienne|iennes|onnes?|fes?|ffes?|ves?|"
    r"nes?|les?|tes?|(?<=eur.)ices?|esse|esses|ale|ales|elle|elles|ée|ées|es?|ure|oure"
)
_TWIN = r"(?:de\s+la|à\s+la|la|une|cette|elles|elle|sa|she|hers|her)\b"
_INCLUSIVE = re.compile(
    # le.la, un/une, du·de la, au/à la, ce/cette, il.elle, he/she, his/her
    rf"(?P<article>\b(?:le|un|du|au|ce|il|ils|son|he|his|him|s))\s?{_SIGN}\s?(?P<twin>{_TWIN})"
    # chargé(e)s, référent(e), coordinateur(trice), un(e); chargé (e) with a space that does not belong there
    rf"|(?<=\w)\((?P<bracket>{_FEMININE}|s|e\)?s)\)|(?<=\w)\s\((?:e|trice|rice|euse|fe|ère)\)"
    # chargé·e·s, Coordinateur.trice, Directeur/trice, délégué-e
    rf"|(?<=[^\W\d_]{{2}}){_SIGN}(?P<ending>{_FEMININE})(?:{_SIGN}?(?P<plural>s))?(?=\W|_|$)",
    re.IGNORECASE,
)
#: Signs and brackets that inclusive writing may stand at, by what follows them: few of a text's. The pattern can begin before
#: its sign ("ils /"). The letters that a twin or an ending begins with are asked for first: most signs are full stops.
_CANDIDATE = re.compile(
    rf"{_SIGN[:-1]}(](?:(?<!\()(?=(?i:\s?(?=[acdehlsuà]){_TWIN}|(?=[aefilnortuvéè])(?:{_FEMININE})(?:{_SIGN}?s)?(?:\W|_|$)))"
    rf"|(?<=\()(?=(?i:{_FEMININE}|s|e\)?s)\)))"
)
_BEFORE_SIGN = 5
_SAME = str.maketrans(
    {**dict.fromkeys("’‘ʼ`´′", "'"), **dict.fromkeys("“”«»„″", '"'), **dict.fromkeys("‐‑‒–—―−", "-"), "\t": " "}
)


#: A word of names and of cues: letters and digits.
_WORD = re.compile(r"([^\W_]+)")


class Words(NamedTuple):
    """The words of a folded text, and where each begins."""

    texts: list[str]
    starts: list[int]


class Folded:
    """A folded text; ``offsets[i]`` is where its character ``i`` began in the original (one more for the end).

    ``same``: no character was dropped, so that all places are the same in both.
    """

    def __init__(self, text: str, offsets: Sequence[int]) -> None:
        self.text = text
        self.offsets = offsets
        self.same = isinstance(offsets, range)
        #: What others worked out of this text, by who did.
        self.kept: dict[object, object] = {}
        self._length = len(text)

    @cached_property
    def words(self) -> Words:
        """The words of the text, told apart once for all who look for some."""
        parts = _WORD.split(self.text)
        return Words(parts[1::2], list(accumulate(map(len, parts)))[:-1:2])

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that a span of the folded text came from."""
        return self.offsets[start], self.offsets[end - 1] + 1 if end > start else self.offsets[start]

    def index(self, position: int) -> int:
        """The place in the folded text of a position in the original (the next kept one)."""
        if self.same:
            return position if position < self._length else self._length
        return bisect_left(self.offsets, position, 0, self._length)


def _fold_character(character: str) -> str:
    if character.isspace():
        return character if character == "\n" else " "
    plain = unicodedata.normalize("NFKD", character.translate(_SAME)).replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae")
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


class _Table(dict[int, str]):
    """For ``str.translate``: what a character becomes, learnt when it is met.

    Those that become none or many are told apart: they become :data:`_MARK`, and ``irregular`` tells what stands for them.
    """

    def __init__(self) -> None:
        super().__init__()
        self.irregular = {_MARK: _MARK}

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = _fold_character(character)
        if len(folded) != 1:
            self.irregular[character] = folded
            folded = _MARK
        self[code] = folded
        return folded


#: A character of no language.
_MARK = "\ufdd0"
_TABLE = _Table()


def _dropped(text: str) -> list[tuple[int, int]]:
    """The spans of inclusive endings: the pattern is tried only where a candidate stands."""
    spans = []
    position = 0
    for candidate in _CANDIDATE.finditer(text):
        sign = candidate.start()
        for first in range(max(position, sign - _BEFORE_SIGN), sign + 1):
            if match := _INCLUSIVE.match(text, first):
                start, end = match.span()
                if match["article"]:
                    start = match.end("article")
                elif match["plural"]:
                    end = match.start("plural")
                spans.append((start, end))
                position = match.end()
                break
    return spans


#: The last long texts, by identity, and what they gave: the reader and the rules fold the same ones, a few postings together.
_recent: OrderedDict[int, tuple[str, Folded]] = OrderedDict()
_LONG = 500
_MOST_RECENT = 32


def fold(text: str) -> Folded:
    """The text folded, with the offsets back into it. Line ends stay; other white space becomes a space."""
    if len(text) < _LONG:
        return _fold(text)
    known = _recent.get(id(text))
    if known is not None and known[0] is text:
        return known[1]
    folded = _fold(text)
    if len(_recent) >= _MOST_RECENT:
        _recent.popitem(last=False)
    _recent[id(text)] = text, folded
    return folded


def _fold(text: str) -> Folded:
    plain = text.translate(_TABLE)
    stops = [(start, end, "") for start, end in _dropped(text)]
    if _MARK in plain:
        stops += [(mark.start(), mark.end(), _TABLE.irregular[text[mark.start()]]) for mark in re.finditer(_MARK, plain)]
        stops.sort()
    if not stops:
        return Folded(plain, range(len(text) + 1))
    pieces: list[str] = []
    offsets: list[int] = []
    position = 0
    for start, end, instead in [*stops, (len(text), len(text), "")]:
        if start < position:
            continue
        pieces += (plain[position:start], instead)
        offsets += _PLACES[position:start] if start <= _KEPT else range(position, start)
        offsets += [start] * len(instead)
        position = end
    return Folded("".join(pieces), [*offsets, len(text)])


#: Places in a text, made once: to copy them is ten times faster than to count them anew.
_KEPT = 32_768
_PLACES = list(range(_KEPT))


@lru_cache(maxsize=8192)
def fold_name(name: str) -> str:
    """A name as a key: folded, white space run together and trimmed.

    >>> fold_name("  Médecins  du Monde ")
    'medecins du monde'
    """
    return " ".join(fold(name).text.split())


#: Endings of French words of the feminine and of the masculine form, folded.
_GENDERS = (
    *(("rice", "eur"), ("euse", "eur"), ("eure", "eur"), ("iere", "ier"), ("ere", "er"), ("ee", "e"), ("nne", "n"), ("ffe", "f")),
    *(("ve", "f"), ("elle", "el"), ("ale", "al"), ("ante", "ant"), ("ente", "ent"), ("inte", "int"), ("erte", "ert")),
)
_OTHERS = (*_GENDERS, *((masculine, feminine) for feminine, masculine in _GENDERS))
#: Letters that stand before such an ending at least.
_STEM = 3


@lru_cache(maxsize=8192)
def other_gender(word: str) -> tuple[str, ...]:
    """The spellings that a folded word may have in the other gender, but for those that it begins: not all are words.

    >>> other_gender("infirmiere"), other_gender("nurse")
    (('infirmier', 'infirmiers'), ())
    >>> other_gender("chargees")
    ('charge', 'charges', 'chargee')
    """
    stem = word.removesuffix("s")
    found = []
    for ending, other in _OTHERS:
        longer = len(other) > len(ending) and stem.endswith(other)  # it is in that gender already
        if stem.endswith(ending) and not longer and len(stem) - len(ending) >= _STEM:
            found += [spelt := stem[: -len(ending)] + other, f"{spelt}s"]
    return tuple(dict.fromkeys(other for other in [*found, *([stem] if found else [])] if not other.startswith(word)))


def same_but_gender(name: str, other: str) -> bool:
    """Whether two names are one, in one gender or in two, word by word.

    >>> same_but_gender("Directrice administrative", "Directeur·rice administratif·ve"), same_but_gender("Chef", "Chef adjoint")
    (True, False)
    """
    names = fold_name(name).split(), fold_name(other).split()
    return len(names[0]) == len(names[1]) and all(
        one == two or one in other_gender(two) or two in other_gender(one) for one, two in zip(*names, strict=True)
    )


@lru_cache(maxsize=8192)
def slug(name: str) -> str:
    """A name as the last part of an IRI: folded, words joined by hyphens.

    >>> slug("AMCP – SP")
    'amcp-sp'
    >>> slug("Coordinateur.trice Médical.e")
    'coordinateur-medical'
    """
    return "-".join(fold(name).words.texts) or "x"
