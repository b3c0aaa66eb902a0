"""What a person decides of two postings, kept in the review file beside the decisions on names::

    <posting/9f2c...> ngo:sameVacancyAs <posting/a01b...> .     # one vacancy, whatever their facts are
    <posting/9f2c...> owl:differentFrom <posting/c3d4...> .     # two vacancies, however like their texts are

>>> import tempfile
>>> file = Path(tempfile.mkdtemp()) / "decisions.ttl"
>>> decide_vacancy(file, "9f2c", "a01b", same=True)
>>> {tuple(sorted(pair)): same for pair, same in decided_vacancies(load_decisions(file), file).items()}
{('9f2c', 'a01b'): True}
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from organigram.errors import VocabularyError
from organigram.i18n import N_
from organigram.namespaces import expand, posting
from organigram.review import Decisions, changing, load_decisions, refuse_if_changed, write_decisions
from organigram.vacancies.grouping import Decided

_POSTING = "/posting/"
_SAME, _DIFFERENT = expand("ngo:sameVacancyAs"), expand("owl:differentFrom")


def decided_vacancies(decisions: Decisions, file: Path) -> Decided:
    """Pairs of postings' keys and whether they are of one vacancy.

    Raises VocabularyError, with the file, where two postings are said to be of one vacancy and, directly or by others, not.
    """
    pairs = [(key, pair) for triple in decisions.triples if (pair := _pair(triple)) for key in (triple.predicate.value,)]
    same = {pair for kind, pair in pairs if kind == _SAME}
    different = {pair for kind, pair in pairs if kind == _DIFFERENT}
    for pair in sorted(different, key=sorted):
        one, two = sorted(pair)
        if two in _reached(one, same):
            raise VocabularyError(
                N_("The postings {one} and {two} are said to be of one vacancy, and not to be."),
                N_("Take one of the decisions back: organigram review posting/{one} --forget."),
                file=str(file),
                one=one,
                two=two,
            )
    return {**dict.fromkeys(different, False), **dict.fromkeys(same, True)}


def _pair(triple: ox.Triple) -> frozenset[str] | None:
    subject, target = triple.subject, triple.object
    if triple.predicate.value not in (_SAME, _DIFFERENT):
        return None
    if not (isinstance(subject, ox.NamedNode) and isinstance(target, ox.NamedNode)):
        return None
    names = [one.value.rpartition(_POSTING) for one in (subject, target)]
    pair = frozenset(key for _, found, key in names if found)
    return pair if len(pair) == 2 else None


def _reached(start: str, same: Iterable[frozenset[str]]) -> set[str]:
    """The postings that decisions bring together with one."""
    reached, waiting = set[str](), {start}
    while waiting:
        reached |= waiting
        waiting = {key for pair in same if not pair.isdisjoint(waiting) for key in pair} - reached
    return reached


def decide_vacancy(file: Path, one: str, two: str, *, same: bool, seen: Decisions | None = None) -> None:
    """Write a decision on two postings (keys), in place of an earlier one on them.

    Raises VocabularyError for the file, and where the decision contradicts others; UsageError where somebody has decided on one
    of them since ``seen``.
    """
    pair = frozenset((one, two))
    with changing(file):
        held = load_decisions(file)
        refuse_if_changed(held, seen, map(posting, pair))
        kept = {triple for triple in held.triples if _pair(triple) != pair}
        first, second = (ox.NamedNode(posting(key)) for key in sorted(pair))
        kept.add(ox.Triple(first, ox.NamedNode(_SAME if same else _DIFFERENT), second))
        decided_vacancies(Decisions(triples=tuple(kept)), file)  # a file that the next build refuses is not written
        write_decisions(file, kept)


def forget_vacancy(file: Path, key: str, *, of: str = "", seen: Decisions | None = None) -> bool:
    """Take back every decision on a posting, or only that on it and another one (``of``); False where there is none.

    Raises VocabularyError for the file; UsageError where somebody has decided on the posting since ``seen``.
    """
    with changing(file):
        held = load_decisions(file)
        refuse_if_changed(held, seen, [posting(key)])
        kept = [triple for triple in held.triples if not {key, of or key} <= (_pair(triple) or frozenset())]
        if len(kept) == len(held.triples):
            return False
        write_decisions(file, kept)
        return True
