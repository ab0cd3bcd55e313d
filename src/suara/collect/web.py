"""Web pages: news, announcements, blog posts; as `suara collect web` keeps them, or one saved from a browser.

A line of the journal is a page as it was fetched. Finding the article on it is done here, so that a better way of
finding it needs no second fetching.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from suara.collect import _moments, _urls
from suara.collect._article import found_on
from suara.collect._charset import text_of_page
from suara.collect._hypertext import titled
from suara.collect._input import Input, rejected
from suara.collect._json import decoded, fields_of, first
from suara.collect._values import possible
from suara.posts import Notice, Post, Problem

TITLE = "web pages (collected with suara, or one saved as HTML)"
LOOKS_FOR = "JSON lines with `url`, `status` and `page`; or an HTML page"

REASONS = frozenset({"page_gone", "page_refused", "page_failed", "not_a_page"})
"""The kinds of reasons why a page wasn't fetched; names in _words.toml."""

LARGEST = 32 << 20  # bytes of a saved page; nobody writes that much on one


class _Listed(msgspec.Struct, gc=False):
    """What the feed or sitemap that led to the page says of it."""

    published: str | None = None
    author: str | None = None


class _Told(msgspec.Struct, gc=False):
    retrieved_at: datetime | None = None


class _Line(msgspec.Struct, gc=False):
    """A page, a feed or a sitemap, or why there is none."""

    url: str | None = None
    asked: str | None = None
    page: str | None = None  # "page", "feed" or "sitemap"
    text: str | None = None
    left_out: str | None = None
    reason: str | None = None
    listed: _Listed | None = None
    told: _Told | None = msgspec.field(default=None, name="__suara")


TAKES = fields_of(_Line)
LEAVES = frozenset({"status", "headers", "charset", "listed.in", "listed.changed"})
TELLS = frozenset(
    {"id", "url", "author_handle", "author_name", "text", "lang", "created_at", "conversation", "links"}
    | {"collected_at"}
)
CANNOT = "comments beneath a page, its readers and shares; text that a program in the browser makes"


def recognise(file: Input) -> bool:
    """Whether it is an HTML page, or the first JSON line is a page with its address."""
    return file.kind == "html" or {"url", "status", "page"} <= first(file).keys()


def read(file: Input) -> Iterator[Post | Problem | Notice]:
    """The articles on the pages, as posts of the site; feeds and sitemaps only led to them."""
    if file.kind == "html":
        yield from _saved(file)
        return
    for item in decoded(file, _Line):
        if isinstance(item, Problem):
            yield item
            continue
        number, line, raw = item
        address = line.asked or line.url or "a page without an address"
        if line.left_out is not None:
            kind = line.left_out if line.left_out in REASONS else "broken"
            yield rejected(number, f"{address}: {line.reason or 'left out'}", address, kind=kind)
        elif line.page not in ("feed", "sitemap"):
            yield from (
                _post(number, line, address)
                if line.text is not None
                else [rejected(number, "not a page: it has no text", raw, kind="not_a_post")]
            )


def _saved(file: Input) -> Iterator[Post | Problem | Notice]:
    with file.opened() as stream, file.noticing():
        content = stream.read(LARGEST + 1)
    if file.cut_off:
        return
    if len(content) > LARGEST:
        yield rejected(1, f"a page of more than {LARGEST >> 20} MB", content[:200], kind="not_a_page")
        return
    yield from _post(1, _Line(text=text_of_page(content)[0]), str(file.path))


def _post(number: int, line: _Line, address: str) -> Iterator[Post | Problem | Notice]:
    fetched = _urls.maybe(line.url) if line.url else None
    article = found_on(line.text or "", fetched)
    if article is None:
        yield rejected(number, f"{address}: no text was found on the page", address, kind="no_text")
        return
    if article.url is None:
        yield rejected(number, f"{address}: the page doesn't tell its address", address, kind="no_address")
        return
    listed = line.listed or _Listed()
    times = [article.published, _moments.maybe(listed.published)]
    told = [moment for moment in times if moment is not None]
    published = next((moment for moment in told if moment.doubt is None), told[0] if told else None)
    yield from published.notices(number) if published else [Notice(kind="partial", line=number, example=address)]
    retrieved = line.told.retrieved_at if line.told else None
    yield Post(
        platform="web",
        id=article.url,
        url=article.url,
        author_handle=_urls.site_of(article.url),
        author_name=article.author or (listed.author or None),
        text=titled(article.title, article.text),
        lang=article.lang,
        created_at=published.at if published else None,
        conversation=article.url,
        links=article.links,
        collected_at=retrieved if possible(retrieved) else None,
        source="web",
    )


def line_of(**fields: Any) -> dict[str, Any]:
    """The body of a journal's line, without what isn't told."""
    return {name: value for name, value in fields.items() if value is not None}
