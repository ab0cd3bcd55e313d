"""Working time: how much of a wait fell into the hours in which an agency works."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from suara.posts.post import TIME

Numbers = npt.NDArray[np.float64]
Span = tuple[int, int]
"""Opens and closes, in minutes after midnight; 1440 is the midnight after."""

MINUTE = 60_000_000
"""In microseconds, in which this module counts."""

COVERED = (datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
"""Between these, holidays and zones are known; what is outside has no working time."""

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Calendar:
    """When an agency works, by the clock on its wall.

    Args:
        timezone: as the tz database names it.
        week: the spans in which it works on Monday, Tuesday, ... Sunday, in order and apart from each other.
        country: whose holidays it keeps (ISO 3166, with a region "US-NY" if need be); None keeps none.
        closed: further days on which it doesn't work.
    """

    timezone: str
    week: tuple[tuple[Span, ...], ...]
    country: str | None = None
    closed: frozenset[date] = frozenset()

    def days(self, first: date, last: date) -> pl.Series:
        """The days from `first` to `last` on which it works, in order; a day that its zone has left out is none."""
        off = set(self.closed)
        if self.country is not None:
            off |= days_off(self.country, range(first.year, last.year + 1))
        open_on = [number for number, spans in enumerate(self.week, start=1) if spans]
        days = pl.date_range(first, last, eager=True).alias("day")
        free = pl.Series(sorted(off), dtype=pl.Date)
        noon = (days.cast(pl.Datetime("us")) + timedelta(hours=12)).dt
        there = noon.replace_time_zone(self.timezone, ambiguous="earliest", non_existent="null").is_not_null()
        return days.filter(days.dt.weekday().is_in(open_on) & ~days.is_in(free.implode()) & there)


def days_off(country: str, years: Iterable[int]) -> set[date]:
    """Public holidays of a country, and the days on which its government doesn't work either.

    For Indonesia these are the national holidays and cuti bersama (the library's category `government`). Dates that
    the moon decides are those announced as far as the library knows them, and estimates for the years to come.

    Source: the package holidays, https://holidays.readthedocs.io

    Raises:
        LookupError: it knows no such country or region.

    Example:
        >>> date(2025, 4, 7) in days_off("ID", [2025])  # cuti bersama after Lebaran
        True
    """
    return {day for year in years for day in _days_off(country, year)}


@cache
def _days_off(country: str, year: int) -> frozenset[date]:
    import holidays

    code, _, region = country.partition("-")
    regions = holidays.list_supported_countries(include_aliases=False).get(code)
    if regions is None or (region and region not in regions):
        raise LookupError(f"no holidays are known of {country!r}")
    kinds: Any = holidays.country_holidays(code).supported_categories
    wanted = [kind for kind in ("public", "government") if kind in kinds]
    return frozenset(holidays.country_holidays(code, subdiv=region or None, years=year, categories=wanted))


def working_minutes(start: pl.Series, end: pl.Series, calendar: Calendar) -> pl.Series:
    """The minutes between two times that were working time; as floats, negative where the end comes first.

    Null where either is null or outside of `COVERED`.

    Args:
        start: times, in UTC or any other zone.
        end: as many of them.
        calendar: of the agency.

    Example:
        >>> office = Calendar("Asia/Jakarta", week=(((480, 960),),) * 5 + ((), ()), country="ID")
        >>> friday, monday = datetime(2025, 8, 15, 8, 30, tzinfo=UTC), datetime(2025, 8, 19, 2, tzinfo=UTC)
        >>> working_minutes(pl.Series([friday]), pl.Series([monday]), office).to_list()  # 17 and 18 August are holidays
        [90.0]
    """
    begun, ended = moments(start), moments(end)
    clock = opened(calendar, begun, ended)
    return pl.Series("working_minutes", (clock.worked(ended) - clock.worked(begun)) / MINUTE).fill_nan(None)


def moments(times: pl.Series) -> Numbers:
    """Times in microseconds since 1970; not a number where there is none, or none that is covered."""
    known = times.cast(TIME).to_frame("at").select(pl.when(pl.col("at").is_between(*COVERED)).then("at"))
    return known.to_series().dt.epoch("us").cast(pl.Float64).fill_null(np.nan).to_numpy()


class Opened(NamedTuple):
    """The working time between two moments: a line that rises while an agency works."""

    at: Numbers  # when it opens, closes, opens, closes, ...
    total: Numbers  # working time until then

    def worked(self, moments: Numbers) -> Numbers:
        """The working time until each moment."""
        return np.interp(moments, self.at, self.total) if self.at.size else np.where(np.isnan(moments), np.nan, 0.0)


def opened(calendar: Calendar, *moments: Numbers, longer: timedelta = timedelta()) -> Opened:
    """The working time from the first of the moments to the last, and for so much longer."""
    first, last = span(*moments)
    days = calendar.days(first, last + longer).to_frame("day")
    spans = [(number, *one) for number, spans in enumerate(calendar.week, start=1) for one in spans]
    hours = pl.DataFrame(spans, schema={"weekday": pl.Int8, "opens": pl.Int64, "closes": pl.Int64}, orient="row")
    table = days.with_columns(weekday=pl.col("day").dt.weekday()).join(hours, on="weekday").sort("day", "opens")
    midnight = pl.col("day").cast(pl.Datetime("us"))
    ends = table.select(
        utc(midnight + pl.duration(minutes=end), calendar.timezone, which).dt.epoch("us").alias(end)
        for end, which in (("opens", "earliest"), ("closes", "latest"))
    )
    # Where clocks are put back or forward in the middle of opening hours, spans may overlap by that hour.
    at = np.maximum.accumulate(ends.to_numpy().astype(np.float64).ravel())
    lengths = at[1::2] - at[::2]
    total = np.repeat(np.cumsum(lengths), 2)
    total[::2] -= lengths
    return Opened(at, total)


def span(*moments: Numbers) -> tuple[date, date]:
    """The first and the last day on which any of the moments may lie, in any zone."""
    told = np.concatenate(moments)
    told = told[~np.isnan(told)]
    first, last = (told.min(), told.max()) if told.size else (0.0, 0.0)
    return _EPOCH + timedelta(-1, microseconds=first), _EPOCH + timedelta(1, microseconds=last)


def utc(wall: pl.Expr, timezone: str, ambiguous: Any) -> pl.Expr:
    """When a wall clock shows a time, in UTC; an hour or a day later where the clock leaps over it.

    Args:
        wall: times without a zone.
        timezone: of the clock.
        ambiguous: "earliest" or "latest" where the clock shows it twice.
    """
    told = (
        (wall + pl.duration(hours=later)).dt.replace_time_zone(timezone, ambiguous=ambiguous, non_existent="null")
        for later in (0, 1, 24)
    )
    return pl.coalesce(*told).dt.convert_time_zone("UTC")
