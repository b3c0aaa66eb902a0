"""Calls that write to a store's server: signed, repeated politely, and every refusal told with what to do."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

import httpx

from organigram import __version__
from organigram.credentials import Credentials, without_secrets
from organigram.errors import EndpointError
from organigram.i18n import N_

USER_AGENT = f"organigram/{__version__} (+https://w3id.org/organigram/)"
#: Tells a person why nothing happens for a while.
Notice = Callable[[EndpointError], None]

_QUOTED_CHARACTERS = 300
_PASSING = frozenset({408, 425, 429, 502, 503, 504})
#: What is said of the content of a request, not of the request as such: a part of it may still be taken.
_CONTENT = frozenset({400, 413, 415, 422, 500})
_REMEDIES = {
    401: N_("Set ORGANIGRAM_ENDPOINT_USER and ORGANIGRAM_ENDPOINT_PASSWORD, or ORGANIGRAM_ENDPOINT_TOKEN."),
    403: N_("Ask the store's owner for the right to write, or check user name, password and token."),
    404: N_("Check the URL and the kind of store (--kind): no such data set is there, or it takes no changes."),
    405: N_("Check the URL and the kind of store (--kind): this address takes no changes."),
    406: N_("Check the URL and the kind of store (--kind)."),
    507: N_("The server's disk is full: make room there, and run the same command again; it goes on where it stopped."),
}
_OTHER = N_("Look into the server's log, and run the same command again: it goes on where it stopped.")


@dataclass(frozen=True, slots=True)
class Manners:
    """How to treat a server: seconds that one call may take, tries of a call, seconds before the first repetition (doubled at
    each), the longest wait that is sat out.
    """

    timeout: float = 600.0
    tries: int = 5
    backoff: float = 0.5
    longest_wait: float = 120.0


@dataclass(frozen=True, slots=True)
class Refusal:
    """The server read a request and did not take its content; ``words`` are the server's own."""

    status: int
    words: str


class WritingClient:
    """Sends one request at a time. ``repeated`` counts the calls that had to be sent again."""

    def __init__(self, credentials: Credentials, manners: Manners, notice: Notice) -> None:
        self._manners, self._notice = manners, notice
        self._client = httpx.Client(
            auth=credentials.auth(),
            timeout=httpx.Timeout(manners.timeout, connect=min(10.0, manners.timeout)),
            headers={"user-agent": USER_AGENT},
            follow_redirects=False,
        )
        self.repeated = 0

    def send(self, method: str, url: str, body: bytes = b"", media_type: str = "", *, missing: bool = False) -> Refusal | None:
        """None where the server took it (``missing``: or has nothing there), its refusal where the content is the cause.

        Raises EndpointError where no content would be taken, or the server cannot be reached after several tries.
        """
        headers = {"content-type": media_type} if media_type else {}
        for number in range(self._manners.tries):
            try:
                with self._client.stream(method, url, content=body, headers=headers) as response:
                    status = response.status_code
                    if response.is_success or (missing and status == httpx.codes.NOT_FOUND):
                        return None
                    if status in _CONTENT:
                        return Refusal(status, _beginning(response))
                    if status not in _PASSING:
                        raise _refused(url, response)
                    fault, wait = _busy(url, status), _retry_after(response)
            except httpx.HTTPError as error:
                fault, wait = _broken(url, error), None
            self._pause(number, fault, wait)
        raise AssertionError("the last try ends in an answer or an error")

    def _pause(self, number: int, fault: EndpointError, wait: float | None) -> None:
        seconds = self._manners.backoff * 2**number if wait is None else wait
        if number + 1 == self._manners.tries or seconds > self._manners.longest_wait:
            raise fault
        self.repeated += 1
        self._notice(fault)
        time.sleep(seconds)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _beginning(response: httpx.Response) -> str:
    """The first words of an answer, on one line; nothing of a web page."""
    if "html" in response.headers.get("content-type", ""):
        return ""
    body = b""
    for part in response.iter_bytes():
        body += part
        if len(body) > 4 * _QUOTED_CHARACTERS:
            break
    return " ".join(body.decode("utf-8", "replace").split())[:_QUOTED_CHARACTERS]


def _retry_after(response: httpx.Response) -> float | None:
    wish = response.headers.get("retry-after", "")
    if wish.isdecimal():
        return float(wish)
    try:
        return max(0.0, (parsedate_to_datetime(wish) - datetime.now(UTC)).total_seconds()) if wish else None
    except (ValueError, TypeError):
        return None


def _refused(url: str, response: httpx.Response) -> EndpointError:
    if response.is_redirect:
        return EndpointError(
            N_("The store sends on to another address (status {status}): {location}."),
            N_("Give that address if you trust it."),
            file=without_secrets(url),
            status=response.status_code,
            location=without_secrets(response.headers.get("location", "?")),
        )
    reason, remedy = N_("The store refused with status {status}."), _REMEDIES.get(response.status_code, _OTHER)
    return EndpointError(reason, remedy, file=without_secrets(url), status=response.status_code)


def _busy(url: str, status: int) -> EndpointError:
    return EndpointError(
        N_("The store is overloaded or under repair (status {status})."),
        N_("Run the same command again later: it goes on where it stopped."),
        file=without_secrets(url),
        status=status,
    )


def _broken(url: str, error: httpx.HTTPError) -> EndpointError:
    if isinstance(error, httpx.ConnectError):
        reason, remedy = N_("The store cannot be reached: {error}."), N_("Check the URL, and that the server runs.")
    elif isinstance(error, httpx.TimeoutException):
        reason, remedy = N_("The store did not answer in time."), _OTHER
    else:
        reason, remedy = N_("The connection to the store broke: {error}."), _OTHER
    return EndpointError(reason, remedy, file=without_secrets(url), error=str(error) or type(error).__name__)
