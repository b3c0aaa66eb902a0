"""The list of postings: filters that the address keeps, a page of it at a time, and all of it as a file."""

from __future__ import annotations

import contextlib
from datetime import date
from typing import Any

import streamlit as st

from organigram.i18n import LANGUAGES, N_
from organigram.listing import Listed, Page, Selection
from organigram_viz import drawing, frame
from organigram_viz.downloads import File, button
from organigram_viz.entities import labels_of, long, short
from organigram_viz.links import entity_href, href
from organigram_viz.listings import counts, page
from organigram_viz.source import source
from organigram_viz.tables import Column, csv_of
from organigram_viz.wording import LANGUAGE_NAMES, address, choose, language, number, put, put_all, say

__all__ = ["show"]

#: Postings of a page of the list, and of the file.
_SHOWN, _FILED = 25, 50_000
#: Letters that are looked for.
_LONGEST = 200
#: What the list can be narrowed by: parameter, heading, what stands for no choice.
_FACETS = (
    ("organization", N_("Organization"), N_("All organizations")),
    ("country", N_("Country"), N_("All countries")),
    ("role", N_("Role"), N_("All roles")),
    ("donor", N_("Donor"), N_("All donors")),
    ("sector", N_("Sector"), N_("All sectors")),
    ("contract", N_("Contract"), N_("All contracts")),
    ("language_required", N_("Language required"), N_("Any language required")),
    ("written_in", N_("Written in"), N_("Any language")),
)
_PARAMETERS = (*(name for name, _, _ in _FACETS), "q", "from", "to", "open")


def show() -> None:
    """Draw the list."""
    selection = _selection()
    _filters(selection)
    turn = _number()
    found = page(source(), selection, _SHOWN, (turn - 1) * _SHOWN)
    if not found.postings and turn > 1:  # a filter has left fewer pages than the address names
        turn, found = 1, page(source(), selection, _SHOWN, 0)
    if not found.postings:
        _nothing(selection)
        return
    _told(found, turn)
    _table(found.postings)
    _turn(found, turn)
    button(File("CSV", "csv", "text/csv", lambda: csv_of(_columns(page(source(), selection, _FILED, 0).postings))), "postings")


def _selection() -> Selection:
    """What the address asks for; what is no date in it counts as none."""
    facets = {name: address(name) for name, _, _ in _FACETS if address(name)}
    entities = {name: value if name == "written_in" else long(value) for name, value in facets.items()}
    since, until = (_day(address(name)) for name in ("from", "to"))
    return Selection(
        entities,
        since.isoformat() if since else "",
        until.isoformat() if until else "",
        date.today().isoformat() if address("open") else "",
        address("q")[:_LONGEST],
    )


def _day(text: str) -> date | None:
    with contextlib.suppress(ValueError):
        return date.fromisoformat(text)
    return None


