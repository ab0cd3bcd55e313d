"""Clusters against SciPy on distances that are worked out pair by pair."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster import hierarchy
from sklearn.metrics import silhouette_score

from suara.analyse.discourse.clusters import clustered
from suara.analyse.discourse.selection import select

statements = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("uvwx"), st.integers(0, 1)), min_size=1, max_size=30
)
SCHEMA = {"organisation": pl.String, "concept": pl.String, "qualifier": pl.Int64}


def said(rows) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def cosine(rows):
    """1 less the cosine of how often each two say each position."""
    actors, cells = sorted({row[0] for row in rows}), sorted({row[1:] for row in rows})
    table = np.array([[sum(row == (who, *cell) for row in rows) for cell in cells] for who in actors], dtype=float)
    table /= np.linalg.norm(table, axis=1, keepdims=True)
    return 1 - table @ table.T


@settings(max_examples=40)
@given(statements)
def test_merges_are_those_of_scipy(rows):
    """Their distances, and the silhouette of the cut."""
    found = clustered(select(said(rows)))
    distances = cosine(rows)
    n = len(distances)
    if n < 3:
        assert found.reason == f"{n} actors are too few for clusters"
        return
    expected = hierarchy.linkage(distances[np.triu_indices(n, 1)].round(12).clip(0), method="average")

    assert found.merges["distance"].to_list() == pytest.approx(expected[:, 2].tolist(), abs=1e-9)
    assert found.merges["size"].max() == n
    assert sorted(found.members["leaf"]) == list(range(n))
    if found.silhouette is not None:
        labels = found.members["cluster"].to_list()
        np.fill_diagonal(distances, 0)
        value = silhouette_score(distances.clip(0), labels, metric="precomputed")
        assert found.silhouette == pytest.approx(value, abs=1e-9)
        assert found.silhouette == found.cuts["silhouette"].max()


@given(statements, st.randoms())
def test_order_changes_nothing(rows, random):
    """The same statements in another order make the same tree."""
    shuffled = list(rows)
    random.shuffle(shuffled)
    one, other = clustered(select(said(rows))), clustered(select(said(shuffled)))

    assert one.members.equals(other.members)
    assert one.merges.equals(other.merges)


def test_concepts_and_nothing():
    """Concepts that the same actors agree with are one cluster; of equal distances there is no cut."""
    rows = [(who, what, int((who in "ab") == (what in "uv"))) for who in "abcd" for what in "uvwx"]
    found = clustered(select(said(rows)), of="concepts", similarity="jaccard")
    apart = clustered(select(said([("a", "u", 1), ("b", "v", 1), ("c", "w", 1)])))

    assert found.members.select("name", "cluster").rows() == [("u", 1), ("v", 1), ("w", 2), ("x", 2)]
    assert found.silhouette == 1
    assert apart.silhouette is None
    assert "equally far" in apart.reason
    assert clustered(select(said([]))).members.is_empty()
    with pytest.raises(ValueError, match="cosine or jaccard"):
        clustered(select(said([])), similarity="euclid")
