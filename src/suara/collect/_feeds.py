"""RSS and Atom, of whatever version: its entries, as they are written."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from suara.collect._optional import needed

LARGEST = 32 << 20  # bytes; feeds have some 100,000

ROOTS = {"rss", "feed", "rdf:rdf", "rdf", "channel"}
"""First elements of a feed."""

_TIMES = ("published", "created", "updated")


@dataclass(frozen=True)
class Entry:
    """One entry; what it doesn't tell is None."""

    link: str | None
    id: str | None
    title: str | None
    html: str | None  # the whole text, else the summary
    author: str | None
    published: str | None
    comments: str | None
    answers: str | None  # address of what it answers, in feeds of comments


@dataclass(frozen=True)
class Feed:
    """A feed and its entries."""

    link: str | None
    lang: str | None
    entries: list[Entry] = field(default_factory=list)


def parsed(content: bytes, url: str | None = None) -> Feed:
    """The entries of a feed that was fetched from `url`.

    Raises:
        ValueError: it isn't a feed.
        SourceError: feedparser isn't installed.
    """
    feedparser = needed("feedparser")
    if len(content) > LARGEST:
        raise ValueError(f"more than {LARGEST >> 20} MB: no feed is that long")
    headers = {"content-location": url} if url else {}
    try:  # from bytes: a text might be taken for an address and be fetched
        found = feedparser.parse(
            io.BytesIO(content), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except (RuntimeError, ValueError, TypeError, AttributeError, LookupError, ArithmeticError, AssertionError) as error:
        raise ValueError(f"a feed that can't be read: {error}") from None
    if not found.get("entries") and not found.get("version"):
        raise ValueError("not a feed (RSS or Atom)")
    return Feed(_text(found.feed, "link"), _text(found.feed, "language"), [_entry(entry) for entry in found.entries])


def _entry(entry: Any) -> Entry:
    bodies = [part.get("value") for part in dict.get(entry, "content") or [] if isinstance(part, dict)]
    answered = dict.get(entry, "thr_in-reply-to")
    return Entry(
        link=_text(entry, "link"),
        id=_text(entry, "id"),
        title=_text(entry, "title"),
        html=max(filter(None, [*bodies, _text(entry, "summary")]), key=len, default=None),
        author=_text(entry, "author"),
        published=next((time for name in _TIMES if (time := _text(entry, name))), None),
        comments=_text(entry, "slash_comments"),
        answers=_text(answered, "href") if isinstance(answered, dict) else None,
    )


def _text(holder: dict[str, Any], name: str) -> str | None:
    """A field that is there; feedparser's own `get` gives one field for another."""
    value = dict.get(holder, name)
    return value.strip() or None if isinstance(value, str) else None


def places(content: bytes) -> list[tuple[int, bytes]]:
    """The line that each entry begins on, and the bytes from there to the next."""
    starts = [found.start() for found in re.finditer(rb"<(?:item|entry)(?=[\s>/])", content)]
    found, line, at = [], 1, 0
    for start, end in pairwise([*starts, len(content)]):
        line += content.count(b"\n", at, start)
        at = start
        found.append((line, content[start:end]))
    return found
