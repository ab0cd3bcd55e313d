"""Bluesky: a search or the posts of an account, with the threads of what is found. Read by `bluesky`.

Accounts and threads are public. Searching is for those who are logged in: Bluesky answers others with 403. The password
is an app password, which can't do more than post and read, and is asked to be let in once a run.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from suara.collect import _at, bluesky
from suara.collect._bluesky_text import told
from suara.collect._values import time
from suara.collect.live._collecting import Later, Page, Request
from suara.collect.live._optional import needed
from suara.collect.live._threads import after_page, after_thread
from suara.errors import SourceError

SOURCE = bluesky
KEY = "BLUESKY_PASSWORD"
PUBLIC, FOR_USERS = "https://public.api.bsky.app", "https://bsky.social"
BIGGEST_PAGE = 100
DEEPEST = 50  # answers to answers, up and down
FARTHEST = 10_000  # posts that a search goes back; from there it is begun anew

_OWN = ("query", "account", "since", "until", "replies")


def first(
    *,
    query: str | None = None,
    account: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    replies: bool = True,
) -> Request:
    """What to ask first: a search, or an account by its handle or DID.

    Args:
        query: a search, as in Bluesky's own; `#tag` for a hashtag.
        account: an account; its posts, reposts and answers.
        since: the earliest time of what is wanted.
        until: the time before which it ends.
        replies: whether to fetch the threads of what is found.

    Raises:
        SourceError: the account can't be one, or not exactly one of search and account is given.
    """
    asked: Request = {"replies": replies}
    if query is not None:
        asked["query"] = query
    if account is not None:
        asked["account"] = account if _at.is_did(account) else _at.handle(account)
        if asked["account"] is None:
            raise SourceError(f"{account!r} is no account of Bluesky: write it as name.bsky.social, or as its DID")
    if len(asked) != 2:
        raise SourceError("one of a search and an account is needed, and only one")
    return asked | {name: at.isoformat() for name, at in (("since", since), ("until", until)) if at is not None}


def fetcher(
    server: str | None = None, login: str | None = None, password: str | None = None
) -> Callable[[Request], Page]:
    """How a page is fetched: from the public server, or, logged in, from that of the account."""
    client = _Client(server or (FOR_USERS if login else PUBLIC), login, password)

    def fetch(asked: Request) -> Page:
        if "thread" in asked:
            return _thread(client, asked)
        return _search(client, asked) if "query" in asked else _feed(client, asked)

    return fetch


def _search(client: _Client, asked: Request) -> Page:
    """A page of what a search finds, the newest first."""
    own = {name: asked[name] for name in _OWN if name in asked}
    until = asked.get("before") or asked.get("until")
    params = {"q": asked["query"], "sort": "latest", "since": _zulu(asked.get("since")), "until": _zulu(until)}
    body = client.get("app.bsky.feed.searchPosts", params | {"cursor": asked.get("cursor")})
    found = _objects(body, "posts")
    cursor, done = told(body, "cursor"), asked.get("cursor") or "0"
    then = None
    if cursor and found:
        then = own | {"before": asked["before"]} if "before" in asked else own
        then = then | {"cursor": cursor}
    elif found and done.isdecimal() and int(done[:9]) + len(found) >= FARTHEST:
        oldest = min(filter(None, (_seen(post) for post in found)), default=None)
        then = own | {"before": oldest.isoformat()} if oldest and (not until or oldest.isoformat() < until) else None
    return _page(own, then, body, "posts", found)


def _feed(client: _Client, asked: Request) -> Page:
    """A page of what an account posts, passes on and answers, the newest first."""
    own = {name: asked[name] for name in _OWN if name in asked}
    params = {"actor": asked["account"], "filter": "posts_with_replies", "cursor": asked.get("cursor")}
    body = client.get("app.bsky.feed.getAuthorFeed", params)
    found = _objects(body, "feed")
    since = _time(asked.get("since"))
    seen = [at for item in found if (at := _seen(item)) is not None]
    cursor = told(body, "cursor")
    over = not cursor or (since is not None and bool(seen) and max(seen) < since)
    return _page(own, None if over else own | {"cursor": cursor}, body, "feed", found)


def _page(own: Request, then: Request | None, body: dict[str, Any], name: str, found: list[dict[str, Any]]) -> Page:
    """What of a page was asked for, and what is to be asked after it."""
    since, until = (_time(own.get(limit)) for limit in ("since", "until"))
    wanted = [item for item in found if _within(_posted(item), since, until)]
    threads = [_root(item) for item in wanted] if own["replies"] else []
    posts, following = after_page(own, then, len(wanted), filter(None, threads))
    ids = tuple(f"{told(_post(item), 'uri')} {told(item, 'reason', 'by', 'did')}" for item in found)
    return Page(body=body | {name: wanted}, posts=posts, next=following, ids=ids)


def _thread(client: _Client, asked: Request) -> Page:
    """All that answers a post, and what answers that."""
    uri = asked["thread"]
    try:
        body = client.get("app.bsky.feed.getPostThread", {"uri": uri, "depth": DEEPEST, "parentHeight": DEEPEST})
    except _Gone:
        body = {"thread": {"uri": uri, "notFound": True}}  # as Bluesky says it of posts within a thread
    posts, following = after_thread(asked, {uri})
    return Page(body=body, posts=posts, next=following)


def _root(item: dict[str, Any]) -> str | None:
    """The post whose thread holds all about this one; None where nobody answers."""
    if told(item, "reason", "by", "did"):
        return None
    post = _post(item)
    root = told(post, "record", "reply", "root", "uri")
    if root is None and post.get("replyCount"):
        root = told(post, "uri")
    return root if _at.is_post(root) else None


def _post(item: dict[str, Any]) -> dict[str, Any]:
    inner = item.get("post")
    return inner if isinstance(inner, dict) else item


def _posted(item: dict[str, Any]) -> datetime | None:
    """When a post was written, or passed on."""
    return _time(told(item, "reason", "indexedAt") or told(_post(item), "record", "createdAt")) or _seen(item)


def _seen(item: dict[str, Any]) -> datetime | None:
    """When Bluesky saw a post, or that it was passed on: by this a feed is sorted."""
    return _time(told(item, "reason", "indexedAt") or told(_post(item), "indexedAt"))


def _objects(body: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = body.get(name)
    if not isinstance(found, list):
        raise Later("Bluesky answers with something else than posts")
    return [item for item in found if isinstance(item, dict)]


def _within(at: datetime | None, since: datetime | None, until: datetime | None) -> bool:
    return at is None or ((since is None or at >= since) and (until is None or at < until))


def _time(written: str | None) -> datetime | None:
    try:
        return time(written or "")
    except ValueError:
        return None


def _zulu(written: str | None) -> str | None:
    """A time as Bluesky's search wants it."""
    at = _time(written)
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if at else None


