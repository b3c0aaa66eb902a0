"""Languages that the work needs, and those that are welcome.

A sentence of requirements is read demand by demand: "Armenian is a must, fluency in Russian and English is an asset" holds two.

>>> from organigram.extraction.document import Document
>>> from organigram.model import Posting
>>> class NoVocabulary:
...     def mentions(self, text, folded, kinds=()): return []
>>> text = "Requirements:\\n- La maîtrise de l'anglais est indispensable, et la connaissance du malgache serait un atout."
>>> [(item.value, item.need) for item in find_languages(Document(Posting("a", "a.txt", "fr", text), NoVocabulary()))]
[('en', 'required'), ('mg', 'asset')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from babel import Locale

from organigram.extraction import cues
from organigram.extraction.document import Document, Span
from organigram.extraction.patterns import either
from organigram.folding import fold_name
from organigram.model import LanguageItem, Need

_AROUND = 240
#: How far behind a language the word about need may stand that is for it alone.
_BESIDE = 30
_BOUNDARY = re.compile(rf"[,;.:]\s|\s{either('languages', 'clause')}\s|\n")
_PARTED = re.compile(rf"[,;.]|\b(?:{either('small', 'and')}|{either('small', 'or')})\b")
_NEXT_WORD = re.compile(r" ([A-ZÀ-Þ][a-zà-ÿ]+)")


class _Need(NamedTuple):
    """A language as it stands in a demand, with the words around that it was read from."""

    code: str
    start: int
    end: int
    need: Need
    confidence: float


def find_languages(document: Document) -> tuple[LanguageItem, ...]:
    """Every language that the posting asks for, once, in the order of the text; "required" wins where it says both."""
    found: dict[str, LanguageItem] = {}
    for demand, rule in _demands(document):
        span = document.original(demand.start, demand.end)
        evidence = document.evidence(*span)
        old = found.get(demand.code)
        if old is None or (old.need == "asset" and demand.need == "required" and demand.confidence >= old.confidence):
            found[demand.code] = LanguageItem(
                demand.code, evidence=(evidence,), confidence=demand.confidence, rule=rule, need=demand.need
            )
    return tuple(found.values())


@cache
def _codes() -> dict[str, str]:
    """Folded names of languages with their codes."""
    table = cues.load("languages")
    found: dict[str, str] = {}
    for locale in (Locale("en"), Locale("fr")):
        for code in table["codes"]:
            if name := locale.languages.get(code):
                found[fold_name(name)] = code
    for code, names in table["also"].items():
        found.update(dict.fromkeys(names, code))
    return {name: code for name, code in found.items() if name not in table["not_names"]}


@cache
def _names() -> re.Pattern[str]:
    return cues.pattern(*_codes())


def _cue(table: str) -> re.Pattern[str]:
    return cues.compiled("languages", table)


def _demands(document: Document) -> Iterator[tuple[_Need, str]]:
    """Demands in fields of languages first, then sentence by sentence."""
    for field in document.fields_of("languages"):
        span = Span(field.value.start, min(field.value.end, field.value.start + _AROUND))
        for demand in _read(document, *document.folded_span(span), 0.95):
            yield demand, "language.label"
    seen: set[int] = set()
    titles = document.fields_of("title")
    for match in document.find(_names()):
        sentence = document.sentence_at(document.folded.offsets[match.start()])
        if sentence.start in seen or any(title.label.start <= sentence.start < title.value.end for title in titles):
            continue
        seen.add(sentence.start)
        low, high = document.folded_span(sentence)
        low, high = max(low, match.start() - _AROUND), min(high, match.end() + _AROUND)
        if _is_demand(document, low, high, match):
            yield from ((demand, "language.sentence") for demand in _read(document, low, high, 0.9))


def _is_demand(document: Document, low: int, high: int, match: re.Match[str]) -> bool:
    """Whether a sentence with a language in it is about one that the candidate speaks."""
    text = document.folded.text[low:high]
    if _cue("unrelated").search(text):
        return False
    if document.section_of(document.folded.offsets[match.start()]) in {"apply", "about", "context", "policy"}:
        return bool(_cue("required").search(text) and _cue("skill").search(text))
    return bool(_cue("skill").search(text) or _cue("asset").search(text) or _cue("required").search(text))


def _read(document: Document, low: int, high: int, confidence: float) -> Iterator[_Need]:
    """The languages of a sentence, demand by demand; a demand without a word about need is one that must be met."""
    text = document.folded.text
    inherited: Need = "asset" if _under_assets(document, low) else "required"
    for start, end in _clauses(text, low, high):
        need = _need_of(text[start:end]) or inherited
        for match in _names().finditer(text, start, end):
            if _in_a_name(document, match) or _is_adjective(document, match):
                continue
            first = _start_of_demand(text, start, match.start())
            yield _Need(_codes()[" ".join(match.group().split())], first, end, need, confidence)


def _is_adjective(document: Document, match: re.Match[str]) -> bool:
    """Whether a language's name only says where something is from ("a Georgian university degree", "diplôme français")."""
    text = document.folded.text
    beside = text[match.end() : match.end() + 1] == " "
    if beside and _cue("of_adjective").match(text, match.end() + 1, min(len(text), match.end() + 30)):
        return True
    before = next(reversed(list(_cue("before_adjective").finditer(text, max(0, match.start() - 25), match.start()))), None)
    return before is not None and not text[before.end() : match.start()].strip()


