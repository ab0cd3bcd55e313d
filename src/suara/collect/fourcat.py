"""4CAT's CSVs, and those that Zeeschuimer writes with ";": the same columns, of which platform they themselves tell.

`timestamp` is UTC for some platforms and the clock of 4CAT's server for others, so `unix_timestamp` is read there; of
X it is the other way round, as an older data source got `unix_timestamp` wrong. 4CAT can put pseudonyms (48 hexadecimal
digits) or "REDACTED" in place of authors; the former stay, the latter is nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from suara.collect import _x_text as x_text
from suara.collect._fourcat import LAYOUTS, Layout, Row, not_mangled, parts, yes
from suara.collect._ids import with_whole_ids
from suara.collect._input import Input, rejected
from suara.collect._rows import records
from suara.collect._values import count, epoch, is_id, possible
from suara.posts import Notice, Post, Problem
from suara.posts.post import COUNTS

TITLE = "4CAT CSV (also Zeeschuimer's)"
LOOKS_FOR = "a table with `id`, `author`, `body` and `timestamp`, and `thread_id` or what else a platform of 4CAT has"

_NEEDED = {"id", "author", "body", "timestamp"}
_LISTS = ("hashtags", "links", "mention_handles")
_NOTHING = {"undefined", "null", "None", "REDACTED"}  # the first two are JavaScript's
_PSEUDONYM = re.compile(r"[0-9a-f]{48}")
TAKES = frozenset(_NEEDED | {"unix_timestamp"}).union(
    *(layout.needs | layout.takes | {name for names in layout.columns.values() for name in names} for layout in LAYOUTS)
)
LEAVES = (
    frozenset(
        {"collected_from_url", "author_avatar_url", "author_banner_url", "source", "possibly_sensitive", "images"}
        | {"videos", "is_quote_tweet", "quote_body", "quote_images", "quote_videos", "is_quote_withheld", "is_reply"}
        | {"is_withheld", "long_lat", "subject", "bookmark_count"}
    )
    | {"author_likes", "author_videos", "author_avatar", "stickers", "is_duet", "is_ad", "is_paid_partnership"}
    | {"is_sensitive", "is_photosensitive", "music_name", "music_id", "music_url", "music_thumbnail", "music_author"}
    | {"video_url", "thumbnail_url", "challenges", "diversification_labels", "effects", "warning", "post_url"}
    | {"post_body", "is_liked_by_post_author", "is_sticky", "collected_from_view", "post_source_domain", "coauthors"}
    | {"coauthor_fullnames", "coauthor_ids", "media_type", "num_media", "image_urls", "media_urls", "location_id"}
    | {"location_latlong", "location_city", "missing_media", "type", "mentioned", "image_url", "audio_url"}
    | {"link_thumbnail_url", "collected_at", "query", "rank", "replies_allowed", "labels", "has_poll"}
    | {"author_profile", "author_created_at", "author_is_bot", "body_markdown", "reactions", "restriction_reason"}
    | {"chat_restriction_reason", "message_noforwards", "chat_noforwards", "timestamp_edited", "entities_linked"}
    | {"unix_timestamp_edited", "author_forwarded_from_name", "all_connections", "timestamp_forwarded_from"}
    | {"unix_timestamp_forwarded_from", "link_title", "link_description", "attachment_type", "attachment_data"}
    | {"attachment_filename", "isReply", "isReplyToName", "text", "publishedAt", "authorChannelUrl", "date_collected"}
    | {"source_filename", "videoDescription", "position", "publishedAtSQL", "tags", "videoCategoryId", "duration"}
    | {"videoCategoryLabel", "topicCategories", "durationSec", "dimension", "definition", "caption", "favoriteCount"}
    | {"defaultLanguage", "defaultLAudioLanguage", "thumbnail_maxres", "licensedContent", "locationDescription"}
    | {"latitude", "longitude", "dislikeCount", "created_at"}
) - TAKES
TELLS = frozenset(
    {"id", "url", "author_id", "author_handle", "author_name", "author_followers", "author_verified", "text", "lang"}
    | {"created_at", "conversation", "reply_to", "reply_to_author_id", "reply_to_author_handle"}
    | {"repost_of_author_id", "repost_of_author_handle", "quote_of", "quote_of_author_handle", "mention_ids"}
    | {"mention_handles", "hashtags", "links", "likes", "reposts", "replies", "quotes", "views", "place"}
)
CANNOT = "which post a reply on X or Threads answers (only whose), who is mentioned on TikTok, the end of long posts"


def recognise(file: Input) -> bool:
    """Whether the header has 4CAT's columns."""
    return _layout(file) is not None


