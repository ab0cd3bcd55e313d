"""YouTube Data API v3: responses as they come, or their items, in JSON.

commentThreads.list, comments.list, videos.list, playlistItems.list and search.list give posts; channels.list gives
names and followers to what comes after it. A thread holds a few of its replies only: how many the platform counted
beyond those in the file is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from typing import Annotated, Any

import msgspec

from suara.collect import _json, _youtube
from suara.collect._input import NOT_JSON, Input, rejected
from suara.collect._json import fields_of
from suara.collect._notes import Notes
from suara.collect._values import count, time
from suara.posts import Notice, Post, Problem

TITLE = "YouTube Data API v3 (JSON)"
LOOKS_FOR = "JSON with a `kind` that begins with `youtube#`: a response, or items of one"


_Count = Annotated[int, msgspec.Meta(ge=0, le=(1 << 63) - 1)]  # what a column of the corpus can hold


class _Of(msgspec.Struct, gc=False):
    """What something refers to: a channel, or what a search found."""

    value: str | None = None
    kind: str | None = None
    videoId: str | None = None


class _Said(msgspec.Struct, gc=False):
    """What is told of a comment."""

    channelId: str | None = None  # whose video it is
    videoId: str | None = None
    parentId: str | None = None
    textOriginal: str | None = None
    textDisplay: str | None = None
    authorDisplayName: str | None = None
    authorChannelId: _Of | None = None
    likeCount: _Count | None = None
    publishedAt: str | None = None


class _Comment(msgspec.Struct, gc=False):
    id: str | None = None
    snippet: _Said | None = None


class _Replies(msgspec.Struct, gc=False):
    comments: list[_Comment] | None = None


class _Snippet(_Said, gc=False):
    """What is told of a thread, a video or a channel as well."""

    topLevelComment: _Comment | None = None
    totalReplyCount: _Count | None = None
    title: str | None = None
    description: str | None = None
    channelTitle: str | None = None
    defaultLanguage: str | None = None
    customUrl: str | None = None
    resourceId: _Of | None = None
    videoOwnerChannelId: str | None = None
    videoOwnerChannelTitle: str | None = None


class _Counts(msgspec.Struct, gc=False):
    viewCount: str | int | None = None
    likeCount: str | int | None = None
    commentCount: str | int | None = None
    subscriberCount: str | int | None = None


class _Details(msgspec.Struct, gc=False):
    videoPublishedAt: str | None = None


class _Item(msgspec.Struct, gc=False):
    kind: str | None = None
    id: str | _Of | None = None
    snippet: _Snippet | None = None
    replies: _Replies | None = None
    statistics: _Counts | None = None
    contentDetails: _Details | None = None


class _Fetched(msgspec.Struct, gc=False):
    retrieved_at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


class _Response(msgspec.Struct, gc=False):
    kind: str | None = None
    items: list[msgspec.Raw] | None = None
    error: dict[str, Any] | None = None
    fetched: _Fetched | None = msgspec.field(default=None, name="__suara")


TAKES = (fields_of(_Response) - {"items"}) | fields_of(_Item) | fields_of(_Item, "items.")
_ABOUT = ("snippet", "statistics", "contentDetails", "topLevelComment", "comments")
LEAVES = frozenset(
    {"nextPageToken", "prevPageToken", "pageInfo", "regionCode", "tokenPagination", "eventId", "visitorId"}
    | {f"*.{name}" for name in ("etag", "thumbnails", "localized", "tags", "categoryId", "liveBroadcastContent")}
    | {f"*.{name}" for name in ("canRate", "canReply", "viewerRating", "isPublic", "moderationStatus", "updatedAt")}
    | {f"*.{name}" for name in ("authorProfileImageUrl", "authorChannelUrl", "defaultAudioLanguage", "publishTime")}
    | {f"*.{name}" for name in ("position", "playlistId", "country", "favoriteCount", "dislikeCount", "videoCount")}
    | {f"*.{name}" for name in ("hiddenSubscriberCount", "id.channelId", "resourceId.channelId", "topicDetails")}
    | {f"*.{name}" for name in ("status", "player", "recordingDetails", "liveStreamingDetails", "brandingSettings")}
    | {f"*.contentDetails.{name}" for name in ("duration", "dimension", "definition", "caption", "licensedContent")}
    | {
        f"*.contentDetails.{name}"
        for name in ("projection", "contentRating", "regionRestriction", "hasCustomThumbnail")
    }
    | {f"*.contentDetails.{name}" for name in ("videoId", "note", "startAt", "endAt", "relatedPlaylists")}
    | {"*.comments.kind", "*.topLevelComment.kind", "*.paidProductPlacementDetails"}
)
TELLS = frozenset(
    {"id", "url", "author_id", "author_handle", "author_name", "author_followers", "text", "lang", "created_at"}
    | {"conversation", "reply_to", "reply_to_author_id", "reply_to_author_handle", "mention_handles", "hashtags"}
    | {"links", "likes", "replies", "views", "collected_at"}
)
CANNOT = "which reply of a thread another reply answers (only that it is in the thread), shares"


def recognise(file: Input) -> bool:
    """Whether the first JSON value is a response of the API, an item of one, or a page that was collected here."""
    first = _json.first(file)
    told = first.get("__suara")
    if isinstance(told, dict) and told.get("source") == "youtube":
        return True
    kind = first.get("kind")
    return isinstance(kind, str) and kind.startswith("youtube#")


def read(file: Input) -> Iterator[Post | Problem | Notice]:
    """The comments and videos of a file, as posts."""
    world = _World()
    for found in _json.decoded(file, _Response):
        if isinstance(found, Problem):
            yield found
            continue
        line, page, raw = found
        world.collected_at = page.fetched.retrieved_at if page.fetched else None
        if page.error is not None:  # in a journal it tells of a video that was passed over; the page is no record then
            reason = f"the API says: {page.error.get('message') or page.error.get('code') or 'an error'}"
            yield rejected(line, reason, raw, "errors" if page.fetched else None, "api_error")
        elif page.items is not None:
            for item in page.items:
                yield from _read(bytes(item), line, world)
        elif not (page.kind or "").endswith("Response"):  # a response without items holds nothing
            yield from _read(raw, line, world)
    yield from world.rest()


_decode = msgspec.json.Decoder(_Item).decode


def _read(raw: bytes, line: int, world: _World) -> Iterator[Post | Problem]:
    """The posts of one item, or the problem with it."""
    try:
        item = _decode(raw)
    except msgspec.ValidationError as error:
        yield rejected(line, f"not a post: {error}", raw, kind="not_a_post")
        return
    except NOT_JSON as error:
        yield rejected(line, f"not JSON: {error}", raw, kind="not_json")
        return
    refuse = _Refuse(line, raw)
    told, of = item.snippet, item.id if isinstance(item.id, _Of) else _Of()
    match (item.kind or "").removeprefix("youtube#"):
        case "commentThread" if told is not None and told.topLevelComment is not None:
            yield from _thread(item, told, told.topLevelComment, world, refuse)
        case "comment" if told is not None and isinstance(item.id, str):
            yield from _comment(_Comment(item.id, told), world, refuse)
        case "video" if told is not None and isinstance(item.id, str):
            world.known.add(item.id)
            yield from _video(item.id, item, told, world, refuse)
        case "channel" if isinstance(item.id, str):
            world.channels[item.id] = item  # no post, but who writes some
        case "searchResult" if told is not None and of.videoId:
            told.title, told.description = unescape(told.title or ""), unescape(told.description or "")
            yield from world.kept_back(_video(of.videoId, item, told, world, refuse))
        case "playlistItem" if told is not None:
            yield from world.kept_back(_listed(item, told, world, refuse))
        case "searchResult" | "playlistItem" if told is None and (of.videoId or item.kind == "youtube#playlistItem"):
            pass  # only its id was asked for, to ask for the video then
        case kind:
            yield refuse("neither a comment nor a video", kind or "no kind", kind="not_a_post")


@dataclass
class _Refuse:
    """Says that something of an item isn't as it should be."""

    line: int
    raw: bytes

    def __call__(self, what: str, value: object, field: str | None = None, kind: str = "mangled_id") -> Problem:
        return rejected(self.line, f"{what}: {str(value)[:40]!r}", self.raw, field, kind)