class _Client:
    """One server of Bluesky, asked with our guards and patience.

    Raises:
        Later: the server asks to wait, is out of order or can't be reached.
        SourceError: it says no, and why.
    """

    def __init__(self, server: str, login: str | None, password: str | None) -> None:
        self._guarded = needed("suara.collect.live._guarded")
        self._session = self._guarded.Guarded(server)
        self._login, self._password = login, password
        self._token: str | None = None

    def get(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        """What a method answers; logged in first, and once again where that was too long ago."""
        if self._login is not None and self._token is None:
            self._let_in()
        params = {name: value for name, value in params.items() if value is not None}
        if method != "app.bsky.feed.getPostThread":
            params["limit"] = BIGGEST_PAGE
        for again in (True, False):
            headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
            body = self._asked("GET", method, params=params, headers=headers)
            if not (again and self._token and told(body, "error") == "ExpiredToken"):
                return self._answer(body)
            self._let_in()
        raise AssertionError("the second time answers or raises")

    def _let_in(self) -> None:
        asked = {"identifier": self._login, "password": self._password}
        body = self._answer(self._asked("POST", "com.atproto.server.createSession", json=asked), entering=True)
        self._token = told(body, "accessJwt")
        if self._token is None or not re.fullmatch(r"[\w.~+/=-]{1,8192}", self._token, re.ASCII):
            self._token = None
            raise Later(f"{self._session.host} answers with something else than a session")

    def _asked(self, verb: str, method: str, **more: Any) -> Any:
        try:
            self._session.request(verb, f"{self._session.server}/xrpc/{method}", **more)
        except self._guarded.CUT:
            raise Later(f"the connection to {self._session.host} was cut or can't be made") from None
        except self._guarded.requests.RequestException as error:  # its text may hold what was sent
            raise SourceError(f"{self._session.host} can't be asked: {type(error).__name__}") from None
        return self._session.body()

    def _answer(self, body: Any, *, entering: bool = False) -> dict[str, Any]:
        host, response = self._session.host, self._session.last
        if response.status_code == 200 and isinstance(body, dict):
            return body
        if response.status_code in (400, 404) and told(body, "error") == "NotFound":
            raise _Gone(f"{host} doesn't know this post, or not any more")
        needs = f"log in: --login with your handle, and an app password in $SUARA_{KEY}"
        words = {
            400: f"{host} doesn't take the request",
            401: f"{host} doesn't accept the app password"
            if entering or self._token
            else f"{host} wants you to {needs}",
            403: f"{host} doesn't allow this" if self._token else f"{host} lets only users search: {needs}",
        }
        raise self._guarded.refused(response, host, words, told(body, "message") or told(body, "error"))


class _Gone(SourceError):
    """What was asked for isn't there, or not any more."""
