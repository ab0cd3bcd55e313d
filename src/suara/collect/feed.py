"""RSS and Atom: the entries of a feed that was saved, as posts of the site; feeds of comments as comments."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urldefrag

from suara.collect import _feeds, _moments, _urls
from suara.collect._feeds import Entry, Feed
from suara.collect._hypertext import text_and_links, titled
from suara.collect._input import Input, rejected
from suara.collect._moments import Moment
from suara.collect._values import count
from suara.posts import Notice, Post, Problem

TITLE = "RSS or Atom feed (XML)"
LOOKS_FOR = "XML whose first element is `rss`, `feed` or `rdf:RDF`"

TAKES = frozenset({"link", "guid", "title", "description", "content", "author", "pubDate", "comments", "in-reply-to"})
LEAVES = frozenset({"category", "enclosure", "media", "image", "source", "rights", "generator", "ttl"})
TELLS = frozenset(
    {"id", "url", "author_handle", "author_name", "text", "lang", "created_at", "conversation", "reply_to"}
    | {"reply_to_author_handle", "links", "replies"}
)
CANNOT = "more than the latest entries, often only their first sentences; which comment a comment answers"

_CUT = ("[…]", "[...]", "[&hellip;]", "…", "...")


def recognise(file: Input) -> bool:
    """Whether the first element is that of a feed."""
    return file.kind == "xml" and file.root in _feeds.ROOTS


def read(file: Input) -> Iterator[Post | Problem | Notice]:
    """The entries of a feed, as posts."""
    content = file.whole
    if file.cut_off:
        return
    try:
        feed = _feeds.parsed(content)
    except ValueError as error:
        yield rejected(1, str(error), content[:1000], kind="not_a_post")
        return
    places = _feeds.places(content)
    if len(places) != len(feed.entries):  # another prefix, or broken markup
        places = [(1, b"")] * len(feed.entries)
    for entry, (line, raw) in zip(feed.entries, places, strict=True):
        yield from _post(entry, feed, line, raw or repr(entry).encode("utf-8", "replace"))


def _post(entry: Entry, feed: Feed, line: int, raw: bytes) -> Iterator[Post | Problem | Notice]:
    base = _urls.maybe(feed.link) if feed.link else None
    url = next((u for told in (entry.link, entry.id) if told and (u := _urls.maybe(told, base))), None)
    title, _ = text_and_links(entry.title or "")
    text, links = text_and_links(entry.html or "")
    if url is None and entry.id is None:
        yield rejected(line, "an entry without an address", raw, kind="no_address")
        return
    if not (title or text):
        yield rejected(line, "an entry without a text", raw, kind="no_text")
        return
    published, problem = _time(entry, line, raw)
    yield from [problem] if problem else published.notices(line) if published else []
    if text.endswith(_CUT):
        yield Notice(kind="truncated", line=line, example=text[-40:])
    comment = urldefrag(entry.link or "")[1].startswith("comment") or entry.answers is not None
    answered = (_urls.maybe(entry.answers, base) if entry.answers else url) if comment else None
    own = _own_id(entry, url, comment=comment)
    yield Post(
        platform="web",
        id=own,
        url=url and own,
        author_handle=_urls.site_of(url) if url and not comment else None,
        author_name=entry.author,
        text=text if comment and text else titled(title, text),  # the title of a comment says by whom it is
        lang=feed.lang,
        created_at=published.at if published else None,
        conversation=answered if comment else own,
        reply_to=answered,
        reply_to_author_handle=_urls.site_of(answered) if answered else None,
        links=_urls.links(links, url) if text else None,
        replies=count(entry.comments),
        source="feed",
    )


def _own_id(entry: Entry, url: str | None, *, comment: bool) -> str:
    """The address, of a comment with its place on the page; without one what the feed calls it."""
    if url is None or (comment and not urldefrag(entry.link or "")[1]):
        return entry.id or url or ""
    return f"{url}#{urldefrag(entry.link or '')[1]}" if comment else url


def _time(entry: Entry, line: int, raw: bytes) -> tuple[Moment | None, Problem | None]:
    if entry.published is None:
        return None, None
    try:
        return _moments.moment(entry.published), None
    except ValueError as error:
        reason = f"an impossible time: {entry.published[:40]!r} ({error})"
        return None, rejected(line, reason, raw, "created_at", "impossible_time")
