"""Entity: what is known of one thing, with the words behind it, what is near, why it follows, and the same for programs."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st
from pyoxigraph import NamedNode, Triple

from organigram.errors import OrganigramError, QueryTimeout
from organigram.i18n import N_
from organigram.namespaces import expand
from organigram_viz import beginnings, frame, near, why
from organigram_viz.downloads import File, button
from organigram_viz.entities import is_iri, key_of, kinds_of, labels_of, long, short
from organigram_viz.evidence import quotation
from organigram_viz.evidence import show_entity as show_sentences
from organigram_viz.facts import Fact, Facts, facts_of, host_of, is_web
from organigram_viz.kinds import KINDS, kind_name
from organigram_viz.links import anchor, entity_link, href
from organigram_viz.signs import sign
from organigram_viz.source import source
from organigram_viz.wording import LANGUAGE_NAMES, address, language, put, say

NAME, TITLE, ICON = "entity", N_("Entity"), ":material/label:"

#: Values of a line that are shown at once, and in all; quotations of a value; inferred facts with a button each.
_VALUES, _MOST, _QUOTED, _INFERRED = 8, 60, 3, 12
#: By which address other things are found that have an entity in common.
_FACETS = {"country": "country", "organization": "organization", "donor": "organization", "role-family": "family"}
_FAMILY, _ORG = expand("skos:broader"), expand("ngo:implementedBy")


def show() -> None:
    """Draw the page."""
    chosen = address("entity")
    if not chosen:
        frame.heading(TITLE, N_("What is known of one thing, and the words that it was read in."))
        frame.empty(N_("No entity is chosen."), N_("Find one on the page Search."))
        st.html(anchor(href("find"), say(N_("Search"))))
        beginnings.show()
        return
    iri = long(chosen)
    if not is_iri(iri):
        frame.empty(N_("This address names no entity."), N_("Find one on the page Search."))
        return
    kind, facts = kinds_of(source(), [iri])[iri], facts_of(iri)
    _head(iri, kind)
    if not (facts.stated or facts.inferred or facts.names or source().labels.get(iri)):
        frame.empty(N_("The graph says nothing of it."), N_("Find another one on the page Search."))
        return
    left, right = st.columns([6, 5], gap="large")
    with left:
        _stated(facts)
        _inferred(iri, facts)
    with right:
        listed = [near.show_list(listing, iri) for listing in near.LISTS.get(kind, ())]
    with left if any(listed) else right:
        show_sentences(iri)
    near.show_panels(kind, {**dict.fromkeys(KINDS, iri), "family": _family(facts)}, (left, right))
    _names(facts)
    _elsewhere(iri, facts)
    _for_programs(iri)


def _family(facts: Facts) -> str:
    families = facts.stated.get(_FAMILY, ())
    return families[0].iri if families else ""


def _head(iri: str, kind: str) -> None:
    """The name, what it is, and where else to look at it."""
    st.title(frame.plain(labels_of(source(), [iri], language())[iri]), anchor=False)
    named = kind if kind != "other" else short(iri).partition("/")[0]
    st.html(f'<p class="kind">{sign(kind)} {escape(kind_name(named))}</p>')
    targets = [(href("graph", focus=short(iri)), say(N_("Draw what is near")))]
    if kind == "posting":
        targets.insert(0, (href("postings", posting=short(iri)), say(N_("Read the posting with its facts"))))
    if kind in ("organization", "donor") and near.rows_of("near_seats", iri):
        targets.append((href("organigram", organization=short(iri)), say(N_("Its organigram"))))
    if kind in ("organization", "donor") and near.rows_of("near_postings_of", iri):
        targets.append((href("postings", organization=short(iri)), say(N_("Its postings"))))
    if kind == "country":
        targets.append((href("postings", country=short(iri)), say(N_("Its postings"))))
    if kind in ("country", "organization"):
        targets.append((href("compare", kind=kind, a=short(iri)), say(N_("Compare it"))))
    if "/unresolved/" in iri:
        targets.append((href("quality", part="names", name=short(iri)), say(N_("Settle this name"))))
    counts, missing = [], False
    try:
        counts = _counts(iri, kind)
    except QueryTimeout:
        missing = True
    links = [anchor(target, label, kind="entity") for target, label in (*targets, *counts)]
    st.html(f'<nav class="ways">{"".join(links)}</nav>')
    if missing:
        st.caption(say(N_("How many things have it in common is not shown: counting them took too long. Load the page again.")))


def _counts(iri: str, kind: str) -> list[tuple[str, str]]:
    """How many things of each kind have the entity in common, and the search that lists them; the text index has counted."""
    facet = "donor" if kind == "donor" else _FACETS.get(kind, "family" if "/role-family/" in iri else "")
    found = source().browse("", language(), {facet: [iri]}, 1) if facet else None
    choices = found.choices.get("kind", ()) if found else ()
    return [
        (
            href("find", kind=choice.value, **{facet: short(iri)}),
            say(N_("{name}: {count}"), name=kind_name(choice.value, several=True), count=choice.count),
        )
        for choice in choices
        if choice.value in KINDS and choice.value not in (kind, facet)
    ]


def _stated(facts: Facts) -> None:
    """What postings and lists state, by line, each with its sentences."""
    if facts.stated:
        st.subheader(say(N_("Stated by postings and lists")), anchor=False)
        st.html("".join(_line(facts.lines[line], told) for line, told in facts.stated.items()))


def _line(name: str, told: Sequence[Fact]) -> str:
    shown, rest = told[:_VALUES], told[_VALUES:_MOST]
    more = ""
    if rest:
        summary = escape(say(N_("and {count} more"), count=len(told) - _VALUES))
        more = f"<details><summary>{summary}</summary><ul>{''.join(map(_value, rest))}</ul></details>"
    return f'<div class="line"><p class="fact">{escape(name)}</p><ul>{"".join(map(_value, shown))}</ul>{more}</div>'


def _value(fact: Fact) -> str:
    """A value, which leads to its page, and on demand the sentences that state it."""
    text = entity_link(fact.iri, fact.text) if fact.iri and source().labels.get(fact.iri) else escape(fact.text)
    if not fact.words:
        return f"<li>{text}</li>"
    postings = labels_of(source(), (words.posting for words in fact.words[:_QUOTED]), language())
    quoted = "".join(quotation(words, postings[words.posting]) for words in fact.words[:_QUOTED])
    count = say(N_("1 sentence") if len(fact.words) == 1 else N_("{count} sentences"), count=len(fact.words))
    # The link stands beside what unfolds, not in it: one cannot reach a link within a button by the keyboard.
    return f"<li>{text} <details><summary><small>{escape(count)}</small></summary>{quoted}</details></li>"


def _inferred(iri: str, facts: Facts) -> None:
    """What only follows, apart from what is stated, each with a button that says why."""
    told = [fact for found in facts.inferred.values() for fact in found]
    if not told:
        return
    st.subheader(say(N_("Follows from the facts")), anchor=False)
    every = address("inferred") == "all"
    with st.container(gap=None):
        line = ""
        for fact in told if every else told[:_INFERRED]:
            if fact.line != line:
                st.html(f'<p class="fact">{escape(facts.lines[fact.line])}</p>')
            _follows(iri, fact)
            line = fact.line
    if len(told) > _INFERRED and not every:
        more = say(N_("and {count} more"), count=len(told) - _INFERRED)
        st.button(more, key="inferred:all", type="tertiary", on_click=lambda: put("inferred", "all"))


def _follows(iri: str, fact: Fact) -> None:
    text = entity_link(fact.iri, fact.text) if fact.iri else escape(fact.text)
    mark = f"{short(fact.line)}~{short(fact.iri) or fact.text}"
    opened = address("why") == mark
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"follows:{mark}"):
        st.html(f'<p class="value">{text}</p>', width="content")
        st.button(
            say(N_("Hide") if opened else N_("Why?")),
            key=f"why:{mark}",
            type="tertiary",
            on_click=lambda: put("why", "" if opened else mark),
        )
    if opened:
        with st.container(border=True):
            try:
                why.show(Triple(NamedNode(iri), NamedNode(fact.line), fact.value))
            except OrganigramError as error:
                frame.failed(error)


def _names(facts: Facts) -> None:
    if not facts.names:
        return
    st.subheader(say(N_("Other names")), anchor=False)
    items = "".join(
        f'<li lang="{escape(tongue)}">{escape(name)}<span>{escape(_tongue(tongue))}</span></li>' for name, tongue in facts.names
    )
    st.html(f'<ul class="names">{items}</ul>')


def _tongue(tag: str) -> str:
    return next((name for known, name in LANGUAGE_NAMES.items() if known == tag), tag)


def _elsewhere(iri: str, facts: Facts) -> None:
    """The same thing in other vocabularies and on the web; what is no web address is text."""
    if not facts.links:
        return
    st.subheader(say(N_("Elsewhere")), anchor=False)
    st.html(f'<ul class="names">{"".join(f"<li>{_link(target)}</li>" for target, _ in facts.links)}</ul>')


def _link(target: str) -> str:
    if not is_web(target):
        return escape(target)
    shown = f'<a class="entity" href="{escape(target)}" target="_blank" rel="noopener noreferrer">{escape(host_of(target))}</a>'
    return f"{shown}<span>{escape(target)}</span>"


def _for_programs(iri: str) -> None:
    """The entity's own triples as Turtle, and where this server writes them in other forms."""
    st.divider()
    made = source().ask(f"CONSTRUCT {{ {NamedNode(iri)} ?line ?value }} WHERE {{ {NamedNode(iri)} ?line ?value }} LIMIT 2000")
    turtle = made.to_turtle()
    with st.expander(say(N_("Turtle")), icon=":material/data_object:"):
        st.code(turtle.decode("utf-8"), language="turtle", wrap_lines=True)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        button(File("Turtle", "ttl", "text/turtle", lambda: turtle), key_of(iri), key="file:turtle")
        if source().indexed and iri.startswith(source().base):
            path = iri.removeprefix(source().base)
            for name, ending in (("JSON-LD", "jsonld"), ("N-Triples", "nt"), ("RDF/XML", "rdf")):
                st.html(anchor(f"./{path}.{ending}", name), width="content")
    st.html(f'<p class="fact"><code>{escape(iri)}</code></p>')
