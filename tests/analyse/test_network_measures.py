"""Centrality and communities against NetworkX, SciPy and published values."""

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suara.analyse import centrality
from suara.analyse.centrality import betweenness, degree, pagerank
from suara.analyse.communities import leiden
from suara.analyse.network import Network, to_networkx

edges = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 5)), max_size=30)


def ties(rows) -> pl.DataFrame:
    merged: dict[tuple[str, str], int] = {}
    for a, b, weight in rows:
        merged[f"x:{a}", f"x:{b}"] = weight
    schema = {"from": pl.String, "to": pl.String, "weight": pl.Int64}
    return pl.DataFrame([(*ends, weight) for ends, weight in merged.items()], schema=schema, orient="row")


def oracle(table: pl.DataFrame) -> nx.DiGraph:
    graph = nx.DiGraph()
    graph.add_weighted_edges_from(row for row in table.iter_rows() if row[0] != row[1])
    return graph


def values(table: pl.DataFrame, column: str) -> dict[str, float]:
    return dict(table.select("key", column).iter_rows())


@settings(max_examples=60, deadline=None)
@given(edges)
def test_measures_agree_with_networkx(rows):
    """Degree, strength, PageRank and exact betweenness on any network."""
    table = ties(rows)
    network, graph = Network.of(table), oracle(table)
    degrees = degree.measure(network)

    assert values(degrees, "in_degree") == dict(graph.in_degree())
    assert values(degrees, "out_strength") == dict(graph.out_degree(weight="weight"))
    expected = nx.pagerank(graph, tol=1e-12, max_iter=1000) if graph else {}
    assert values(pagerank.measure(network), "pagerank") == pytest.approx(expected, abs=1e-8)
    expected = nx.betweenness_centrality(graph) if graph else {}
    assert values(betweenness.measure(network), "betweenness") == pytest.approx(expected, abs=1e-12)


@settings(max_examples=30, deadline=None)
@given(edges)
def test_contract_of_measures(rows):
    """Every measure has one finite, non-negative row per account that has ties."""
    network = Network.of(ties(rows))
    found = centrality.measured(network)

    assert found["key"].to_list() == network.keys.to_list()
    for column in found.columns[1:]:
        assert found[column].is_not_null().all()
        assert (found[column] >= 0).all()
        assert found[column].cast(pl.Float64).is_finite().all()


def test_estimated_betweenness_says_how_sure_it_is():
    """Of a network too large to be measured exactly, most true values lie within the stated error."""
    graph = nx.gnm_random_graph(400, 2400, seed=1, directed=True)
    network = Network.of(ties((a, b, 1) for a, b in graph.edges))
    exact, estimated = betweenness.measure(network), betweenness.measure(network, exact_up_to=10)
    error = estimated["betweenness_error"].to_numpy()
    ratio = estimated["betweenness"].sum() / exact["betweenness"].sum()
    within = np.abs(exact["betweenness"].to_numpy() - estimated["betweenness"].to_numpy()) <= error

    assert (exact["betweenness_error"] == 0).all()
    assert (error > 0).mean() > 0.95
    assert 0.97 <= ratio <= 1.03
    assert 0.8 <= within.mean() <= 0.99


def karate() -> pl.DataFrame:
    graph = nx.karate_club_graph()
    return ties((a, b, 1) for a, b in graph.edges)


def test_leiden_on_zacharys_karate_club():
    """The best known partition has a modularity of 0.4198 (Brandes et al. 2008)."""
    found, modularity = leiden.find(Network.of(karate()))

    assert modularity == pytest.approx(0.4198, abs=5e-4)
    assert sorted(found["community"].unique()) == [1, 2, 3, 4]


def test_leiden_modularity_is_networkx():
    """The stated modularity is that of the stated communities."""
    table = karate()
    found, modularity = leiden.find(Network.of(table), resolution=1.3)
    groups = [set(group["key"]) for _, group in found.group_by("community")]

    assert modularity == pytest.approx(nx.community.modularity(oracle(table).to_undirected(), groups, weight="weight"))


def test_leiden_gives_the_same_each_time():
    """Whatever the order of the ties."""
    table = karate()
    one, _ = leiden.find(Network.of(table))
    other, _ = leiden.find(Network.of(table.reverse()))

    assert one.equals(other)
    sizes = one.group_by("community").len().sort("community")["len"].to_list()
    assert sizes == sorted(sizes, reverse=True)


def test_networkx_graph_has_all_attributes():
    """What is known is there, what is unknown is left out, so that GEXF and GraphML take it."""
    accounts = pl.DataFrame({"key": ["x:1", "x:2"], "handle": ["a_contoh", None], "pagerank": [0.1, None]})
    graph = to_networkx(accounts, ties([(1, 2, 3)]))

    assert graph.nodes["x:1"] == {"handle": "a_contoh", "pagerank": 0.1}
    assert graph.nodes["x:2"] == {}
    assert graph.edges["x:1", "x:2"] == {"weight": 3}
    assert list(nx.generate_graphml(graph))
