"""The language of a text: by its small words where they leave no doubt, else by py3langid.

py3langid is asked about windows of the text, each of which has as many votes as it has letters.

One window is not enough: real postings open with a head of names and dates, or with the labels of a job board in the other
language. Windows from the whole length decide together.

>>> detect("Head of Mission, based in Bamako. You report to the Regional Director and lead a team of twelve people.")
'en'
>>> detect("La organización busca una coordinadora de proyecto para su equipo de salud en la ciudad de Bogotá.")
'es'
>>> language_name("es", "fr")
'espagnol'
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from babel import Locale

from organigram.i18n import Language
from organigram.reading.data import reading_data

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

#: Characters of a window: at 250 the detector was right on every one of 2,791 windows of real postings.
WINDOW = 300
#: Windows at most, spread evenly over the text; each takes 0.25 ms.
WINDOWS = 6


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # numpy takes a quarter of a second to load

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(reading_data().language_candidates))
    return identifier


#: The share of words that small words of the language must be, and how many times those of the other language.
_SHARE, _TIMES = 0.08, 6
_LEAST_WORDS = 20


def _by_small_words(words: list[str]) -> Language | None:
    """The language whose small words the text is full of; None where it has few of any, or of both."""
    counts = {language: sum(map(small.__contains__, words)) for language, small in reading_data().small_words.items()}
    (most, first), (second, _) = sorted(((count, language) for language, count in counts.items()), reverse=True)[:2]
    sure = len(words) >= _LEAST_WORDS and most >= _SHARE * len(words) and most >= _TIMES * second
    return first if sure else None


def _windows(text: str) -> list[str]:
    words = " ".join(text.split())
    count = min(WINDOWS, -(-len(words) // WINDOW))
    step = max(0, len(words) - WINDOW) / max(1, count - 1)
    return [words[round(index * step) :][:WINDOW] for index in range(count)]


def detect(text: str) -> str:
    """The ISO 639-1 code of the language that most of the text is written in (at equal votes, the earliest one's)."""
    if language := _by_small_words(text.lower().split()):
        return language
    votes: Counter[str] = Counter()
    for window in _windows(text):
        code, _ = _identifier().classify(window)
        votes[code] += sum(map(str.isalpha, window))
    return max(votes, key=votes.__getitem__)


def language_name(code: str, language: Language) -> str:
    """The name of a language, in English or French; the code itself where CLDR has no name."""
    return str(Locale.parse(language).languages.get(code, code))
