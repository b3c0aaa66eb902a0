"""What a source states in fields: read in every way that sources write it, before the text, and kept apart from it."""

from __future__ import annotations

import dataclasses
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stated_samples import posting

from organigram.extraction import extract
from organigram.extraction.stated import all_moved
from organigram.model import Facts, Item, Posting, Salary, Stated, StatedKey
from organigram.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
BODY = (
    "Relief Aid is an NGO.\n\nRelief Aid is seeking a Nurse.\nDuty station: Goundam, Mali\nReports to: Head of Mission\n"
    "Contract: fixed-term, 6 months, full time\nStart date: 1 June 2024\nApply before 15 May 2024.\nSalary: 2,000 EUR per month\n"
    "Fluent French is required, English is an asset.\nThe project is funded by the Blue Example Fund.\n"
)


def read(*fields: tuple[StatedKey, str], body: str = BODY) -> Facts:
    return extract(posting(body, *fields), VOCABULARY)


def told(facts: Facts, relation: str) -> list[tuple[Any, str]]:
    """Values and rules of a relation, a single fact too."""
    value = getattr(facts, relation)
    items = value if isinstance(value, tuple) else [value] if value else []
    return [(item.value, item.rule) for item in items]


def disputes(facts: Facts) -> list[tuple[str, Any, Any]]:
    return [(one.relation, one.stated.value, one.text.value) for one in facts.disputed]


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        ("ML", ["ML"]),
        ("mli", ["ML"]),
        ("Mali", ["ML"]),
        ("mali", ["ML"]),
        ("Côte d’Ivoire", ["CI"]),
        ("Ivory Coast", ["CI"]),
        ("occupied Palestinian territory", ["PS"]),
        ("RDC", ["CD"]),
        ("UK", ["GB"]),
        ("Mali; Burkina Faso, NER", ["ML", "BF", "NE"]),
        ("World", []),
        ("Sahel", []),
        ("N/A", []),
        ("ZZ", []),
    ],
)
def test_countries_by_code_and_by_name_and_no_region(value: str, codes: list[str]) -> None:
    assert [item.value for item in read(("country", value), body="").countries] == codes


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Bamako", ["Bamako"]),
        ("75011 Paris", ["Paris"]),
        ("Mopti / Gao", ["Mopti", "Gao"]),
        ("Dakar, Sénégal", ["Dakar"]),
        ("Aix-en-Provence", ["Aix-en-Provence"]),
        ("Gao et Mopti", ["Gao", "Mopti"]),
        ("Yerevan (5 hours a week)", ["Yerevan"]),
        ("Head Office; Yerevan\nDESCRIPTION: the post is one of several\n" + "in the office " * 9, ["Yerevan"]),
        ("Télétravail", []),
        ("Multiple locations", []),
    ],
)
def test_places_without_countries_and_post_codes(value: str, names: list[str]) -> None:
    assert [item.value for item in read(("place", value), body="").places] == names


def test_a_country_beside_a_place_is_the_country_where_no_field_gives_one() -> None:
    assert told(read(("place", "Dakar, Sénégal"), body=""), "countries") == [("SN", "stated.country")]
    both = read(("place", "Paris, France"), ("country", "Mali"), body="")
    assert [item.value for item in both.countries] == ["ML"]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-05-31T00:00:00+00:00", "2024-05-31"),
        ("2024-05-31", "2024-05-31"),
        ("31/05/2024", "2024-05-31"),
        ("05/31/2024", "2024-05-31"),
        ("31 mai 2024", "2024-05-31"),
        ("May 31st, 2024", "2024-05-31"),
        ("2024-05", "2024-05"),
        ("31 May", None),
        ("open", None),
        ("2024-02-31", None),
    ],
)
def test_dates_as_written(value: str, day: str | None) -> None:
    deadline = read(("deadline", value), body="").deadline
    assert (deadline and deadline.value) == day


