"""Hours, days, weeks and months by the clock of a place, from the first post to the last, also those in which nothing was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from suara.analyse.responses.working import utc
from suara.errors import InputError
from suara.graph.model import Columns
from suara.posts.post import TIME

UNITS = {"hour": "1h", "day": "1d", "week": "1w", "month": "1mo"}
"""The units, and what Polars calls them. Weeks begin on Monday (ISO 8601)."""

MOST = 100_000
"""Periods of a timeline: eleven years of hours."""

WHOLE = 0.9
"""How much of a period the collection has to cover, for it to be compared with others."""

PERIODS: Columns = {"period": pl.String, "start": TIME, "end": TIME, "covered": pl.Float64}
"""The columns of periods: what people call it, when it begins and ends (UTC), the share of it that the collection covers."""

INSTANT = timedelta(microseconds=1)
"""Between a time and the next."""

_NAMES = {"hour": "%Y-%m-%d %H:00", "day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m"}
_AT_MOST = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=2),
    "week": timedelta(days=8),
    "month": timedelta(days=32),
}


def periods(first: datetime, last: datetime, unit: str, timezone: str) -> pl.DataFrame:
    """All periods from that of `first` to that of `last`, in order; a row each, see `PERIODS`.

    Args:
        first: when the collection begins.
        last: when it ends.
        unit: one of `UNITS`.
        timezone: of the clock by which days begin (an IANA name).

    Raises:
        InputError: there are more than `MOST`.

    Example:
        >>> from datetime import UTC
        >>> found = periods(datetime(2026, 3, 1, 5, tzinfo=UTC), datetime(2026, 3, 2, 16, tzinfo=UTC), "day", "Asia/Jakarta")
        >>> found.select("period", pl.col("covered").round(2)).rows()
        [('2026-03-01', 0.5), ('2026-03-02', 0.96)]
    """
    if (last - first) / min(_AT_MOST[unit], timedelta(days=1)) > MOST:
        told = f"{first:%Y-%m-%d} to {last:%Y-%m-%d}"
        raise InputError(f"from {told} there are too many of unit {unit}: name a longer unit, or --since and --until")
    local = pl.col("start").dt.convert_time_zone(timezone)
    inside = pl.min_horizontal("end", pl.lit(last + INSTANT, TIME)) - pl.max_horizontal("start", pl.lit(first, TIME))
    return (
        _starts(first, last, unit, timezone)
        .with_columns(end=pl.col("start").shift(-1))
        .filter(pl.col("start") <= last)
        .with_columns(
            period=local.dt.strftime(_NAMES[unit]),
            covered=(inside / (pl.col("end") - pl.col("start"))).clip(0, 1),
        )
        .select(*PERIODS)
    )


def _starts(first: datetime, last: datetime, unit: str, timezone: str) -> pl.DataFrame:
    """When periods begin, and at last when the last one ends, or later."""
    ends = pl.Series("at", [first, last + _AT_MOST[unit]], dtype=TIME).dt.convert_time_zone(timezone)
    if unit == "hour":  # every hour that passes is one, also where a clock is put back
        begin, end = ends.dt.truncate("1h").dt.convert_time_zone("UTC")
        return pl.datetime_range(begin, end, "1h", eager=True).alias("start").cast(TIME).to_frame()
    begin, end = ends.dt.replace_time_zone(None).dt.truncate(UNITS[unit])
    wall = pl.datetime_range(begin, end, UNITS[unit], eager=True).alias("wall").to_frame()
    return wall.select(start=utc(pl.col("wall"), timezone, "earliest").cast(TIME))


def moment(at: datetime, timezone: str) -> datetime:
    """A time in UTC; where it has no zone, it is by the clock of `timezone`.

    Example:
        >>> moment(datetime(2026, 3, 1), "Asia/Jakarta").isoformat()
        '2026-02-28T17:00:00+00:00'
    """
    return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(timezone))).astimezone(UTC)


def place(times: pl.Series, found: pl.DataFrame) -> pl.Series:
    """The number of the period that each time falls into, from 0; null where there is no time, or no period for it.

    Args:
        times: UTC.
        found: as `periods` gives them.
    """
    number = found["start"].search_sorted(times, side="right").cast(pl.Int64) - 1
    inside = times.is_not_null() & (number >= 0) & (times < pl.lit(found["end"].max(), TIME))
    return pl.select(pl.when(inside).then(number)).to_series().alias("place")
