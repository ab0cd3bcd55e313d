"""Mastodon: a hashtag, an account or a search of one server, with the threads of what is found. Read by `mastodon`.

A server shows what it knows: all of its own accounts, and of others what has reached it. Numbers of posts and accounts
are its own, so all is asked of this one server.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from datetime import datetime
from typing import Any

from suara.collect import mastodon
from suara.collect._values import time
from suara.collect.live._collecting import Later, Page, Request
from suara.collect.live._optional import needed
from suara.collect.live._threads import after_page, after_thread
from suara.errors import SourceError

SOURCE = mastodon
KEY = "MASTODON_TOKEN"
BIGGEST_PAGE = 40
VERSION = "4.0.0"  # of Mastodon, or a later one; what is asked here, older ones know too

_NUMBER = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TAG = re.compile(r"[\w·・]{1,200}")
_ACCOUNT = re.compile(r"[A-Za-z0-9_.-]{1,100}(@[A-Za-z0-9.-]{1,253}(:\d{1,5})?)?")


def first(
    server: str,
    *,
    tag: str | None = None,
    account: str | None = None,
    query: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    replies: bool = True,
) -> Request:
    """What to ask first: one of a hashtag, an account (`name` or `name@server`) and a search.

    Args:
        server: the server that is asked, as `contoh.social`.
        tag: a hashtag.
        account: an account; its posts, reposts and answers.
        query: a search, where the server allows it; mostly it wants a token for that.
        since: the earliest time of what is wanted.
        until: the time before which it ends.
        replies: whether to fetch the threads of what is found.

    Raises:
        SourceError: a hashtag or account can't be one, or the server may not be asked.
    """
    asked: Request = {"server": needed("suara.collect.live._guarded").server_of(server), "replies": replies}
    if tag is not None:
        asked["tag"] = _sound(tag.removeprefix("#"), _TAG, "hashtag")
    if account is not None:
        asked["account"] = _sound(account.removeprefix("@"), _ACCOUNT, "account: write it as name or name@server")
    if query is not None:
        asked["query"] = query
    if len(asked) != 3:
        raise SourceError("one of a hashtag, an account and a search is needed, and only one")
    return asked | {name: at.isoformat() for name, at in (("since", since), ("until", until)) if at is not None}


def fetcher(server: str, token: str | None = None) -> Callable[[Request], Page]:
    """How a page is fetched from a server; with a token, as its owner sees it."""
    client = _Client(server, token)

    def fetch(asked: Request) -> Page:
        if "thread" in asked:
            return _thread(client, asked)
        return _search(client, asked) if "query" in asked else _timeline(client, asked)

    return fetch


def _timeline(client: _Client, asked: Request) -> Page:
    """A page of a hashtag or an account, the newest first."""
    own: Request = {
        name: asked[name] for name in ("server", "replies", "tag", "account", "since", "until") if name in asked
    }
    if "tag" in asked:
        found = client.hashtag(asked["tag"], asked.get("max_id"))
    else:
        own["account_id"] = asked.get("account_id") or client.account(asked["account"])
        found = client.statuses(own["account_id"], asked.get("max_id"))
    statuses = [status for status in found if isinstance(status, dict)]
    since, until = (_time(asked.get(name)) for name in ("since", "until"))
    times = [at for status in statuses if (at := _time(status.get("created_at"))) is not None]
    following = client.max_id if statuses else None
    if since is not None and times and max(times) < since:
        following = None
    elif following is not None and until is not None and times and min(times) >= until:
        following = _leap(statuses[-1], following, until)
    then = own | {"max_id": following} if following else None
    return _page(own, then, statuses, since, until)


def _search(client: _Client, asked: Request) -> Page:
    """A page of what a search finds, in the order of the server."""
    own: Request = {name: asked[name] for name in ("server", "replies", "query", "since", "until") if name in asked}
    offset = asked.get("offset", 0)
    statuses = [status for status in client.search(asked["query"], offset) if isinstance(status, dict)]
    then = own | {"offset": offset + len(statuses)} if statuses else None
    return _page(own, then, statuses, *(_time(asked.get(name)) for name in ("since", "until")))


def _page(
    own: Request, then: Request | None, statuses: list[dict[str, Any]], since: datetime | None, until: datetime | None
) -> Page:
    """What of a page was asked for, and what is to be asked after it."""
    wanted = [status for status in statuses if _within(_time(status.get("created_at")), since, until)]
    threads = [_number(status) for status in wanted if _has_thread(status)] if own["replies"] else []
    posts, following = after_page(own, then, len(wanted), filter(None, threads))
    uris = tuple(str(status.get("uri")) for status in statuses)
    return Page(body={"statuses": wanted}, posts=posts, next=following, ids=uris)


def _thread(client: _Client, asked: Request) -> Page:
    """What stands above a post and what answers it."""
    body = client.context(asked["thread"])
    there = {number for status in body["descendants"] if (number := _number(status))}
    posts, following = after_thread(asked, there)
    return Page(body=body, posts=posts, next=following)


def _has_thread(status: dict[str, Any]) -> bool:
    return bool(status.get("replies_count") or status.get("in_reply_to_id")) and not status.get("reblog")


def _number(status: Any) -> str | None:
    """The server's number of a post; None for what could lead elsewhere on it."""
    number = str(status.get("id")) if isinstance(status, dict) else ""
    return number if _NUMBER.fullmatch(number) else None


def _within(at: datetime | None, since: datetime | None, until: datetime | None) -> bool:
    return at is None or ((since is None or at >= since) and (until is None or at < until))


def _time(told: object) -> datetime | None:
    try:
        return time(told) if isinstance(told, str) else None
    except ValueError:
        return None


