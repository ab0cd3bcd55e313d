"""Platforms to ask, on this machine: one that answers what a test tells it to, and an X."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from tests.collect.live.x_server import X, serving

Answer = tuple[int, Any, dict[str, str]]
"""Status, body (bytes as they are, anything else as JSON, None: the connection is cut), headers."""


class Server(ThreadingHTTPServer):
    """Remembers what it was asked, and answers each request by `answers`, given its path, parameters and headers."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: Callable[[str, dict[str, str]], Answer] = lambda path, params: (404, {}, {})
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.headers: list[dict[str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer takes 40 ms
    server: Server

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        params = dict(parse_qsl(parts.query, keep_blank_values=True))
        self.server.asked.append((parts.path, params))
        self.server.headers.append(dict(self.headers))
        status, body, headers = self.server.answers(parts.path, params)
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if body is None:
            self.close_connection = True
            return
        self.wfile.write(content)
        if "Content-Length" in headers:
            self.close_connection = True

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    """A server of this machine."""
    with Server() as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


@pytest.fixture
def x() -> Iterator[X]:
    """Empty, and asked nothing yet."""
    with serving() as server:
        yield server


@pytest.fixture
def busy_x(x: X) -> X:
    """With 35 complaints of yesterday, ten a page; the last two are answered."""
    x.page, start = 10, datetime.now(UTC) - timedelta(days=1)
    for number in range(35):
        x.post(
            f"warga_contoh{number % 7}", f"@layanan_contoh listrik padam {number}", start + timedelta(seconds=number)
        )
    for post in x.posts[-2:]:
        x.post("layanan_contoh", "Mohon maaf, kami cek", start + timedelta(minutes=9), to=post)
    return x
