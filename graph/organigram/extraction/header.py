"""The head of a posting, which the rules for the network are handed: who looks for whom, where."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from organigram.extraction.document import MentionSource
from organigram.folding import fold
from organigram.likeness import may_be_one
from organigram.model import Facts, Item, OrganizationItem


@dataclass(frozen=True, slots=True)
class Header:
    """Title, role, employer and places as read from the header rules; ``organizations`` are those that the rules settled."""

    title: Item | None = None
    role: Item | None = None
    employer: Item | None = None
    organizations: tuple[OrganizationItem, ...] = ()
    countries: tuple[Item, ...] = ()
    countries_mentioned: tuple[Item, ...] = ()
    places: tuple[Item, ...] = ()

    def told_by(self, stated: Facts, vocabulary: MentionSource) -> Header:
        """The header with what the source states put in where the text says nothing or names somebody else.

        What is put in has no evidence: it stands in no sentence of the text.
        """
        return dataclasses.replace(
            self,
            title=_told(self.title, stated.title, vocabulary),
            employer=_told(self.employer, stated.employer, vocabulary),
            countries=stated.countries or self.countries,
        )


def _told(own: Item | None, stated: Item | None, vocabulary: MentionSource) -> Item | None:
    if stated is None or (own is not None and _are_one(str(own.value), str(stated.value), vocabulary)):
        return own
    return Item(stated.value, confidence=stated.confidence, rule=stated.rule)


def _are_one(one: str, other: str, vocabulary: MentionSource) -> bool:
    """Whether two names are alike, or names of one organization."""
    meant = [
        {entity.iri for mention in vocabulary.mentions(name, fold(name), ("organization",)) for entity in mention.entities}
        for name in (one, other)
    ]
    return may_be_one(one, other) or bool(meant[0] & meant[1])
