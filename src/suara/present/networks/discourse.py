"""Actors and the concepts that they make statements about, agreeing or not."""

from __future__ import annotations

import polars as pl

from suara.present.networks import Source
from suara.present.networks._looks import looks
from suara.present.networks._statements import said
from suara.present.node_link import NodeLink


def network(source: Source) -> NodeLink:
    """`weight` is the number of statements (one a document and position), `agree` and `disagree` of those with a position.

    On a scale of more than two points, `position` is the mean, and `agree` and `disagree` stay empty.
    """
    table, actors = said(source)
    yes_no = table["qualifier"].drop_nulls().is_in([0, 1]).all()
    qualifier = pl.col("qualifier")
    links = (
        table.group_by(source="actor", target=pl.lit("concept ") + pl.col("concept"))
        .agg(
            weight=pl.len(),
            agree=(qualifier == 1).sum() if yes_no else pl.lit(None, pl.Int64),
            disagree=(qualifier == 0).sum() if yes_no else pl.lit(None, pl.Int64),
            position=qualifier.mean(),
        )
        .sort("source", "target")
    )
    label = f"concept.label_{source.lang}"
    named = pl.coalesce(label, "concept") if label in table.columns else pl.col("concept")
    concepts = table.unique("concept", keep="first").select(
        id=pl.lit("concept ") + pl.col("concept"), label=named, kind=pl.lit("concept")
    )
    counts = pl.concat([links.select("weight", id=side) for side in ("source", "target")])
    nodes = pl.concat([actors, concepts.sort("id")]).join(
        counts.group_by("id").agg(statements=pl.col("weight").sum()), on="id", how="left", maintain_order="left"
    )
    return looks(NodeLink.of(nodes, links, title="suara: discourse"), "statements", colour="kind")
