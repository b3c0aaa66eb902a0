"""The vocabulary as one object, compiled once and kept by content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path

from organigram import folding, resources
from organigram.folding import Folded
from organigram.namespaces import graph
from organigram.vocabulary import cache
from organigram.vocabulary.entities import Entity, read_entities, read_triples, vocabulary_files
from organigram.vocabulary.matching import Matcher, Mention, key
from organigram.vocabulary.places import Places


class Vocabulary:
    """What is known by name. ``digest`` changes when a file of the vocabulary or the code that reads it does."""

    def __init__(self, files: Iterable[Path], entities: Iterable[Entity], digest: str) -> None:
        """Use :func:`load_vocabulary`."""
        self.files = tuple(files)
        self.digest = digest
        self.entities: Mapping[str, Entity] = {entity.iri: entity for entity in entities}
        self.places = Places()
        self._matcher = Matcher(self.entities.values())

    def __reduce__(self) -> tuple[object, ...]:
        """Another process loads it from the cache again: the automaton cannot be sent."""
        return _load, (self.files,)

    def mentions(
        self, text: str, folded: Folded, kinds: Collection[str] = (), *, countries: Collection[str] = ()
    ) -> list[Mention]:
        """The leftmost-longest mentions of entities of these kinds (all but places if empty), by their start.

        ``folded`` is ``fold(text)``; spans point into ``text``. Places are searched only if ``kinds`` says so, only in
        these ``countries`` (alpha-2; all if empty), and a span that names an organization, or another entity asked for, is
        not a place too.
        """
        others = [kind for kind in kinds if kind != "place"]
        found = self._matcher.mentions(text, folded, others) if others or not kinds else []
        if "place" in kinds:
            taken = [*found, *self._matcher.mentions(text, folded, ("organization",))]
            found += [
                place
                for place in self.places.mentions(text, folded, countries)
                if not any(other.start < place.end and place.start < other.end for other in taken)
            ]
            found.sort(key=lambda mention: mention.start)
        return found

    def lookup(self, name: str, kind: str) -> tuple[Entity, ...]:
        """The entities of a kind that go by exactly this name once folded; places by population, the largest first."""
        return self.places.lookup(name) if kind == "place" else self._matcher.lookup(name, kind)

    @cached_property
    def country_words(self) -> frozenset[str]:
        """The folded words of the names and adjectives of countries ("burkina", "faso", "malian"), if of four letters or more."""
        lands = [entity for entity in self.entities.values() if entity.kind == "country"]
        names = (name for land in lands for name in (*land.labels.values(), *land.attributes.get("adjective", ())))
        return frozenset(word for name in names for word in key(name).split() if len(word) > 3)

    def is_weak(self, name: str, entity: Entity) -> bool:
        """Whether the vocabulary marks this name as one that does not settle the entity (``ngo:ambiguousName``)."""
        return self._matcher.is_weak(name, entity)

    def nquads(self) -> Iterator[str]:
        """The lines of ``graph/vocabulary`` without line ends, sorted: all entities of the files (places are made on demand)."""
        yield from self._lines

    @cached_property
    def _lines(self) -> list[str]:
        """Kept: a build asks for them twice, to validate postings and to write them."""
        end = f" <{graph('vocabulary')}> ."
        return sorted({f"{triple}{end}" for triple in read_triples(self.files)})


def load_vocabulary(folder: Path | None = None) -> Vocabulary:
    """The vocabulary of a folder of Turtle files (the shipped one if None), from the cache where it is kept.

    Raises VocabularyError, naming file and line, where a file is wrong. The same object for the same content.
    """
    return _load(tuple(vocabulary_files(folder or resources.ontology_dir() / "vocabulary")))


def _load(files: tuple[Path, ...]) -> Vocabulary:
    return _compiled(files, _digest(files))


@lru_cache(maxsize=4)
def _compiled(files: tuple[Path, ...], digest: str) -> Vocabulary:
    path = cache.cache_dir() / f"vocabulary-{digest[:32]}.json"
    entities = _read(path, digest)
    if entities is None:
        entities = read_entities(read_triples(files))
        cache.keep(path, lambda temporary: _write(temporary, digest, entities))
    return Vocabulary(files, entities, digest)


def _digest(files: Iterable[Path]) -> str:
    code = [Path(folding.__file__), *sorted(Path(__file__).parent.glob("*.py")), *sorted(Path(__file__).parent.glob("*.toml"))]
    total = hashlib.sha256()
    for file in (*files, *code):
        total.update(f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def _write(path: Path, digest: str, entities: list[Entity]) -> None:
    rows = [[e.iri, e.kind, e.labels, e.names, e.attributes] for e in entities]
    body = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    path.write_text(f"{digest} {hashlib.sha256(body.encode()).hexdigest()}\n{body}", encoding="utf-8")


def _read(path: Path, digest: str) -> list[Entity] | None:
    """The kept entities, or None where there are none or the file is not what was written."""
    try:
        head, _, body = path.read_text(encoding="utf-8").partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    if head != f"{digest} {hashlib.sha256(body.encode()).hexdigest()}":
        return None
    return [
        Entity(iri, kind, labels, tuple(names), {name: tuple(values) for name, values in attributes.items()})
        for iri, kind, labels, names, attributes in json.loads(body)
    ]
