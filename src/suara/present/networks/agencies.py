"""Agencies, and which of them sends people on to which."""

from __future__ import annotations

import polars as pl

from suara.analyse.paths.handoffs import handoffs
from suara.present.networks import Source
from suara.present.networks._agencies import agencies
from suara.present.networks._looks import looks
from suara.present.node_link import NodeLink


def network(source: Source) -> NodeLink:
    """Agencies that were complained to, or that a person was sent from or to; `weight` is how often.

    Attributes of links are those of `suara.analyse.paths.handoffs.HandOffs.between`: people, arrived, rate and so on.
    """
    between = handoffs(source.graph).between
    links = between.select(source="agency", target="to", weight="times").with_columns(
        between.drop("agency", "to", "times")
    )
    met = pl.concat([links["source"], links["target"]]).unique()
    table = agencies(source).filter((pl.col("complaints") > 0) | pl.col("key").is_in(met.implode()))
    return looks(NodeLink.of(table.rename({"key": "id"}), links, title="suara: agencies"), "complaints", colour="type")
