"""When a limit ends that is counted in working time."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import polars as pl

from suara.analyse.responses.working import MINUTE, Calendar, moments, opened, span, utc
from suara.posts.post import TIME

YEAR = timedelta(days=366)
"""How much further than a limit of working days could reach at worst: holidays lie in between."""


def after_working_days(start: pl.Series, days: int, calendar: Calendar) -> pl.Series:
    """The end (midnight, by the agency's clock) of the last of so many working days after each time.

    The day itself doesn't count: it is partly over, as with limits of the law. Null where the time is.

    Args:
        start: times, in UTC.
        days: one or more.
        calendar: of the agency.

    Example:
        >>> from datetime import datetime, UTC
        >>> office = Calendar("Asia/Jakarta", week=(((480, 960),),) * 5 + ((), ()))
        >>> friday = pl.Series([datetime(2025, 8, 22, 3, tzinfo=UTC)])
        >>> after_working_days(friday, 1, office).to_list()[0].isoformat()  # Monday's end in Jakarta
        '2025-08-25T17:00:00+00:00'
    """
    begun = moments(start)
    first, last = span(begun)
    working = calendar.days(first, last + timedelta(weeks=days) + YEAR)
    local = start.cast(TIME).dt.convert_time_zone(calendar.timezone).dt.date().fill_null(first)
    place = working.search_sorted(local, side="right").cast(pl.Int64) + (days - 1)
    table = pl.DataFrame({"place": place, "known": ~np.isnan(begun) & (place < len(working)).to_numpy()})
    last_day = working.gather(table.select(pl.when("known").then("place")).to_series())
    midnight = (pl.col("day") + pl.duration(days=1)).cast(pl.Datetime("us"))
    return last_day.to_frame().select(due_at=utc(midnight, calendar.timezone, "latest")).to_series()


def after_working_minutes(start: pl.Series, minutes: float, calendar: Calendar) -> pl.Series:
    """When so many minutes of working time have passed since each time; null where the time is.

    Example:
        >>> from datetime import datetime, UTC
        >>> office = Calendar("Asia/Jakarta", week=(((480, 960),),) * 5 + ((), ()))
        >>> friday = pl.Series([datetime(2025, 8, 22, 8, 30, tzinfo=UTC)])  # 15:30 in Jakarta
        >>> after_working_minutes(friday, 60, office).to_list()[0].isoformat()
        '2025-08-25T01:30:00+00:00'
    """
    begun = moments(start)
    weekly = sum(closes - opens for spans in calendar.week for opens, closes in spans)
    longer = timedelta(weeks=minutes / weekly + 1 if weekly else 0) + YEAR
    clock = opened(calendar, begun, longer=longer)
    at, total = np.append(clock.at, np.nan), np.append(clock.total, np.inf)
    due = np.nan_to_num(clock.worked(begun) + minutes * MINUTE, nan=np.inf)
    place = np.searchsorted(total, due)  # the first opening or closing by which that much is worked
    with np.errstate(invalid="ignore"):  # never
        moment = at[place] - (total[place] - due)
    return pl.Series("due_at", moment).fill_nan(None).round().cast(pl.Int64).cast(TIME)
