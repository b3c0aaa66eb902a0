"""What is compared of a posting: facts by which a vacancy is known, and a sketch of its text. Small: all are held in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from organigram.folding import fold
from organigram.i18n import LANGUAGES, Language
from organigram.mapping.advert import days_of
from organigram.mapping.seats import read_title
from organigram.model import Facts, Item, Posting
from organigram.resources import table
from organigram.vacancies.texts import Hashes, sketch_of
from organigram.vocabulary import Vocabulary

_UNRESOLVED = "/unresolved/"
#: Letters, digits and signs between them, a digit among them; and how far before it the word may begin that announces it.
_NUMBER = re.compile(r"(?<![\w/.-])(?=[\w/.-]{0,30}\d)[^\W_](?:[\w/.-]{0,30}[^\W_])?(?![\w%])")
_BEFORE = 40


@dataclass(frozen=True, slots=True)
class Card:
    """A posting as far as it is compared.

    IRIs are the house's own. ``title`` are the words of its title that tell seats apart, ``qualifier`` what of them the role
    leaves over; ``topics`` sectors that the title names; ``superiors`` roles that it reports to; ``names`` words of its employer
    as written; ``known`` words of its names and title, which prove nothing more in a text. Dates are ``YYYY-MM-DD``,
    ``YYYY-MM`` or empty.
    """

    key: str
    language: Language
    employer: str
    role: str
    title: frozenset[str]
    qualifier: tuple[str, ...]
    topics: frozenset[str]
    countries: frozenset[str]
    places: frozenset[str]
    superiors: frozenset[str]
    projects: frozenset[str]
    names: frozenset[str]
    known: frozenset[str]
    posted: str
    deadline: str
    start: str
    sketch: Hashes

    @property
    def known_role(self) -> bool:
        """Whether the list of roles has its role, so that it has the same IRI in both languages."""
        return bool(self.role) and _UNRESOLVED not in self.role


def make_card(posting: Posting, facts: Facts, vocabulary: Vocabulary) -> Card:
    """The card of a posting and its linked facts.

    >>> from organigram.vocabulary import load_vocabulary
    >>> facts = Facts("a", "a.txt", "en", title=Item("Health Coordinators (m/f), Ref. 24-17"), countries=(Item("ML"),))
    >>> card = make_card(Posting("a", "a.txt", "en", "Health Coordinators (m/f), Ref. 24-17"), facts, load_vocabulary())
    >>> sorted(card.title), sorted(card.countries)
    (['coordinator', 'health'], ['ML'])
    """
    role = facts.role or facts.title
    text = posting.text[posting.body :] or posting.text
    title, names = _title_words(facts), _name_words(facts)
    start = _value(facts.start_date)
    return Card(
        key=posting.key,
        language=posting.language,
        employer=_iri(facts.employer),
        role=_iri(role),
        title=title - names,
        qualifier=_qualifier(facts, vocabulary),
        topics=_topics(facts.title, vocabulary),
        countries=frozenset(str(item.value) for item in facts.countries),
        places=frozenset(_iri(item) for item in facts.places if _UNRESOLVED not in _iri(item)),
        superiors=frozenset(
            _iri(item) for item in facts.reports_to if item.line == "hierarchical" and _UNRESOLVED not in _iri(item)
        ),
        projects=frozenset(fold(str(item.value)).text for item in facts.projects if item.assigned),
        names=_words(fold(str(facts.employer.value)).text) - _empty() if facts.employer else frozenset(),
        known=title | names,
        posted=next(iter(days_of(posting.stated_values("date_posted"))), ""),
        deadline=_value(facts.deadline),
        start=start if start[:1].isdigit() else "",
        sketch=sketch_of(text),
    )


def _iri(item: Item | None) -> str:
    return (item.iri or "") if item else ""


def _value(item: Item | None) -> str:
    return str(item.value) if item else ""


@cache
def _empty() -> frozenset[str]:
    return frozenset(word for words in table("mapping/qualifiers.toml")["empty"].values() for word in words)


def _title_words(facts: Facts) -> frozenset[str]:
    """The words of the title, in the singular, without those that tell nothing and its number."""
    text = str(facts.title.value) if facts.title else ""
    for start, end, _, _ in reversed(list(_numbers(text))):
        text = f"{text[:start]} {text[end:]}"
    return _words(fold(text).text) - _empty()


def _name_words(facts: Facts) -> frozenset[str]:
    """The words of the names of employer, countries and places."""
    named = [item for item in (facts.employer, *facts.countries, *facts.places, *facts.countries_mentioned) if item]
    return _words(" ".join(fold(name).text for item in named for name in {str(item.value), *item.labels.values()}))


def _words(folded: str) -> frozenset[str]:
    return frozenset(singular(word) for word in re.findall(r"[^\W_]+", folded))


def singular(word: str) -> str:
    """A word without the ending of a plural."""
    return word.removesuffix("s") if len(word) > 3 and not word.endswith("ss") else word


def _qualifier(facts: Facts, vocabulary: Vocabulary) -> tuple[str, ...]:
    title, role = facts.title or facts.role, facts.role or facts.title
    if title is None or role is None:
        return ()
    words = read_title(title, role, facts, vocabulary).qualifier.split("-")
    return tuple(word for word in words if word)


def _topics(title: Item | None, vocabulary: Vocabulary) -> frozenset[str]:
    if title is None:
        return frozenset()
    text = str(title.value)
    found = vocabulary.mentions(text, fold(text), ("sector",))
    return frozenset(entity.iri for mention in found for entity in mention.entities[:1])


@cache
def _announced() -> re.Pattern[str]:
    """A word that announces a number, and its sign, at the end of what stands before the number."""
    data = table("vacancies/vacancies.toml")
    announcing, numbered, sign = (_any_of(data[name]) for name in ("references", "numbered", "number"))
    elsewhere = "".join(rf"(?<!\b{re.escape(words)} )" for language in LANGUAGES for words in data["not_after"][language])
    return re.compile(
        rf"{elsewhere}\b(?:(?P<announcing>{announcing})\b\.?\s?(?:{sign})?|(?P<numbered>{numbered})\b\s?(?:{sign}))\.?\s?[:#]?\s?\Z"
    )


def _any_of(words: Mapping[str, list[str]]) -> str:
    ordered = sorted({word for language in LANGUAGES for word in words[language]}, key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, ordered))


def references(text: str) -> Mapping[str, frozenset[str]]:
    """The numbers by which a text calls its vacancy, by the word that announces them.

    >>> references("Réf. : CH/2024/12. Terms of reference 2024. Vacancy No. 17.")
    {'ref': frozenset({'ch/2024/12'}), 'vacancy': frozenset({'17'})}
    """
    found: dict[str, frozenset[str]] = {}
    for _, _, word, number in _numbers(text):
        found[word] = found.get(word, frozenset()) | {number}
    return found


def _numbers(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Every number that a word announces: where that word begins and the number ends, and both, folded.

    Few words of a text hold a digit, so these are looked for first, and what stands before them is read then.
    """
    for number in _NUMBER.finditer(text):
        start = max(0, number.start() - _BEFORE)
        before = fold(text[start : number.start()]).text
        if announced := _announced().search(before):
            word = announced["announcing"] or announced["numbered"]
            yield start + announced.start(), number.end(), word, number[0].lower()
