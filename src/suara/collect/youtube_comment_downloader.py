"""youtube-comment-downloader: comments as YouTube's pages show them, in JSON lines or as a table made of them.

Times are relative to a moment that the file doesn't tell ("2 hari yang lalu"), so there are none; `time_parsed` is
what the program made of them and is left out. Tables of author, text, time and likes have no ids: one is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import msgspec

from suara.collect import _json, _rows, _youtube
from suara.collect._input import NOT_JSON, Input, rejected
from suara.collect._json import fields_of
from suara.collect._notes import Notes
from suara.collect._values import made_id, shown
from suara.posts import Notice, Post, Problem

TITLE = "youtube-comment-downloader (JSON lines or a table)"
LOOKS_FOR = (
    "`cid`, `text`, `time`, `author`, `votes`; or a table of `author`, `text`, `time`, `likes` with relative times"
)


class _Comment(msgspec.Struct, gc=False):
    cid: str | None = None
    text: str | None = None
    time: str | None = None
    author: str | None = None
    channel: str | None = None
    votes: str | int | None = None
    likes: str | int | None = None  # what tables call it
    replies: str | int | None = None


_Found = tuple[int, _Comment, bytes | str]
"""Line number, what is said there, and the record as it stands."""


class _Pretty(_Comment, gc=False):
    """A comment, or all of them, as the program writes them with --pretty."""

    comments: list[msgspec.Raw] | None = None


TAKES = fields_of(_Comment) | fields_of(_Comment, "comments.")
LEAVES = frozenset({f"*.{name}" for name in ("time_parsed", "photo", "heart", "reply", "paid")})
LEAVES |= {"time_parsed", "photo", "heart", "reply", "paid"}
TELLS = frozenset(
    {"id", "author_id", "author_handle", "author_name", "text", "reply_to", "reply_to_author_id"}
    | {"reply_to_author_handle", "mention_handles", "hashtags", "links", "likes", "replies"}
)
CANNOT = "when a comment was written, and on which video; in a table without `cid`, which comment is answered"
_RELATIVE = re.compile(r"\d+ \w+ (?:yang lalu|ago)\b|\d+ \w+ lalu\b", re.IGNORECASE)


def recognise(file: Input) -> bool:
    """Whether it has the program's fields; a table without ids, whether its first time is a relative one."""
    if file.kind == "json":
        return _json.first(file).keys() >= {"cid", "text", "time", "author"} or _is_pretty(_json.first(file))
    columns = set(file.header)
    if columns >= {"cid", "text", "time", "author"}:
        return True
    if not (columns >= {"author", "text", "time"} and columns & {"likes", "votes"}) or "id" in columns:
        return False
    first = islice(_rows.records(file), 20)
    return any(isinstance(row, tuple) and _RELATIVE.search(row[1]["time"]) for row in first)


def _is_pretty(first: dict[str, object]) -> bool:
    inner = first.get("comments")
    return isinstance(inner, list) and bool(inner) and isinstance(inner[0], dict) and "cid" in inner[0]


def read(file: Input) -> Iterator[Post | Problem | Notice]:
    """The comments of a file, as posts."""
    notes = Notes()
    authors: dict[str, tuple[str | None, str | None]] = {}  # id and handle, by their comment
    for found in _comments(file) if file.kind == "json" else _rows_of(file):
        if isinstance(found, tuple):
            yield from _post(found, authors, notes)
        else:
            yield found
    yield from notes


def _comments(file: Input) -> Iterator[_Found | Problem]:
    """The comments of a JSON file, a value each or all in one."""
    for found in _json.decoded(file, _Pretty):
        if isinstance(found, Problem) or found[1].comments is None:
            yield found
            continue
        line, whole, _ = found
        for raw in whole.comments or ():
            try:
                yield line, msgspec.json.decode(raw, type=_Comment), bytes(raw)
            except msgspec.ValidationError as error:
                yield rejected(line, f"not a post: {error}", bytes(raw), kind="not_a_post")
            except NOT_JSON as error:
                yield rejected(line, f"not JSON: {error}", bytes(raw), kind="not_json")


def _rows_of(file: Input) -> Iterator[_Found | Problem | Notice]:
    """The comments of a table."""
    for found in _rows.records(file):
        if isinstance(found, tuple):
            line, row, raw = found
            yield line, _Comment(**{name: row.get(name) or None for name in _Comment.__struct_fields__}), raw
        else:
            yield found


def _post(found: _Found, authors: dict[str, tuple[str | None, str | None]], notes: Notes) -> Iterator[Post | Problem]:
    line, said, raw = found
    text = said.text or ""
    if said.cid is not None and not _youtube.is_id(said.cid):
        yield rejected(line, f"a mangled id: {said.cid[:40]!r}", raw, kind="mangled_id")
        return
    if said.cid is None and not text:
        yield rejected(line, "not a post: it has neither an id nor a text", raw, kind="not_a_post")
        return
    if said.channel and not _youtube.is_id(said.channel):
        yield rejected(line, f"a mangled id: {said.channel[:40]!r}", raw, "channel", "mangled_id")
        said.channel = None
    if said.cid is None:
        notes.add("no_ids")
    if said.time:
        notes.add("relative_time", said.time)
    handle, name = _youtube.named(said.author)
    thread, is_reply, _ = (said.cid or "").partition(".")
    answered = authors.get(thread, (None, None)) if is_reply else (None, None)
    if said.cid and not is_reply:
        authors[said.cid] = said.channel or None, handle
    yield Post(
        platform="youtube",
        # the time is no part of a made id, for it is another one each time that the page is fetched
        id=said.cid or made_id(said.author, text),
        author_id=said.channel or None,
        author_handle=handle,
        author_name=name,
        reply_to=thread if is_reply else None,
        reply_to_author_id=answered[0],
        reply_to_author_handle=answered[1],
        **_youtube.in_text(text),
        likes=_count(said.likes if said.votes is None else said.votes, notes),
        replies=_count(said.replies, notes),
        source="youtube_comment_downloader",
    )


def _count(told: str | int | None, notes: Notes) -> int | None:
    found, rounded = shown(None if told is None else str(told))
    if rounded:
        notes.add("rounded_count", str(told))
    return found