def _in_a_name(document: Document, match: re.Match[str]) -> bool:
    """Whether a language's name is the first word of a longer name ("French Embassy")."""
    end = document.original(match.start(), match.end()).end
    following = _NEXT_WORD.match(document.text, end)
    if following is None:
        return False
    word = fold_name(following[1])
    return not _cue("skill").match(word) and not _cue("asset").match(word) and word not in _codes()


def _start_of_demand(text: str, start: int, language: int) -> int:
    stripped = len(text[start:language]) - len(text[start:language].lstrip(" ,;.\n-"))
    return start + stripped


def _need_of(clause: str) -> Need | None:
    if _cue("asset").search(clause):
        return "asset"
    return "required" if _cue("required").search(clause) else None


def _clauses(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """A sentence cut where one demand ends: after a language and a word about need, or before words that open the next."""
    start = low
    for match in _BOUNDARY.finditer(text, low, high):
        piece = text[start : match.start()]
        if not _names().search(piece):
            continue
        settled = (_need_of(piece) is not None and _need_after_language(piece)) or match.group()[0] in ";."
        follows = _names().search(text, match.end(), high) is not None
        settled = settled or (match.group()[0] == "," and follows and _ends_in_level(piece))
        settled = settled or (match.group()[0] == "," and _opens_asset(text, match.end(), high))
        opens = _cue("next").match(text, match.end(), high) or _cue("next").match(match.group().strip() + " ")
        if settled or (opens and follows):
            yield start, match.start()
            start = match.end()
    yield start, high


def _opens_asset(text: str, start: int, high: int) -> bool:
    """Whether one language stands behind a comma, and only it is said to be welcome ("English and Wolof, French is a plus")."""
    article = _cue("article").match(text, start, high)
    name = _names().match(text, article.end() if article else start, high)
    asset = _cue("asset").search(text, name.end(), min(high, name.end() + _BESIDE)) if name else None
    between = text[name.end() : asset.start()] if name and asset else ","
    return not _PARTED.search(between)


def _need_after_language(piece: str) -> bool:
    last = next(reversed(list(_names().finditer(piece))), None)
    return last is not None and _need_of(piece[last.end() :]) is not None


def _ends_in_level(piece: str) -> bool:
    """Whether a demand ends in how well its languages are to be known."""
    last = next(reversed(list(_cue("level").finditer(piece))), None)
    return last is not None and not piece[last.end() :].strip()


def _under_assets(document: Document, low: int) -> bool:
    """Whether the line that introduces a list calls what follows welcome ("Desirable:")."""
    position = document.folded.offsets[low]
    for line in reversed([span for span in document.paragraphs if span.end <= position and _has_words(document, span)][-8:]):
        text = document.folded_in(line).rstrip(" *_\\\n")
        if text.endswith(":") or (len(text) < 40 and not text.lstrip().startswith(("-", "•", "*", "●", "·"))):
            return len(text) < 60 and bool(_cue("asset").search(text)) and not _names().search(text)
    return False


def _has_words(document: Document, span: Span) -> bool:
    return any(map(str.isalnum, document.quote(span)))
