"""Why an inferred fact holds: the rule that it follows by, and the postings and lists that state what it follows from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import escape
from typing import Any

import streamlit as st
from pyoxigraph import NamedNode, Triple

from organigram.i18n import N_
from organigram.namespaces import rebase
from organigram.reasoning import Rule, Step, close_ontology, compile_rules, explain
from organigram.values import written
from organigram_viz.details import line_name
from organigram_viz.entities import labels_of
from organigram_viz.evidence import quotation, words_of_line
from organigram_viz.links import anchor, entity_link, href
from organigram_viz.source import Source, source
from organigram_viz.wording import language, say

#: What a rule says, by the axiom that it is compiled from.
_RULES = {
    "rdfs:subPropertyOf": N_("A narrower line says the same of the two."),
    "owl:inverseOf": N_("The same line, told from its other end."),
    "owl:SymmetricProperty": N_("A line that runs both ways."),
    "owl:TransitiveProperty": N_("A line that goes on: what holds of the next holds here too."),
    "owl:propertyChainAxiom": N_("Two lines that follow each other make a third."),
    "rdfs:domain": N_("Only things of this class have such a line."),
    "rdfs:range": N_("Only things of this class are at the end of such a line."),
    "rdfs:subClassOf": N_("Everything of a narrower class is of the wider one."),
}
#: Where something is stated that no posting says, by the beginning of the graph's name.
_GRAPHS = {
    "graph/vocabulary": N_("The lists of organizations, roles and places say so."),
    "graph/ontology": N_("The ontology says so."),
    "graph/import": N_("Data that others publish say so."),
    "graph/vacancies": N_("The comparison of postings says so."),
}
#: Sentences and postings that are shown of one fact.
_SHOWN = 3


class _Asked:
    """The pages' source as what an explanation is asked of: a store or an endpoint alike."""

    def __init__(self, asked: Source) -> None:
        self._source = asked

    def graphs_of(self, triple: Triple) -> set[str]:
        """The named graphs that hold a triple."""
        pattern = f"{triple.subject} {triple.predicate} {triple.object}"
        return {
            row["graph"].value for row in self._source.rows(f"SELECT ?graph WHERE {{ GRAPH ?graph {{ {pattern} }} }} LIMIT 50")
        }

    def solutions(self, where: str, limit: int) -> Sequence[Mapping[str, Any]]:
        """The values of the variables of a group of patterns."""
        return self._source.rows(f"SELECT * WHERE {{ {where} }} LIMIT {limit}")


@cache
def _rules() -> tuple[Rule, ...]:
    return compile_rules(close_ontology())


def show(triple: Triple) -> None:
    """Draw why a triple holds. Raises :class:`organigram.errors.QueryError` where the graph cannot be asked."""
    step = explain(_Asked(source()), triple, _rules(), base=source().base)
    if step is None or step.rule is None:
        st.info(say(N_("The rules of this version do not lead to this fact: the graph was built by another one.")))
        return
    labels = _labels(step)
    st.html(f'<div class="why">{_because(step, labels)}</div>')


def _labels(step: Step) -> dict[str, str]:
    return labels_of(
        source(), {term.value for one in _steps(step) for term in one.triple if isinstance(term, NamedNode)}, language()
    )


def _steps(step: Step) -> Iterator[Step]:
    yield step
    for premise in step.premises:
        yield from _steps(premise)


def _because(step: Step, labels: Mapping[str, str]) -> str:
    """The rule and the facts that it starts from, as HTML; facts that follow themselves are explained in turn."""
    assert step.rule is not None
    told = _RULES.get(step.rule.axiom, N_("A rule of the ontology."))
    premises = "".join(f"<li>{_fact(premise, labels)}{_ground(premise, labels)}</li>" for premise in step.premises)
    rule = f'<code class="rule">{escape(str(step.rule))}</code>'
    since = escape(say(N_("Follows, since:")))
    return f'<p class="value">{since}</p><ul>{premises}</ul><p class="fact">{escape(say(told))} {rule}</p>'


def _fact(step: Step, labels: Mapping[str, str]) -> str:
    subject, line, value = step.triple
    parts = [_term(subject, labels), f"<em>{escape(line_name(line.value, dict(labels)))}</em>", _term(value, labels)]
    return f'<p class="value">{" ".join(parts)}</p>'


def _term(term: Any, labels: Mapping[str, str]) -> str:
    if isinstance(term, NamedNode):
        return entity_link(term.value, labels[term.value])
    return escape(written(term, language()))


def _ground(step: Step, labels: Mapping[str, str]) -> str:
    if step.rule is not None:
        return _because(step, labels)
    subject, line, value = step.triple
    stated = words_of_line(subject.value, line.value, value.value) if isinstance(value, NamedNode) else []
    words = list({one.quote: one for one in reversed(stated)}.values())[::-1][:_SHOWN]
    if words:
        postings = labels_of(source(), (one.posting for one in words), language())
        return "".join(quotation(one, postings[one.posting]) for one in words)
    return "".join(f'<p class="source">{told}</p>' for told in _where(step.graphs))


def _where(graphs: Sequence[str]) -> list[str]:
    """Who states a fact without words that can be shown: postings as links, else what kind of graph it is."""
    base = source().base
    names = [rebase(f"<{graph}>", base)[1:-1].removeprefix(base) for graph in graphs]
    postings = [name.removeprefix("graph/") for name in names if name.startswith("graph/posting/")][:_SHOWN]
    labels = labels_of(source(), (base + name for name in postings), language())
    told = [anchor(href("postings", posting=name), labels[base + name]) for name in postings]
    others = dict.fromkeys(message for name in names for beginning, message in _GRAPHS.items() if name.startswith(beginning))
    return told + [escape(say(message)) for message in others]
