"""The words of the templates, by the names that they have there."""

from __future__ import annotations

from organigram.i18n import N_

WORDS: dict[str, str] = {
    "search": N_("Search"),
    "search_hint": N_("A role, an organization, a project, a place…"),
    "sparql": N_("SPARQL"),
    "about": N_("About this graph"),
    "ontology": N_("Ontology"),
    "skip": N_("Skip to the content"),
    "query": N_("Query"),
    "query_lead": N_("Ask the graph in SPARQL 1.1. Programs send the same query to this address by GET or POST."),
    "format": N_("Format"),
    "ask": N_("Ask"),
    "limits": N_("The service reads only; a query has a limit of time and of size, and its answer is whole or an error."),
    "perhaps": N_("Perhaps you look for"),
    "facts": N_("What is said of it"),
    "incoming": N_("What speaks of it"),
    "follows": N_("follows from the facts"),
    "follows_told": N_("Nobody states this: it is inferred from what is stated."),
    "confidence": N_("confidence"),
    "more_values": N_("There are more; the other forms of this page hold them all."),
    "nothing": N_("Nothing more is said of it."),
    "earlier": N_("Before"),
    "later": N_("Next"),
    "as": N_("The same for programs:"),
    "in_explorer": N_("See it in the explorer"),
    "found": N_("Found"),
    "not_found": N_("Nothing is called so. Try fewer words, or the beginning of one."),
    "search_lead": N_("Every word has to begin a word of a name, in English or in French; accents and case do not matter."),
    "all_kinds": N_("All kinds"),
    "kind": N_("Kind"),
    "also": N_("found as"),
    "counts": N_("In figures"),
    "postings": N_("Postings"),
    "triples": N_("Statements"),
    "version": N_("Version"),
    "made": N_("Built"),
    "use": N_("For programs"),
    "entities_told": N_(
        "Each thing answers at the path of its IRI: a page for people; Turtle, JSON-LD or N-Triples for programs."
    ),
    "sparql_told": N_("The SPARQL 1.1 Protocol, by GET and POST."),
    "search_told": N_("Text search; add format=json for programs."),
    "void_told": N_("This data set in VoID and DCAT."),
    "description": N_("This service, described for programs"),
}

#: What the kinds of the text index are called.
KIND_NAMES: dict[str, str] = {
    "posting": N_("posting"),
    "post": N_("post"),
    "role": N_("role"),
    "organization": N_("organization"),
    "project": N_("project"),
    "country": N_("country"),
    "place": N_("place"),
    "sector": N_("sector"),
    "contract": N_("contract"),
    "language": N_("language"),
    "organization-type": N_("type of organization"),
}
