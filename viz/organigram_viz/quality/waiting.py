"""The unresolved names that wait for a person's decision, as pages show them."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from organigram.i18n import N_
from organigram.namespaces import BASE, expand
from organigram_viz import frame
from organigram_viz.entities import labels_of
from organigram_viz.questions import panel
from organigram_viz.source import source
from organigram_viz.wording import language, say

__all__ = ["Name", "also_written", "is_known", "kind_name", "kind_of", "under", "waiting"]

#: The kinds of name that can be settled, by class.
_KINDS = {
    expand("org:FormalOrganization"): ("organization", N_("Organization")),
    expand("org:Role"): ("role", N_("Role")),
    expand("schema:Place"): ("place", N_("Place")),
}


@dataclass(frozen=True, slots=True)
class Name:
    """A name as postings write it: its IRI in the store, its kind, its label, in how many postings it stands."""

    iri: str
    kind: str
    label: str
    postings: int

    @property
    def own(self) -> str:
        """Its IRI under the house's base, as the review file writes it."""
        return under(BASE, self.iri)


def waiting() -> list[Name]:
    """The names that nothing settles, the most frequent first."""
    rows = source().rows(panel("unresolved"))
    labels = labels_of(source(), (row["name"].value for row in rows), language())
    found = [
        Name(
            row["name"].value,
            _KINDS.get(row["type"].value, ("", ""))[0] if row["type"] is not None else "",
            labels[row["name"].value],
            int(row["count"].value),
        )
        for row in rows
    ]
    return sorted({one.iri: one for one in found}.values(), key=lambda one: (-one.postings, one.label.casefold(), one.iri))


def under(base: str, iri: str) -> str:
    """An instance's IRI under another base."""
    return base + iri.removeprefix(source().base).removeprefix(BASE)


def is_known(iri: str) -> bool:
    """Whether the graph has a name for an entity."""
    labels_of(source(), [iri], language())
    return bool(source().labels.get(iri))


def kind_of(type_: str) -> str:
    """What the address calls the names of a class: those that can be settled by their kind, all others ``other``."""
    return _KINDS.get(type_, ("other", ""))[0]


def kind_name(kind: str) -> str:
    """What a kind of name is called, as a message."""
    return next((message for name, message in _KINDS.values() if name == kind), N_("Name"))


def also_written(name: Name) -> None:
    """Say how else postings write a name, where they do."""
    spelled = sorted({row["label"].value for row in source().rows(panel("spellings", entity=[name.iri]))} - {name.label})
    if spelled:
        st.caption(frame.plain(say(N_("Also written: {names}"), names=", ".join(spelled))))
