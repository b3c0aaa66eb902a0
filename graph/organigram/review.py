"""What a person has settled: a Turtle file of the user's, applied at every build.

Three decisions can be taken on an unresolved entity, each one statement (``org:`` and ``skos:`` as usual). Several names can be
settled as one, and two unresolved names can be said to be different, which no list likens again::

    <unresolved/organization/cir>   ngo:settledAs     <organization/international-rescue-committee> .   # same as
    <unresolved/organization/care>  owl:differentFrom <organization/care-international> .               # not the same
    <unresolved/organization/umrrs> ngo:settledAs     <organization/umrrs> .                            # a new entity:
    <organization/umrrs> a org:FormalOrganization ; skos:prefLabel "UMRRS"@fr ; rdfs:label "UMRRS"@fr .

A project that others publish is settled as one of a posting in the same way. Decisions on two postings stand in the same file
(:mod:`organigram.vacancies.decisions`).

>>> import tempfile
>>> from organigram.namespaces import unresolved
>>> file = Path(tempfile.mkdtemp()) / "decisions.ttl"
>>> decide(file, unresolved("organization", "cir"), same_as=entity("organization", "alima"))
>>> load_decisions(file).same
{'https://w3id.org/organigram/unresolved/organization/cir': 'https://w3id.org/organigram/organization/alima'}
"""

from __future__ import annotations

import errno
import hashlib
import itertools
import os
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from organigram.errors import UsageError, VocabularyError
from organigram.files import FileLock
from organigram.i18n import N_
from organigram.namespaces import BASE, PREFIXES, SCHEMES, class_of, entity, expand, graph
from organigram.vocabulary import Entity, Vocabulary
from organigram.vocabulary.cache import replacing
from organigram.vocabulary.entities import parts, read_entities, read_triples

_SAME, _DIFFERENT = expand("ngo:settledAs"), expand("owl:differentFrom")
_DECIDING = frozenset({_SAME, _DIFFERENT, expand("ngo:sameVacancyAs")})
_UNRESOLVED = f"{BASE}unresolved/"
_PROJECT = f"{BASE}project/"
#: One thread of this process changes a file at a time; other processes are kept out by a lock on disk.
_TURN = threading.Lock()


@dataclass(frozen=True)
class Decisions:
    """``same``: unresolved IRI -> entity IRI; ``different``: pairs that are not one; ``entities``: new ones, by IRI."""

    same: Mapping[str, str] = field(default_factory=dict)
    different: frozenset[tuple[str, str]] = frozenset()
    entities: Mapping[str, Entity] = field(default_factory=dict)
    digest: str = ""
    triples: tuple[ox.Triple, ...] = ()

    @property
    def state(self) -> str:
        """What two files of the same decisions have in common; empty where nothing is decided."""
        return self.digest if self.triples else ""

    def on(self, iri: str) -> frozenset[tuple[str, str, str]]:
        """What is decided of a name, a project or a posting, as triples of IRIs."""
        return frozenset(one for one in map(parts, self.triples) if one[1] in _DECIDING and iri in (one[0], one[2]))

    def nquads(self) -> Iterator[str]:
        """What the file says of new entities, as lines for ``graph/vocabulary``, sorted."""
        name = ox.NamedNode(graph("vocabulary"))
        new = {triple for triple in self.triples if parts(triple)[0] in self.entities}
        yield from sorted(f"{ox.Quad(triple.subject, triple.predicate, triple.object, name)} ." for triple in new)


def load_decisions(path: Path) -> Decisions:
    """The decisions of a file; none where there is no file. Raises VocabularyError where it is wrong."""
    if not path.exists():
        return Decisions()
    triples = tuple(read_triples([path]))
    same: dict[str, str] = {}
    different = set()
    for triple in sorted(triples, key=str):
        subject, predicate, target = parts(triple)
        if predicate == _SAME:
            if same.setdefault(subject, target) != target:
                raise VocabularyError(
                    N_("<{subject}> is settled twice, as <{one}> and as <{other}>."),
                    N_("Remove one of the two lines."),
                    file=str(path),
                    subject=subject,
                    one=same[subject],
                    other=target,
                )
        elif predicate == _DIFFERENT:
            different.add((subject, target))
    entities = {e.iri: e for e in read_entities(triples) if not e.iri.startswith(_UNRESOLVED)}
    return Decisions(same, frozenset(different), entities, hashlib.sha256(path.read_bytes()).hexdigest(), triples)