def _layout(file: Input) -> Layout | None:
    header = set(file.header)
    return next((layout for layout in LAYOUTS if header >= _NEEDED | layout.needs), None)


def read(file: Input) -> Iterator[Post | Problem | Notice]:
    """The rows of a file, as posts of the platform that its columns tell."""
    layout = _layout(file)
    if layout is None:
        yield rejected(1, "not the columns of a platform of 4CAT", ",".join(file.header), kind="not_a_post")
        return
    for record in records(file):
        if not isinstance(record, tuple):
            yield record
            continue
        line, row, raw = record
        row = {name: "" if value in _NOTHING else value for name, value in row.items()}
        try:
            created_at, doubtful = _time(row, layout)
        except ValueError as error:
            wrong = row["timestamp"] or row.get("unix_timestamp", "")
            reason = f"an impossible time: {wrong[:40]!r} ({error})"
            yield rejected(line, reason, raw, kind="impossible_time")
            continue
        post = _post(row, layout, created_at)
        accounts = _digits_or_pseudonym if layout.platform == "x" else not_mangled
        for found in with_whole_ids(post, line, raw, layout.whole, accounts):
            yield from _notices(row, layout, line, doubtful) if isinstance(found, Post) else ()
            yield found


def _post(row: Row, layout: Layout, created_at: datetime | None) -> Post:
    """A row as a post: what a column each tells, and then what takes more."""
    made: dict[str, Any] = {"text": row["body"] or None, "author_handle": row["author"]}
    for field, columns in layout.columns.items():
        value = next((row[name] for name in columns if row.get(name)), "")
        if field in COUNTS:
            made[field] = count(value)
        elif field in _LISTS:
            made[field] = parts(value) if any(name in row for name in columns) else None
        else:
            made[field] = yes(value) if field == "author_verified" else value or None
    made |= layout.more(row)
    for name in ("author_handle", "reply_to_author_handle", "repost_of_author_handle", "quote_of_author_handle"):
        made[name] = (made.get(name) or "").lstrip("@") or None
    mentions = made.get("mention_handles")
    if mentions is not None:
        made.setdefault("mention_ids", [None] * len(mentions))
    lang = made.get("lang")
    return Post(
        platform=layout.platform,
        id=row["id"],
        created_at=created_at,
        source="fourcat",
        **made | {"lang": None if lang == "un" else lang},
    )


def _time(row: Row, layout: Layout) -> tuple[datetime | None, bool]:
    """When a row was written, in UTC; and whether its zone is in doubt.

    Raises:
        ValueError: it isn't a time, or can't be the time of a post.
    """
    text, unix = row["timestamp"], row.get("unix_timestamp", "")
    if unix == "0":  # what 4CAT writes of a post seen in a grid
        unix = ""
    if text.isdecimal():  # Bluesky's; of a post in a grid 0
        return (epoch(text) if text != "0" else None), False
    if unix and not (layout.utc and text):
        return epoch(unix), False
    if not text:
        return None, False
    at = datetime.fromisoformat(text)
    doubtful = at.tzinfo is None and not layout.utc
    at = at.replace(tzinfo=at.tzinfo or UTC)
    if not possible(at):
        raise ValueError("before 2004 or in the future")
    return at.astimezone(UTC), doubtful


def _notices(row: Row, layout: Layout, line: int, doubtful: bool) -> Iterator[Notice]:
    """What is to be known of a row that became a post."""
    if doubtful:
        yield Notice(kind="zone_doubt", line=line, example="UTC")
    if yes(row.get("partial_item", "")):
        yield Notice(kind="partial", line=line)
    if layout.platform == "x" and (end := x_text.end_where_cut(row["body"])):
        yield Notice(kind="truncated", line=line, example=end)


def _digits_or_pseudonym(text: str) -> bool:
    return is_id(text) or _PSEUDONYM.fullmatch(text) is not None
