"""User name, password or token for a store's server: from the settings, never from a command line, never in a message.

>>> "hush" in repr(Credentials("maria", password="hush"))
False
>>> without_secrets("https://maria:hush@example.org/sparql")
'https://example.org/sparql'
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field

import httpx

from organigram.config import Settings
from organigram.errors import UsageError
from organigram.i18n import N_

__all__ = ["Credentials", "endpoint_url", "without_secrets"]


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who asks. A token is sent as ``Bearer``; a user name and password in the way that the server asks for, Digest or Basic."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @classmethod
    def of(cls, settings: Settings) -> Credentials:
        """Those of the settings."""
        return cls(settings.endpoint_user, settings.endpoint_password, settings.endpoint_token)

    def auth(self) -> httpx.Auth | None:
        """What signs the requests of an httpx client; None where there is nothing to sign with."""
        if self.token:
            return _Bearer(self.token)
        return _Answering(self.user, self.password) if self.user else None


class _Bearer(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._header = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """The request with its token."""
        request.headers["authorization"] = self._header
        yield request


class _Answering(httpx.Auth):
    """Shows the password once the server asks for it, in the safest of the ways that it offers; from then on at once."""

    def __init__(self, user: str, password: str) -> None:
        self._user, self._password = user, password
        self._way: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """The request; where the server asks who sends it, the same again with an answer."""
        if self._way is None:
            response = yield request
            if response.status_code != httpx.codes.UNAUTHORIZED:
                return
            offered = response.headers.get("www-authenticate", "").lower()
            way = httpx.DigestAuth if "digest" in offered else httpx.BasicAuth
            self._way = way(self._user, self._password)
        yield from self._way.auth_flow(request)


def endpoint_url(url: str) -> httpx.URL:
    """The URL of a server. Raises UsageError where it is none."""
    try:
        parsed = httpx.URL(url)
        sound = parsed.scheme in ("http", "https") and parsed.host and (parsed.port or 0) < 1 << 16
        parsed.host.encode("idna")
    except (httpx.InvalidURL, UnicodeError):
        sound = False
    if not sound:
        raise UsageError(N_("{url} is no URL of an endpoint."), N_("Give one that begins with http:// or https://."), url=url)
    return parsed


def without_secrets(url: str | httpx.URL) -> str:
    """The URL as messages may show it: without user name and password."""
    return str(httpx.URL(url).copy_with(userinfo=b""))
