"""The map: what is chosen, that hostile text stays text, and that a browser draws it offline."""

from __future__ import annotations

import itertools
import json
import random
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import igraph
import polars as pl
import pytest

from suara.present import map as map_module
from suara.present.map import MapSummary, write_map

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


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return tmp_path / "map.html"


class Tags(HTMLParser):
    """The tags of a page with their attributes, as a browser would see them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


# ---------------------------------------------------------------------------------------------- selection


def test_summary_counts_what_is_shown_and_what_there_was(page: Path) -> None:
    nodes, ties = invented()
    summary = write_map(nodes, ties, page, limit=100)
    data = written(page)
    assert summary == MapSummary(page, 100, 600, len(data["edges"]), 2000)
    assert len(data["nodes"]) == 100


def test_every_kind_keeps_its_best(page: Path) -> None:
    """Agencies and topics first, at most half of the places, and the strongest of each other kind."""
    nodes, ties = invented()
    write_map(nodes, ties, page, limit=30)
    shown = {n["label"] for n in written(page)["nodes"]}
    counts = {kind: sum(name.startswith(kind) for name in shown) for kind in KINDS}
    assert counts["agency"] + counts["topic"] == 15
    assert min(counts.values()) >= 5
    for kind in KINDS:
        of_kind = nodes.filter(pl.col("kind") == kind).sort("size", descending=True)["label"]
        assert set(of_kind.head(counts[kind])) <= shown


def test_small_topics_are_not_pushed_out_by_large_agencies(page: Path) -> None:
    few = [node(f"{kind}{i}", kind, size=size) for kind, size in (("agency", 9), ("topic", 1)) for i in range(9)]
    write_map(*frames(few + [node(f"c{i}") for i in range(9)], []), page, limit=12)
    assert [n["label"][0] for n in written(page)["nodes"]] == [*"atatat", *"cccccc"]


@pytest.mark.parametrize("limit", [1, 2, 7, 19, 20, 21])
def test_places_are_filled_when_the_other_kinds_are_few(page: Path, limit: int) -> None:
    nodes, ties = frames([node(f"a{i}", "agency") for i in range(19)] + [node("c")], [])
    assert write_map(nodes, ties, page, limit=limit).nodes_shown == min(limit, 20)


def test_every_tie_has_both_ends(page: Path) -> None:
    nodes, ties = invented()
    ties = pl.concat([ties, pl.DataFrame([tie("k0", "nobody", 99), tie("nobody", "k1", 99)], schema=TIES)])
    summary = write_map(nodes, ties, page, limit=50)
    data = written(page)
    ids = {n["id"] for n in data["nodes"]}
    assert {e["from"] for e in data["edges"]} | {e["to"] for e in data["edges"]} <= ids
    assert all(e["from"] != e["to"] for e in data["edges"])
    assert summary.ties_all == 2000


def test_ties_are_capped_at_the_strongest(page: Path) -> None:
    names = [f"n{i}" for i in range(10)]
    pairs = itertools.permutations(names, 2)
    nodes, ties = frames([node(n) for n in names], [tie(a, b, float(w)) for w, (a, b) in enumerate(pairs)])
    summary = write_map(nodes, ties, page, limit=10)
    assert (summary.ties_shown, summary.ties_all) == (30, 90)
    labels = [n["label"] for n in written(page)["nodes"]]
    drawn = {(labels[e["from"]], labels[e["to"]]) for e in written(page)["edges"]}
    assert drawn == {(s, t) for s, t in ties.sort("weight").tail(30).select("source", "target").iter_rows()}


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("id", ["50 dari 1.000 simpul ditampilkan:", "dari 2.000 hubungan ditampilkan", "Instansi"]),
        ("en", ["50 of 1,000 nodes shown:", "of 2,000 ties shown", "Agency"]),
    ],
)
def test_page_says_what_was_left_out(page: Path, lang: str, words: list[str]) -> None:
    write_map(*invented(1000), page, limit=50, lang=lang)
    text = page.read_text("utf-8")
    assert f'<html lang="{lang}">' in text
    assert all(word in text for word in words)


def test_nothing_left_out_is_said_too(page: Path) -> None:
    write_map(*frames([node("a"), node("b")], [tie("a", "b")]), page, lang="en")
    assert "All 2 nodes and 1 ties shown." in page.read_text("utf-8")


@pytest.mark.parametrize("change", [{"limit": 0}, {"lang": "fr"}])
def test_bad_settings_raise(page: Path, change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(change))):
        write_map(*invented(80), page, **change)


def test_unknown_kind_raises(page: Path) -> None:
    with pytest.raises(ValueError, match="robot"):
        write_map(*frames([node("a", "robot")], []), page)


# -------------------------------------------------------------------------------------------------- scene


def test_communities_lie_apart(page: Path) -> None:
    """No disc touches another, and each node lies inside the disc of its community."""
    write_map(*invented(), page, limit=200)
    data = written(page)
    discs = data["discs"]
    assert len(discs) == 6
    for a, b in itertools.combinations(discs, 2):
        assert ((a["x"] - b["x"]) ** 2 + (a["y"] - b["y"]) ** 2) ** 0.5 > a["r"] + b["r"]
    by_colour = {disc["color"]: disc for disc in discs}
    for n in data["nodes"]:
        disc = by_colour.get(n["color"]["background"])
        if disc:
            assert ((n["x"] - disc["x"]) ** 2 + (n["y"] - disc["y"]) ** 2) ** 0.5 < disc["r"]


def test_topic_without_community_lies_with_those_who_speak_of_it(page: Path) -> None:
    people = [node(f"c{i}", community=i % 2) for i in range(8)]
    nodes, ties = frames(
        [*people, node("topic", "topic", community=None)],
        [tie("c0", "topic", 1), tie("c1", "topic", 2), tie("c3", "topic", 2)],
    )
    write_map(nodes, ties, page)
    data = written(page)
    topic = next(n for n in data["nodes"] if n["label"] == "topic")
    disc = next(d for d in data["discs"] if d["name"] == "1")
    assert disc["shown"] == 5
    assert ((topic["x"] - disc["x"]) ** 2 + (topic["y"] - disc["y"]) ** 2) ** 0.5 < disc["r"]


def test_more_communities_than_colours(page: Path) -> None:
    nodes, ties = frames([node(f"n{i}", community=i // 2) for i in range(60)], [])
    write_map(nodes, ties, page, lang="en")
    discs = written(page)["discs"]
    assert len({d["color"] for d in discs}) == len(discs) == len(map_module.PALETTE)
    assert "Others, or no community" in page.read_text("utf-8")


def test_odd_values_are_drawn(page: Path) -> None:
    """No size, no weight, no number at all: small and thin, never a broken page."""
    sizes = [None, 0.0, float("nan"), float("inf"), -1.0]
    nodes, ties = frames(
        [node(f"n{i}", size=size, community=None, label=None) for i, size in enumerate(sizes)],
        [tie("n0", "n1", None), tie("n1", "n2", float("nan")), tie("n3", "n3")],
    )
    assert write_map(nodes, ties, page) == MapSummary(page, 5, 5, 2, 3)
    assert "NaN" not in json.dumps(written(page))


def test_number_like_keys_keep_their_labels(page: Path) -> None:
    """pyvis' add_nodes would turn the key "12" into a number and lose what belongs to it."""
    write_map(*frames([node("12", label="dua belas"), node("12.0", label="koma")], [tie("12", "12.0")]), page)
    assert {n["label"] for n in written(page)["nodes"]} == {"dua belas", "koma"}


