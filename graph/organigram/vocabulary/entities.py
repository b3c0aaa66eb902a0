"""The entities of the vocabulary files: Turtle in, plain records out.

A file says what the graph needs (SKOS, W3C ORG, schema.org); :func:`read_entities` turns it into what a search in text needs:
labels in two languages, every name, and the attributes in :data:`ATTRIBUTES`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from organigram.errors import VocabularyError
from organigram.i18n import N_, Language
from organigram.namespaces import BASE, expand, local

#: What the attributes of an entity are called, and the terms that they are read from. The rest of a file is for the graph alone.
ATTRIBUTES: Mapping[str, str] = {
    expand("ngo:acronym"): "acronym",
    expand("ngo:ambiguousName"): "ambiguous",
    expand("ngo:level"): "level",
    expand("ngo:homeCountry"): "home_country",
    expand("ngo:operatesIn"): "operates_in",
    expand("ngo:m49"): "m49",
    expand("ngo:adjective"): "adjective",
    expand("ngo:alpha3"): "alpha_3",
    expand("skos:notation"): "notation",
    expand("skos:broader"): "broader",
    expand("schema:identifier"): "identifier",
    expand("org:classification"): "classification",
    expand("org:memberOf"): "member_of",
    expand("org:subOrganizationOf"): "part_of",
    expand("org:unitOf"): "unit_of",
}
_TYPES: Mapping[str, str] = {expand("ngo:Donor"): "donor", expand("ngo:Network"): "network"}
_NAMES = frozenset(expand(term) for term in ("skos:altLabel", "skos:hiddenLabel", "ngo:acronym", "ngo:ambiguousName"))
_LABEL = expand("skos:prefLabel")
_TYPE = expand("rdf:type")


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing that the vocabulary knows.

    ``kind`` is the first part of the IRI after the base: ``role``, ``organization``, ``country``, ``place``, ``sector``,
    ``contract``, ``language`` and what these point to. ``names`` are all names, labels included; those in the attribute
    ``acronym`` count in exactly that case only. Attribute values are texts or IRIs.
    """

    iri: str
    kind: str
    labels: Mapping[Language, str]
    names: tuple[str, ...]
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def first(self, attribute: str) -> str | None:
        """The first value of an attribute, or None.

        >>> Entity("x", "country", {}, (), {"notation": ("ML",)}).first("notation")
        'ML'
        """
        return next(iter(self.attributes.get(attribute, ())), None)

    def __hash__(self) -> int:
        """By IRI: one IRI is one entity."""
        return hash(self.iri)

    @property
    def slug(self) -> str:
        """The IRI after its kind: ``head-of-mission``, ``ML``, ``medecins-du-monde-france/TZ``."""
        return local(self.iri)


def vocabulary_files(folder: Path) -> list[Path]:
    """The Turtle files of a folder, sorted. Raises VocabularyError where there is none."""
    files = sorted(folder.glob("*.ttl"))
    if not files:
        raise VocabularyError(
            N_("The folder holds no vocabulary (*.ttl)."), N_("Name the folder ontology/vocabulary."), file=str(folder)
        )
    return files


def read_triples(files: Iterable[Path]) -> Iterator[ox.Triple]:
    """Every triple of the files. Raises VocabularyError where one is no Turtle, with the line, or speaks of a triple."""
    for file in files:
        try:
            for quad in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE):
                triple = quad.triple
                if isinstance(triple.subject, ox.Triple) or isinstance(triple.object, ox.Triple):
                    raise _nested(triple, str(file))
                yield triple
        except SyntaxError as error:
            raise VocabularyError(
                N_("This is not Turtle: {detail}."),
                N_("Correct the line, or take the file as it was shipped."),
                file=str(file),
                place=f"{error.lineno}:{error.offset}",
                detail=error.msg.split(". ")[0].rstrip("."),
            ) from error
        except OSError as error:
            raise VocabularyError(
                N_("The file cannot be read: {detail}."),
                N_("Check that it is there and readable."),
                file=str(file),
                detail=error.strerror or str(error),
            ) from error


def parts(triple: ox.Triple) -> tuple[str, str, str]:
    """The IRIs and texts of a triple. Raises VocabularyError where it speaks of another triple.

    >>> parts(ox.Triple(ox.NamedNode("x:a"), ox.NamedNode("x:b"), ox.Literal("c", language="en")))
    ('x:a', 'x:b', 'c')
    """
    subject, value = triple.subject, triple.object
    if isinstance(subject, ox.Triple) or isinstance(value, ox.Triple):
        raise _nested(triple)
    return subject.value, triple.predicate.value, value.value


def _nested(triple: ox.Triple, file: str = "") -> VocabularyError:
    return VocabularyError(
        N_("A statement about a statement is not read: {triple}."),
        N_("Take it out of the file, or state it of things alone."),
        file=file,
        triple=str(triple),
    )


def read_entities(triples: Iterable[ox.Triple]) -> list[Entity]:
    """The entities that the triples tell of, sorted by IRI. Those without a label in any language are left out."""
    labels: dict[str, dict[Language, str]] = {}
    names: dict[str, dict[str, None]] = {}
    attributes: dict[str, dict[str, dict[str, None]]] = {}
    for triple in triples:
        subject, predicate, value = parts(triple)
        if predicate == _LABEL and isinstance(triple.object, ox.Literal):
            language: Language = "fr" if triple.object.language == "fr" else "en"  # the tag of the data, not a choice of code
            labels.setdefault(subject, {})[language] = value
        elif predicate in _NAMES:
            names.setdefault(subject, {})[value] = None
        attribute = _TYPES.get(value) if predicate == _TYPE else ATTRIBUTES.get(predicate)
        if attribute:
            attributes.setdefault(subject, {}).setdefault(attribute, {})[value] = None
    return [
        Entity(
            iri,
            iri.removeprefix(BASE).partition("/")[0],
            dict(sorted(own.items())),
            tuple(sorted({*own.values(), *names.get(iri, ())})),
            {name: tuple(sorted(values)) for name, values in sorted(attributes.get(iri, {}).items())},
        )
        for iri, own in sorted(labels.items())
    ]
