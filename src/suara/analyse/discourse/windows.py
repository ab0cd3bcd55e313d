"""Windows of time over statements: so many days, months or years, moved on step by step, or so many statements.

A window of calendar units is exactly that long: it begins with its first unit and ends before the unit that follows its
last. Discourse Network Analyzer takes half of (width - 1) units, rounded up, to either side of a moment, both ends
included: the same windows where the width is odd and statements have dates, one unit more where it is even.
A window of events has exactly that many statements. That program takes half of them, rounded down, to either side, and
draws lots among those of equal times; here their order is fixed, see `in_order`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from suara.analyse.responses.working import utc
from suara.analyse.timeline.periods import moment
from suara.errors import InputError
from suara.graph.model import Columns
from suara.posts.post import TIME

UNITS = {"second": "s", "minute": "m", "hour": "h", "day": "d", "week": "w", "month": "mo", "year": "y"}
"""Calendar units, and what Polars calls them. Weeks begin on Monday."""

WINDOWS: Columns = {
    "window": pl.Int64,
    "start": TIME,
    "end": TIME,
    "first": pl.Int64,
    "statements": pl.Int64,
}
"""The columns of windows, one row each.

window      its number, from 1
start, end  the times between which it is (UTC); the end belongs to the next. Of events: the first one's time and the last's
first       the place of its first statement among all in order, from 0
statements  how many it has; those of a window follow on each other
"""

MOST = 100_000
"""Windows that are made at most."""

_FIXED = {"second": timedelta(seconds=1), "minute": timedelta(minutes=1), "hour": timedelta(hours=1)}
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_TIES = ("document", "start", "end", "statement")


@dataclass(frozen=True)
class Windows:
    """Windows, and the statements that they are parts of."""

    table: pl.DataFrame  # see `WINDOWS`
    statements: pl.DataFrame  # in order; those without a time are left out
    undated: int  # statements that were left out

    def part(self, window: int) -> pl.DataFrame:
        """The statements of a window, by its number."""
        first, count = self.table.row(window - 1)[3:5]
        return self.statements.slice(first, count)

    def members(self) -> pl.DataFrame:
        """All windows with all their statements: window, start, end, statement; null where a window has none."""
        places = pl.int_ranges("first", pl.col("first") + pl.col("statements"))
        told = self.table.select("window", "start", "end", place=places).explode("place", empty_as_null=True)
        keys = self.statements.select("statement", place=pl.int_range(pl.len()))
        return told.join(keys, on="place", how="left", maintain_order="left").drop("place")


def in_order(statements: pl.DataFrame) -> pl.DataFrame:
    """Statements by time; those of equal times by document, place in it, and key, so that their order is always the same.

    Those without a time are left out.
    """
    ties = [name for name in _TIES if name in statements.columns]
    return statements.drop_nulls("time").sort("time", *ties, nulls_last=True, maintain_order=True)


def by_time(
    statements: pl.DataFrame,
    *,
    unit: str = "day",
    width: int = 7,
    step: int = 1,
    since: datetime | None = None,
    until: datetime | None = None,
    timezone: str = "UTC",
) -> Windows:
    """Windows of so many calendar units, each so many units after the last, that lie wholly within the time asked for.

    Args:
        statements: with `time` (UTC); see `suara.coding.statements.STATEMENTS`.
        unit: one of `UNITS`.
        width: units of a window.
        step: units from the beginning of a window to that of the next.
        since: when the first window begins, without a zone by that clock; by default the unit of the first statement.
        until: when the last has to have ended; by default the end of the unit of the last statement.
        timezone: by whose clock days, weeks, months and years begin.

    Raises:
        InputError: there is no such unit, width or step aren't positive, or there would be more than `MOST` windows.

    Example:
        >>> from datetime import UTC
        >>> days = [datetime(2026, 3, day, tzinfo=UTC) for day in (1, 2, 4)]
        >>> said = pl.DataFrame({"statement": ["a", "b", "c"], "time": days}, schema_overrides={"time": TIME})
        >>> by_time(said, width=2).table.select("window", "first", "statements").rows()
        [(1, 0, 2), (2, 1, 1), (3, 2, 1)]
    """
    _check(width, step)
    if unit not in UNITS:
        raise InputError(f"there is no unit {unit!r}: name one of {', '.join(UNITS)}")
    ordered = in_order(statements)
    undated = statements.height - ordered.height
    times = ordered["time"]
    if times.is_empty():
        return Windows(pl.DataFrame(schema=WINDOWS), ordered, undated)
    ends = _ends(times, unit, width, step, since, until, timezone)
    first, last = (times.search_sorted(ends[side], side="left").cast(pl.Int64) for side in ("start", "end"))
    table = ends.with_columns(
        window=pl.int_range(1, pl.len() + 1, dtype=pl.Int64), first=first, statements=last - first
    )
    return Windows(table.select(*WINDOWS), ordered, undated)


def by_events(statements: pl.DataFrame, *, width: int, step: int = 1) -> Windows:
    """Windows of so many statements that follow on each other in time, each so many statements after the last.

    Args:
        statements: with `time` (UTC); of equal times see `in_order`.
        width: statements of a window.
        step: statements from the first of a window to the first of the next.

    Raises:
        InputError: width or step aren't positive, or there would be more than `MOST` windows.

    Example:
        >>> from datetime import UTC
        >>> day = datetime(2026, 3, 1, tzinfo=UTC)
        >>> said = pl.DataFrame({"statement": list("dcba"), "time": [day] * 4}, schema_overrides={"time": TIME})
        >>> found = by_events(said, width=2, step=2)
        >>> found.members()["statement"].to_list()
        ['a', 'b', 'c', 'd']
    """
    _check(width, step)
    ordered = in_order(statements)
    firsts = pl.int_range(0, max(ordered.height - width + 1, 0), step, eager=True)
    if len(firsts) > MOST:
        raise InputError(f"{len(firsts):,} windows are too many: take longer steps")
    times = ordered["time"]
    table = pl.DataFrame(
        {
            "window": pl.int_range(1, len(firsts) + 1, eager=True),
            "start": times.gather(firsts),
            "end": times.gather(firsts + width - 1),
            "first": firsts,
            "statements": [width] * len(firsts),
        },
        schema=WINDOWS,
    )
    return Windows(table, ordered, statements.height - ordered.height)


def _check(width: int, step: int) -> None:
    if width < 1 or step < 1:
        raise InputError(f"a window is 1 wide at least, and moves on by 1 at least; not {width} and {step}")


def _ends(
    times: pl.Series, unit: str, width: int, step: int, since: datetime | None, until: datetime | None, timezone: str
) -> pl.DataFrame:
    """When windows begin and end: start, end (UTC)."""
    asked = [None if at is None else moment(at, timezone) for at in (since, until)]
    span = pl.Series("at", [asked[0] or times[0], asked[1] or times[-1]], dtype=TIME)
    length = _FIXED.get(unit) or timedelta(days=_DAYS[unit])
    if (span[1] - span[0]) / (step * length) > MOST:
        raise InputError(f"windows of unit {unit} with a step of {step} are too many: take a longer unit or step")
    clock = "UTC" if unit in _FIXED else timezone  # hours go on while clocks are put back
    wall = span.dt.convert_time_zone(clock).dt.replace_time_zone(None)
    short = UNITS[unit]
    begin = wall[0] if since else wall.dt.truncate(f"1{short}")[0]
    limit = wall[1] if until else wall.dt.truncate(f"1{short}").dt.offset_by(f"1{short}")[1]
    starts = pl.datetime_range(begin, limit, f"{step}{short}", eager=True, time_unit="us").alias("start").to_frame()
    ends = starts.with_columns(end=pl.col("start").dt.offset_by(f"{width}{short}")).filter(pl.col("end") <= limit)
    return ends.select(utc(pl.col(side), clock, "earliest").cast(TIME).alias(side) for side in ("start", "end"))
