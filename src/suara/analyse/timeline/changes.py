"""Change points: from when on there was more, or less, and how much."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import polars as pl

from suara.analyse.timeline.periods import WHOLE
from suara.analyse.timeline.rhythm import rhythm
from suara.analyse.timeline.segments import Numbers, Observed, cuts, penalty, with_noise
from suara.graph.model import Columns
from suara.posts.post import TIME

SHORTEST = {"hour": 24, "day": 7, "week": 4, "month": 3}
"""How many periods a level lasts at least: of hours and days a turn of their rhythm."""

MOST = 10_000
"""Periods that are searched at most."""

CHANGES: Columns = {
    "series": pl.String,
    "period": pl.String,
    "start": TIME,
    "before": pl.Float64,
    "before_low": pl.Float64,
    "before_high": pl.Float64,
    "after": pl.Float64,
    "after_low": pl.Float64,
    "after_high": pl.Float64,
    "since": TIME,
    "until": TIME,
    "gain": pl.Float64,
    "noise": pl.Float64,
}
"""The columns of change points, one row each.

series       which of several series (a topic, an agency); null where there is one
period       the first period of the new level
start        when it begins (UTC)
before       the level until then: events a period, or a share; before_low, before_high: its 95 % interval
after        the level from then on, after_low, after_high
since        when the level before began (UTC)
until        when the level after ended (UTC)
gain         by how much the change explains the series better: the likelihood-ratio statistic, over the noise
noise        how much more the series varies than by chance (1)
"""


@dataclass(frozen=True)
class Changes:
    """Change points; and, where none could be looked for, why."""

    table: pl.DataFrame
    why: str | None = None


def changes(
    found: pl.DataFrame,
    events: str,
    *,
    unit: str,
    among: str | None = None,
    series: str | None = None,
    of: int = 1,
    shortest: int | None = None,
) -> Changes:
    """The change points of one series; none is drawn from periods that the collection doesn't cover.

    Counts are Poisson's, shares binomial; both may vary more than that (`noise`). The rhythm of the day or week is no change.

    Source: see `suara.analyse.timeline.segments.cuts` and `penalty`.

    Args:
        found: periods in order (see `suara.analyse.timeline.periods.PERIODS`) with the columns `events` and `among`.
        events: the column that is counted.
        unit: of the periods.
        among: the column of the trials where it is shares; the column `events` counts some of them.
        series: its name.
        of: in how many series changes are looked for.
        shortest: periods that a level lasts at least; by default `SHORTEST`.

    Example:
        >>> from datetime import UTC, datetime
        >>> from suara.analyse.timeline.periods import periods
        >>> days = periods(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 28, 23, 59, tzinfo=UTC), "day", "UTC")
        >>> days = days.with_columns(posts=pl.Series([3] * 14 + [12] * 14))
        >>> changes(days, "posts", unit="day").table.select("period", "before", "after").rows()
        [('2026-03-15', 3.0, 12.0)]
    """
    shortest = shortest or SHORTEST[unit]
    kept = found if among else found.filter(pl.col("covered") >= WHOLE)
    if kept.height > MOST:
        return Changes(_none(), f"more than {MOST:,} periods are too many to look for changes: take a longer unit")
    if kept.height < 2 * shortest:
        told = f"{kept.height} {'' if among else 'whole '}periods are too few to look for changes"
        return Changes(_none(), f"{told}: it takes {2 * shortest}, as a level lasts at least {shortest}")
    observed = with_noise(_observed(kept, events, among, unit))
    places = cuts(observed, shortest=shortest, penalty=penalty(kept.height, of))
    return Changes(_table(kept, observed, places, series))


def _observed(kept: pl.DataFrame, events: str, among: str | None, unit: str) -> Observed:
    counts = kept[events].to_numpy().astype(np.float64)
    if among is not None:
        return Observed(counts, kept[among].to_numpy().astype(np.float64), share=True)
    return Observed(counts, rhythm(counts, unit))


def _table(kept: pl.DataFrame, observed: Observed, places: list[int], series: str | None) -> pl.DataFrame:
    ends = [0, *places, kept.height]
    sums, rows = observed.sums(), []
    plain = observed if observed.share else replace(observed, among=np.ones(kept.height))  # as people would reckon it
    for before, at, after in zip(ends, ends[1:], ends[2:], strict=False):
        apart, one = (_deviance(observed, sums, edges) for edges in ((before, at, after), (before, after)))
        levels = (*plain.level(before, at), *plain.level(at, after))
        span = kept["start"][before], kept["end"][after - 1]
        rows.append((series, kept["period"][at], kept["start"][at], *levels, *span, float(one - apart), observed.noise))
    return pl.DataFrame(rows, schema=CHANGES, orient="row")


def _deviance(observed: Observed, sums: Numbers, edges: tuple[int, ...]) -> float:
    """Of the segments between the edges."""
    return sum(float(observed.deviance(sums, end, slice(start, start + 1))[0]) for start, end in pairwise(edges))


def _none() -> pl.DataFrame:
    return pl.DataFrame(schema=CHANGES)
