"""X's API v2 by tweepy: asked at our address, with our key and patience; answers are the JSON as it came."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec
import requests
import tweepy  # type: ignore[import-untyped]
from tweepy.media import MEDIA_FIELDS  # type: ignore[import-untyped]
from tweepy.place import PLACE_FIELDS  # type: ignore[import-untyped]
from tweepy.poll import POLL_FIELDS  # type: ignore[import-untyped]
from tweepy.tweet import PUBLIC_TWEET_FIELDS  # type: ignore[import-untyped]
from tweepy.user import USER_FIELDS  # type: ignore[import-untyped]

from suara.collect._input import NOT_JSON
from suara.collect.live._collecting import Later
from suara.errors import SourceError

ADDRESS, ENVIRONMENT = "https://api.x.com", "SUARA_X_API"
TIMEOUTS = (10.0, 60.0)  # seconds until a connection is there, and between two pieces of an answer
PACE = 1.0  # seconds between two requests to the full archive, which allows one a second
LONGEST_TOLD = 300  # characters of what X says of an error

_OWNERS_ONLY = {"non_public_metrics", "organic_metrics", "promoted_metrics"}  # refused unless the author asks
EVERYTHING: dict[str, Any] = {
    "tweet_fields": [*PUBLIC_TWEET_FIELDS, "note_tweet"],
    "user_fields": list(USER_FIELDS),
    "place_fields": list(PLACE_FIELDS),
    "media_fields": [name for name in MEDIA_FIELDS if name not in _OWNERS_ONLY],
    "poll_fields": list(POLL_FIELDS),
    "expansions": [
        *("author_id", "in_reply_to_user_id", "referenced_tweets.id", "referenced_tweets.id.author_id"),
        *("entities.mentions.username", "attachments.media_keys", "attachments.poll_ids", "geo.place_id"),
        "edit_history_tweet_ids",
    ],
}


class Misunderstood(SourceError):
    """X finds the request itself wrong (400): an operator, a time that is too long ago, a place to go on that is gone."""


class Client:
    """The four things that are asked of X; each gives the JSON object that X answers with.

    Raises:
        Later: X asks to wait, is out of order or can't be reached.
        SourceError: X says no, and why.
    """

    def __init__(self, key: str, address: str | None = None) -> None:
        """`address`: of the API; by default $SUARA_X_API, else X's own."""
        self._key = key
        self._session = _Session(key, _safe(address or os.environ.get(ENVIRONMENT) or ADDRESS))
        # tweepy writes its headers to its log, so the key isn't given to it: the session puts it in.
        self._tweepy = tweepy.Client(bearer_token="", return_type=requests.Response, wait_on_rate_limit=False)
        self._tweepy.session = self._session
        self._last = -PACE

    def search(self, query: str, *, archive: bool, **more: Any) -> dict[str, Any]:
        """A page of the posts that a query finds."""
        call = self._tweepy.search_all_tweets if archive else self._tweepy.search_recent_tweets
        return self._asked(call, archive, query=query, **EVERYTHING, **more)

    def timeline(self, account: str, **more: Any) -> dict[str, Any]:
        """A page of the posts of an account, by its id."""
        return self._asked(self._tweepy.get_users_tweets, id=account, **EVERYTHING, **more)

    def accounts(self, handles: list[str]) -> dict[str, Any]:
        """Accounts by their handles, 100 at most."""
        return self._asked(self._tweepy.get_users, usernames=handles, user_fields=EVERYTHING["user_fields"])

    def count(self, query: str, *, archive: bool, **more: Any) -> dict[str, Any]:
        """How many posts a query finds, by day."""
        call = self._tweepy.get_all_tweets_count if archive else self._tweepy.get_recent_tweets_count
        return self._asked(call, archive, query=query, granularity="day", **more)

    def _asked(self, call: Callable[..., requests.Response], slowly: bool = False, **more: Any) -> dict[str, Any]:
        if slowly:
            time.sleep(max(0.0, self._last + PACE - time.monotonic()))
            self._last = time.monotonic()
        host = self._session.host
        try:
            response = call(**{name: value for name, value in more.items() if value is not None})
        except tweepy.TooManyRequests as error:
            raise _limited(error.response) from None
        except tweepy.TwitterServerError as error:
            raise Later(f"{host} is out of order ({error.response.status_code})") from None
        except tweepy.HTTPException as error:
            raise self._refused(error.response) from None
        except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError):
            raise Later(f"the connection to {host} was cut or can't be made") from None
        except requests.RequestException as error:  # its text may hold what was sent, so its name must do
            raise SourceError(f"{host} can't be asked: {type(error).__name__}") from None
        except (ValueError, TypeError, AttributeError):  # tweepy reading an error that isn't as X writes them
            raise Later(f"{host} answers with something else than X does") from None
        body = _decoded(response)
        if not body:
            raise Later(f"the answer of {host} is cut off or isn't JSON")
        return body

    def _refused(self, response: requests.Response) -> SourceError:
        """Why X says no, in words that say what to do."""
        told = self._told(response)
        status = response.status_code
        if status == 400:
            return Misunderstood(f"X doesn't take the request (400): {told or 'it says nothing more'}")
        reason = _REFUSALS.get(status, f"X refuses the request ({status})")
        if status == 403 and response.url and urlsplit(response.url).path.endswith("/all"):
            reason += ". --archive needs one that has the full archive: Pro, Enterprise or pay-per-use"
        return SourceError(f"{reason}{f' (X says: {told})' if told else ''}")

    def _told(self, response: requests.Response) -> str:
        """What X says of an error, in one line; never the key, whoever answers."""
        body = _decoded(response)
        errors = body.get("errors")
        first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
        told = first.get("message") or first.get("detail") or body.get("detail") or body.get("title") or ""
        line = " ".join("".join(c if c.isprintable() else " " for c in str(told)).split())
        return line.replace(self._key, "...")[:LONGEST_TOLD]


