"""How well facts are found: compared with what careful readers found in the same postings, by relation and language.

A gold file is JSON with ``text_file`` (the posting, relative to a folder above it) and ``gold`` (the facts; names may have
``aliases``). Names are compared loosely (words, initials, a part of the words, a few other letters), codes and days exactly.

>>> same_name("Médecins du Monde", "Medecins du monde"), same_name("ALIMA", "AMCP-SP")
(True, False)
>>> Counts(hits=3, found=4, gold=6).f1
0.6
"""

from __future__ import annotations

import difflib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from organigram.errors import UsageError
from organigram.folding import fold_name
from organigram.i18n import LANGUAGES, N_
from organigram.resources import table

__all__ = ["ALL", "BANDS", "RELATIONS", "Counts", "Gold", "Miss", "by_confidence", "compare", "load_gold", "same_name"]

#: Names that are alike by this share of their letters count as one.
ALIKE = 0.85
#: The row that sums up all relations, and the one that sums up all languages.
ALL = "all"
#: The least confidence of each band that facts are judged by.
BANDS = (0.9, 0.7, 0.5, 0.0)

Alike = Callable[[Any, Any], bool]


@dataclass(frozen=True, slots=True)
class Gold:
    """A posting's file, its language and the facts that careful readers found in it."""

    id: str
    language: str
    text_file: Path
    facts: Mapping[str, Any]


@dataclass(slots=True)
class Counts:
    """Facts found that are right (``hits``), facts found, facts that readers found."""

    hits: int = 0
    found: int = 0
    gold: int = 0

    @property
    def precision(self) -> float | None:
        """Share of what was found that is right; None where nothing was found."""
        return self.hits / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Share of what readers found that was found; None where they found nothing."""
        return self.hits / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; None where there is nothing to find and nothing was found."""
        return 2 * self.hits / (self.found + self.gold) if self.found + self.gold else None


@dataclass(frozen=True, slots=True)
class Miss:
    """A fact of one side that the other has not: ``missed`` (readers found it) or not (it was found without a reader)."""

    posting: str
    relation: str
    value: str
    missed: bool


def load_gold(folder: Path) -> list[Gold]:
    """The gold files of a folder, sorted. Raises UsageError where there are none, or one is not as it should be."""
    found = []
    for path in sorted(folder.glob("*.json")):
        try:
            record = json.loads(path.read_text("utf-8"))
            facts = record["gold"]
            name = record.get("text_file") or f"{path.stem}.txt"
            language = record.get("lang") or facts.get("lang") or path.stem.rpartition(".")[2]
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(
                N_("This is no file of gold facts ({cause})."), N_("Leave it out, or correct it."), file=str(path), cause=error
            ) from error
        text = next((parent / name for parent in path.resolve().parents if (parent / name).is_file()), None)
        if text is None:
            raise UsageError(
                N_("The posting {name} is not found."), N_("Put it into a folder above the gold file."), file=str(path), name=name
            )
        found.append(Gold(path.stem, language, text, facts))
    if not found:
        raise UsageError(N_("The folder holds no gold facts."), N_("Gold facts are files that end in .json."), file=str(folder))
    return found


def compare(gold: Sequence[Gold], facts: Mapping[str, Mapping[str, Any]]) -> tuple[dict[tuple[str, str], Counts], list[Miss]]:
    """Counts by (language, relation), ``ALL`` in both places for the sums; and every difference.

    ``facts`` are plain forms (:meth:`organigram.model.Facts.to_json`) by posting id; a posting that has none found nothing.
    """
    counts: defaultdict[tuple[str, str], Counts] = defaultdict(Counts)
    misses: list[Miss] = []
    for posting in gold:
        guesses = facts.get(posting.id, {})
        for relation, (items, alike) in _RELATIONS.items():
            wanted, given = items(posting.facts), items(guesses)
            missed, spurious = _match(wanted, given, alike)
            for key in ((lang, rel) for lang in (posting.language, ALL) for rel in (relation, ALL)):
                counts[key].hits += len(wanted) - len(missed)
                counts[key].found += len(given)
                counts[key].gold += len(wanted)
            misses += [Miss(posting.id, relation, _told(item), True) for item in missed]
            misses += [Miss(posting.id, relation, _told(item), False) for item in spurious]
    return dict(counts), misses


def by_confidence(gold: Sequence[Gold], facts: Mapping[str, Mapping[str, Any]]) -> dict[float, Counts]:
    """Facts found and those of them that are right, by band of the confidence that they were given (``gold`` stays 0).

    Each fact counts once: relations that are made of others (partners, donors of projects) do not.
    """
    bands = {band: Counts() for band in BANDS}
    for posting in gold:
        guesses = facts.get(posting.id, {})
        for relation, (items, alike) in _RELATIONS.items():
            if relation in _MADE_OF_OTHERS:
                continue
            given = items(guesses)
            wrong = {id(item) for item in _match(items(posting.facts), given, alike)[1]}
            for item in given:
                counts = bands[next(band for band in BANDS if item["confidence"] >= band)]
                counts.found += 1
                counts.hits += id(item) not in wrong
    return bands


