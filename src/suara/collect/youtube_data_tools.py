r"""YouTube Data Tools: comments of a video, and lists of videos, in CSV or TAB.

Written in PHP until 2025 (quotes after a backslash aren't doubled, see `_escaped`; times by the server's clock), in
Python since (with the video's id, and the comment that an answer really answers, by the name that it begins with).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from suara.collect import _youtube
from suara.collect._escaped import records
from suara.collect._input import Input, rejected
from suara.collect._notes import Notes
from suara.collect._values import count, time
from suara.posts import Notice, Post, Problem

TITLE = "YouTube Data Tools (comments, video list)"
LOOKS_FOR = "a header with `id`, `authorName`, `publishedAt`, `isReply`; or `videoId`, `videoTitle`, `videoDescription`"

_COMMENTS = {"id", "authorName", "text", "publishedAt", "isReply"}
_VIDEOS = {"videoId", "videoTitle", "videoDescription", "publishedAt", "channelId", "channelTitle"}
TAKES = frozenset(
    _COMMENTS
    | _VIDEOS
    | {"replyCount", "totalReplyCount", "likeCount", "authorChannelId", "isReplyTo", "isReplyToId", "isReplyToName"}
    | {"threadId", "viewCount", "commentCount", "defaultLanguage", "locationDescription"}
)
LEAVES = frozenset(
    {"position", "authorChannelUrl", "inferredReplyCount", "inferredLevel", "isChannelOwner", "videoUrl"}
    | {"publishedAtSQL", "tags", "videoCategoryId", "videoCategoryLabel", "topicCategories", "duration", "durationSec"}
    | {"isShort", "dimension", "definition", "caption", "liveBroadcastContent", "defaultLAudioLanguage"}
    | {"defaultAudioLanguage", "thumbnail_maxres", "licensedContent", "regionRestrictionAllowed", "latitude"}
    | {"regionRestrictionBlocked", "madeForKids", "hasPaidProductPlacement", "longitude", "dislikeCount"}
    | {"favoriteCount"}
)
TELLS = frozenset(
    {"id", "url", "author_id", "author_handle", "author_name", "text", "lang", "created_at", "conversation"}
    | {"reply_to", "reply_to_author_id", "reply_to_author_handle", "mention_handles", "hashtags", "links"}
    | {"likes", "replies", "views", "place"}
)
CANNOT = "the video of a comment (before 2025), whose video it is, followers, when it was fetched"
_NO_ZONE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
_NOT_FOUND = re.compile(r"\[.*: .*\]")  # a row in the place of what wasn't found


def recognise(file: Input) -> bool:
    """Whether the header is that of comments or of a list of videos."""
    columns = set(file.header)
    return (columns >= _COMMENTS and bool(columns & {"isReplyTo", "isReplyToId"})) or columns >= _VIDEOS


def read(file: Input) -> Iterator[Post | Problem | Notice]:
    """The rows of a file, as posts."""
    comments = "authorName" in file.header
    of_its_clock = "threadId" not in file.header  # the Python version writes UTC
    ids = {"id": _youtube.is_id, "videoId": _youtube.is_video} if comments else {"videoId": _youtube.is_video}
    ids |= dict.fromkeys(("authorChannelId", "channelId", "isReplyTo", "isReplyToId", "threadId"), _youtube.is_id)
    threads, authors, notes = _youtube.Threads(), _Authors(), Notes()
    for found in records(file):
        if not isinstance(found, tuple):
            yield found
            continue
        line, row, raw = found
        told = row["text" if comments else "videoTitle"]
        if not row["publishedAt"] and _NOT_FOUND.fullmatch(told):
            yield rejected(line, f"the platform gave nothing: {told[:80]}", raw, kind="api_error")
            continue
        if _NO_ZONE.fullmatch(row["publishedAt"]):
            row["publishedAt"] += "Z"
            notes.add("zone_doubt", "UTC", count=of_its_clock)
        is_reply = row.get("isReply") == "1"
        faults = list(_youtube.faults(found, ids, "publishedAt"))
        yield from faults
        if not any(fault.field is None for fault in faults):
            yield _comment(row, is_reply, threads, authors) if comments else _video(row)
    notes.add("replies_missing", count=threads.missing)
    yield from notes


_Authors = dict[str, tuple[str | None, str | None]]
"""Id and handle of authors, by their comment."""


def _comment(row: dict[str, str], is_reply: bool, threads: _youtube.Threads, authors: _Authors) -> Post:
    id_, video = row["id"], row.get("videoId") or None
    handle, name = _youtube.named(row["authorName"])
    replies = None if is_reply else count(row.get("totalReplyCount") or row.get("replyCount"))
    parent = row.get("isReplyToId") or row.get("isReplyTo") or None
    authors[id_] = row.get("authorChannelId") or None, handle
    if is_reply:
        threads.there(row.get("threadId") or parent, id_)
    else:
        threads.announced(id_, replies)
    answered = authors.get(parent or "", (None, _youtube.named(row.get("isReplyToName"))[0]))
    return Post(
        platform="youtube",
        id=id_,
        url=_youtube.watch(video, id_),
        author_id=row.get("authorChannelId") or None,
        author_handle=handle,
        author_name=name,
        **_youtube.in_text(_youtube.plain(row["text"])),
        created_at=time(row["publishedAt"]),
        conversation=video,
        reply_to=parent if is_reply else video,
        reply_to_author_id=answered[0] if is_reply else None,
        reply_to_author_handle=answered[1] if is_reply else None,
        likes=count(row.get("likeCount")),
        replies=replies,
        source="youtube_data_tools",
    )


def _video(row: dict[str, str]) -> Post:
    return Post(
        platform="youtube",
        id=row["videoId"],
        url=_youtube.watch(row["videoId"]),
        author_id=row["channelId"] or None,
        author_name=row["channelTitle"] or None,
        **_youtube.in_text(_youtube.titled(row["videoTitle"], row["videoDescription"]) or ""),
        lang=row.get("defaultLanguage") or None,
        created_at=time(row["publishedAt"]),
        conversation=row["videoId"],
        likes=count(row.get("likeCount")),
        replies=count(row.get("commentCount")),
        views=count(row.get("viewCount")),
        place=row.get("locationDescription") or None,
        source="youtube_data_tools",
    )
