"""The words of the templates, by the names that they have there."""

from __future__ import annotations

from organigram.i18n import N_

WORDS: dict[str, str] = {
    "search": N_("Search"),
    "search_hint": N_("A role, an organization, a project, a place…"),
    "sparql": N_("SPARQL"),
    "about": N_("About this graph"),
    "ontology": N_("Ontology"),
    "explorer": N_("Explorer"),
    "skip": N_("Skip to the content"),
    "query": N_("Query"),
    "query_lead": N_("Ask the graph in SPARQL 1.1. Programs send the same query to this address by GET or POST."),
    "format": N_("Format"),
    "ask": N_("Ask"),
    "limits": N_("The service reads only; a query has a limit of time and of size, and its answer is whole or an error."),
    "perhaps": N_("Perhaps you look for"),
    "back": N_("Search the graph"),
    "description": N_("This service, described for programs"),
}
