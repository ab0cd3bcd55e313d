"""Measures made in a real Neo4j by Graph Data Science agree with those made here."""

import numpy as np
import polars as pl
import pytest
from tests.conftest import empty_neo4j, whole

import suara
from suara.analyse import centrality, gds
from suara.analyse.communities import components, leiden
from suara.analyse.network import Network
from suara.errors import StoreError
from suara.graph.model import empty
from suara.graph.stores import opened

pytestmark = pytest.mark.neo4j


def ties(accounts: int, groups: int) -> pl.DataFrame:
    """Ties in planted groups of equal size, a few between them, some with oneself, and two accounts apart."""
    random = np.random.default_rng(7)
    source = random.integers(0, accounts, accounts * 6)
    near = source % groups + groups * random.integers(0, accounts // groups, len(source))
    target = np.where(random.random(len(source)) < 0.9, near, random.integers(0, accounts, len(source)))
    drawn = pl.DataFrame({"from": source, "to": target, "weight": random.integers(1, 5, len(source))})
    apart = pl.DataFrame({"from": [accounts], "to": [accounts + 1], "weight": [1]})
    return (
        pl.concat([drawn, apart])
        .with_columns(pl.format("x:{}", "from").alias("from"), pl.format("x:{}", "to").alias("to"))
        .unique(["from", "to"], maintain_order=True)
    )


@pytest.fixture(scope="module")
def drawn() -> pl.DataFrame:
    return ties(400, 8)


@pytest.fixture(scope="module")
def store(neo4j_address, drawn, tmp_path_factory):
    """The drawn ties, and an account that has none, in a real Neo4j."""
    keys = pl.concat([drawn["from"], drawn["to"], pl.Series(["x:alone"])]).unique()
    empty_neo4j(neo4j_address)
    with opened(neo4j_address, tmp_path_factory.mktemp("unused")) as one:
        one.setup()
        one.load({"Account": whole("Account", key=keys), "INTERACTS": whole("INTERACTS", **drawn.to_dict())})
        yield one
    empty_neo4j(neo4j_address)


def test_centrality_agrees_with_igraph(store, drawn):
    """Degree and strength are the same, PageRank and exact betweenness to nine digits."""
    here = centrality.measured(Network.of(drawn))
    there = gds.measured(store, "test")

    assert there.schema == here.schema
    whole = ["key", "in_degree", "out_degree", "in_strength", "out_strength", "betweenness_error"]
    assert there.select(whole).equals(here.select(whole))
    assert np.allclose(there["pagerank"], here["pagerank"], rtol=0, atol=1e-9)
    assert np.allclose(there["betweenness"], here["betweenness"], rtol=0, atol=1e-9)


def test_sampled_betweenness(store, drawn):
    """An estimate is near the exact value for those who stand between most, and says an error."""
    exact = centrality.measured(Network.of(drawn)).select("key", exact="betweenness")
    sampled = gds.measured(store, "test", exact_up_to=10).join(exact, on="key")
    most = sampled.sort("exact", descending=True).head(20)

    assert most["betweenness"].sum() == pytest.approx(most["exact"].sum(), rel=0.25)
    assert (most["betweenness_error"] > 0).all()
    assert gds.measured(store, "test", exact_up_to=10).equals(sampled.drop("exact"))


def test_communities_are_as_good_as_igraphs(store, drawn):
    """Components are the same; Leiden's modularity is igraph's value for that partition, and about as high as igraph's own."""
    network = Network.of(drawn)
    members, modularity = gds.find(store, "test")
    graph = network.igraph.as_undirected(mode="collapse", combine_edges="sum")

    assert members.select("key", "component").equals(components.find(network))
    assert graph.modularity(members["community"].to_list(), weights="weight") == pytest.approx(modularity, abs=1e-9)
    assert modularity == pytest.approx(leiden.find(network)[1], abs=0.02)
    assert gds.find(store, "test")[0].equals(members)


def test_no_projection_stays(store):
    """What GDS has held in memory is gone."""
    gds.find(store, "test")

    assert store.ask("CALL gds.graph.list() YIELD graphName RETURN graphName").is_empty()


def test_without_ties(store, drawn):
    """No account has measures, and nothing fails."""
    store.load({"INTERACTS": empty("INTERACTS")})
    try:
        assert gds.measured(store, "test").is_empty()
        assert gds.find(store, "test")[0].is_empty()
    finally:
        store.load({"INTERACTS": whole("INTERACTS", **drawn.to_dict())})


def test_the_embedded_store_has_no_gds(result):
    """It says what to do."""
    with pytest.raises(StoreError, match="Neo4j with GDS"):
        suara.centrality(result.workspace, engine="gds")
