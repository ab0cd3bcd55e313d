"""A Mastodon server and a Bluesky server on this machine, which speak the contracts and can be told to fail."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

START = datetime(2026, 3, 1, tzinfo=UTC)
CUT = -1  # in place of a status: the connection breaks off in the middle of the answer


@dataclass
class Answer:
    """What a server says."""

    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class Server(ThreadingHTTPServer):
    """Answers by `answer`; what `failing` holds for a part of a path comes first, one after the other."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.headers: list[dict[str, str]] = []
        self.failing: dict[str, list[Answer]] = {}

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients hang up on what is too much."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def answer(self, path: str, params: dict[str, str], sent: Any, headers: dict[str, str]) -> Answer:
        raise NotImplementedError

    def paths(self, part: str) -> list[dict[str, str]]:
        """What was asked of paths that hold this."""
        return [params for path, params in self.asked if part in path]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        path, params = unquote(parts.path), dict(parse_qsl(parts.query))
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append((path, params))
        self.server.headers.append(dict(self.headers))
        failing = next((list_ for part, list_ in self.server.failing.items() if part in path and list_), None)
        answer = (
            failing.pop(0)
            if failing
            else self.server.answer(path, params, sent and json.loads(sent), dict(self.headers))
        )
        content = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
        self.send_response_only(200 if answer.status == CUT else answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if answer.status == CUT:
            content = content[: len(content) // 2]
            self.close_connection = True
        try:
            self.wfile.write(content)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    do_POST = do_GET

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


class Mastodon(Server):
    """A hashtag and an account with the same posts, of which each fifteenth is answered; the newest first."""

    def __init__(self, posts: int = 0) -> None:
        super().__init__()
        self.token: str | None = None  # that it wants, for searching only
        self.posts = [self.status(number) for number in range(posts)]
        self.context: Callable[[str], dict[str, Any]] = self._context

    def status(self, number: int, at: datetime | None = None, **more: Any) -> dict[str, Any]:
        at = at or START + timedelta(hours=number)
        key = str(int(at.timestamp() * 1000) << 16 | number)
        account = {"id": "7", "username": "siti_contoh", "acct": "siti_contoh", "url": f"{self.url}/@siti_contoh"}
        return {
            "id": key,
            "uri": f"{self.url}/users/siti_contoh/statuses/{key}",
            "url": f"{self.url}/@siti_contoh/{key}",
            "created_at": at.isoformat().replace("+00:00", "Z"),
            "content": f"<p>Air mati {number}</p>",
            "account": account,
            "in_reply_to_id": None,
            "in_reply_to_account_id": None,
            "replies_count": int(number % 15 == 0),
            "reblogs_count": 1,
            "favourites_count": 1,
            "reblog": None,
            "mentions": [],
            "tags": [{"name": "AirMati", "url": f"{self.url}/tags/AirMati"}],
        } | more

    def _context(self, key: str) -> dict[str, Any]:
        asked = next(post for post in self.posts if post["id"] == key)
        number = int(asked["content"].split()[-1].removesuffix("</p>"))
        at = datetime.fromisoformat(asked["created_at"]) + timedelta(minutes=9)
        pdam = {"id": "8", "username": "pdam_contoh", "acct": "pdam_contoh", "url": f"{self.url}/@pdam_contoh"}
        answer = self.status(1000 + number, at, account=pdam, in_reply_to_id=key, in_reply_to_account_id="7")
        return {"ancestors": [], "descendants": [answer | {"replies_count": 0}]}

    def answer(self, path: str, params: dict[str, str], sent: Any, headers: dict[str, str]) -> Answer:
        newest_first = sorted(self.posts, key=lambda post: -int(post["id"]))
        if path == "/api/v2/instance":
            return Answer({"version": "4.5.0", "domain": "contoh.social"})
        if path == "/api/v1/accounts/lookup":
            if params["acct"] != "siti_contoh":
                return Answer({"error": "Record not found"}, 404)
            return Answer(newest_first[0]["account"])
        if path == "/api/v2/search":
            if self.token and headers.get("Authorization") != f"Bearer {self.token}":
                return Answer({"error": "This method requires an authenticated user"}, 401)
            offset = int(params.get("offset", 0))
            found = newest_first[offset : offset + int(params["limit"])]
            return Answer({"accounts": [], "statuses": found, "hashtags": []})
        if path.endswith("/context"):
            return Answer(self.context(path.split("/")[-2]))
        if path in ("/api/v1/timelines/tag/AirMati", "/api/v1/accounts/7/statuses"):
            below = int(params.get("max_id", 1 << 70))
            found = [post for post in newest_first if int(post["id"]) < below][: int(params["limit"])]
            following = f'<{self.url}{path}?max_id={found[-1]["id"]}>; rel="next"' if found else ""
            return Answer(found, headers={"Link": following} if found else {})
        return Answer({"error": "Record not found"}, 404)


class Bluesky(Server):
    """A search and a feed with the same posts, of which each 23rd is answered; the newest first."""

    WARGA, PDAM = "did:plc:wargacontoh", "did:plc:pdamcontoh"

    def __init__(self, posts: int = 0) -> None:
        super().__init__()
        self.password: str | None = None  # that it wants for searching
        self.tokens = 0
        self.posts = [self.view(number) for number in range(posts)]

    def view(self, number: int, did: str = WARGA, reply: str | None = None, key: str = "3k") -> dict[str, Any]:
        at = (START + timedelta(hours=number)).isoformat().replace("+00:00", "Z")
        record = {"$type": "app.bsky.feed.post", "text": f"Air mati {number}", "createdAt": at}
        if reply:
            record |= {"reply": {"root": {"uri": reply}, "parent": {"uri": reply}}}
        return {
            "uri": f"at://{did}/app.bsky.feed.post/{key}{number}",
            "author": {"did": did, "handle": f"{did.split(':')[2]}.example"},
            "record": record,
            "replyCount": int(number % 23 == 0 and reply is None),
            "likeCount": 1,
            "indexedAt": at,
        }

    def answer(self, path: str, params: dict[str, str], sent: Any, headers: dict[str, str]) -> Answer:
        method = path.removeprefix("/xrpc/")
        known = headers.get("Authorization") == f"Bearer kartu-{self.tokens}"
        if method == "com.atproto.server.createSession":
            if sent != {"identifier": "peneliti-contoh.example", "password": self.password}:
                return Answer({"error": "AuthenticationRequired", "message": "Invalid identifier or password"}, 401)
            self.tokens += 1
            return Answer({"accessJwt": f"kartu-{self.tokens}", "handle": "peneliti-contoh.example"})
        if method == "app.bsky.feed.getPostThread":
            post = next((post for post in self.posts if post["uri"] == params["uri"]), None)
            if post is None:
                return Answer({"error": "NotFound", "message": "Post not found"}, 400)
            number = int(post["record"]["text"].split()[-1])
            answer = {"post": self.view(number, self.PDAM, post["uri"], "3r"), "replies": []}
            return Answer({"thread": {"post": post, "replies": [answer]}})
        begin, limit = int(params.get("cursor", 0)), int(params["limit"])
        newest_first = self.posts[::-1]
        if method == "app.bsky.feed.searchPosts":
            if self.password and not known:
                return Answer(b"<html>403 Forbidden</html>", 403)
            since, until = params.get("since", ""), params.get("until", "9")
            newest_first = [post for post in newest_first if since <= post["indexedAt"] < until]
        found = newest_first[begin : begin + limit]
        body = {"cursor": str(begin + limit)} if begin + limit < len(newest_first) else {}
        if method == "app.bsky.feed.getAuthorFeed":
            return Answer(body | {"feed": [{"post": post} for post in found]})
        return Answer(body | {"posts": found})


@contextmanager
def serving(server: Server) -> Iterator[Any]:
    """The server, while it answers."""
    with server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
