"""The article on a web page: its text without menus and advertisements, and what the page tells of it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from suara.collect import _moments, _urls
from suara.collect._hypertext import text_of
from suara.collect._input import NOT_JSON
from suara.collect._moments import Moment
from suara.collect._optional import needed

MOST_ELEMENTS = 50_000  # of a page; more take minutes, and articles have some 2,000
LONGEST_JSON = 200_000  # characters of a page's JSON-LD; articles have some 5,000

_BLOCKS = {"p", "head", "item", "quote", "row", "list", "table", "code", "lb"}  # of what trafilatura gives
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{4,6}\)(\S+)\s*-->", re.IGNORECASE)  # by browsers
_PUBLISHED = (
    "//meta[@property='article:published_time' or @itemprop='datePublished' or @name='pubdate'"
    " or @name='publishdate' or @name='DC.date.issued']/@content"
    " | //time[@itemprop='datePublished' or @pubdate]/@datetime"
)


@dataclass(frozen=True)
class Article:
    """What was found on a page."""

    url: str | None  # as the page itself gives it
    title: str | None
    text: str
    author: str | None
    lang: str | None
    published: Moment | None
    links: list[str]


def found_on(html: str, url: str | None) -> Article | None:
    """The article on a page that was fetched from `url`, or None where there is no text, or far too much of everything.

    Raises:
        SourceError: trafilatura isn't installed.
    """
    trafilatura = needed("trafilatura")
    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what it can't extract is said by us, in one line
    try:
        page = trafilatura.load_html(html)
        if page is None or sum(1 for _ in page.iter()) > MOST_ELEMENTS:
            return None
        return _article(trafilatura, page, html, url)
    except (RuntimeError, ValueError, TypeError, AttributeError, LookupError, ArithmeticError, AssertionError):
        return None  # pages are made by everybody, and no extractor has foreseen them all
    except needed("lxml.etree").LxmlError:
        return None


def _article(trafilatura: Any, page: Any, html: str, url: str | None) -> Article | None:
    told = _json_ld(page)
    own = _own_address(page, html, url)
    lang = str(page.get("lang") or "").replace("_", "-").strip()
    times = [*(item["datePublished"] for item in told if "datePublished" in item), *map(str, page.xpath(_PUBLISHED))]
    found = trafilatura.bare_extraction(
        page,
        url=own or url,
        include_comments=False,
        include_links=True,
        with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False},  # no guess from the text
    )
    text = "" if found is None else text_of(found.body, _BLOCKS, {"cell"})
    if not text:
        return None
    return Article(
        url=own,
        title=_one_line(found.title),
        text=text,
        author=_one_line(found.author),
        lang=lang if _LANGUAGE.fullmatch(lang) else None,
        published=_best([*times, found.date]),
        links=_links(found.body, own or url),
    )


def _links(body: Any, own: str | None) -> list[str]:
    """The links in the text; those to the first page of the site may have been to a place on this page."""
    first = _urls.maybe("/", own) if own else None
    return [link for link in _urls.links([ref.get("target") or "" for ref in body.iter("ref")], own) if link != first]


def _one_line(text: str | None) -> str | None:
    return " ".join(text.split()) or None if text else None


def _best(times: list[object]) -> Moment | None:
    """The first time that has its zone, else the first with an hour, else the first."""
    moments = [moment for moment in map(_moments.maybe, times) if moment is not None]
    return min(moments, key=lambda moment: (None, "zone_doubt", "date_only").index(moment.doubt), default=None)


def _own_address(page: Any, html: str, url: str | None) -> str | None:
    """The address that a page gives itself, where it can be: many a site calls all its pages by that of the first."""
    saved = _SAVED_FROM.search(html[:4096])
    url = url or (_urls.maybe(saved[1]) if saved else None)
    for written in page.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content"):
        own = _urls.maybe(str(written), url)
        if own is None or (url is None and not str(written).startswith("http")):
            continue
        root = own.count("/") == 3 and own.endswith("/")
        if url is None or (_urls.site_of(own) == _urls.site_of(url) and not root):
            return own
    return url


def _json_ld(page: Any) -> list[dict[str, Any]]:
    """The JSON-LD objects of a page; what isn't JSON is taken out of it, as looking for its end takes minutes."""
    found: list[dict[str, Any]] = []
    for script in page.xpath("//script[@type='application/ld+json' or @type='application/settings+json']"):
        try:
            if len(script.text or "") > LONGEST_JSON:
                raise ValueError
            found += _objects(msgspec.json.decode(script.text or ""))
        except (*NOT_JSON, ValueError):
            script.drop_tree()
    return found


def _objects(value: object) -> Iterator[dict[str, Any]]:
    """The objects at the top; those within (comments, other articles) tell nothing of the page itself."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from (inner for inner in (graph if isinstance(graph, list) else []) if isinstance(inner, dict))
