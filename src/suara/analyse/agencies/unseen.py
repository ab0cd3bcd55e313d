"""Agencies of the registry of which the posts tell nothing."""

from __future__ import annotations

import polars as pl

from suara.coding.agencies import Registry
from suara.graph.build import Graph


def unseen(graph: Graph, registry: Registry) -> pl.DataFrame:
    """The agencies whose accounts occur nowhere in the posts, and that no post names for certain or speaks to.

    Returns:
        agency, name, kind, parent, region, handles and ids (how many the registry has of each; without any, only a name in a
        text can tell of the agency).
    """
    seen = pl.concat(
        [
            graph.accounts.table.select("agency"),
            graph.named.select("agency"),
            graph.tables["ADDRESSED_TO"].select(agency="to"),
        ]
    ).drop_nulls()
    accounts = registry.accounts.group_by("agency").agg(
        handles=pl.col("handle").count().cast(pl.Int64), ids=pl.col("id").count().cast(pl.Int64)
    )
    return (
        registry.frame.join(seen.unique(), on="agency", how="anti", maintain_order="left")
        .join(accounts, on="agency", how="left", maintain_order="left")
        .select("agency", "name", "kind", "parent", "region", pl.col("handles", "ids").fill_null(0))
    )
