"""Query: the catalogue of questions, an editor for one's own, the answer as a table, a chart, a map or a drawing."""

from __future__ import annotations

import streamlit as st

from organigram.catalogue import Question, by_subject, load_catalogue, subject_label, tag_label
from organigram.errors import OrganigramError
from organigram.folding import fold_name
from organigram.i18n import N_
from organigram_viz import answers, frame, running
from organigram_viz.completion import Suggestion, prefix_lines, suggestions
from organigram_viz.counting import totals
from organigram_viz.downloads import File, button
from organigram_viz.editor import Marked, editor
from organigram_viz.forms import field
from organigram_viz.sharing import asked_by_link, fits, in_address, keep_in_address, link
from organigram_viz.source import source
from organigram_viz.wording import address, heard, language, put, put_all, say

NAME, TITLE, ICON = "query", N_("Query"), ":material/search_insights:"

_OWN = "own"
_START = """SELECT ?posting ?organization WHERE {
  ?posting a schema:JobPosting ;
    schema:hiringOrganization ?organization .
}
LIMIT 20
"""


def show() -> None:
    """Draw the page."""
    frame.heading(
        TITLE, N_("Choose a question of the catalogue, or write your own in SPARQL. Nothing can be changed by a query.")
    )
    if not totals(source())["postings"]:
        frame.empty(*frame.NOTHING_BUILT)
        return
    chosen, catalogue = address("question"), load_catalogue()
    _switch(chosen)
    if chosen == _OWN:
        _own()
    elif chosen in catalogue:
        _question(catalogue[chosen])
    else:
        _browse()


def _switch(chosen: str) -> None:
    """Between the catalogue and one's own query."""
    names = {"": say(N_("Questions to choose from")), _OWN: say(N_("Your own query"))}
    key = f"query-kind:{language()}"
    st.session_state[key] = _OWN if chosen == _OWN else ""
    st.segmented_control(
        say(N_("What to ask")),
        list(names),
        format_func=lambda name: names[name],
        key=key,
        on_change=lambda: _leave_for(st.session_state[key] or ""),
        label_visibility="collapsed",
    )


def _leave_for(question: str, query: str = "") -> None:
    """Open another question, or one's own query: nothing of the one before stays in the address."""
    heard()
    put_all({**{name: "" for name in st.query_params if name != "lang"}, "question": question, **in_address(query)})


# --- the catalogue ------------------------------------------------------------------------------------------------------------


def _browse() -> None:
    typed, chosen = "question-words", f"question-tag:{language()}"
    st.session_state[typed], wish = address("words"), address("tag")
    words = st.text_input(
        say(N_("Words of a question")),
        key=typed,
        on_change=lambda: put("words", st.session_state[typed]),
        icon=":material/search:",
        placeholder=say(N_("pay, donor, who reports …")),
        label_visibility="collapsed",
        width=460,
    )
    tags = {tag: tag_label(tag, language()) for question in load_catalogue().values() for tag in question.tags}
    st.session_state[chosen] = wish if wish in tags else None
    tag = st.pills(
        say(N_("Tags")),
        sorted(tags, key=lambda name: tags[name]),
        format_func=lambda name: tags[name],
        key=chosen,
        on_change=lambda: put("tag", st.session_state[chosen] or ""),
        label_visibility="collapsed",
    )
    found = {subject: [one for one in questions if _fits(one, words)] for subject, questions in by_subject(tag).items()}
    shown = {subject: questions for subject, questions in found.items() if questions}
    if not shown:
        frame.empty(N_("No question has these words."), N_("Write fewer letters, or take the tag out; or write your own query."))
        return
    columns = [column.container(gap="large") for column in st.columns(3, gap="large")]
    heights = [0, 0, 0]
    for subject, questions in shown.items():
        place = heights.index(min(heights))
        heights[place] += len(questions) + 3
        with columns[place].container(gap=None):
            st.subheader(frame.plain(subject_label(subject, language())), anchor=False)
            for question in sorted(questions, key=lambda one: one.title[language()].casefold()):
                _entry(question)


def _fits(question: Question, words: str) -> bool:
    told = fold_name(" ".join([question.title[language()], question.description[language()], question.name.replace("-", " ")]))
    return all(word in told for word in fold_name(words).split())


def _entry(question: Question) -> None:
    st.button(
        frame.plain(question.title[language()]),
        key=f"open:{question.name}",
        type="tertiary",
        help=frame.plain(question.description[language()]),
        on_click=_leave_for,
        args=(question.name,),
    )


