"""The same vacancy in several postings: in both languages, published again, on two boards. Counted once, its differences listed.

>>> vacancies_lines([], lambda key: "", pyoxigraph.Store())
[]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pyoxigraph

from organigram.namespaces import BASE
from organigram.vacancies.cards import Card, make_card
from organigram.vacancies.deciding import Judge
from organigram.vacancies.grouping import Decided, group
from organigram.vacancies.stating import Statements, stated, vacancy_lines

__all__ = ["Card", "make_card", "vacancies_lines"]


def vacancies_lines(
    cards: Iterable[Card],
    text_of: Callable[[str], str],
    engine: pyoxigraph.Store,
    decided: Decided | None = None,
    *,
    base: str = BASE,
) -> list[str]:
    """The lines of ``graph/vacancies``, sorted, for all postings of a store: the same for the same set of postings.

    ``text_of`` gives a posting's own text by its key; ``decided`` is what a person says of pairs of keys; ``base`` is that of the
    store's instances.
    """
    ordered = sorted(cards, key=lambda card: card.key)
    groups, links = group(ordered, Judge(text_of), decided)
    return stated(vacancy_lines(groups, links, ordered, Statements(engine, base)), base)
