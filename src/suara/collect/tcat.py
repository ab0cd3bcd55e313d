"""DMI-TCAT CSV: posts of X as TCAT exports them, and gazouilloire in the same columns.

TCAT parts lists with "; " and names the mentioned; gazouilloire parts them with bars and gives their ids. `time` is
seconds since 1970; `created_at` may be a local time. There is no flag of a repost: its text begins with "RT @name:".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from suara.collect import _x_text as x_text
from suara.collect._input import Input, rejected
from suara.collect._rows import records
from suara.collect._values import count, epoch
from suara.collect._whole_ids import rejected_whole, whole
from suara.posts import Notice, Post, Problem

TITLE = "DMI-TCAT CSV (and gazouilloire's in its columns)"
LOOKS_FOR = "a header with `id`, `time`, `from_user_name`, `text` and `in_reply_to_status_id`"

_NEEDED = {"id", "time", "from_user_name", "text", "in_reply_to_status_id"}
_IDS = ("id", "from_user_id", "in_reply_to_status_id", "to_user_id", "quoted_status_id")
_LINKS = ("urls_followed", "urls_expanded", "urls")  # the first that tells most
TAKES = frozenset(
    {*_NEEDED, *_IDS, *_LINKS, "from_user_realname", "from_user_followercount", "from_user_verified", "lang"}
    | {"to_user_name", "retweet_count", "favorite_count", "location", "mentions", "hashtags"}
)
_OF_USER = ("description", "url", "profile_image_url", "utcoffset", "timezone", "lang", "tweetcount", "friendcount")
LEAVES = frozenset(
    {"created_at", "filter_level", "possibly_sensitive", "withheld_copyright", "withheld_scope", "truncated", "source"}
    | {"lat", "lng", "domains", "HTTP status code", "media_id", "media_urls", "media_type", "media_indice_start"}
    | {"media_indice_end", "photo_sizes_width", "photo_sizes_height", "photo_resize"}
    | {f"from_user_{more}" for more in (*_OF_USER, "favourites_count", "listed", "withheld_scope", "created_at")}
)
TELLS = frozenset(
    {"id", "url", "author_id", "author_handle", "author_name", "author_followers", "author_verified", "text", "lang"}
    | {"created_at", "reply_to", "reply_to_author_id", "reply_to_author_handle", "repost_of_author_handle", "quote_of"}
    | {"mention_ids", "mention_handles", "hashtags", "links", "likes", "reposts", "place"}
)
CANNOT = "which post is passed on (only whose), whose is quoted, the conversation, replies, views"
_PARTS = re.compile(r"; |\|")


def recognise(file: Input) -> bool:
    """Whether the header has TCAT's columns."""
    return set(file.header) >= _NEEDED


def read(file: Input) -> Iterator[Post | Problem | Notice]:
    """The rows of a file, as posts."""
    for record in records(file):
        if not isinstance(record, tuple):
            yield record
            continue
        line, row, raw = record
        ids, problems = whole({name: row.get(name) for name in _IDS}, line, raw)
        if ids["id"] is None:
            mangled = [rejected_whole(problem) for problem in problems if problem.field == "id"]
            yield from mangled or [rejected(line, "not a post: it has no id", raw, kind="not_a_post")]
            continue
        try:
            created_at = epoch(row["time"])
        except ValueError as error:
            yield rejected(line, f"an impossible time: {row['time'][:40]!r} ({error})", raw, kind="impossible_time")
            continue
        yield from problems
        yield _post({name: value or None for name, value in row.items()}, ids, created_at)


def _post(row: dict[str, str | None], ids: dict[str, str | None], created_at: datetime | None) -> Post:
    get = row.get
    text = x_text.plain(get("text") or "")
    repost_of, rest = x_text.reposted(text)
    mentions = _mentions(row, rest, repost_of)
    links = next((parts for name in _LINKS if (parts := _parts(get(name)))), [])
    return Post(
        platform="x",
        id=ids["id"] or "",
        url=f"https://x.com/{get('from_user_name') or 'i'}/status/{ids['id']}",
        author_id=ids["from_user_id"],
        author_handle=get("from_user_name"),
        author_name=get("from_user_realname"),
        author_followers=count(get("from_user_followercount")),
        author_verified={"1": True, "0": False}.get(get("from_user_verified") or ""),
        text=text,
        lang=get("lang"),
        created_at=created_at,
        reply_to=ids["in_reply_to_status_id"],
        reply_to_author_id=ids["to_user_id"],
        reply_to_author_handle=get("to_user_name"),
        repost_of_author_handle=repost_of,
        quote_of=ids["quoted_status_id"],
        mention_ids=[account for account, _ in mentions],
        mention_handles=[handle for _, handle in mentions],
        hashtags=_parts(get("hashtags")) if "hashtags" in row else x_text.hashtags(rest),
        links=links if set(_LINKS) & row.keys() else x_text.links(rest),
        likes=count(get("favorite_count")),
        reposts=count(get("retweet_count")),
        place=get("location"),
        source="tcat",
    )


def _mentions(row: dict[str, str | None], text: str, original: str | None) -> list[tuple[str | None, str | None]]:
    """Ids or handles of the mentions, whichever the column has; the "RT @name" of a repost is none.

    Among ids it can't be told which is that one, so those of a repost are left for what its text says.
    """
    if "mentions" not in row:
        return [(None, handle) for handle in x_text.mentions(text)]
    parts = [part.removeprefix("@") for part in _parts(row["mentions"])]
    if parts and all(part.isdecimal() for part in parts):
        return [(None, handle) for handle in x_text.mentions(text)] if original else [(part, None) for part in parts]
    left = {original.lower()} - {handle.lower() for handle in x_text.mentions(text)} if original else set()
    return [(None, part) for part in parts if part.lower() not in left]


def _parts(text: str | None) -> list[str]:
    return [found for part in _PARTS.split(text or "") if (found := part.strip("; "))]
