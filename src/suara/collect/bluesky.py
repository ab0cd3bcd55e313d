"""Bluesky: posts as its API, its SDK for Python, the firehose (Jetstream) and Tap give them.

A file holds whole answers (getAuthorFeed, searchPosts, getPostThread) or single posts, one a line, in an array or
alone. The SDK writes the names of fields in snake_case. The address `at://...` of a post is its id everywhere, and
the DID of an account its id; a handle may change hands. A repost is a post of its own. Lexicons: app.bsky.feed.defs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from suara.collect import _at
from suara.collect._bluesky_post import Author, Record, Reference, View, posts
from suara.collect._bluesky_text import told
from suara.collect._input import NOT_JSON, Input, rejected
from suara.collect._json import documents, fields_of, first
from suara.collect._values import time
from suara.posts import Notice, Post, Problem

TITLE = "Bluesky JSON (API answers, SDK dumps, firehose and Tap records)"
LOOKS_FOR = (
    "JSON with posts of Bluesky: `uri` of at://... and `record`, alone or in `feed`, `posts`, `thread`, `commit`"
)


_NONE = msgspec.Raw(b"null")


class _Reason(msgspec.Struct, rename="camel", gc=False):
    """Why a post is in somebody's feed: reposted by whom, or pinned."""

    by: Author | None = None
    indexed_at: str | None = None


class _Around(msgspec.Struct, gc=False):
    root: msgspec.Raw = _NONE
    parent: msgspec.Raw = _NONE


class _Item(msgspec.Struct, gc=False):
    """A post in a feed (`reason`, `reply`) or in a thread (`parent`, `replies`)."""

    post: msgspec.Raw
    reason: _Reason | None = None
    reply: _Around | None = None
    parent: msgspec.Raw = _NONE
    replies: list[msgspec.Raw] | None = None


class _Fetched(msgspec.Struct, gc=False):
    retrieved_at: datetime | None = None


class _FourCat(msgspec.Struct, gc=False):
    collected_at: float | None = None


class _Page(msgspec.Struct, gc=False):
    feed: list[msgspec.Raw] | None = None
    posts: list[msgspec.Raw] | None = None
    thread: msgspec.Raw = _NONE
    fetched: _Fetched | None = msgspec.field(default=None, name="__suara")
    four_cat: _FourCat | None = msgspec.field(default=None, name="4CAT_metadata")

    @property
    def at(self) -> datetime | None:
        """When it was fetched."""
        if self.four_cat and self.four_cat.collected_at is not None:
            return datetime.fromtimestamp(self.four_cat.collected_at, UTC)
        return self.fetched.retrieved_at if self.fetched else None


class _Event(msgspec.Struct, gc=False):
    """What was put into a repository, as Jetstream (`commit`, with the DID beside it) and Tap (`record`) tell it."""

    collection: str
    rkey: str
    did: str | None = None
    operation: str | None = None
    action: str | None = None
    record: msgspec.Raw = _NONE


class _Jetstream(msgspec.Struct, gc=False):
    did: str
    commit: _Event


class _Tap(msgspec.Struct, gc=False):
    record: _Event


class _Repost(msgspec.Struct, rename="camel", gc=False):
    subject: Reference
    created_at: str | None = None


_Found = Iterator[Post | Problem | Notice]
_named = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_WRONG = (*NOT_JSON, ValueError, OverflowError, OSError)  # the last two: a time of 4CAT that is none

_VIEW = fields_of(View) - {"embed", "embeds"}
_RECORD = fields_of(Record) | fields_of(_Repost)
_AROUND = ("reply.root.", "reply.parent.")
_STANDS = ("", "posts.", "post.", *_AROUND, "feed.post.", *(f"feed.{at}" for at in _AROUND), "thread.post.")
_CAMEL = (
    {f"{at}{name}" for at in _STANDS for name in _VIEW}
    | {f"{at}{name}" for at in ("", "feed.") for name in fields_of(_Reason, "reason.")}
    | {"*.embed", "*.embeds", "thread.replies", "thread.parent", "__suara", "4CAT_metadata.collected_at"}
    | fields_of(_Jetstream)
    | fields_of(_Tap)
    | {f"{at}.record.{name}" for at in ("commit", "record") for name in _RECORD}
)
_PROFILE = ("avatar", "associated", "viewer", "labels", "createdAt", "pronouns", "status", "debug", "verification")
_ANYWHERE = (
    *(
        "cid",
        "viewer",
        "labels",
        "threadgate",
        "bookmarkCount",
        "$type",
        "py_type",
        "debug",
        "grandparentAuthor",
        "rev",
    ),
    *("facets.index", "notFound", "blocked", "threadContext", "feedContext", "reqId", "validationStatus", "reason.uri"),
    *(f"record.{name}" for name in ("bridgyOriginalText", "bridgyOriginalUrl", "entities", "via", "lang", "type")),
    *(f"{who}.{name}" for who in ("author", "by") for name in _PROFILE),
)
_LEFT = {f"*.{name}" for name in _ANYWHERE} | (
    {
        "cursor",
        "hitsTotal",
        "collection_source",
        "4CAT_metadata",
        "kind",
        "time_us",
        "identity",
        "account",
        "id",
        "type",
    }
    | {"record.live"}
)


