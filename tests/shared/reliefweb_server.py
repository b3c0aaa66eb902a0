"""A server on the loopback that speaks as ReliefWeb does: jobs of the API v2 (filter, sort, pages, errors) and the feed.

A test puts faults in the way of the next calls.
"""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

#: The largest answer of the API.
MOST = 1000
Fault = Callable[["Handler"], None]

BODY = (
    "Relief Example seeks a {title} for its office in Bamako. The post reports to the Head of Mission and leads a team of three. "
    "Fixed-term contract of twelve months. Please send your CV and a letter of application."
)


def job(number: int, changed: str, **more: Any) -> dict[str, Any]:
    """An item as the API gives it with its full profile."""
    title = more.pop("title", f"Logistics Officer {number}")
    body = more.pop("body", BODY.format(title=title))
    fields = {
        "id": number,
        "title": title,
        "status": "published",
        "body": body,
        "body-html": f"<p>{body}</p>",
        "how_to_apply": "Write to the office.",
        "date": {"created": changed, "changed": changed, "closing": "2030-01-01T00:00:00+00:00"},
        "country": [{"id": 149, "name": "Mali", "iso3": "mli", "primary": True}],
        "source": [{"id": 1, "name": "Relief Example", "shortname": "REX"}],
        "language": [{"id": 267, "name": "English", "code": "en"}],
        "theme": [{"id": 4593, "name": "Health"}],
        "url": f"https://reliefweb.int/node/{number}",
        "url_alias": f"https://reliefweb.int/job/{number}/logistics-officer",
    }
    return {"id": str(number), "score": 1, "href": f"https://api.reliefweb.int/v2/jobs/{number}", "fields": fields | more}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ReliefWeb

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["content-length"]))
        self.query = json.loads(raw)
        self.answered(self.jobs)

    def do_GET(self) -> None:
        self.answered(self.feed)

    def answered(self, answer: Callable[[], None]) -> None:
        self.close_connection = True
        web = self.server
        with web.mutex:
            web.asked.append((self.path, getattr(self, "query", None), dict(self.headers)))
            fault = web.faults.popleft() if web.faults else None
        web.times.append(time.monotonic())
        if fault:
            fault(self)
        else:
            answer()

    def jobs(self) -> None:
        web, query = self.server, self.query
        url = urlsplit(self.path)
        if url.path != "/v2/jobs":
            self.refuse(404, "NotFoundHttpException", "No route found.")
        elif parse_qs(url.query).get("appname", []) not in [[name] for name in web.appnames]:
            self.refuse(403, "AccessDeniedHttpException", "You are not using an approved appname. Kindly request an appname.")
        elif not 0 <= query["limit"] <= MOST:
            self.refuse(400, "BadRequestHttpException", 'Invalid "limit" specified. Valid values are between 0 and 1000')
        else:
            self.give(200, web.page(query))

    def feed(self) -> None:
        items = "".join(
            f"<item><title>{escape(one['fields']['title'])}</title><link>{one['fields']['url_alias']}</link>"
            f"<guid>{one['fields']['url_alias']}</guid><pubDate>Wed, 01 May 2024 10:00:00 +0000</pubDate><description><![CDATA["
            f'<div class="tag country">Country: Mali</div><div class="tag source">Organization: Relief Example</div>'
            f'<div class="date closing">Closing date: 1 Jan 2030</div>{one["fields"]["body-html"]}]]></description>'
            "<category>Mali</category></item>"
            for one in sorted(self.server.items, key=lambda one: one["fields"]["date"]["created"], reverse=True)[:20]
        )
        channel = f"<title>ReliefWeb - Jobs</title><link>https://reliefweb.int</link><pubDate>{time.time()}</pubDate>{items}"
        self.give(200, f'<?xml version="1.0" encoding="utf-8" ?><rss version="2.0"><channel>{channel}</channel></rss>'.encode())

    def give(self, status: int, body: bytes | dict[str, Any], length: int | None = None, **headers: str) -> None:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(content) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def refuse(self, status: int, kind: str, message: str, **headers: Any) -> None:
        self.give(status, {"status": status, "time": 1, "error": {"type": kind, "message": message}}, **headers)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


class ReliefWeb(ThreadingHTTPServer):
    """``items`` are what it has, ``faults`` what the next calls meet, ``asked`` and ``times`` what was asked and when."""

    daemon_threads = True

    def __init__(self, items: list[dict[str, Any]]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.items, self.appnames = items, {"example-app"}
        self.faults: deque[Fault] = deque()
        self.asked: list[tuple[str, Any, dict[str, str]]] = []
        self.times: list[float] = []
        self.mutex = threading.Lock()
        #: Called with the number of pages given, after each: what the world does meanwhile.
        self.meanwhile: Callable[[int], object] = lambda pages: None
        self._pages = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def page(self, query: dict[str, Any]) -> dict[str, Any]:
        found = [one for one in self.items if matches(one["fields"], query.get("filter"))]
        for order in reversed(query.get("sort", [])):
            name, _, direction = order.partition(":")
            found.sort(key=lambda one: values(one["fields"], name)[0], reverse=direction == "desc")
        data = found[query["offset"] : query["offset"] + query["limit"]]
        told = {"href": "…", "time": 3, "links": {}, "totalCount": len(found), "count": len(data), "data": data}
        answer: dict[str, Any] = json.loads(json.dumps(told))
        if query["limit"]:
            self._pages += 1
            self.meanwhile(self._pages)
        return answer

    def touch(self, number: int, changed: str, **fields: Any) -> None:
        """Change an item."""
        (item,) = (one for one in self.items if one["id"] == str(number))
        item["fields"] |= fields
        item["fields"]["date"] = item["fields"]["date"] | {"changed": changed}


def values(fields: dict[str, Any], name: str) -> list[Any]:
    """The values of a field like ``country.iso3``."""
    found: list[Any] = [fields]
    for part in name.split("."):
        found = [one[part] for one in found if part in one]
        found = [inner for one in found for inner in (one if isinstance(one, list) else [one])]
    return found


def matches(fields: dict[str, Any], condition: dict[str, Any] | None) -> bool:
    if condition is None:
        return True
    if "conditions" in condition:
        test = all if condition.get("operator", "AND") == "AND" else any
        return test(matches(fields, one) for one in condition["conditions"])
    wanted, has = condition["value"], values(fields, condition["field"])
    if isinstance(wanted, dict):
        return any(wanted.get("from", "") <= one <= wanted.get("to", "9") for one in has)
    test = all if condition.get("operator", "AND") == "AND" else any
    return test(one in has for one in (wanted if isinstance(wanted, list) else [wanted]))


@contextmanager
def serving(items: list[dict[str, Any]]) -> Iterator[ReliefWeb]:
    server = ReliefWeb(items)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
