"""Accounts that people turn to, though no agency of the registry operates them."""

from __future__ import annotations

import polars as pl

from suara.analyse.agencies._speaking import complaining, turns, written
from suara.graph.build import Graph

LEAST = 3
"""How many different accounts have to turn to one before it is listed."""


def unknown(graph: Graph, lookalikes: pl.DataFrame, *, least: int = LEAST) -> pl.DataFrame:
    """Accounts that at least `least` people turn to, by reply or mention, and that no agency is known to operate.

    Reposts, posts of agencies, and posts that only came along with collected ones don't count.

    Returns:
        account, platform, handle, name, accounts (that turn to it), posts (by which they do), replies, mentions (a post
        can be both), complaining (of the posts: those with a code of the complaints codebook), share (that they are of
        the posts), missed (of those complaining: the ones that speak to no agency of the registry, so that they count
        as no complaint), own_posts (of the account in the collection), resembles (the agency that it looks like; see
        `suara.analyse.agencies.lookalikes`); the most missed first.
    """
    posts = written(graph)
    people = posts.filter(pl.col("agency").is_null(), ~pl.col("context"))
    coded = complaining(graph).with_columns(coded=pl.lit(True))
    told = graph.tables["ADDRESSED_TO"].select(key="from", told=pl.lit(True)).unique()
    unowned = graph.accounts.table.filter(pl.col("agency").is_null()).select("key", "platform", "handle", "name")
    counted = (
        turns(graph, people)
        .join(coded, on="key", how="left")
        .join(told, on="key", how="left")
        .group_by(key="to")
        .agg(
            accounts=pl.col("account").n_unique(),
            posts=pl.len(),
            replies=pl.col("reply").sum(),
            mentions=pl.col("mention").sum(),
            complaining=pl.col("coded").count(),
            missed=(pl.col("coded").is_not_null() & pl.col("told").is_null()).sum(),
        )
        .filter(pl.col("accounts") >= least)
    )
    own = posts.group_by(key="account").agg(own_posts=pl.len())
    return (
        counted.join(unowned, on="key")
        .join(own, on="key", how="left")
        .join(lookalikes.select("resembles", key="account"), on="key", how="left")
        .with_columns(share=pl.col("complaining") / pl.col("posts"), own_posts=pl.col("own_posts").fill_null(0))
        .sort("missed", "complaining", "posts", "key", descending=[True, True, True, False])
        .select(pl.col("key").alias("account"), *(pl.col(name).cast(dtype) for name, dtype in COLUMNS.items()))
    )


COLUMNS = {
    "platform": pl.String, "handle": pl.String, "name": pl.String, "accounts": pl.Int64, "posts": pl.Int64,
    "replies": pl.Int64, "mentions": pl.Int64, "complaining": pl.Int64, "share": pl.Float64, "missed": pl.Int64,
    "own_posts": pl.Int64, "resembles": pl.String,
}  # fmt: skip
