r"""twarc-csv: tweets of the X API v2 as `twarc2 csv` writes them, with dotted columns, lists as JSON.

The first generation (2021) has the references as one list and the entities as objects; the later ones have a column
for each reference, and handles and hashtags alone. By default a repost has the text, counts and mentions of its
original. A line break stands as "\n" in the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from suara.collect import _x_text as x_text
from suara.collect._input import NOT_JSON, Input, rejected
from suara.collect._rows import records
from suara.collect._values import count, is_id, time
from suara.collect._whole_ids import Id, rejected_whole, whole
from suara.posts import Notice, Post, Problem
from suara.posts.post import SCHEMA

TITLE = "twarc-csv (X API v2 as a table)"
LOOKS_FOR = "a header with `id`, `text`, `author_id`, `conversation_id` and `public_metrics.like_count`"

_NEEDED = {"id", "text", "author_id", "conversation_id", "public_metrics.like_count"}
_REFERENCES = {kind: f"referenced_tweets.{kind}.id" for kind in ("replied_to", "retweeted", "quoted")}
_OTHER_IDS = ("author_id", "conversation_id", "in_reply_to_user_id", "retweeted_user_id", "quoted_user_id")
_LISTS = ("entities.hashtags", "entities.mentions", "entities.urls", "referenced_tweets")
_METRICS = tuple(f"public_metrics.{what}_count" for what in ("like", "retweet", "reply", "quote", "impression"))
TAKES = frozenset(
    {*_NEEDED, *_REFERENCES.values(), *_OTHER_IDS, *_LISTS, *_METRICS, "created_at", "lang", "author.username"}
    | {"author.name", "author.verified", "author.public_metrics.followers_count", "in_reply_to_username"}
    | {"in_reply_to_user.username", "retweeted_username", "quoted_username", "geo.full_name", "geo.place_id"}
    | {"__twarc.retrieved_at"}
)
_MORE_OF_USERS = (
    *("id", "created_at", "description", "entities", "location", "pinned_tweet_id", "profile_image_url", "protected"),
    *("public_metrics", "url", "verified", "verified_type", "withheld", "name"),
)
LEAVES = frozenset(
    {"source", "reply_settings", "edit_history_tweet_ids", "edit_controls", "possibly_sensitive", "withheld"}
    | {"entities.annotations", "entities.cashtags", "context_annotations", "attachments", "matching_rules", "type"}
    | {"public_metrics.bookmark_count", "__twarc.url", "__twarc.version", "note_tweet"}
    | {f"geo.{more}" for more in ("coordinates", "country", "country_code", "geo", "id", "name", "place_type")}
    | {f"in_reply_to_user.{more}" for more in _MORE_OF_USERS}
    | {f"author.{more}" for more in _MORE_OF_USERS if more not in ("name", "verified", "public_metrics")}
    | {f"author.public_metrics.{what}_count" for what in ("following", "listed", "tweet", "like", "media")}
)
TELLS = frozenset(set(SCHEMA) - {"platform", "source", "context"})
CANNOT = "the ids of the mentioned (only in 2021's); which rows came along because another refers to them"


def recognise(file: Input) -> bool:
    """Whether the header has twarc-csv's columns."""
    return set(file.header) >= _NEEDED


def read(file: Input) -> Iterator[Post | Problem | Notice]:
    """The rows of a file, as posts."""
    for record in records(file):
        if not isinstance(record, tuple):
            yield record
            continue
        line, row, raw = record
        if row.get("created_at", "").startswith('"'):  # written with --json-encode-text or --json-encode-all
            row = {name: _unquoted(value) for name, value in row.items()}
        else:
            row["text"] = row["text"].replace("\\n", "\n")
        lists: dict[str, list[Any]] = {}
        for name in _LISTS:
            try:
                lists[name] = _list(row.get(name, ""))
            except ValueError:
                yield rejected(line, f"not a list in JSON: {row[name][:40]!r}", raw, name)
                lists[name] = []
        parts = (part for part in lists["referenced_tweets"] if isinstance(part, dict))
        references = {str(part.get("type")): part.get("id") for part in parts}
        given: dict[str, Id] = {name: row.get(name) for name in ("id", *_OTHER_IDS)}
        given |= {name: row.get(name) or references.get(kind) for kind, name in _REFERENCES.items()}
        ids, problems = whole(given, line, raw)
        if ids["id"] is None:
            mangled = [rejected_whole(problem) for problem in problems if problem.field == "id"]
            yield from mangled or [rejected(line, "not a post: it has no id", raw, kind="not_a_post")]
            continue
        try:
            created_at = time(row.get("created_at", ""))
        except ValueError as error:
            reason = f"an impossible time: {row['created_at'][:40]!r} ({error})"
            yield rejected(line, reason, raw, kind="impossible_time")
            continue
        yield from problems
        yield _post({name: value or None for name, value in row.items()}, ids, lists, created_at)


