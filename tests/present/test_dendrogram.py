"""Dendrograms: lines lie where the merges are, few ends stand for many, hostile names stay text."""

import re

import numpy as np
import polars as pl
import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster import hierarchy

from suara.analyse.discourse.clusters import clustered
from suara.analyse.discourse.selection import select
from suara.present import dendrogram, drawing

EVIL = [
    "<script>alert(1)</script>",
    "</svg><img src=x onerror=alert(2)>",
    "\u202edesrever\u200b",
    "x" * 500,
    "a\"b'c&d]]>",
    "",
]


def found(count: int, seed: int):
    """The clusters of so many actors who speak at random."""
    rng = np.random.default_rng(seed)
    rows = [(f"a{i:03}", f"c{k}", int(rng.integers(2))) for i in range(count) for k in range(6)]
    table = pl.DataFrame(rows, schema=["organisation", "concept", "qualifier"], orient="row")
    clusters = clustered(select(table))
    return clusters.members.with_columns(label="name"), clusters.merges, clusters.silhouette


def data(chart, layer: int):
    return chart.layer[layer].data.values


@settings(max_examples=20)
@given(st.integers(3, 25), st.integers(0, 99))
def test_lines_lie_where_scipy_has_them(count, seed):
    """Each merge has its vertical line at its distance, between the same places as in SciPy's dendrogram."""
    members, merges, silhouette = found(count, seed)
    chart = dendrogram.chart(members, merges, lang="en", silhouette=silhouette)
    tree = np.column_stack([merges[name].to_numpy() for name in ("left", "right", "distance", "size")]).astype(float)
    drawn = hierarchy.dendrogram(tree, no_plot=True)
    expected = sorted((ys[1], *sorted((xs[0], xs[3]))) for xs, ys in zip(drawn["icoord"], drawn["dcoord"], strict=True))
    lines = data(chart, 2)
    left, right = 250, 848
    most = tree[:, 2].max() or 1e-9
    upright = [line for line in lines if line["x"] == line["x2"] and line["y"] != line["y2"]]
    here = sorted(
        ((line["x"] - left) / (right - left) * most, *sorted((10 * line["y"] - 5, 10 * line["y2"] - 5)))
        for line in upright
    )

    assert [end["text"] for end in data(chart, 3)] == [members["name"][i] for i in drawn["leaves"]]
    assert np.allclose(np.array(here), np.array(expected), atol=1e-6)


def test_many_actors_are_drawn_as_few():
    """Each end tells for how many it stands, and nobody is lost."""
    members, merges, silhouette = found(90, 1)
    for wide in (True, False):
        chart = dendrogram.chart(members, merges, lang="en", wide=wide, silhouette=silhouette)
        ends = [end["text"] for end in data(chart, 3)]
        more = [int(text.split(" and ")[1].split()[0]) if " and " in text else 0 for text in ends]
        assert len(ends) == dendrogram.MOST[wide]
        assert len(ends) + sum(more) == 90
        assert f"{90 - len(ends)} others are drawn with those" in " ".join(drawing.heading(chart)[1])


@pytest.mark.parametrize("lang", ["id", "en"])
def test_nothing_to_draw_is_said(lang, tmp_path):
    """Of two actors there is no tree."""
    members, merges, _ = found(2, 1)
    chart = dendrogram.chart(members, merges, lang=lang)

    assert drawing.heading(chart)[1][0].startswith(
        {"id": "Tidak ada yang dapat digambar", "en": "Nothing to draw"}[lang]
    )
    words = dendrogram._WORDS
    assert words["id"].keys() == words["en"].keys()
    for key in words["id"]:
        assert re.findall(r"\{\w+\}", words["id"][key]) == re.findall(r"\{\w+\}", words["en"][key])


def test_hostile_names_stay_text(tmp_path):
    """No element, handler or address of theirs; nothing that turns the text."""
    members, merges, silhouette = found(len(EVIL), 2)
    members = members.with_columns(label=pl.Series(EVIL))
    charts = [dendrogram.chart(members, merges, lang="en", wide=wide, silhouette=silhouette) for wide in (True, False)]
    drawing.written(charts[0], tmp_path / "a.html", lang="en", narrow=charts[1])
    drawing.written(charts[0], tmp_path / "a.svg")

    ElementTree.parse(tmp_path / "a.svg")
    for file in ("a.html", "a.svg"):
        text = (tmp_path / file).read_text(encoding="utf-8")
        assert "<script" not in text
        assert "<img" not in text
        assert "&lt;script&gt;" in text
        assert "x" * 100 not in text
        assert not set("\u202e\u200b") & set(text)
