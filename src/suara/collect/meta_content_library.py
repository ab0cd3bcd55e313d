"""Meta Content Library's CSV of posts and comments of Facebook and Instagram.

Its ids are the library's own and lead to no address outside of it. Which platform a file is of isn't written in it:
the kinds of its accounts tell it, else its columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from suara.collect._announced import Announced
from suara.collect._input import Input
from suara.collect._instagram import mentions
from suara.collect._loose import tally, yes
from suara.collect._refusing import begun, other_ids
from suara.collect._rows import records
from suara.posts import Notice, Post, Problem

TITLE = "Meta Content Library CSV (posts or comments)"
LOOKS_FOR = (
    "a CSV header with `id`, `creation_time`, `text` and either `post_owner.id` (posts), "
    "or `post_id` and `owner.id` (comments)"
)

_POSTS = {"id", "creation_time", "text", "post_owner.id"}
_COMMENTS = {"id", "creation_time", "text", "owner.id", "post_id"}
_REACTIONS = frozenset(f"statistics.{of}_count" for of in ("reaction", "love", "wow", "haha", "sad", "angry", "care"))
_ONLY_FACEBOOK = _REACTIONS | {"statistics.share_count", "surface.id", "surface.type", "surface.name", "shared_post_id"}
_ON_INSTAGRAM, _ON_FACEBOOK = {"creator", "business", "personal"}, {"page", "profile", "group", "event"}
_SECOND_IDS = ("post_owner.id", "owner.id", "post_id", "parent_comment_id", "parent_id", "shared_post_id")
TAKES = frozenset(
    _POSTS
    | _COMMENTS
    | {*_SECOND_IDS, "lang", "hashtags", "is_verified", "mcl_url", "link_attachment.link"}
    | {f"{owner}.{of}" for owner in ("post_owner", "owner") for of in ("name", "username", "type")}
    | {f"statistics.{of}" for of in ("like_count", "share_count", "comment_count", "top_level_reply_count", "views")}
)
LEAVES = (
    _REACTIONS
    | {"modified_time", "multimedia", "is_branded_content", "branded_content_page_id", "content_type", "media_type"}
    | {"match_type", "activities", "author_id", "view_date_last_refreshed", "statistics.views_date_last_refreshed"}
    | {"surface.id", "surface.type", "surface.name", "surface.username", "surface.country"}
    | {"link_attachment.name", "link_attachment.caption", "link_attachment.description"}
)
TELLS = frozenset(
    {"id", "url", "author_id", "author_handle", "author_name", "author_verified", "text", "lang", "created_at"}
    | {"conversation", "reply_to", "repost_of", "quote_of", "mention_handles", "hashtags", "links", "likes"}
    | {"reposts", "replies", "views"}
)
CANNOT = "followers; the ids that the platforms use; reactions other than likes; names of private commenters"


def recognise(file: Input) -> bool:
    """Whether the header has the library's columns of posts or of comments."""
    return set(file.header) >= _POSTS or set(file.header) >= _COMMENTS


def read(file: Input) -> Iterator[Post | Problem | Notice]:
    """The rows of a file, as posts."""
    header = set(file.header)
    usual = "facebook" if header & _ONLY_FACEBOOK else "instagram"
    announced = Announced()
    for record in records(file):
        if not isinstance(record, tuple):
            yield record
            continue
        line, row, raw = record
        head = begun(line, raw, row["id"], row["creation_time"], UTC)  # documented to be in UTC
        if isinstance(head, Problem):
            yield head
            continue
        yield from other_ids(line, raw, row, _SECOND_IDS)
        told = {name: value or None for name, value in row.items()}
        if header >= _COMMENTS:
            comment = _comment(told, *head, usual)
            announced.see(comment)
            yield comment
        else:
            yield _post(told, *head, usual)
    yield from announced.notices()


def _post(row: dict[str, str | None], own: str, created_at: datetime | None, usual: str) -> Post:
    get = row.get
    platform = _platform(get("post_owner.type"), usual)
    ids, handles = _mentions(platform, get("text"))
    link = get("link_attachment.link")
    return Post(
        platform=platform,
        id=own,
        url=get("mcl_url"),
        author_id=get("post_owner.id"),
        author_handle=get("post_owner.username"),
        author_name=get("post_owner.name"),
        author_verified=yes(get("is_verified")),
        text=get("text"),
        lang=get("lang"),
        created_at=created_at,
        conversation=own,
        repost_of=None if get("text") else get("shared_post_id"),
        quote_of=get("shared_post_id") if get("text") else None,  # shared with words of one's own
        mention_ids=ids,
        mention_handles=handles,
        hashtags=re.findall(r"\w+", row["hashtags"] or "") if "hashtags" in row else None,
        links=([link] if link else []) if "link_attachment.link" in row else None,
        likes=tally(get("statistics.like_count")),
        reposts=tally(get("statistics.share_count")),
        replies=tally(get("statistics.comment_count")),
        views=tally(get("statistics.views")),
        source="meta_content_library",
    )


def _comment(row: dict[str, str | None], own: str, created_at: datetime | None, usual: str) -> Post:
    get = row.get
    platform = _platform(get("owner.type"), usual)
    ids, handles = _mentions(platform, get("text"))
    return Post(
        platform=platform,
        id=own,
        url=get("mcl_url"),
        author_id=get("owner.id"),
        author_handle=get("owner.username"),
        author_name=get("owner.name"),
        text=get("text"),
        lang=get("lang"),
        created_at=created_at,
        conversation=get("post_id"),
        reply_to=get("parent_comment_id") or get("parent_id") or get("post_id"),
        mention_ids=ids,
        mention_handles=handles,
        likes=tally(get("statistics.like_count")),
        replies=tally(get("statistics.top_level_reply_count")),  # comment_count has the replies to replies, too
        source="meta_content_library",
    )


def _platform(kind: str | None, usual: str) -> str:
    """Facebook or Instagram, by the kind of the account; where that tells nothing, what the columns say."""
    kind = (kind or "").lower().rpartition("_")[2]
    return "instagram" if kind in _ON_INSTAGRAM else "facebook" if kind in _ON_FACEBOOK else usual


def _mentions(platform: str, text: str | None) -> tuple[list[str | None] | None, list[str | None] | None]:
    """The mentions in a text; on Facebook names are tagged without a sign, so none can be told."""
    told = mentions(text) if platform == "instagram" else None
    return (None, None) if told is None else ([None] * len(told), [*told])
