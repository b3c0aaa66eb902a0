"""A polite client: one call at a time with a pause between, each counted, repeated where the server or the line has a fault.

What a server asks for is done: ``Retry-After`` is waited for, a redirect is followed on the same host only. An answer has
limits of time and size. What cannot be got is a FetchError with the server's own words.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from organigram import __version__
from organigram.errors import FetchError, UsageError
from organigram.fetching.calls import Calls
from organigram.i18n import N_

USER_AGENT = f"organigram/{__version__} (+https://w3id.org/organigram/)"
#: Tells a person why nothing happens for a while.
Notice = Callable[[FetchError], None]

_Answer = TypeVar("_Answer")
_REDIRECTS = 3
_TELL_WAITS_FROM = 5.0
_QUOTED_CHARACTERS = 300
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_REMEDIES = {
    400: N_("Check what you ask for."),
    401: N_("Check the application name; ask for one at https://apidoc.reliefweb.int/parameters#appname."),
    403: N_("Check the application name; ask for one at https://apidoc.reliefweb.int/parameters#appname."),
    404: N_("Check the address."),
    410: N_("Check the address: this version of the service has ended."),
}


@dataclass(frozen=True, slots=True)
class Manners:
    """How to treat a server, in seconds, calls and bytes.

    ``pause`` between calls, ``timeout`` for one answer as a whole, ``backoff`` before the first repetition (doubled at each),
    ``longest_wait`` that is sat out, ``tries`` of a call, ``max_bytes`` of an answer.
    """

    pause: float = 1.0
    timeout: float = 120.0
    backoff: float = 1.0
    longest_wait: float = 300.0
    tries: int = 6
    max_bytes: int = 100_000_000


class _PassingError(Exception):
    """A fault that may be gone at the next try."""

    def __init__(self, error: FetchError, wait: float | None = None) -> None:
        super().__init__(error)
        self.error, self.wait = error, wait


class PoliteClient:
    """Asks one server. ``calls`` counts for a day's quota (None: there is none); ``made`` is the number of calls sent."""

    def __init__(self, manners: Manners, notice: Notice, calls: Calls | None = None) -> None:
        self._manners, self._notice, self._calls = manners, notice, calls
        self._client = httpx.Client(timeout=manners.timeout, headers={"user-agent": USER_AGENT}, follow_redirects=False)
        self._last = float("-inf")
        self.made = 0

    def json(self, address: str, query: object, **parameters: str) -> dict[str, Any]:
        """The JSON object that is answered to a query sent as JSON (POST), parameters in the address. Raises FetchError."""
        url = httpx.URL(address).copy_merge_params(parameters)
        return self._repeated(lambda: _object(self._send("POST", url, query), shown_address(url)))

    def content(self, address: str, **parameters: str) -> bytes:
        """The bytes at an address (GET). Raises FetchError."""
        url = httpx.URL(address).copy_merge_params(parameters)
        return self._repeated(lambda: self._send("GET", url, None))

    def _repeated(self, ask: Callable[[], _Answer]) -> _Answer:
        for number in range(self._manners.tries):
            try:
                return ask()
            except _PassingError as fault:
                self._wait(fault, number)
        raise AssertionError("the last try ends in an answer or an error")

    def _wait(self, fault: _PassingError, number: int) -> None:
        """Wait as long as the server asks, or else longer each time; or give up."""
        error, manners = fault.error, self._manners
        seconds = manners.backoff * 2**number if fault.wait is None else fault.wait
        values: dict[str, Any] = {**error.values, "seconds": math.ceil(seconds), "tries": number + 1}
        if seconds > manners.longest_wait:
            remedy = N_("It asks to wait for {seconds} seconds: run the same command again then; it goes on where it stopped.")
            raise FetchError(error.reason, remedy, file=error.file, **values) from fault
        if number + 1 == manners.tries:
            remedy = N_("Tried {tries} times. Run the same command again later: it goes on where it stopped.")
            raise FetchError(error.reason, remedy, file=error.file, **values) from fault
        if seconds >= _TELL_WAITS_FROM:
            self._notice(FetchError(error.reason, N_("It is tried again in {seconds} seconds."), file=error.file, **values))
        time.sleep(seconds)

    def _send(self, method: str, url: httpx.URL, query: object) -> bytes:
        """One call, and those that redirects on the same host ask for."""
        for _ in range(_REDIRECTS + 1):
            answer = self._call(method, url, query)
            if isinstance(answer, bytes):
                return answer
            if answer.host != url.host or (answer.scheme, answer.port) != (url.scheme, url.port):
                raise _redirected(url, answer)
            url = answer
        raise _redirected(url, url)

    def _call(self, method: str, url: httpx.URL, query: object) -> bytes | httpx.URL:
        """The answer's bytes, or the address that it sends on to."""
        time.sleep(max(0.0, self._last + self._manners.pause - time.monotonic()))
        if self._calls is not None:
            self._calls.spend()
        self.made += 1
        shown = shown_address(url)
        try:
            with self._client.stream(method, url, json=query) as response:
                if response.is_redirect:
                    return url.join(response.headers.get("location", ""))
                body = self._body(response, shown)
                if response.status_code != httpx.codes.OK:
                    raise _refusal(response, body, shown)
                return body
        except httpx.TimeoutException as error:
            raise _PassingError(_slow(shown, self._manners.timeout)) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            cause = str(error) or type(error).__name__
            raise _PassingError(FetchError(N_("The connection fails: {cause}."), file=shown, cause=cause)) from error
        finally:
            self._last = time.monotonic()

    def _body(self, response: httpx.Response, shown: str) -> bytes:
        end = time.monotonic() + self._manners.timeout
        parts, size = [], 0
        for part in response.iter_bytes():
            parts.append(part)
            size += len(part)
            if size > self._manners.max_bytes:
                reason = N_("The answer is larger than {most} MB.")
                raise FetchError(reason, N_("Check the address."), file=shown, most=self._manners.max_bytes // 1_000_000)
            if time.monotonic() > end:
                raise _PassingError(_slow(shown, self._manners.timeout))
        return b"".join(parts)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def checked_address(address: str, setting: str) -> str:
    """The address without a slash at its end. Raises UsageError, with the setting's name, for one that is none.

    >>> checked_address("https://api.example.org/v2/", "reliefweb_api")
    'https://api.example.org/v2'
    """
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.scheme not in ("http", "https") or not url.host:
        raise UsageError(
            N_("{address} is no address on the web (setting {setting})."),
            N_("Give one that begins with https://."),
            address=address or "''",
            setting=setting,
        )
    return address.rstrip("/")


def server_of(address: str) -> str:
    """The host of an address, with its port where it has one of its own. Raises UsageError where it is none.

    >>> server_of("http://127.0.0.1:8000/v2")
    '127.0.0.1:8000'
    """
    return httpx.URL(checked_address(address, "reliefweb_api")).netloc.decode("ascii")


def shown_address(url: httpx.URL) -> str:
    """An address for messages: without what is asked, and without user name and password.

    >>> shown_address(httpx.URL("https://me:secret@example.org/jobs?appname=x"))
    'https://example.org/jobs'
    """
    return str(url.copy_with(userinfo=b"", query=None, fragment=None))


def _slow(shown: str, seconds: float) -> FetchError:
    return FetchError(N_("No whole answer came within {limit:g} seconds."), file=shown, limit=seconds)


def _redirected(url: httpx.URL, target: httpx.URL) -> FetchError:
    return FetchError(
        N_("The server sends on to another address: {location}."),
        N_("It was not followed. Give that address in the settings if you trust it."),
        file=shown_address(url),
        location=shown_address(target),
    )


def _refusal(response: httpx.Response, body: bytes, shown: str) -> Exception:
    """The error for a status that is no answer; one that may pass carries what the server asks to wait."""
    status = response.status_code
    reason = N_("The server refuses (status {status}): “{words}”.")
    values: dict[str, Any] = {"status": status, "words": _words(body) or response.reason_phrase or "?"}
    if status in _PASSING:
        return _PassingError(FetchError(reason, file=shown, **values), _retry_after(response.headers.get("retry-after", "")))
    return FetchError(reason, _REMEDIES.get(status, N_("Try again later.")), file=shown, **values)


def _words(body: bytes) -> str:
    """What an error's body says: ReliefWeb's own form, or the first words of plain text; nothing of a web page."""
    text = body.decode("utf-8", "replace").strip()
    try:
        error = json.loads(text)["error"]
        text = str(error["message"] if isinstance(error, dict) else error)
    except (ValueError, KeyError, TypeError, RecursionError):
        text = "" if text.startswith(("<", "{", "[")) else text
    return " ".join(text.split())[:_QUOTED_CHARACTERS].rstrip(".")


def _retry_after(value: str) -> float | None:
    """The seconds that a server asks to wait; None where it does not say.

    >>> _retry_after("7"), _retry_after("Wed, 01 Jan 2020 00:00:00 GMT"), _retry_after("soon")
    (7.0, 0.0, None)
    """
    if value.strip().isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (moment.astimezone(UTC) - datetime.now(UTC)).total_seconds())


def _object(body: bytes, shown: str) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _PassingError(FetchError(N_("The answer is cut off or no JSON."), file=shown)) from error
    if not isinstance(value, dict):
        raise _PassingError(FetchError(N_("The answer is cut off or no JSON."), file=shown))
    return value
