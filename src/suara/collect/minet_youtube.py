"""minet's YouTube tables: comments, and videos (looked up, searched for, or of a channel or playlist)."""

from __future__ import annotations

from collections.abc import Iterator

from suara.collect import _youtube
from suara.collect._input import Input
from suara.collect._notes import Notes
from suara.collect._rows import records
from suara.collect._values import count, time
from suara.posts import Notice, Post, Problem

TITLE = "minet YouTube CSV (comments, videos)"
LOOKS_FOR = "a header with `comment_id`, `video_id`, `author_channel_id`; or `video_id`, `title`, `channel_title`"

_COMMENTS = {"video_id", "comment_id", "author_name", "author_channel_id", "text", "published_at", "parent_comment_id"}
_VIDEOS = {"video_id", "title", "published_at", "description", "channel_id", "channel_title"}
TAKES = frozenset(
    _COMMENTS | _VIDEOS | {"like_count", "reply_count", "comment_count", "view_count", "default_language"}
)
LEAVES = frozenset({"updated_at", "duration", "has_captions", "category_id", "category", "topics", "tags", "position"})
TELLS = frozenset(
    {"id", "url", "author_id", "author_handle", "author_name", "text", "lang", "created_at", "conversation"}
    | {"reply_to", "reply_to_author_id", "reply_to_author_handle", "mention_handles", "hashtags", "links"}
    | {"likes", "replies", "views"}
)
CANNOT = (
    "which reply of a thread another reply answers, whose video it is (in comments), followers, when it was fetched"
)


def recognise(file: Input) -> bool:
    """Whether the header is that of comments or of videos."""
    return set(file.header) >= _COMMENTS or set(file.header) >= _VIDEOS


def read(file: Input) -> Iterator[Post | Problem | Notice]:
    """The rows of a file, as posts."""
    notes = Notes()
    yield from _comments(file, notes) if "comment_id" in file.header else _videos(file, notes)
    yield from notes


def _comments(file: Input, notes: Notes) -> Iterator[Post | Problem | Notice]:
    threads = _youtube.Threads()
    authors: dict[str, tuple[str | None, str | None]] = {}  # id and handle, by their comment
    ids = {
        "comment_id": _youtube.is_id,
        "video_id": _youtube.is_video,
        "parent_comment_id": _youtube.is_id,
        "author_channel_id": _youtube.is_id,
    }
    for found in records(file):
        if not isinstance(found, tuple):
            yield found
            continue
        row = found[1]
        is_reply = bool(row["parent_comment_id"])
        faults = list(_youtube.faults(found, ids, "published_at"))
        yield from faults
        if any(fault.field is None for fault in faults):
            continue
        id_, video, parent = row["comment_id"], row["video_id"] or None, row["parent_comment_id"] or None
        handle, name = _youtube.named(row["author_name"])
        if is_reply:
            threads.there(parent, id_)
        else:
            authors[id_] = row["author_channel_id"] or None, handle
            threads.announced(id_, count(row.get("reply_count")))
        answered = authors.get(parent or "", (None, None))
        yield Post(
            platform="youtube",
            id=id_,
            url=_youtube.watch(video, id_),
            author_id=row["author_channel_id"] or None,
            author_handle=handle,
            author_name=name,
            created_at=time(row["published_at"]),
            conversation=video,
            reply_to=parent if is_reply else video,
            reply_to_author_id=answered[0],
            reply_to_author_handle=answered[1],
            **_youtube.in_text(row["text"]),
            likes=count(row.get("like_count")),
            replies=None if is_reply else count(row.get("reply_count")),
            source="minet_youtube",
        )
    notes.add("replies_missing", count=threads.missing)


def _videos(file: Input, notes: Notes) -> Iterator[Post | Problem | Notice]:
    swapped = _swapped(file)
    for found in records(file):
        if not isinstance(found, tuple):
            yield found
            continue
        row = found[1]
        ids = {"video_id": _youtube.is_video, "channel_id": _youtube.is_id}
        faults = list(_youtube.faults(found, ids, "published_at"))
        yield from faults
        if any(fault.field is None for fault in faults):
            continue
        title, channel = row["title"], row["channel_title"]
        if swapped:
            title, channel = channel, title
            notes.add("swapped_back", "title, channel_title")
        text = _youtube.titled(title, row["description"]) or ""
        yield Post(
            platform="youtube",
            id=row["video_id"],
            url=_youtube.watch(row["video_id"]),
            author_id=row["channel_id"] or None,
            author_name=channel or None,
            lang=row.get("default_language") or None,
            created_at=time(row["published_at"]),
            conversation=row["video_id"],
            **_youtube.in_text(text),
            likes=count(row.get("like_count")),
            replies=count(row.get("comment_count")),
            views=count(row.get("view_count")),
            source="minet_youtube",
        )


def _swapped(file: Input) -> bool:
    """Whether titles stand beneath the name of the channel: minet before 2026 wrote them so for searches.

    Shown by a channel whose videos have one title and many names.
    """
    if "view_count" in file.header or "position" in file.header:
        return False
    titles: dict[str, set[str]] = {}
    names: dict[str, set[str]] = {}
    for found in records(file):
        if isinstance(found, tuple):
            titles.setdefault(found[1]["channel_id"], set()).add(found[1]["title"])
            names.setdefault(found[1]["channel_id"], set()).add(found[1]["channel_title"])
    one_name = all(len(of) == 1 for of in names.values())
    return not one_name and all(len(of) == 1 for of in titles.values())
