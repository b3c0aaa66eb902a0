"""Print the table "How much" of docs/sources.md, counted from the vocabulary as it is. A test holds the page to it."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox

from organigram.namespaces import expand
from organigram.vocabulary import Vocabulary, load_vocabulary
from organigram.vocabulary.entities import Entity, read_triples
from organigram.vocabulary.places import count_places


def table(vocabulary: Vocabulary) -> str:
    """The table in Markdown, with the line below it."""
    triples = list(read_triples(vocabulary.files))
    kinds = Counter(entity.kind for entity in vocabulary.entities.values())
    names: Counter[str] = Counter()
    for entity in vocabulary.entities.values():
        names[entity.kind] += len(entity.names)
    lines = ["| Vocabulary | Entities | Names | Of these |", "| --- | ---: | ---: | --- |"]
    for kind, title in TITLES.items():
        told = ", ".join(f"{what} {number:,}" for what, number in _details(kind, vocabulary, triples).items())
        lines.append(f"| {title} | {kinds[kind]:,} | {names[kind]:,} | {told} |")
    cities, divisions, own, place_names = count_places()
    lines.append(f"| places, on demand | {cities + divisions + own:,} | {place_names:,} | "
                 f"cities {cities:,}, first-level divisions {divisions:,}, of our own {own} |")  # fmt: skip
    return "\n".join(lines) + f"\n\nGraph `graph/vocabulary` has {len(list(vocabulary.nquads())):,} triples.\n"


TITLES = {
    "role": "roles", "organization": "organizations", "country": "countries", "language": "languages", "sector": "sectors",
    "contract": "contracts", "organization-type": "organization types",
}  # fmt: skip


def _details(kind: str, vocabulary: Vocabulary, triples: list[ox.Triple]) -> dict[str, int]:
    entities = [entity for entity in vocabulary.entities.values() if entity.kind == kind]

    def having(attribute: str) -> int:
        return sum(attribute in entity.attributes for entity in entities)

    def stating(term: str) -> int:
        return len({triple.subject for triple in triples if triple.predicate.value == expand(term)})

    details = {
        "role": lambda: {
            "families": sum(entity.kind == "role-family" for entity in vocabulary.entities.values()),
            "level known": having("level"), "ISCO-08 group": having("notation"), "ESCO occupation": stating("skos:closeMatch"),
        },
        "organization": lambda: {
            "donors": having("donor"), "governments": sum(map(_is_government, entities)), "networks": having("network"),
            "members of a network": having("member_of"), "CRS channel code": having("notation"),
        },
        "country": lambda: {"with adjectives": stating("ngo:adjective")},
        "sector": lambda: {"DAC code": having("notation"), "under another": having("broader")},
    }  # fmt: skip
    return details.get(kind, dict)()


def _is_government(entity: Entity) -> bool:
    return entity.slug.startswith("government-")


if __name__ == "__main__":
    print(table(load_vocabulary()), end="")
