"""Postings that may be of one vacancy: the two side by side, why they were taken for one or two, and the reader's decision."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from organigram.i18n import N_
from organigram.vacancies.decisions import decide_vacancy, decided_vacancies, forget_vacancy
from organigram_viz import frame, twins
from organigram_viz.entities import key_of, labels_of, long
from organigram_viz.links import entity_link
from organigram_viz.quality.deciding import Review, keep, may_not
from organigram_viz.quality.waiting import is_known, under
from organigram_viz.questions import panel
from organigram_viz.source import source
from organigram_viz.wording import address, choose, language, say

#: Why two postings were taken for one vacancy.
_RULES = {
    "vacancy.text": N_("taken for one vacancy: the same text"),
    "vacancy.translation": N_("taken for one vacancy: a translation"),
    "vacancy.decision": N_("taken for one vacancy: a person said so"),
}
_AGAIN = N_("taken for two: the seat was advertised again after {days} days")
_OWN = N_("two postings that you chose")
_KEY = re.compile(r"(?:.*posting/)?([0-9a-f]{8,64})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Two:
    """Two postings (IRIs), and what was made of them, in the reader's words."""

    one: str
    two: str
    why: str

    @property
    def name(self) -> str:
        """What the address calls them."""
        return f"{key_of(self.one)}~{key_of(self.two)}"

    @property
    def keys(self) -> frozenset[str]:
        """Their keys."""
        return frozenset((key_of(self.one), key_of(self.two)))


def show(review: Review) -> None:
    """Draw the part."""
    frame.lead(
        N_(
            "A vacancy that is published in several postings counts once. Where two were taken for one vacancy, or for two, "
            "you can say what is right."
        )
    )
    chosen = _choice(_found())
    if chosen:
        _two(chosen, review)


def _found() -> list[Two]:
    """Pairs of postings that were compared, the least sure first, then seats that were advertised again, the soonest first."""
    found = []
    for row in source().rows(panel("vacancy_pairs")):
        if row["rule"] is not None:
            sure = say(N_("confidence {percent} %"), percent=round(100 * float(row["confidence"].value)))
            why = f"{say(_RULES.get(row['rule'].value, _RULES['vacancy.text']))}, {sure}"
        else:
            why = say(_AGAIN, days=int(row["days"].value))
        found.append(Two(row["one"].value, row["two"].value, why))
    return found


def _choice(found: Sequence[Two]) -> Two | None:
    with st.expander(say(N_("Two other postings")), icon=":material/compare_arrows:"):
        st.caption(say(N_("Paste the addresses of their pages, or their keys.")))
        texts = [
            st.text_input(say(message), key=f"{name}:{language()}")
            for name, message in (("first-posting", N_("One posting")), ("second-posting", N_("The other one")))
        ]
        own = _own(texts)
    wish = address("two")
    named = {two.name: two for two in [*([own] if own else []), *found]}
    if not own and wish not in named and (told := _own(wish.split("~"))):
        named = {told.name: told, **named}
    if not named:
        frame.empty(N_("No two postings were compared."), N_("Name two yourself, above."))
        return None
    labels = labels_of(source(), {iri for two in named.values() for iri in (two.one, two.two)}, language())
    shown = {name: f"{' ↔ '.join(dict.fromkeys((labels[two.one], labels[two.two])))} ({two.why})" for name, two in named.items()}
    note = say(N_("The 300 least sure of each kind are listed; name any others yourself, above."))
    return named[choose(say(N_("Two postings")), list(named), shown, "two", chosen=own.name if own else wish, told=note)]


def _own(texts: Sequence[str]) -> Two | None:
    """Two postings that the reader names; none where the graph does not hold both."""
    keys = [found[1].lower() for text in texts if (found := _KEY.match(text.strip()))]
    if len(set(keys)) != 2:
        if any(text.strip() for text in texts):
            frame.quiet(N_("These are not two postings of the graph."), N_("Copy the address of each one’s page."))
        return None
    one, two = (under(source().base, long(f"posting/{key}")) for key in keys)
    if not (is_known(one) and is_known(two)):
        frame.quiet(N_("These are not two postings of the graph."), N_("Copy the address of each one’s page."))
        return None
    return Two(one, two, say(_OWN))


def _two(two: Two, review: Review) -> None:
    labels = labels_of(source(), [two.one, two.two], language())
    links = f"{entity_link(two.one, labels[two.one])} ↔ {entity_link(two.two, labels[two.two])}"
    st.html(f'<p class="value">{links}<br><span class="kind">{frame.html(two.why)}</span></p>')
    said = decided_vacancies(review.decided, review.file).get(two.keys)
    if said is not None:
        told = N_("Decided: one vacancy. It counts from the next build.")
        st.html(f"<p>{frame.html(say(told if said else N_('Decided: two vacancies. It counts from the next build.')))}</p>")
    if not may_not():
        with st.container(horizontal=True):
            _buttons(two, said, review)
    twins.side_by_side(two.one, two.two)


def _buttons(two: Two, said: bool | None, review: Review) -> None:
    one, other = sorted(two.keys)
    choices = [
        (True, N_("One vacancy"), ":material/check:"),
        (False, N_("Two vacancies"), ":material/call_split:"),
    ]
    told = say(N_("Kept. The next build applies it to {name}."), name=_label(two))
    for same, message, icon in choices:
        if same != said:
            change = partial(decide_vacancy, review.file, one, other, same=same, seen=review.decided)
            st.button(
                say(message),
                key=f"{'one' if same else 'two'}:{two.name}",
                icon=icon,
                on_click=keep,
                args=(change, partial(_still, two), told, {"two": two.name}),
            )
    if said is not None:
        back = say(N_("Taken back: {name} waits for a decision again."), name=_label(two))
        st.button(
            say(N_("Take back what was decided")),
            key=f"back:{two.name}",
            icon=":material/undo:",
            on_click=keep,
            args=(
                partial(forget_vacancy, review.file, one, of=other, seen=review.decided),
                partial(_still, two),
                back,
                {"two": two.name},
            ),
        )


def _label(two: Two) -> str:
    labels = labels_of(source(), [two.one, two.two], language())
    return f"{labels[two.one]} ↔ {labels[two.two]}"


def _still(two: Two) -> bool:
    return is_known(two.one) and is_known(two.two)
