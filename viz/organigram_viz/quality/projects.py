"""Projects that others publish (IATI, FTS): which project of postings each may be, and the reader's decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st
from pyoxigraph import NamedNode

from organigram.i18n import N_
from organigram.importing import is_published
from organigram.namespaces import BASE, expand
from organigram.review import decide, take_back
from organigram.values import written
from organigram_viz import evidence, frame
from organigram_viz.details import line_name
from organigram_viz.entities import labels_of, long, short
from organigram_viz.links import entity_link
from organigram_viz.quality.deciding import Review, keep, may_not, target_label
from organigram_viz.quality.waiting import is_known, under
from organigram_viz.questions import panel
from organigram_viz.source import source
from organigram_viz.wording import address, choose, language, say

#: What is told of a project, so that a person can say whether two are one.
_LINES = ("ngo:implementedBy", "schema:funder", "ngo:takesPlaceIn", "schema:startDate", "schema:endDate")
#: How many projects are found for what a reader types, how many values of a line are shown.
_FOUND, _VALUES = 8, 6


def show(review: Review) -> None:
    """Draw the part."""
    likely: dict[str, list[str]] = {}
    for row in source().rows(panel("projects_published")):
        if is_published(under(BASE, row["project"].value)):
            likely.setdefault(row["project"].value, []).append(row["other"].value)
    frame.lead(
        N_(
            "What donors publish of a project is taken for a project of postings only where you say so. "
            "Its funding then stands beside the seats that it pays."
        )
    )
    left, right = st.columns([5, 6], gap="large")
    with left:
        project = _choice(likely)
        if project:
            _told(project)
    with right:
        if project:
            _project(project, likely.get(project, []), review)


def _choice(likely: Mapping[str, Sequence[str]]) -> str:
    """The published project that is decided on; empty where there is none."""
    words = st.text_input(
        say(N_("Look for a published project")), key=f"published:{language()}", placeholder=say(N_("Type a name"))
    )
    found = [iri for iri in _find(words) if is_published(under(BASE, iri))] if words.strip() else []
    wish = long(address("project")) if address("project") else ""
    named = is_published(under(BASE, wish)) and is_known(wish)
    offered = list(dict.fromkeys([*found, *([wish] if named and not words.strip() else []), *likely]))
    if not offered:
        frame.empty(
            N_("No published project is like one of the postings."),
            N_("Take in what donors publish: organigram build PATH... --import FILE."),
        )
        return ""
    labels = labels_of(source(), offered, language())
    names = {short(iri): labels[iri] if iri not in likely else f"{labels[iri]} ≈" for iri in offered}
    chosen = short(wish if wish in offered and not found else offered[0])
    told = say(N_("≈ marks those that a project of the postings is like."))
    return long(choose(say(N_("Published project")), list(names), names, "project", chosen=chosen, told=told))


def _find(words: str) -> list[str]:
    return [hit.iri for hit in source().find(words, language(), {"project"}, _FOUND * 3) or []]


def _told(iri: str) -> None:
    """A project: its name, who carries it out, who pays, where and when, and the words of postings that name it."""
    rows = source().rows(panel("compared", posting=[iri], line=map(expand, _LINES)))
    values: dict[str, list[str]] = {}
    entities = [row["value"].value for row in rows if isinstance(row["value"], NamedNode)]
    labels = labels_of(source(), [iri, *entities, *map(expand, _LINES)], language())
    for row in rows:
        value = row["value"]
        told = labels[value.value] if isinstance(value, NamedNode) else written(value, language())
        values.setdefault(row["line"].value, []).append(told)
    told_lines = "".join(
        f"<li>{frame.html(say(N_('{name}: {count}'), name=line_name(line, labels), count=_some(values[line])))}</li>"
        for line in map(expand, _LINES)
        if line in values
    )
    st.html(f'<p class="value">{entity_link(iri, labels[iri])}</p><ul class="plain-list">{told_lines}</ul>')
    evidence.show_entity(iri)


def _some(values: Sequence[str]) -> str:
    shown = sorted(set(values))
    more = say(N_("and {count} more"), count=len(shown) - _VALUES) if len(shown) > _VALUES else ""
    return ", ".join([*shown[:_VALUES], *([more] if more else [])])


def _project(project: str, likely: Sequence[str], review: Review) -> None:
    own, decided = under(BASE, project), review.decided
    if own in decided.same:
        label = target_label(decided.same[own], decided)
        st.html(f"<p>{frame.html(say(N_('Decided: it is {name}. It counts from the next build.'), name=label))}</p>")
    if may_not():
        return
    go = {"project": short(project)}
    if decided.on(own):
        told = say(N_("Taken back: {name} waits for a decision again."), name=_label(project))
        change = partial(take_back, review.file, own, seen=decided)
        st.button(
            say(N_("Take back what was decided")),
            key=f"back:{project}",
            icon=":material/undo:",
            on_click=keep,
            args=(change, partial(is_known, project), told, go),
        )
    if own in decided.same:
        return
    st.html(f'<p class="fact">{frame.html(say(N_("It may be this project of the postings") if likely else _NONE))}</p>')
    for other in sorted(likely):
        _offer(project, other, review)
    words = st.text_input(
        say(N_("Look for the project of postings that it is")), key=f"posted:{project}", placeholder=say(N_("Type a name"))
    )
    if words.strip():
        found = [iri for iri in _find(words) if not is_published(under(BASE, iri)) and iri not in likely][:_FOUND]
        if not found:
            frame.empty(N_("No project of the postings has such a name."), N_("Write it otherwise."))
        for other in found:
            _offer(project, other, review)


_NONE = N_("No project of the postings is like it; look for one below.")


def _label(iri: str) -> str:
    return labels_of(source(), [iri], language())[iri]


def _offer(project: str, other: str, review: Review) -> None:
    own, target = under(BASE, project), under(BASE, other)
    with st.container(border=True):
        _told(other)
        if (own, target) in review.decided.different:
            st.caption(say(N_("not the same, as decided")))
            return
        told = say(N_("Kept. The next build applies it to {name}."), name=_label(project))
        choices = (("same", N_("Same project"), ":material/check:"), ("not", N_("Another project"), ":material/close:"))
        with st.container(horizontal=True):
            for name, message, icon in choices:
                same, different = (target, None) if name == "same" else (None, target)
                change = partial(decide, review.file, own, same_as=same, different_from=different, seen=review.decided)
                st.button(
                    say(message),
                    key=f"{name}:{project}:{other}",
                    icon=icon,
                    on_click=keep,
                    args=(change, partial(is_known, project), told, {"project": short(project)}),
                )