@pytest.mark.parametrize(
    ("key", "value", "contract", "months", "share"),
    [
        ("contract", "FULL_TIME", None, None, 1.0),
        ("contract", "TEMPORARY", "fixed-term", None, None),
        ("contract", "VOLUNTEER", "volunteer", None, None),
        ("contract", "INTERN", "internship", None, None),
        ("contract", "CONTRACTOR", "consultancy", None, None),
        ("contract", "PER_DIEM", "daily", None, None),
        ("contract", "OTHER", None, None, None),
        ("contract", "PART_TIME", None, None, None),
        ("contract", "Job", None, None, None),
        ("contract", "Consultancy", "consultancy", None, None),
        ("contract", "Internship", "internship", None, None),
        ("contract", "Volunteer Opportunity", "volunteer", None, None),
        ("contract", "CDI", "permanent", None, None),
        ("contract", "CDD de 12 mois à temps plein", "fixed-term", 12, 1.0),
        ("duration_months", "12", None, 12, None),
        ("duration_months", "P1Y6M", None, 18, None),
        ("duration_months", "2 years", None, 24, None),
        ("duration_months", "900", None, None, None),
        ("working_time", "80%", None, None, 0.8),
        ("working_time", "0.5", None, None, 0.5),
        ("working_time", "mi-temps", None, None, 0.5),
    ],
)
def test_contract_duration_and_working_time(
    key: StatedKey, value: str, contract: str | None, months: int | None, share: float | None
) -> None:
    facts = read((key, value), body="")
    found = [getattr(facts, name) for name in ("contract", "duration_months", "working_time")]
    assert [item and item.value for item in found] == [contract, months, share]
    assert {item.rule.partition(".")[0] for item in found if item} <= {"stated"}


@pytest.mark.parametrize(
    ("value", "slugs"),
    [
        ("Health", ["health"]),
        ("Food and Nutrition", ["food-security", "nutrition"]),
        ("Protection and Human Rights", ["human-rights", "protection"]),
        ("Coordination", ["humanitarian-coordination"]),
        ("HIV/Aids", ["hiv-aids"]),
        ("12240", ["nutrition"]),
        ("Education, Level Unspecified", ["education"]),
        ("Santé ; Éducation", ["education", "health"]),
        ("Health, Nutrition", ["health", "nutrition"]),
        ("Beekeeping of the Blue Hills", ["Beekeeping of the Blue Hills"]),
        ("Other", []),
    ],
)
def test_sectors_by_the_lists_of_sources(value: str, slugs: list[str]) -> None:
    assert sorted(str(item.value) for item in read(("sector", value), body="").sectors) == slugs


@pytest.mark.parametrize("value", ["Program/Project Management", "Human Resources", "Suivi et évaluation"])
def test_a_function_is_no_sector(value: str) -> None:
    assert [item.value for item in read(("sector", value), ("sector", "Health"), body="").sectors] == ["health"]


def test_a_title_is_cleaned_and_tells_role_contract_and_sector() -> None:
    facts = read(("title", "Nutrition Intern (M/F) - Bamako"), body="")
    assert told(facts, "title") == [("Nutrition Intern", "stated.title")]
    assert facts.role is not None
    assert told(facts, "contract") == [("internship", "contract.title")]
    assert told(facts, "sectors") == [("nutrition", "sector.header")]


def test_a_name_and_its_short_form_are_one_employer_and_a_board_is_none() -> None:
    facts = read(("employer", "Example Relief Association"), ("employer", "ERA"), ("board", "Jobs Today"), body="")
    assert told(facts, "employer") == [("Example Relief Association", "stated.employer")]
    assert facts.employer is not None
    assert [span.quote for span in facts.employer.evidence] == ["Example Relief Association", "ERA"]
    assert [(item.value, item.relation) for item in facts.organizations] == [
        ("Example Relief Association", "employer"),
        ("Jobs Today", "other"),
    ]


def test_pay_with_the_units_of_schema_org() -> None:
    (pay,) = read(("salary", "2000 - 2500 EUR MONTH"), body="").salary
    assert (pay.amount_min, pay.amount_max, pay.currency, pay.period) == (2000.0, 2500.0, "EUR", "month")


