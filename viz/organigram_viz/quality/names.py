"""Names that nothing settles: their sentences, what they may mean, and the reader's decision, kept in the review file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st

from organigram.errors import OrganigramError
from organigram.i18n import LANGUAGES, N_
from organigram.namespaces import BASE, expand
from organigram.review import Decisions, check, decide, load_decisions, take_back
from organigram.undecided import candidates, names_by_kind
from organigram.vocabulary import Vocabulary, load_vocabulary
from organigram_viz import evidence, frame
from organigram_viz.downloads import button, csv_file
from organigram_viz.drawing import table
from organigram_viz.entities import labels_of, short
from organigram_viz.links import entity_link, href
from organigram_viz.permission import refusal
from organigram_viz.questions import panel
from organigram_viz.source import source
from organigram_viz.tables import Column
from organigram_viz.wording import CHOOSE, LANGUAGE_NAMES, address, language, number, put, say

#: The kinds of name that can be settled, by class.
_KINDS = {
    expand("org:FormalOrganization"): ("organization", N_("Organization")),
    expand("org:Role"): ("role", N_("Role")),
    expand("schema:Place"): ("place", N_("Place")),
    expand("schema:Project"): ("project", N_("Project")),
}
#: How many names are listed; how many others are found for what a reader types.
_ROWS, _FOUND = 60, 8


@dataclass(frozen=True, slots=True)
class Name:
    """A name as postings write it: its IRI in the store, its kind, its label, in how many postings it stands."""

    iri: str
    kind: str
    label: str
    postings: int

    @property
    def own(self) -> str:
        """Its IRI under the house's base, as the review file writes it."""
        return _under(BASE, self.iri)


def show() -> None:
    """Draw the part."""
    file = source().decisions
    if file is None:
        frame.empty(
            N_("Names are settled in a file beside a store; a SPARQL endpoint has none."),
            N_("Open the store itself, or write decisions with: organigram review."),
        )
        return
    found = waiting()
    if not found:
        st.success(say(N_("Every name is settled.")), icon=":material/check_circle:")
        return
    decided, problem = _decisions(file)
    if problem:
        frame.failed(problem)
        return
    st.html(
        f'<p class="lead">{frame.html(say(N_("Decisions are kept in {file}. The next build applies it:"), file=file))} '
        f"<code>organigram build … --decisions {frame.html(str(file))}</code></p>"
    )
    open_ = [name for name in found if name.own not in decided.same]
    st.progress(
        1 - len(open_) / len(found), text=say(N_("Settled: {done} of {all}"), done=len(found) - len(open_), all=len(found))
    )
    left, right = st.columns([5, 6], gap="large")
    with left:
        chosen = _choice(found, open_ or found, decided)
    with right:
        _name(chosen, decided, file)
    _list(found, decided)


def waiting() -> list[Name]:
    """The names that nothing settles, the most frequent first."""
    rows = source().rows(panel("unresolved"))
    labels = labels_of(source(), (row["name"].value for row in rows), language())
    found = [
        Name(
            row["name"].value,
            _KINDS.get(row["type"].value, ("", ""))[0] if row["type"] is not None else "",
            labels[row["name"].value],
            int(row["count"].value),
        )
        for row in rows
    ]
    return sorted({one.iri: one for one in found}.values(), key=lambda one: (-one.postings, one.label.casefold(), one.iri))


def _under(base: str, iri: str) -> str:
    """An instance's IRI under another base."""
    return base + iri.removeprefix(source().base).removeprefix(BASE)


def _decisions(file: Path) -> tuple[Decisions, OrganigramError | None]:
    """The decisions so far, or why the file cannot be read."""
    try:
        decided = load_decisions(file)
        check(decided, _vocabulary(), file)
    except OrganigramError as error:
        return Decisions(), error
    return decided, None


def _vocabulary() -> Vocabulary:
    return load_vocabulary()


@cache
def _known() -> Mapping[str, Mapping[str, str]]:
    return names_by_kind(_vocabulary())


def _kind(name: str) -> str:
    return next((message for kind, message in _KINDS.values() if kind == name), N_("Name"))


def _state(name: Name, decided: Decisions) -> str:
    return "✓ " if name.own in decided.same else ""


def _choice(found: Sequence[Name], open_: Sequence[Name], decided: Decisions) -> Name:
    by_iri = {short(name.iri): name for name in found}
    wish = address("name")
    labels = {
        iri: f"{_state(one, decided)}{one.label} · {say(_kind(one.kind))} ({number(one.postings)})" for iri, one in by_iri.items()
    }
    key = f"name:{language()}"
    st.session_state[key] = wish if wish in by_iri else short(open_[0].iri)
    st.selectbox(
        say(N_("Name")),
        list(by_iri),
        format_func=labels.__getitem__,
        key=key,
        on_change=lambda: put("name", st.session_state[key]),
        placeholder=say(CHOOSE),
        help=say(N_("The number says in how many postings it stands. Type to search.")),
    )
    name = by_iri[st.session_state[key]]
    spelled = sorted({row["label"].value for row in source().rows(panel("spellings", entity=[name.iri]))})
    if len(spelled) > 1:
        st.caption(frame.plain(say(N_("Also written: {names}"), names=", ".join(text for text in spelled if text != name.label))))
    evidence.show_entity(name.iri)
    alike = sorted({row["other"].value for row in source().rows(panel("alike", entity=[name.iri]))})
    if alike:
        others = labels_of(source(), alike, language())
        links = ", ".join(entity_link(iri, others[iri]) for iri in alike)
        st.html(
            f'<p class="fact">{frame.html(say(N_("Perhaps the same as these names, which nothing settles either")))}</p>{links}'
        )
    return name


