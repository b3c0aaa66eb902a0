"""HTML: what schema.org says, where the main text is, what its lines look like, and what is refused."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organigram.errors import ReadingError
from organigram.reading.draft import Draft
from organigram.reading.formats.html import read_html
from organigram.reading.markup import html_to_text

MENU = """<header><a href="/">Home</a><nav><ul><li><a href="/jobs">All jobs</a></li><li><a href="/gifts">Give</a></li></ul>
    </nav></header>"""
END = """<aside><h3>Similar jobs</h3><ul><li><a href="/2">Logistician, Juba</a></li><li><a href="/3">Nurse, Goma</a></li></ul>
    </aside><footer><p>© 2026 Relief Works</p></footer>
    <div class="cookie-banner"><p>We use cookies.</p><button>Accept all</button></div>"""
PROSE = "<p>The coordinator plans the work of the health project in the east of the country and leads a team of nine people.</p>"
LONG = "The nurse works in the hospital of the town, trains the team and writes a report each month for the head nurse. " * 8


def page(body: str, head: str = "") -> bytes:
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>Jobs</title>{head}</head><body>{body}</body></html>'.encode()


def drafts(raw: bytes) -> Sequence[Draft]:
    found = list(read_html(raw))
    assert all(isinstance(one, Draft) for one in found)
    return [one for one in found if isinstance(one, Draft)]


def only(raw: bytes) -> Draft:
    (draft,) = drafts(raw)
    return draft


def linked(*data: Any) -> str:
    texts = (one if isinstance(one, str) else json.dumps(one) for one in data)
    return "".join(f'<script type="application/ld+json">{text}</script>' for text in texts)


def fields(draft: Draft) -> list[tuple[str, str]]:
    return [(field.key, field.value) for field in draft.fields]


JOB = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Nurse &amp; trainer",
    "hiringOrganization": {"@type": "Organization", "name": "Relief Works"},
    "jobLocation": [
        {"@type": "Place", "address": {"@type": "PostalAddress", "addressLocality": "Mao", "addressCountry": {"name": "Chad"}}},
        {"@type": "Place", "address": {"addressRegion": "Kanem", "addressCountry": "TD"}},
    ],
    "datePosted": "2026-03-01",
    "validThrough": "2026-04-01T23:59:00Z",
    "jobStartDate": "2026-05",
    "employmentType": ["FULL_TIME", "TEMPORARY"],
    "baseSalary": {"currency": "EUR", "value": {"minValue": 1800, "maxValue": 2100.5, "unitText": "MONTH"}},
    "industry": "Health",
    "identifier": {"@type": "PropertyValue", "name": "RW", "value": "RW-12"},
    "url": "https://example.org/jobs/12",
    "description": f"<p>{LONG}</p><ul><li>Plan</li><li>Train</li></ul>",
    "qualifications": "A diploma in nursing",
}


def test_json_ld_states_fields_and_the_text() -> None:
    draft = only(page(MENU + "<main><p>Something else</p></main>", linked(JOB)))
    assert fields(draft) == [
        ("title", "Nurse & trainer"),
        ("employer", "Relief Works"),
        ("place", "Mao"),
        ("country", "Chad"),
        ("place", "Kanem"),
        ("country", "TD"),
        ("sector", "Health"),
        ("working_time", "FULL_TIME"),
        ("contract", "TEMPORARY"),
        ("date_posted", "2026-03-01"),
        ("deadline", "2026-04-01T23:59:00Z"),
        ("start_date", "2026-05"),
        ("salary", "1800 - 2100.5 EUR / month"),
        ("identifier", "RW-12"),
        ("url", "https://example.org/jobs/12"),
    ]
    assert draft.text.endswith("\n\n- Plan\n- Train\n\nQualifications\n\nA diploma in nursing")
    assert {field.key: field.field for field in draft.fields}["country"] == "jobLocation.address.addressCountry"


@pytest.mark.parametrize(
    "data",
    [
        [JOB],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, JOB]},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": JOB}]},
        {**JOB, "@type": ["Thing", "http://schema.org/JobPosting"]},
        json.dumps(JOB)[:-1] + ",}",
        f"//<![CDATA[\n{json.dumps(JOB)}\n//]]>",
        f"<!-- {json.dumps(JOB)} -->",
        json.dumps(JOB).replace("Relief Works", "Relief\tWorks"),
        json.dumps(JOB) + ";",
    ],
    ids=["list", "graph", "item list", "types", "last comma", "cdata", "comment", "raw tab", "semicolon"],
)
def test_json_ld_is_found_however_it_is_wrapped(data: Any) -> None:
    draft = only(page("<p>x</p>", linked(data)))
    assert ("employer", "Relief Works") in fields(draft)
    assert draft.text.startswith("The nurse works")


def test_several_postings_on_a_page_are_several_drafts() -> None:
    found = list(read_html(page("", linked(JOB, {**JOB, "title": "Midwife"}, {"@type": "JobPosting", "title": "Cook"}))))
    assert [one.name for one in found if isinstance(one, Draft)] == ["1", "2"]
    assert isinstance(found[2], ReadingError)
    assert found[2].message().startswith("JobPosting 3 (Cook): It holds no text of the posting")


def test_broken_json_ld_leaves_the_page_its_text() -> None:
    draft = only(page(f"<main><h1>Coordinator</h1>{PROSE}</main>", linked('{"@type": "JobPosting", "title": ')))
    assert draft.text.startswith("Coordinator\n\nThe coordinator plans")
    assert draft.fields == ()


def test_a_short_description_gives_way_to_the_page() -> None:
    teaser = {**JOB, "description": "The nurse works ..."}
    draft = only(page(f"<main><h1>Nurse</h1><p>{LONG}</p></main>", linked(teaser)))
    assert len(draft.text) > 600
    assert ("title", "Nurse & trainer") in fields(draft)


def test_microdata_keeps_lists_and_labels() -> None:
    body = f"""{MENU}<div itemscope itemtype="https://schema.org/JobPosting"><h1 itemprop="title">Nurse</h1>
      <span itemprop="hiringOrganization" itemscope itemtype="https://schema.org/Organization">
        <b itemprop="name">Relief Works</b></span>
      <div itemprop="jobLocation" itemscope itemtype="https://schema.org/Place"><p itemprop="address" itemscope
        itemtype="https://schema.org/PostalAddress"><i itemprop="addressLocality">Mao</i>,
        <i itemprop="addressCountry">Chad</i></p></div>
      <time itemprop="validThrough" datetime="2026-04-01">1 April</time><meta itemprop="datePosted" content="2026-03-01">
      <div itemprop="description"><p>{LONG}</p><ul><li>One</li><li>Two</li></ul>
        <table><tr><td>Line manager</td><td>Director</td></tr></table></div></div>"""
    draft = only(page(body))
    assert dict(fields(draft)) == {
        "title": "Nurse",
        "employer": "Relief Works",
        "place": "Mao",
        "country": "Chad",
        "deadline": "2026-04-01",
        "date_posted": "2026-03-01",
    }
    assert draft.text.endswith("- One\n- Two\n\nLine manager: Director")


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (
            f"""<main><h1>Coordinator</h1><dl><dt>Country</dt><dd>Chad</dd><dd>Niger</dd>
            <dt>Reports to:</dt><dd><p>Director</p></dd></dl>{PROSE}</main>""",
            ["Coordinator", "Country: Chad", "Country: Niger", "Reports to: Director"],
        ),
        (
            f"""<div><h1>Coordinator</h1><table><tr><td><b>Job title</b></td><td>Coordinator</td></tr>
            <tr><th>Location :</th><td>Kaya</td></tr></table>{PROSE}</div>""",
            ["Coordinator", "Job title: Coordinator", "Location : Kaya"],
        ),
        (
            f"""<div class="offer"><h1>Chargé·e de projet</h1><div><span>Pays :</span> <span>Niger</span></div>
            <div>Durée : 6 mois</div>{PROSE}<ul><li>Lire</li></ul></div>""",
            ["Chargé·e de projet", "Pays : Niger", "Durée : 6 mois"],
        ),
        (
            f"""<form action=x><div><h2>Officer</h2><p>Salary: 2,000<br/>Base: Amman</p>{PROSE}
            <button>Apply</button></div></form>""",
            ["Officer", "Salary: 2,000", "Base: Amman"],
        ),
        (
            f"<table><tr><td>Menu</td><td><h2>Officer</h2><p>Duty station: Amman</p>{PROSE}</td></tr></table>",
            ["Officer", "Duty station: Amman"],
        ),
    ],
    ids=["definitions", "table", "spans", "form", "layout table"],
)
def test_the_main_text_keeps_headings_labels_and_lists(body: str, lines: list[str]) -> None:
    text = only(page(MENU + body + END)).text
    assert [line for line in text.splitlines() if line][: len(lines)] == lines
    assert "The coordinator plans the work" in text
    for frame in ("All jobs", "Similar jobs", "cookies", "Accept all", "Apply"):
        assert frame not in text


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "iso-8859-1"),
        ("cp1252", "iso-8859-1"),
        ("cp1252", "windows-1252"),
        ("iso8859_15", "iso-8859-15"),
        ("utf-8-sig", "ascii"),
        ("utf-16", "utf-16"),
        ("cp1252", "no-such-set"),
        ("cp1252", "base64"),
    ],
)
def test_the_encoding_is_what_the_bytes_are(encoding: str, said: str) -> None:
    head = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={said}"></head>'
    text = "Le chargé d'équipe prépare les réunions à Mopti et rend compte à la coordinatrice du projet « Santé »."
    draft = only(f"{head}<body><main><h1>Chargé d'équipe</h1><p>{text}</p></main></body>".encode(encoding))
    assert draft.text.startswith("Chargé d'équipe\n\nLe chargé d'équipe prépare les réunions à Mopti")


def test_the_page_s_own_address_is_a_field() -> None:
    draft = only(page(f"<main>{PROSE}</main>", '<link rel="canonical" href="https://example.org/j/1">'))
    assert fields(draft) == [("url", "https://example.org/j/1")]
    assert fields(only(page(f"<main>{PROSE}</main>", '<link rel="canonical" href="javascript:alert(1)">'))) == []


@pytest.mark.parametrize(
    ("raw", "reason", "raison"),
    [
        (page(""), "holds no text", "aucun texte"),
        (b"<html></html>", "holds no text", "aucun texte"),
        (page("<script>var text = 1</script><noscript>Enable JavaScript</noscript>"), "holds no text", "aucun texte"),
        (page('<div id="app"><p>Please enable JavaScript to run this app.</p></div>'), "asks for", "demande un"),
        (page("<div><h1>Your privacy</h1><p>We use cookies to improve our site.</p></div>"), "asks for", "demande un"),
        (page("<main>" + '<p><a href="/1">Nurse, Goma, Relief Works</a></p>' * 30 + "</main>"), "is a list", "est une liste"),
        (page("<div>" * 10_000 + PROSE + "</div>" * 10_000), "nested too deep", "trop imbriqués"),
        (page("<p>" + "word " * 3_000_000), "too long", "trop long"),
    ],
    ids=["empty", "bare", "script", "app", "consent", "index", "deep", "long"],
)
def test_what_is_no_posting_is_told(raw: bytes, reason: str, raison: str) -> None:
    with pytest.raises(ReadingError) as caught:
        list(read_html(raw))
    assert reason in caught.value.message("en")
    assert raison in caught.value.message("fr")


@pytest.mark.parametrize(
    "body",
    [
        "<p>word</p>" * 200_000,
        "<ul><li>" * 60 + "x" + "<table><tr><td>a</td></tr></table>" * 30_000,
        "<table>" + "<tr><td>a</td><td>b</td></tr>" * 100_000 + "</table>",
        "<table><tr><td><table><tr><td>x" * 60,
        "<a href=x>y</a> " * 100_000,
        "<div itemscope itemtype='https://schema.org/JobPosting'><p itemprop='title'>" * 100 + "x",
        "<div itemscope itemprop='description'><p itemprop='description'>a</p>" * 80 + "x " * 1_000_000,
        "&nbsp;" * 500_000 + "&#x1F600;" * 100_000,
        linked("[" * 100_000),
        linked('{"@graph":' * 5_000 + "1" + "}" * 5_000),
        "<script type='application/ld+json'>" + "<!--" * 100_000,
        "<!ENTITY a 'b'>" * 10_000 + "&a;" * 10_000,
    ],
)
def test_a_hostile_page_ends_in_time_by_a_named_error_or_a_text(body: str) -> None:
    started = time.process_time()
    with suppress(ReadingError):
        list(read_html(page(body)))
    assert time.process_time() - started < 30


TAGS = """<div> </div> <table> <tr> <td> <th> <dl> <dt> <dd> <ul> <li> <p> <pre> <br> </p> </td> </table> <h1> <b> </b> &amp;
    &#55296; Label: <nav> </nav>"""


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*TAGS.split(), "a word ", "\n"]), max_size=60))
def test_no_word_is_lost_whatever_the_tags(parts: list[str]) -> None:
    source = "".join(parts)
    text = html_to_text(source)
    if "<nav>" not in source:
        assert len(re.findall(r"\bword\b", text)) >= source.count("a word ")
    assert "\n\n\n" not in text
    assert text == text.strip("\n")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_drafts_or_named_errors(raw: bytes) -> None:
    with suppress(ReadingError):
        list(read_html(b"<html>" + raw))