def test_fields_that_agree_with_the_text_make_one_fact_with_both_evidences() -> None:
    facts = read(
        ("title", "Nurse"),
        ("employer", "Relief Aid"),
        ("country", "mli"),
        ("place", "Goundam"),
        ("deadline", "2024-05-15T00:00:00+00:00"),
        ("start_date", "06/01/2024"),
        ("contract", "TEMPORARY"),
        ("duration_months", "6"),
        ("working_time", "FULL_TIME"),
        ("salary", "2000 EUR"),
        ("language", "French"),
    )
    assert facts.disputed == ()
    assert facts.start_date is not None
    assert facts.start_date.value == "2024-06-01"
    single = (facts.title, facts.employer, facts.deadline, facts.start_date, facts.contract, facts.duration_months)
    for item in (*single, facts.working_time, facts.countries[0], facts.places[0], facts.salary[0], facts.languages[0]):
        assert item is not None
        assert item.rule.startswith("stated.")
        assert len(item.evidence) > 1
    assert (facts.salary[0].period, [(one.value, one.need) for one in facts.languages]) == (
        "month",
        [("fr", "required"), ("en", "asset")],
    )


def test_where_both_disagree_the_field_is_the_fact_and_the_text_is_kept() -> None:
    facts = read(
        ("title", "Driver"),
        ("employer", "Other Help"),
        ("country", "Niger"),
        ("place", "Paris"),
        ("deadline", "2024-05-31"),
        ("start_date", "ASAP"),
        ("contract", "CDI"),
        ("duration_months", "12"),
        ("working_time", "50%"),
        ("salary", "3000 EUR MONTH"),
    )
    assert disputes(facts) == [
        ("title", "Driver", "Nurse"),
        ("employer", "Other Help", "Relief Aid"),
        ("start_date", "ASAP", "2024-06-01"),
        ("deadline", "2024-05-31", "2024-05-15"),
        ("contract", "permanent", "fixed-term"),
        ("duration_months", 12, 6),
        ("working_time", 0.5, 1.0),
        ("countries", "NE", "ML"),
        ("places", "Paris", "Goundam"),
        ("salary", "3000 EUR month", "2000 EUR month"),
    ]
    assert told(facts, "deadline") == [("2024-05-31", "stated.deadline")]
    assert [item.value for item in facts.countries] == ["NE"]
    assert Facts.from_json(facts.to_json()) == facts


def test_where_the_text_is_silent_the_field_is_the_fact_and_the_other_way_round() -> None:
    facts = read(("deadline", "2024-05-31"), body="Relief Aid is seeking a Nurse.\nContract: fixed-term")
    assert told(facts, "deadline") == [("2024-05-31", "stated.deadline")]
    assert told(facts, "contract") == [("fixed-term", "contract.label")]
    assert facts.disputed == ()


def test_a_list_of_countries_of_a_regional_post_stays_whole() -> None:
    facts = read(("country", "Mali"), ("country", "Niger"), ("country", "Chad"))
    assert [item.value for item in facts.countries] == ["ML", "NE", "TD"]
    assert [len(item.evidence) for item in facts.countries] == [2, 1, 1]
    assert facts.disputed == ()


def test_a_country_that_the_text_adds_to_one_it_confirms_is_mentioned_not_lost() -> None:
    facts = read(("country", "Mali"), body="Relief Aid is seeking a Nurse.\nDuty station: Mali and Niger\n")
    assert ([item.value for item in facts.countries], [item.value for item in facts.countries_mentioned]) == (["ML"], ["NE"])
    assert facts.disputed == ()


def test_what_the_text_only_suggests_disputes_nothing() -> None:
    facts = read(
        ("country", "Mali"), body="Relief Aid works in Niger. Relief Aid was founded in Niger. We seek a Nurse for Niger."
    )
    assert [item.value for item in facts.countries] == ["ML"]
    assert [item.value for item in facts.countries_mentioned] == ["NE"]
    assert facts.disputed == ()


@pytest.mark.parametrize("moment", ["2024-05-14T22:00:00Z", "2024-05-14T22:00:00+00:00", "2024-05-15T23:59:59+02:00"])
def test_local_midnight_in_another_zone_is_the_same_day(moment: str) -> None:
    facts = read(("deadline", moment))
    assert told(facts, "deadline") == [("2024-05-15", "stated.deadline")]
    assert facts.disputed == ()


