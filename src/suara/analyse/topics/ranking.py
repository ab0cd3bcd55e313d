"""The ranking of topics."""

from __future__ import annotations

import polars as pl

from suara.analyse._intervals import wilson
from suara.graph.build import COMPLAINTS
from suara.graph.model import Tables


def rank(tables: Tables, lang: str = "id") -> pl.DataFrame:
    """One row a code, the most frequent first; codes that no post carries are there with 0.

    Posts are those of people; of the complaints codebook only complaints count. Reposts and posts of agencies don't.
    A post with two codes counts for both, so shares add up to more than 1.

    Returns:
        codebook, topic, label (in the language asked for), posts, share (of the posts with a code of this codebook),
        share_low and share_high (95 % Wilson), accounts, survey_share (in % of answers, as the codebook's source says).
    """
    codes = tables["Topic"].join(tables["IN"].select(key="from", codebook="to"), on="key", maintain_order="left")
    of_people = (
        tables["POSTED"]
        .join(tables["OPERATED_BY"].select("from"), on="from", how="anti")
        .select(account="from", post="to")
    )
    posts = tables["Post"].select(post="key", complaint="complaint")
    carried = (
        tables["ABOUT"]
        .select(post="from", key="to")
        .join(codes.select("key", "codebook"), on="key")
        .join(of_people, on="post")
        .join(posts, on="post")
        .filter((pl.col("codebook") != COMPLAINTS) | pl.col("complaint"))
    )
    counted = carried.group_by("key").agg(
        posts=pl.col("post").n_unique().cast(pl.Int64), accounts=pl.col("account").n_unique().cast(pl.Int64)
    )
    whole = carried.group_by("codebook").agg(whole=pl.col("post").n_unique().cast(pl.Int64))
    low, high = wilson(pl.col("posts"), pl.col("whole"))
    return (
        codes.join(counted, on="key", how="left", maintain_order="left")
        .join(whole, on="codebook", how="left", maintain_order="left")
        .with_columns(pl.col("posts", "accounts").fill_null(0))
        .with_columns(share=pl.col("posts") / pl.col("whole"), share_low=low, share_high=high)
        .sort("codebook", "posts", descending=[False, True], maintain_order=True)
        .select(
            "codebook", "topic", pl.col(f"label_{lang}").alias("label"),
            "posts", "share", "share_low", "share_high", "accounts", "survey_share",
        )
    )  # fmt: skip
