"""XML: feeds and import files by their elements; hostile and half-written files are told."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from reading_samples import ENGLISH, FRENCH, HTML, read_one, stated, told

from organigram.model import Posting
from organigram.reading import Limits, Options, read_postings

IMPORT = f"""<?xml version="1.0" standalone="yes"?><channel><item>
 <link>https://example.org/jobs?id=1</link><title>Head of Supply</title>
 <field_job_closing_date>2024-10-05</field_job_closing_date><field_country>AFG</field_country><field_city>Kabul</field_city>
 <field_source>2865</field_source><body>{escape(HTML)}</body>
 <field_how_to_apply>Please follow the link.</field_how_to_apply><field_job_type>264</field_job_type>
 <field_career_categories>36601</field_career_categories><field_job_experience>260</field_job_experience>
 <field_theme>4600</field_theme><field_theme>4594</field_theme>
</item><item><title>Responsable</title><field_country>149</field_country><body><p>{FRENCH}</p></body></item></channel>"""


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def test_reliefweb_s_import_with_its_ids_resolved(tmp_path: Path) -> None:
    first, second = (one for one in read_postings(write(tmp_path / "jobs.xml", IMPORT)) if isinstance(one, Posting))
    assert stated(first) == [
        ("title", "Head of Supply"),
        ("country", "Afghanistan"),
        ("place", "Kabul"),
        ("sector", "Protection and Human Rights"),
        ("sector", "Gender"),
        ("sector", "Logistics/Procurement"),
        ("contract", "Consultancy"),
        ("deadline", "2024-10-05"),
        ("url", "https://example.org/jobs?id=1"),
    ]
    assert first.stated[3].field == "field_theme.0"
    assert first.text.endswith("- Apply with a CV\n\nPlease follow the link.")
    assert stated(second) == [("title", "Responsable"), ("country", "Mali")]
    assert second.text.startswith("Intitulé du poste : Responsable\nPays : Mali\n\n")


def test_an_rss_feed(tmp_path: Path) -> None:
    feed = f"""<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
    xmlns:dc="http://purl.org/dc/elements/1.1/">
    <channel><title>Jobs</title><description>All our jobs</description><item><title>Coordinator</title>
    <dc:creator>admin</dc:creator>
    <link>https://example.org/jobs/7</link><guid isPermaLink="true">https://example.org/jobs/7</guid>
    <pubDate>Mon, 15 Jan 2024 10:00:00 GMT</pubDate><description>Only a teaser.</description>
    <content:encoded><![CDATA[{HTML}]]></content:encoded></item><item><title>Only news</title></item></channel></rss>"""
    path = write(tmp_path / "feed.rss", feed)
    first, _ = read_postings(path)
    assert isinstance(first, Posting)
    assert first.id == "feed-7"
    assert stated(first) == [
        ("title", "Coordinator"),
        ("date_posted", "Mon, 15 Jan 2024 10:00:00 GMT"),
        ("url", "https://example.org/jobs/7"),
    ]
    assert "teaser" not in first.text
    assert told(path)[1].startswith("record 2: No column of it is known to hold the posting's text; its columns are: title.")


@pytest.mark.parametrize("kind", ["html", "xhtml", "text"])
def test_an_atom_feed(tmp_path: Path, kind: str) -> None:
    content = {"html": escape(HTML), "xhtml": f'<div xmlns="http://www.w3.org/1999/xhtml">{HTML}</div>', "text": ENGLISH}[kind]
    feed = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Jobs</title><entry><id>tag:example.org,2024:7</id>
    <title>Coordinator</title><link rel="self" href="https://example.org/self"/><link href="https://example.org/jobs/7"/>
    <published>2024-01-15T10:00:00Z</published><content type="{kind}">{content}</content></entry></feed>"""
    posting = read_one(write(tmp_path / "feed", feed))
    assert stated(posting)[1:] == [("date_posted", "2024-01-15T10:00:00Z"), ("url", "https://example.org/jobs/7")]
    assert "<" not in posting.text
    assert "Apply with a CV" in posting.text or "apply with a CV" in posting.text


def test_a_board_s_own_elements(tmp_path: Path) -> None:
    text = f"""<source><jobs><job><reference>ad1</reference><jobtitle><![CDATA[Nurse]]></jobtitle><company>Relief Aid</company>
    <location><city>Gao</city></location><country>ML</country><salary>900 EUR</salary>
    <description>{ENGLISH}</description></job></jobs></source>"""
    assert stated(read_one(write(tmp_path / "jobs.xml", text))) == [
        ("title", "Nurse"),
        ("employer", "Relief Aid"),
        ("country", "Mali"),
        ("salary", "900 EUR"),
        ("identifier", "ad1"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252", "mac_roman"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    declared = f"<?xml version='1.0' encoding='{encoding}'?>" if encoding.startswith("utf") else ""
    path = write(tmp_path / "jobs.xml", f"{declared}<jobs><job><body>{FRENCH}</body></job></jobs>", encoding)
    assert read_one(path).text == FRENCH


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "<!DOCTYPE x [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]><channel><item><body>&b;</body></item></channel>",
            "declares entities",
        ),
        (
            "<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><channel><item><body>&f;</body></item></channel>",
            "declares entities",
        ),
        ("<channel><item><body>" + "<p>" * 10_000 + "x", "It is nested too deep."),
        ("<?xml version='1.0' encoding='klingon'?><channel/>", "line 1: It is not XML ("),
        ("<?xml version='1.0' encoding='shift_jis'?><channel/>", "line 1: It is not XML ("),
        ("<channel><item><body>&company;</body></item></channel>", "line 1: It is not XML ("),
        ("<{x><item/>", "It is not XML"),
        ("<channel></channel>", "The file holds no posting."),
        ("<channel>", "It is not XML"),
        ("<?xml version='1.0'?>", "It is not XML"),
    ],
)
def test_hostile_and_broken_files_are_told(tmp_path: Path, text: str, said: str) -> None:
    [line] = told(write(tmp_path / "jobs.xml", text))
    assert said in line


def test_html_s_names_of_characters_are_understood(tmp_path: Path) -> None:
    text = f"{FRENCH} " + "Nous " * 13_064 + FRENCH.replace("é", "&eacute;").replace("’", "&rsquo;")
    path = write(tmp_path / "jobs.xml", f"<jobs><job><title>Fish &amp; rice&nbsp;aid</title><body>{text}</body></job></jobs>")
    assert read_one(path).text.endswith(FRENCH)
    assert stated(read_one(path)) == [("title", "Fish & rice aid")]


def test_an_item_beyond_the_limit_is_told_and_the_next_one_read(tmp_path: Path) -> None:
    text = f"<jobs><job><body>{'x ' * 5000}</body></job><job><id>b</id><body>{ENGLISH}</body></job></jobs>"
    said = told(write(tmp_path / "jobs.xml", text), Options(Limits(max_bytes=1000)))
    assert said[0].startswith("record 1: It is larger than the limit of 0.001 MB.")
    assert said[1] == "jobs-b"


def test_what_stands_before_a_break_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "jobs.xml", IMPORT[:-200])
    said = told(path)
    assert said[0] == "jobs-1"
    assert said[1].startswith("line 8: It is not XML (")
    assert len(said) == 2
