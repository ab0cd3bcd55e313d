"""What has changed in a debate from one period to the next: ties, positions, and the statements behind those."""

from __future__ import annotations

import polars as pl

from suara.analyse.discourse.matrix import Matrix
from suara.analyse.discourse.selection import Selected

TIES = {"source": pl.String, "target": pl.String, "before": pl.Float64, "after": pl.Float64, "change": pl.String}
POSITIONS = {
    "actor": pl.String,
    "concept": pl.String,
    "before": pl.Float64,
    "after": pl.Float64,
    "statements_before": pl.Int64,
    "statements_after": pl.Int64,
    "change": pl.String,
}


def ties(before: Matrix, after: Matrix) -> pl.DataFrame:
    """The ties of either period (`TIES`), those that changed most first.

    Example:
        >>> from scipy.sparse import csr_array
        >>> names = pl.Series(["a", "b"])
        >>> old, new = (Matrix(names, names, csr_array([[0, w], [w, 0]]), 2, one_mode=True) for w in (1.0, -1.0))
        >>> ties(old, new).rows()
        [('a', 'b', 1.0, -1.0, 'turned')]
    """
    old, new = (side.edges().rename({"weight": name}) for side, name in ((before, "before"), (after, "after")))
    both = old.join(new, on=["source", "target"], how="full", coalesce=True)
    was, now = pl.col("before"), pl.col("after")
    change = (
        pl.when(was.is_null()).then(pl.lit("new"))
        .when(now.is_null()).then(pl.lit("gone"))
        .when(was.sign() != now.sign()).then(pl.lit("turned"))
        .when((now.abs() - was.abs()).abs() < 1e-12).then(pl.lit("same"))
        .when(now.abs() > was.abs()).then(pl.lit("stronger"))
        .otherwise(pl.lit("weaker"))
    )  # fmt: skip
    size = (now.fill_null(0) - was.fill_null(0)).abs()
    return (
        both.with_columns(change=change, _size=size)
        .sort("_size", "source", "target", descending=[True, False, False])
        .select(*TIES)
    )


def positions(before: Selected, after: Selected) -> pl.DataFrame:
    """What actors who speak about a concept in both periods say about it (`POSITIONS`), the greatest changes first."""

    def of(period: Selected, name: str) -> pl.DataFrame:
        table = period.table.select(
            pl.col(period.actor).cast(pl.String).alias("actor"),
            pl.col(period.concept).cast(pl.String).alias("concept"),
            side=before.sides(),
        )
        return table.group_by("actor", "concept").agg(
            pl.col("side").mean().alias(name), pl.len().cast(pl.Int64).alias(f"statements_{name}")
        )

    both = of(before, "before").join(of(after, "after"), on=["actor", "concept"])
    was, now = pl.col("before"), pl.col("after")
    change = (
        pl.when(was * now < 0).then(pl.lit("turned"))
        .when((was - now).abs() > 1e-12).then(pl.lit("shifted"))
        .otherwise(pl.lit("same"))
    )  # fmt: skip
    by = [(now - was).abs(), pl.col("actor"), pl.col("concept")]
    return both.with_columns(change=change).sort(by, descending=[True, False, False]).select(*POSITIONS)


def said(before: Selected, after: Selected, turned: pl.DataFrame) -> pl.DataFrame:
    """The statements behind positions that have turned."""
    parts = [
        period.table.join(turned.select(pl.col("actor").alias(period.actor), pl.col("concept").alias(period.concept)),
                          on=[period.actor, period.concept], how="semi", maintain_order="left")
        .insert_column(0, pl.lit(name).alias("period"))
        for name, period in (("before", before), ("after", after))
    ]  # fmt: skip
    return pl.concat(parts, how="diagonal_relaxed").sort(before.actor, before.concept, maintain_order=True)
