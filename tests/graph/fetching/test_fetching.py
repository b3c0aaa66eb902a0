"""Fetching from a server on the loopback that speaks as ReliefWeb does: pages, what is new, faults of every kind."""

from __future__ import annotations

import itertools
import json
import resource
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from reliefweb_server import Handler, ReliefWeb, job, serving

from organigram.errors import FetchError, OrganigramError, UsageError
from organigram.fetching import (
    Calls,
    FetchReport,
    Folder,
    Jobs,
    Manners,
    PoliteClient,
    Selection,
    count_jobs,
    fetch_feed,
    fetch_jobs,
)

QUICK = Manners(pause=0.0, timeout=0.5, backoff=0.01, longest_wait=3.0, tries=4)


def moment(second: int) -> str:
    return (datetime(2024, 5, 1, tzinfo=UTC) + timedelta(seconds=second)).isoformat()


@pytest.fixture
def web() -> Iterator[ReliefWeb]:
    """25 jobs, a day apart."""
    with serving([job(1000 + number, moment(number * 86_400)) for number in range(25)]) as server:
        yield server


class Fetcher:
    """One user with one folder."""

    def __init__(self, web: ReliefWeb, folder: Path, **more: Any) -> None:
        self.web, self.folder = web, folder
        self.manners, self.selection, self.page = (
            more.get("manners", QUICK),
            more.get("selection", Selection()),
            more.get("page", 10),
        )
        self.appname, self.calls = more.get("appname", "example-app"), more.get("calls", 1000)
        self.notices: list[OrganigramError] = []
        self.report = FetchReport()

    def jobs(self, client: PoliteClient) -> Jobs:
        return Jobs(client, f"{self.web.address}/v2", self.appname, self.selection, self.page)

    def client(self) -> PoliteClient:
        calls = Calls(self.folder.parent / "calls.json", "example", self.calls)
        return PoliteClient(self.manners, self.notices.append, calls)

    def fetch(self, limit: int | None = None) -> FetchReport:
        self.report = FetchReport()
        with self.client() as client, Folder(self.folder) as folder:
            fetch_jobs(folder, self.jobs(client), self.report, lambda stage, done, total: None, limit)
        return self.report

    def count(self) -> int:
        with self.client() as client:
            return count_jobs(self.folder, self.jobs(client))

    def kept(self) -> dict[str, Any]:
        """The items in the folder by their number."""
        items = [json.loads(file.read_text("utf-8"))["data"][0] for file in self.folder.glob("*/*.json")]
        return {item["id"]: item for item in items}


@pytest.fixture
def fetcher(web: ReliefWeb, tmp_path: Path) -> Fetcher:
    return Fetcher(web, tmp_path / "offers")


def everything(web: ReliefWeb) -> dict[str, Any]:
    return {item["id"]: item for item in web.items}


def counts(report: FetchReport) -> tuple[int, int, int]:
    return report.new, report.changed, report.same


def test_all_pages_come_each_item_in_a_file_of_its_own(web: ReliefWeb, fetcher: Fetcher) -> None:
    assert counts(fetcher.fetch()) == (25, 0, 0)
    assert fetcher.kept() == everything(web)
    assert (fetcher.folder / "1" / "1024.json").is_file()
    path, query, headers = web.asked[0]
    assert path == "/v2/jobs?appname=example-app"
    assert query["sort"] == ["date.changed:asc", "id:asc"]
    assert headers["user-agent"].startswith("organigram/")


def test_a_later_call_asks_for_what_is_new_or_changed_only(web: ReliefWeb, fetcher: Fetcher) -> None:
    fetcher.fetch()
    before = {file: file.stat().st_mtime_ns for file in fetcher.folder.glob("*/*.json")}
    web.items.append(job(2000, moment(30 * 86_400)))
    web.touch(1003, moment(31 * 86_400), title="Senior Logistics Officer")
    web.asked.clear()
    assert fetcher.count() == 3
    assert counts(fetcher.fetch()) == (1, 1, 1)
    assert fetcher.kept() == everything(web)
    assert len(web.asked) == 2
    same = {file for file, time in before.items() if file.stat().st_mtime_ns == time}
    assert {file.stem for file in before.keys() - same} == {"1003"}


def test_what_reached_the_index_late_is_not_lost(web: ReliefWeb, fetcher: Fetcher) -> None:
    fetcher.fetch()
    web.items.append(job(2000, moment(24 * 86_400 - 600)))
    assert fetcher.fetch().new == 1


