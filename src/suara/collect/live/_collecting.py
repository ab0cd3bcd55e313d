"""Fetching page after page into a journal: resumed where it was killed, no page lost and none asked for twice.

A journal is a JSON Lines file in `raw/`. Each line is a page as the platform gave it, with one key more, `__suara`:
what was asked, what is to be asked next, and when. A line is on the disk before the next page is asked for, so the
journal's last whole line says where to go on; the cursor file beside it says the same for people and programs.
Only the page that is under way when a run is killed is asked for again: whether it had been sent can't be known.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, TypeVar

import msgspec

from suara._files import whole
from suara.collect._input import NOT_JSON
from suara.errors import SourceError

T = TypeVar("T")

Request = dict[str, Any]
"""What is asked of a platform: plain JSON values, no secrets."""

Say = Callable[[str], None]
"""Tells a person how it goes, a line at a time; the same line again and again while waiting."""

TRIES = 6  # of one page, when the connection is cut, the server is out of order, or a limit doesn't end
PATIENCE = 15 * 60 + 30  # seconds; the longest wait for a limit on X is 15 minutes
REPEATS = 3  # pages in a row that bring nothing but posts of a page before
ROOM = 64 << 20  # bytes that must be free before a page is asked for: it may be paid for, so it must be kept


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of a platform."""

    body: dict[str, Any]  # as it came
    posts: int  # how many of what was looked for it holds
    next: Request | None = None  # what to ask for the page after it; None: it is the last
    ids: tuple[str, ...] = ()  # of the posts, where a page that comes twice is to be noticed


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
    def all_pages(self) -> int:
        """Pages of all runs together."""
        return self.pages_before + self.pages

    @property
    def all_posts(self) -> int:
        """Posts of all runs together."""
        return self.posts_before + self.posts


