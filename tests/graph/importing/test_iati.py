"""IATI activities: what is read of one, what is left out, and files that are wrong or hostile."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import pytest
from import_samples import ACTIVITY, activity, iati, records

from organigram.importing.records import Amount, Party, Record, Spot


@pytest.fixture
def read(tmp_path: Path) -> Record:
    (record,) = records(tmp_path, iati(ACTIVITY))
    assert isinstance(record, Record)
    return record


def test_what_an_activity_says(read: Record) -> None:
    assert (read.scheme, read.identifier, read.project) == ("iati", "XX-EXAMPLE-77", ("XX-EXAMPLE-77",))
    assert read.titles == {"en": "Meals for Goundam", "fr": "Des repas pour Goundam"}
    assert (read.start, read.end, read.updated) == ("2024-02-01", "2025-12-31", "2024-05-20T10:00:00+02:00")
    assert (read.countries, read.places) == (("ML", "NE"), (Spot("Goundam", 16.41, -3.67),))
    assert read.sectors == ("12220", "12261")


def test_who_takes_part_and_how(read: Record) -> None:
    assert read.parties == (
        Party("Government of Germany", "funder"),
        Party("XM-DAC-41122", "partner", "41122"),
        Party("ALIMA", "implementer"),
        Party("Blue Lake Help", "implementer"),
        Party("World Food Programme", "reporter"),
        Party("World Food Programme", "funder"),
    )


def test_amounts_are_summed_by_kind_currency_and_giver(read: Record) -> None:
    """The revised budget of a year replaces its first one; what those who carry it out spend themselves is no funding."""
    assert read.amounts == (
        Amount("budget", Decimal("1500"), "EUR"),
        Amount("payment", Decimal("500.5"), "USD", ("Government of Germany",)),
        Amount("commitment", Decimal("50"), "EUR", ("World Food Programme",)),
    )


def test_contact_details_are_not_read(read: Record) -> None:
    assert "Ada" not in repr(read)
    assert "example.org" not in repr(read)


def test_the_language_of_the_activity_is_that_of_its_texts(tmp_path: Path) -> None:
    french = activity("A", "<title><narrative>Puits</narrative></title>", xml__lang="fr").replace("xml--lang", "xml:lang")
    (record,) = records(tmp_path, iati(french))
    assert isinstance(record, Record)
    assert (record.language, record.titles) == ("fr", {"fr": "Puits"})


def test_what_is_wrong_in_one_activity_costs_no_other(tmp_path: Path) -> None:
    bad = "<budget><value currency='EUR'>many</value></budget><activity-date type='1' iso-date='2023-02-30'/><location/>"
    bad += "<participating-org role='4'><narrative>---</narrative></participating-org>"
    found = records(tmp_path, iati("<iati-activity/>", activity("A", bad), activity("B")))
    assert [one.identifier if isinstance(one, Record) else one for one in found] == [
        "A",
        "B",
        "record 1: The activity has no identifier. Ask its publisher for one: iati-identifier.",
        'record 2: What makes no sense in record A is left out: value "many EUR", activity-date "2023-02-30". '
        "The rest of it is taken in. Tell its publisher.",
    ]
    assert isinstance(found[0], Record)
    assert found[0].amounts == ()
    assert (found[0].start, found[0].parties) == ("", ())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (iati(activity("A"), version="1.05"), "It is IATI of version 1.05; versions from 2.01 on are read."),
        (f"<iati-activities>{activity('A')}</iati-activities>", "It is IATI of version ?; versions from 2.01 on are read."),
        ("<rss><channel/></rss>", "It holds no activities of IATI."),
        ('<!DOCTYPE a [<!ENTITY b "c">]>' + iati(activity("&b;")), "The file declares entities of its own"),
        (
            '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + iati(activity("&x;")),
            "The file declares entities of its own",
        ),
        (iati(activity("A", "<a>" * 400 + "</a>" * 400)), "It is nested too deep."),
        (iati(activity("A", "x" * 6_000_000)), "record 1: It is larger than the limit of 5 MB."),
    ],
)
def test_what_is_refused_and_why(tmp_path: Path, text: str, message: str) -> None:
    (problem,) = records(tmp_path, text)
    assert isinstance(problem, str)
    assert problem.startswith(message)


def test_what_comes_before_the_end_of_a_cut_file_is_kept(tmp_path: Path) -> None:
    found = records(tmp_path, iati(activity("A"), activity("B"))[:-60])
    assert isinstance(found[0], Record)
    assert found[0].identifier == "A"
    assert isinstance(found[1], str)
    assert "It is not XML" in found[1]


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured where Linux tells it")
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """A file of 25 MB; what is kept of it is on disk."""
    import tracemalloc

    from organigram.importing import Records

    path = tmp_path / "large.xml"
    head, _, end = iati("#").partition("#")
    with path.open("w") as file:
        file.write(head)
        for number in range(3000):
            file.write(activity(f"A-{number}", "<description><narrative>" + "word " * 1600 + "</narrative></description>"))
        file.write(end)
    tracemalloc.start()
    with Records() as found:
        assert found.read([path]) == []
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
        assert sum(1 for _ in found) == 3000
    tracemalloc.stop()
