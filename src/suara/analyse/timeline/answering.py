"""How well complaints are answered, by when they were made; those that are too young to tell are told as such."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from suara.analyse._intervals import wilson
from suara.analyse.responses.survival import quantiles
from suara.analyse.timeline.changes import Changes, changes
from suara.analyse.timeline.periods import PERIODS, place
from suara.graph.model import Columns

ANSWERING: Columns = {
    **PERIODS,
    "cases": pl.Int64,
    "unobserved": pl.Int64,
    "waiting": pl.Int64,
    "due": pl.Int64,
    "in_time": pl.Int64,
    "share": pl.Float64,
    "share_low": pl.Float64,
    "share_high": pl.Float64,
    "median_minutes": pl.Float64,
    "median_low": pl.Float64,
    "median_high": pl.Float64,
}
"""The columns of how well the complaints of each period are answered, one row a period.

cases        that were first said in it, see `suara.analyse.responses.cases`
unobserved   of these, to an agency of which no post was collected: nothing can be said of them
waiting      of these, younger at the end of the collection than the time within which they should be answered
due          the others, of which it is known whether they were answered in time
in_time      of the due ones, answered in time
share        in_time / due, with its 95 % Wilson interval; null while one of the period's cases is too young
median_minutes  after which half are answered (Kaplan-Meier, also of those who wait), with its 95 % interval
"""


def answering(cases: pl.DataFrame, of: pl.DataFrame, within: timedelta) -> pl.DataFrame:
    """How many of each period's cases were answered within a time, and how long they take; see `ANSWERING`.

    A share of those alone that are old enough, or answered already, would make the last periods look better or worse than
    they are: so it is unknown until all of a period's cases are.

    Args:
        cases: agency, asked_at, end, status, waited (see `suara.analyse.responses.cases.by_case`).
        of: the periods, as `suara.analyse.timeline.periods.periods` gives them.
        within: how soon an answer is in time.

    Example:
        >>> from datetime import UTC, datetime
        >>> from suara.analyse.timeline.periods import periods
        >>> first, end = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC)
        >>> cases = pl.DataFrame({"asked_at": [first, datetime(2026, 3, 2, 12, tzinfo=UTC)], "end": end,
        ...                       "status": ["answered", "censored"], "waited": [60.0, 720.0]})
        >>> days = answering(cases, periods(first, end, "day", "UTC"), timedelta(days=1))
        >>> days.select("period", "due", "waiting", "share").rows()
        [('2026-03-01', 1, 0, 1.0), ('2026-03-02', 0, 1, None), ('2026-03-03', 0, 0, None)]
    """
    judged_cases = cases if "in_time" in cases.columns else judged(cases, within)
    placed = judged_cases.with_columns(place(cases["asked_at"], of)).drop_nulls("place")
    seen = pl.col("status") != "unobserved"
    counted = placed.group_by("place").agg(
        cases=pl.len().cast(pl.Int64),
        unobserved=(~seen).sum().cast(pl.Int64),
        waiting=pl.col("in_time").filter(seen).is_null().sum().cast(pl.Int64),
        due=pl.col("in_time").filter(seen).count().cast(pl.Int64),
        in_time=pl.col("in_time").filter(seen).sum().cast(pl.Int64),
    )
    times = quantiles(placed.filter(seen), within / timedelta(minutes=1), ["place"])
    numbered = of.with_columns(place=pl.int_range(pl.len(), dtype=pl.Int64))
    table = numbered.join(counted, on="place", how="left", maintain_order="left").join(
        times, on="place", how="left", maintain_order="left"
    )
    counts = ("cases", "unobserved", "waiting", "due", "in_time")
    known = (pl.col("waiting") == 0) & (pl.col("due") > 0)
    low, high = wilson(pl.col("in_time"), pl.col("due"))
    return (
        table.with_columns(pl.col(counts).fill_null(0))
        .with_columns(
            share=pl.when(known).then(pl.col("in_time") / pl.col("due")),
            share_low=pl.when(known).then(low),
            share_high=pl.when(known).then(high),
        )
        .select(*ANSWERING)
    )


def judged(cases: pl.DataFrame, within: timedelta) -> pl.DataFrame:
    """Cases with `in_time`: whether they were answered within a time; null where the collection ended before it was over.

    An early answer to a case that is younger doesn't count before its time is over, as a late one couldn't either.
    """
    old = pl.col("end") - pl.col("asked_at") >= within
    soon = (pl.col("status") == "answered") & (pl.col("waited") <= within / timedelta(minutes=1))
    return cases.with_columns(in_time=pl.when(old, pl.col("status") != "unobserved").then(soon))


def changes_of_answering(found: pl.DataFrame, *, unit: str, shortest: int | None = None) -> Changes:
    """The change points of the share that is answered in time, of the periods in which nobody is too young.

    Args:
        found: as `answering` gives them.
        unit: of the periods.
        shortest: see `suara.analyse.timeline.changes.changes`.
    """
    return changes(found.filter(waiting=0), "in_time", unit=unit, among="due", shortest=shortest)
