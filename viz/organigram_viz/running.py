"""A reader's question from begin to end: it runs beside the page, can be stopped, and says what to do where it fails."""

from __future__ import annotations

import re

import streamlit as st

from organigram.errors import OrganigramError, QueryError, QueryOutOfMemory, QueryTimeout, QueryTooLarge
from organigram.i18n import N_
from organigram.querying import Result
from organigram_viz import frame
from organigram_viz.asked import Asked
from organigram_viz.completion import prefix_lines, with_prefixes
from organigram_viz.mistakes import Mistake, mistake_in
from organigram_viz.source import source
from organigram_viz.wording import say

__all__ = ["FIRST", "again", "answer", "failed", "mistake_of", "with_limit"]

#: Seconds that the page waits for an answer before it says that it waits, and between two looks at it then.
PATIENCE, _LOOK = 0.8, 1.0
#: How many rows are offered where there are too many.
FIRST = 1000
_KEY = "asked"
#: What is no syntax, in the order in which SPARQL tells it apart: an IRI, strings, an escaped sign, a comment.
_OPAQUE = re.compile(
    r"""<[^<>"{}|^`\\\s]*>|\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\\.|(?P<comment>\#[^\n]*)""",
    re.DOTALL,
)
#: The end of a query: its limit, and the rows that it is joined with.
_END = re.compile(
    r"(?P<limit>\bLIMIT\s+\d+)?(?P<rest>\s*(?:\bOFFSET\s+\d+\s*)?(?:\bVALUES\s*(?:[?$]\w+|\([^(){}]*\))\s*\{[^{}]*\}\s*)?)\Z",
    re.IGNORECASE,
)


def with_limit(sparql: str, rows: int = FIRST) -> str:
    """The query, asked for its first rows only.

    >>> with_limit("SELECT * WHERE { ?s ?p ?o } LIMIT 999999", 5)
    'SELECT * WHERE { ?s ?p ?o } LIMIT 5'
    >>> with_limit("SELECT * WHERE { ?s ?p ?o } # all", 5)
    'SELECT * WHERE { ?s ?p ?o } # all\\nLIMIT 5\\n'
    >>> with_limit("SELECT * WHERE { ?s ?p ?o } LIMIT 999999 # all", 5)
    'SELECT * WHERE { ?s ?p ?o } LIMIT 5 # all'
    """
    sparql = sparql.rstrip()
    plain = _OPAQUE.sub(lambda found: (" " if found["comment"] else "_") * len(found[0]), sparql)
    found = _END.search(plain)
    assert found is not None  # it may be empty
    if found["limit"]:
        return f"{sparql[: found.start()]}LIMIT {rows}{sparql[found.end('limit') :]}"
    values = plain[found.start() :].lstrip()
    if values:  # a limit stands before them
        place = len(plain) - len(values)
        return f"{sparql[:place]}LIMIT {rows}\n{sparql[place:]}"
    return f"{sparql}\nLIMIT {rows}\n"


def _asked(sparql: str) -> Asked:
    """The question under way, or answered; another one than before is begun, and what ran before is ended."""
    kept = st.session_state.get(_KEY)
    version, asked = kept or ("", None)
    if asked is None or asked.sparql != sparql or version != source().name:
        if asked is not None:
            asked.stop()
        asked = source().begin(sparql)
        st.session_state[_KEY] = (source().name, asked)
    return asked


def again() -> None:
    """Forget the answer, so that the same question is asked anew."""
    if kept := st.session_state.pop(_KEY, None):
        kept[1].stop()


def answer(text: str) -> Result | None:
    """The answer to a query, as soon as there is one; until then the page says that it waits, and how to stop it.

    Raises :class:`OrganigramError` where it cannot be answered.
    """
    asked = _asked(with_prefixes(text, source().base))
    if not asked.wait(PATIENCE):
        _waiting(asked)
        return None
    if asked.stopped:
        frame.empty(N_("The query was stopped."), N_("Run it again, or another one."))
        _anew()
        return None
    return asked.result()


@st.fragment(run_every=_LOOK)
def _waiting(asked: Asked) -> None:
    if asked.done:
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(say(N_("Asking the graph … {seconds} s"), seconds=round(asked.seconds)), width="content")
        if st.button(say(N_("Stop")), icon=":material/stop_circle:", key="stop_asking"):
            asked.stop()
            asked.wait(PATIENCE)
            st.rerun()


def _anew() -> None:
    if st.button(say(N_("Run again")), icon=":material/replay:", on_click=again):
        st.rerun()


def mistake_of(text: str, error: OrganigramError) -> Mistake | None:
    """Where in the text the mistake is that an error tells of."""
    if not isinstance(error, QueryError):
        return None
    shift = sum(len(line) + 1 for line in prefix_lines(text, source().base))
    return mistake_in(text, error, shift=shift)


def failed(error: OrganigramError, mistake: Mistake | None) -> bool:
    """Say what is wrong and what to do; True where the reader wants the first rows only."""
    engine = mistake.engine if mistake else _words(error)
    if mistake:
        _wrong(mistake)
    elif engine and isinstance(error, QueryError):
        told = (say(N_("The engine cannot answer the query.")), say(error.remedy))
        st.error("\n\n".join(frame.plain(part) for part in told), icon=":material/error:")
    else:
        frame.failed(error)
    if engine:
        with st.expander(say(N_("In the engine's own words"))):
            st.code(engine, language=None, wrap_lines=True)
    if isinstance(error, QueryTooLarge) and not isinstance(error, QueryOutOfMemory):
        return st.button(say(N_("Ask for the first {count} rows"), count=FIRST), icon=":material/filter_list:")
    if isinstance(error, QueryTimeout):
        st.caption(say(N_("A question of the catalogue with a country or an organization is quick at any size of the graph.")))
    if not mistake:
        _anew()
    return False


def _words(error: OrganigramError) -> str:
    """What an engine or an endpoint says itself, in English: it stands apart from the reader's language."""
    return next((str(error.values[name]) for name in ("engine", "words", "error") if error.values.get(name)), "")


def _wrong(mistake: Mistake) -> None:
    where = say(N_("Line {line}, column {column}"), line=mistake.line, column=mistake.column)
    told = [say(text, **mistake.values) for text in (mistake.reason, mistake.remedy) if text]
    st.error("\n\n".join(frame.plain(part) for part in (where, *told)), icon=":material/error:")