@dataclass
class _World:
    """What the items before say of those after, and what the whole file shows."""

    collected_at: datetime | None = None
    videos: dict[str, str | None] = field(default_factory=dict)  # of threads: comments.list names none
    authors: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)  # of threads: id and handle
    channels: dict[str, _Item] = field(default_factory=dict)
    threads: _youtube.Threads = field(default_factory=_youtube.Threads)
    known: set[str] = field(default_factory=set)  # videos that videos.list told in full
    short: list[Post] = field(default_factory=list)  # videos of searches and playlists

    def kept_back(self, found: Iterator[Post | Problem]) -> Iterator[Problem]:
        """Keep a video back until the end of the file, so that what videos.list tells in full comes first."""
        for item in found:
            if isinstance(item, Post):
                self.short.append(item)
            else:
                yield item

    def rest(self) -> Iterator[Post | Notice]:
        """The videos kept back, and what is missing."""
        notes = Notes()
        for post in self.short:
            if post.id not in self.known and post.text and post.text.endswith("..."):
                notes.add("truncated", post.text[-40:])
            yield post
        notes.add("replies_missing", count=self.threads.missing)
        yield from notes

    def channel(self, id_: str | None) -> tuple[str | None, int | None]:
        """Handle and followers of a channel, where the file tells them."""
        found = self.channels.get(id_ or "", _Item())
        handle = (found.snippet.customUrl if found.snippet else None) or ""
        return handle.removeprefix("@") or None, _count(found.statistics.subscriberCount if found.statistics else None)


