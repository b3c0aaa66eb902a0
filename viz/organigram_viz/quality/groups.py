"""Names that may all be one: how they are written, where, why they are alike, and one decision on those that the reader ticks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from organigram.grouping import REASONS, Likeness, groups
from organigram.i18n import N_
from organigram.review import Decisions, keep_apart, load_decisions
from organigram.undecided import alike_in, undecided
from organigram_viz import evidence, frame
from organigram_viz.downloads import button, csv_file
from organigram_viz.drawing import table
from organigram_viz.entities import short
from organigram_viz.links import entity_link, href
from organigram_viz.quality.deciding import Review, Subject, another, keep, may_not, new, offers
from organigram_viz.quality.waiting import Name, also_written, waiting
from organigram_viz.source import source
from organigram_viz.tables import Column
from organigram_viz.wording import address, choose, language, number, say

__all__ = ["Group", "groups_now", "show"]

#: How many pairs are listed, of names that are alike but make no group.
_ROWS = 60
#: How many names of a group are shown with their sentences; of more, the reader opens the pages.
_TOLD = 12


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names that are like each other, and why."""

    one: Name
    other: Name
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Group:
    """Names that may all be one, the most frequent first, and which of them are like which."""

    names: tuple[Name, ...]
    pairs: tuple[Pair, ...]

    @property
    def label(self) -> str:
        """Its names, as one reads them."""
        return " · ".join(name.label for name in self.names)


def groups_now(decided: Decisions) -> tuple[list[Group], list[Pair]]:
    """The groups that wait for a decision, as ``organigram review`` forms them, and the pairs that make none."""
    by_own = {name.own: name for name in waiting()}
    open_ = undecided(alike_in(source().notes()), decided)
    open_ = {pair: like for pair, like in open_.items() if by_own.keys() >= set(pair)}
    place = {name.own: number for number, name in enumerate(waiting())}
    found = [
        Group(tuple(by_own[own] for own in sorted(members, key=place.__getitem__)), _pairs(open_, by_own, members))
        for members in groups(open_)
    ]
    grouped = {pair for group in found for pair in group.pairs}
    return sorted(found, key=lambda group: place[group.names[0].own]), [
        pair for pair in _pairs(open_, by_own, by_own) if pair not in grouped
    ]


def _pairs(open_: Mapping[tuple[str, str], Likeness], by_own: Mapping[str, Name], members: Iterable[str]) -> tuple[Pair, ...]:
    within = set(members)
    found = [Pair(by_own[one], by_own[other], like) for (one, other), like in open_.items() if within >= {one, other}]
    return tuple(sorted(found, key=lambda pair: (-pair.likeness.score, pair.one.own, pair.other.own)))


def show(review: Review) -> None:
    """Draw the groups."""
    if "alike" not in source().notes():
        frame.empty(
            N_("This version of the store does not say which names are alike: it was built before that was noted."),
            N_("Build it again, or list the groups with: organigram review."),
        )
        return
    found, pairs = groups_now(review.decided)
    if found:
        left, right = st.columns([5, 6], gap="large")
        with left:
            group = _choice(found)
            ticked = _names(group)
        with right:
            _group(group, ticked, review)
    else:
        st.success(say(N_("No names wait that may all be one.")), icon=":material/check_circle:")
    _others(pairs)
    if found or pairs:
        _file([pair for group in found for pair in group.pairs], pairs)


def _choice(found: Sequence[Group]) -> Group:
    by_name = {short(group.names[0].own): group for group in found}
    member = {short(name.own): short(group.names[0].own) for group in found for name in group.names}
    named = {name: f"{group.label} ({number(sum(one.postings for one in group.names))})" for name, group in by_name.items()}
    told = say(N_("The number says in how many postings its names stand. Type to search."))
    label = say(N_("Group ({count} wait)"), count=len(found))
    return by_name[choose(label, list(by_name), named, "group", chosen=member.get(address("group"), ""), told=told)]


def _names(group: Group) -> tuple[Name, ...]:
    """Each name with its sentences; those that the reader leaves ticked."""
    st.caption(say(N_("Read the sentences, and take the tick from a name that is of another thing.")))
    for place, name in enumerate(group.names):
        with st.container(border=True):
            _tick(name)
            if place < _TOLD:
                also_written(name)
                evidence.show_entity(name.iri)
            st.html(f'<p class="source">{entity_link(name.iri, say(N_("All that the graph says of it")))}</p>')
    return tuple(name for name in group.names if name.own not in _unticked())


