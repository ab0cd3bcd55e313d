"""What communities are made of: their size, their ties, and their top accounts, hashtags, topics and agencies."""

from __future__ import annotations

import polars as pl

from suara.graph.build import activity
from suara.graph.model import CALLED, Tables

TOP = 5


def describe(tables: Tables, members: pl.DataFrame) -> pl.DataFrame:
    """One row a community, the largest first.

    Args:
        tables: the tables of the graph.
        members: `key` and `community` of accounts, with `pagerank` to rank them by.

    Returns:
        community, accounts, ties_inside and ties_outside (distinct pairs that interact, either way), posts,
        complaints, and the five most frequent of each in top_accounts (by PageRank), top_hashtags, top_topics and
        top_agencies (by posts), joined with "; ".
    """
    home = members.drop_nulls("community").select(account="key", community="community")
    posts = tables["POSTED"].select(account="from", post="to").join(home, on="account").select("post", "community")
    written = home.join(activity(tables), left_on="account", right_on="key").group_by("community")
    label = tables["Account"].select("key", label=CALLED)
    ranked = members.join(label, on="key").sort("pagerank", "key", descending=[True, False], nulls_last=True)
    described = (
        home.group_by("community")
        .agg(accounts=pl.len())
        .join(_ties(tables["INTERACTS"], home), on="community", how="left")
        .join(written.agg(pl.col("posts", "complaints").sum()), on="community", how="left")
        .join(
            ranked.drop_nulls("community")
            .group_by("community", maintain_order=True)
            .agg(top_accounts=pl.col("label").head(TOP).str.join("; ")),
            on="community",
            how="left",
        )
    )
    for name, kind, shown in (
        ("top_hashtags", "TAGGED", pl.col("to")),
        ("top_topics", "ABOUT", pl.col("to").str.split(":").list.last()),
        ("top_agencies", "ADDRESSED_TO", pl.col("to")),
    ):
        described = described.join(_top(tables[kind], posts, shown.alias(name)), on="community", how="left")
    counts = ("ties_inside", "ties_outside", "posts", "complaints")
    return described.with_columns(pl.col(counts).fill_null(0).cast(pl.Int64), pl.col("accounts").cast(pl.Int64)).sort(
        "community"
    )


def _ties(interacts: pl.DataFrame, home: pl.DataFrame) -> pl.DataFrame:
    """Distinct pairs of accounts inside each community, and between it and others."""
    ends = pl.col("from", "to")
    pairs = (
        interacts.filter(pl.col("from") != pl.col("to"))
        .select(a=pl.min_horizontal(ends), b=pl.max_horizontal(ends))
        .unique()
        .join(home.rename({"account": "a", "community": "ca"}), on="a")
        .join(home.rename({"account": "b", "community": "cb"}), on="b")
    )
    inside = pairs.filter(pl.col("ca") == pl.col("cb")).group_by(community="ca").agg(ties_inside=pl.len())
    crossing = pairs.filter(pl.col("ca") != pl.col("cb"))
    outside = pl.concat([crossing["ca"], crossing["cb"]]).alias("community").to_frame()
    outside = outside.group_by("community").agg(ties_outside=pl.len())
    return inside.join(outside, on="community", how="full", coalesce=True)


def _top(relation: pl.DataFrame, posts: pl.DataFrame, shown: pl.Expr) -> pl.DataFrame:
    """The targets of a relation that most posts of each community have."""
    name = shown.meta.output_name()
    return (
        relation.join(posts, left_on="from", right_on="post")
        .group_by("community", shown)
        .len()
        .sort("len", name, descending=[True, False])
        .group_by("community", maintain_order=True)
        .agg(pl.col(name).head(TOP).str.join("; "))
    )
