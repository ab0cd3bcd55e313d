"""twitwi CSV: posts of X as minet and gazouilloire write them.

It has the replied-to id (`to_tweetid`), which makes it the best CSV for response paths. Lists are written with bars.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from suara.collect import _x_text as x_text
from suara.collect._input import Input, rejected
from suara.collect._rows import records
from suara.collect._twitwi_clock import collected
from suara.collect._values import count, epoch, is_id, many
from suara.posts import Notice, Post, Problem

TITLE = "twitwi CSV (minet, gazouilloire)"
LOOKS_FOR = "a CSV header with `id`, `timestamp_utc`, `user_screen_name`, `text` and `to_tweetid`"

_NEEDED = {"id", "timestamp_utc", "user_screen_name", "text", "to_tweetid"}
_SECOND_IDS = (
    "user_id",
    "to_userid",
    "to_tweetid",
    "retweeted_id",
    "retweeted_user_id",
    "quoted_id",
    "quoted_user_id",
)
TAKES = frozenset(
    {*_NEEDED, *_SECOND_IDS, "url", "user_name", "user_followers", "user_verified", "lang", "conversation_id"}
    | {"to_username", "retweeted_user", "quoted_user", "hashtags", "links", "mentioned_ids", "mentioned_names"}
    | {"like_count", "retweet_count", "reply_count", "impression_count", "place_name", "user_location"}
    | {"collection_time", "local_time"}
)
LEAVES = frozenset(
    {"possibly_sensitive", "source_name", "source_url", "lat", "lng", "domains", "media_urls", "media_files"}
    | {"media_types", "media_alt_texts", "match_query", "collected_via", "retweeted_timestamp_utc", "user_image"}
    | {
        "quoted_timestamp_utc",
        "user_url",
        "user_description",
        "user_tweets",
        "user_friends",
        "user_likes",
        "user_lists",
    }
    | {"user_created_at", "user_timestamp_utc", "place_country_code", "place_type", "place_coordinates"}
    | {"user_is_blue_verified", "user_verified_type", "card", "card_title", "card_description", "card_url"}
)
TELLS = frozenset(
    {"id", "url", "author_id", "author_handle", "author_name", "author_followers", "author_verified", "text", "lang"}
    | {"created_at", "reply_to", "reply_to_author_id", "reply_to_author_handle", "repost_of", "repost_of_author_id"}
    | {"repost_of_author_handle", "quote_of", "quote_of_author_id", "quote_of_author_handle", "mention_ids"}
    | {
        "mention_handles",
        "hashtags",
        "links",
        "likes",
        "reposts",
        "replies",
        "views",
        "place",
        "collected_at",
    }
)
CANNOT = "the conversation (only in some versions)"


def recognise(file: Input) -> bool:
    """Whether the header has twitwi's columns."""
    return set(file.header) >= _NEEDED


def read(file: Input) -> Iterator[Post | Problem | Notice]:
    """The rows of a file, as posts."""
    for record in records(file):
        if not isinstance(record, tuple):
            yield record
            continue
        line, row, raw = record
        if not is_id(row["id"]):
            yield rejected(line, f"a mangled id: {row['id'][:40]!r}", raw, kind="mangled_id")
            continue
        try:
            created_at = epoch(row["timestamp_utc"])
        except ValueError as error:
            yield rejected(
                line, f"an impossible time: {row['timestamp_utc'][:40]!r} ({error})", raw, kind="impossible_time"
            )
            continue
        for field in _SECOND_IDS:
            if row.get(field) and not is_id(row[field]):
                yield rejected(line, f"a mangled id: {row[field][:40]!r}", raw, field, "mangled_id")
                row[field] = ""
        yield _post({name: value or None for name, value in row.items()}, created_at)


def _post(row: dict[str, str | None], created_at: datetime | None) -> Post:
    get = row.get
    ids, handles = _mentions(row)
    return Post(
        platform="x",
        id=row["id"] or "",
        url=get("url"),
        author_id=get("user_id"),
        author_handle=get("user_screen_name"),
        author_name=get("user_name"),
        author_followers=count(get("user_followers")),
        author_verified=_yes(get("user_verified")),
        text=x_text.plain(get("text") or ""),
        lang=get("lang"),
        created_at=created_at,
        conversation=get("conversation_id"),  # only in some versions
        reply_to=get("to_tweetid"),
        reply_to_author_id=get("to_userid"),
        reply_to_author_handle=get("to_username"),
        repost_of=get("retweeted_id"),
        repost_of_author_id=get("retweeted_user_id"),
        repost_of_author_handle=get("retweeted_user"),
        quote_of=get("quoted_id"),
        quote_of_author_id=get("quoted_user_id"),
        quote_of_author_handle=get("quoted_user"),
        mention_ids=ids,
        mention_handles=handles,
        hashtags=many(get("hashtags")),
        links=many(get("links")),
        likes=count(get("like_count")),
        reposts=count(get("retweet_count")),
        replies=count(get("reply_count")),
        views=count(get("impression_count")),
        place=get("place_name") or get("user_location"),
        collected_at=collected(get("collection_time"), get("local_time"), created_at),
        source="twitwi",
    )


def _mentions(row: dict[str, str | None]) -> tuple[list[str | None], list[str | None]]:
    """Ids and handles of the mentions; the "RT @name" of a repost is none."""
    ids, handles = ((row.get(name) or "").split("|") for name in ("mentioned_ids", "mentioned_names"))
    if len(ids) != len(handles):  # nobody knows which belong together
        ids = [""] * len(handles)
    original = (row.get("retweeted_user") or "").lower()
    pairs = [(i or None, h or None) for i, h in zip(ids, handles, strict=True) if i or h]
    kept = [(i, h) for i, h in pairs if not h or h.lower() != original]
    return [i for i, _ in kept], [h for _, h in kept]


def _yes(text: str | None) -> bool | None:
    return None if text is None else text in ("1", "true", "True")
