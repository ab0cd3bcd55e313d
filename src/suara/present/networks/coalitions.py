"""Actors, tied by how far they agree (or, where weights are below 0, disagree) on the same concepts."""

from __future__ import annotations

import polars as pl

from suara.analyse.communities import leiden
from suara.analyse.discourse.networks import one_mode
from suara.analyse.discourse.selection import select
from suara.analyse.network import Network
from suara.present.networks import Source
from suara.present.networks._looks import looks
from suara.present.networks._statements import said
from suara.present.node_link import NodeLink


def network(source: Source) -> NodeLink:
    """Congruence less conflict, divided by the mean number of statements of both; of statements that have a position.

    `community` is Leiden's on the ties above 0. See `suara.analyse.discourse.networks.one_mode`.
    """
    table, actors = said(source)
    chosen = select(table, actor="actor")
    links = one_mode(chosen, aggregation="subtract", normalisation="average").edges().filter(pl.col("weight") != 0)
    agreeing = links.filter(pl.col("weight") > 0).rename({"source": "from", "target": "to"})
    members, _ = leiden.find(Network.of(agreeing.with_columns((pl.col("weight") * 1000).round().cast(pl.Int64))))
    counts = chosen.table.group_by(id="actor").agg(statements=pl.len())
    nodes = actors.join(counts, on="id", maintain_order="left").join(
        members.rename({"key": "id"}), on="id", how="left", maintain_order="left"
    )
    return looks(NodeLink.of(nodes, links, directed=False, title="suara: coalitions"), "statements")
