"""What is chosen to be drawn, and what is said of it."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.maps import KINDS, TIES, frames, invented, labels, node, tie, written

from suara.present.map import MapSummary, write_map


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return tmp_path / "map.html"


def test_summary_counts_what_is_shown_and_what_there_was(page: Path) -> None:
    nodes, ties = invented()
    summary = write_map(nodes, ties, page, limit=100)
    data = written(page)
    assert summary == MapSummary(page, 100, 600, len(data["views"][0]["from"]), 2000, ("map",))
    assert len(data["nodes"]["label"]) == 100


def test_every_kind_keeps_its_best(page: Path) -> None:
    """Agencies and topics first, at most half of the places, and the strongest of each other kind."""
    nodes, ties = invented()
    write_map(nodes, ties, page, limit=30)
    shown = set(labels(page))
    counts = {kind: sum(name.startswith(kind) for name in shown) for kind in KINDS}
    assert counts["agency"] + counts["topic"] == 15
    assert min(counts.values()) >= 5
    for kind in KINDS:
        of_kind = nodes.filter(pl.col("kind") == kind).sort("size", descending=True)["label"]
        assert set(of_kind.head(counts[kind])) <= shown


def test_small_topics_are_not_pushed_out_by_large_agencies(page: Path) -> None:
    few = [node(f"{kind}{i}", kind, size=size) for kind, size in (("agency", 9), ("topic", 1)) for i in range(9)]
    write_map(*frames(few + [node(f"c{i}") for i in range(9)], []), page, limit=12)
    assert [label[0] for label in labels(page)] == [*"atatat", *"cccccc"]


def test_who_is_tied_to_a_hub_comes_before_who_would_stand_alone(page: Path) -> None:
    """An account that speaks to 30 others and whom nobody speaks to is small by PageRank; without it, none has a tie."""
    loners = [node(f"alone{i}", size=5.0) for i in range(60)]
    nodes = [node("hub", size=0.1), *(node(f"to{i}", size=1.0) for i in range(30)), *loners]
    summary = write_map(*frames(nodes, [tie("hub", f"to{i}", 1.0) for i in range(30)]), page, limit=50)
    assert (summary.nodes_shown, summary.ties_shown) == (50, 30)


@pytest.mark.parametrize("limit", [1, 2, 7, 19, 20, 21])
def test_places_are_filled_when_the_other_kinds_are_few(page: Path, limit: int) -> None:
    nodes, ties = frames([node(f"a{i}", "agency") for i in range(19)] + [node("c")], [])
    assert write_map(nodes, ties, page, limit=limit).nodes_shown == min(limit, 20)


def test_every_tie_has_both_ends(page: Path) -> None:
    nodes, ties = invented()
    ties = pl.concat([ties, pl.DataFrame([tie("k0", "nobody", 99), tie("nobody", "k1", 99)], schema=TIES)])
    summary = write_map(nodes, ties, page, limit=50)
    view = written(page)["views"][0]
    ends = list(zip(view["from"], view["to"], strict=True))
    assert ends
    assert {i for pair in ends for i in pair} <= set(range(len(view["nodes"])))
    assert all(a != b for a, b in ends)
    assert summary.ties_all == 2000


def test_ties_are_capped_at_the_strongest(page: Path) -> None:
    names = [f"n{i}" for i in range(10)]
    pairs = itertools.permutations(names, 2)
    nodes, ties = frames([node(n) for n in names], [tie(a, b, float(w)) for w, (a, b) in enumerate(pairs)])
    summary = write_map(nodes, ties, page, limit=10)
    assert (summary.ties_shown, summary.ties_all) == (40, 90)
    names, view = labels(page), written(page)["views"][0]
    drawn = {(names[a], names[b]) for a, b in zip(view["from"], view["to"], strict=True)}
    assert drawn == {(s, t) for s, t in ties.sort("weight").tail(40).select("source", "target").iter_rows()}


@pytest.mark.parametrize("change", [{"limit": 0}, {"lang": "fr"}])
def test_bad_settings_raise(page: Path, change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(change))):
        write_map(*invented(80), page, **change)


def test_unknown_kind_raises(page: Path) -> None:
    with pytest.raises(ValueError, match="robot"):
        write_map(*frames([node("a", "robot")], []), page)
