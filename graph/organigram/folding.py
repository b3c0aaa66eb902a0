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
from collections.abc import Iterator
from dataclasses import dataclass

#: The signs that part the two forms: full stop, middle dots (U+00B7, U+2219, U+2022, U+2027, U+30FB), slash, hyphens.
_SIGN = r"[.·∙•‧・/\-‐‑]"
_FEMININE = (
    r"ratrices?|atrices?|trices?|rices?|teurs?|teuses?|euses?|ières?|iere?s?|ères?|enne|ennes|ienne|iennes|onnes?|fes?|ffes?|ves?|"
    r"nes?|les?|tes?|esse|esses|ale|ales|elle|elles|ée|ées|es?|ure|oure"
)
_INCLUSIVE = re.compile(
    # le.la, un/une, du·de la, au/à la, ce/cette, il.elle, he/she, his/her
    rf"(?P<article>\b(?:le|un|du|au|ce|il|ils|son|he|his|him|s))\s?{_SIGN}\s?"
    r"(?P<twin>(?:de\s+la|à\s+la|la|une|cette|elles|elle|sa|she|hers|her)\b)"
    # chargé(e)s, référent(e), coordinateur(trice), un(e); chargé (e) with a space that does not belong there
    rf"|(?<=\w)\((?P<bracket>{_FEMININE}|s|e\)?s)\)|(?<=\w)\s\((?:e|trice|rice|euse|fe|ère)\)"
    # chargé·e·s, Coordinateur.trice, Directeur/trice, délégué-e
    rf"|(?<=[^\W\d_]{{2}}){_SIGN}(?P<ending>{_FEMININE})(?:{_SIGN}?(?P<plural>s))?(?=\W|_|$)",
    re.IGNORECASE,
)
#: Where inclusive writing can be, and how far before it the pattern can begin ("ils /").
_NEAR_SIGN = re.compile(rf"{_SIGN}(?=\s?[^\W\d_])|\((?=\w)")
_BEFORE_SIGN = 5
_SAME = str.maketrans(
    {**dict.fromkeys("’‘ʼ`´′", "'"), **dict.fromkeys("“”«»„″", '"'), **dict.fromkeys("‐‑‒–—―−", "-"), "\t": " "}
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; ``offsets[i]`` is where its character ``i`` began in the original (one more for the end)."""

    text: str
    offsets: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that a span of the folded text came from."""
        return self.offsets[start], self.offsets[end - 1] + 1 if end > start else self.offsets[start]

    def index(self, position: int) -> int:
        """The place in the folded text of a position in the original (the next kept one)."""
        return bisect_left(self.offsets, position, 0, len(self.offsets) - 1)


def _fold_character(character: str) -> str:
    if character.isspace():
        return character if character == "\n" else " "
    plain = unicodedata.normalize("NFKD", character.translate(_SAME)).replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae")
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


class _Table(dict[int, str]):
    """For ``str.translate``: what a character becomes, learnt when it is met; ``irregular``: those that become none or many."""

    def __init__(self) -> None:
        super().__init__()
        self.irregular: set[str] = set()

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = folded = _fold_character(character)
        if len(folded) != 1:
            self.irregular.add(character)
        return folded


_TABLE = _Table()


def _inclusive(text: str) -> Iterator[re.Match[str]]:
    """Every match of the pattern, tried only beside a sign or bracket that a letter follows: most of a text has none."""
    position = 0
    for sign in _NEAR_SIGN.finditer(text):
        for start in range(max(position, sign.start() - _BEFORE_SIGN), sign.start() + 1):
            if match := _INCLUSIVE.match(text, start):
                yield match
                position = match.end()
                break


def _dropped(text: str) -> list[tuple[int, int]]:
    spans = []
    for match in _inclusive(text):
        start, end = match.span()
        if match["article"]:
            start = match.end("article")
        elif match["plural"]:
            end = match.start("plural")
        spans.append((start, end))
    return spans


def fold(text: str) -> Folded:
    """The text folded, with the offsets back into it. Line ends stay; other white space becomes a space."""
    text.translate(_TABLE)
    odd = _TABLE.irregular.intersection(text)
    stops = [(start, end, "") for start, end in _dropped(text)]
    if odd:
        places = re.finditer("[" + re.escape("".join(sorted(odd))) + "]", text)
        stops = sorted([*stops, *((place.start(), place.end(), _TABLE[ord(place.group())]) for place in places)])
    pieces: list[str] = []
    offsets: list[int] = []
    position = 0
    for start, end, instead in [*stops, (len(text), len(text), "")]:
        if start < position:
            continue
        pieces += (text[position:start].translate(_TABLE), instead)
        offsets += range(position, start)
        offsets += [start] * len(instead)
        position = end
    return Folded("".join(pieces), (*offsets, len(text)))


def fold_name(name: str) -> str:
    """A name as a key: folded, white space run together and trimmed.

    >>> fold_name("  Médecins  du Monde ")
    'medecins du monde'
    """
    return " ".join(fold(name).text.split())


def slug(name: str) -> str:
    """A name as the last part of an IRI: folded, words joined by hyphens.

    >>> slug("AMCP – SP")
    'amcp-sp'
    >>> slug("Coordinateur.trice Médical.e")
    'coordinateur-medical'
    """
    return "-".join(re.findall(r"[^\W_]+", fold(name).text)) or "x"
