"""How a guest behaves on other people's servers: says who it is, keeps to robots.txt, and doesn't hurry."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import metadata
from typing import Any
from urllib.parse import urlsplit

from suara.collect import _moments, _urls
from suara.collect._optional import needed
from suara.collect.live import _pages
from suara.collect.live._pages import Answer, Never
from suara.errors import SourceError

NAME = "suara"  # what robots.txt may call us
PACE = 2.0  # seconds between two requests to a host
LONGEST_DELAY = 300.0  # seconds; a site that asks for more between two pages is left alone
REDIRECTS = 10
ROBOTS_SIZE = 512 << 10  # bytes that are read of a robots.txt (RFC 9309 asks for 500 KiB)

_MOVED = {301, 302, 303, 307, 308}
WAITING = {408, 425, 429, 500, 502, 503, 504}
"""What may be otherwise a while later."""


class Wait(Exception):
    """The server asks to come back later, or is out of order."""

    def __init__(self, reason: str, status: int, seconds: float | None) -> None:
        """`seconds`: how long it asks to wait; None where it doesn't say."""
        super().__init__(reason)
        self.status = status
        self.seconds = seconds


def agent(contact: str | None = None) -> str:
    """Who asks, with a way to reach the person behind it.

    Raises:
        SourceError: the contact can't be sent in a header.

    Example:
        >>> agent("riset@contoh.example").endswith("(research; contact: riset@contoh.example)")
        True
    """
    if contact is not None and (not contact.isascii() or not contact.isprintable()):
        raise SourceError(f"--contact {contact!r}: letters, digits and signs of ASCII only, as an address has them")
    told = f"research; contact: {contact}" if contact else "research"
    return f"{NAME}/{metadata.version('suara')} ({told})"


@dataclass
class Guest:
    """Fetches pages, each at its time."""

    agent: str
    pace: float = PACE
    local: bool = False  # whether pages of one's own network may be fetched too
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _last: dict[str, float] = field(default_factory=dict)  # when a host was last asked
    _rules: dict[str, Any] = field(default_factory=dict)  # robots.txt by origin; None: everything is allowed

    def get(self, url: str, wanted: Callable[[str], bool]) -> Answer:
        """The answer at the end of all redirects.

        Raises:
            Broken: the host can't be reached, or the connection was cut.
            Wait: the server is out of order or asks for a pause.
            Never: robots.txt forbids it, or it leads nowhere.
        """
        seen: list[str] = []
        while len(seen) <= REDIRECTS:
            rules = self._robots(url)
            if rules is not None and not rules.can_fetch(url, NAME):
                raise Never("page_refused", f"robots.txt of {_urls.site_of(url)} doesn't allow it")
            self._take_time(url, rules, again=bool(seen) and _host(seen[-1]) == _host(url))
            answer = self._asked(url, wanted=wanted)
            if answer.status not in _MOVED:
                return answer
            seen.append(url)
            url = _target(answer)
            if url in seen:
                break
        raise Never("page_failed", "it leads from one address to the next without end")

    def _asked(self, url: str, **how: Any) -> Answer:
        try:
            answer = _pages.get(url, self.agent, local=self.local, **how)
        finally:
            self._last[_host(url)] = self.clock()
        if answer.status in WAITING:
            reason = f"{_urls.site_of(url)} answered {answer.status}"
            raise Wait(reason, answer.status, _retry_after(answer.headers.get("retry-after", "")))
        return answer

    def _robots(self, url: str) -> Any:
        """The rules of a site, fetched once; None where it has none."""
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        if origin not in self._rules:
            answer = self._robots_answer(f"{origin}/robots.txt")
            text = answer.body.decode("utf-8", "replace") if answer.status == 200 else ""
            self._rules[origin] = needed("protego").Protego.parse(text) if text else None
        return self._rules[origin]

    def _robots_answer(self, url: str) -> Answer:
        """What answers for robots.txt; after some redirects it counts as not being there (RFC 9309, 2.3.1.2)."""
        self._take_time(url, None)
        answer = self._asked(url, largest=ROBOTS_SIZE)
        for _ in range(5):
            if answer.status not in _MOVED:
                break
            target = _target(answer)
            self._take_time(target, None, again=_host(target) == _host(answer.url))
            answer = self._asked(target, largest=ROBOTS_SIZE)
        return answer

    def _take_time(self, url: str, rules: Any, *, again: bool = False) -> None:
        """Wait until the host may be asked again; a redirect within it is one visit."""
        asked_for = rules.crawl_delay(NAME) if rules is not None else None
        delay = max(self.pace, asked_for or 0.0)
        if delay > max(LONGEST_DELAY, self.pace):
            raise Never(
                "page_refused", f"robots.txt of {_urls.site_of(url)} asks for {delay:.0f} seconds between pages"
            )
        last = self._last.get(_host(url))
        if last is not None and not again:
            left = last + delay - self.clock()
            if left > 0:
                self.sleep(left)


def _host(url: str) -> str:
    return urlsplit(url).netloc


def _target(answer: Answer) -> str:
    try:
        return _urls.normalised(answer.headers["location"], answer.url)
    except KeyError:
        raise Never("page_failed", "it leads elsewhere without saying where") from None
    except ValueError as error:
        raise Never("page_failed", f"it leads to {error}") from None


def _retry_after(text: str) -> float | None:
    """Seconds to wait, told as a number or as a date.

    Example:
        >>> _retry_after("120"), _retry_after(""), _retry_after("soon")
        (120.0, None, None)
    """
    text = text.strip()
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    try:
        until = _moments.moment(text)
    except ValueError:
        return None
    return max(0.0, until.at.timestamp() - time.time()) if until.doubt is None else None
