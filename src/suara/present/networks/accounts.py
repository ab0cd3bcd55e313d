"""Accounts, and who turns to whom: replies, mentions, reposts and quotes."""

from __future__ import annotations

import polars as pl

from suara.graph.build import WAYS, interactions
from suara.graph.model import NODES
from suara.present.networks import Source
from suara.present.networks._looks import looks
from suara.present.networks._people import people
from suara.present.node_link import NodeLink


def network(source: Source) -> NodeLink:
    """Nodes with what is known and measured of the accounts; `weight` is the number of posts that turn to the other."""
    ties = source.graph.tables["INTERACTS"]
    if set(source.ties) != set(WAYS):
        ties = interactions(source.graph.accounts, source.ties)
    who = people(source)
    measured = source.accounts.select("key", "posts", "complaints", *NODES["Account"].measures)
    nodes = who.join(measured, on="key", how="left", maintain_order="left")
    ids = who.select("key", "id")
    links = ties.join(ids.rename({"key": "from", "id": "source"}), on="from", maintain_order="left").join(
        ids.rename({"key": "to", "id": "target"}), on="to", maintain_order="left"
    )
    links = links.select("source", "target", pl.exclude("from", "to", "source", "target"))
    return looks(NodeLink.of(nodes.drop("key"), links, title="suara: accounts"), "pagerank")