def _leap(status: dict[str, Any], following: str, until: datetime) -> str:
    """Where to go on to reach `until` soon: Mastodon's numbers tell the time, those of other programs don't."""
    number, at = str(status.get("id")), _time(status.get("created_at"))
    if not (number.isascii() and number.isdecimal() and following.isdecimal() and at is not None and len(number) < 20):
        return following
    by_number = (int(number) >> 16) / 1000
    if abs(by_number - at.timestamp()) > 86_400:
        return following
    return str(min(int(following), int(until.timestamp() * 1000) << 16))


def _sound(text: str, shape: re.Pattern[str], what: str) -> str:
    if not shape.fullmatch(text):
        raise SourceError(f"{text!r} is no {what}")
    return text


class _Client:
    """Mastodon.py with our guards and patience; answers are the JSON as it came.

    Raises:
        Later: the server asks to wait, is out of order or can't be reached.
        SourceError: it says no, and why.
    """

    def __init__(self, server: str, token: str | None) -> None:
        self._api = needed("mastodon")
        self._guarded = needed("suara.collect.live._guarded")
        self._session = self._guarded.Guarded(server)
        agent = str(self._session.headers["User-Agent"])
        self._client = self._api.Mastodon(
            api_base_url=self._session.server,
            session=self._session,
            ratelimit_method="throw",
            user_agent=agent,
            mastodon_version=VERSION,
        )
        # else it asks the server for its version and abilities, and where that fails a hundred times over
        self._client.mastodon_major, self._client.mastodon_minor, self._client.mastodon_patch = map(
            int, VERSION.split(".")
        )
        self._client.timeline_is_available = lambda *args, **more: True
        self._client.access_token = token  # not above, where it may be the name of a file
        self._with_token = token is not None
        self.max_id: str | None = None  # where the last page says that the next begins

    def hashtag(self, tag: str, max_id: str | None) -> list[Any]:
        """A page of the posts with a hashtag."""
        return self._list(self._client.timeline_hashtag, tag, max_id=max_id, limit=BIGGEST_PAGE)

    def statuses(self, account: str, max_id: str | None) -> list[Any]:
        """A page of the posts of an account, by its number."""
        return self._list(self._client.account_statuses, account, max_id=max_id, limit=BIGGEST_PAGE)

    def account(self, name: str) -> str:
        """The server's number of an account."""
        found = self._asked(self._client.account_lookup, name)
        if (number := _number(found)) is None:
            raise Later(f"{self._session.host} answers with something else than an account")
        return number

    def search(self, query: str, offset: int) -> list[Any]:
        """A page of the posts that a search finds; the server isn't made to fetch any."""
        more = {"resolve": False, "result_type": "statuses", "limit": BIGGEST_PAGE}
        found = self._asked(self._client.search_v2, query, offset=offset or None, **more)
        statuses = found.get("statuses") if isinstance(found, dict) else None
        if not isinstance(statuses, list):
            raise Later(f"{self._session.host} answers with something else than what a search finds")
        return statuses

    def context(self, number: str) -> dict[str, list[Any]]:
        """What stands above a post and what answers it; nothing where it was deleted since."""
        try:
            found = self._asked(self._client.status_context, number)
        except _Gone:
            found = {}
        lists = {}
        for name in ("ancestors", "descendants"):
            inner = found.get(name) if isinstance(found, dict) else None
            lists[name] = [status for status in inner if isinstance(status, dict)] if isinstance(inner, list) else []
        return lists

    def _list(self, call: Callable[..., Any], *args: Any, **more: Any) -> list[Any]:
        found = self._asked(call, *args, **more)
        if not isinstance(found, list):
            raise Later(f"{self._session.host} answers with something else than a list of posts")
        return found

    def _asked(self, call: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """The JSON of an answer; Mastodon.py's own reading of it is left aside, but for where the next page begins."""
        self._session.last, self.max_id = None, None
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what a server will one day leave out
                found = call(*args, **more)
        except self._api.MastodonNetworkError as error:
            if isinstance(error.__context__, (Later, SourceError)):
                raise error.__context__ from None
            raise Later(f"the connection to {self._session.host} was cut or can't be made") from None
        except (
            self._api.MastodonError,
            ArithmeticError,
            AttributeError,
            LookupError,
            TypeError,
            ValueError,
            RecursionError,
        ):
            # its own errors, and those of reading what no Mastodon says
            raise self._refused() from None
        following = getattr(found, "_pagination_next", None)
        max_id = str(following.get("max_id") or "") if isinstance(following, dict) else ""
        self.max_id = max_id if _NUMBER.fullmatch(max_id) else None
        return self._session.body()

    def _refused(self) -> Exception:
        """Why a server says no, in words that say what to do."""
        host, response = self._session.host, self._session.last
        if response is None:
            return Later(f"{host} can't be asked")
        told = self._session.body()
        reason = told.get("error") if isinstance(told, dict) else None
        words = {
            401: f"{host} doesn't accept the token in $SUARA_{KEY}"
            if self._with_token
            else f"{host} shows this to its users only: make a token there (Preferences, Development) and set $SUARA_{KEY}",
            403: f"{host} doesn't allow this",
            404: f"{host} doesn't know this account or post",
            410: f"{host} says that this is gone",
            422: f"{host} doesn't take the request, or shows this to its users only (set $SUARA_{KEY})",
        }
        if response.status_code in (404, 410):
            return _Gone(words[response.status_code])
        return self._guarded.refused(response, host, words, reason)  # type: ignore[no-any-return]


class _Gone(SourceError):
    """The server doesn't know what was asked for, or not any more."""
