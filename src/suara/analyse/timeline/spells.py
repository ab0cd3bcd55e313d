"""Spells: the periods in which something was there, those that follow on each other joined."""

from __future__ import annotations

import polars as pl

from suara.analyse.timeline.periods import place


def spells(happened: pl.DataFrame, of: pl.DataFrame) -> pl.DataFrame:
    """When things were there, by when they happened.

    Args:
        happened: `at` (UTC) and the columns that say what; one row each time. Unknown times tell nothing.
        of: the periods, as `suara.analyse.timeline.periods.periods` gives them.

    Returns:
        The columns that say what, and `spells`: a list of {start, end} in order; the end belongs to the next period.

    Example:
        >>> from datetime import UTC, datetime
        >>> from suara.analyse.timeline.periods import periods
        >>> days = [datetime(2026, 3, day, tzinfo=UTC) for day in (1, 2, 5)]
        >>> found = spells(pl.DataFrame({"id": "a", "at": days}), periods(days[0], days[2], "day", "UTC"))
        >>> [(spell["start"].day, spell["end"].day) for spell in found["spells"][0]]
        [(1, 3), (5, 6)]
    """
    what = [name for name in happened.columns if name != "at"]
    placed = happened.select(*what, place(happened["at"], of)).drop_nulls("place").unique().sort(*what, "place")
    # In a row of periods that follow on each other, the number of the period grows as the number of the row does.
    run = (pl.col("place") - pl.int_range(pl.len(), dtype=pl.Int64)).alias("run")
    starts, ends = of["start"], of["end"]
    return (
        placed.group_by(*what, run.over(what), maintain_order=True)
        .agg(first=pl.col("place").min(), last=pl.col("place").max())
        .with_columns(start=pl.lit(starts).gather(pl.col("first")), end=pl.lit(ends).gather(pl.col("last")))
        .group_by(what, maintain_order=True)
        .agg(spells=pl.struct("start", "end"))
    )
