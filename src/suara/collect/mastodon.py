"""Mastodon and what speaks its API: statuses one a line, in arrays, in search results, contexts and journals.

The id of a post is its `uri`, which is the same on all servers; its `id` is a number of the server that was asked. A
reply tells the number of what it answers: the address is found where that post is in the file too, or where another
post shows how the server writes the addresses of that author; else it stays unknown, and a notice says so. Accounts
go by the address of their page, and by name and server. Entities: docs.joinmastodon.org/entities/Status.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any

import msgspec

from suara.collect import _html
from suara.collect._input import NOT_JSON, Input, rejected
from suara.collect._json import documents, fields_of, first
from suara.collect._mastodon_thread import Brief, Named, Number, Parent, Threads
from suara.collect._values import time
from suara.posts import Notice, Post, Problem

TITLE = "Mastodon JSON (statuses, search results, contexts)"
LOOKS_FOR = (
    "JSON with statuses of Mastodon: `uri`, `content` and an `account` with `acct`, alone, in arrays or in `statuses`"
)

_Count = Annotated[int, msgspec.Meta(le=(1 << 63) - 1)]  # what a column of the corpus can hold
_NONE = msgspec.Raw(b"null")


class _Author(Named, gc=False):
    display_name: str | None = None
    followers_count: _Count | None = None


class _Tag(msgspec.Struct, gc=False):
    name: str | None = None


class _Status(msgspec.Struct, gc=False):
    id: str | int
    uri: str
    account: _Author
    created_at: str
    content: str | None = None
    spoiler_text: str | None = None
    url: str | None = None
    language: str | None = None
    in_reply_to_id: str | int | None = None
    in_reply_to_account_id: str | int | None = None
    reblog: msgspec.Raw = _NONE
    quote: msgspec.Raw = _NONE
    mentions: list[Named] | None = None
    tags: list[_Tag] | None = None
    favourites_count: _Count | None = None
    reblogs_count: _Count | None = None
    replies_count: _Count | None = None
    quotes_count: _Count | None = None


class _Quote(msgspec.Struct, gc=False):
    quoted_status: msgspec.Raw = _NONE
    uri: str | None = None  # Fedibird gives the quoted post itself


class _Asked(msgspec.Struct, gc=False):
    server: str = ""
    thread: str | None = None  # the number of the post whose thread this is


class _Fetched(msgspec.Struct, gc=False):
    retrieved_at: datetime | None = None
    asked: _Asked = msgspec.field(default_factory=_Asked)


class _Page(msgspec.Struct, gc=False):
    statuses: list[msgspec.Raw] | None = None
    ancestors: list[msgspec.Raw] | None = None
    descendants: list[msgspec.Raw] | None = None
    error: str | None = None  # instead of an answer
    fetched: _Fetched = msgspec.field(default_factory=_Fetched, name="__suara")


_Found = Iterator[Post | Problem | Notice]
_URI = re.compile(r"(https?://|tag:)[^\s]{1,2000}")
_MANGLED = re.compile(r"\d+[.,]\d*([eE]\+?\d+)?")
_STANDS = ("", "statuses.", "ancestors.", "descendants.")
TAKES = frozenset({f"{at}{name}" for at in _STANDS for name in fields_of(_Status)} | {"__suara", "error"})
_LEFT = (
    *("visibility", "sensitive", "edited_at", "application", "media_attachments", "emojis", "card", "poll", "text"),
    *("favourited", "reblogged", "muted", "bookmarked", "pinned", "filtered", "local_only", "content_type"),
    *("quote_approval", "interaction_policy", "emoji_reactions", "pleroma", "akkoma", "tagged_collections"),
    *("tags.url", "tags.id", "tags.history", "mentions.username"),
)
_LEFT_OF_ACCOUNTS = (
    *("username", "locked", "bot", "discoverable", "indexable", "group", "created_at", "note", "avatar", "header"),
    *("avatar_static", "header_static", "avatar_description", "header_description", "following_count", "fields"),
    *("statuses_count", "last_status_at", "hide_collections", "noindex", "emojis", "roles", "limited", "suspended"),
    *("moved", "attribution_domains", "memorial", "uri_scheme", "pleroma", "akkoma", "fqn", "source"),
)
LEAVES = frozenset(
    {"accounts", "hashtags"}
    | {f"{at}{name}" for at in _STANDS for name in _LEFT}
    | {f"{at}account.{name}" for at in _STANDS for name in _LEFT_OF_ACCOUNTS}
)
TELLS = frozenset(
    {"id", "url", "author_id", "author_handle", "author_name", "author_followers", "text", "lang", "created_at"}
    | {"conversation", "reply_to", "reply_to_author_id", "reply_to_author_handle", "repost_of", "repost_of_author_id"}
    | {"repost_of_author_handle", "quote_of", "quote_of_author_id", "quote_of_author_handle", "mention_ids"}
    | {"mention_handles", "hashtags", "links", "likes", "reposts", "replies", "quotes", "collected_at"}
)
CANNOT = (
    "views; whether and when a post was edited; the post that is answered where neither it nor its context is in the file; "
    "likes and reposts on servers that the one that was asked doesn't hear of"
)


def recognise(file: Input) -> bool:
    """Whether the first JSON value is a status of Mastodon, or holds some."""
    found = first(file)
    about = found.get("__suara")
    if isinstance(about, dict):
        return about.get("source") == "mastodon"
    for name in ("statuses", "descendants", "ancestors"):
        inner = found.get(name)
        if isinstance(inner, list) and inner:
            return _is_status(inner[0])
    return _is_status(found) or {"statuses", "accounts", "hashtags"} <= found.keys()


def _is_status(item: Any) -> bool:
    account = item.get("account") if isinstance(item, dict) else None
    return isinstance(account, dict) and "acct" in account and {"uri", "content", "created_at"} <= item.keys()


def read(file: Input) -> _Found:
    """The statuses of a file, and those that they pass on and quote."""
    threads, asked, lines = Threads(), set[Number](), dict[Number, int]()
    for number, raw, page, where in _statuses(file):
        if isinstance(raw, Problem) or (brief := _brief(raw)) is None:
            continue
        server = page.asked.server
        threads.learn(server, brief)
        lines.setdefault((server, str(brief.id)), number)
        if where == "descendants":
            asked.add((server, str(brief.id)))
        if page.asked.thread is not None:
            asked.add((server, page.asked.thread))
    for number, raw, page, where in _statuses(file):
        if isinstance(raw, Problem):
            yield raw
        else:
            yield from _status(raw, number, page, threads, context=where == "ancestors")
    for post, count in threads.missing(asked).items():
        yield Notice(kind="replies_missing", line=lines.get(post, 0), count=count)


def _statuses(file: Input) -> Iterator[tuple[int, bytes | Problem, _Fetched, str]]:
    """Line, bytes, page and place in it of each status; or the problem with it."""
    alone = _Fetched()
    for document in documents(file):
        if isinstance(document, Problem):
            yield document.line, document, alone, ""
            continue
        number, raw = document
        try:
            page = msgspec.json.decode(raw, type=_Page)
        except NOT_JSON as error:
            kind = "not_a_post" if isinstance(error, msgspec.ValidationError) else "not_json"
            problem = rejected(number, f"not a status or a page of Mastodon: {error}", raw, kind=kind)
            yield number, problem, alone, ""
            continue
        lists = {"statuses": page.statuses, "ancestors": page.ancestors, "descendants": page.descendants}
        if page.error is not None:
            yield number, rejected(number, f"the server says: {page.error[:80]}", raw, "errors", "api_error"), alone, ""
        elif all(found is None for found in lists.values()):
            yield number, raw, page.fetched, ""
        for where, found in lists.items():
            for status in found or ():
                yield number, bytes(status), page.fetched, where


def _brief(raw: bytes) -> Brief | None:
    try:
        return msgspec.json.decode(raw, type=Brief)
    except NOT_JSON:
        return None


def _status(raw: bytes, line: int, page: _Fetched, threads: Threads, *, context: bool) -> _Found:
    """A status, and what it passes on or quotes, which came along; whatever comes along of that, too."""
    left = [(raw, context)]
    while left:
        raw, context = left.pop(0)
        try:
            status = msgspec.json.decode(raw, type=_Status)
            passed_on = msgspec.json.decode(status.reblog, type=_Status | None)
            quote = msgspec.json.decode(status.quote, type=_Quote | None) or _Quote()
            quoted_raw = status.quote if quote.uri is not None else quote.quoted_status
            quoted = msgspec.json.decode(quoted_raw, type=_Status | None)
        except NOT_JSON as error:
            kind = "not_a_post" if isinstance(error, msgspec.ValidationError) else "not_json"
            yield rejected(line, f"not a status of Mastodon: {error}", raw, kind=kind)
            continue
        if passed_on is not None:
            left.append((bytes(status.reblog), True))
        elif quoted is not None:
            left.append((bytes(quoted_raw), True))
        yield from _post(status, passed_on, quoted, raw, line, page, threads, context)


def _post(
    status: _Status,
    passed_on: _Status | None,
    quoted: _Status | None,
    raw: bytes,
    line: int,
    page: _Fetched,
    threads: Threads,
    context: bool,
) -> _Found:
    if not _URI.fullmatch(status.uri):
        yield rejected(line, f"a mangled id: {status.uri[:80]!r}", raw, kind="mangled_id")
        return
    try:
        created_at = time(status.created_at)
    except ValueError as error:
        yield rejected(line, f"an impossible time: {status.created_at[:40]!r} ({error})", raw, kind="impossible_time")
        return
    author = status.account
    base: dict[str, Any] = {
        "platform": "mastodon",
        "id": status.uri,
        "url": status.url or None,
        "author_id": author.address,
        "author_handle": author.handle,
        "author_name": author.display_name or None,
        "author_followers": _count(author.followers_count),  # -1 where an account hides it
        "created_at": created_at,
        "collected_at": page.retrieved_at,
        "source": "mastodon",
        "context": context,
    }
    if passed_on is not None:
        yield Post(
            **base,
            repost_of=passed_on.uri,
            repost_of_author_id=passed_on.account.address,
            repost_of_author_handle=passed_on.account.handle,
        )
        return
    parent, answered = _answered(status, page, threads)
    if status.in_reply_to_id is not None and _MANGLED.fullmatch(str(status.in_reply_to_id)):
        yield rejected(line, f"a mangled id: {status.in_reply_to_id!r}", raw, "reply_to", "mangled_id")
    elif status.in_reply_to_id is not None and parent.uri is None:
        yield Notice(kind="parent_unknown", line=line, example=status.uri)
    html = status.content or ""
    if len(html) > _html.LONGEST:
        yield Notice(kind="truncated", line=line, example=status.uri)
    said = _html.plain(html, leave_out="quote-inline" if quoted else None)
    mentions = status.mentions
    yield Post(
        **base,
        text="\n\n".join(filter(None, (status.spoiler_text, said.text))) or None,
        lang=status.language or None,
        conversation=parent.root if status.in_reply_to_id is not None else status.uri,
        reply_to=parent.uri,
        reply_to_author_id=answered.address if answered else None,
        reply_to_author_handle=answered.handle if answered else None,
        quote_of=quoted.uri if quoted else None,
        quote_of_author_id=quoted.account.address if quoted else None,
        quote_of_author_handle=quoted.account.handle if quoted else None,
        mention_ids=None if mentions is None else [account.address for account in mentions],
        mention_handles=None if mentions is None else [account.handle for account in mentions],
        hashtags=None if status.tags is None else [tag.name for tag in status.tags if tag.name],
        links=said.links,
        likes=_count(status.favourites_count),
        reposts=_count(status.reblogs_count),
        replies=_count(status.replies_count),
        quotes=_count(status.quotes_count),
    )


def _answered(status: _Status, page: _Fetched, threads: Threads) -> tuple[Parent, Named | None]:
    """The post and the account that a status answers, as far as the file tells."""
    server = page.asked.server
    if status.in_reply_to_id is None:
        return Parent(None, None), None
    whom: Number | None = None
    named: Named | None = None
    if status.in_reply_to_account_id is not None:
        whom = (server, str(status.in_reply_to_account_id))
        own = (*(status.mentions or ()), status.account)
        named = next((account for account in own if str(account.id) == whom[1]), None) or threads.account(whom)
    return threads.parent((server, str(status.in_reply_to_id)), whom), named


def _count(told: int | None) -> int | None:
    return told if told is not None and told >= 0 else None
