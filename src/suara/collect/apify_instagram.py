"""Apify's datasets of Instagram: posts (apify/instagram-scraper) and comments (apify/instagram-comment-scraper).

JSON, JSON lines, or the table that Apify makes of them. A post brings some of its comments along, and a comment some
of the replies to it; all become posts of their own.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from suara.collect._announced import Announced
from suara.collect._input import Input, rejected
from suara.collect._instagram import mentions, post_id
from suara.collect._items import items, names
from suara.collect._json import fields_of
from suara.collect._loose import Loose, tally, yes
from suara.collect._refusing import begun, other_id
from suara.posts import Notice, Post, Problem

TITLE = "Apify Instagram dataset (posts or comments)"
LOOKS_FOR = "items with `shortCode` and `ownerUsername` (posts), or with `postUrl` and `ownerUsername` (comments)"


class _Owner(msgspec.Struct, gc=False):
    id: Loose = None
    username: str | None = None
    full_name: str | None = None
    is_verified: bool | str | None = None


class _Comment(msgspec.Struct, gc=False, rename="camel"):
    """A comment, or a reply to one."""

    id: Loose = None
    text: str | None = None
    owner_username: str | None = None
    owner: _Owner | None = None
    timestamp: Loose = None
    likes_count: Loose = None
    replies_count: Loose = None
    replies: list[_Comment] | str | None = None


class _Item(_Comment, gc=False, rename="camel"):
    """A post or a comment: whichever of these fields it has."""

    error: str | None = None
    # a post
    short_code: str | None = None
    url: str | None = None
    caption: str | None = None
    owner_id: Loose = None
    owner_full_name: str | None = None
    hashtags: list[str] | str | None = None
    mentions: list[str] | str | None = None
    comments_count: Loose = None
    video_play_count: Loose = None
    video_view_count: Loose = None
    location_name: str | None = None
    latest_comments: list[_Comment] | str | None = None
    # a comment
    post_url: str | None = None
    comment_url: str | None = None


TAKES = fields_of(_Item)
LEAVES = frozenset(
    {"inputUrl", "queryTag", "queryUsername", "type", "firstComment", "displayUrl", "images", "videoUrl", "audioUrl"}
    | {"dimensionsHeight", "dimensionsWidth", "alt", "childPosts", "musicInfo", "productType", "videoDuration"}
    | {"isPinned", "isSponsored", "isCommentsDisabled", "paidPartnership", "locationId", "taggedUsers", "position"}
    | {"coauthorProducers", "dataSource", "errorDescription", "requestErrorMessages", "media", "sharesCount"}
    | {"*.ownerProfilePicUrl", "ownerProfilePicUrl", "*.media", "postId", "username", "#debug"}
    | {f"{within}owner.{of}" for within in ("", "*.") for of in ("profile_pic_url", "fbid_v2", "pk")}
    | {f"{within}owner.{of}" for within in ("", "*.") for of in ("is_mentionable", "is_private", "profile_pic_id")}
    | {"owner.latest_reel_media", "*.owner.latest_reel_media"}
)
TELLS = frozenset(
    {"id", "url", "author_id", "author_handle", "author_name", "author_verified", "text", "created_at"}
    | {"conversation", "reply_to", "reply_to_author_handle", "mention_handles", "hashtags", "likes", "replies"}
    | {"views", "place"}
)
CANNOT = "followers; likes where the author hides them; most comments of a post, unless they were collected too"


def recognise(file: Input) -> bool:
    """Whether one of the first items is a post or a comment as these scrapers write them."""
    kinds = ({"shortCode", "ownerUsername"}, {"postUrl", "ownerUsername", "text"})
    return any(kind <= found for found in names(file) for kind in kinds)


def read(file: Input) -> Iterator[Post | Problem | Notice]:
    """The items of a dataset, as posts."""
    announced = Announced()
    for record in items(file, _Item):
        if not isinstance(record, tuple):
            yield record
            continue
        line, item, raw = record
        if item.error and item.id is None:
            yield rejected(line, f"the scraper says: {item.error}", raw, kind="api_error")
        elif item.short_code:
            yield from _Reader(line, raw, announced).post(item)
        else:
            under = post_id(item.post_url or item.comment_url)
            yield from _Reader(line, raw, announced).comment(item, under, under, None, item.comment_url)
    yield from announced.notices()


class _Reader:
    """The posts of one record."""

    def __init__(self, line: int, raw: bytes | str, announced: Announced) -> None:
        self.line, self.raw, self.announced = line, raw, announced

    def post(self, item: _Item) -> Iterator[Post | Problem]:
        """A post, and the comments that came with it."""
        head = begun(self.line, self.raw, item.id, item.timestamp)
        if isinstance(head, Problem):
            yield head
            return
        own = head[0].split("_")[0]  # the author's id may follow
        author, problem = other_id(self.line, self.raw, "ownerId", item.owner_id)
        yield from problem
        told = mentions(item.caption) if not isinstance(item.mentions, list) else item.mentions
        handles: list[str | None] | None = None if told is None else [name.lstrip("@") for name in told]
        yield Post(
            platform="instagram",
            id=own,
            url=item.url or f"https://www.instagram.com/p/{item.short_code}/",
            author_id=author,
            author_handle=item.owner_username or None,
            author_name=item.owner_full_name or None,
            text=item.caption or None,
            created_at=head[1],
            conversation=own,
            mention_ids=None if handles is None else [None] * len(handles),
            mention_handles=handles,
            hashtags=[tag.lstrip("#") for tag in item.hashtags] if isinstance(item.hashtags, list) else None,
            likes=tally(item.likes_count),
            replies=tally(item.comments_count),
            views=_first(tally(item.video_play_count), tally(item.video_view_count)),
            place=item.location_name or None,
            source="apify_instagram",
        )
        for comment in item.latest_comments if isinstance(item.latest_comments, list) else ():
            yield from self.comment(comment, own, own, item.owner_username)

    def comment(
        self, item: _Comment, under: str | None, answers: str | None, of: str | None, url: str | None = None
    ) -> Iterator[Post | Problem]:
        """A comment, and the replies that came with it."""
        head = begun(self.line, self.raw, item.id, item.timestamp)
        if isinstance(head, Problem):
            yield head
            return
        owner = item.owner or _Owner()
        author, problem = other_id(self.line, self.raw, "owner.id", owner.id)
        yield from problem
        told = mentions(item.text)
        handle = item.owner_username or owner.username or None
        comment = Post(
            platform="instagram",
            id=head[0],
            url=url or None,
            author_id=author,
            author_handle=handle,
            author_name=owner.full_name or None,
            author_verified=yes(owner.is_verified),
            text=item.text or None,  # a picture that moves has none
            created_at=head[1],
            conversation=under,
            reply_to=answers,
            reply_to_author_handle=of or None,
            mention_ids=None if told is None else [None] * len(told),
            mention_handles=None if told is None else [*told],
            likes=tally(item.likes_count),
            replies=tally(item.replies_count),
            source="apify_instagram",
        )
        self.announced.see(comment)
        yield comment
        for reply in item.replies if isinstance(item.replies, list) else ():
            yield from self.comment(reply, under, head[0], handle)


def _first(*counts: int | None) -> int | None:
    return next((count for count in counts if count is not None), None)
