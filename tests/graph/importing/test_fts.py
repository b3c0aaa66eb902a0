"""FTS flows, as the API answers them and as tables."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from import_samples import TABLE, answer, flow, records

from organigram.importing.records import Amount, Party, Record


def only(found: list[Record | str]) -> Record:
    (record,) = found
    assert isinstance(record, Record)
    return record


def test_what_a_flow_says(tmp_path: Path) -> None:
    record = only(records(tmp_path, answer(flow())))
    assert (record.scheme, record.identifier, record.project) == ("fts", "90001", ("flow", "90001"))
    assert record.parties == (Party("Government of Germany", "funder"), Party("Norwegian Refugee Council", "implementer"))
    assert record.amounts == (Amount("payment", Decimal(250000), "USD", ("Government of Germany",), "2024-02-03"),)
    assert (record.titles, record.countries, record.programme) == ({"en": "Wells of Gao"}, ("Mali",), "Mali Plan 2024")
    assert record.fields == ("Protection - Child Protection",)


def test_a_flow_tells_of_the_project_that_it_names(tmp_path: Path) -> None:
    project = {"type": "Project", "id": "555", "name": "Clinics of Mopti"}
    found = records(tmp_path, answer(*(flow(number, destinationObjects=[project]) for number in (1, 2))))
    assert [(one.project, one.titles) for one in found if isinstance(one, Record)] == [
        (("project", "555"), {"en": "Clinics of Mopti"})
    ] * 2


@pytest.mark.parametrize(
    ("changes", "kind", "left_out"),
    [
        ({"status": "pledge"}, "pledge", ""),
        ({"status": "commitment"}, "commitment", ""),
        ({"flowType": "Carryover"}, "carry-over", ""),
        ({"flowType": "Parked"}, "parked", ""),
        ({"status": "dreamt of"}, None, 'status "dreamt of"'),
        ({"amountUSD": None}, None, ""),
        ({"amountUSD": "NaN"}, None, 'amountUSD "NaN"'),
        ({"amountUSD": "1e400", "date": "soon"}, None, 'amountUSD "1e400", date "soon"'),
        ({"amountUSD": "\x1b[2J" + "9" * 99}, None, 'amountUSD "[2J999999999999999999999999999999999999…"'),
    ],
)
def test_what_the_money_is(tmp_path: Path, changes: dict[str, Any], kind: str | None, left_out: str) -> None:
    record, *problems = records(tmp_path, answer(flow(**changes)))
    assert isinstance(record, Record)
    assert [amount.kind for amount in record.amounts] == ([kind] if kind else [])
    told = (
        f"record 1: What makes no sense in record 90001 is left out: {left_out}. The rest of it is taken in. Tell its publisher."
    )
    assert problems == ([told] if left_out else [])


def test_a_table_says_the_same(tmp_path: Path) -> None:
    one, other = records(tmp_path, TABLE)
    assert isinstance(one, Record)
    assert isinstance(other, Record)
    assert (one.project, one.titles, one.countries) == (("project", "ML-24"), {"en": "Clinics of Mopti"}, ("MLI", "NER"))
    assert one.amounts == (Amount("commitment", Decimal(1500), "USD", ("Government of Germany",), "2024-02-03"),)
    assert (other.project, other.titles, other.amounts[0].kind) == (("flow", "82"), {"en": "Rest, of 2023"}, "carry-over")


def test_a_table_saved_again_by_a_spreadsheet_is_read(tmp_path: Path) -> None:
    text = "\ufeffid;amountUSD;srcOrganization;destOrganization;status\r\n5;10;Blue Lake Help;ALIMA;paid\r\n"
    record = only(records(tmp_path, text))
    assert (record.identifier, record.amounts[0].value) == ("5", Decimal(10))


def test_pages_of_answers_are_read_together(tmp_path: Path) -> None:
    pages = json.dumps([json.loads(answer(flow(number))) for number in (1, 2, 3)])
    assert [one.identifier for one in records(tmp_path, pages) if isinstance(one, Record)] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "It is not JSON"),
        ("[" * 100_000, "It is not JSON"),
        ('{"data": {"flows": 5}}', "It holds no flows of FTS."),
        ('{"data": {"flows": [5]}}', "record 1: It is no flow of FTS: it has no id."),
        ("title,text\nNurse,We seek a nurse\n", "The table has no column amountUSD, destOrganization, id, srcOrganization."),
        ("", "The table has no column"),
        ("\x1f\x8b\x08\x00\r\x02,\r", "The table has no column"),
        ("id,amountUSD,srcOrganization,destOrganization\n,1,a,b\n", "line 2: It is no flow of FTS: it has no id."),
        ('id,amountUSD,srcOrganization,destOrganization\n1,"' + "x" * 6_000_000, "line 2: It is larger than the limit"),
    ],
)
def test_what_is_refused_and_why(tmp_path: Path, text: str, message: str) -> None:
    (problem,) = records(tmp_path, text)
    assert isinstance(problem, str)
    assert problem.startswith(message)
