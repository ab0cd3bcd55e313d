"""Signed modularity and frustration against their formulas, all partitions, and NetworkX."""

from itertools import product

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from suara.analyse.discourse.signed import frustration, grouped, modularity


@st.composite
def networks(draw, least=2, most=6):
    n = draw(st.integers(least, most))
    cells = st.lists(st.integers(-3, 3), min_size=n * (n - 1) // 2, max_size=n * (n - 1) // 2)
    table = np.zeros((n, n))
    table[np.triu_indices(n, 1)] = draw(cells)
    return table + table.T


def signs(table):
    return sparse.csr_array(np.maximum(table, 0)), sparse.csr_array(np.maximum(-table, 0))


def slow(table, labels):
    """Gomez, Jensen & Arenas 2009, equation 14, pair by pair."""
    plus, minus = np.maximum(table, 0), np.maximum(-table, 0)
    total = 0.0
    for i, j in product(range(len(table)), repeat=2):
        if labels[i] == labels[j]:
            total += table[i, j]
            total -= plus[i].sum() * plus[j].sum() / plus.sum() if plus.any() else 0
            total += minus[i].sum() * minus[j].sum() / minus.sum() if minus.any() else 0
    return total / np.abs(table).sum()


@given(networks(), st.data())
def test_modularity_is_the_sum_over_pairs(table, data):
    """Of any partition."""
    labels = data.draw(st.lists(st.integers(1, 3), min_size=len(table), max_size=len(table)))
    found = modularity(*signs(table), labels)

    assert found == pytest.approx(slow(table, labels)) if table.any() else np.isnan(found)


@settings(max_examples=30)
@given(networks(most=5))
def test_no_partition_is_better(table):
    """On small networks the groups are the best there are."""
    found = grouped([f"a{i}" for i in range(len(table))], *signs(table))
    if not table.any():
        assert found.modularity is None
        assert found.members["group"].null_count() == len(table)
        return
    best = max(slow(table, labels) for labels in product(range(len(table)), repeat=len(table)) if labels[0] == 0)
    assert found.modularity == pytest.approx(best, abs=1e-9)


@settings(max_examples=40)
@given(networks())
def test_frustration_is_the_least_of_all_camps(table):
    """Over all two-camp partitions."""
    found = frustration(*signs(table))
    if not table.any():
        assert np.isnan(found)
        return
    bad = [
        sum(abs(w) for (i, j), w in np.ndenumerate(table) if (w > 0) != (camps[i] == camps[j]))
        for camps in product((0, 1), repeat=len(table))
    ]
    assert found == pytest.approx(min(bad) / np.abs(table).sum())


def karate():
    graph = nx.karate_club_graph()
    return sorted(graph), nx.to_scipy_sparse_array(graph, weight=None, format="csr", dtype=float)


def test_without_negative_ties_it_is_newmans():
    """The value is NetworkX's, and the karate club has its best known partition of .4198 (Brandes et al. 2008)."""
    actors, ties = karate()
    none = sparse.csr_array(ties.shape)
    found = grouped([f"{a:02}" for a in actors], ties, none)
    graph = nx.Graph(nx.karate_club_graph().edges)
    parts = [set(np.flatnonzero(found.members["group"].to_numpy() == g)) for g in found.members["group"].unique()]

    assert found.modularity == pytest.approx(0.4198, abs=5e-5)
    assert found.modularity == pytest.approx(nx.community.modularity(graph, parts))


def test_order_and_unit_change_nothing():
    """Four planted camps of 100; relabelled in another order, with weights in another unit."""
    rng = np.random.default_rng(5)
    camp = rng.permutation(100) % 4
    same = camp[:, None] == camp
    upper = np.triu(np.where(rng.random((100, 100)) < 0.2, np.where(same, 1, -1), 0), 1).astype(float)
    table = upper + upper.T
    names = np.array([f"a{i:02}" for i in range(100)])
    order = rng.permutation(100)
    one = grouped(names.tolist(), *signs(table))
    other = grouped(names[order].tolist(), *signs(3 * table[order][:, order]))

    assert one.members.equals(other.members)
    assert len(set(zip(one.members["group"], camp.tolist(), strict=True))) == 4
    assert frustration(*signs(table)) > 0
    assert frustration(*signs(np.where(camp[:, None] % 2 == camp % 2, 1, -1) * np.abs(table))) == 0