def same_name(one: object, other: object) -> bool:
    """Whether two names are one: equal words, one the initials of the other, a part of its words, or alike by letter."""
    x, y = _words(str(one)), _words(str(other))
    if not x or not y:
        return False
    if "".join(x) == "".join(y) or _initials(x, y) or _initials(y, x):
        return True
    small, large = sorted((set(x), set(y)), key=len)
    if small <= large and 2 * len(small) >= len(large) and sum(map(len, small)) >= 5:
        return True
    return difflib.SequenceMatcher(None, " ".join(x), " ".join(y)).ratio() >= ALIKE


def _initials(short: list[str], long: list[str]) -> bool:
    return len(short) == 1 and len(short[0]) >= 3 and short[0] == "".join(word[0] for word in long)


_TABLE = "evaluation.toml"


def _words(name: str) -> list[str]:
    small = {word for language in LANGUAGES for word in table(_TABLE)["small_words"][language]}
    words = re.findall(r"[^\W_]+", fold_name(name))
    return [word for word in words if word not in small] or words


def _value(item: Any) -> Any:
    if isinstance(item, Mapping):
        return next((item[key] for key in ("value", "code", "name", "title") if item.get(key) is not None), dict(item))
    return item


def _told(item: Any) -> str:
    if isinstance(item, tuple):
        return " / ".join(map(_told, item))
    value = _value(item)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)


def _names(item: Any) -> Iterator[str]:
    """Every name of an item; of "Long Form (ACRONYM)" both halves too."""
    if isinstance(item, Mapping):
        given = [item[key] for key in ("value", "name", "title", "label", "quote") if item.get(key)]
        given += [*(item.get("aliases") or []), *(item.get("labels") or {}).values()]
    else:
        given = [item]
    for name in map(str, given):
        yield name
        inside = re.findall(r"\(([^()]{2,})\)", name)
        yield from inside
        if inside:
            yield re.sub(r"\([^()]*\)", " ", name)


def _alike(one: Any, other: Any) -> bool:
    return any(same_name(x, y) for x in _names(one) for y in _names(other))


def _exact(one: Any, other: Any) -> bool:
    return str(_value(one)).casefold() == str(_value(other)).casefold()


def _same_date(one: Any, other: Any) -> bool:
    x, y = str(_value(one)), str(_value(other))
    return x.startswith(y) or y.startswith(x)


def _contract(item: Any) -> str:
    text = fold_name(" ".join(_names(item)))
    for entry in table(_TABLE)["contracts"]:
        if re.search(rf"\b(?:{'|'.join(stem for language in LANGUAGES for stem in entry[language])})", text):
            return str(entry["kind"])
    return text


def _same_language(one: Any, other: Any) -> bool:
    return bool((_value(one), one.get("need")) == (_value(other), other.get("need")))


def _same_pay(one: Any, other: Any) -> bool:
    x, y = ([item[key] for key in ("amount_min", "amount_max") if item.get(key) is not None] for item in (one, other))
    return one.get("currency") == other.get("currency") and any(abs(float(a) - float(b)) < 1 for a in x for b in y)


def _items(key: str) -> Callable[[Mapping[str, Any]], list[Any]]:
    def items(facts: Mapping[str, Any]) -> list[Any]:
        found = facts.get(key)
        return [] if found in (None, "", [], ()) else list(found) if isinstance(found, list | tuple) else [found]

    return items


def _partners(facts: Mapping[str, Any]) -> list[Any]:
    return [item for item in _items("organizations")(facts) if item.get("relation") in ("partner", "network")]


def _project_donors(facts: Mapping[str, Any]) -> list[Any]:
    return [(project, donor) for project in _items("projects")(facts) for donor in _items("donors")(project)]


def _salaries(facts: Mapping[str, Any]) -> list[Any]:
    return [item for item in _items("salary")(facts) if isinstance(item, Mapping)]


_RELATIONS: dict[str, tuple[Callable[[Mapping[str, Any]], list[Any]], Alike]] = {
    "title": (_items("title"), _alike),
    "employer": (_items("employer"), _alike),
    "country": (_items("countries"), _exact),
    "place": (_items("places"), _alike),
    "organization": (_items("organizations"), _alike),
    "partner": (_partners, _alike),
    "donor": (_items("donors"), _alike),
    "project": (_items("projects"), _alike),
    "project-donor": (_project_donors, lambda one, other: _alike(one[0], other[0]) and _alike(one[1], other[1])),
    "reports-to": (_items("reports_to"), _alike),
    "supervises": (_items("supervises"), _alike),
    "language": (_items("languages"), _same_language),
    "start-date": (_items("start_date"), _same_date),
    "deadline": (_items("deadline"), _same_date),
    "contract": (_items("contract"), lambda one, other: _contract(one) == _contract(other)),
    "duration": (_items("duration_months"), _exact),
    "salary": (_salaries, _same_pay),
}

#: What is compared.
RELATIONS = tuple(_RELATIONS)
_MADE_OF_OTHERS = frozenset({"partner", "project-donor"})


def _match(wanted: Sequence[Any], given: Sequence[Any], alike: Alike) -> tuple[list[Any], list[Any]]:
    """One to one, equal values first, then alike ones: what is missing from ``given``, and what is too much in it."""
    missed, spurious = list(wanted), list(given)
    for equal_only in (True, False):
        for item in list(missed):
            found = next((g for g in spurious if (not equal_only or _value(item) == _value(g)) and alike(item, g)), None)
            if found is not None:
                spurious.remove(found)
                missed.remove(item)
    return missed, spurious
