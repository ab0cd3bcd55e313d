"""The e-mails of a European research institution (SNAP, email-Eu-core), with the figures that SNAP publishes of them."""

import igraph
import polars as pl
import pytest

from suara.analyse.network import Network


@pytest.fixture(scope="module")
def mails(real_data) -> pl.DataFrame:
    """Who wrote to whom."""
    file = real_data / "net-email-eu-core" / "email-Eu-core.txt"
    table = pl.read_csv(file, separator="\t", has_header=False, new_columns=["from", "to"], infer_schema_length=0)
    return table.with_columns(pl.col("to").str.strip_chars(), weight=pl.lit(1, pl.Int64))  # lines end with \r\r\n


@pytest.mark.real_data
def test_email_eu_core(mails):
    """Nodes, ties, loops (which a network leaves out), components, clustering and triangles."""
    assert mails.height == 25_571
    assert pl.concat([mails["from"], mails["to"]]).n_unique() == 1_005
    assert mails.filter(pl.col("from") == pl.col("to")).height == 642

    network = Network.of(mails)
    graph = network.igraph
    assert (network.size, graph.ecount()) == (986, 25_571 - 642)  # 19 people wrote only to themselves
    assert graph.connected_components(mode="weak").giant().vcount() == 986
    assert graph.connected_components(mode="strong").giant().vcount() == 803
    undirected: igraph.Graph = graph.as_undirected(mode="collapse")
    assert len(undirected.list_triangles()) == 105_461
    clustering = undirected.transitivity_local_undirected(mode="zero")
    assert sum(clustering) / 1_005 == pytest.approx(0.3994, abs=5e-5)