_REFUSALS = {
    401: "X doesn't accept the key (401): it must be a bearer token (neither API key nor access token) that wasn't revoked",
    402: "the account of this key has no credits left (402): with new ones the same command goes on from here",
    403: "X doesn't allow this with the access level of this key (403): reading posts needs Basic, Pro, Enterprise or "
    "pay-per-use, and an app that belongs to a project",
    404: "X says that this isn't there (404)",
}


class _Session:
    """What tweepy asks through: our address in place of its own, the key, and an end to waiting."""

    def __init__(self, key: str, address: str) -> None:
        self._address = address
        self.host = str(urlsplit(address).hostname)
        self._session = requests.Session()
        self._session.trust_env = address.startswith("https:")  # no proxy stands between this machine and itself

        def with_key(request: requests.PreparedRequest) -> requests.PreparedRequest:
            request.headers["Authorization"] = f"Bearer {key}"
            return request

        self._with_key = with_key

    def request(self, method: str, url: str, **more: Any) -> requests.Response:
        """As `requests.Session.request`; a redirect isn't followed, for the key is for this address only."""
        more |= {"auth": self._with_key, "timeout": TIMEOUTS, "allow_redirects": False}
        return self._session.request(method, self._address + urlsplit(url).path, **more)


def _safe(address: str) -> str:
    """An address that a key may be sent to: over HTTPS, or on this machine.

    Example:
        >>> _safe("http://127.0.0.1:8000/")
        'http://127.0.0.1:8000'
    """
    try:
        parts = urlsplit(address)
        here = parts.hostname in ("localhost", "127.0.0.1", "::1")
        sound = bool(parts.hostname) and parts.username is None and (parts.port is None or parts.port > 0)
    except ValueError:
        sound, here = False, False
    if not sound or not (parts.scheme == "https" or (parts.scheme == "http" and here)):
        raise SourceError(f"${ENVIRONMENT}: an address begins with https:// (http:// only for this machine)")
    return address.rstrip("/")


def _limited(response: requests.Response) -> Later | SourceError:
    """How long to wait, or that waiting doesn't help."""
    body, headers = _decoded(response), response.headers
    if body.get("title") == "UsageCapExceeded" or "usage-capped" in str(body.get("type")):
        return SourceError(
            f"the posts that this key may fetch are used up ({body.get('period', 'Monthly')} cap): the same command goes "
            "on from here in the next period, or with a higher access level"
        )
    daily = next((of for of in ("app", "user") if headers.get(f"x-{of}-limit-24hour-remaining") == "0"), None)
    reset = headers.get(f"x-{daily}-limit-24hour-reset" if daily else "x-rate-limit-reset", "")
    if not (reset.isascii() and reset.isdecimal()):
        return Later("X asks to wait (429) and doesn't say how long")
    try:  # by its own clock, for ours may be wrong
        now = parsedate_to_datetime(headers["Date"]).timestamp()
    except (KeyError, ValueError):
        now = time.time()
    return Later("X's limit of requests is reached", max(0.0, int(reset[:12]) - now) + 1)


def _decoded(response: requests.Response) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(response.content)
    except NOT_JSON:
        return {}
    return found if isinstance(found, dict) else {}
