"""Asking a platform for JSON over HTTPS: how long, how much, from whom, and what its refusals mean."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import Any
from urllib.parse import urljoin, urlsplit

import msgspec
import requests

from suara.collect._input import NOT_JSON
from suara.collect.live._collecting import Later
from suara.errors import SourceError

BIGGEST = 64 << 20  # bytes of an answer, decompressed
TIMEOUTS = (10.0, 60.0)  # seconds until a connection is there, and between two pieces of an answer
LONGEST = 300.0  # seconds for a whole answer: a server that drips isn't waited for
REDIRECTS = 5
_HERE = {"localhost", "127.0.0.1", "::1"}


class Refused(SourceError):
    """The platform says no: with which status, and with what answer."""

    def __init__(self, message: str, status: int, body: dict[str, Any]) -> None:
        """`body`: the answer where it is JSON, else empty."""
        super().__init__(message)
        self.status = status
        self.body = body


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> None:
        """None: a redirect is looked at here, before anything is read of it or sent."""


def session() -> requests.Session:
    """A session that says who asks."""
    made = _Session()
    made.headers["User-Agent"] = f"suara/{version('suara')}"
    made.auth = _nobody  # else requests looks for a password in ~/.netrc
    return made


def safe(url: str) -> str:
    """An address without its last slash, if a key may be sent there: over HTTPS, or to this machine.

    Raises:
        SourceError: it may not.

    Example:
        >>> safe("https://api.example/v3/"), safe("http://127.0.0.1:8000")
        ('https://api.example/v3', 'http://127.0.0.1:8000')
    """
    parts = _parts(url)
    if parts.username is not None or parts.password is not None:
        raise SourceError(
            f"an address with a name or password in it isn't asked: leave out what is before {_host(url)}"
        )
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)):
        raise SourceError(f"{url} isn't asked: an address must begin with https:// (http:// only for this machine)")
    return url.rstrip("/")


def get_json(
    session: requests.Session, url: str, params: Mapping[str, str], headers: Mapping[str, str]
) -> dict[str, Any]:
    """The JSON object that a platform answers with.

    Raises:
        Later: it asks to wait, is out of order, or can't be reached just now.
        Refused: it says no.
        SourceError: it sends elsewhere, or more than 64 MB.
    """
    host, until = _host(url), time.monotonic() + LONGEST
    try:
        with _asked(session, url, params, headers) as response:
            status, content = response.status_code, _content(response, host, until)
            told = response.headers.get("Retry-After")
    except requests.exceptions.SSLError:
        raise Later(f"no secure connection to {host} (does this machine trust its certificate?)") from None
    except requests.Timeout:
        raise Later(f"{host} doesn't answer in time") from None
    except (
        requests.ConnectionError,
        requests.exceptions.ChunkedEncodingError,
        requests.exceptions.ContentDecodingError,
    ):
        raise Later(f"the connection to {host} was cut or can't be made") from None
    except (requests.RequestException, ValueError) as error:  # their text may hold what was sent: the name must do
        raise SourceError(f"{host} can't be asked: {type(error).__name__}") from None
    body = _decoded(content)
    if status == 429 or status >= 500:
        reason = "asks to wait" if status == 429 else "is out of order"
        raise Later(f"{host} {reason} ({status})", _seconds(told))
    if status != 200:
        raise Refused(_refusal(host, status), status, body or {})
    if body is None:
        raise Later(f"the answer of {host} is cut off or isn't JSON")
    return body


def _asked(
    session: requests.Session, url: str, params: Mapping[str, str], headers: Mapping[str, str]
) -> requests.Response:
    """The answer, of which only the head has been read; redirects are followed on the same host only."""
    asked: Mapping[str, str] | None = params
    for _ in range(REDIRECTS + 1):
        response = session.get(
            url, params=asked, headers=dict(headers), timeout=TIMEOUTS, stream=True, allow_redirects=False
        )
        if not response.is_redirect:
            return response
        response.close()
        there = urljoin(response.url, response.headers["Location"])
        if _origin(there) != _origin(url):
            raise SourceError(f"{_host(url)} sends on to another host ({_host(there)}), which isn't followed")
        url, asked = there, None
    raise SourceError(f"{_host(url)} sends on more than {REDIRECTS} times")


def _content(response: requests.Response, host: str, until: float) -> bytes:
    content = bytearray()
    for piece in response.iter_content(1 << 16):
        content += piece
        if len(content) > BIGGEST:
            raise SourceError(f"{host} answers with more than {BIGGEST >> 20} MB, which isn't read")
        if time.monotonic() > until:
            raise Later(f"{host} takes more than {LONGEST / 60:.0f} minutes for an answer")
    return bytes(content)


def _decoded(content: bytes) -> dict[str, Any] | None:
    try:
        found = msgspec.json.decode(content)
    except NOT_JSON:
        return None
    return found if isinstance(found, dict) else None


def _refusal(host: str, status: int) -> str:
    if status == 401:
        return f"{host} doesn't accept the key (401): check it, or make a new one"
    if status == 403:
        return f"{host} doesn't allow this with the key (403)"
    if status in (404, 410):
        return f"{host} says that this isn't there ({status})"
    return f"{host} refuses the request ({status})"


def _seconds(told: str | None) -> float | None:
    """How long Retry-After asks to wait: a number of seconds, or a time. No time at all is as good as not told.

    Example:
        >>> _seconds("120"), _seconds("soon"), _seconds("Wed, 21 Oct 2015 07:28:00 GMT")
        (120.0, None, None)
    """
    if not told:
        return None
    if told.isascii() and told.isdecimal():
        return float(told[:9]) or None
    try:
        at = parsedate_to_datetime(told)
    except ValueError:
        return None
    left = (at.replace(tzinfo=at.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    return left if left > 0 else None


def _nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _parts(url: str) -> Any:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise SourceError(f"{url} is no address") from None
    return parts


def _host(url: str) -> str:
    return str(_parts(url).hostname)


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = _parts(url)
    return parts.scheme, parts.hostname, parts.port
