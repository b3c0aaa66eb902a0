"""Search: everything that has a name, in either language, by words of it. It stands at ``/find``: ``/search`` is for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from pyoxigraph import Literal

from organigram.browsing import Choice, Found, Thing
from organigram.i18n import N_
from organigram_viz import beginnings, frame
from organigram_viz.downloads import button, csv_file
from organigram_viz.entities import is_iri, kinds_of, labels_of, long, readable, short
from organigram_viz.kinds import CONCEPTS, KINDS, kind_name
from organigram_viz.questions import panel
from organigram_viz.search_box import search_box
from organigram_viz.source import one_version, source
from organigram_viz.tables import Column
from organigram_viz.wording import CHOOSE, address, address_list, heard, language, meant, put, put_all, remember, say

NAME, TITLE, ICON = "find", N_("Search"), ":material/search:"

#: How many are shown at once, and by how many more on demand, up to how many.
_SHOWN, _MOST = 25, 200
#: Letters that are looked for at most: those that the box takes.
_LONGEST = 200
#: What is looked for at most where there is no index.
_WITHOUT_INDEX = 60

#: The facets that have a box each, and what the box says while nothing is chosen.
_FACETS = {
    "country": (N_("Country"), N_("All countries")),
    "organization": (N_("Organization"), N_("All organizations")),
    "donor": (N_("Donor"), N_("All donors")),
    "family": (N_("Family of roles"), N_("All families of roles")),
    "year": (N_("Year"), N_("All years")),
}


def show() -> None:
    """Draw the page."""
    frame.heading(
        TITLE, N_("Find an organization, a role, a post, a project or a place by any of its names, in either language.")
    )
    _searching()


@st.fragment
@one_version()
def _searching() -> None:
    """The box, what was found and the facets: drawn anew by themselves at every pause of the keyboard."""
    heard()
    words = address("q")[:_LONGEST]
    chosen = _chosen()
    found = _found(words, chosen)
    _limits(found)
    left, right = st.columns([7, 3], gap="large")
    with right, st.container(key="facets"):
        if found is not None:
            _facets(found, chosen)
    with left:
        names = {form: kind_name(form) for form in (*KINDS, *CONCEPTS)}
        ask = {"facts": "1", "limit": str(_SHOWN), **chosen} if source().indexed else None
        search_box(words, found if words.strip() or chosen else None, names, ask, _look)
        if found is not None and found.things:
            _below(found)
        elif not words.strip() and not chosen:
            beginnings.show()
    remember(NAME)


#: What a search cannot do where there is no index of names, or one without facts; and what to do.
_NO_INDEX = (
    N_("An endpoint has no index of names: labels are looked for as they are written, and only kinds narrow what is found."),
    N_("Write whole words, with their accents."),
)
_NO_FACTS = (
    N_("This store was built before its names had facts: only kinds narrow what is found."),
    N_("Build it again to choose countries, organizations, donors, families of roles and years."),
)


def _limits(found: Found | None) -> None:
    """Say what the search cannot do here, where there is something."""
    if not source().indexed:
        frame.empty(*_NO_INDEX)
    elif found is None or (found.things and "country" not in found.choices):
        frame.empty(*_NO_FACTS)
    elif not (found.total or found.choices.get("kind")) and not address("q"):
        frame.empty(*frame.NOTHING_BUILT)


def _chosen() -> dict[str, list[str]]:
    """The values of each facet that the address names, as the index holds them."""
    wanted = {"kind": [form for form in address_list("kind") if form in KINDS or form in CONCEPTS]}
    for facet in _FACETS:
        value = address(facet)
        named = value if facet == "year" else long(value)
        wanted[facet] = [named] if value and (facet == "year" or is_iri(named)) else []
    return {facet: values for facet, values in wanted.items() if values}


def _found(words: str, chosen: Mapping[str, Sequence[str]]) -> Found | None:
    """What is found, or None where nothing is looked for yet. Where the index has no facts, only kinds narrow it."""
    found = source().browse(words, language(), chosen, _shown())
    if found is None:
        return _without_facts(words, chosen.get("kind", ())) if words.strip() else None
    return found


def _shown() -> int:
    """How many results are shown: of the address, in bounds."""
    told = address("shown")
    return min(max(int(told), _SHOWN), _MOST) if told.isascii() and told.isdecimal() and len(told) < 5 else _SHOWN


def _look(words: str) -> None:
    _narrow("q", words[:_LONGEST].strip())


def _narrow(name: str, value: str | Sequence[str]) -> None:
    """Look for something else: its first results are shown."""
    put_all({name: value, "shown": ""})


def _without_facts(words: str, kinds: Sequence[str]) -> Found:
    hits = source().find(words, language(), (), _WITHOUT_INDEX)
    if hits is None:
        asked = panel("labels_like").replace("$words", str(Literal(words.strip().lower())))
        named = list(dict.fromkeys(row["entity"].value for row in source().rows(asked)))
        labels = labels_of(source(), named, language())
        told = [(iri, labels[iri], labels[iri]) for iri in named]
    else:
        told = [(hit.iri, hit.label, hit.matched) for hit in hits]
    forms = kinds_of(source(), (iri for iri, _, _ in told))
    there = {form: sum(1 for iri, _, _ in told if forms[iri] == form) for form in KINDS}
    things = [
        Thing(iri, forms[iri], label, matched, language()) for iri, label, matched in told if not kinds or forms[iri] in kinds
    ]
    choices = tuple(Choice(form, "", count) for form, count in there.items() if count)
    return Found(len(things), tuple(things), {"kind": choices})


def _below(found: Found) -> None:
    """More results, and those shown as a file."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if len(found.things) < min(found.total, _MOST):
            more = str(len(found.things) + 2 * _SHOWN)
            st.button(say(N_("Show more")), icon=":material/expand_more:", on_click=put, args=("shown", more))
        button(csv_file(_columns(found)), "search")


