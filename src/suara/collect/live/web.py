"""Web pages, and the feeds and sitemaps that lead to them, one after the other into a journal.

What is to be fetched stands in a queue: the addresses that were asked for, then those that feeds and sitemaps list. A
request is a place in it. The queue itself is in no request, as it may be long: it is made again from the journal.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from suara.collect import _feeds, _moments, _urls, web
from suara.collect._charset import text_of_page
from suara.collect._input import NOT_JSON, root_of
from suara.collect._optional import needed
from suara.collect.live import _sitemaps
from suara.collect.live._collecting import PATIENCE, Later, Page, Request, Say, cursor_of
from suara.collect.live._manners import Guest, Wait
from suara.collect.live._pages import LARGEST, Answer, Broken, Never
from suara.errors import SourceError

SOURCE = web

TRIES = 3  # of a page, when its server is out of order; one of those that follow on a server that stayed so
DEPTH = 3  # sitemaps of sitemaps of sitemaps
KEPT = ("content-type", "content-language", "last-modified", "etag", "x-robots-tag")
"""Headers that are kept with a page."""

_GONE, _REFUSED = {404, 410}, {401, 402, 403, 407, 451}
_PAGE = re.compile(r"text/html|application/xhtml\+xml|$")
_LIST = re.compile(r"(?:text|application)/|$")
_FEEDS = {"application/rss+xml", "application/atom+xml", "application/rdf+xml"}
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")


@dataclass(frozen=True)
class Item:
    """One address in the queue."""

    url: str
    page: str = "page"  # or "feed" or "sitemap"
    listed: dict[str, str] | None = None  # what the feed or sitemap says of it; None: it was asked for itself
    depth: int = 0


def seeds(urls: Iterable[str], feeds: Iterable[str] = (), sitemaps: Iterable[str] = ()) -> list[Item]:
    """The addresses that are asked for, each once.

    Raises:
        SourceError: one isn't an address; all those are said at once. Or there is none.

    Example:
        >>> [item.url for item in seeds(["contoh.example/warta", "https://contoh.example/warta#atas"])]
        ['https://contoh.example/warta']
    """
    found: dict[tuple[str, str], Item] = {}
    wrong = []
    for page, given in (("page", urls), ("feed", feeds), ("sitemap", sitemaps)):
        for written in given:
            try:
                url = _urls.normalised(written if "://" in written else f"https://{written}")
                found[url, page] = Item(url, page)
            except ValueError as error:
                wrong.append(f"{written}: {error}")
    if wrong:
        raise SourceError("\n".join(wrong))
    if not found:
        raise SourceError("no address was given: name pages, or --feed, --sitemap or --from")
    return list(found.values())


def read_list(path: Path) -> list[str]:
    """The addresses in a file, one a line; what comes after # at the beginning of a line isn't one.

    Raises:
        SourceError: the file can't be read.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeError) as error:
        raise SourceError(f"{path} can't be read as a list of addresses: {error}") from None
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]


def name_of(folder: Path, first: Request) -> str:
    """A name for a collection that has none; what is finished and may have grown since (a feed) begins a new journal."""
    site = re.sub(r"[^a-z0-9]+", "-", _urls.site_of(first["url"])).strip("-")
    base = name = f"{site}-{first['of'][:8]}"
    number = 1
    while first["grows"] and _finished(folder / f"{name}.jsonl"):
        number += 1
        name = f"{base}-{number}"
    return name


def _finished(journal: Path) -> bool:
    try:
        return journal.exists() and msgspec.json.decode(cursor_of(journal).read_bytes())["next"] is None
    except (OSError, KeyError, TypeError, *NOT_JSON):
        return False


def first_of(items: list[Item], since: datetime | None = None, until: datetime | None = None) -> Request:
    """What to ask first; it changes with all that is asked for."""
    asked = [[(item.url, item.page) for item in items], since, until]
    mark = hashlib.sha256(msgspec.json.encode(asked)).hexdigest()[:16]
    return _request(0, items[0], mark, any(item.page != "page" for item in items))


