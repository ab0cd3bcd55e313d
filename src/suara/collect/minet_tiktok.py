"""minet's CSV of videos of TikTok (`minet tiktok search-videos`). Lists are written with bars.

It is written after the columns of the file that was searched for, whatever those are called.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from suara.collect._input import Input
from suara.collect._instagram import mentions
from suara.collect._loose import yes
from suara.collect._refusing import begun, other_ids
from suara.collect._rows import records
from suara.collect._values import count, many
from suara.posts import Notice, Post, Problem

TITLE = "minet TikTok CSV"
LOOKS_FOR = "a CSV header with `id`, `description`, `author_unique_id`, `digg_count` and `play_count`"

_NEEDED = {"id", "description", "author_unique_id", "digg_count", "play_count"}
_SECOND_IDS = ("author_id", "duet_from_video_id", "duet_from_user_id")
TAKES = frozenset(
    {*_NEEDED, *_SECOND_IDS, "timestamp", "utc_time", "author_nickname", "author_verified", "author_follower_count"}
    | {"share_count", "comment_count", "duet_from_user_name", "challenges_titles"}
)
LEAVES = frozenset(
    {"original_item", "challenges_descriptions", "stickers_texts", "effect_stickers_names", "is_ad", "query"}
    | {"duet_from_user_is_commerce", "duet_enabled", "stitch_enabled", "share_enabled"}
    | {f"author_{of}_count" for of in ("following", "heart", "video", "digg")}
    | {f"author_{of}" for of in ("avatar", "signature", "secret")}
    | {f"music_{of}" for of in ("id", "title", "author_name", "original", "play_url", "duration", "album")}
    | {f"video_{of}" for of in ("id", "height", "width", "duration", "ratio", "cover", "origin_cover")}
    | {f"video_{of}" for of in ("dynamic_cover", "reflow_cover", "bitrate", "format", "quality")}
)
TELLS = frozenset(
    {"id", "url", "author_id", "author_handle", "author_name", "author_followers", "author_verified", "text"}
    | {"created_at", "conversation", "quote_of", "quote_of_author_id", "quote_of_author_handle", "mention_handles"}
    | {"hashtags", "likes", "reposts", "replies", "views"}
)
CANNOT = "comments, the language, where a video was made"


def recognise(file: Input) -> bool:
    """Whether the header has minet's columns."""
    return set(file.header) >= _NEEDED


def read(file: Input) -> Iterator[Post | Problem | Notice]:
    """The rows of a file, as posts."""
    for record in records(file):
        if not isinstance(record, tuple):
            yield record
            continue
        line, row, raw = record
        at = row.get("timestamp") or (row.get("utc_time") and row["utc_time"] + "+00:00")
        head = begun(line, raw, row["id"], at)
        if isinstance(head, Problem):
            yield head
            continue
        yield from other_ids(line, raw, row, _SECOND_IDS)
        yield _post({name: value or None for name, value in row.items()}, *head)


def _post(row: dict[str, str | None], video: str, created_at: datetime | None) -> Post:
    get = row.get
    handle, mentioned = get("author_unique_id"), mentions(get("description"))
    return Post(
        platform="tiktok",
        id=video,
        url=f"https://www.tiktok.com/@{handle or ''}/video/{video}",
        author_id=get("author_id"),
        author_handle=handle,
        author_name=get("author_nickname"),
        author_followers=count(get("author_follower_count")),
        author_verified=yes(get("author_verified")),
        text=get("description"),
        created_at=created_at,
        conversation=video,
        quote_of=get("duet_from_video_id"),  # a duet shows the other video beside its own
        quote_of_author_id=get("duet_from_user_id"),
        quote_of_author_handle=get("duet_from_user_name"),
        mention_ids=None if mentioned is None else [None] * len(mentioned),
        mention_handles=None if mentioned is None else [*mentioned],
        hashtags=many(get("challenges_titles")),
        likes=count(get("digg_count")),
        reposts=count(get("share_count")),
        replies=count(get("comment_count")),
        views=count(get("play_count")),
        source="minet_tiktok",
    )