def _columns(found: Found) -> list[Column]:
    things, nowhere = found.things, (None,) * len(found.things)
    return [
        Column(say(N_("Name")), tuple(thing.label for thing in things), tuple(thing.iri for thing in things)),
        Column(say(N_("Kind")), tuple(kind_name(thing.form) for thing in things), nowhere),
        Column(say(N_("Near")), tuple(", ".join(thing.near) for thing in things), nowhere),
        Column(say(N_("Postings")), tuple(thing.postings for thing in things), nowhere),
    ]


def _facets(found: Found, chosen: Mapping[str, Sequence[str]]) -> None:
    """What the results can be narrowed by; a choice stands in the address."""
    _kinds(found.choices.get("kind", ()))
    for facet, (title, none) in _FACETS.items():
        choices = found.choices.get(facet, ())
        if choices or chosen.get(facet):
            _facet(facet, say(title), say(none), choices, chosen.get(facet, ()))


def _kinds(choices: Sequence[Choice]) -> None:
    counts = {choice.value: choice.count for choice in choices}
    wished = address_list("kind")
    there = [form for form in (*KINDS, *CONCEPTS) if form in counts or form in wished]
    if not there:
        return
    key = f"search-kinds:{language()}"
    st.session_state[key] = [form for form in wished if form in there]
    st.pills(
        say(N_("Kind")),
        there,
        selection_mode="multi",
        format_func=lambda form: say(N_("{name} {count}"), name=kind_name(form, several=True), count=counts.get(form, 0)),
        key=key,
        on_change=lambda: _narrow("kind", st.session_state[key]),
    )


def _facet(facet: str, title: str, none: str, choices: Sequence[Choice], chosen: Sequence[str]) -> None:
    names = {choice.value: _named(choice) for choice in choices}
    missing = [value for value in chosen if value not in names]
    labels = labels_of(source(), missing, language()) if facet != "year" else {value: value for value in missing}
    names |= {value: labels[value] for value in missing}
    key = f"search-{facet}:{language()}"
    st.session_state[key] = chosen[0] if chosen else ""
    st.selectbox(
        title,
        ["", *names],
        format_func=lambda value: names.get(value, value) if value else none,
        key=key,
        on_change=lambda: _choose(facet, meant(st.session_state[key], {"": none, **names})),
        placeholder=say(CHOOSE),
    )


def _choose(facet: str, value: str | None) -> None:
    if value is not None:
        _narrow(facet, short(value))


def _named(choice: Choice) -> str:
    return say(N_("{name} ({count})"), name=choice.label or readable(choice.value), count=choice.count)
