"""Asking one server that may mean no good: over HTTPS, not sent elsewhere, not without end."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec
import requests

from suara.collect._input import NOT_JSON
from suara.collect.live._collecting import Later
from suara.collect.live._http import BIGGEST, LONGEST, TIMEOUTS, safe
from suara.collect.live._http import session as _plain_session
from suara.errors import SourceError

CUT = (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError)
LONGEST_TOLD = 200  # characters of what a server says of an error


class Guarded(requests.Session):
    """A session with one server; `last` is what it answered last, read whole.

    Raises:
        SourceError: another server would be asked, or the answer is too big.
        Later: the answer takes too long.
    """

    def __init__(self, server: str) -> None:
        super().__init__()
        self.server = server_of(server)
        self.host = str(urlsplit(self.server).hostname)
        self.last: requests.Response | None = None
        plain = _plain_session()
        self.headers.update(plain.headers)
        self.auth = plain.auth  # else requests looks for a password in ~/.netrc

    def get_redirect_target(self, resp: requests.Response) -> None:
        """None: where a server sends on to isn't asked, and of that answer nothing is read."""

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """The whole answer of the server to a request."""
        if server_of(request.url or "") != self.server:
            raise SourceError(f"{self.host} alone is asked, not {urlsplit(request.url or '').hostname}")
        until = time.monotonic() + LONGEST
        kwargs |= {"allow_redirects": False, "stream": True, "timeout": TIMEOUTS}
        with super().send(request, **kwargs) as response:
            if response.is_redirect:
                there = urlsplit(response.headers["Location"]).hostname or self.host
                raise SourceError(
                    f"{self.host} sends on to {printable(there)}, which isn't followed: name the right server"
                )
            content = bytearray()
            for piece in response.iter_content(1 << 16):
                content += piece
                if len(content) > BIGGEST:
                    raise SourceError(f"{self.host} answers with more than {BIGGEST >> 20} MB, which isn't read")
                if time.monotonic() > until:
                    raise Later(f"{self.host} takes more than {LONGEST / 60:.0f} minutes for an answer")
        response._content = bytes(content)
        self.last = response
        return response

    def body(self) -> Any:
        """The JSON that the server answered last; None where it isn't any."""
        try:
            return msgspec.json.decode(self.last.content) if self.last is not None else None
        except NOT_JSON:
            return None


def server_of(address: str) -> str:
    """Scheme and host of an address; without a scheme it is https.

    Raises:
        SourceError: nothing may be asked there, for it isn't secure.

    Example:
        >>> server_of("contoh.social"), server_of("http://127.0.0.1:8000/api")
        ('https://contoh.social', 'http://127.0.0.1:8000')
    """
    parts = urlsplit(safe(address if "://" in address else f"https://{address}"))
    return f"{parts.scheme}://{parts.netloc}"


def printable(text: object) -> str:
    """What a server says, in one line that can be shown."""
    return "".join(c if c.isprintable() else " " for c in str(text))[:LONGEST_TOLD].strip()


def refused(response: requests.Response, host: str, words: dict[int, str], told: object = None) -> Exception:
    """What to raise for an answer that is none: `words` say for a status what to do; `told` is the server's own reason."""
    status = response.status_code
    if status == 429:
        return Later(f"{host} asks to wait ({status})", wait(response))
    if status >= 500 or status < 400:
        return Later(
            f"{host} is out of order ({status})" if status >= 500 else f"{host} answers with something else", None
        )
    reason = words.get(status, f"{host} refuses the request ({status})")
    return SourceError(f"{reason} ({host} says: {printable(told)})" if told else reason)


def wait(response: requests.Response) -> float | None:
    """How many seconds a server asks to wait, by its own clock where it shows it; None where it doesn't say."""
    headers = response.headers
    now = _at(headers.get("Date")) or datetime.now(UTC)
    for name in ("Retry-After", "RateLimit-Reset", "X-RateLimit-Reset"):
        told = headers.get(name, "").strip()
        if told.isascii() and told.isdecimal() and int(told[:9]) < 1_000_000_000 and len(told) < 10:
            seconds = float(told)
        elif at := _at(told):
            seconds = (at - now).total_seconds()
        else:
            continue
        if seconds >= 0:
            return max(seconds, 1.0)
    return None


def _at(told: str | None) -> datetime | None:
    """A time as headers have it: seconds since 1970 (Bluesky), ISO 8601 (Mastodon) or in words."""
    for read in (_epoch, datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(told or "")
        except (ValueError, OverflowError, OSError):
            continue
        return found.replace(tzinfo=found.tzinfo or UTC)
    return None


def _epoch(told: str) -> datetime:
    return datetime.fromtimestamp(float(told), UTC)