def test_a_selection_is_what_the_server_is_asked_for(web: ReliefWeb, tmp_path: Path) -> None:
    niger = {"country": [{"id": 1, "name": "Niger", "iso3": "ner"}]}
    french = {"language": [{"id": 268, "name": "French", "code": "fr"}]}
    web.items += [job(3000, moment(0), **niger), job(3001, moment(86_400 * 40), **french)]
    web.items += [job(3002, moment(86_400 * 40), theme=[{"id": 1, "name": "Education"}])]
    web.items += [job(3003, moment(86_400 * 40), source=[{"id": 2, "name": "Other Relief", "shortname": "OR"}])]

    def numbers(**wanted: Any) -> set[str]:
        one = Fetcher(web, tmp_path / str(len(web.asked)), selection=Selection(**wanted))
        one.fetch()
        return set(one.kept())

    assert numbers(countries=("ne",)) == {"3000"}
    assert numbers(countries=("NER", "ML")) == set(everything(web))
    assert numbers(languages=("FR",)) == {"3001"}
    assert numbers(themes=("Education",)) == {"3002"}
    assert numbers(sources=("OR",)) == numbers(sources=("Other Relief",)) == {"3003"}
    assert numbers(since=date(2024, 6, 9), countries=("ML",)) == {"3001", "3002", "3003"}
    with pytest.raises(UsageError, match="no code of a country"):
        numbers(countries=("Mali",))


def test_each_selection_of_a_folder_goes_its_own_way(web: ReliefWeb, tmp_path: Path) -> None:
    web.items += [job(3000, moment(0), country=[{"iso3": "ner"}])]
    for country, new in (("ML", 25), ("NE", 1), ("ML", 0)):
        assert Fetcher(web, tmp_path / "offers", selection=Selection(countries=(country,))).fetch().new == new


def test_a_limit_ends_the_work_and_the_next_call_goes_on(web: ReliefWeb, fetcher: Fetcher) -> None:
    assert fetcher.fetch(limit=4).new == 4
    assert fetcher.fetch(limit=14).new == 14
    assert set(fetcher.kept()) == {str(1000 + number) for number in range(18)}
    assert fetcher.fetch().new == 7


def test_items_that_change_while_we_page_are_neither_lost_nor_left_in_their_old_form(web: ReliefWeb, fetcher: Fetcher) -> None:
    def meanwhile(pages: int) -> None:
        if pages <= 2:
            for number in (1000 + pages, 1011 + pages):  # one that we have, one that is to come
                web.touch(number, moment((50 + number) * 86_400), title=f"New title {pages}")
        if pages == 1:
            web.items.append(job(900, moment(86_400 * 5 + 1)))  # published late, behind us: for the next call
            web.items.remove(next(one for one in web.items if one["id"] == "1020"))

    web.meanwhile = meanwhile
    fetcher.fetch()
    assert fetcher.kept() == {number: item for number, item in everything(web).items() if number != "900"}


def test_more_items_of_one_second_than_a_page_holds(web: ReliefWeb, fetcher: Fetcher) -> None:
    web.items += [job(5000 + number, moment(10 * 86_400)) for number in range(47)]
    assert fetcher.fetch().new == 72
    assert fetcher.kept() == everything(web)
    for page in (2, 3, 1):
        again = Fetcher(web, fetcher.folder.parent / f"pages-{page}", page=page)
        assert counts(again.fetch()) == (72, 0, 0)


def test_items_of_one_second_that_move_while_we_page(web: ReliefWeb, fetcher: Fetcher) -> None:
    web.items += [job(5000 + number, moment(10 * 86_400)) for number in range(47)]

    def meanwhile(pages: int) -> None:
        if pages == 4:
            for number in (5001, 5002, 5003):
                web.touch(number, moment(60 * 86_400))

    web.meanwhile = meanwhile
    fetcher.fetch()
    assert fetcher.kept() == everything(web)


def test_a_server_that_does_not_sort_is_told(web: ReliefWeb, fetcher: Fetcher) -> None:
    web.faults.append(lambda handler: handler.give(200, {"totalCount": 25, "count": 25, "data": web.items[::-1]}))
    with pytest.raises(FetchError, match="do not fit together"):
        fetcher.fetch()


def test_items_without_a_date_or_a_number(web: ReliefWeb, fetcher: Fetcher) -> None:
    bad = [{"id": "../../x", "fields": {}}, {"fields": None}, {"id": "7", "fields": "x"}, {"id": "8"}]
    web.faults.append(lambda handler: handler.give(200, {"totalCount": 4, "count": 4, "data": bad}))
    report = fetcher.fetch()
    assert counts(report) == (2, 0, 0)
    assert [problem.values["number"] for problem in report.problems] == ["'../../x'", "None"]
    assert set(fetcher.kept()) == {"7", "8"}


