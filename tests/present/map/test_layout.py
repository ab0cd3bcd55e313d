"""Places and colours, and that odd input is drawn."""

from __future__ import annotations

import itertools
import json
import random
from pathlib import Path
from typing import Any

import igraph
import polars as pl
import pytest
from tests.maps import NODES, frames, invented, labels, node, tie, written

from suara.present.map import MapSummary, write_map
from suara.present.map.colours import PALETTE


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return tmp_path / "map.html"


def test_communities_lie_apart(page: Path) -> None:
    """No disc touches another, and each node lies inside the disc of its community."""
    write_map(*invented(), page, limit=200)
    view = written(page)["views"][0]
    discs = view["discs"]
    assert len(discs) == 6
    for a, b in itertools.combinations(discs, 2):
        assert ((a["x"] - b["x"]) ** 2 + (a["y"] - b["y"]) ** 2) ** 0.5 > a["r"] + b["r"]
    assert set(view["home"]) >= set(range(6))
    for x, y, home in zip(view["x"], view["y"], view["home"], strict=True):
        if home >= 0:
            assert ((x - discs[home]["x"]) ** 2 + (y - discs[home]["y"]) ** 2) ** 0.5 < discs[home]["r"]


def test_topic_without_community_lies_with_those_who_speak_of_it(page: Path) -> None:
    people = [node(f"c{i}", community=i % 2) for i in range(8)]
    nodes, ties = frames(
        [*people, node("topic", "topic", community=None)],
        [tie("c0", "topic", 1), tie("c1", "topic", 2), tie("c3", "topic", 2)],
    )
    write_map(nodes, ties, page)
    view, topic = written(page)["views"][0], labels(page).index("topic")
    disc = next(d for d in view["discs"] if d["name"] == "1")
    assert disc["shown"] == 5
    assert ((view["x"][topic] - disc["x"]) ** 2 + (view["y"][topic] - disc["y"]) ** 2) ** 0.5 < disc["r"]


def test_more_communities_than_colours(page: Path) -> None:
    nodes, ties = frames([node(f"n{i}", community=i // 2) for i in range(60)], [])
    write_map(nodes, ties, page, lang="en")
    view = written(page)["views"][0]
    assert len({d["color"] for d in view["discs"]}) == len(view["discs"]) == len(PALETTE)
    assert view["home"].count(-1) == 60 - 2 * len(PALETTE)


def test_odd_values_are_drawn(page: Path) -> None:
    """No size, no weight, no number at all: small and thin, never a broken page."""
    sizes = [None, 0.0, float("nan"), float("inf"), -1.0]
    nodes, ties = frames(
        [node(f"n{i}", size=size, community=None, label=None) for i, size in enumerate(sizes)],
        [tie("n0", "n1", None), tie("n1", "n2", float("nan")), tie("n3", "n3")],
    )
    assert write_map(nodes, ties, page) == MapSummary(page, 5, 5, 2, 3, ("map",))
    assert "NaN" not in json.dumps(written(page))


def test_number_like_keys_keep_their_labels(page: Path) -> None:
    """On the page nodes are numbers, so that no key is taken for another."""
    write_map(*frames([node("12", label="dua belas"), node("12.0", label="koma")], [tie("12", "12.0")]), page)
    assert set(labels(page)) == {"dua belas", "koma"}


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
