"""Try a posting: paste or upload one, and see what a build would make of it. Nothing is stored until the reader says so."""

from __future__ import annotations

import json
from functools import partial
from time import perf_counter

import networkx as nx
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from organigram.contacts import mask_contacts
from organigram.errors import OrganigramError
from organigram.i18n import N_
from organigram.inbox import inbox_of
from organigram.namespaces import PREFIXES, entity, rebase
from organigram.trial import MOST, Tried
from organigram_viz import adding, disputes, frame, trials
from organigram_viz.canvas import canvas
from organigram_viz.entities import calmer, kinds_of, labels_of, network_of, triples_of
from organigram_viz.findings import report
from organigram_viz.kinds import KINDS, LINES
from organigram_viz.links import anchor, entity_link, href
from organigram_viz.network import build, parts
from organigram_viz.permission import refusal
from organigram_viz.progress import new_version
from organigram_viz.questions import panel
from organigram_viz.reader import reader
from organigram_viz.small import source_of_trial
from organigram_viz.source import Source, source
from organigram_viz.told import facts_of
from organigram_viz.wording import CHOOSE, address, address_list, language, put, put_all, say

NAME, TITLE, ICON = "try", N_("Try a posting"), ":material/science:"

#: Megabytes of a file that is tried; larger ones hold many postings, and are for a build.
_MEGABYTES = 25
_MANY = N_("The file holds more postings than are tried here.")
_PASTED = "posting.txt"
#: Kinds that the little graph begins without.
_HIDDEN = ("posting", "role")
_NONE = "none"


def show() -> None:
    """Draw the page: what to try, what was made of it, how to keep it."""
    frame.heading(TITLE, N_("Paste a posting or upload one, and see what would be read from it. Nothing is stored."))
    trials.trier()
    asked = _ask()
    attempt = trials.kept()
    if attempt is None:
        if not asked:
            frame.empty(N_("There is nothing to read yet."), N_("Paste a text, or choose a file."))
        return
    for problem in attempt.trial.problems:
        frame.failed(problem)
    tried = _choose(attempt)
    if tried is not None:
        _result(tried, attempt)


def _ask() -> bool:
    """The form; True where there was something to try."""
    last = trials.kept()
    if "try:text" not in st.session_state and last and last.name == _PASTED:  # the reader was on another page
        st.session_state["try:text"] = last.raw.decode("utf-8", "replace")
    with st.form("try", border=True):
        left, right = st.columns([3, 2], gap="medium")
        with left:
            text = st.text_area(say(N_("The posting’s text")), key="try:text", height=190, placeholder=say(N_("Paste it here…")))
        with right:
            file = _uploader()
            st.caption(say(N_("It is read on the machine that runs this explorer, and sent to nobody.")))
        asked = st.form_submit_button(say(N_("Read it")), type="primary", icon=":material/science:")
    if not asked:
        return False
    trials.keep(None)
    put_all({"posting": "", "fact": "", "hidden": ""})
    if file is not None:
        _try(file.name, file.getvalue())
    elif text.strip():
        _try(_PASTED, text.encode("utf-8", "replace"))
    return file is not None or bool(text.strip())


def _uploader() -> UploadedFile | None:
    """Streamlit's field for a file, with the words of it in the reader's language: it has settings for none of them."""
    words = {
        '[data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"]': say(N_("Choose a file")),
        '[data-testid="stFileUploaderDropzoneInstructions"]': say(N_("or drop it here; {size} MB at most"), size=_MEGABYTES),
    }
    st.html(f"<style>{frame.own_words(words)}</style>")
    label = say(N_("Or a file: Word, PDF, web page, text, e-mail, JSON, CSV, ZIP…"))
    return st.file_uploader(label, key="try:file", max_upload_size=_MEGABYTES)


def _try(name: str, raw: bytes) -> None:
    process = trials.trier()
    warm = process.ready
    waiting = N_("Reading…") if warm else N_("Loading the vocabulary, which takes some seconds the first time…")
    start = perf_counter()
    try:
        with st.spinner(say(waiting)):
            trial = process.read(name, raw)
    except OrganigramError as error:
        frame.failed(error)
        return
    trials.keep(trials.Attempt(name, raw, trial, perf_counter() - start if warm else None))


def _choose(attempt: trials.Attempt) -> Tried | None:
    """The posting to show, of those of the file."""
    tried = attempt.trial.tried
    if attempt.trial.more:
        st.info(
            say(
                N_("The file holds more postings; the first {count} were read. Build the whole with: organigram build."),
                count=MOST,
            ),
            icon=":material/info:",
        )
    if len(tried) < 2:
        return tried[0] if tried else None
    by_key = {one.posting.key: one for one in tried}
    names = {key: one.facts.title.value if one.facts.title else one.posting.id for key, one in by_key.items()}
    st.session_state["try:posting"] = address("posting") if address("posting") in by_key else tried[0].posting.key
    chosen = st.selectbox(
        say(N_("Posting of this file")),
        list(by_key),
        format_func=lambda key: str(names[key]),
        key="try:posting",
        on_change=lambda: put("posting", st.session_state["try:posting"]),
        placeholder=say(CHOOSE),
    )
    return by_key[chosen]


