"""The head of a posting, which the rules for the network are handed: who looks for whom, where."""

from __future__ import annotations

from dataclasses import dataclass

from organigram.model import Item, OrganizationItem


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
