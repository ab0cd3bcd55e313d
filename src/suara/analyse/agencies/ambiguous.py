"""Ambiguous names of agencies in texts: how often they stand there, what tells which is meant, and how many stay open."""

from __future__ import annotations

import polars as pl

from suara.analyse.agencies._speaking import complaining, written
from suara.coding.agencies import Registry
from suara.graph._addressing import CONTEXT
from suara.graph.build import Graph


def ambiguous(graph: Graph, registry: Registry) -> pl.DataFrame:
    """Each ambiguous name of the registry, and what became of the posts of people that have it.

    Returns:
        name, candidates (the agencies that it may mean), posts, accounts (that wrote them), by_reply, by_mention, by_name,
        by_parent, by_conversation (posts in which that tells the agency; see `suara.graph._addressing.CONTEXT`), open
        (posts in which nothing does), missed (of these: the ones with a code of the complaints codebook that speak to no
        agency, so that they count as no complaint); the most missed first.
    """
    names = (
        registry.names.filter(~pl.col("certain"))
        .group_by("name", maintain_order=True)
        .agg(candidates=pl.col("agency").unique().sort().str.join("; "))
    )
    people = written(graph).filter(pl.col("agency").is_null(), ~pl.col("context")).select(post="key", account="account")
    told = graph.tables["ADDRESSED_TO"].select(post="from", told=pl.lit(True)).unique()
    coded = complaining(graph).select(post="key", coded=pl.lit(True))
    said = (
        graph.named.filter(~pl.col("certain"))
        .sort("settled_by")
        .unique(["post", "name"], keep="last", maintain_order=True)
        .join(people, on="post")
        .join(told, on="post", how="left")
        .join(coded, on="post", how="left")
    )
    stays = pl.col("settled_by").is_null()
    counted = said.group_by("name").agg(
        posts=pl.len(),
        accounts=pl.col("account").n_unique(),
        **{f"by_{how}": (pl.col("settled_by") == how).sum() for how in CONTEXT.categories},
        open=stays.sum(),
        missed=(stays & pl.col("coded").is_not_null() & pl.col("told").is_null()).sum(),
    )
    return (
        names.join(counted, on="name", how="left", maintain_order="left")
        .with_columns(pl.col(pl.UInt32).fill_null(0).cast(pl.Int64))
        .sort("missed", "open", "posts", "name", descending=[True, True, True, False])
    )
