"""Of YouTube's answers, what tells what to ask next."""

from __future__ import annotations

from typing import Any

import msgspec


class Of(msgspec.Struct):
    """What a search found."""

    videoId: str | None = None


class _Said(msgspec.Struct):
    publishedAt: str | None = None


class _Comment(msgspec.Struct):
    snippet: _Said = msgspec.field(default_factory=_Said)


class _Snippet(msgspec.Struct):
    totalReplyCount: int = 0
    topLevelComment: _Comment = msgspec.field(default_factory=_Comment)


class _Replies(msgspec.Struct):
    comments: list[Any] = []


class _Playlists(msgspec.Struct):
    uploads: str | None = None


class _Details(msgspec.Struct):
    videoId: str | None = None
    videoPublishedAt: str | None = None
    relatedPlaylists: _Playlists = msgspec.field(default_factory=_Playlists)


class _Counts(msgspec.Struct):
    commentCount: str | None = None  # not told where comments are switched off


class _Item(msgspec.Struct):
    id: str | Of | None = None
    snippet: _Snippet = msgspec.field(default_factory=_Snippet)
    replies: _Replies = msgspec.field(default_factory=_Replies)
    contentDetails: _Details = msgspec.field(default_factory=_Details)
    statistics: _Counts = msgspec.field(default_factory=_Counts)


class Answer(msgspec.Struct):
    """A page of an answer."""

    items: list[_Item] = []
    nextPageToken: str | None = None
