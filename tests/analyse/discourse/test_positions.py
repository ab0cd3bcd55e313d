"""E-I index, brokers, core and periphery: against their definitions one by one, and known answers."""

import zipfile
from itertools import permutations, product

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from suara.analyse.discourse import brokers, core_periphery, ei_index


@st.composite
def networks(draw, least=2, most=7, weights=3):
    n = draw(st.integers(least, most))
    return np.array(draw(st.lists(st.integers(0, weights), min_size=n * n, max_size=n * n))).reshape(n, n)


def grouping(n):
    return st.lists(st.sampled_from(["x", "y", "z"]), min_size=n, max_size=n)


def names(n) -> pl.Series:
    return pl.Series([f"a{i:02}" for i in range(n)], dtype=pl.String)


@given(networks(), st.data())
def test_roles_are_counted_one_by_one(table, data):
    """Every way of two ties that isn't closed, by the groups of the three."""
    groups = data.draw(grouping(len(table)))
    expected = {(who, role): 0 for who in range(len(table)) for role in brokers.ROLES}
    for a, v, b in permutations(range(len(table)), 3):
        if table[a, v] and table[v, b] and not table[a, b]:
            ga, gv, gb = groups[a], groups[v], groups[b]
            if ga == gv == gb:
                role = "coordinator"
            elif ga == gb:
                role = "consultant"
            elif gv == gb:
                role = "gatekeeper"
            elif ga == gv:
                role = "representative"
            else:
                role = "liaison"
            expected[v, role] += 1
    found = brokers.measure(sparse.csr_array(table), names(len(table)), pl.Series(groups))

    for row in found.iter_rows(named=True):
        who = int(row["actor"][1:])
        assert {role: row[role] for role in brokers.ROLES} == {role: expected[who, role] for role in brokers.ROLES}
        assert row["total"] == sum(expected[who, role] for role in brokers.ROLES)


def test_brokers_without_groups_are_left_out():
    """With columns, also where nobody is left."""
    found = brokers.measure(sparse.csr_array((2, 2)), names(2), pl.Series([None, None], dtype=pl.String))

    assert found.columns == ["actor", "group", *brokers.ROLES, "total"]
    assert found.is_empty()


@given(networks(), st.data())
def test_ei_is_its_definition(table, data):
    """As a whole, and per group."""
    groups = data.draw(grouping(len(table)))
    off = table * (1 - np.eye(len(table)))
    out = sum(off[i, j] for i, j in product(range(len(table)), repeat=2) if groups[i] != groups[j])
    found = ei_index.measure(sparse.csr_array(table), pl.Series(groups), draws=20)

    if not off.any():
        assert (found.ei, found.p, found.draws) == (None, None, 0)
    else:
        assert found.ei == pytest.approx((2 * out - off.sum()) / off.sum())
        assert 0 < found.p <= 1
    assert found.groups["internal"].sum() + found.groups["external"].sum() == pytest.approx(off.sum())


def test_ei_is_judged_by_all_permutations():
    """The expected value is that of all ways to deal the groups, and p is about their share."""
    table = np.zeros((6, 6))
    for i, j in ((0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (2, 3)):
        table[i, j] = table[j, i] = 1
    groups = list("xxxyyy")
    every = np.array(
        [
            sum(1 if p[i] != p[j] else -1 for i, j in zip(*np.nonzero(table), strict=True))
            for p in set(permutations(groups))
        ]
    )
    every = every / table.sum()
    found = ei_index.measure(sparse.csr_array(table), pl.Series(groups), draws=20_000)
    far = np.abs(every - every.mean()) >= abs(found.ei - every.mean()) - 1e-9

    assert found.expected == pytest.approx(every.mean(), abs=0.01)
    assert found.p == pytest.approx(far.mean(), abs=0.01)


def test_ei_leaves_out_whom_nobody_knows():
    """And says how many."""
    found = ei_index.measure(sparse.csr_array(np.ones((3, 3))), pl.Series(["x", None, "x"]))

    assert (found.ei, found.left_out) == (-1.0, 1)


@settings(max_examples=40)
@given(networks(least=3, most=6))
def test_core_is_the_best_of_all(table):
    """Pearson's correlation with the ideal of each core, by NumPy."""
    n = len(table)
    off = ~np.eye(n, dtype=bool)
    found = core_periphery.measure(sparse.csr_array(table), names(n))
    if np.ptp(table[off]) == 0:
        assert found.correlation is None
        assert found.members["core"].null_count() == n
        return
    values = []
    for members in product((False, True), repeat=n):
        core = np.array(members)
        ideal = (core[:, None] | core)[off].astype(float)
        if np.ptp(ideal):
            values.append(np.corrcoef(table[off], ideal)[0, 1])
    assert found.exact
    assert found.correlation == pytest.approx(max(values))


def test_growing_finds_what_trying_all_finds(monkeypatch):
    """On planted cores, and the same whatever the order of the actors."""
    rng = np.random.default_rng(1)
    for many in (2, 4):
        core = np.arange(12) < many
        table = (rng.random((12, 12)) < np.where(core[:, None] | core, 0.9, 0.1)).astype(float)
        order = rng.permutation(12)
        exact = core_periphery.measure(sparse.csr_array(table), names(12))
        with monkeypatch.context() as patch:
            patch.setattr(core_periphery, "EXACT", 1)
            grown = core_periphery.measure(sparse.csr_array(table), names(12))
            other = core_periphery.measure(sparse.csr_array(table[order][:, order]), names(12).gather(order))
        assert grown.correlation == pytest.approx(exact.correlation)
        assert grown.members["core"].to_list() == core.tolist()
        assert other.members.equals(grown.members)


@pytest.mark.real_data
def test_core_of_the_karate_club(real_data):
    """Both leaders are in it, and it is no worse than any core that differs by one or two actors."""
    with zipfile.ZipFile(real_data / "net-classics" / "zachary.zip") as archive:
        graph = nx.parse_graphml(archive.read("zachary.graphml").decode())
    nodes = sorted(graph, key=lambda node: int(node.removeprefix("n")))
    table = nx.to_numpy_array(graph, nodelist=nodes, weight=None)
    found = core_periphery.measure(sparse.csr_array(table), names(34))
    core, off = found.members["core"].to_numpy(), ~np.eye(34, dtype=bool)

    def value(members):
        return np.corrcoef(table[off], (members[:, None] | members)[off])[0, 1]

    assert table.sum() == 156
    assert found.correlation == pytest.approx(value(core))
    assert core[0]
    assert core[33]
    for i, j in product(range(34), repeat=2):
        other = core.copy()
        other[i], other[j] = not other[i], not other[j] if i != j else other[j]
        assert value(other) <= found.correlation + 1e-9
