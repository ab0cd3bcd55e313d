"""A small X on this machine: the parts of its API v2 that suara asks, with X's rules, invented posts and faults on order."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

KEY = "AAAAcontohKunciRahasia%3D123"
RULES = {
    "search": {"query", "next_token", "start_time", "end_time", "since_id", "until_id", "max_results", "sort_order"},
    "timeline": {"pagination_token", "start_time", "end_time", "since_id", "until_id", "max_results", "exclude"},
    "users": {"usernames"},
    "counts": {"query", "granularity", "start_time", "end_time", "next_token"},
}
FIELDS = {"tweet.fields", "user.fields", "place.fields", "media.fields", "poll.fields", "expansions"}
Fault = Callable[["Handler"], None]


def written(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def id_at(time: datetime, number: int = 0) -> str:
    """An id as X makes one at this time."""
    return str(((int(time.timestamp() * 1000) - 1288834974657) << 22) + number)


class X:
    """What the server knows, and what it was asked."""

    def __init__(self) -> None:
        self.posts: list[dict[str, Any]] = []
        self.users: dict[str, str] = {}  # handle -> id
        self.asked: list[tuple[str, dict[str, str], dict[str, str]]] = []  # path, parameters, headers
        self.faults: list[Fault | None] = []  # one a request; None: none
        self.changed: Callable[[int, dict[str, Any]], dict[str, Any]] = lambda number, page: page
        self.page = 100  # at most
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.address = ""
        self.lock = threading.Lock()

    def user(self, handle: str) -> str:
        return self.users.setdefault(handle, str(9_000_000_001 + len(self.users)))

    def post(
        self, handle: str, text: str, at: datetime, *, to: dict[str, Any] | None = None, **more: Any
    ) -> dict[str, Any]:
        """A post is there; its mentions are those of its text, its conversation that of what it answers."""
        number = id_at(at, len(self.posts))
        mentions = [{"username": name, "id": self.user(name)} for name in re.findall(r"@(\w+)", text)]
        made = {
            "id": number,
            "text": text,
            "author_id": self.user(handle),
            "created_at": written(at),
            "conversation_id": to["conversation_id"] if to else number,
            "public_metrics": {"like_count": 2, "retweet_count": 1, "reply_count": 0, "quote_count": 1},
            "entities": {"mentions": mentions},
        }
        if to:
            made |= {
                "referenced_tweets": [{"type": "replied_to", "id": to["id"]}],
                "in_reply_to_user_id": to["author_id"],
            }
            to["public_metrics"]["reply_count"] += 1
        self.posts.append(made | more)
        return self.posts[-1]

    def paths(self) -> list[str]:
        return [path for path, _, _ in self.asked]

    def queries(self) -> list[str]:
        return [parameters["query"] for _, parameters, _ in self.asked if "query" in parameters]

    def found(self, query: str, parameters: dict[str, str]) -> list[dict[str, Any]]:
        """What a query finds, the newest first."""
        clauses = re.sub(r"[()]| -is:\w+", "", query).split(" OR ")
        after, before = parameters.get("start_time", ""), parameters.get("end_time", "9")
        posts = [post for post in self.posts if after <= post["created_at"] < before]
        return sorted((p for p in posts if any(self.fits(p, c) for c in clauses)), key=lambda p: -int(p["id"]))

    def fits(self, post: dict[str, Any], clause: str) -> bool:
        handles = {number: handle for handle, number in self.users.items()}
        if clause.startswith("from:"):
            return handles[post["author_id"]].lower() == clause[5:].lower()
        if clause.startswith("conversation_id:"):
            return bool(post["conversation_id"] == clause[16:])
        return clause.lower() in post["text"].lower()

    def refusal(self, path: str, parameters: dict[str, str]) -> str | None:
        """X's rules on what may be asked."""
        kind = "timeline" if path.endswith("/tweets") else next(kind for kind in RULES if kind in path)
        if wrong := parameters.keys() - RULES[kind] - (FIELDS if kind != "counts" else set()):
            return f"The query parameter [{sorted(wrong)[0]}] is not one of the allowed ones"
        longest = 1024 if path.endswith("/all") else 512
        if len(parameters.get("query", "")) > longest:
            return f"query length must be less than or equal to {longest}"
        if not 5 <= int(parameters.get("max_results", 10)) <= 100:
            return "max_results is out of range"
        start, end = parameters.get("start_time"), parameters.get("end_time")
        if path.endswith("/recent") and start and start < written(self.now() - timedelta(days=7)):
            return f"Invalid 'start_time':'{start}'. 'start_time' must be on or after 7 days ago"
        if end and end > written(self.now() - timedelta(seconds=10)):
            return f"Invalid 'end_time':'{end}'. 'end_time' must be a minimum of 10 seconds prior to the request time"
        if start and end and start >= end:
            return "'start_time' must be before 'end_time'"
        return None


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    x: X
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        split = urlsplit(self.path)
        parameters = dict(parse_qsl(split.query))
        with self.x.lock:
            self.x.asked.append((split.path, parameters, dict(self.headers)))
            number = len(self.x.asked)
            fault = self.x.faults.pop(0) if self.x.faults else None
        if fault:
            fault(self)
        elif self.headers.get("Authorization") != f"Bearer {KEY}":
            self.answer(401, {"title": "Unauthorized", "detail": "Unauthorized", "status": 401})
        elif refusal := self.x.refusal(split.path, parameters):
            self.answer(400, {"errors": [{"message": refusal}], "title": "Invalid Request", "detail": "One or more..."})
        else:
            self.answer(200, self.x.changed(number, self.body(split.path, parameters)))

    def body(self, path: str, parameters: dict[str, str]) -> dict[str, Any]:
        if "/counts/" in path:
            found = self.x.found(parameters["query"], parameters)
            return {"data": [{"tweet_count": len(found)}], "meta": {"total_tweet_count": len(found)}}
        if path.endswith("/users/by"):
            handles = parameters["usernames"].split(",")
            known = {handle.lower(): (handle, number) for handle, number in self.x.users.items()}
            data = [self.account(*known[handle.lower()]) for handle in handles if handle.lower() in known]
            errors = [{"title": "Not Found Error", "value": h} for h in handles if h.lower() not in known]
            return ({"data": data} if data else {}) | ({"errors": errors} if errors else {})
        if "/users/" in path:
            number = path.split("/")[3]
            handle = next(handle for handle, known in self.x.users.items() if known == number)
            found = self.x.found(f"from:{handle}", parameters)
        else:
            found = self.x.found(parameters["query"], parameters)
        token = parameters.get("next_token") or parameters.get("pagination_token")
        begin = int(token.split("-")[1]) if token else 0
        size = min(self.x.page, int(parameters.get("max_results", 10)))
        return self.of(found[begin : begin + size], f"t-{begin + size}" if begin + size < len(found) else None)

    def of(self, posts: list[dict[str, Any]], token: str | None) -> dict[str, Any]:
        """A page as X makes it."""
        meta: dict[str, Any] = {"result_count": len(posts)}
        if token:
            meta["next_token"] = token
        if not posts:
            return {"meta": meta}
        meta |= {"newest_id": posts[0]["id"], "oldest_id": posts[-1]["id"]}
        authors = {post["author_id"] for post in posts}
        users = [self.account(handle, number) for handle, number in self.x.users.items() if number in authors]
        return {"data": posts, "includes": {"users": users}, "meta": meta}

    def account(self, handle: str, number: str) -> dict[str, Any]:
        return {"id": number, "username": handle, "name": f"Nama {handle}", "verified": False}

    def answer(self, status: int, body: Any, **headers: str) -> None:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response_only(status)
        self.send_header("Date", format_datetime(datetime.now(UTC), usegmt=True))
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)


