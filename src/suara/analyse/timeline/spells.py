"""Spells: the periods in which something was there, those that follow on each other joined."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from suara.analyse.timeline.periods import place

SECOND = timedelta(seconds=1)


def spells(happened: pl.DataFrame, of: pl.DataFrame) -> pl.DataFrame:
    """When things were there, by when they happened.

    Args:
        happened: `at` (UTC) and the columns that say what; one row each time. Unknown times tell nothing.
        of: the periods, as `suara.analyse.timeline.periods.periods` gives them.

    Returns:
        The columns that say what, and `spells`: a list of {start, end} in order; the end is the last second of its
        period, as GEXF has it.

    Example:
        >>> from datetime import UTC, datetime
        >>> from suara.analyse.timeline.periods import periods
        >>> days = [datetime(2026, 3, day, tzinfo=UTC) for day in (1, 2, 5)]
        >>> found = spells(pl.DataFrame({"id": "a", "at": days}), periods(days[0], days[2], "day", "UTC"))
        >>> [(spell["start"].day, spell["end"].day) for spell in found["spells"][0]]
        [(1, 2), (5, 5)]
    """
    what = [name for name in happened.columns if name != "at"]
    placed = happened.select(*what, place(happened["at"], of)).drop_nulls("place").unique()
    numbered = of.select("start", "end", place=pl.int_range(pl.len(), dtype=pl.Int64))
    return joined(placed.join(numbered, on="place").drop("place"))


def joined(periods: pl.DataFrame) -> pl.DataFrame:
    """Spells of things, by the periods in which they were there; those that touch or overlap are one.

    Args:
        periods: `start` and `end` (which belongs to what follows; equal for a mere moment), and the columns that say what.

    Returns:
        As `spells`.
    """
    what = [name for name in periods.columns if name not in ("start", "end")]
    ordered = periods.sort(*what, "start", "end")
    latest = pl.col("end").cum_max().shift(1).over(what)
    begins = (pl.col("start") > latest).fill_null(True).cast(pl.Int64)
    last = pl.max_horizontal("start", pl.col("end") - SECOND)
    return (
        ordered.with_columns(run=begins.cum_sum().over(what))
        .group_by(*what, "run", maintain_order=True)
        .agg(pl.col("start").min(), pl.col("end").max())
        .with_columns(end=last)
        .group_by(what, maintain_order=True)
        .agg(spells=pl.struct("start", "end"))
    )