def test_a_day_without_its_time_is_that_day() -> None:
    assert disputes(read(("deadline", "2024-05-14"))) == [("deadline", "2024-05-14", "2024-05-15")]


def test_a_month_and_a_day_in_it_agree() -> None:
    assert told(read(("start_date", "2024-06")), "start_date") == [("2024-06-01", "stated.start_date")]


def test_two_accounts_never_end_a_contract_before_it_starts() -> None:
    body = "Relief Aid is seeking a Nurse.\nStart date: 1 May 2024\nEnd date: 31 May 2024\n"
    facts = read(("start_date", "2024-07-01"), body=body)
    assert facts.start_date is not None
    assert (facts.start_date.value, facts.end_date) == ("2024-07-01", None)
    assert disputes(facts) == [("start_date", "2024-07-01", "2024-05-01")]


def test_the_stated_employer_is_the_one_that_the_network_is_read_for() -> None:
    body = "Blue Help works with Green Partners and Blue Help. Blue Help's project is funded by the Example Fund.\n"
    facts = read(("employer", "Blue Help"), body=body)
    assert ("Blue Help", "partner") not in {(item.value, item.relation) for item in facts.organizations}
    assert facts.organizations[0].relation == "employer"


def test_head_lines_are_no_text() -> None:
    """What the head says is no second witness: no evidence of the text's rules lies above the body."""
    facts = read(("employer", "Relief Aid"), ("country", "Niger"), ("sector", "Health"), ("board", "Supported by the Grey Fund"))
    body = posting("", ("employer", "Relief Aid"), ("country", "Niger"), ("sector", "Health")).body
    everything = [item for _, item in facts.items()]
    for item in everything:
        if not item.rule.startswith(("stated.", "role.")):
            assert all(span.start >= body for span in item.evidence)
    assert "Grey Fund" not in [item.value for item in facts.donors]


def test_a_body_alone_is_read_as_ever() -> None:
    """Without fields, a posting whose text begins later gives the facts of that text."""
    head = "An ignored line\n\n"
    later = extract(Posting("a", "a.txt", "en", head + BODY, (), len(head)), VOCABULARY)
    assert later == all_moved(extract(Posting("a", "a.txt", "en", BODY), VOCABULARY), len(head))


_KEYS = st.sampled_from(get_args(StatedKey))
_VALUES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["Mali", "ML", "2024-05-31T22:00:00Z", "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00", "FULL_TIME", "Nurse",
         "0", "12", "P1Y", "Relief Aid (RA)", "Bamako; Gao",
         "EUR 2000 MONTH", "French", "31/05/2024", "(", "a" * 400, "\u0130stanbul"]
    ),
)  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(st.lists(st.tuples(_KEYS, _VALUES), max_size=8), st.sampled_from([BODY, "", "Nurse"]))
def test_evidence_holds_whatever_the_fields_say(fields: list[tuple[StatedKey, str]], body: str) -> None:
    one = posting(body, *fields)
    facts = extract(one, VOCABULARY)
    found: list[Item | Salary] = [item for _, item in facts.items()]
    found += [side for dispute in facts.disputed for side in (dispute.stated, dispute.text)]
    for item in found:
        assert item.evidence
        for span in item.evidence:
            assert one.text[span.start : span.end] == span.quote
            assert span.quote.strip() == span.quote != ""


@given(st.lists(st.tuples(_KEYS, st.integers(-5, 50), st.integers(-5, 50)), max_size=4))
def test_spans_that_point_nowhere_harm_nothing(spans: list[tuple[StatedKey, int, int]]) -> None:
    stated = tuple(Stated(key, "Mali", "x", start, end) for key, start, end in spans)
    one = dataclasses.replace(posting("We seek a Nurse.", ("country", "Mali")), stated=stated)
    facts = extract(one, VOCABULARY)
    assert all(one.text[span.start : span.end] == span.quote for _, item in facts.items() for span in item.evidence)
