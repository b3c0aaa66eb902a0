"""Names that nothing settles, one by one: their sentences, what they may mean, and the reader's decision."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from organigram.i18n import N_
from organigram.review import Decisions, take_back
from organigram_viz import evidence, frame
from organigram_viz.downloads import button, csv_file
from organigram_viz.drawing import table
from organigram_viz.entities import labels_of, short
from organigram_viz.links import anchor, href
from organigram_viz.quality.deciding import Review, Subject, another, keep, may_not, new, offers, target_label
from organigram_viz.quality.waiting import Name, also_written, kind_name, waiting
from organigram_viz.questions import panel
from organigram_viz.source import source
from organigram_viz.tables import Column
from organigram_viz.wording import address, choose, language, number, put, say

#: How many names are listed.
_ROWS = 60


def show(review: Review) -> None:
    """Draw the names."""
    found = _of_kind(waiting())
    if not found:
        st.success(say(N_("Every name is settled.")), icon=":material/check_circle:")
        return
    open_ = [name for name in found if name.own not in review.decided.same]
    st.progress(
        1 - len(open_) / len(found), text=say(N_("Settled: {done} of {all}"), done=len(found) - len(open_), all=len(found))
    )
    left, right = st.columns([5, 6], gap="large")
    with left:
        chosen = _choice(found, open_ or found, review.decided)
    with right:
        _name(chosen, review)
    _list(found, review.decided)


def _of_kind(found: list[Name]) -> list[Name]:
    """The names of the kind that the address tells, which is said; all of them where it tells none that waits."""
    narrowed = [name for name in found if (name.kind or "other") == address("kind")]
    if not narrowed:
        return found
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        told = say(
            N_("{kind}: {count} of {all} names"), kind=say(kind_name(narrowed[0].kind)), count=len(narrowed), all=len(found)
        )
        st.caption(told, width="content")
        st.button(say(N_("Show all names")), key="names:all", type="tertiary", on_click=put, args=("kind", ""))
    return narrowed


def _state(name: Name, decided: Decisions) -> str:
    return "✓ " if name.own in decided.same else ""


def _choice(found: Sequence[Name], open_: Sequence[Name], decided: Decisions) -> Name:
    by_iri = {short(name.iri): name for name in found}
    wish = address("name")
    labels = {
        iri: f"{_state(one, decided)}{one.label} · {say(kind_name(one.kind))} ({number(one.postings)})"
        for iri, one in by_iri.items()
    }
    told = say(N_("The number says in how many postings it stands. Type to search."))
    chosen = wish if wish in by_iri else short(open_[0].iri)
    name = by_iri[choose(say(N_("Name")), list(by_iri), labels, "name", chosen=chosen, told=told)]
    also_written(name)
    evidence.show_entity(name.iri)
    alike = sorted({row["other"].value for row in source().rows(panel("alike", entity=[name.iri]))})
    if alike:
        others = labels_of(source(), alike, language())
        links = (anchor(href("quality", part="names", settle="groups", group=short(iri)), others[iri]) for iri in alike)
        told = frame.html(say(N_("Perhaps the same as these names, which nothing settles either")))
        st.html(f'<p class="fact">{told}</p>{", ".join(links)}')
    return name


def _name(name: Name, review: Review) -> None:
    st.subheader(frame.plain(name.label), anchor=False)
    decided = review.decided
    if name.own in decided.same:
        label = target_label(decided.same[name.own], decided)
        st.html(f"<p>{frame.html(say(N_('Decided: it means {name}. It counts from the next build.'), name=label))}</p>")
    if may_not():
        return
    subject = Subject((name,), name.iri, partial(_still, name), {"name": short(name.iri)})
    if decided.on(name.own):
        st.button(
            say(N_("Take back what was decided")),
            key=f"back:{name.iri}",
            icon=":material/undo:",
            on_click=keep,
            args=(
                partial(take_back, review.file, name.own, seen=decided),
                subject.still,
                say(N_("Taken back: {name} waits for a decision again."), name=name.label),
                subject.go,
            ),
        )
    if name.own in decided.same:
        return
    offered = offers(subject, review)
    another(subject, review, offered)
    new(subject, review)


def _still(name: Name) -> bool:
    return any(one.iri == name.iri for one in waiting())


def _list(found: Sequence[Name], decided: Decisions) -> None:
    st.subheader(say(N_("All names that nothing settles")), anchor=False)
    headings = [say(heading) for heading in (N_("Name"), N_("Kind"), N_("Postings"), N_("Decided"))]
    meant = {name.iri: target_label(decided.same[name.own], decided) if name.own in decided.same else "" for name in found}
    rows = [
        [
            (name.label, href("quality", part="names", name=short(name.iri), kind=address("kind"))),
            (say(kind_name(name.kind)), ""),
            (name.postings, ""),
            (meant[name.iri], ""),
        ]
        for name in found[:_ROWS]
    ]
    shown = len(headings) if any(meant.values()) else len(headings) - 1
    table(headings[:shown], [row[:shown] for row in rows])
    if len(found) > _ROWS:
        st.caption(say(N_("The first {shown} of {count}; the file has them all."), shown=_ROWS, count=len(found)))
    nothing = (None,) * len(found)
    columns = [
        Column(headings[0], tuple(name.label for name in found), tuple(name.iri for name in found)),
        Column(headings[1], tuple(say(kind_name(name.kind)) for name in found), nothing),
        Column(headings[2], tuple(name.postings for name in found), nothing),
        Column(headings[3], tuple(meant[name.iri] for name in found), nothing),
    ]
    button(csv_file(columns), "names-to-settle")