def _question(question: Question) -> None:
    """A question of the catalogue: its form beside its answer."""
    form, answer = st.columns([4, 9], gap="large")
    with form:
        st.button(say(N_("All questions")), icon=":material/arrow_back:", type="tertiary", on_click=_leave_for, args=("",))
        st.subheader(frame.plain(question.title[language()]), anchor=False)
        st.html(f'<p class="lead" style="margin:0">{frame.html(question.description[language()])}</p>')
        sparql = _bound(question)
    with answer:
        if sparql:
            _answered(sparql, question.name, question.view)
        else:
            frame.empty(N_("Nothing is asked yet."), N_("Fill in what the question needs."))


def _bound(question: Question) -> str:
    """The question with the values of its form; nothing while what it needs is missing."""
    values = {name: field(question, parameter) for name, parameter in question.parameters.items()}
    missing = [p for p in question.parameters.values() if p.required and not values[p.name]]
    if missing:
        return ""
    sparql = question.bind(values, language(), base=source().base)
    if address("limit"):
        sparql = running.with_limit(sparql)
        st.caption(say(N_("Only the first {count} rows are asked for."), count=running.FIRST))
        st.button(say(N_("Ask for all rows")), type="tertiary", on_click=put, args=("limit", ""))
    with st.expander(say(N_("The query in SPARQL"))):
        st.code(sparql, language="sparql", wrap_lines=True)
        st.button(say(N_("Edit it as your own")), icon=":material/edit:", on_click=_edit, args=(sparql,))
    return sparql


def _edit(sparql: str) -> None:
    _leave_for(_OWN, sparql)
    _load(sparql)


# --- one's own query ----------------------------------------------------------------------------------------------------------


def _load(text: str) -> None:
    """Put a text into the editor in the place of what it holds, and ask it."""
    state = st.session_state
    state["query_text"] = state["query_run"] = text
    state["query_identity"] = state.get("query_identity", 0) + 1


def _own() -> None:
    state = st.session_state
    linked = asked_by_link()
    if linked and linked != state.get("query_run"):
        _load(linked)
    state.setdefault("query_text", _START)
    if not linked and fits(state.setdefault("query_run", "")):
        state["query_run"] = ""  # the reader went back to before it was run
    place, below = st.container(), st.container()
    mistake = None
    with below:
        if state.get("query_run"):
            mistake = _answered(state["query_run"], _OWN, "table")
        else:
            frame.empty(N_("Nothing is asked yet."), N_("Write a query and run it."))
    with place:
        _write(mistake)


def _write(mistake: Marked | None) -> None:
    state = st.session_state
    done = editor(state["query_text"], state.get("query_identity", 0), _offered(), mistake, key="editor")
    if done.text is not None:
        state["query_text"] = done.text
    if done.run is not None:
        state["query_text"] = state["query_run"] = done.run
        state["query_number"] = state.get("query_number", 0) + 1
        running.again()
        keep_in_address(done.run)
        st.rerun()


def _offered() -> list[Suggestion]:
    return suggestions(source(), language())


# --- answers ------------------------------------------------------------------------------------------------------------------


def _answered(sparql: str, name: str, view: str) -> Marked | None:
    """The answer, or what is wrong and where; a mistake in one's own query is marked in the editor."""
    try:
        result = running.answer(sparql)
    except OrganigramError as error:
        mistake = running.mistake_of(sparql, error) if name == _OWN else None
        if running.failed(error, mistake):
            _narrow(sparql, name)
        return Marked(sparql, mistake, st.session_state.get("query_number", 0)) if mistake else None
    if result is not None:
        files = answers.show(result, view)
        with st.container(horizontal=True):
            for file in files:
                button(file, name)
            _share(sparql)
    return None


def _narrow(sparql: str, name: str) -> None:
    if name == _OWN:
        narrowed = running.with_limit(sparql)
        _load(narrowed)
        keep_in_address(narrowed)
    else:
        put("limit", "1")
    st.rerun()


def _share(sparql: str) -> None:
    whole = "\n".join([*prefix_lines(sparql, source().base), sparql])
    with st.popover(say(N_("Share")), icon=":material/link:"):
        if address("question") != _OWN or asked_by_link():
            st.caption(say(N_("Whoever opens this link sees the same question with the same values.")))
            st.code(link(), language=None, wrap_lines=True)
        else:
            st.caption(say(N_("This query is too long for a link: share it as a file.")))
        st.caption(say(N_("For other SPARQL tools: the query with all its prefixes.")))
        st.code(whole, language="sparql", wrap_lines=True, height=200)
        button(File("SPARQL", "rq", "application/sparql-query", whole.encode), "query", quiet=True)