def test_half_a_character_is_kept(web: ReliefWeb, fetcher: Fetcher) -> None:
    web.items[:] = [job(1, moment(0), title="Half \ud83d of one")]
    fetcher.fetch()
    assert fetcher.kept() == everything(web)


# --- faults -------------------------------------------------------------------------------------------------------------


def cut_off(handler: Handler) -> None:
    body = json.dumps(handler.server.page(handler.query)).encode()
    handler.give(200, body[: len(body) // 2], length=len(body))


def truncated(handler: Handler) -> None:
    handler.give(200, json.dumps(handler.server.page(handler.query)).encode()[:-20])


def slow(handler: Handler) -> None:
    time.sleep(0.8)


def drip(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(100):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        pass


PASSING = {
    "status 500": lambda handler: handler.refuse(500, "Error", "oops"),
    "status 503": lambda handler: handler.give(503, b"<h1>Under repair</h1>"),
    "cut off": cut_off,
    "truncated": truncated,
    "slow": slow,
    "drip": drip,
    "a list": lambda handler: handler.give(200, b"[]"),
    "deep": lambda handler: handler.give(200, b'{"data":' * 100_000),
    "no answer": lambda handler: handler.connection.close(),
}


@pytest.mark.parametrize("name", PASSING)
def test_a_fault_that_passes_costs_time_only(web: ReliefWeb, fetcher: Fetcher, name: str) -> None:
    web.faults += [PASSING[name]] * 2
    assert fetcher.fetch().new == 25
    assert fetcher.kept() == everything(web)
    assert len(web.asked) == 5
    assert json.loads((fetcher.folder.parent / "calls.json").read_text())["calls"] == {"example": 5}


@pytest.mark.parametrize("name", PASSING)
def test_a_fault_that_stays_is_told_and_the_next_call_goes_on(web: ReliefWeb, fetcher: Fetcher, name: str) -> None:
    fetcher.manners = Manners(pause=0.0, timeout=0.2, backoff=0.01, tries=2)
    web.meanwhile = lambda pages: web.faults.extend([PASSING[name]] * 2) if pages == 2 else None
    with pytest.raises(FetchError, match="Tried 2 times") as caught:
        fetcher.fetch()
    assert "Recommencez" in caught.value.message("fr") or "Relancez" in caught.value.message("fr")
    assert fetcher.report.new == 19
    web.meanwhile = lambda pages: None
    assert fetcher.fetch().new == 6
    assert fetcher.kept() == everything(web)


@pytest.mark.parametrize(
    "value", ["1", format_datetime(datetime.now(UTC) + timedelta(days=-1), usegmt=True)], ids=["seconds", "day"]
)
def test_retry_after_is_waited_for(web: ReliefWeb, fetcher: Fetcher, value: str) -> None:
    web.faults.append(lambda handler: handler.refuse(429, "TooManyRequests", "Slow down.", retry_after=value))
    fetcher.fetch()
    waited = web.times[1] - web.times[0]
    assert waited >= (1 if value == "1" else 0)
    assert fetcher.kept() == everything(web)


def test_a_wait_that_is_too_long_is_told(web: ReliefWeb, fetcher: Fetcher) -> None:
    web.faults.append(lambda handler: handler.refuse(429, "TooManyRequests", "Slow down.", retry_after="3600"))
    with pytest.raises(FetchError, match=r"\(status 429\): “Slow down”\. It asks to wait for 3600 seconds"):
        fetcher.fetch()


def test_a_wait_that_a_person_would_notice_is_announced(
    web: ReliefWeb, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("organigram.fetching.client._TELL_WAITS_FROM", 0.0)
    web.faults.append(PASSING["status 500"])
    fetcher.fetch()
    (notice,) = fetcher.notices
    assert notice.message("en").endswith("(status 500): “oops”. It is tried again in 1 seconds.")


def test_calls_keep_a_pause(web: ReliefWeb, fetcher: Fetcher) -> None:
    fetcher.manners = Manners(pause=0.2)
    fetcher.fetch()
    gaps = [two - one for one, two in itertools.pairwise(web.times)]
    assert min(gaps) >= 0.19


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"appname": "nobody"}, r"\(status 403\): “You are not using an approved appname.*Check the application name"),
        ({"page": 1001}, r'\(status 400\): “Invalid "limit" specified'),
    ],
)
def test_what_reliefweb_refuses_is_told_in_its_words_and_not_repeated(
    web: ReliefWeb, tmp_path: Path, more: Any, said: str
) -> None:
    with pytest.raises(FetchError, match=said):
        Fetcher(web, tmp_path / "offers", **more).fetch()
    assert len(web.asked) == 1