def _request(at: int, item: Item, mark: str, grows: bool) -> Request:
    return {"at": at, "url": item.url, "of": mark, "grows": grows}


@dataclass
class Visits:
    """Gives the page for a request; remembers what lies ahead."""

    items: list[Item]
    journal: Path
    guest: Guest
    since: datetime | None = None
    until: datetime | None = None
    known: frozenset[str] = frozenset()  # pages that are there already: not fetched again because a feed lists them
    say: Say = lambda line: None
    left_out: Say = lambda line: None  # told each page that is left out, and why
    _queue: list[Item] = field(default_factory=list)
    _queued: set[tuple[str, str]] = field(default_factory=set)
    _tried: Counter[int] = field(default_factory=Counter)
    _dead: set[str] = field(default_factory=set)  # hosts that stayed out of order

    def __post_init__(self) -> None:
        """What is needed is there before anything is asked for."""
        for name in ("trafilatura", "protego", "feedparser"):
            needed(name)

    def __call__(self, request: Request) -> Page:
        """Fetch the page in this place of the queue.

        Raises:
            Later: its server asks to wait, or is out of order.
            SourceError: the journal that led here is gone.
        """
        if not self._queue:
            self._line_up(self.items)
            self._line_up(self._from_journal())
        at = request["at"]
        if at >= len(self._queue) or self._queue[at].url != request["url"]:
            raise SourceError(
                f"{self.journal} doesn't fit what was asked for: name this collection differently (--name)"
            )
        item = self._queue[at]
        body = self._body(at, item)
        if "left_out" in body:
            self.left_out(f"{item.url}: {body['reason']}")
        elif item.page != "page":
            self._line_up(self._ahead(item, body["text"], body["url"]))
        following = next((n for n in range(at + 1, len(self._queue)) if not self._is_known(self._queue[n])), None)
        after = _request(following, self._queue[following], request["of"], request["grows"]) if following else None
        return Page(body=body, posts=int(item.page == "page" and "text" in body), next=after)

    def _is_known(self, item: Item) -> bool:
        return item.listed is not None and item.page == "page" and item.url in self.known

    def _line_up(self, items: Iterable[Item]) -> None:
        for item in items:
            if (item.url, item.page) not in self._queued:
                self._queued.add((item.url, item.page))
                self._queue.append(item)

    def _from_journal(self) -> Iterator[Item]:
        """What the feeds and sitemaps that were fetched before list, in the same order as then."""
        if not self.journal.exists():
            return
        with self.journal.open("rb") as file:
            for line in file:
                try:
                    told = msgspec.json.decode(line, type=_Kept)
                except NOT_JSON:
                    return
                if told.page == "page":
                    continue
                item = next((i for i in self._queue if (i.url, i.page) == (told.asked, told.page)), None)
                if item is not None and told.text is not None:
                    with suppress(ValueError):  # a journal that was changed by hand
                        yield from self._ahead(item, told.text, told.url)

    def _ahead(self, item: Item, text: str, url: str) -> Iterator[Item]:
        """The pages that a feed or sitemap lists and that may be of the time that is looked for."""
        taken = listed = 0
        for listing in _listings(item, text, url):
            listed += 1
            if self._in_time(listing):
                taken += 1
                yield listing
        self.say(f"{item.url}: {listed:,} addresses, {taken:,} of the time that is asked for")

    def _in_time(self, item: Item) -> bool:
        told = item.listed or {}
        published, changed = _moments.maybe(told.get("published")), _moments.maybe(told.get("changed"))
        latest = published or changed  # a page isn't younger than its last change
        if self.since and latest and latest.at < self.since:
            return latest.doubt == "date_only" and latest.at.date() >= self.since.date()
        return not (self.until and published and published.at >= self.until)

    def _body(self, at: int, item: Item) -> dict[str, Any]:
        host = urlsplit(item.url).netloc
        self._tried[at] += 1
        last = self._tried[at] >= (1 if host in self._dead else TRIES)
        try:
            return _kept(item, self.guest.get(item.url, _LIST_TYPE if item.page != "page" else _PAGE_TYPE))
        except Never as error:
            return _left_out(item, error.kind, str(error))
        except Wait as error:
            too_long = error.seconds is not None and error.seconds > PATIENCE
            if (last or too_long) and not (too_long and error.status == 429):
                return _left_out(item, "page_failed", str(error))
            raise Later(str(error), error.seconds) from None
        except Broken as error:
            if last:
                self._dead.add(host)
                return _left_out(item, "page_failed", str(error))
            raise Later(str(error)) from None


