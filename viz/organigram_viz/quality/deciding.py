"""A person's decision on unresolved names, one or several at once: what they may mean, another entity, a new one.

What is kept is what the reader saw: where the names, or what was decided of them, have changed since, nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypedDict, Unpack

import streamlit as st

from organigram.errors import OrganigramError
from organigram.i18n import LANGUAGES, N_
from organigram.namespaces import BASE
from organigram.review import Decisions, check, decide, load_decisions
from organigram.undecided import candidates, names_by_kind
from organigram.vocabulary import Vocabulary, load_vocabulary
from organigram_viz import frame
from organigram_viz.entities import labels_of, short
from organigram_viz.links import entity_link
from organigram_viz.permission import refusal
from organigram_viz.quality.waiting import Name, under
from organigram_viz.questions import panel
from organigram_viz.source import source
from organigram_viz.wording import LANGUAGE_NAMES, language, put_all, say

__all__ = ["Review", "another", "decisions_in", "keep", "kept", "may_not", "new", "offers", "target_label"]

#: How many entities are found for what a reader types.
_FOUND = 8
_SETTLE = N_("Settle names on the machine of the store, here or with: organigram review.")
#: What a reader decided last, and what came of it, until the page has told it.
_TOLD, _REFUSED = "settled", "not_settled"


@dataclass(frozen=True, slots=True)
class Review:
    """The review file and the decisions in it, as the reader sees them now."""

    file: Path
    decided: Decisions


def vocabulary() -> Vocabulary:
    """The lists that names are settled with."""
    return load_vocabulary()


@cache
def _known() -> Mapping[str, Mapping[str, str]]:
    return names_by_kind(vocabulary())


def decisions_in(file: Path) -> Decisions:
    """The decisions so far. Raises VocabularyError where the file is wrong, which the next build would refuse."""
    decided = load_decisions(file)
    check(decided, vocabulary(), file)
    return decided


def may_not() -> bool:
    """Say why this reader settles nothing here; False where nothing speaks against it."""
    if why := refusal():
        frame.empty(why, _SETTLE)
    return bool(why)


def keep(change: Callable[[], object], still: Callable[[], bool], told: str, go: Mapping[str, str]) -> None:
    """Keep a decision, as what a button does; the page is drawn anew after it and tells of it (:func:`kept`).

    ``still``: whether what is decided on is as the reader saw it. ``go``: what the address says then, by name.
    """
    st.session_state.pop(_TOLD, None)
    if why := refusal():
        st.session_state[_REFUSED] = (why, _SETTLE)
        return
    try:
        if not still():
            changed = N_("What you decided on has changed meanwhile: somebody decided on it, or the graph was built anew.")
            st.session_state[_REFUSED] = (changed, N_("Nothing was written. Look at it again."))
            return
        change()
    except OrganigramError as error:
        st.session_state[_REFUSED] = error
        return
    st.session_state[_TOLD] = told
    put_all(go)


def kept() -> None:
    """Tell once what came of the last decision."""
    if told := st.session_state.pop(_TOLD, ""):
        st.success(frame.plain(told), icon=":material/check:")
    match st.session_state.pop(_REFUSED, None):
        case OrganigramError() as error:
            frame.failed(error)
        case (message, remedy):
            st.warning(f"{frame.plain(say(message))} {frame.plain(say(remedy))}", icon=":material/warning:")


class Choice(TypedDict, total=False):
    """What is decided, one of these (see :func:`organigram.review.decide`)."""

    same_as: str
    different_from: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Subject:
    """Names of one kind that one decision is on, at least one; how its buttons are called, and when it is as it was seen."""

    names: tuple[Name, ...]
    key: str
    still: Callable[[], bool]
    go: Mapping[str, str]

    @property
    def told(self) -> str:
        """Its names, as one reads them."""
        return ", ".join(name.label for name in self.names)

    def decide(self, review: Review, **choice: Unpack[Choice]) -> Callable[[], None]:
        """What writes a decision on all of the names (see :func:`organigram.review.decide`)."""
        first, *others = (name.own for name in self.names)
        return lambda: decide(review.file, first, together=others, seen=review.decided, **choice)

    def button(self, label: str, review: Review, key: str, icon: str, about: str, **choice: Unpack[Choice]) -> None:
        """A button that keeps one choice."""
        told = say(N_("Kept. The next build applies it to {name}."), name=self.told)
        st.button(
            label,
            key=f"{key}:{self.key}:{next(iter(choice.values()))}",
            icon=icon,
            help=frame.plain(about),
            on_click=keep,
            args=(self.decide(review, **choice), self.still, told, self.go),
        )


def target_label(iri: str, decided: Decisions) -> str:
    """The name of an entity that a decision points to."""
    entity = decided.entities.get(iri) or vocabulary().entities.get(iri)
    if entity is not None:
        return entity.labels.get(language()) or next(iter(entity.labels.values()), short(iri))
    own = under(source().base, iri)
    return labels_of(source(), [own], language())[own]


def offers(subject: Subject, review: Review) -> set[str]:
    """Draw the entities whose names are like these, each to be taken or refused; their IRIs."""
    iris = [name.iri for name in subject.names]
    written = [row["label"].value for row in source().rows(panel("spellings", entity=iris))]
    found = candidates(written, _known().get(subject.names[0].kind, {}))
    if found:
        asked = N_("It may mean") if len(subject.names) == 1 else N_("They may all mean")
        st.html(f'<p class="fact">{frame.html(say(asked))}</p>')
    for iri, score in found:
        _offer(subject, iri, score, review)
    return {iri for iri, _ in found}


def _offer(subject: Subject, iri: str, score: float | None, review: Review) -> None:
    label = target_label(iri, Decisions())
    with st.container(horizontal=True, vertical_alignment="center"):
        link = entity_link(under(source().base, iri), label)
        likeness = "" if score is None else f"· {say(N_('likeness {score} %'), score=round(score))}"
        st.html(f'{link} <span class="kind">{frame.html(likeness)}</span>', width="content")
        if all((name.own, iri) in review.decided.different for name in subject.names):
            st.caption(say(N_("not the same, as decided")), width="content")
            return
        subject.button(say(N_("Same")), review, "same", ":material/check:", label, same_as=iri)
        subject.button(say(N_("Not the same")), review, "not", ":material/close:", label, different_from=iri)


def another(subject: Subject, review: Review, offered: set[str]) -> None:
    """Any other entity that the lists or the reader's own file know."""
    asked = N_("Look for the entity that it means") if len(subject.names) == 1 else N_("Look for the entity that they mean")
    words = st.text_input(say(asked), key=f"look:{subject.key}", placeholder=say(N_("Type a name")))
    if not words.strip():
        return
    kind = subject.names[0].kind
    hits = source().find(words, language(), {kind} if kind else set(), _FOUND * 2) or []
    known = [under(BASE, hit.iri) for hit in hits]
    places, entities = vocabulary().places, {*vocabulary().entities, *review.decided.entities}
    listed = [iri for iri in known if iri not in offered and (iri in entities or places.get(iri))][:_FOUND]
    if not listed:
        frame.empty(N_("No entity of the lists has such a name."), N_("Write it otherwise, or make it a new entity."))
    for iri in listed:
        _offer(subject, iri, None, review)


def new(subject: Subject, review: Review) -> None:
    """A form that makes the names one new entity."""

    def given() -> dict[str, str]:
        texts = {tongue: st.session_state[f"new:{subject.key}:{tongue}"].strip() for tongue in LANGUAGES}
        return {tongue: text for tongue, text in texts.items() if text}

    def make() -> None:
        if not given():
            st.session_state[_REFUSED] = (N_("It has no name yet."), N_("Write one, in English or in French."))
            return
        told = say(N_("Kept. The next build applies it to {name}."), name=subject.told)
        keep(subject.decide(review, labels=given()), subject.still, told, subject.go)

    asked = N_("It is a new entity") if len(subject.names) == 1 else N_("They are one thing: a new entity")
    with st.expander(say(asked), icon=":material/add:"), st.form(f"new:{subject.key}", border=False):
        for tongue in LANGUAGES:
            name = say(N_("Its name ({language})"), language=LANGUAGE_NAMES[tongue])
            st.text_input(name, subject.names[0].label, key=f"new:{subject.key}:{tongue}")
        st.caption(say(N_("Leave one empty where it has no name in that language.")))
        st.form_submit_button(say(N_("Make it a new entity")), on_click=make)
