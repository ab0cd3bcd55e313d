"""Fetching page after page into a journal: resumed where it was killed, no page lost and none asked for twice.

A journal is a JSON Lines file in `raw/`. Each line is a page as the platform gave it, with one key more, `__suara`:
what was asked, what is to be asked next, and when. A line is on the disk before the next page is asked for, so the
journal's last whole line says where to go on; the cursor file beside it says the same for people and programs.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from suara._files import whole
from suara.collect._input import NOT_JSON
from suara.errors import SourceError

Request = dict[str, Any]
"""What is asked of a platform: plain JSON values, no secrets."""

Say = Callable[[str], None]
"""Tells a person how it goes, a line at a time; the same line again and again while waiting."""

TRIES = 6  # of one page, when the connection is cut or the server is out of order
PATIENCE = 15 * 60 + 30  # seconds; the longest wait for a limit on X is 15 minutes


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of a platform."""

    body: dict[str, Any]  # as it came
    posts: int  # how many of what was looked for it holds
    next: Request | None = None  # what to ask for the page after it; None: it is the last


class Later(Exception):
    """The platform asks to wait, or is out of order for a while."""

    def __init__(self, reason: str, seconds: float | None = None) -> None:
        """`seconds`: how long it asks to wait; None where it doesn't say."""
        super().__init__(reason)
        self.seconds = seconds


@dataclass
class Collected:
    """How a collection went."""

    journal: Path
    pages: int = 0  # fetched now
    posts: int = 0  # in them
    pages_before: int = 0  # fetched by earlier runs of the same collection
    posts_before: int = 0
    finished: bool = False  # the platform has no more

    @property
    def all_posts(self) -> int:
        """Posts of all runs together."""
        return self.posts_before + self.posts


def collect(
    journal: Path,
    first: Request,
    fetch: Callable[[Request], Page],
    *,
    source: str,
    limit: int | None = None,
    say: Say = lambda line: None,
    sleep: Callable[[float], None] = time.sleep,
) -> Collected:
    """Fetch pages into the journal until there are no more or `limit` posts are there; go on where an earlier run ended.

    Raises:
        SourceError: the platform refuses, can't be reached, or gives the same page again and again; what came before
            is kept, and the same call goes on from there. Or the journal is of another request.
    """
    journal.parent.mkdir(parents=True, exist_ok=True)
    request, result = _resumed(journal, first)
    with journal.open("ab") as file:
        while request is not None:
            if limit is not None and result.all_posts >= limit:
                break
            page = _patiently(fetch, request, say, sleep)
            if page.next == request:
                raise SourceError(f"{source} says that after this page comes the same page again: stopped at {journal}")
            told = {"source": source, "first": first, "asked": request, "next": page.next, "posts": page.posts}
            told["retrieved_at"] = datetime.now(UTC).isoformat(timespec="seconds")
            file.write(msgspec.json.encode(page.body | {"__suara": told}) + b"\n")
            file.flush()
            os.fsync(file.fileno())
            request = page.next
            result.pages += 1
            result.posts += page.posts
            _point(journal, request, result)
            say(f"{result.pages_before + result.pages:,} pages, {result.all_posts:,} posts")
    result.finished = request is None
    return result


def cursor_of(journal: Path) -> Path:
    """The file beside a journal that says where it stands."""
    return journal.with_suffix(".cursor.json")


def _point(journal: Path, request: Request | None, result: Collected) -> None:
    with whole(cursor_of(journal)) as unfinished:
        state = {"next": request, "pages": result.pages_before + result.pages, "posts": result.all_posts}
        unfinished.write_bytes(msgspec.json.format(msgspec.json.encode(state)) + b"\n")


def _resumed(journal: Path, first: Request) -> tuple[Request | None, Collected]:
    """What to ask now, by the last whole line of the journal; a line that was being written is cut away."""
    result = Collected(journal)
    if not journal.exists():
        return first, result
    request: Request | None = first
    with journal.open("rb+") as file:
        end = 0
        for line in file:
            told = _told(line)
            if told is None:
                break
            if told["first"] != first:
                raise SourceError(
                    f"{journal} was begun with another request: name this collection differently (--name)"
                )
            request = told["next"]
            result.pages_before += 1
            result.posts_before += told["posts"]
            end += len(line)
        file.truncate(end)
    return request, result


def _told(line: bytes) -> dict[str, Any] | None:
    """What a line of a journal says of itself; None where it isn't whole."""
    if not line.endswith(b"\n"):
        return None
    try:
        told = msgspec.json.decode(line).get("__suara")
    except (*NOT_JSON, AttributeError):
        return None
    return told if isinstance(told, dict) and {"first", "next", "posts"} <= told.keys() else None


def _patiently(fetch: Callable[[Request], Page], request: Request, say: Say, sleep: Callable[[float], None]) -> Page:
    """The page, however often the platform asks to wait; what is out of order is tried six times."""
    broken = 0
    while True:
        try:
            return fetch(request)
        except Later as later:
            if later.seconds is None:
                broken += 1
                if broken >= TRIES:
                    raise SourceError(f"{later}: tried {TRIES} times. The same command goes on from here") from None
                _count_down(2.0**broken, str(later), say, sleep)
            elif later.seconds > PATIENCE:
                raise SourceError(
                    f"{later}, for {later.seconds / 3600:.1f} hours: the same command goes on then"
                ) from None
            else:
                _count_down(later.seconds, str(later), say, sleep)


def _count_down(seconds: float, reason: str, say: Say, sleep: Callable[[float], None]) -> None:
    """Wait, and say each second how long it still takes."""
    left = seconds
    while left > 0:
        say(f"{reason}: going on in {int(left // 60)}:{int(left % 60):02}")
        sleep(min(1.0, left))
        left -= 1.0