def _unticked() -> set[str]:
    """The names that the reader has taken the tick from, whatever language the page is in."""
    found: set[str] = st.session_state.setdefault("unticked", set())
    return found


def _tick(name: Name) -> None:
    key = f"tick:{name.own}:{language()}"
    st.session_state[key] = name.own not in _unticked()
    told = say(N_("{count} postings") if name.postings > 1 else N_("1 posting"), count=name.postings)
    st.checkbox(
        f"**{frame.plain(name.label)}** · {told}", key=key, on_change=lambda: _unticked().symmetric_difference_update({name.own})
    )


def _group(group: Group, ticked: tuple[Name, ...], review: Review) -> None:
    st.subheader(frame.plain(group.label), anchor=False)
    st.html(f"<p>{frame.html(say(N_('They may be names of one thing. Nothing is settled until you say so.')))}</p>")
    reasons = "".join(f"<li>{_reason(pair)}</li>" for pair in group.pairs)
    st.html(f'<p class="fact">{frame.html(say(N_("Why they are alike")))}</p><ul class="plain-list">{reasons}</ul>')
    if may_not():
        return
    if not ticked:
        frame.empty(N_("No name is ticked."), N_("Tick those that you decide on."))
        return
    subject = Subject(ticked, f"group:{ticked[0].iri}:{len(ticked)}", partial(_still, group, review), {"group": ""})
    told = N_("You decide on {names}.") if len(ticked) > 1 else N_("You decide on {names} alone.")
    st.html(f"<p><strong>{frame.html(say(told, names=subject.told))}</strong></p>")
    _apart(subject, review)
    offered = offers(subject, review)
    another(subject, review, offered)
    new(subject, review)


def _reason(pair: Pair) -> str:
    """Why two names are alike, as HTML."""
    told = f"{say(REASONS[pair.likeness.reason])}, {say(N_('likeness {score} %'), score=pair.likeness.score)}"
    return f'{frame.html(pair.one.label)} ≈ {frame.html(pair.other.label)}<br><span class="kind">{frame.html(told)}</span>'


def _apart(subject: Subject, review: Review) -> None:
    if len(subject.names) < 2:
        return
    st.button(
        say(N_("They are different things")),
        key=f"apart:{subject.key}",
        icon=":material/call_split:",
        help=say(N_("Each stays a name of its own, and you are not asked again.")),
        on_click=keep,
        args=(
            partial(keep_apart, review.file, [name.own for name in subject.names], seen=review.decided),
            subject.still,
            say(N_("Kept apart: {names}."), names=subject.told),
            subject.go,
        ),
    )


def _still(group: Group, review: Review) -> bool:
    """Whether the same names are a group now."""
    now, _ = groups_now(load_decisions(review.file))
    return any({name.own for name in one.names} == {name.own for name in group.names} for one in now)


def _others(pairs: Sequence[Pair]) -> None:
    """Pairs of which no decision may make one thing: an acronym of several names."""
    if not pairs:
        return
    st.subheader(say(N_("Alike, but no group")), anchor=False)
    frame.lead(N_("An acronym of several names may mean any of them: decide on each name by itself."))
    rows = [
        [_cell(pair.one), _cell(pair.other), (say(REASONS[pair.likeness.reason]), ""), (pair.likeness.score, "")]
        for pair in pairs[:_ROWS]
    ]
    table([say(heading) for heading in _HEADINGS], rows)
    if len(pairs) > _ROWS:
        st.caption(say(N_("The first {shown} of {count}; the file has them all."), shown=_ROWS, count=len(pairs)))


_HEADINGS = (N_("Name"), N_("Is like"), N_("Why"), N_("Likeness (%)"))


def _cell(name: Name) -> tuple[str, str]:
    return name.label, href("quality", part="names", settle="names", name=short(name.iri))


def _file(grouped: Sequence[Pair], others: Sequence[Pair]) -> None:
    pairs = [*grouped, *others]
    nothing = (None,) * len(pairs)
    columns = [
        Column(say(_HEADINGS[0]), tuple(pair.one.label for pair in pairs), tuple(pair.one.iri for pair in pairs)),
        Column(say(_HEADINGS[1]), tuple(pair.other.label for pair in pairs), tuple(pair.other.iri for pair in pairs)),
        Column(say(_HEADINGS[2]), tuple(say(REASONS[pair.likeness.reason]) for pair in pairs), nothing),
        Column(say(_HEADINGS[3]), tuple(pair.likeness.score for pair in pairs), nothing),
    ]
    button(csv_file(columns), "names-that-may-be-one")