def test_an_old_version_of_the_api_is_told(web: ReliefWeb, fetcher: Fetcher) -> None:
    web.faults.append(lambda handler: handler.refuse(410, "GoneHttpException", "The API version 'v1' has been decommissioned."))
    with pytest.raises(FetchError, match=r"decommissioned”. Check the address: this version of the service has ended"):
        fetcher.fetch()


def test_another_kind_of_answer_is_told(web: ReliefWeb, fetcher: Fetcher) -> None:
    web.faults.append(lambda handler: handler.give(200, {"hello": "world"}))
    with pytest.raises(FetchError, match="has not the form of ReliefWeb's API"):
        fetcher.fetch()


def test_an_answer_that_is_too_large_is_refused(web: ReliefWeb, fetcher: Fetcher) -> None:
    fetcher.manners = Manners(max_bytes=10_000)
    with pytest.raises(FetchError, match="larger than"):
        fetcher.fetch()


def test_a_server_that_is_not_there(web: ReliefWeb, fetcher: Fetcher) -> None:
    with pytest.raises(FetchError, match="The connection fails"), Fetcher(web, fetcher.folder).client() as client:
        client.json("http://127.0.0.1:1/v2/jobs", {})


def test_without_an_application_name_nothing_is_asked(web: ReliefWeb, fetcher: Fetcher) -> None:
    fetcher.appname = " "
    with pytest.raises(UsageError, match="ReliefWeb asks for an application name"):
        fetcher.fetch()
    assert web.asked == []


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_followed_on_the_same_host_only(web: ReliefWeb, fetcher: Fetcher, status: int) -> None:
    web.faults.append(lambda handler: handler.give(status, b"", location="/v2/jobs?appname=example-app"))
    assert fetcher.fetch().new == 25
    with serving([job(1, moment(0))]) as other:
        elsewhere = f"{other.address}/v2/jobs?appname=example-app"
        web.faults.append(lambda handler: handler.give(status, b"", location=elsewhere))
        with pytest.raises(FetchError, match=rf"sends on to another address: {other.address}/v2/jobs"):
            fetcher.fetch()
        assert other.asked == []
    web.faults += [lambda handler: handler.give(status, b"", location="/v2/jobs")] * 9
    with pytest.raises(FetchError, match="sends on to another address"):
        fetcher.fetch()


# --- the calls of the day -------------------------------------------------------------------------------------------------


