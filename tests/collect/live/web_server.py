"""A web site in a thread: pages by path, and a note of who asked for what."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Reply:
    """What a path answers."""

    body: bytes | str = b""
    status: int = 200
    type: str | None = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None  # the connection breaks after so many bytes
    drip: float | None = None  # a byte each so many seconds, for ever

    @property
    def content(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body


Answering = Reply | Callable[[int], Reply]  # the latter gets how often it was asked before


@dataclass
class Site:
    """A site, its address, and what it was asked."""

    base: str
    pages: dict[str, Answering]
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)

    def url(self, path: str) -> str:
        return self.base + path


@contextmanager
def site(host: str = "127.0.0.1") -> Iterator[Site]:
    """A site on a free port of this machine; without a robots.txt unless one is put there."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            before = found.asked.count(self.path)
            found.asked.append(self.path)
            found.agents.add(self.headers["User-Agent"])
            answer = found.pages.get(self.path, Reply("tidak ada", 404))
            answer = answer if isinstance(answer, Reply) else answer(before)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.type is not None:
                self.send_header("Content-Type", answer.type)
            if answer.drip is None:
                self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            try:
                while answer.drip is not None:
                    self.wfile.write(b"a")
                    time.sleep(answer.drip)
                self.wfile.write(answer.content[: answer.cut])
            except OSError:
                return
            if answer.cut is not None:  # a reset, not an end
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found = Site(f"http://{host}:{server.server_port}", {})
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
