"""Apify's datasets of videos of TikTok (clockworks/tiktok-scraper) and of comments (tiktok-comments-scraper).

JSON, JSON lines, or the table that Apify makes of them. In one dataset may stand both, and items that say only what
went wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

import msgspec

from suara.collect._announced import Announced
from suara.collect._input import Input, rejected
from suara.collect._instagram import mentions
from suara.collect._items import items, names
from suara.collect._json import fields_of
from suara.collect._loose import Loose, identity, tally, yes
from suara.collect._refusing import begun, other_id
from suara.posts import Notice, Post, Problem

TITLE = "Apify TikTok dataset (videos or comments)"
LOOKS_FOR = "items with `webVideoUrl` and `authorMeta` (videos), or with `videoWebUrl` and `cid` (comments)"


class _Named(msgspec.Struct, gc=False):
    id: Loose = None
    name: str | None = None


class _Author(msgspec.Struct, gc=False):
    id: Loose = None
    name: str | None = None
    nickName: str | None = None
    verified: bool | str | None = None
    fans: Loose = None


class _Item(msgspec.Struct, gc=False, rename="camel"):
    """A video or a comment: whichever of these fields it has."""

    id: Loose = None
    text: str | None = None
    create_time: Loose = None
    create_time_iso: str | None = msgspec.field(default=None, name="createTimeISO")
    digg_count: Loose = None
    mentions: list[str] | str | None = None
    detailed_mentions: list[_Named | str] | str | None = None
    error: str | None = None
    # a video
    web_video_url: str | None = None
    author_meta: _Author | None = None
    text_language: str | None = None
    location_created: str | None = None
    hashtags: list[_Named] | str | None = None
    share_count: Loose = None
    play_count: Loose = None
    comment_count: Loose = None
    # a comment
    cid: Loose = None
    uid: Loose = None
    unique_id: str | None = None
    replies_to_id: Loose = None
    reply_comment_total: Loose = None
    video_web_url: str | None = None


_WEB = re.compile(r"tiktok\.com/@([A-Za-z0-9_.]*)/(?:video|photo)/([0-9]+)")
TAKES = fields_of(_Item)
LEAVES = frozenset(
    {"musicMeta", "videoMeta", "mediaUrls", "effectStickers", "searchHashtag", "searchQuery", "locationMeta"}
    | {"isAd", "isMuted", "isPinned", "isSlideshow", "isSponsored", "slideshowImageLinks", "input", "note", "url"}
    | {"collectCount", "repostCount", "commentsDatasetUrl", "submittedVideoUrl", "fromProfileSection", "videoUrl"}
    | {"avatarThumbnail", "likedByAuthor", "pinnedByAuthor", "commentLanguage", "errorCode", "errorDescription"}
    | {f"detailedMentions.{of}" for of in ("nickName", "profileUrl")}
    | {f"hashtags.{of}" for of in ("title", "cover")}
    | {f"authorMeta.{of}" for of in ("avatar", "originalAvatarUrl", "bioLink", "signature", "profileUrl", "region")}
    | {f"authorMeta.{of}" for of in ("digg", "heart", "video", "following", "friends", "followDatasetUrl", "roomId")}
    | {f"authorMeta.{of}" for of in ("privateAccount", "ttSeller", "commerceUserInfo", "createTime")}
)
TELLS = frozenset(
    {"id", "url", "author_id", "author_handle", "author_name", "author_followers", "author_verified", "text", "lang"}
    | {"created_at", "conversation", "reply_to", "reply_to_author_handle", "mention_ids", "mention_handles"}
    | {"hashtags", "likes", "reposts", "replies", "views", "place"}
)
CANNOT = "duets and stitches; whose comment a reply answers (only which)"


def recognise(file: Input) -> bool:
    """Whether one of the first items is a video or a comment as these scrapers write them."""
    return any({"webVideoUrl", "authorMeta"} <= found or {"videoWebUrl", "cid"} <= found for found in names(file))


def read(file: Input) -> Iterator[Post | Problem | Notice]:
    """The items of a dataset, as posts."""
    announced = Announced()
    for record in items(file, _Item):
        if not isinstance(record, tuple):
            yield record
            continue
        line, item, raw = record
        if item.id is None and item.cid is None and item.error:
            yield rejected(line, f"the scraper says: {item.error}", raw, kind="api_error")
            continue
        head = begun(line, raw, item.id if item.cid is None else item.cid, item.create_time_iso or item.create_time)
        if isinstance(head, Problem):
            yield head
            continue
        if item.cid is None:
            author = item.author_meta or _Author()
            author.id, problem = other_id(line, raw, "authorMeta.id", author.id)
            yield from problem
            yield _video(item, author, *head)
        else:
            item.uid, of_author = other_id(line, raw, "uid", item.uid)
            item.replies_to_id, of_parent = other_id(line, raw, "repliesToId", item.replies_to_id)
            yield from (*of_author, *of_parent)
            comment = _comment(item, *head)
            announced.see(comment)
            yield comment
    yield from announced.notices()


def _video(item: _Item, author: _Author, own: str, created_at: datetime | None) -> Post:
    ids, handles = _mentions(item)
    return Post(
        platform="tiktok",
        id=own,
        url=item.web_video_url,
        author_id=author.id,  # type: ignore[arg-type]  # made text
        author_handle=author.name,
        author_name=author.nickName,
        author_followers=tally(author.fans),
        author_verified=yes(author.verified),
        text=item.text or None,
        lang=item.text_language if item.text_language not in ("", "un") else None,  # "un": TikTok can't tell
        created_at=created_at,
        conversation=own,
        mention_ids=ids,
        mention_handles=handles,
        hashtags=[tag.name for tag in item.hashtags if tag.name] if isinstance(item.hashtags, list) else None,
        likes=tally(item.digg_count),
        reposts=tally(item.share_count),
        replies=tally(item.comment_count),
        views=tally(item.play_count),
        place=item.location_created or None,
        source="apify_tiktok",
    )


def _comment(item: _Item, own: str, created_at: datetime | None) -> Post:
    found = _WEB.search(item.video_web_url or "")
    handle, video = found.groups() if found else (None, None)
    ids, handles = _mentions(item)
    return Post(
        platform="tiktok",
        id=own,
        author_id=item.uid,  # type: ignore[arg-type]  # made text
        author_handle=item.unique_id or None,
        text=item.text or None,
        created_at=created_at,
        conversation=video,
        reply_to=item.replies_to_id or video,  # type: ignore[arg-type]
        reply_to_author_handle=None if item.replies_to_id else handle or None,
        mention_ids=ids,
        mention_handles=handles,
        likes=tally(item.digg_count),
        replies=tally(item.reply_comment_total),
        source="apify_tiktok",
    )


def _mentions(item: _Item) -> tuple[list[str | None] | None, list[str | None] | None]:
    """Ids and handles of the mentions: as they are told, else as the text has them."""
    if isinstance(item.detailed_mentions, list) and item.detailed_mentions:
        known = [m if isinstance(m, _Named) else _Named(name=m) for m in item.detailed_mentions]
        known = [m for m in known if m.name]
        return [_whole(m.id) for m in known], [(m.name or "").lstrip("@") for m in known]
    if isinstance(item.mentions, list):
        handles: list[str | None] = [m.lstrip("@") for m in item.mentions if m.lstrip("@")]
        return [None] * len(handles), handles
    told = mentions(item.text)
    return (None, None) if told is None else ([None] * len(told), [*told])


def _whole(value: Loose) -> str | None:
    try:
        return identity(value)
    except ValueError:
        return None
