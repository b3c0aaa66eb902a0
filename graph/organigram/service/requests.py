"""What a client sends: the body within limits of size and time, the parameters of the SPARQL Protocol, language and address."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from pyoxigraph import NamedNode
from starlette.requests import Request

from organigram.i18n import LANGUAGES, N_, Language
from organigram.querying.embedded import DataSet
from organigram.service.problems import Problem

_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
#: How many bytes a character takes at most, and what a form may hold beside the query.
_BYTES_A_CHARACTER, _BESIDE = 12, 20_000
_FIELDS = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as the SPARQL Protocol carries it; ``query`` is None where there is none."""

    query: str | None
    data_set: DataSet
    form: str
    seconds: float | None


async def read_query(request: Request, *, longest: int, patience: float) -> Asked:
    """The query in a request by GET or POST.

    Raises Problem with 400, 403, 408, 413 or 415 for a request that is not as the protocol says, or is too large or too slow.
    """
    fields = parse_fields(request.url.query, N_("the address"))
    if request.method != "POST":
        return _asked(fields)
    kind, charset = _content_type(request.headers.get("content-type", ""))
    if kind == _UPDATE:
        raise read_only()
    if kind not in (_FORM, _QUERY):
        raise Problem(
            415,
            N_("The body's type {kind} is none that this service reads."),
            N_("Send a form (application/x-www-form-urlencoded) or the query itself (application/sparql-query)."),
            kind=kind or "?",
        )
    if charset not in ("utf-8", "us-ascii"):
        raise _not_utf_8(415)
    body = await read_body(request, limit=_BYTES_A_CHARACTER * longest + _BESIDE, patience=patience)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise _not_utf_8(400) from None
    if kind == _QUERY:
        if any(name == "query" for name, _ in fields):
            raise Problem(400, N_("There is a query in the address and one in the body."), N_("Send one of them."))
        return _asked([*fields, ("query", text)])
    return _asked([*fields, *parse_fields(text, N_("the form"))])


def _not_utf_8(status: int) -> Problem:
    return Problem(status, N_("The body is not UTF-8."), N_("Send it as UTF-8."))


def read_only() -> Problem:
    """The answer to who would change something."""
    return Problem(
        403,
        N_("This service is read-only: nothing that is sent can change the graph."),
        N_("Ask with SELECT, ASK, CONSTRUCT or DESCRIBE; change the graph by building it again: organigram build."),
    )


async def read_body(request: Request, *, limit: int, patience: float) -> bytes:
    """The body, counted while it comes in. Raises Problem: 413 past ``limit`` bytes, 408 after ``patience`` seconds in all."""
    too_large = Problem(413, N_("The request is larger than {limit} bytes."), N_("Shorten the query; ask in parts."), limit=limit)
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > limit:
        raise too_large
    parts, size = [], 0
    try:
        async with asyncio.timeout(patience):
            async for part in request.stream():
                size += len(part)
                if size > limit:
                    raise too_large
                parts.append(part)
    except TimeoutError:
        raise Problem(
            408, N_("The request was not whole after {seconds:g} seconds."), N_("Send it again."), seconds=patience
        ) from None
    return b"".join(parts)


def parse_fields(text: str, where: str) -> list[tuple[str, str]]:
    """The fields of a query string or a form. Raises Problem with 400 where there are too many, or they are not UTF-8."""
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except (ValueError, UnicodeDecodeError):
        raise Problem(400, N_("The fields of {where} cannot be read."), N_("Encode them as UTF-8."), where=where) from None


def _content_type(header: str) -> tuple[str, str]:
    kind, *parameters = (part.strip() for part in header.split(";"))
    named = {name.strip().lower(): value.strip("\"' ") for name, _, value in (part.partition("=") for part in parameters)}
    charset = named.get("charset", "")
    return kind.lower(), charset.lower().replace("utf8", "utf-8") or "utf-8"


def _asked(fields: Sequence[tuple[str, str]]) -> Asked:
    if any(name == "update" for name, _ in fields):
        raise read_only()
    queries = [value for name, value in fields if name == "query"]
    if len(queries) > 1:
        raise Problem(400, N_("There are {number} queries in one request."), N_("Send one."), number=len(queries))
    named = dict(reversed(fields))
    form = next((named[name] for name in ("format", "output", "results") if named.get(name)), "")
    return Asked(queries[0] if queries else None, _data_set(fields), form, _seconds(named.get("timeout", "")))


def _data_set(fields: Sequence[tuple[str, str]]) -> DataSet:
    default = [value for name, value in fields if name == "default-graph-uri"]
    among = [value for name, value in fields if name == "named-graph-uri"]
    for iri in (*default, *among):
        try:
            NamedNode(iri)
        except ValueError:
            raise Problem(
                400, N_("{iri} is no IRI of a graph."), N_("Write it in full, beginning with https: or the like."), iri=iri[:200]
            ) from None
    return (default, among) if default or among else None


def _seconds(text: str) -> float | None:
    try:
        seconds = float(text)
    except ValueError:
        return None
    return seconds if 0 < seconds < float("inf") else None


def language_of(request: Request, usual: Language) -> Language:
    """The reader's language: ``?lang=``, or what the browser asks for, or the server's."""
    wish = request.query_params.get("lang", "")
    named = next((language for language in LANGUAGES if language == wish), None)
    return named or _accepted(request.headers.get("accept-language", ""), usual)


def _accepted(header: str, usual: Language) -> Language:
    liked: dict[Language, float] = {}
    for part in header.split(","):
        tag, _, quality = part.strip().lower().partition(";")
        for language in LANGUAGES:
            if tag.partition("-")[0] == language:
                liked[language] = max(liked.get(language, 0.0), _weight(quality))
    best = max(liked, key=lambda language: liked[language], default=usual)
    return best if liked.get(best, 0.0) > 0 else usual


def _weight(text: str) -> float:
    try:
        return float(text.partition("q=")[2] or 1) if text else 1.0
    except ValueError:
        return 0.0


def client_of(peer: str, told: Sequence[str] = ()) -> str:
    """Who asks, for a fair share: the address, or what a proxy ``told`` of it in its header, however often that stands there.

    Only the last word is the proxy's own: what stands before it, a client may have sent.

    Addresses of one IPv6 network (/64) are one client.

    >>> client_of("10.0.0.1", ["203.0.113.9, 198.51.100.7"]), client_of("10.0.0.1", ["203.0.113.9", "198.51.100.7"])
    ('198.51.100.7', '198.51.100.7')
    >>> client_of("2001:db8::1") == client_of("2001:db8::2")
    True
    """
    text = ",".join(told).rpartition(",")[2].strip() or peer
    try:
        address = ipaddress.ip_address(text.removeprefix("[").partition("]")[0])
    except ValueError:
        return text[:100] or "?"
    if isinstance(address, ipaddress.IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network(f"{address}/64", strict=False))
    return str(address)
