"""What the posts of each period are about, or to whom: the share of each topic, agency, platform, period by period."""

from __future__ import annotations

import polars as pl

from suara.analyse._intervals import wilson
from suara.analyse.crosstab.attributes import Attribute
from suara.analyse.timeline.changes import Changes, changes
from suara.analyse.timeline.periods import PERIODS, place
from suara.errors import InputError
from suara.graph.model import Columns

SHARES: Columns = {
    **PERIODS,
    "series": pl.String,
    "label": pl.String,
    "n": pl.Int64,
    "total": pl.Int64,
    "share": pl.Float64,
    "share_low": pl.Float64,
    "share_high": pl.Float64,
}
"""The columns of shares, one row a value and period.

series       the value: a topic, an agency; label: what people call it
n            posts of the period that have it; total: posts of the period, also those without any value
share        n / total, with its 95 % Wilson interval; null where nothing was posted
"""

SEARCHED = 20
"""Values of which changes are looked for: those with most posts."""

MOST_ROWS = 2_000_000


def shares(posts: pl.DataFrame, by: Attribute, of: pl.DataFrame) -> pl.DataFrame:
    """The share of each value in each period, the values with most posts first; see `SHARES`.

    A post with several values counts for each, so that shares may add up to more than 1.

    Args:
        posts: those that count: post, at (UTC).
        by: the attribute.
        of: the periods, as `suara.analyse.timeline.periods.periods` gives them.

    Raises:
        InputError: there are more than `MOST_ROWS` values and periods.
    """
    placed = posts.select("post", place(posts["at"], of)).drop_nulls()
    numbered = of.with_columns(place=pl.int_range(pl.len(), dtype=pl.Int64))
    totals = numbered.join(placed.group_by("place").agg(total=pl.len().cast(pl.Int64)), on="place", how="left")
    values = placed.join(by.values.unique(), on="post")
    often = values.group_by(series="value").len().sort("len", "series", descending=[True, False])
    if often.height * of.height > MOST_ROWS:
        raise InputError(
            f"{often.height:,} values of {by.name} in {of.height:,} periods are too many: take a longer unit"
        )
    counted = values.group_by("place", series="value").agg(n=pl.len().cast(pl.Int64))
    n, total = pl.col("n"), pl.col("total")
    low, high = wilson(n, total)
    return (
        often.select("series")
        .join(totals.sort("place"), how="cross", maintain_order="left_right")
        .join(counted, on=["series", "place"], how="left", maintain_order="left")
        .with_columns(n.fill_null(0), total.fill_null(0))
        .with_columns(
            label=pl.col("series").replace(by.labels),
            share=pl.when(total > 0).then(n / total),
            share_low=low,
            share_high=high,
        )
        .select(*SHARES)
    )


def changes_of_shares(found: pl.DataFrame, *, unit: str, shortest: int | None = None) -> Changes:
    """The change points of the share of each value; of the `SEARCHED` values with most posts.

    Args:
        found: as `shares` gives them.
        unit: of the periods.
        shortest: see `suara.analyse.timeline.changes.changes`.
    """
    parts = found.partition_by("series", maintain_order=True)[:SEARCHED]
    each = [
        changes(part, "n", unit=unit, among="total", series=part["series"][0], of=len(parts), shortest=shortest)
        for part in parts
    ]
    if not each:
        return Changes(changes(found, "n", unit=unit, among="total").table, "no post has any of the values")
    table = pl.concat([one.table for one in each]).sort("start", "gain", "series", descending=[False, True, False])
    return Changes(table, each[0].why)