def _snake(path: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", lambda found: f"_{found[1].lower()}", path)


_NAMES = {_snake(name): name for path in _CAMEL for name in path.split(".") if name != _snake(name)}
_NAMES |= {_snake(name): name for name in ("byteStart", "byteEnd", "notFound")}
TAKES = frozenset(_CAMEL | set(map(_snake, _CAMEL)))
LEAVES = frozenset(_LEFT | set(map(_snake, _LEFT))) - TAKES
TELLS = frozenset(
    {"id", "url", "author_id", "author_handle", "author_name", "author_verified", "text", "lang"}
    | {"created_at", "conversation", "reply_to", "reply_to_author_id", "reply_to_author_handle", "repost_of"}
    | {"repost_of_author_id", "repost_of_author_handle", "quote_of", "quote_of_author_id", "quote_of_author_handle"}
    | {"mention_ids", "mention_handles", "hashtags", "links", "likes", "reposts", "replies", "quotes", "collected_at"}
)
CANNOT = "views and followers; the name of an account that is answered, unless its post came along (its DID is told)"


def recognise(file: Input) -> bool:
    """Whether the first JSON value is a post of Bluesky, or holds some."""
    found = first(file)
    about = found.get("__suara")
    if isinstance(about, dict) and about.get("source") == "bluesky":
        return True
    for name in ("feed", "posts"):
        inner = found.get(name)
        if isinstance(inner, list):
            return any(_is_post(item) for item in inner)
    return _is_post(found) or _is_post(found.get("thread")) or _is_event(found)


def _is_post(item: Any) -> bool:
    if not isinstance(item, dict):
        return False
    item = item["post"] if isinstance(item.get("post"), dict) else item
    return _at.is_post(told(item, "uri")) and bool(
        item.keys() & {"record", "value", "notFound", "not_found", "blocked"}
    )


def _is_event(item: dict[str, Any]) -> bool:
    if item.get("kind") in ("commit", "identity", "account") and "time_us" in item:
        return _at.is_did(told(item, "did"))
    return item.get("type") == "record" and told(item, "record", "collection") is not None


def read(file: Input) -> _Found:
    """The posts of a file, the posts they quote and answer, and reposts."""
    for document in documents(file):
        if isinstance(document, Problem):
            yield document
            continue
        number, raw = document
        try:
            raw = _in_camel(raw)
            page = msgspec.json.decode(raw, type=_Page)
            at = page.at
        except _WRONG as error:
            kind = "not_a_post" if isinstance(error, msgspec.ValidationError) else "not_json"
            yield rejected(number, f"not a post or an answer of Bluesky: {error}", raw, kind=kind)
            continue
        if page.thread != _NONE:
            yield from _guarded(_thread, bytes(page.thread), number, at)
        elif page.feed is None and page.posts is None:
            yield from _guarded(_single, raw, number, at)
        for item in (*(page.feed or ()), *(page.posts or ())):
            yield from _guarded(_single, bytes(item), number, at)


def _guarded(read: Any, raw: bytes, number: int, at: datetime | None) -> _Found:
    """What `read` finds in a value; what can't be decoded is a problem."""
    try:
        yield from read(raw, number, at)
    except msgspec.ValidationError as error:
        yield rejected(number, f"not a post: {error}", raw, kind="not_a_post")
    except NOT_JSON as error:
        yield rejected(number, f"not JSON: {error}", raw, kind="not_json")


def _in_camel(raw: bytes) -> bytes:
    """A dump of the SDK with the names of the API; anything else as it is."""
    if not any(b'"%s"' % name in raw for name in (b"indexed_at", b"created_at", b"py_type")):
        return raw
    return msgspec.json.encode(_renamed(msgspec.json.decode(raw)))


def _renamed(value: Any) -> Any:
    if isinstance(value, dict):
        return {_NAMES.get(name, name): _renamed(inner) for name, inner in value.items()}
    return list(map(_renamed, value)) if isinstance(value, list) else value


def _single(raw: bytes, number: int, at: datetime | None) -> _Found:
    """A post, a post in a feed, or a record of the firehose or Tap."""
    names = _named(raw)
    if "post" in names:
        yield from _item(msgspec.json.decode(raw, type=_Item), number, at)
    elif "commit" in names:
        told_of = msgspec.json.decode(raw, type=_Jetstream)
        yield from _event(told_of.commit, told_of.did, raw, number)
    elif bytes(names.get("type", b"")) == b'"record"':
        tap = msgspec.json.decode(raw, type=_Tap).record
        yield from _event(tap, tap.did or "", raw, number)
    elif "notFound" in names or "blocked" in names:
        yield rejected(number, "a post that is deleted or blocked", raw, "errors", "api_error")
    else:
        yield from posts(msgspec.json.decode(raw, type=View), number, raw, at)


def _item(item: _Item, number: int, at: datetime | None) -> _Found:
    """A post in a feed, the posts that it answers, and who has reposted it."""
    view = msgspec.json.decode(item.post, type=View)
    around = item.reply or _Around()
    known: dict[str, str] = {}
    others = []
    for raw in {bytes(raw): None for raw in (around.parent, around.root) if raw != _NONE}:
        names = _named(raw)
        if "author" in names and "record" in names:  # else it is deleted or blocked
            others.append((msgspec.json.decode(raw, type=View), raw))
            _learn(known, others[-1][0])
    by = item.reason.by if item.reason else None
    yield from posts(view, number, bytes(item.post), at, context=by is not None, known=known)
    for other, raw in others:
        yield from posts(other, number, raw, at, context=True)
    if by is not None and item.reason is not None:
        yield from _repost(
            view.uri, _at.handle(view.author.handle), by, item.reason.indexed_at, at, bytes(item.post), number
        )


def _thread(raw: bytes, number: int, at: datetime | None) -> _Found:
    """All posts of a thread; those above the one that was asked for only came along."""
    left: list[tuple[bytes, bool, dict[str, str]]] = [(raw, False, {})]
    while left:
        raw, above, known = left.pop()
        if "post" not in _named(raw):
            yield rejected(number, "a post that is deleted or blocked", raw, "errors", "api_error")
            continue
        item = msgspec.json.decode(raw, type=_Item)
        view = msgspec.json.decode(item.post, type=View)
        parent = bytes(item.parent) if item.parent != _NONE and "post" in _named(item.parent) else None
        if parent is not None:
            _learn(known, msgspec.json.decode(msgspec.json.decode(parent, type=_Item).post, type=View))
            left.append((parent, True, {}))
        yield from posts(view, number, bytes(item.post), at, context=above, known=known)
        missing = (view.reply_count or 0) - len(item.replies or ())
        if not above and missing > 0:
            yield Notice(kind="replies_missing", line=number, count=missing, example=view.uri)
        own: dict[str, str] = {}
        _learn(own, view)
        left.extend((bytes(reply), False, own) for reply in reversed(item.replies or ()))


def _learn(known: dict[str, str], view: View) -> None:
    if name := _at.handle(view.author.handle):
        known[view.author.did] = name


def _event(event: _Event, did: str, raw: bytes, number: int) -> _Found:
    """A post or repost as it was put into a repository; nothing is known yet of its author's name and its likes."""
    uri = f"at://{did}/{event.collection}/{event.rkey}"
    if event.record == _NONE or event.collection not in (_at.POST, _at.REPOST):
        what = f"{event.operation or event.action or 'a record'} of {event.collection}"
        yield rejected(number, f"not a post: {what[:80]}", raw, kind="not_a_post")
    elif event.collection == _at.POST:
        record = msgspec.json.decode(event.record, type=Record)
        yield from posts(View(uri=uri, author=Author(did=did), record=record), number, raw, None)
    else:
        repost = msgspec.json.decode(event.record, type=_Repost)
        yield from _repost(repost.subject.uri or "", None, Author(did=did), repost.created_at, None, raw, number)


def _repost(
    of: str, name: str | None, by: Author, when: str | None, at: datetime | None, raw: bytes, number: int
) -> _Found:
    if not _at.is_post(of) or not _at.is_did(by.did):
        yield rejected(number, f"a repost by {by.did[:80]!r} of what is no post: {of[:80]!r}", raw, kind="not_a_post")
        return
    try:
        created_at = time(when or "")
    except ValueError as error:
        yield rejected(
            number, f"an impossible time of a repost: {(when or '')[:40]!r} ({error})", raw, kind="impossible_time"
        )
        return
    yield Post(
        platform="bluesky",
        id=_at.repost(of, by.did),
        author_id=by.did,
        author_handle=_at.handle(by.handle),
        author_name=by.display_name or None,
        created_at=created_at,
        repost_of=of,
        repost_of_author_id=_at.author(of),
        repost_of_author_handle=name,
        collected_at=at,
        source="bluesky",
    )
