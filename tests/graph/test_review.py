"""A person's decisions: written, read, applied; and the list of what is open."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from organigram.errors import UsageError, VocabularyError
from organigram.linking import link
from organigram.model import Facts, Item
from organigram.namespaces import BASE, entity, expand, organization, unresolved
from organigram.review import Decisions, check, decide, keep_apart, load_decisions, take_back
from organigram.undecided import unresolved_entities
from organigram.vocabulary import Vocabulary, load_vocabulary

CIR = unresolved("organization", "cir")


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def donor(vocabulary: Vocabulary, name: str, decisions: Decisions) -> Item:
    return link(Facts("a", "a.txt", "fr", donors=(Item(name),)), vocabulary, decisions).donors[0]


def test_no_file_is_no_decision(tmp_path: Path) -> None:
    assert load_decisions(tmp_path / "none.ttl") == Decisions()


def test_same_as(tmp_path: Path, vocabulary: Vocabulary) -> None:
    file = tmp_path / "decisions.ttl"
    assert donor(vocabulary, "CIR", load_decisions(file)).iri == CIR
    decide(file, CIR, same_as=organization("international-rescue-committee"))
    item = donor(vocabulary, "CIR", load_decisions(file))
    assert item.iri == organization("international-rescue-committee")
    assert set(item.labels) == {"en", "fr"}


def test_a_place_and_an_office_can_be_settled_too(tmp_path: Path, vocabulary: Vocabulary) -> None:
    file = tmp_path / "decisions.ttl"
    decide(file, unresolved("place", "our-town"), same_as=entity("place", "2456917"))
    decide(file, unresolved("organization", "undp-armenia"), same_as=organization("who"))
    decisions = load_decisions(file)
    check(decisions, vocabulary, file)
    facts = Facts("a", "a.txt", "en", employer=Item("UNDP Armenia"), places=(Item("Our Town"),))
    linked = link(facts, vocabulary, decisions)
    assert linked.places[0].labels["en"] == "Goundam"
    assert linked.employer is not None
    assert linked.employer.iri == organization("who")


def test_a_later_decision_replaces_an_earlier_one(tmp_path: Path) -> None:
    file = tmp_path / "decisions.ttl"
    decide(file, CIR, same_as=organization("alima"))
    decide(file, CIR, same_as=organization("who"))
    decide(file, unresolved("role", "x"), same_as=entity("role", "nurse"))
    assert load_decisions(file).same == {CIR: organization("who"), unresolved("role", "x"): entity("role", "nurse")}


def test_not_the_same(tmp_path: Path, vocabulary: Vocabulary) -> None:
    file = tmp_path / "decisions.ttl"
    assert donor(vocabulary, "Concern Worldwide", Decisions()).iri == organization("concern-worldwide")
    decide(file, unresolved("organization", "concern-worldwide"), different_from=organization("concern-worldwide"))
    assert donor(vocabulary, "Concern Worldwide", load_decisions(file)).iri == unresolved("organization", "concern-worldwide")


def test_a_new_entity(tmp_path: Path, vocabulary: Vocabulary) -> None:
    file = tmp_path / "decisions.ttl"
    decide(file, unresolved("organization", "umrrs-mali"), labels={"fr": "UMRRS", "en": "UMRRS"})
    decisions = load_decisions(file)
    item = donor(vocabulary, "UMRRS MALI", decisions)
    assert item.iri == organization("umrrs-mali")
    assert item.labels == {"en": "UMRRS", "fr": "UMRRS"}
    lines = list(decisions.nquads())
    assert lines == sorted(lines)
    assert any("FormalOrganization" in line for line in lines)
    assert all(line.endswith("/graph/vocabulary> .") and organization("umrrs-mali") in line for line in lines)
    assert len(list(ox.parse("\n".join(lines), format=ox.RdfFormat.N_QUADS))) == len(lines) == 5


def test_a_failed_write_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "decisions.ttl"
    decide(file, CIR, same_as=organization("alima"))
    before = file.read_bytes()

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ox, "serialize", fail)
    with pytest.raises(VocabularyError, match="No space left"):
        decide(file, CIR, same_as=organization("who"))
    assert file.read_bytes() == before
    assert [path for path in tmp_path.iterdir() if path.suffix != ".lock"] == [file]


@pytest.mark.parametrize(
    ("iri", "choices"),
    [
        (organization("alima"), {"same_as": organization("who")}),
        (CIR, {}),
        (CIR, {"same_as": organization("who"), "different_from": organization("alima")}),
    ],
)
def test_what_is_no_decision(tmp_path: Path, iri: str, choices: dict[str, Any]) -> None:
    with pytest.raises(UsageError) as caught:
        decide(tmp_path / "decisions.ttl", iri, **choices)
    assert "décision" in caught.value.message("fr")
    assert not (tmp_path / "decisions.ttl").exists()


def test_a_wrong_file_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "decisions.ttl"
    file.write_text("<https://w3id.org/organigram/unresolved/role/x> nonsense", encoding="utf-8")
    with pytest.raises(VocabularyError) as caught:
        load_decisions(file)
    assert str(file) in str(caught.value)
    assert str(caught.value.place).startswith("1:")


def test_a_statement_about_a_statement_is_told_with_its_file(tmp_path: Path) -> None:
    file = tmp_path / "decisions.ttl"
    file.write_text("<x:a> <x:says> <<( <x:b> <x:c> <x:d> )>> .\n")
    with pytest.raises(VocabularyError, match="statement about a statement") as error:
        load_decisions(file)
    assert error.value.file == str(file)


def test_contradictions_and_unknown_targets_are_told(tmp_path: Path, vocabulary: Vocabulary) -> None:
    file = tmp_path / "decisions.ttl"
    line = "<%s> <https://w3id.org/organigram/ontology#settledAs> <%s> .\n"
    file.write_text(line % (CIR, organization("alima")) + line % (CIR, organization("who")), encoding="utf-8")
    with pytest.raises(VocabularyError, match="settled twice"):
        load_decisions(file)
    file.write_text(line % (CIR, organization("no-such-thing")), encoding="utf-8")
    with pytest.raises(VocabularyError, match="not known"):
        check(load_decisions(file), vocabulary, file)
    file.write_text(line % (CIR, organization("alima")), encoding="utf-8")
    check(load_decisions(file), vocabulary, file)


def test_the_open_names_with_counts_and_candidates(vocabulary: Vocabulary) -> None:
    facts = [
        link(Facts("a", "a.txt", "fr", donors=(Item("Croix Rouge Malienne et amis"), Item("CIR"))), vocabulary),
        link(Facts("b", "b.txt", "en", donors=(Item("CIR"), Item("ALIMA"))), vocabulary),
    ]
    first, second = unresolved_entities([(one, "") for one in facts], vocabulary)
    assert (first.iri, first.kind, first.postings, first.labels) == (CIR, "organization", 2, ("CIR",))
    assert second.postings == 1
    assert organization("mali-red-cross") in [iri for iri, _ in second.candidates]
    scores = [score for _, score in second.candidates]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) <= 5


def test_a_new_concept_is_one_of_its_list(tmp_path: Path) -> None:
    file = tmp_path / "decisions.ttl"
    decide(file, unresolved("sector", "bee-keeping"), labels={"en": "Bee-keeping", "fr": "Apiculture"})
    lines = list(load_decisions(file).nquads())
    assert any(f"{BASE}sector/bee-keeping> <{expand('skos:inScheme')}> <{BASE}scheme/sectors>" in line for line in lines)


def test_a_decision_is_taken_back_with_the_entity_that_it_made(tmp_path: Path) -> None:
    file = tmp_path / "decisions.ttl"
    umrrs = unresolved("organization", "umrrs")
    assert not take_back(file, CIR)
    decide(file, CIR, same_as=organization("international-rescue-committee"))
    before = load_decisions(file)
    decide(file, umrrs, labels={"en": "UMRRS", "fr": "UMRRS"})
    assert organization("umrrs") in load_decisions(file).entities
    assert take_back(file, umrrs)
    assert load_decisions(file) == before
    assert take_back(file, CIR)
    assert not load_decisions(file).triples


def test_an_entity_that_another_name_is_settled_as_stays(tmp_path: Path) -> None:
    file = tmp_path / "decisions.ttl"
    decide(file, unresolved("organization", "umrrs"), labels={"en": "UMRRS", "fr": "UMRRS"})
    decide(file, CIR, same_as=organization("umrrs"))
    assert take_back(file, unresolved("organization", "umrrs"))
    assert load_decisions(file).same == {CIR: organization("umrrs")}
    assert organization("umrrs") in load_decisions(file).entities


def test_of_two_who_decide_at_once_both_decisions_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "decisions.ttl"
    names = [unresolved("organization", f"name-{number}") for number in range(12)]
    script = "import sys; from pathlib import Path; from organigram.review import decide\n"
    script += (
        "for name in sys.argv[2:]: decide(Path(sys.argv[1]), name, same_as='https://w3id.org/organigram/organization/alima')"
    )
    other = subprocess.Popen([sys.executable, "-c", script, str(file), *names[:6]])
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda name: decide(file, name, same_as=organization("alima")), names[6:]))
    assert other.wait(timeout=60) == 0
    assert set(load_decisions(file).same) == set(names)


def test_a_decision_on_what_has_changed_since_it_was_seen_is_refused(tmp_path: Path) -> None:
    file, other = tmp_path / "decisions.ttl", unresolved("organization", "other")
    seen = load_decisions(file)
    decide(file, CIR, same_as=organization("alima"))
    before = file.read_bytes()
    for change in (
        lambda: decide(file, other, same_as=organization("who"), together=[CIR], seen=seen),
        lambda: keep_apart(file, [other, CIR], seen=seen),
        lambda: take_back(file, CIR, seen=seen),
    ):
        with pytest.raises(UsageError, match="organization/cir meanwhile") as caught:
            change()
        assert "entre-temps" in caught.value.message("fr")
    assert file.read_bytes() == before
    decide(file, other, same_as=organization("who"), seen=seen)  # a decision on another name changes nothing of this one
    assert take_back(file, CIR, seen=load_decisions(file))


def test_names_that_were_said_to_be_different_do_not_become_one_by_a_decision(tmp_path: Path) -> None:
    file, one, two = tmp_path / "decisions.ttl", unresolved("organization", "one"), unresolved("organization", "two")
    keep_apart(file, [one, two])
    with pytest.raises(UsageError, match="were said to be different"):
        decide(file, CIR, same_as=organization("alima"), together=[one, two])
    decide(file, one, same_as=organization("alima"))
    with pytest.raises(UsageError, match="were said to be different"):
        decide(file, two, same_as=organization("alima"))
    decide(file, two, same_as=organization("who"))
    assert load_decisions(file).same == {one: organization("alima"), two: organization("who")}


def test_that_names_are_different_is_taken_back_with_either_of_them(tmp_path: Path) -> None:
    names = [unresolved("organization", name) for name in ("one", "two", "three")]
    for name in names:
        keep_apart(tmp_path / "decisions.ttl", names)
        assert take_back(tmp_path / "decisions.ttl", name)
        (left,) = load_decisions(tmp_path / "decisions.ttl").different
        assert name not in left


@pytest.mark.parametrize("at_once", [True, False])
def test_the_new_entity_of_a_group_goes_with_its_last_name(at_once: bool, tmp_path: Path) -> None:
    file, umrrs = tmp_path / "decisions.ttl", unresolved("organization", "umrrs")
    decide(file, umrrs, labels={"fr": "UMRRS"}, together=[CIR])
    if at_once:
        assert take_back(file, umrrs, together=[CIR])
    else:
        assert take_back(file, umrrs)
        assert load_decisions(file).entities
        assert take_back(file, CIR)
    assert not load_decisions(file).triples


def test_what_a_person_wrote_of_a_new_entity_is_not_taken_with_it(tmp_path: Path) -> None:
    file = tmp_path / "decisions.ttl"
    decide(file, unresolved("organization", "umrrs"), labels={"fr": "UMRRS"})
    take_back(file, unresolved("organization", "umrrs"))
    own = f'<{organization("ours")}> a <{expand("org:FormalOrganization")}> ; <{expand("skos:prefLabel")}> "Ours"@en ; '
    file.write_text(f'{own} <{expand("skos:note")}> "By hand"@en .', encoding="utf-8")
    decide(file, CIR, same_as=organization("ours"))
    assert take_back(file, CIR)
    assert "By hand" in file.read_text("utf-8")


_READ_ONLY = """
import os, tempfile
from pathlib import Path
from organigram.errors import VocabularyError
from organigram.namespaces import organization, unresolved
from organigram.review import decide, load_decisions, take_back
if os.geteuid() == 0:  # who may write everywhere can be refused nothing
    os.setuid(65534)
with tempfile.TemporaryDirectory() as folder:
    file, name = Path(folder) / "decisions.ttl", unresolved("organization", "cir")
    decide(file, name, same_as=organization("alima"))
    file.chmod(0o444)
    try:
        take_back(file, name)
    except VocabularyError as error:
        print(error.reason, len(load_decisions(file).same))
"""


def test_a_file_that_may_not_be_written_is_left_alone() -> None:
    told = subprocess.run([sys.executable, "-c", _READ_ONLY], capture_output=True, text=True, check=True).stdout
    assert told.split("\n")[0] == "The file cannot be written: {detail}. 1"