class _Kept(msgspec.Struct):
    """Of a line of the journal, what is needed to know what lies ahead."""

    page: str
    asked: str
    url: str
    text: str | None = None


def _type(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda content_type: bool(pattern.match(content_type.partition(";")[0].strip().lower()))


_PAGE_TYPE, _LIST_TYPE = _type(_PAGE), _type(_LIST)


def _left_out(item: Item, kind: str, reason: str) -> dict[str, Any]:
    body = web.line_of(url=item.url, asked=item.url, page=item.page, left_out=kind, reason=reason, listed=item.listed)
    return body | {"status": None}


def _kept(item: Item, answer: Answer) -> dict[str, Any]:
    """The line of the journal that keeps an answer, or says why it isn't kept."""
    if answer.status in _GONE:
        raise Never("page_gone", f"it isn't there ({answer.status})")
    if answer.status in _REFUSED:
        raise Never("page_refused", f"the site doesn't allow it ({answer.status})")
    if answer.status != 200:
        raise Never("page_failed", f"the site answered {answer.status}")
    if not (_PAGE_TYPE if item.page == "page" else _LIST_TYPE)(answer.content_type):
        hint = "it is a feed: name it with --feed" if answer.content_type in _FEEDS else None
        raise Never("not_a_page", hint or f"{answer.content_type[:60]} is no web page")
    if not answer.whole:
        raise Never("not_a_page", f"it is bigger than {LARGEST >> 20} MB")
    text, charset = _text(item, answer)
    headers = {name: answer.headers[name] for name in KEPT if name in answer.headers}
    body = web.line_of(url=_urls.maybe(answer.url) or item.url, asked=item.url, page=item.page, status=answer.status)
    return body | web.line_of(headers=headers, charset=charset, text=text, listed=item.listed)


def _text(item: Item, answer: Answer) -> tuple[str, str]:
    try:
        content = _sitemaps.unpacked(answer.body) if item.page == "sitemap" else answer.body
        text, charset = text_of_page(content, answer.headers.get("content-type", ""))
        text = text.replace("\x00", "")
        if item.page != "page":
            next(_listings(item, text, answer.url), None)
        elif root_of(text) in _feeds.ROOTS:
            raise ValueError("it is a feed: name it with --feed")
        return text, charset
    except ValueError as error:
        raise Never("not_a_page", str(error)) from None


def _listings(item: Item, text: str, url: str) -> Iterator[Item]:
    """The pages that a feed or sitemap lists.

    Raises:
        ValueError: it is none.
    """
    content = _DECLARED.sub("", text).encode("utf-8", "replace")  # its declaration told another encoding
    if item.page == "feed":
        for entry in _feeds.parsed(content, url).entries:
            link = next((u for told in (entry.link, entry.id) if told and (u := _urls.maybe(told, url))), None)
            if link:
                yield Item(link, "page", web.line_of(**{"in": url}, published=entry.published, author=entry.author))
        return
    for listing in _sitemaps.listed(content):
        link = _urls.maybe(listing.url, url)
        if link is None or _urls.site_of(link) != _urls.site_of(url):
            continue  # a site lists its own pages only
        told = web.line_of(**{"in": url}, published=listing.published, changed=listing.changed)
        if not listing.sitemap:
            yield Item(link, "page", told)
        elif item.depth < DEPTH:
            yield Item(link, "sitemap", told, item.depth + 1)