def test_equal_input_gives_an_equal_file(tmp_path: Path) -> None:
    """Whatever order the rows come in, and whatever random numbers were drawn before."""
    nodes, ties = invented(300)
    ties = ties.with_columns(pl.col("weight").round())  # many are equally strong
    write_map(nodes, ties, tmp_path / "a.html")
    random.seed(1)
    igraph.Graph.Erdos_Renyi(n=9, m=9)
    write_map(nodes.reverse(), ties.reverse(), tmp_path / "b.html")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_random_numbers_of_others_are_left_alone(page: Path) -> None:
    nodes, ties = invented(80)
    random.seed(3)
    expected = igraph.Graph.Erdos_Renyi(n=20, m=30).get_edgelist()
    random.seed(3)
    write_map(nodes, ties, page)
    assert igraph.Graph.Erdos_Renyi(n=20, m=30).get_edgelist() == expected


@pytest.mark.parametrize("ties", [{}, {"source": [], "target": [], "kind": [], "weight": []}])
def test_no_nodes_make_a_page_that_says_so(page: Path, ties: dict[str, Any]) -> None:
    empty = pl.DataFrame({name: [] for name in NODES})
    assert write_map(empty, pl.DataFrame(ties), page, lang="en") == MapSummary(page, 0, 0, 0, 0)
    assert "nothing to draw" in page.read_text("utf-8")
    assert "<script" not in page.read_text("utf-8")


