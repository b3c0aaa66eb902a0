"""The ontology closed by owlrl, kept by content."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import owlrl
from rdflib import OWL, RDF, RDFS, Graph, Literal

from organigram import resources
from organigram.errors import VocabularyError
from organigram.i18n import N_
from organigram.vocabulary import cache


def close_ontology(path: Path | None = None) -> Graph:
    """The ontology (the shipped one if None) with all that follows from it by OWL 2 RL, without owlrl's surplus.

    Taken off: ``x owl:sameAs x``, triples whose subject is a literal, and what is said of datatypes. Raises VocabularyError
    where the file is not there or no Turtle. The same object for the same content: not to be changed.

    >>> from rdflib import URIRef
    >>> mission = URIRef("https://w3id.org/organigram/ontology#Mission")
    >>> (mission, RDFS.subClassOf, URIRef("http://www.w3.org/ns/org#Organization")) in close_ontology()
    True
    """
    path = path or resources.ontology_dir() / "organigram.ttl"
    try:
        digest = hashlib.sha256(path.read_bytes())
    except OSError as error:
        raise VocabularyError(
            N_("The file cannot be read: {detail}."),
            N_("Check that it is there and readable."),
            file=str(path),
            detail=error.strerror or str(error),
        ) from error
    digest.update(f"{version('owlrl')} {version('rdflib')} {Path(__file__).read_text(encoding='utf-8')}".encode())
    return _closed(path, digest.hexdigest())


@lru_cache(maxsize=4)
def _closed(path: Path, digest: str) -> Graph:
    kept = cache.cache_dir() / f"ontology-{digest[:32]}.nt"
    if (closed := _kept(kept, digest)) is not None:
        return closed
    closed = Graph()
    try:
        closed.parse(path, format="turtle")
    except SyntaxError as error:
        raise VocabularyError(
            N_("This is not Turtle: {detail}."),
            N_("Correct the file, or take it as it was shipped."),
            file=str(path),
            detail=" ".join(str(error).split()),
        ) from error
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closed)
    without_surplus(closed)
    body = closed.serialize(format="nt", encoding="utf-8")
    cache.keep(kept, lambda temporary: _write(temporary, _head(digest, body) + body))
    return closed


def without_surplus(graph: Graph) -> None:
    """Take off what owlrl derives and no store wants: reflexive sameAs, literal subjects, statements about datatypes."""
    datatypes = set(graph.subjects(RDF.type, RDFS.Datatype))
    for subject, predicate, value in list(graph):
        if isinstance(subject, Literal) or (predicate == OWL.sameAs and subject == value) or subject in datatypes:
            graph.remove((subject, predicate, value))


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _head(digest: str, body: bytes) -> bytes:
    return f"# {digest} {hashlib.sha256(body).hexdigest()}\n".encode()


def _kept(path: Path, digest: str) -> Graph | None:
    """The kept closure, or None where there is none or the file is not what was written."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    body = content[content.find(b"\n") + 1 :]
    return Graph().parse(data=body, format="nt") if content == _head(digest, body) + body else None