def check(decisions: Decisions, vocabulary: Vocabulary, file: Path) -> None:
    """Raise VocabularyError where a decision points to an entity that neither vocabulary nor file knows."""
    for subject, target in sorted({**decisions.same}.items()):
        known = target in vocabulary.entities or target in decisions.entities or vocabulary.places.get(target)
        if not (is_project(target) if is_project(subject) else known):
            raise VocabularyError(
                N_("<{subject}> is settled as <{target}>, which is not known."),
                N_("Correct the IRI, or describe the new entity in this file."),
                file=str(file),
                subject=subject,
                target=target,
            )


def decide(
    path: Path,
    iri: str,
    *,
    same_as: str | None = None,
    different_from: str | None = None,
    labels: Mapping[str, str] | None = None,
    together: Iterable[str] = (),
    seen: Decisions | None = None,
) -> None:
    """Write one decision, in one step, beside those that the file holds. A new decision replaces an older one on a name.

    ``same_as`` an entity's IRI; ``different_from`` likewise; or ``labels`` (language -> text) of a new entity. ``together``:
    other unresolved names that are decided likewise. ``seen``: the decisions that the person saw. Raises UsageError where it is
    not exactly one of the three, ``iri`` is neither an unresolved entity's nor a project's, names that were said to be different
    would become one, or somebody has decided on one of them since ``seen``; VocabularyError for the file.
    """
    if (
        not (iri.startswith(_UNRESOLVED) or (is_project(iri) and not labels))
        or sum(map(bool, (same_as, different_from, labels))) != 1
    ):
        raise UsageError(
            N_("A decision is on one unresolved name: same as, not the same, or a new entity."),
            N_("Take an IRI from the list of unresolved names and give one decision."),
            place=iri,
        )
    if is_project(iri) and not is_project(same_as or different_from or ""):
        raise UsageError(
            N_("A project is the same as another project, or not; it is nothing else."),
            N_("Give the project of a posting, as project/..."),
            place=iri,
        )
    subjects, target = {ox.NamedNode(one) for one in (iri, *together)}, same_as
    with changing(path):
        held = load_decisions(path)
        refuse_if_changed(held, seen, (iri, *together))
        kept = set(held.triples)
        if labels:
            target = _own(iri)
            kept |= _new(target, iri.removeprefix(_UNRESOLVED).partition("/")[0], labels)
        if target:
            _refuse_if_parted(held, {one.value for one in subjects}, target)
            kept = {t for t in kept if t.subject not in subjects or t.predicate.value != _SAME}
            kept |= {ox.Triple(subject, ox.NamedNode(_SAME), ox.NamedNode(target)) for subject in subjects}
        elif different_from:
            kept |= {ox.Triple(subject, ox.NamedNode(_DIFFERENT), ox.NamedNode(different_from)) for subject in subjects}
        write_decisions(path, kept)


def refuse_if_changed(held: Decisions, seen: Decisions | None, iris: Iterable[str]) -> None:
    """Raise UsageError where somebody has decided on one of these since a person saw the decisions."""
    for iri in sorted(iris) if seen else ():
        if seen and held.on(iri) != seen.on(iri):
            raise UsageError(
                N_("Somebody has decided on {name} meanwhile."),
                N_("Nothing was written: look at what was decided, and decide again."),
                name=iri.removeprefix(_UNRESOLVED).removeprefix(BASE),
            )


def _refuse_if_parted(held: Decisions, subjects: set[str], target: str) -> None:
    """Raise UsageError where names would be settled as one that a person has said are different."""
    one_thing = {*subjects, *(subject for subject, meant in held.same.items() if meant == target)}
    for one, other in sorted(held.different):
        if {one, other} <= one_thing and subjects & {one, other}:
            raise UsageError(
                N_("{one} and {other} were said to be different: one decision cannot make them one."),
                N_("Decide on each name alone, or take back that they are different: organigram review {one} --forget."),
                one=one.removeprefix(_UNRESOLVED),
                other=other.removeprefix(_UNRESOLVED),
            )


def is_project(iri: str) -> bool:
    """Whether an IRI is a project's: one that others publish can be settled as one of a posting."""
    return iri.startswith(_PROJECT)