def test_one_node_and_untyped_columns(page: Path) -> None:
    nodes = pl.DataFrame([node("a", community=None, size=None)])
    ties = pl.DataFrame({"source": [], "target": [], "kind": [], "weight": []})
    assert write_map(nodes, ties, page).nodes_shown == 1


# ----------------------------------------------------------------------------------------------- security


def hostile() -> tuple[pl.DataFrame, pl.DataFrame]:
    card = [{"name": ATTACK, "value": ATTACK}, {"name": None, "value": None}, None]
    nodes, _ = frames(
        [node(f"{kind}{i}{ATTACK}", kind, label=ATTACK, card=card) for kind in KINDS for i in range(3)], []
    )
    keys = nodes["key"].to_list()
    attack = [tie(a, b) | {"kind": ATTACK} for a, b in itertools.pairwise(keys)]
    return nodes, pl.DataFrame(attack, schema=TIES)


def test_hostile_text_stays_text(page: Path) -> None:
    write_map(*hostile(), page, title=ATTACK)
    text = page.read_text("utf-8")
    tags = Tags(text).found
    assert sum(tag == "script" for tag, _ in tags) == 3
    assert not [tag for tag, attrs in tags if tag == "img" or any(name.startswith("on") for name in attrs)]
    data = re.search(r'type="application/json">(.*?)</script>', text, re.S)
    assert data
    assert not re.search("[<>&\u2028\u2029]", data[1])
    assert "\\u003c/script\\u003e" in data[1]


def test_signs_that_hide_or_turn_text_are_gone(page: Path) -> None:
    write_map(*hostile(), page, title=ATTACK)
    body = page.read_text("utf-8").replace(map_module._vis(), "")
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b-\u200f\u2028\ufeff]", body)
    data = written(page)
    everything = json.dumps(data, ensure_ascii=False)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b-\u200f\u2028\ufeff]", everything)
    assert max(len(n["label"]) for n in data["nodes"]) == 60


def test_page_asks_nothing_of_the_network(page: Path) -> None:
    """Every address in the page is a data: one, and its policy forbids all but the page's own scripts."""
    write_map(*invented(80), page)
    text = page.read_text("utf-8")
    tags = Tags(text).found
    assert "sourceMappingURL" not in text
    addresses = [attrs[a] for _, attrs in tags for a in ("src", "href", "srcset", "action", "data") if a in attrs]
    assert all(str(address).startswith("data:") for address in addresses)
    assert not re.search(r"@import|url\(", re.sub(r"<script>.*?</script>", "", text, flags=re.S))
    policy = next(attrs["content"] for tag, attrs in tags if tag == "meta" and "http-equiv" in attrs) or ""
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-eval" not in policy
    assert "unsafe-inline" not in policy.split("style-src")[0]
    scripts = re.findall(r"<script>(.*?)</script>", text, re.S)
    assert [f"'sha256-{map_module._sha256(script)}'" in policy for script in scripts] == [True, True]