def _number() -> int:
    text = address("turn", "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _filters(selection: Selection) -> None:
    with st.container(border=True):
        first = st.columns([3, 1.4, 1.4, 1.6], vertical_alignment="bottom")
        with first[0]:
            _field(st.text_input, say(N_("Words of the title, the organization or the country")), "q", address("q"))
        for column, name, label in ((first[1], "from", N_("From")), (first[2], "to", N_("To"))):
            with column:
                told = say(N_("Day of publication; where none is stated, the deadline or the start of work."))
                _field(st.date_input, say(label), name, _day(address(name)), format="YYYY-MM-DD", help=told)
        with first[3]:
            _field(st.toggle, say(N_("Open today")), "open", bool(address("open")), help=say(N_("Its deadline has not passed.")))
        for start in (0, 4):
            for column, (name, label, empty) in zip(st.columns(4), _FACETS[start : start + 4], strict=True):
                with column:
                    _facet(selection, name, label, empty)


def _field(widget: Any, label: str, param: str, value: Any, **options: Any) -> None:
    """A field whose value stands in the address."""
    key = f"{param}:{language()}:postings"
    st.session_state[key] = value

    def changed() -> None:
        new = st.session_state[key]
        put_all({param: "1" if new is True else "" if not new else str(new), "turn": ""})

    widget(label, key=key, on_change=changed, **options)


def _facet(selection: Selection, name: str, label: str, empty: str) -> None:
    counted = dict(counts(source(), selection, name))
    chosen = selection.facets.get(name)
    if chosen:
        counted.setdefault(chosen, 0)
    labels = _names(name, list(counted))
    ordered = sorted(counted, key=lambda value: (-counted[value], labels[value].casefold()))
    names = {short(value): labels[value] + (f" ({number(counted[value])})" if counted[value] else "") for value in ordered}
    choose(say(label), list(names), names, name, empty=say(empty), with_it={"turn": ""})


def _names(facet: str, values: list[str]) -> dict[str, str]:
    if facet != "written_in":
        return labels_of(source(), values, language())
    return {value: next((LANGUAGE_NAMES[code] for code in LANGUAGES if code == value), value) for value in values}


def _nothing(selection: Selection) -> None:
    if selection == Selection():
        frame.empty(*frame.NOTHING_BUILT)
        return
    frame.empty(N_("No posting fits."), N_("Take out a filter or a word, or begin again with all postings."))
    _all()


def _all() -> None:
    nothing = dict.fromkeys((*_PARAMETERS, "turn"), "")
    label = say(N_("Take out all filters"))
    st.button(label, icon=":material/filter_alt_off:", type="tertiary", on_click=put_all, args=(nothing,))


def _told(found: Page, turn: int) -> None:
    start = (turn - 1) * _SHOWN + 1
    end = start + len(found.postings) - 1
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        if found.total is None:
            st.caption(say(N_("Postings {start} to {end}, newest first; there are more"), start=start, end=end))
        else:
            told = N_("Postings: {count} · {start} to {end}, newest first")
            if found.vacancies not in (None, found.total):  # charts count vacancies and open this list
                told = N_("Postings: {count} · vacancies: {vacancies} · {start} to {end}, newest first")
            st.caption(say(told, count=found.total, vacancies=found.vacancies or 0, start=start, end=end), width="content")
        if any(address(name) for name in _PARAMETERS):
            _all()


def _table(postings: tuple[Listed, ...]) -> None:
    labels = _labels(postings)
    headings = [
        say(message)
        for message in (N_("Posting"), N_("Organization"), N_("Country"), N_("Published"), N_("Deadline"), N_("Written in"))
    ]
    kept = {name: address(name) for name in (*_PARAMETERS, "turn")}  # so that the way back leads to the same list
    lines = []
    for one in postings:
        organization = one.values.get("organization", ())
        lines.append(
            [
                (labels[one.iri], href("postings", **kept, posting=short(one.iri))),
                (_several(organization, labels), entity_href(organization[0]) if len(organization) == 1 else ""),
                (_several(one.values.get("country", ()), labels), ""),
                (_day(one.published) or one.published or None, ""),
                (_day(one.deadline) or one.deadline or None, ""),
                (_several(one.values.get("written_in", ()), labels), ""),
            ]
        )
    drawing.table(headings, lines)


def _labels(postings: tuple[Listed, ...]) -> dict[str, str]:
    named = [iri for one in postings for iri in (one.iri, *one.values.get("organization", ()), *one.values.get("country", ()))]
    codes = {code for one in postings for code in one.values.get("written_in", ())}
    return labels_of(source(), named, language()) | _names("written_in", sorted(codes))


def _several(values: tuple[str, ...], labels: dict[str, str]) -> str | None:
    return ", ".join(labels[value] for value in values) or None


def _turn(found: Page, turn: int) -> None:
    """Buttons to the page before and the page after."""
    last = found.total is not None and turn * _SHOWN >= found.total
    with st.container(horizontal=True):
        for label, icon, to, off in (
            (N_("Newer"), ":material/arrow_back:", turn - 1, turn == 1),
            (N_("Older"), ":material/arrow_forward:", turn + 1, last),
        ):
            turned = ("turn", str(to) if to > 1 else "")
            st.button(say(label), icon=icon, disabled=off, key=f"turn:{label}", on_click=put, args=turned)


def _columns(postings: tuple[Listed, ...]) -> list[Column]:
    """The list as columns of a file."""
    labels = _labels(postings)
    iris = tuple(one.iri for one in postings)
    nothing = (None,) * len(postings)

    def named(heading: str, facet: str) -> Column:
        values = [one.values.get(facet, ()) for one in postings]
        single = tuple(found[0] if len(found) == 1 and facet != "written_in" else None for found in values)
        return Column(say(heading), tuple(_several(found, labels) for found in values), single)

    return [
        Column(say(N_("Posting")), tuple(labels[iri] for iri in iris), iris),
        named(N_("Organization"), "organization"),
        named(N_("Country"), "country"),
        Column(say(N_("Published")), tuple(one.published or None for one in postings), nothing),
        Column(say(N_("Deadline")), tuple(one.deadline or None for one in postings), nothing),
        named(N_("Written in"), "written_in"),
    ]
