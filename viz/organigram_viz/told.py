"""What a posting tells, as a page shows it: facts by group with their words, the network around its post, the findings on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode

from organigram.i18n import N_
from organigram.namespaces import expand
from organigram.values import written
from organigram_viz.details import line_name
from organigram_viz.entities import labels_of
from organigram_viz.highlights import GROUPS, group_of
from organigram_viz.questions import panel
from organigram_viz.reader import Fact
from organigram_viz.source import Row, Source
from organigram_viz.wording import language, say

_ADVERTISES = expand("ngo:advertises")
_REQUIREMENT = "/language-requirement/"
#: What a requirement of a language is made of.
_OF_REQUIREMENT = (expand("ngo:language"), expand("ngo:need"))
#: Facts that only point to what other facts say in full.
_SILENT = {expand(term) for term in ("schema:baseSalary", "schema:funding", "schema:amount", "rdf:type", "ngo:advertises")}


def evidence_rows(source: Source, posting: str) -> Sequence[Row]:
    """Every fact of a posting (its IRI) with the place of its words."""
    return source.rows(panel("evidence_of_posting", posting=[posting]))


def tongue_of(source: Source, posting: str) -> str:
    """The language that a posting is written in."""
    asked = source.rows(panel("facts", entity=[posting]))
    return next((str(row["value"].value) for row in asked if row["line"].value == expand("schema:inLanguage")), "")


def names_of(source: Source, iris: Iterable[str]) -> dict[str, str]:
    """A label for every entity; a requirement of a language, which has none, is told by its parts: "French (required)"."""
    wanted = list(iris)
    needs = dict.fromkeys(iri for iri in wanted if _REQUIREMENT in iri)
    parts: dict[str, dict[str, str]] = {}
    for iri in needs:
        told = source.rows(panel("facts", entity=[iri]))
        parts[iri] = {row["line"].value: row["value"].value for row in told if row["line"].value in _OF_REQUIREMENT}
    labels = labels_of(source, [*wanted, *(value for found in parts.values() for value in found.values())], language())
    for iri, found in parts.items():
        if len(found) == len(_OF_REQUIREMENT):
            tongue, need = (labels[found[line]] for line in _OF_REQUIREMENT)
            labels[iri] = f"{tongue} ({need.lower()})"
    return labels


def following_of(source: Source, posting: str) -> list[tuple[str, str, str]]:
    """What follows of a posting's post and is stated nowhere: the line's name, the entity, its label."""
    posts = [row["value"].value for row in source.rows(panel("facts", entity=[posting])) if row["line"].value == _ADVERTISES]
    rows = [row for post in posts for row in source.rows(panel("facts", entity=[post]))]
    stated = {(row["line"].value, row["value"]) for row in rows if row["inferred"].value == "false"}
    found = {
        (row["line"].value, row["value"].value)
        for row in rows
        if row["inferred"].value == "true"
        and isinstance(row["value"], NamedNode)
        and row["line"].value not in _SILENT
        and (row["line"].value, row["value"]) not in stated
    }
    labels = labels_of(source, [iri for pair in found for iri in pair], language())
    return sorted((line_name(line, labels), iri, labels[iri]) for line, iri in found)


def facts_of(source: Source, posting: str) -> list[Fact]:
    """Facts as a reader reads them, by group: the same line to the same value once, with all its words.

    What is said of something else than the posting and its post begins with that thing's name.
    """
    rows = evidence_rows(source, posting)
    own = {posting, *(row["value"].value for row in rows if row["line"].value == _ADVERTISES)}
    shown = [row for row in rows if row["line"].value not in _SILENT]
    named = [term.value for row in shown for term in (row["subject"], row["line"], row["value"]) if isinstance(term, NamedNode)]
    labels = names_of(source, named)
    found: dict[tuple[str, str, str], list[Row]] = {}
    for row in shown:
        subject, line = row["subject"].value, row["line"].value
        value = labels[row["value"].value] if isinstance(row["value"], NamedNode) else written(row["value"], language())
        name = line_name(line, labels)
        if subject not in own and source.labels.get(subject):
            name = f"{labels[subject]} · {name}"
        found.setdefault((group_of(line), name, value), []).append(row)
    order = [group.name for group in GROUPS]
    facts = [
        Fact(group, line, value, _note(these), tuple(dict.fromkeys((int(r["start"].value), int(r["end"].value)) for r in these)))
        for (group, line, value), these in found.items()
    ]
    return sorted(facts, key=lambda fact: (order.index(fact.group), fact.spans))


def _note(rows: list[Row]) -> str:
    sure = max((float(row["confidence"].value) for row in rows if row["confidence"] is not None), default=None)
    return "" if sure is None else say(N_("confidence {percent} %"), percent=round(100 * sure))
