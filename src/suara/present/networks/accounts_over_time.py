"""Accounts, and when they turned to each other: Gephi's timeline plays it."""

from __future__ import annotations

import polars as pl

from suara.analyse.timeline.periods import periods
from suara.analyse.timeline.spells import spells
from suara.graph.build import turns
from suara.present.networks import Source, accounts
from suara.present.networks._people import people
from suara.present.node_link import NodeLink


def network(source: Source) -> NodeLink:
    """The network of accounts, with the periods in which one turned to the other, and in which each posted or was turned to.

    What has no known time has no spells: it is always there.
    """
    whole = accounts.network(source)
    ids = people(source).select("key", "id")
    turned = turns(source.graph.accounts, source.ties).select("from", "to", at="created_at")
    named = turned.join(ids.rename({"key": "from", "id": "source"}), on="from").join(
        ids.rename({"key": "to", "id": "target"}), on="to"
    )
    posted = source.graph.accounts.authors.filter(~pl.col("context")).select("account", at="created_at")
    there = [
        named.select("at", id="source"),
        named.select("at", id="target"),
        posted.join(ids.rename({"key": "account"}), on="account").select("at", "id"),
    ]
    seen = pl.concat(there).drop_nulls("at")
    if seen.is_empty():
        return whole
    of = periods(seen["at"].min(), seen["at"].max(), source.unit, source.timezone)  # type: ignore[arg-type]
    nodes = whole.nodes.join(spells(seen, of), on="id", how="left", maintain_order="left")
    between = spells(named.select("source", "target", "at"), of)
    links = whole.links.join(between, on=["source", "target"], how="left", maintain_order="left")
    return NodeLink(nodes, links, whole.directed, title="suara: accounts over time")
