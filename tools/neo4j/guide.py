"""Serve cypher/explore/ to Neo4j Browser, for reading only: `python tools/neo4j/guide.py [--host HOST] [--port PORT]`.

Neo4j serves no files of others, and Browser fetches a guide from another address only where that allows it. Needs
nothing but Python, so that a plain Python image can run it too.
"""

from __future__ import annotations

import argparse
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

EXPLORE = Path(__file__).resolve().parent / ".." / ".." / "cypher" / "explore"
PORT = 7475


class Files(SimpleHTTPRequestHandler):
    """GET and HEAD of the files, which any page may read as they hold no secrets; folders aren't listed."""

    extensions_map = {  # noqa: RUF012 - as the class above has it
        ".html": "text/html; charset=utf-8",
        "": "text/plain; charset=utf-8",
    }

    def end_headers(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def do_OPTIONS(self) -> None:
        """Browser asks for guides with headers of its own, for which it asks leave first."""
        self.send_response(HTTPStatus.NO_CONTENT)
        self.send_header("Access-Control-Allow-Headers", "*")
        self.end_headers()

    def list_directory(self, path: object) -> None:
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, *_: object) -> None:
        """Nothing: who looks at the guide is nobody's business."""


def server(port: int = PORT, host: str = "127.0.0.1", folder: Path = EXPLORE) -> ThreadingHTTPServer:
    """The server, listening; `serve_forever` answers."""
    return ThreadingHTTPServer((host, port), partial(Files, directory=str(folder)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="another one only inside a container")
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--folder", type=Path, default=EXPLORE)
    options = parser.parse_args()
    server(options.port, options.host, options.folder).serve_forever()


if __name__ == "__main__":
    main()
