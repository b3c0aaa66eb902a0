"""All that was decided, as the review file has it, each to be taken back, also where a build has applied it already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from organigram.i18n import N_
from organigram.namespaces import BASE
from organigram.review import is_project, take_back
from organigram.vacancies.decisions import decided_vacancies, forget_vacancy
from organigram_viz import frame
from organigram_viz.downloads import button, csv_file
from organigram_viz.entities import labels_of
from organigram_viz.links import entity_link
from organigram_viz.quality.deciding import Review, keep, may_not, target_label
from organigram_viz.quality.waiting import is_known, under, waiting
from organigram_viz.source import source
from organigram_viz.tables import Column
from organigram_viz.wording import language, say

#: How many decisions are listed.
_ROWS = 60
_UNRESOLVED = f"{BASE}unresolved/"


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: what was decided on (IRIs under the house's base), in words, an entity that it names, what takes it back.

    ``later``: this version of the graph does not follow it yet.
    """

    on: tuple[str, ...]
    told: str
    target: str
    back: Callable[[], object]
    later: bool = False


def show(review: Review) -> None:
    """Draw the list."""
    found = list(_all(review))
    if not found:
        frame.empty(N_("Nothing was decided yet."), N_("Decide on a name, and it stands here."))
        return
    may = not may_not()
    named = _names(review, found)
    for place, one in enumerate(found[:_ROWS]):
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            _row(one, named, place, may=may)
    if len(found) > _ROWS:
        st.caption(say(N_("The first {shown} of {count}; the file has them all."), shown=_ROWS, count=len(found)))
    _file(found, named)


def _row(one: Decided, named: Mapping[str, str], place: int, *, may: bool) -> None:
    names = " · ".join(named[iri] for iri in one.on)
    target = f" {entity_link(under(source().base, one.target), named[one.target])}" if one.target else ""
    later = f' <span class="kind">· {frame.html(say(N_("from the next build")))}</span>' if one.later else ""
    told = f"<strong>{frame.html(names)}</strong><br>{frame.html(one.told)}{target}{later}"
    st.html(f'<p class="value">{told}</p>', width="stretch")
    if may:
        st.button(
            say(N_("Take back")),
            key=f"back:{place}:{':'.join(one.on)}",
            icon=":material/undo:",
            help=frame.plain(names),
            on_click=keep,
            args=(one.back, _always, say(N_("Taken back: {name} waits for a decision again."), name=names), {}),
        )


def _always() -> bool:
    """What is taken back need not stand in the graph any more."""
    return True


def _all(review: Review) -> Iterable[Decided]:
    decided, file = review.decided, review.file
    by_target: dict[str, list[str]] = {}
    for name, target in sorted(decided.same.items()):
        by_target.setdefault(target, []).append(name)
    open_ = {name.own for name in waiting()}
    for target, names in sorted(by_target.items()):
        made = target in decided.entities
        told = say(N_("New entity:") if made else N_("The same project:") if is_project(target) else N_("Means:"))
        later = any(name in open_ or (is_project(name) and is_known(under(source().base, name))) for name in names)
        yield Decided(tuple(names), told, target, _back(review, names), later)
    names_only = [pair for pair in decided.different if all(iri.startswith(_UNRESOLVED) for iri in pair)]
    for apart in _joined(names_only):
        yield Decided(apart, say(N_("Kept apart: they are different things")), "", _back(review, apart))
    for name, target in sorted(decided.different):
        if (name, target) not in names_only and (name.startswith(_UNRESOLVED) or is_project(name)):
            told = say(N_("Not the same project:") if is_project(name) else N_("Does not mean:"))
            yield Decided((name,), told, target, _back(review, [name]))
    for pair, same in sorted(decided_vacancies(decided, file).items(), key=lambda one: sorted(one[0])):
        one, two = sorted(pair)
        postings = tuple(f"{BASE}posting/{key}" for key in (one, two))
        told = say(N_("One vacancy") if same else N_("Two vacancies"))
        yield Decided(postings, told, "", partial(forget_vacancy, file, one, of=two, seen=decided))


def _back(review: Review, names: Sequence[str]) -> Callable[[], object]:
    return partial(take_back, review.file, names[0], together=names[1:], seen=review.decided)


def _joined(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Names that were kept apart from each other, those of one decision together."""
    group: dict[str, set[str]] = {}
    for one, other in pairs:
        joined = group.get(one, {one}) | group.get(other, {other})
        group.update(dict.fromkeys(joined, joined))
    return sorted({tuple(sorted(names)) for names in group.values()})


def _names(review: Review, found: Iterable[Decided]) -> dict[str, str]:
    """A label for everything decided on; what a build has settled is in no graph any more, and reads as its IRI does."""
    wanted = {iri for one in found for iri in (*one.on, one.target) if iri}
    here = {iri: under(source().base, iri) for iri in wanted}
    labels = labels_of(source(), here.values(), language())
    named = {}
    for iri in wanted:
        own = iri.startswith((_UNRESOLVED, f"{BASE}posting/")) or bool(source().labels.get(here[iri]))
        named[iri] = labels[here[iri]] if own else target_label(iri, review.decided)
    return named


def _file(found: Sequence[Decided], named: dict[str, str]) -> None:
    columns = [
        Column(say(N_("Name")), tuple(" · ".join(named[iri] for iri in one.on) for one in found), (None,) * len(found)),
        Column(say(N_("Decided")), tuple(one.told for one in found), (None,) * len(found)),
        Column(
            say(N_("Entity")),
            tuple(named[one.target] if one.target else "" for one in found),
            tuple(one.target or None for one in found),
        ),
    ]
    button(csv_file(columns), "decisions")