def keep_apart(path: Path, iris: Iterable[str], *, seen: Decisions | None = None) -> None:
    """Write that unresolved names are of different things, each two of them: they are not likened again.

    Raises UsageError where somebody has decided on one of them since ``seen``; VocabularyError where the file is wrong or cannot
    be written.
    """
    names = sorted(iris)
    pairs = itertools.combinations(names, 2)
    new = {ox.Triple(ox.NamedNode(one), ox.NamedNode(_DIFFERENT), ox.NamedNode(other)) for one, other in pairs}
    with changing(path):
        held = load_decisions(path)
        refuse_if_changed(held, seen, names)
        write_decisions(path, new | set(held.triples))


def take_back(path: Path, iri: str, *, together: Iterable[str] = (), seen: Decisions | None = None) -> bool:
    """Remove every decision on a name, and the new entity that it made; False where there is none. Raises VocabularyError.

    ``together``: other names of which all is taken back in the same step. Raises UsageError where somebody has decided on one of
    them since ``seen``.
    """
    subjects = {iri, *together}
    with changing(path):
        decisions = load_decisions(path)
        refuse_if_changed(decisions, seen, subjects)
        meant = {one: target for one in subjects if (target := decisions.same.get(one))}
        made = {target for one, target in meant.items() if target == _own(one) or _is_as_made(decisions, target)}
        unused = made - {target for subject, target in decisions.same.items() if subject not in subjects}
        gone = {ox.NamedNode(one) for one in subjects | unused}
        kept = [triple for triple in decisions.triples if triple.subject not in gone and not _parts(triple, subjects)]
        if len(kept) == len(decisions.triples):
            return False
        write_decisions(path, kept)
        return True


def _own(iri: str) -> str:
    """The new entity that is named after an unresolved name; empty for what is none."""
    kind, _, name = iri.removeprefix(_UNRESOLVED).partition("/")
    return entity(kind, name) if iri.startswith(_UNRESOLVED) else ""


def _is_as_made(decisions: Decisions, target: str) -> bool:
    """Whether the file describes an entity as :func:`decide` does, so that nothing of the user's own is lost with it."""
    own = {triple for triple in decisions.triples if triple.subject == ox.NamedNode(target)}
    labels = {o.language: o.value for t in own if isinstance(o := t.object, ox.Literal) and o.language}
    return bool(own) and own == _new(target, target.removeprefix(BASE).partition("/")[0], labels)


def _parts(triple: ox.Triple, names: Collection[str]) -> bool:
    """Whether a triple says of another unresolved name that it is none of these."""
    subject, predicate, target = parts(triple)
    return predicate == _DIFFERENT and subject.startswith(_UNRESOLVED) and target in names


def _new(iri: str, kind: str, labels: Mapping[str, str]) -> set[ox.Triple]:
    subject = ox.NamedNode(iri)
    found = {ox.Triple(subject, ox.NamedNode(expand("rdf:type")), ox.NamedNode(expand(class_of(kind))))}
    if scheme := SCHEMES.get(kind):
        found.add(ox.Triple(subject, ox.NamedNode(expand("skos:inScheme")), ox.NamedNode(entity("scheme", scheme))))
    for language, text in labels.items():
        for term in ("skos:prefLabel", "rdfs:label"):
            found.add(ox.Triple(subject, ox.NamedNode(expand(term)), ox.Literal(text, language=language)))
    return found


@contextmanager
def changing(path: Path) -> Iterator[None]:
    """Hold the file from reading to writing: of two who decide at once, both decisions are kept. Raises VocabularyError."""
    with _TURN:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists() and not os.access(path, os.W_OK):  # a rename would put another one in its place all the same
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            lock = FileLock(path.with_name(f".{path.name}.lock"), wait=True)
        except OSError as error:
            raise _not_written(path, error) from error
        with lock:
            yield


def _not_written(path: Path, error: OSError) -> VocabularyError:
    return VocabularyError(
        N_("The file cannot be written: {detail}."),
        N_("Check the folder and its rights."),
        file=str(path),
        detail=error.strerror or str(error),
    )


def write_decisions(path: Path, triples: Iterable[ox.Triple]) -> None:
    """Write the file in one step. Raises VocabularyError where it cannot be written."""
    prefixes = {name: PREFIXES[name] for name in ("ngo", "org", "owl", "rdfs", "schema", "skos")}
    try:
        with replacing(path) as temporary:
            ox.serialize(sorted(triples, key=str), str(temporary), format=ox.RdfFormat.TURTLE, prefixes=prefixes, base_iri=BASE)
    except OSError as error:
        raise _not_written(path, error) from error
