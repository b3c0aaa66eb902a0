"""Query: the catalogue of questions, an editor for one's own, the result as a table and as files."""

from __future__ import annotations

import re
from collections.abc import Mapping

import streamlit as st

from organigram.catalogue import Parameter, Question, load_catalogue
from organigram.errors import OrganigramError
from organigram.finding import finder, is_known, resolve
from organigram.i18n import N_
from organigram.namespaces import PREFIXES
from organigram.querying import Result
from organigram_viz import frame
from organigram_viz.source import source
from organigram_viz.tables import columns_of, csv_of, frame_of
from organigram_viz.wording import address, choose, language, put, say

NAME, TITLE, ICON = "query", N_("Query"), ":material/search_insights:"

_OWN = "own"
#: The question that the page opens with.
_FIRST = "posts-by-role-and-country"
_START = """SELECT ?posting ?organization WHERE {
  ?posting a schema:JobPosting ; schema:hiringOrganization ?organization .
} LIMIT 20
"""
#: An address longer than this is cut by some programs: a longer query is not put into it.
_ADDRESS = 1800


def show() -> None:
    """Draw the page."""
    frame.heading(
        TITLE, N_("Choose a question of the catalogue, or write your own in SPARQL. Nothing can be changed by a query.")
    )
    catalogue = load_catalogue()
    name = _chosen(catalogue)
    form, answer = (st.container(), st.container()) if name == _OWN else st.columns([4, 9], gap="large")
    with form:
        sparql = _own() if name == _OWN else _asked(catalogue[name])
    with answer:
        if sparql:
            _answer(sparql, name)
        else:
            frame.empty(N_("Nothing is asked yet."), N_("Fill in what the question needs, or write a query and run it."))


def _chosen(catalogue: Mapping[str, Question]) -> str:
    names = {name: question.title[language()] for name, question in catalogue.items()}
    names[_OWN] = say(N_("Your own query"))
    order = sorted(catalogue, key=lambda name: (catalogue[name].subject, names[name].casefold()))
    first = [_FIRST] if _FIRST in catalogue else []
    with st.columns([6, 7])[0]:
        return choose(say(N_("Question")), [*dict.fromkeys([*first, *order]), _OWN], names, "question")


def _asked(question: Question) -> str:
    """The form of a question; its SPARQL once what it needs is there."""
    st.html(f'<p class="lead" style="margin:0">{frame.html(question.description[language()])}</p>')
    values = {name: _field(question, parameter) for name, parameter in question.parameters.items()}
    try:
        sparql = question.bind(_meant(question, values), language(), base=source().base)
    except OrganigramError as error:
        missing = [p for p in question.parameters.values() if p.required and p.default is None and not values[p.name]]
        if not missing:
            frame.failed(error)
        return ""
    with st.expander(say(N_("The query in SPARQL"))):
        st.code(sparql, language="sparql", wrap_lines=True)
        if st.button(say(N_("Edit it as your own")), icon=":material/edit:"):
            put("question", _OWN)
            put("query", sparql if len(sparql) < _ADDRESS else "")
            st.session_state["own_query"] = st.session_state["own_asked"] = sparql
            st.rerun()
    return sparql


def _meant(question: Question, values: Mapping[str, str]) -> Mapping[str, str]:
    """The values, names among them as the entities that they mean."""
    asked = source()
    find = finder(asked.service, language(), base=asked.base)
    return resolve(question, values, find, is_known(asked.service), base=asked.base)


def _field(question: Question, parameter: Parameter) -> str:
    """A field for a parameter; its value stands in the address."""
    name = f"p.{parameter.name}"
    label = parameter.label[language()] + (
        "" if parameter.required and parameter.default is None else f" ({say(N_('optional'))})"
    )
    if parameter.choices:
        return choose(label, parameter.choices, {}, name, empty="" if parameter.required else say(N_("All")))
    key = f"{name}:{question.name}:{language()}"
    st.session_state[key] = address(name, parameter.default or "")
    return st.text_input(label, key=key, on_change=lambda: put(name, st.session_state[key]), placeholder=_example(parameter))


def _example(parameter: Parameter) -> str:
    examples = {
        "country": "ML",
        "organization": "alima",
        "role": "medical-coordinator",
        "date": "2025-01-31",
        "integer": "5",
        "decimal": "0.5",
    }
    return examples.get(parameter.kind) or examples.get(parameter.type, "")


def _own() -> str:
    """The editor; what it holds once the reader has run it, or an address asks for it."""
    state = st.session_state
    if address("query") and address("query") != state.get("own_asked"):
        state["own_asked"] = state["editor"] = address("query")
    # What a widget shows is forgotten while it is not on the page: it is kept beside it.
    state.setdefault("editor", state.get("own_query", _START))
    with st.form("own"):
        text = st.text_area(say(N_("Query")), key="editor", height=300)
        st.caption(say(N_("Prefixes that you need not declare: {names}"), names=", ".join(PREFIXES)))
        if st.form_submit_button(say(N_("Run")), type="primary", icon=":material/play_arrow:"):
            state["own_asked"] = text
            put("query", text if len(text) < _ADDRESS else "")
    state["own_query"] = text
    return str(state.get("own_asked", ""))


def with_prefixes(sparql: str) -> str:
    """The query with the prefixes that it uses and does not declare, on its first line so that errors keep their line.

    >>> with_prefixes("SELECT ?s WHERE { ?s a org:Post }")
    'PREFIX org: <http://www.w3.org/ns/org#> SELECT ?s WHERE { ?s a org:Post }'
    """
    declared = {match.casefold() for match in re.findall(r"\bPREFIX\s+(\w*):", sparql, re.IGNORECASE)}
    used = {match for match in re.findall(r"\b([a-z]+):", sparql) if match in PREFIXES}
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in sorted(used - declared)) + sparql


def _answer(sparql: str, name: str) -> None:
    with st.spinner(say(N_("Asking the graph …"))):
        result = source().service.query(with_prefixes(sparql))
    if result.kind == "ask":
        st.metric(say(N_("Answer")), say(N_("yes") if result.boolean else N_("no")))
        _downloads([("JSON", "json", "application/sparql-results+json", result.to_json())], name)
    elif result.kind == "construct":
        _triples(result, name)
    else:
        _table(result, name)


def _triples(result: Result, name: str) -> None:
    st.caption(_told(result))
    st.code(result.to_turtle().decode(), language="turtle", height=560)
    _downloads([("Turtle", "ttl", "text/turtle", result.to_turtle())], name)


def _table(result: Result, name: str) -> None:
    if not result.rows:
        frame.empty(N_("The graph answers with no row."), N_("Leave a value open, or ask for another one."))
        return
    columns = columns_of(result, source(), language())
    st.dataframe(frame_of(columns), hide_index=True, height="auto", placeholder="–")
    st.caption(_told(result))
    _downloads(
        [("CSV", "csv", "text/csv", csv_of(columns)), ("JSON", "json", "application/sparql-results+json", result.to_json())], name
    )


def _told(result: Result) -> str:
    return say(N_("Rows: {count} · seconds: {seconds}"), count=len(result), seconds=max(0.01, round(result.seconds, 2)))


def _downloads(files: list[tuple[str, str, str, bytes]], name: str) -> None:
    with st.container(horizontal=True):
        for title, ending, kind, content in files:
            st.download_button(
                say(N_("Download {format}"), format=title),
                content,
                f"organigram-{name}.{ending}",
                kind,
                icon=":material/download:",
                on_click="ignore",
            )