class _Told(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What a line of a journal says of itself."""

    source: str = ""
    first: Request
    asked: Request = {}
    next: Request | None
    posts: int
    retrieved_at: str = ""
    ids: str | None = None  # a fingerprint of those of its posts
    repeated: bool = False  # it brought nothing but posts of a page before


class _Line(msgspec.Struct):
    told: _Told = msgspec.field(name="__suara")


_decode = msgspec.json.Decoder(_Line).decode


@dataclass
class _Known:
    """What the pages so far were: 8 bytes each, however many."""

    asked: set[int] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    repeats: int = 0  # in a row, up to the last

    def add(self, told: _Told) -> None:
        self.asked.add(_number(told.asked))
        self.repeats = self.repeats + 1 if told.repeated else 0
        if told.ids:
            self.ids.add(told.ids)


def collect(
    journal: Path,
    first: Request,
    fetch: Callable[[Request], Page],
    *,
    source: str,
    limit: int | None = None,
    again: bool = False,
    say: Say = lambda line: None,
    sleep: Callable[[float], None] = time.sleep,
) -> Collected:
    """Fetch pages into the journal until there are no more or `limit` posts are there; go on where an earlier run ended.

    Args:
        journal: the file; made where it isn't there.
        first: what to ask for the first page.
        fetch: gives the page that a request asks for.
        source: the file source that reads the pages.
        limit: stop after the page that reaches so many posts.
        again: the journal may hold pages of other requests before: it grows from run to run.
        say: told how it goes.
        sleep: waits.

    Raises:
        SourceError: the platform refuses, can't be reached, or gives the same page again and again; what came before
            is kept, and the same call goes on from there. Or the journal is of another request, damaged, or can't be
            written.
    """
    journal.parent.mkdir(parents=True, exist_ok=True)
    request, result, known = _resumed(journal, first, again)
    with journal.open("ab", buffering=0) as file:
        while request is not None and (limit is None or result.all_posts < limit):
            if _number(request) in known.asked or known.repeats >= REPEATS:
                raise SourceError(f"{source} gives the same page again and again: stopped at {journal}")
            _make_sure_of_room(journal)
            page = patiently(lambda asked=request: fetch(asked), say, sleep)  # type: ignore[misc]
            told = _told_of(page, request, first, source, known)
            try:
                _append(file, msgspec.json.encode(page.body | {"__suara": told}) + b"\n")
                known.add(told)
                request = page.next
                result.pages += 1
                result.posts += told.posts
                _point(journal, request, result)
            except OSError as error:
                raise SourceError(
                    f"{journal} can't be written: {error.strerror}. With room again, the same command goes on from here"
                ) from None
            say(f"pages: {result.all_pages:,}, posts: {result.all_posts:,}")
    result.finished = request is None
    return result


def cursor_of(journal: Path) -> Path:
    """The file beside a journal that says where it stands."""
    return journal.with_suffix(".cursor.json")


def _told_of(page: Page, request: Request, first: Request, source: str, known: _Known) -> _Told:
    ids = _fingerprint(page.ids)
    repeated = ids is not None and ids in known.ids
    return _Told(
        source=source,
        first=first,
        asked=request,
        next=page.next,
        posts=0 if repeated else page.posts,
        retrieved_at=datetime.now(UTC).isoformat(timespec="seconds"),
        ids=ids,
        repeated=repeated,
    )


def _fingerprint(ids: Iterable[str]) -> str | None:
    """The same for the same ids in any order; None where there are none."""
    joined = " ".join(sorted(ids))
    return hashlib.blake2b(joined.encode(), digest_size=8).hexdigest() if joined else None


def _number(request: Request) -> int:
    return hash(msgspec.json.encode(request, order="deterministic"))


def _make_sure_of_room(journal: Path) -> None:
    if shutil.disk_usage(journal.parent).free < ROOM:
        raise SourceError(
            f"less than {ROOM >> 20} MB are free for {journal}: make room, then the same command goes on from here"
        )


def _append(file: IO[bytes], line: bytes) -> None:
    """Add a line that is on the disk when this returns; of one that can't be written whole, nothing stays."""
    end, rest = os.fstat(file.fileno()).st_size, memoryview(line)
    try:
        while rest:
            rest = rest[file.write(rest) :]
        os.fsync(file.fileno())
    except OSError:
        with suppress(OSError):
            file.truncate(end)
        raise


def _point(journal: Path, request: Request | None, result: Collected) -> None:
    with whole(cursor_of(journal)) as unfinished:
        state = {"next": request, "pages": result.all_pages, "posts": result.all_posts}
        unfinished.write_bytes(msgspec.json.format(msgspec.json.encode(state)) + b"\n")


def _resumed(journal: Path, first: Request, again: bool) -> tuple[Request | None, Collected, _Known]:
    """What to ask now, by the last whole line of the journal; a line that was being written is cut away."""
    fresh = first, Collected(journal), _Known()
    if not journal.exists():
        return fresh
    request: Request | None = first
    begun, result, known = None, Collected(journal), _Known()
    with journal.open("rb+") as file:
        end = 0
        for number, line in enumerate(file, 1):
            told = _told(line)
            if told is None:
                if file.read(1):  # no kill leaves this: what comes after must not be cut away with it
                    raise SourceError(f"{journal}, line {number} is damaged: mend it, or move the file away")
                break
            if told.first != begun:
                begun, result, known = told.first, Collected(journal), _Known()
            known.add(told)
            request = told.next
            result.pages_before += 1
            result.posts_before += told.posts
            end += len(line)
        file.truncate(end)
    if begun is None or begun == first:
        return request, result, known
    if again:
        return fresh
    raise SourceError(f"{journal} was begun with another request: name this collection differently (--name)")


def _told(line: bytes) -> _Told | None:
    """What a line of a journal says of itself; None where it isn't whole."""
    if not line.endswith(b"\n"):
        return None
    try:
        return _decode(line).told
    except NOT_JSON:
        return None


def patiently(ask: Callable[[], T], say: Say, sleep: Callable[[float], None] = time.sleep) -> T:
    """What `ask` gives, however long the platform asks to wait; what stays out of order is tried six times.

    Raises:
        SourceError: it stays out of order, or asks to wait for more than a quarter of an hour.
    """
    for number in range(1, TRIES + 1):
        try:
            return ask()
        except Later as later:
            if later.seconds is not None and later.seconds > PATIENCE:
                raise SourceError(
                    f"{later}, for {later.seconds / 3600:.1f} hours: the same command goes on then"
                ) from None
            if number == TRIES:
                raise SourceError(f"{later}: tried {TRIES} times. The same command goes on from here") from None
            _count_down(2.0**number if later.seconds is None else later.seconds, str(later), say, sleep)
    raise AssertionError("the last try returns or raises")


def _count_down(seconds: float, reason: str, say: Say, sleep: Callable[[float], None]) -> None:
    """Wait, and say each second how long it still takes."""
    left = seconds
    while left > 0:
        say(f"{reason}: going on in {int(left // 60)}:{int(left % 60):02}")
        sleep(min(1.0, left))
        left -= 1.0