# ------------------------------------------------------------------------------------------------ browser


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
            """() => { const c = document.querySelector("canvas");
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
            """i => { const d = network.canvasToDOM(data.nodes[i]), b = box.getBoundingClientRect();
            return [d.x + b.x, d.y + b.y]; }""",
            node,
        )
        return x, y


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 800)])
def test_map_opens_offline_and_is_drawn(chromium: Any, page: Path, width: int, height: int) -> None:
    write_map(*invented(), page)
    visit = Visit(chromium, page, width, height)
    assert visit.requests == [page.as_uri()]
    assert visit.complaints == []
    assert visit.page.evaluate("Object.values(network.body.nodes).length") == 400
    assert visit.colours() > 20
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    for i in range(0, 400, 20):
        x, y = visit.place(i)
        assert 0 <= x <= width, "a node lies outside the screen"
        assert 0 <= y <= height, "a node lies outside the screen"
    visit.page.close()


@pytest.mark.browser
def test_map_is_usable_soon(chromium: Any, page: Path) -> None:
    """Generous, as machines differ: at 400 nodes a page takes 0.5 s here, and a frame 25 ms."""
    write_map(*invented(), page)
    visit = Visit(chromium, page)
    assert visit.page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd") < 5000
    visit.page.close()


@pytest.mark.browser
def test_card_shows_on_hover_and_stays_after_a_click(chromium: Any, page: Path) -> None:
    card = [{"name": "Pos", "value": "<b>12</b>"}]
    write_map(*frames([node("a", card=card), node("b", community=2)], [tie("b", "a")]), page, lang="en")
    visit = Visit(chromium, page)
    a = next(n["id"] for n in written(page)["nodes"] if n["label"] == "a")
    visit.page.mouse.move(*visit.place(a))
    visit.page.wait_for_selector("#card h2", state="visible")
    text = visit.page.inner_text("#card")
    assert all(part in text for part in ("a", "Citizen", "Pos", "<b>12</b>", "1 (mention 1)"))
    visit.page.mouse.move(300, 880)
    visit.page.wait_for_selector("#card", state="hidden")
    visit.page.mouse.click(*visit.place(a))
    visit.page.mouse.move(300, 880)
    visit.page.wait_for_timeout(200)
    assert visit.page.is_visible("#card")
    visit.page.keyboard.press("Escape")
    visit.page.wait_for_selector("#card", state="hidden")
    assert visit.complaints == []
    visit.page.close()


@pytest.mark.browser
def test_buttons_and_legend_move_the_view(chromium: Any, page: Path) -> None:
    write_map(*invented(), page)
    visit = Visit(chromium, page)
    scale = "network.getScale()"
    start = visit.page.evaluate(scale)
    for selector in ("#closer", "[data-disc='0']"):  # each moves for a while, longer on a busy machine
        visit.page.click(selector)
        visit.until(lambda: visit.page.evaluate(scale) > 1.2 * start)
        visit.page.click("#home")
        visit.until(lambda: visit.page.evaluate(scale) == pytest.approx(start))
    assert visit.complaints == []
    visit.page.close()


@pytest.mark.browser
def test_planted_attacks_run_nothing(chromium: Any, page: Path) -> None:
    """In every field, on the page, on the canvas and in every card."""
    write_map(*hostile(), page, title=ATTACK)
    visit = Visit(chromium, page)
    for i in range(12):
        visit.page.mouse.move(*visit.place(i))
        visit.page.wait_for_timeout(60)
    assert visit.page.is_visible("#card")
    assert visit.page.evaluate("window.pwned") is None
    assert visit.page.evaluate("document.querySelectorAll('img, #card svg, #card script').length") == 0
    assert visit.requests == [page.as_uri()]
    assert visit.complaints == []
    visit.page.close()


@pytest.mark.browser
def test_policy_stops_a_script_that_is_not_the_pages_own(chromium: Any, page: Path) -> None:
    """The second wall: even markup that got in could neither run nor ask anyone."""
    write_map(*invented(80), page)
    planted = "<script>window.pwned=1</script><img src='https://example.invalid/x' onerror='window.pwned=1'>"
    page.write_text(page.read_text("utf-8").replace("</body>", planted + "</body>"), "utf-8")
    visit = Visit(chromium, page)
    assert visit.page.evaluate("window.pwned") is None
    assert len(visit.complaints) >= 2
    visit.page.close()


@pytest.mark.browser
def test_empty_page_opens(chromium: Any, page: Path) -> None:
    write_map(*frames([], []), page)
    visit = Visit(chromium, page, 390, 800)
    assert "Tidak ada yang dapat digambar" in visit.page.inner_text("body")
    assert visit.complaints == []
    visit.page.close()
