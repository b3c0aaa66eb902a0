"""Vocabulary: the ontology and the lists, browsed as trees in both languages, with how often each term is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st
from pyoxigraph import NamedNode

from organigram.catalogue import load_catalogue
from organigram.folding import fold_name
from organigram.i18n import LANGUAGES, N_, Language
from organigram.namespaces import BASE, expand, shorten
from organigram.ontology.contents import terms_of_questions
from organigram.ontology.terms import Term
from organigram_viz import frame
from organigram_viz.details import line_name
from organigram_viz.downloads import button, csv_file
from organigram_viz.entities import labels_of, long, short
from organigram_viz.links import anchor, entity_link, href, question_href
from organigram_viz.questions import panel
from organigram_viz.source import source
from organigram_viz.tables import Column
from organigram_viz.terms import SCHEMES, Concept, Scheme, concepts, terms
from organigram_viz.tree import Node, tree
from organigram_viz.wording import LANGUAGE_NAMES, address, choose, language, put, say

NAME, TITLE, ICON = "vocabulary", N_("Vocabulary"), ":material/schema:"

#: What a concept's page says of it, in this order; names are said by language before.
_NAMES = ("skos:altLabel", "ngo:acronym")
_SAID = ("skos:notation", "ngo:m49", "ngo:level", "ngo:homeCountry", "org:classification", "skos:closeMatch", "skos:exactMatch")
_TEXTS = ("skos:definition", "skos:scopeNote", "skos:example")
#: How many things below a concept are listed beside it.
_SHOWN = 40


def show() -> None:
    """Draw the page."""
    frame.heading(
        TITLE, N_("The words of the graph: the terms that it uses and the lists that it refers to, in English and French.")
    )
    left, right = st.columns([5, 6], gap="large")
    with left:
        titles = {name: say(scheme.title) for name, scheme in SCHEMES.items()}
        scheme = SCHEMES[choose(say(N_("List")), list(SCHEMES), titles, "scheme")]
        found = concepts(source(), scheme)
        if not found:
            frame.empty(N_("The graph holds nothing of this list."), N_("Choose another list, or build the graph anew."))
            return
        _count(scheme, found)
        chosen = tree(
            _nodes(found),
            key="vocabulary",
            identity=f"{source().name}:{scheme.name}:{language()}",
            chosen=short(long(address("concept"))),
        )
        if chosen and long(chosen) != long(address("concept")):
            put("concept", chosen)
            st.rerun()
        _file(scheme, found)
    with right:
        concept = found.get(long(address("concept")))
        if concept is None:
            frame.lead(N_("Choose a term to read what it means, what it is called, and where it is used."))
        else:
            with st.container(gap="xsmall"):
                _concept(scheme, concept, found)


def _count(scheme: Scheme, found: dict[str, Concept]) -> None:
    used = sum(one.count > 0 for one in found.values())
    counted = scheme.cubes or scheme.terms
    told = say(N_("Terms: {all}"), all=len(found))
    if counted:
        told += " · " + say(N_("used in this graph: {used} (the figures count {what})"), used=used, what=say(scheme.counted))
    st.caption(told)


def _nodes(found: dict[str, Concept]) -> list[Node]:
    spoken = language()
    order = sorted(found.values(), key=lambda one: (fold_name(one.label(spoken)), one.iri))
    return [
        Node(
            short(one.iri),
            short(one.above) if one.above else "",
            one.label(spoken),
            one.other(spoken),
            say("{count}", count=one.count) if one.count else "",
        )
        for one in order
    ]


def _concept(scheme: Scheme, concept: Concept, found: dict[str, Concept]) -> None:
    st.subheader(frame.plain(concept.label(language())), anchor=False)
    st.html(
        "".join(
            f'<p class="fact">{frame.html(LANGUAGE_NAMES[tongue])}</p>'
            f'<p class="value" lang="{tongue}">{frame.html(concept.labels[tongue])}</p>'
            for tongue in LANGUAGES
            if tongue in concept.labels
        )
    )
    if concept.count:
        st.caption(say(N_("In this graph · {what}: {count}"), count=concept.count, what=say(scheme.counted)))
    if scheme.terms:
        _term(next(term for term in terms(scheme) if term.iri == concept.iri))
    else:
        _listed(concept)
    _around(scheme, concept, found)
    _questions(scheme, concept)


def _term(term: Term) -> None:
    """What the ontology says of a term."""
    _texts(N_("Definition"), term.definition)
    _texts(N_("Example"), term.example)
    named = {other: shorten(other) for other in (*term.above, *term.domain, *term.range, *term.inverse, *term.replaced_by)}
    labels = labels_of(source(), named, language())
    for heading, others in (
        (N_("Is a kind of"), term.above),
        (N_("Said of"), term.domain),
        (N_("Leads to"), term.range),
        (N_("The other way round"), term.inverse),
        (N_("Replaced by"), term.replaced_by),
    ):
        _fact(say(heading), [frame.html(f"{labels[other]} ({named[other]})") for other in others])
    _fact(say(N_("Written")), [f"<code>{frame.html(term.curie)}</code>", frame.html(term.iri)])


def _texts(heading: str, told: Mapping[Language, str]) -> None:
    _fact(say(heading), [f'<span lang="{tongue}">{frame.html(told[tongue])}</span>' for tongue in LANGUAGES if told.get(tongue)])


def _fact(heading: str, values: Iterable[str]) -> None:
    """A heading and values of HTML, if there are any."""
    shown = list(values)
    if shown:
        st.html(f'<p class="fact">{frame.html(heading)}</p>' + "".join(f'<p class="value">{value}</p>' for value in shown))


def _listed(concept: Concept) -> None:
    """What the lists say of a concept."""
    rows = source().rows(panel("concept", concept=[concept.iri]))
    said: dict[str, list[NamedNode]] = {}
    for row in rows:
        said.setdefault(row["property"].value, []).append(row["value"])
    for curie in _TEXTS:
        values = said.get(expand(curie), [])
        _fact(line_name(expand(curie), _labels([expand(curie)])), sorted(frame.html(value.value) for value in values))
    own = set(concept.labels.values())
    for tongue in LANGUAGES:
        names = sorted(
            {v.value for name in _NAMES for v in said.get(expand(name), []) if getattr(v, "language", None) == tongue} - own
        )
        _fact(
            say(N_("Also called ({language})"), language=LANGUAGE_NAMES[tongue]),
            [frame.html(" · ".join(names))] if names else [],
        )
    for curie in _SAID:
        values = said.get(expand(curie), [])
        labels = _labels([expand(curie), *(value.value for value in values if isinstance(value, NamedNode))])
        _fact(line_name(expand(curie), labels), [_value(value, labels) for value in sorted(values, key=str)])
    st.html(entity_link(concept.iri, say(N_("Everything known of it"))))


def _labels(iris: Iterable[str]) -> dict[str, str]:
    return labels_of(source(), iris, language())


def _value(value: object, labels: dict[str, str]) -> str:
    if not isinstance(value, NamedNode):
        return frame.html(str(getattr(value, "value", value)))
    if value.value.startswith((source().base, BASE)):
        return entity_link(value.value, labels[value.value])
    return frame.html(value.value)


def _around(scheme: Scheme, concept: Concept, found: dict[str, Concept]) -> None:
    """What stands above and below in the list."""
    if concept.above in found:
        _fact(say(N_("Under")), [_here(scheme, found[concept.above])])
    under = sorted(
        (one for one in found.values() if one.above == concept.iri and one is not concept),
        key=lambda one: (-one.count, one.label(language())),
    )
    if under:
        more = [frame.html(say(N_("and {count} more"), count=len(under) - _SHOWN))] if len(under) > _SHOWN else []
        _fact(
            say(N_("Below it ({count})"), count=len(under)), [" · ".join([_here(scheme, one) for one in under[:_SHOWN]] + more)]
        )


def _here(scheme: Scheme, concept: Concept) -> str:
    return anchor(href(NAME, scheme=scheme.name, concept=short(concept.iri)), concept.label(language()))


def _questions(scheme: Scheme, concept: Concept) -> None:
    """The questions of the catalogue that use the term, or can be asked of it."""
    catalogue = load_catalogue()
    if scheme.terms:
        code = shorten(concept.iri)
        links: list[tuple[str, dict[str, str]]] = [(name, {}) for name, used in terms_of_questions().items() if code in used]
    else:
        links = [
            (name, {parameter.name: short(concept.iri)})
            for name, question in catalogue.items()
            for parameter in question.parameters.values()
            if parameter.kind and parameter.kind == _asked_as(scheme, concept)
        ]
    shown = sorted(links, key=lambda one: catalogue[one[0]].title[language()].casefold())
    with (
        st.expander(say(N_("Questions that use it ({count})"), count=len(shown)), icon=":material/search_insights:")
        if shown
        else st.container()
    ):
        st.html(
            "<br>".join(anchor(question_href(name, values), catalogue[name].title[language()]) for name, values in shown) or " "
        )


def _asked_as(scheme: Scheme, concept: Concept) -> str:
    """The kind of parameter by which questions ask for a term: of roles, families are asked for as such."""
    return "role-family" if short(concept.iri).startswith("role-family/") else scheme.parameter


def _file(scheme: Scheme, found: dict[str, Concept]) -> None:
    order = sorted(found.values(), key=lambda one: one.iri)
    columns = [
        Column(say(N_("Term")), tuple(one.label(language()) for one in order), tuple(one.iri for one in order)),
        *(
            Column(LANGUAGE_NAMES[tongue], tuple(one.labels.get(tongue) for one in order), (None,) * len(order))
            for tongue in LANGUAGES
        ),
        Column(
            say(N_("Under")),
            tuple(found[one.above].label(language()) if one.above in found else None for one in order),
            tuple(one.above or None for one in order),
        ),
        Column(say(N_("Uses")), tuple(one.count for one in order), (None,) * len(order)),
    ]
    button(csv_file(columns), f"vocabulary-{scheme.name}")