def _thread(item: _Item, told: _Snippet, top: _Comment, world: _World, refuse: _Refuse) -> Iterator[Post | Problem]:
    """A comment on a video, and the answers to it that came along."""
    said = top.snippet or _Said()
    thread, video = top.id or "", told.videoId or said.videoId
    world.videos[thread] = video
    account = said.authorChannelId.value if said.authorChannelId else None
    world.authors[thread] = account, _youtube.named(said.authorDisplayName)[0]
    world.threads.announced(thread, told.totalReplyCount)
    yield from _comment(top, world, refuse, video=video, owner=told.channelId, replies=told.totalReplyCount)
    for reply in (item.replies and item.replies.comments) or ():
        yield from _comment(reply, world, refuse)


def _comment(
    comment: _Comment,
    world: _World,
    refuse: _Refuse,
    *,
    video: str | None = None,
    owner: str | None = None,
    replies: int | None = None,
) -> Iterator[Post | Problem]:
    said = comment.snippet or _Said()
    if comment.id is None or not _youtube.is_id(comment.id):
        yield refuse("a mangled id", comment.id)
        return
    try:
        created_at = time(said.publishedAt or "")
    except ValueError as error:
        yield refuse(f"an impossible time ({error})", said.publishedAt, kind="impossible_time")
        return
    author = said.authorChannelId.value if said.authorChannelId else None
    parent, video, owner = said.parentId, video or said.videoId, owner or said.channelId
    if parent and not _youtube.is_id(parent):
        yield refuse("a mangled id", parent, "parentId")
        parent = None
    if parent:
        world.threads.there(parent, comment.id)
        video = video or world.videos.get(parent)
    if author and not _youtube.is_id(author):
        yield refuse("a mangled id", author, "authorChannelId")
        author = None
    if video and not _youtube.is_video(video):
        yield refuse("a mangled id", video, "videoId")
        video = None
    if said.parentId:
        answered = world.authors.get(parent or "", (None, None))
    else:
        answered = owner, world.channel(owner)[0]
    text = said.textOriginal if said.textOriginal is not None else _youtube.plain(said.textDisplay or "")
    handle, name = _youtube.named(said.authorDisplayName)
    yield Post(
        platform="youtube",
        id=comment.id,
        url=_youtube.watch(video, comment.id),
        author_id=author,
        author_handle=handle,
        author_name=name,
        created_at=created_at,
        conversation=video,
        reply_to=parent if said.parentId else video,
        reply_to_author_id=answered[0],
        reply_to_author_handle=answered[1],
        **_youtube.in_text(text),
        likes=said.likeCount,
        replies=replies,
        collected_at=world.collected_at,
        source="youtube_api",
    )


def _listed(item: _Item, told: _Snippet, world: _World, refuse: _Refuse) -> Iterator[Post | Problem]:
    """A video of a playlist: its time is that of the video, not when it was put into the list."""
    of = told.resourceId or _Of()
    if told.videoOwnerChannelId is None and told.title in ("Deleted video", "Private video"):
        yield refuse("the API says", told.title, kind="api_error")
        return
    told.channelId, told.channelTitle = told.videoOwnerChannelId, told.videoOwnerChannelTitle
    told.publishedAt = item.contentDetails.videoPublishedAt if item.contentDetails else None
    yield from _video(of.videoId or "", item, told, world, refuse)


def _video(id_: str, item: _Item, told: _Snippet, world: _World, refuse: _Refuse) -> Iterator[Post | Problem]:
    if not _youtube.is_video(id_):
        yield refuse("a mangled id", id_)
        return
    try:
        created_at = time(told.publishedAt or "")
    except ValueError as error:
        yield refuse(f"an impossible time ({error})", told.publishedAt, kind="impossible_time")
        return
    if told.channelId and not _youtube.is_id(told.channelId):
        yield refuse("a mangled id", told.channelId, "channelId")
        told.channelId = None
    counts = item.statistics or _Counts()
    handle, followers = world.channel(told.channelId)
    text = _youtube.titled(told.title, told.description) or ""
    yield Post(
        platform="youtube",
        id=id_,
        url=_youtube.watch(id_),
        author_id=told.channelId or None,
        author_handle=handle,
        author_name=told.channelTitle or None,
        author_followers=followers,
        lang=told.defaultLanguage or None,
        created_at=created_at,
        conversation=id_,
        **_youtube.in_text(text),
        likes=_count(counts.likeCount),
        replies=_count(counts.commentCount),
        views=_count(counts.viewCount),
        collected_at=world.collected_at,
        source="youtube_api",
    )


def _count(told: str | int | None) -> int | None:
    return None if told is None else count(str(told))
