"""Invented maps, what pages carry, and a browser's visit to them."""

from __future__ import annotations

import itertools
import json
import random
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import polars as pl

KINDS = ("agency", "topic", "hashtag", "citizen")
ATTACK = (
    "</script><script>window.pwned=1</script><img src=x onerror=window.pwned=1>"
    "\"'><svg onload=window.pwned=1>{{7*7}}javascript:window.pwned=1\u202e\u2066\u200b\u2028"
)
NODES = {
    "key": pl.String,
    "label": pl.String,
    "kind": pl.String,
    "community": pl.Int64,
    "size": pl.Float64,
    "card": pl.List(pl.Struct({"name": pl.String, "value": pl.String})),
}
TIES = {"source": pl.String, "target": pl.String, "kind": pl.String, "weight": pl.Float64}


def node(key: str, kind: str = "citizen", **other: Any) -> dict[str, Any]:
    return {"key": key, "label": key, "kind": kind, "community": 1, "size": 0.1, "card": None} | other


def tie(source: str, target: str, weight: float | None = 1.0) -> dict[str, Any]:
    return {"source": source, "target": target, "kind": "mention", "weight": weight}


def frames(nodes: list[dict[str, Any]], ties: list[dict[str, Any]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    return pl.DataFrame(nodes, schema=NODES), pl.DataFrame(ties, schema=TIES)


def invented(count: int = 600, ties: int = 2000) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Many small citizens, some hashtags, a few agencies and topics, in six communities."""
    rng = random.Random(5)
    kinds = [KINDS[0]] * 12 + [KINDS[1]] * 8 + [KINDS[2]] * 40 + [KINDS[3]] * (count - 60)
    nodes = [
        node(
            f"k{i}",
            kind,
            label=f"{kind} {i}",
            community=i % 6 if kind != "topic" else None,
            size=rng.random(),
        )
        for i, kind in enumerate(kinds)
    ]
    drawn = [tie(f"k{rng.randrange(count)}", f"k{rng.randrange(count)}", rng.random()) for _ in range(ties)]
    return frames(nodes, drawn)


def written(path: Path) -> dict[str, Any]:
    """The data that the page carries."""
    found = re.search(r'<script id="data" type="application/json">(.*?)</script>', path.read_text("utf-8"), re.S)
    assert found, "the page carries no data"
    data: dict[str, Any] = json.loads(found[1])
    return data


def labels(path: Path) -> list[str]:
    """The names of the nodes of the first view, in their order."""
    data = written(path)
    return [data["nodes"]["label"][i] for i in data["views"][0]["nodes"]]


class Tags(HTMLParser):
    """The tags of a page with their attributes, as a browser would see them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def hostile() -> tuple[pl.DataFrame, pl.DataFrame]:
    card = [{"name": ATTACK, "value": ATTACK}, {"name": None, "value": None}, None]
    nodes, _ = frames(
        [node(f"{kind}{i}{ATTACK}", kind, label=ATTACK, card=card) for kind in KINDS for i in range(3)], []
    )
    keys = nodes["key"].to_list()
    attack = [tie(a, b) | {"kind": ATTACK} for a, b in itertools.pairwise(keys)]
    return nodes, pl.DataFrame(attack, schema=TIES)


class Visit:
    """A page opened from its file, with all that it asked for and complained about."""

    def __init__(self, chromium: Any, path: Path, width: int = 1440, height: int = 900) -> None:
        self.page = chromium.new_page(viewport={"width": width, "height": height})
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(path.as_uri())
        self.page.wait_for_timeout(300)

    def colours(self) -> int:
        """How many different colours the canvas shows, coarsely."""
        count: int = self.page.evaluate(
            """() => { const drawn = document.querySelector("canvas"), c = drawn.cloneNode();
            c.getContext("2d").drawImage(drawn, 0, 0);
            const p = c.getContext("2d").getImageData(0, 0, c.width, c.height).data, seen = new Set();
            for (let i = 0; i < p.length; i += 4) seen.add(p.slice(i, i + 3).map(v => v >> 4).join());
            return seen.size; }"""
        )
        return count

    def until(self, seen: Callable[[], bool], seconds: float = 20) -> None:
        """Wait until it is seen; the page's policy forbids Playwright's own way, which evaluates strings."""
        for _ in range(int(seconds * 10)):
            if seen():
                return
            self.page.wait_for_timeout(100)
        assert seen()

    def place(self, node: int) -> tuple[float, float]:
        x, y = self.page.evaluate(
            """i => { const d = network.canvasToDOM({x: view.x[i], y: view.y[i]}), b = box.getBoundingClientRect();
            return [d.x + b.x, d.y + b.y]; }""",
            node,
        )
        return x, y
