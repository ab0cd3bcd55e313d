"""minet's CSV of posts of Instagram (`user-posts`, `post-infos`, `hashtag`, `location`) and of comments (`comments`).

Comments don't say whose they are. minet writes the columns of the file that it was given before its own, and there
the post is: its address, its short code or its id, under whatever name.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from suara.collect._announced import Announced
from suara.collect._input import Input
from suara.collect._instagram import media_id, post_id
from suara.collect._loose import yes
from suara.collect._refusing import begun, other_ids
from suara.collect._rows import records
from suara.collect._values import count, many
from suara.posts import Notice, Post, Problem

TITLE = "minet Instagram CSV (posts or comments)"
LOOKS_FOR = (
    "a CSV header with `shortcode`, `caption` and `taken_at_timestamp` (posts), "
    "or with `parent_id`, `child_index`, `comment_like_count` and `created_at_utc` (comments)"
)

_POSTS = {"id", "shortcode", "caption", "taken_at_timestamp"}
_COMMENTS = {"id", "parent_id", "child_index", "comment_like_count", "created_at_utc"}
_GIVEN = ("post", "post_url", "post_id", "url", "shortcode")  # what minet calls the post, or its own posts' columns
TAKES = frozenset(
    _POSTS
    | _COMMENTS
    | {"text", "hashtags", "mentioned_names", "username", "user_id", "owner_id", "full_name", "user_full_name"}
    | {"is_verified", "user_is_verified", "like_count", "liked_by_count", "comment_count", "child_comment_count"}
    | {"video_view_count", *_GIVEN}
)
LEAVES = frozenset(
    {"index", "utc_time", "has_translation", "is_liked_by_media_owner", "user_is_private", "user_is_mentionable"}
    | {"user_profile_pic_id", "user_profile_pic_url", "user_fbid_v2", "media_type", "is_video", "comments_disabled"}
    | {"preview_like_count", "accessibility_caption", "display_url", "like_and_view_counts_disabled", "medias_type"}
    | {"main_thumbnail_url", "medias_url", "usertags_medias", "coauthor_usernames", "hashtag", "location", "user"}
)
TELLS = frozenset(
    {"id", "url", "author_id", "author_handle", "author_name", "author_verified", "text", "created_at"}
    | {"conversation", "reply_to", "mention_handles", "hashtags", "likes", "replies", "views"}
)
CANNOT = "the post of a comment, where no column of the file names it; followers"


def recognise(file: Input) -> bool:
    """Whether the header has the columns that minet gives to posts or to comments."""
    return set(file.header) >= _POSTS or set(file.header) >= _COMMENTS


def read(file: Input) -> Iterator[Post | Problem | Notice]:
    """The rows of a file, as posts."""
    comments = set(file.header) >= _COMMENTS
    announced = Announced()
    for record in records(file):
        if not isinstance(record, tuple):
            yield record
            continue
        line, row, raw = record
        head = begun(line, raw, row["id"], row["created_at_utc" if comments else "taken_at_timestamp"])
        if isinstance(head, Problem):
            yield head
            continue
        own, created_at = head
        yield from other_ids(line, raw, row, ("parent_id", "user_id", "owner_id"))
        told = {name: value or None for name, value in row.items()}
        post = _comment(told, own, created_at) if comments else _post(told, own.split("_")[0], created_at)
        if comments:
            announced.see(post)
        yield post
    yield from announced.notices()


def _post(row: dict[str, str | None], own: str, created_at: datetime | None) -> Post:
    get = row.get
    hidden = yes(get("like_and_view_counts_disabled"))
    mentioned = many(get("mentioned_names"))
    return Post(
        platform="instagram",
        id=own,
        url=get("url") or f"https://www.instagram.com/p/{get('shortcode')}/",
        author_id=get("owner_id"),
        author_handle=get("username"),
        author_name=get("full_name"),
        author_verified=yes(get("is_verified")),
        text=get("caption"),
        created_at=created_at,
        conversation=own,
        mention_ids=[None] * len(mentioned),
        mention_handles=[*mentioned],
        hashtags=many(get("hashtags")),
        likes=None if hidden else count(get("like_count") or get("liked_by_count")),
        replies=count(get("comment_count")),
        views=count(get("video_view_count")),
        source="minet_instagram",
    )


def _comment(row: dict[str, str | None], own: str, created_at: datetime | None) -> Post:
    get = row.get
    mentioned = many(get("mentioned_names"))
    under = next((found for name in _GIVEN if (found := _shown(get(name)))), None)
    return Post(
        platform="instagram",
        id=own,
        author_id=get("user_id"),
        author_handle=get("username"),
        author_name=get("user_full_name"),
        author_verified=yes(get("user_is_verified")),
        text=get("text"),
        created_at=created_at,
        conversation=under,
        reply_to=get("parent_id") or under,
        mention_ids=[None] * len(mentioned),
        mention_handles=[*mentioned],
        hashtags=many(get("hashtags")),
        likes=count(get("comment_like_count")),
        replies=count(get("child_comment_count")),
        source="minet_instagram",
    )


def _shown(given: str | None) -> str | None:
    """The id of the post that a cell names: by its address, its short code or its id."""
    if not given:
        return None
    if "/" in given:
        return post_id(given)
    return given.split("_")[0] if given.replace("_", "").isdecimal() and len(given) > 11 else media_id(given)