def test_the_calls_of_the_day_end_and_the_next_day_goes_on(
    web: ReliefWeb, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime(2024, 5, 1, 21, 30, tzinfo=UTC)
    monkeypatch.setattr("organigram.fetching.calls._now", lambda: now)
    fetcher.calls = 2
    with pytest.raises(FetchError) as caught:
        fetcher.fetch()
    assert caught.value.message().endswith("after 2024-05-02 00:00 UTC (in 2 h 30 min): it goes on where it stopped.")
    assert (fetcher.report.new, len(web.asked)) == (19, 2)
    elsewhere = Fetcher(web, fetcher.folder.parent / "other", calls=2)  # the calls are the user's, not the folder's
    with pytest.raises(FetchError, match="The 2 calls of today are used"):
        elsewhere.fetch()
    now += timedelta(hours=3)
    assert fetcher.fetch().new == 6
    assert fetcher.kept() == everything(web)


def test_a_spoilt_counter_counts_anew(web: ReliefWeb, fetcher: Fetcher) -> None:
    for spoilt in (b"", b"\xff\xfe", b"[]", b'{"day": 1}', b'{"day": "x", "calls": 3}'):
        (fetcher.folder.parent / "calls.json").write_bytes(spoilt)
        assert fetcher.count() in (25, 1)


# --- the folder ---------------------------------------------------------------------------------------------------------------


def test_two_at_once_on_one_folder(fetcher: Fetcher) -> None:
    with Folder(fetcher.folder), pytest.raises(FetchError, match=r"Another process is fetching into this folder \(pid \d+"):
        fetcher.fetch()
    assert fetcher.fetch().new == 25


def test_a_disk_without_room(web: ReliefWeb, fetcher: Fetcher) -> None:
    web.items[12] = job(1012, moment(12 * 86_400), body="long " * 20_000)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    try:
        with pytest.raises(FetchError, match="The folder cannot be written: File too large"):
            fetcher.fetch()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert set(fetcher.kept()) == {str(1000 + number) for number in range(12)}
    assert list(fetcher.folder.glob("**/.tmp-*")) == []
    assert fetcher.fetch().new == 13


def test_a_folder_that_is_a_file_and_a_name_that_is_taken(web: ReliefWeb, fetcher: Fetcher) -> None:
    fetcher.folder.write_text("")
    with pytest.raises(FetchError, match="The folder cannot be written"):
        fetcher.fetch()
    fetcher.folder.unlink()
    (fetcher.folder / "1" / "1003.json").mkdir(parents=True)
    with pytest.raises(FetchError, match="The folder cannot be written"):
        fetcher.fetch()
    assert fetcher.report.new == 3
    (fetcher.folder / "1" / "1003.json").rmdir()
    assert fetcher.fetch().new == 22


def test_what_a_killed_process_left_is_cleared_away(fetcher: Fetcher) -> None:
    (fetcher.folder / "1").mkdir(parents=True)
    left = fetcher.folder / "1" / ".tmp-1003.json-1-2"
    left.write_text('{"half')
    fetcher.fetch()
    assert not left.exists()


@pytest.mark.parametrize("spoilt", ["", "[]", '{"selections": [1]}', '{"selections": {"x": 1}}'])
def test_a_spoilt_state_is_told(fetcher: Fetcher, spoilt: str) -> None:
    fetcher.folder.mkdir()
    (fetcher.folder / ".fetched.json").write_text(spoilt)
    with pytest.raises(FetchError, match=r"\.fetched\.json: The file that says what was fetched is spoilt\. Remove it"):
        fetcher.fetch()


# --- the feed -------------------------------------------------------------------------------------------------------------


def fetch_rss(web: ReliefWeb, folder: Path, selection: Selection | None = None) -> FetchReport:
    report = FetchReport()
    with PoliteClient(QUICK, print) as client, Folder(folder) as kept:
        fetch_feed(kept, client, f"{web.address}/jobs/rss.xml", selection or Selection(), report, lambda stage, done, total: None)
    return report


def test_the_feed_s_items_come_each_in_a_file(web: ReliefWeb, tmp_path: Path) -> None:
    assert counts(fetch_rss(web, tmp_path)) == (20, 0, 0)
    web.items.append(job(2000, moment(30 * 86_400)))
    web.touch(1024, moment(31 * 86_400), title="Senior Logistics Officer")
    assert counts(fetch_rss(web, tmp_path)) == (1, 1, 18)
    text = (tmp_path / "rss" / "1024.xml").read_text("utf-8")
    assert text.count("<item>") == 1
    assert "<title>Senior Logistics Officer</title>" in text
    assert '<![CDATA[<div class="tag country">Country: Mali</div>' in text


def test_the_feed_is_asked_for_a_selection(web: ReliefWeb, tmp_path: Path) -> None:
    fetch_rss(web, tmp_path, Selection(countries=("ML",), sources=('A "B"',)))
    path, _, _ = web.asked[0]
    search = 'country.iso3:"mli") AND (source.shortname:"A \\"B\\"" OR source.name:"A \\"B\\"")'
    assert parse_qs(urlsplit(path).query) == {"search": [f"({search}"]}


@pytest.mark.parametrize("content", [b"", b"<html>", b"<rss/>", b"{}", b"<rss><channel><item></channel></rss>"])
def test_what_is_no_feed_is_told(web: ReliefWeb, tmp_path: Path, content: bytes) -> None:
    web.faults.append(lambda handler: handler.give(200, content))
    with pytest.raises(FetchError, match=r"jobs/rss\.xml: The answer is no RSS feed"):
        fetch_rss(web, tmp_path)


def test_a_feed_s_entities_open_nothing(web: ReliefWeb, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("do not tell")
    item = "<item><link>https://x.int/job/7/a</link><title>{title}</title></item>"
    foreign = f'<!DOCTYPE rss [<!ENTITY file SYSTEM "file://{tmp_path}/secret">]><rss><channel>{item}</channel></rss>'
    web.faults.append(lambda handler: handler.give(200, foreign.format(title="&file;").encode()))
    fetch_rss(web, tmp_path / "offers")
    assert b"do not tell" not in (tmp_path / "offers" / "rss" / "7.xml").read_bytes()
    bomb = "".join(f'<!ENTITY {two} "{f"&{one};" * 10}">' for one, two in itertools.pairwise("abcdefghi"))
    feed = f'<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">{bomb}]><rss><channel>{item.format(title="&i;")}</channel></rss>'
    web.faults.append(lambda handler: handler.give(200, feed.encode()))
    with pytest.raises(FetchError, match="The answer is no RSS feed"):
        fetch_rss(web, tmp_path / "offers")