def _result(tried: Tried, attempt: trials.Attempt) -> None:
    here = source_of_trial(tried, source().base, language())
    iri = _iri(tried)
    st.header(frame.plain(labels_of(here, [iri], language())[iri]), anchor=False)
    if attempt.seconds is not None:
        stored = source().texts(tried.posting.key) is not None
        told = N_("Read in {seconds} seconds.") if stored else N_("Read in {seconds} seconds. Nothing of it is stored.")
        st.caption(say(told, seconds=round(attempt.seconds, 2)))
    report(tried, here)
    disputes.show(iri, here)
    st.subheader(say(N_("Facts and their words")), anchor=False)
    frame.lead(N_("Choose a fact to see its words, or words to see their fact."))
    reader(
        mask_contacts(tried.posting.text),
        facts_of(here, iri),
        key=f"try:{tried.posting.key}:{language()}",
        tongue=tried.posting.language,
        height=560,
    )
    _drawing(here, tried)
    _downloads(tried)
    _keep(tried, attempt)


def _keep(tried: Tried, attempt: trials.Attempt) -> None:
    """The way into the store, or why there is none."""
    st.subheader(say(N_("Keep it")), anchor=False)
    if source().texts(tried.posting.key) is not None:
        st.success(say(N_("This posting is in the store.")), icon=":material/check_circle:")
        st.html(anchor(href("postings", posting=f"posting/{tried.posting.key}"), say(N_("Read it among the postings"))))
        return
    if not tried.conforms:
        frame.empty(N_("It cannot be added while it violates a shape."), N_("Correct the text, and read it again."))
        return
    if why := refusal() or (_MANY if attempt.trial.more else ""):
        frame.empty(why, N_("Add it on the machine of the store: organigram add FILE --store DIR."))
        return
    store = source().store
    assert store is not None
    told = N_("A new version of the store is made with it. Its file is kept in {folder}, where every later build finds it.")
    st.caption(frame.plain(say(told, folder=inbox_of(store))))
    if len(attempt.trial.tried) > 1:
        st.caption(say(N_("The file is added whole, with all its {count} postings."), count=len(attempt.trial.tried)))
    if st.button(say(N_("Add to the store")), type="primary", icon=":material/add_circle:"):
        title = tried.facts.title
        _add(f"{str(title.value).replace('/', '-')}.txt" if title and attempt.name == _PASTED else attempt.name, attempt.raw)


def _add(name: str, raw: bytes) -> None:
    elsewhere = N_("Add it on the machine of the store: organigram add FILE --store DIR.")
    done = N_("Added. The store’s version is now {version}.")
    new_version(partial(adding.add, name, raw), elsewhere, done, N_("Nothing new was found to add."))


def _iri(tried: Tried) -> str:
    return rebase(f"<{entity('posting', tried.posting.key)}>", source().base)[1:-1]


def _drawing(here: Source, tried: Tried) -> None:
    """The little graph: the entities that the posting names, and the lines that it states between them."""
    network: nx.MultiDiGraph[str] = calmer(network_of(here, triples_of(here.rows(panel("edges", line=LINES))), language()))
    st.subheader(say(N_("The graph of it")), anchor=False)
    if not network:
        frame.empty(N_("No line between two entities was found."), N_("The facts above stand by themselves."))
        return
    hidden = [kind for kind in address_list("hidden") or _HIDDEN if kind != _NONE]
    event = canvas(
        parts(build(network, hidden=hidden)),
        key=f"try-graph:{tried.posting.key}:{language()}",
        identity=f"try:{tried.posting.key}",
        kinds={data["kind"] for _, data in network.nodes(data=True)},
        families={LINES[line].family for _, _, line in network.edges(keys=True)},
        hidden=hidden,
        height=460,
    )
    if event.hidden is not None:
        put("hidden", event.hidden or _NONE)
        st.rerun()
    if event.click and event.click.node:
        _clicked(event.click.node, here)


def _clicked(iri: str, here: Source) -> None:
    """What was clicked, and the way to it where the store knows it."""
    label, kind = labels_of(here, [iri], language())[iri], kinds_of(here, [iri])[iri]
    st.html(f'<p class="value"><strong>{frame.html(label)}</strong> · {frame.html(say(KINDS[kind].one))}</p>')
    labels_of(source(), [iri], language())
    if source().labels.get(iri):
        st.html(entity_link(iri, say(N_("What the store says of it"))))
    else:
        st.caption(say(N_("The store does not know it yet.")))


def _downloads(tried: Tried) -> None:
    with st.container(horizontal=True):
        facts = json.dumps(tried.facts.to_json(), ensure_ascii=False, indent=2)
        for label, content, ending, kind in (
            ("JSON", facts, "json", "application/json"),
            ("Turtle", turtle_of(tried.lines), "ttl", "text/turtle"),
        ):
            st.download_button(
                say(N_("Download the facts ({format})"), format=label),
                content,
                f"organigram-{tried.posting.key}.{ending}",
                kind,
                icon=":material/download:",
                type="tertiary",
                on_click="ignore",
            )


def turtle_of(lines: tuple[str, ...]) -> str:
    """Lines of N-Quads as Turtle, their graph left out."""
    import pyoxigraph

    quads = pyoxigraph.parse("\n".join(lines), format=pyoxigraph.RdfFormat.N_QUADS)
    triples = (pyoxigraph.Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    written = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.TURTLE, prefixes=PREFIXES)
    return (written or b"").decode()
