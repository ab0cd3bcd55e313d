"""What YouTube is asked, and what is left to be asked: as a state that goes into the journal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec

from suara.collect import _youtube
from suara.collect.live._collecting import Request
from suara.errors import SourceError

COSTS = {"search": 100}  # units of quota for a request; all others cost one
_ADDRESS = re.compile(r"(?:https?://)?(?:www\.|m\.)?(?:youtube\.com|youtu\.be)/(.*)")
_CHANNEL = re.compile(r"(UC[A-Za-z0-9_-]{22})|@[\w.·-]{3,30}")


class State(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is asked, and what is left to be asked."""

    ask: Literal["search", "channel", "uploads", "videos", "threads", "replies"]
    query: str | None = None
    channel: str | None = None
    playlist: str | None = None
    since: str | None = None
    until: str | None = None
    page: str | None = None  # of what is asked
    next_list: str | None = None  # the page of the list that comes next
    waiting: list[str] = []  # videos that weren't looked up yet
    videos: list[str] = []  # videos whose comments weren't asked for yet
    video: str | None = None  # the one whose comments are
    next_threads: str | None = None  # the page of its threads that comes next
    threads: list[str] = []  # threads of the page before, whose replies are missing
    again: bool = False  # this video was begun anew, as YouTube had forgotten the page

    def but(self, **changes: Any) -> State:
        """The same, changed."""
        return msgspec.structs.replace(self, **changes)

    def onward(self) -> State | None:
        """What to ask when this answer is there: what is begun comes before what is new."""
        if self.threads:
            return self.but(ask="replies", page=None)
        if self.next_threads:
            return self.but(ask="threads", page=self.next_threads, next_threads=None)
        if self.videos:
            first, *rest = self.videos
            return self.but(ask="threads", page=None, video=first, videos=rest, again=False)
        if self.waiting:
            return self.but(ask="videos", page=None, video=None)
        if self.next_list:
            return self.but(
                ask="uploads" if self.playlist else "search", page=self.next_list, next_list=None, video=None
            )
        return None

    def request(self) -> Request:
        """The state as plain JSON values."""
        return msgspec.to_builtins(self)  # type: ignore[no-any-return]

    @property
    def what(self) -> str:
        """What is asked, in words."""
        if self.ask == "replies":
            return f"replies to {self.threads[0]}"
        named = {"threads": f"video {self.video}", "search": f"search {self.query}", "videos": "videos"}
        return named.get(self.ask, f"channel {self.channel}")

    def asked(self) -> tuple[str, Mapping[str, str | None]]:
        """Where to ask, and with which parameters."""
        match self.ask:
            case "search":
                about = {"q": self.query, "publishedAfter": self.since, "publishedBefore": self.until}
                fixed = {"part": "id", "type": "video", "order": "date", "maxResults": "50"}
                return "search", {**fixed, **about, "pageToken": self.page}
            case "channel":
                named = "forHandle" if (self.channel or "").startswith("@") else "id"
                return "channels", {"part": "snippet,contentDetails,statistics", named: self.channel}
            case "uploads":
                fixed = {"part": "contentDetails", "maxResults": "50"}
                return "playlistItems", {**fixed, "playlistId": self.playlist, "pageToken": self.page}
            case "videos":
                return "videos", {"part": "snippet,statistics", "id": ",".join(self.waiting[:50])}
            case "threads":
                fixed = {"part": "snippet,replies", "order": "time", "maxResults": "100", "textFormat": "plainText"}
                return "commentThreads", {**fixed, "videoId": self.video, "pageToken": self.page}
            case _:
                fixed = {"part": "snippet", "maxResults": "100", "textFormat": "plainText"}
                return "comments", {**fixed, "parentId": self.threads[0], "pageToken": self.page}


def state_of(request: Request) -> State:
    """The state that a journal keeps.

    Raises:
        SourceError: it is none.
    """
    try:
        state = msgspec.convert(request, State)
    except msgspec.ValidationError as error:
        raise SourceError(f"the journal of this collection was changed: {error}") from None
    if state.ask == "replies" and not state.threads:
        raise SourceError("the journal of this collection was changed: no thread to ask for the replies of")
    return state


def videos(given: Sequence[str], since: datetime | None = None) -> Request:
    """Ask for these videos (ids or addresses) and their comments; those before `since` aren't paged for.

    Raises:
        SourceError: one is no video.

    Example:
        >>> videos(["https://youtu.be/conToh_0001?t=5", "conToh_0002"])
        {'ask': 'videos', 'waiting': ['conToh_0001', 'conToh_0002']}
    """
    ids = list(dict.fromkeys(_video_of(text) for text in given))
    return State("videos", waiting=ids, since=_utc(since)).request()


def channel(given: str, since: datetime | None = None, until: datetime | None = None) -> Request:
    """Ask for the videos that a channel (id, @handle or address) published in a period, and all their comments.

    Raises:
        SourceError: it is no channel.

    Example:
        >>> channel("https://www.youtube.com/@layanan_contoh")
        {'ask': 'channel', 'channel': '@layanan_contoh'}
    """
    address = _ADDRESS.fullmatch(given)
    named = (address[1] if address else given).removeprefix("channel/").split("/")[0].split("?")[0]
    if not _CHANNEL.fullmatch(named):
        raise SourceError(f"{given!r} is no channel of YouTube: give its id (UC...), its @handle or its address")
    return State("channel", channel=named, since=_utc(since), until=_utc(until)).request()


def search(query: str, since: datetime | None = None, until: datetime | None = None) -> Request:
    """Ask for the videos that a search finds among those published in a period, and all their comments.

    Raises:
        SourceError: there is nothing to search for.

    Example:
        >>> search("air mati")
        {'ask': 'search', 'query': 'air mati'}
    """
    if not query.strip():
        raise SourceError("a search needs something to search for")
    return State("search", query=query.strip(), since=_utc(since), until=_utc(until)).request()


def least(first: Request) -> tuple[int, int]:
    """Requests and units of quota that a collection costs at least, if what it asks for is there and has comments.

    Example:
        >>> least(search("air mati")), least(channel("@layanan_contoh")), least(videos(["conToh_0001"]))
        ((3, 102), (4, 4), (2, 2))
    """
    state = state_of(first)
    lists = {"search": ["search"], "channel": ["channel", "uploads"]}.get(state.ask, [])
    number = len(state.waiting) or 1
    asked = [*lists, *["videos"] * -(-number // 50), *["threads"] * number]
    return len(asked), sum(COSTS.get(ask, 1) for ask in asked)


def _video_of(text: str) -> str:
    """The id of a video that is given by its id or address."""
    address = _ADDRESS.fullmatch(text)
    found = text
    if address:
        path, _, query = address[1].partition("?")
        inside = re.search(r"(?:^|&)v=([^&#]*)", query)
        found = inside[1] if inside else path.rpartition("/")[2].partition("#")[0]
    if not _youtube.is_video(found):
        raise SourceError(f"{text!r} is no video of YouTube: give its id (11 characters) or its address")
    return found


def _utc(at: datetime | None) -> str | None:
    return None if at is None else f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
