"""YouTube Data API v3: videos, the comments on them, and all replies to these.

What is asked next is told by a state that is kept in the journal: a list of videos (a search, the uploads of a
channel) is walked a page at a time; each video's threads are; and so are the replies of each thread that didn't
come with all of them. It holds a page's worth of ids, so it stays small.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import msgspec

from suara.collect import _youtube
from suara.collect.live import _http
from suara.collect.live._collecting import Later, Page, Request, Say
from suara.collect.live._youtube_answers import Answer, Of
from suara.collect.live._youtube_requests import State, channel, least, search, state_of, videos
from suara.errors import SourceError

__all__ = ["QUOTA", "SOURCE", "YouTube", "channel", "least", "search", "videos"]

SOURCE = "youtube_api"
URL = "https://www.googleapis.com/youtube/v3"
QUOTA = 10_000  # units a day that a key has by default

_LONGEST_TOKEN = 4096
_USED_UP = {"quotaExceeded", "dailyLimitExceeded"}
_TOO_FAST = {"rateLimitExceeded", "userRateLimitExceeded"}
_PLAIN = {
    "commentsDisabled": "its comments are switched off",
    "videoNotFound": "it isn't there any more",
    "commentNotFound": "it isn't there any more",
    "playlistNotFound": "it has no uploads that can be seen",
    "forbidden": "it isn't open to everybody",
    "processingFailure": "YouTube can't process it",
}


class YouTube:
    """Asks YouTube for one page after the other; `passed_over` tells of what couldn't be had.

    Raises:
        SourceError: the address in `url`, or else in $SUARA_YOUTUBE_URL, isn't safe.
    """

    def __init__(self, key: str, *, url: str | None = None, say: Say = lambda line: None) -> None:
        """`key`: of the YouTube Data API; it is sent in a header, and kept nowhere."""
        self._key = key
        self._url = _http.safe(url or os.environ.get("SUARA_YOUTUBE_URL") or URL)
        self._say = say
        self._session = _http.session()
        self.passed_over: list[str] = []

    def __call__(self, request: Request) -> Page:
        """The page that is asked for.

        Raises:
            Later: YouTube asks to wait, or is out of order.
            SourceError: YouTube refuses.
        """
        state = state_of(request)
        path, params = state.asked()
        told = {name: value for name, value in params.items() if value is not None}
        try:
            body = _http.get_json(self._session, f"{self._url}/{path}", told, {"X-Goog-Api-Key": self._key})
        except _http.Refused as refused:
            return self._refused(state, refused)
        body = self._without_key(body)
        try:
            answer = msgspec.convert(body, Answer)
        except msgspec.ValidationError as error:
            raise SourceError(f"YouTube answers otherwise than its documentation says: {error}") from None
        token = answer.nextPageToken or None
        if token and len(token) > _LONGEST_TOKEN:
            raise SourceError("YouTube answers with a page token that can't be one")
        if token and token == state.page:
            self._pass_over(f"{state.what}: YouTube says that after this page comes the same page again; it ends here")
            token = None
        return getattr(self, f"_{state.ask}")(state, body, answer, token)  # type: ignore[no-any-return]

    def close(self) -> None:
        """End the connection."""
        self._session.close()

    def _search(self, state: State, body: dict[str, Any], answer: Answer, token: str | None) -> Page:
        ids = [item.id.videoId for item in answer.items if isinstance(item.id, Of)]
        return _page(body, 0, state.but(waiting=_videos(ids), next_list=token))

    def _channel(self, state: State, body: dict[str, Any], answer: Answer, token: str | None) -> Page:
        uploads = [item.contentDetails.relatedPlaylists.uploads for item in answer.items]
        if not uploads or not uploads[0]:
            raise SourceError(f"YouTube knows no channel {state.channel}: check its id or @handle")
        return Page(body=body, posts=0, next=state.but(ask="uploads", playlist=uploads[0], page=None).request())

    def _uploads(self, state: State, body: dict[str, Any], answer: Answer, token: str | None) -> Page:
        since, until = state.since or "", state.until or "~"  # times of one form sort as text; "~" sorts last
        at = [item.contentDetails.videoPublishedAt or "" for item in answer.items]
        ids = [i.contentDetails.videoId for i, when in zip(answer.items, at, strict=True) if since <= when < until]
        if at and max(at) < since:  # the newest come first
            token = None
        return _page(body, 0, state.but(waiting=_videos(ids), next_list=token))

    def _videos(self, state: State, body: dict[str, Any], answer: Answer, token: str | None) -> Page:
        asked, waiting = state.waiting[:50], state.waiting[50:]
        comments = {item.id: item.statistics.commentCount for item in answer.items if isinstance(item.id, str)}
        for gone in [video for video in asked if video not in comments]:
            self._pass_over(f"video {gone}: {_PLAIN['videoNotFound']}")
        there = [video for video in asked if comments.get(video, "0") != "0"]
        return _page(body, len(answer.items), state.but(waiting=waiting, videos=there))

    def _threads(self, state: State, body: dict[str, Any], answer: Answer, token: str | None) -> Page:
        delivered = [len(item.replies.comments) for item in answer.items]
        incomplete = [
            item.id
            for item, replies in zip(answer.items, delivered, strict=True)
            if item.snippet.totalReplyCount > replies and isinstance(item.id, str) and _youtube.is_id(item.id)
        ]
        at = [item.snippet.topLevelComment.snippet.publishedAt or "" for item in answer.items]
        if state.since and at and max(at) < state.since:  # the newest come first
            token = None
        return _page(body, len(at) + sum(delivered), state.but(threads=incomplete, next_threads=token))

    def _replies(self, state: State, body: dict[str, Any], answer: Answer, token: str | None) -> Page:
        if token:
            return Page(body=body, posts=len(answer.items), next=state.but(page=token).request())
        return _page(body, len(answer.items), state.but(threads=state.threads[1:]))

    def _refused(self, state: State, refused: _http.Refused) -> Page:
        """Pass over what can't be had; else say in plain words why all must stop."""
        told = self._without_key(refused.body).get("error")
        error = told if isinstance(told, dict) else {}
        listed = error.get("errors")
        first = listed[0] if isinstance(listed, list) and listed and isinstance(listed[0], dict) else {}
        reason, message = str(first.get("reason", "")), str(error.get("message", ""))
        of_youtube = str(first.get("domain", "")).startswith("youtube.")
        if reason in _USED_UP:
            raise SourceError(
                "the quota of this key is used up for today. YouTube gives new quota at midnight in California "
                "(14:00 WIB in its summer, 15:00 WIB in its winter): the same command goes on from here then"
            ) from None
        if reason in _TOO_FAST:
            raise Later("YouTube asks to be asked more slowly") from None
        if reason == "keyInvalid" or "API key not valid" in message or "API key expired" in message:
            raise SourceError(
                "YouTube doesn't know this key: check it, or make one at console.cloud.google.com"
            ) from None
        if reason == "accessNotConfigured":
            raise SourceError(
                "the YouTube Data API isn't switched on for the project of this key: do so at console.cloud.google.com"
            ) from None
        known = reason in _PLAIN and (of_youtube or reason != "forbidden")
        if refused.status == 400 and state.page and not state.again and state.ask in ("threads", "replies"):
            self._say(f"{state.what}: YouTube has forgotten this page; it is begun anew")
            rest = state.but(again=True, page=None, threads=[], next_threads=None)
            return Page(body={"error": error}, posts=0, next=rest.but(ask="threads").request())
        if state.ask in ("threads", "replies", "uploads") and (known or (refused.status == 400 and state.page)):
            self._pass_over(f"{state.what}: {_PLAIN.get(reason, 'YouTube has forgotten a page of it')}")
            if state.ask == "replies":
                return _page({"error": error}, 0, state.but(threads=state.threads[1:]))
            return _page({"error": error}, 0, state.but(threads=[], next_threads=None))
        raise SourceError(f"{refused}. YouTube says: {message[:300]}" if message else str(refused)) from None

    def _pass_over(self, line: str) -> None:
        self.passed_over.append(line)
        self._say(line)

    def _without_key(self, body: dict[str, Any]) -> dict[str, Any]:
        """An answer without the key, should it hold it: it will be kept."""
        raw = msgspec.json.encode(body)
        if self._key.encode() not in raw:
            return body
        return msgspec.json.decode(raw.replace(self._key.encode(), b"(key)"))  # type: ignore[no-any-return]


def _page(body: dict[str, Any], posts: int, state: State) -> Page:
    onward = state.onward()
    return Page(body=body, posts=posts, next=None if onward is None else onward.request())


def _videos(ids: Sequence[str | None]) -> list[str]:
    return [video for video in dict.fromkeys(ids) if video and _youtube.is_video(video)]