def _post(
    row: dict[str, str | None], ids: dict[str, str | None], lists: dict[str, list[Any]], created_at: datetime | None
) -> Post:
    get = row.get
    repost_of, original = ids[_REFERENCES["retweeted"]], get("retweeted_username")
    text = x_text.plain(get("text") or "")
    said_of = x_text.reposted(text)[0] if repost_of else None
    merged = bool(repost_of) and said_of is None  # text and counts are those of the original
    mentions = _mentions(lists["entities.mentions"], said_of)
    hashtags = (_named(tag, "tag").removeprefix("#") for tag in lists["entities.hashtags"])
    likes, reposts, replies, quotes, views = (count(get(name)) for name in _METRICS)
    return Post(
        platform="x",
        id=ids["id"] or "",
        url=f"https://x.com/{get('author.username') or 'i'}/status/{ids['id']}",
        author_id=ids["author_id"],
        author_handle=get("author.username"),
        author_name=get("author.name"),
        author_followers=count(get("author.public_metrics.followers_count")),
        author_verified={"True": True, "False": False}.get(get("author.verified") or ""),
        text=f"RT @{original}: {text}" if merged and original else text,
        lang=get("lang"),
        created_at=created_at,
        conversation=ids["conversation_id"],
        reply_to=ids[_REFERENCES["replied_to"]],
        reply_to_author_id=ids["in_reply_to_user_id"],
        reply_to_author_handle=get("in_reply_to_username") or get("in_reply_to_user.username"),
        repost_of=repost_of,
        repost_of_author_id=ids["retweeted_user_id"],
        repost_of_author_handle=original or said_of,
        quote_of=ids[_REFERENCES["quoted"]],
        quote_of_author_id=ids["quoted_user_id"],
        quote_of_author_handle=get("quoted_username"),
        mention_ids=[account for account, _ in mentions],
        mention_handles=[handle for _, handle in mentions],
        hashtags=[hashtag for hashtag in hashtags if hashtag],
        links=[link for url in lists["entities.urls"] if (link := _named(url, "expanded_url") or _named(url, "url"))],
        likes=None if merged else likes,
        reposts=reposts,  # X counts a repost's reposts as its original's, merged or not
        replies=None if merged else replies,
        quotes=None if merged else quotes,
        views=None if merged else views,
        place=get("geo.full_name") or get("geo.place_id"),
        collected_at=_fetched(get("__twarc.retrieved_at")),
        source="twarc_csv",
    )


def _mentions(parts: list[Any], original: str | None) -> list[tuple[str | None, str]]:
    """Ids (where they are told) and handles of the mentions; the "RT @name" of a repost is none."""
    found = []
    for part in parts:
        account = part.get("id") if isinstance(part, dict) else None
        handle = _named(part, "username").removeprefix("@")
        if handle:
            found.append((account if isinstance(account, str) and is_id(account) else None, handle))
    return found[1:] if original and found and found[0][1].lower() == original.lower() else found


def _named(part: Any, name: str) -> str:
    """A part of a list: the word itself, or in 2021 an object that holds it."""
    found = part.get(name) if isinstance(part, dict) else part
    return found if isinstance(found, str) else ""


def _list(text: str) -> list[Any]:
    """A list in JSON; an empty cell is an empty list.

    Raises:
        ValueError: it isn't one.
    """
    try:
        found = msgspec.json.decode(text) if text else []
    except NOT_JSON as error:
        raise ValueError(str(error)) from None
    if not isinstance(found, list):
        raise ValueError("not a list")
    return found


def _unquoted(value: str) -> str:
    try:
        found = msgspec.json.decode(value) if value.startswith('"') else value
    except NOT_JSON:
        return value
    return found if isinstance(found, str) else value


def _fetched(text: str | None) -> datetime | None:
    try:
        return time(text or "")
    except ValueError:
        return None