def refusing(status: int, body: Any = None, **headers: str) -> Fault:
    """An answer with this status."""
    return lambda handler: handler.answer(status, {} if body is None else body, **headers)


def limited(seconds: int) -> Fault:
    """X's limit of requests, which ends in so many seconds."""
    end = str(int(datetime.now(UTC).timestamp()) + seconds)
    body = {"title": "Too Many Requests", "detail": "Too Many Requests", "type": "about:blank", "status": 429}
    return refusing(429, body, x_rate_limit_limit="60", x_rate_limit_remaining="0", x_rate_limit_reset=end)


def used_up(handler: Handler) -> None:
    """The month's posts are used up."""
    body = {"title": "UsageCapExceeded", "period": "Monthly", "scope": "Product", "product_name": "standard-basic"}
    body |= {"detail": "Usage cap exceeded: Monthly product cap"}
    body |= {"type": "https://api.twitter.com/2/problems/usage-capped"}
    handler.answer(429, body, x_rate_limit_limit="60", x_rate_limit_remaining="59")


def cut(handler: Handler) -> None:
    """The connection ends in the middle of the answer."""
    handler.send_response_only(200)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b'{"data": [{"id": "1", "te')
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def serving() -> Iterator[X]:
    """An X that answers until the end of the block."""
    x = X()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Asked", (Handler,), {"x": x}))
    server.daemon_threads = True
    x.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield x
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