def _name(name: Name, decided: Decisions, file: Path) -> None:
    st.subheader(frame.plain(name.label), anchor=False)
    if told := st.session_state.pop("decided", ""):
        st.success(told, icon=":material/check:")
    why = refusal()
    if name.own in decided.same:
        target = decided.same[name.own]
        label = _target_label(target, decided)
        st.html(f"<p>{frame.html(say(N_('Decided: it means {name}. It counts from the next build.'), name=label))}</p>")
    refused = {other for own, other in decided.different if own == name.own}
    if why:
        frame.empty(why, N_("Settle names on the machine of the store, here or with: organigram review."))
        return
    if (name.own in decided.same or refused) and st.button(say(N_("Take back what was decided")), icon=":material/undo:"):
        _write(name, lambda: take_back(file, name.own))
    if name.own in decided.same:
        return
    if name.kind == "project":
        st.caption(say(N_("A project is settled as another project with: organigram review.")))
        return
    offered = _offers(name)
    if offered:
        st.html(f'<p class="fact">{frame.html(say(N_("It may mean")))}</p>')
    for iri, score in offered:
        _offer(name, iri, score, file, refused=iri in refused)
    _another(name, file, {iri for iri, _ in offered})
    _new(name, file)


def _offers(name: Name) -> list[tuple[str, float]]:
    written = [row["label"].value for row in source().rows(panel("spellings", entity=[name.iri]))]
    return list(candidates(written, _known().get(name.kind, {})))


def _target_label(iri: str, decided: Decisions) -> str:
    entity = decided.entities.get(iri) or _vocabulary().entities.get(iri)
    if entity is not None:
        return entity.labels.get(language()) or next(iter(entity.labels.values()), short(iri))
    return labels_of(source(), [_under(source().base, iri)], language())[_under(source().base, iri)]


def _offer(name: Name, iri: str, score: float | None, file: Path, *, refused: bool) -> None:
    label = _target_label(iri, Decisions())
    with st.container(horizontal=True, vertical_alignment="center"):
        likeness = "" if score is None else f" · {say(N_('likeness {score} %'), score=round(score))}"
        st.html(
            f'{entity_link(_under(source().base, iri), label)}<span class="kind">{frame.html(likeness)}</span>', width="content"
        )
        if refused:
            st.caption(say(N_("not the same, as decided")), width="content")
            return
        if st.button(say(N_("Same")), key=f"same:{name.iri}:{iri}", icon=":material/check:", help=frame.plain(label)):
            _write(name, lambda: decide(file, name.own, same_as=iri))
        if st.button(say(N_("Not the same")), key=f"not:{name.iri}:{iri}", icon=":material/close:", help=frame.plain(label)):
            _write(name, lambda: decide(file, name.own, different_from=iri))


def _another(name: Name, file: Path, offered: set[str]) -> None:
    """Any other entity that the lists know."""
    words = st.text_input(
        say(N_("Look for the entity that it means")), key=f"look:{name.iri}", placeholder=say(N_("Type a name"))
    )
    if not words.strip():
        return
    hits = source().find(words, language(), {name.kind} if name.kind else set(), _FOUND * 2) or []
    vocabulary = _vocabulary()
    known = [_under(BASE, hit.iri) for hit in hits]
    listed = [iri for iri in known if iri not in offered and (iri in vocabulary.entities or vocabulary.places.get(iri))][:_FOUND]
    if not listed:
        frame.empty(N_("No entity of the lists has such a name."), N_("Write it otherwise, or make it a new entity."))
    for iri in listed:
        _offer(name, iri, None, file, refused=False)


def _new(name: Name, file: Path) -> None:
    with st.expander(say(N_("It is a new entity")), icon=":material/add:"), st.form(f"new:{name.iri}", border=False):
        labels = {
            tongue: st.text_input(
                say(N_("Its name ({language})"), language=LANGUAGE_NAMES[tongue]), name.label, key=f"new:{name.iri}:{tongue}"
            )
            for tongue in LANGUAGES
        }
        st.caption(say(N_("Leave one empty where it has no name in that language.")))
        if st.form_submit_button(say(N_("Make it a new entity"))):
            given: dict[str, str] = {tongue: text.strip() for tongue, text in labels.items() if text.strip()}
            if given:
                _write(name, lambda: decide(file, name.own, labels=given))
            else:
                frame.empty(N_("It has no name yet."), N_("Write one, in English or in French."))


def _write(name: Name, change: Callable[[], object]) -> None:
    """Write a decision; the page then stands on the same name, where it can be taken back."""
    if why := refusal():
        frame.empty(why, N_("Settle names on the machine of the store, here or with: organigram review."))
        return
    try:
        change()
    except OrganigramError as error:
        frame.failed(error)
        return
    st.session_state["decided"] = frame.plain(say(N_("Kept. The next build applies it to {name}."), name=name.label))
    put("name", short(name.iri))
    st.rerun()


def _list(found: Sequence[Name], decided: Decisions) -> None:
    st.subheader(say(N_("All names that nothing settles")), anchor=False)
    headings = [say(heading) for heading in (N_("Name"), N_("Kind"), N_("Postings"), N_("Decided"))]
    meant = {name.iri: _target_label(decided.same[name.own], decided) if name.own in decided.same else "" for name in found}
    rows = [
        [
            (name.label, href("quality", part="names", name=short(name.iri))),
            (say(_kind(name.kind)), ""),
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
        Column(headings[1], tuple(say(_kind(name.kind)) for name in found), nothing),
        Column(headings[2], tuple(name.postings for name in found), nothing),
        Column(headings[3], tuple(meant[name.iri] for name in found), nothing),
    ]
    button(csv_file(columns), "names-to-settle")
