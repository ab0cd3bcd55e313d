"""The hours in which agencies work, as data, and the calendars that follow from them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

import msgspec
import polars as pl

from suara.analyse.responses.working import Calendar, Span, days_off, working_minutes
from suara.errors import DataError

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Hours(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """When some agencies work; a day holds spans ("07:30-12:00"), and one without any is free."""

    id: str
    agencies: tuple[str, ...] = ()  # ids of the registry; none: all that no other entry names
    timezone: str  # as the tz database names it, or one of the short names of the file
    country: str | None = None  # whose holidays it keeps, see `working.days_off`
    monday: tuple[str, ...] = ()
    tuesday: tuple[str, ...] = ()
    wednesday: tuple[str, ...] = ()
    thursday: tuple[str, ...] = ()
    friday: tuple[str, ...] = ()
    saturday: tuple[str, ...] = ()
    sunday: tuple[str, ...] = ()
    closed: tuple[date, ...] = ()  # further days on which it doesn't work
    source: str = ""
    verified: bool = False  # whether the source itself was read

    def calendar(self, timezone: str) -> Calendar:
        """Its calendar by the clock of a zone."""
        week = tuple(tuple(map(_span, getattr(self, day))) for day in WEEK)
        return Calendar(timezone, week, self.country, frozenset(self.closed))

    def problems(self, zones: Mapping[str, str]) -> Iterator[tuple[tuple[str, ...], str]]:
        """Each rule that it breaks: the place in the entry, and what is wrong there."""
        if not is_zone(zones.get(self.timezone, self.timezone)):
            yield ("timezone",), f'{self.timezone!r} is no time zone: write one like "Asia/Jakarta"'
        if self.country is not None:
            try:
                days_off(self.country, [2025])
            except LookupError as error:
                yield ("country",), f'{error}: write a code like "ID" or "US-NY"'
        for day in WEEK:
            before = 0
            for text in getattr(self, day):
                if _SPAN.fullmatch(text) is None or not before <= _span(text)[0] < _span(text)[1] <= 24 * 60:
                    yield (day,), f'{text!r} are no hours: write them like "08:00-16:00", in order'
                    break
                before = _span(text)[1]
        if not any(getattr(self, day) for day in WEEK):
            yield ("id",), f"{self.id!r} is never open: give hours to a day"


_SPAN = re.compile(r"([0-2]\d):([0-5]\d)-([0-2]\d):([0-5]\d)", re.ASCII)


def _span(text: str) -> Span:
    opens_hour, opens, closes_hour, closes = map(int, re.findall(r"\d\d", text, re.ASCII))
    return opens_hour * 60 + opens, closes_hour * 60 + closes


def is_zone(name: str) -> bool:
    """Whether the tz database has a zone of that name."""
    try:
        pl.Series([], dtype=pl.Datetime("us")).dt.replace_time_zone(name)
    except pl.exceptions.ComputeError:
        return False
    return True


def by_calendar(
    rows: pl.DataFrame,
    hours: Sequence[Hours],
    zones: Mapping[str, str],
    compute: Callable[[pl.DataFrame, Calendar], pl.Series],
) -> pl.Series:
    """What `compute` says of the rows of each calendar, brought back into the order of the rows.

    Args:
        rows: agency, and timezone if places have their own: a zone, a short name, or null for that of the hours.
        hours: the last entry that names an agency is its own, and the last one that names none is for all others.
        zones: short names and the zones they stand for.
        compute: gets some rows and their calendar, and gives one value for each.

    Raises:
        DataError: a row has a time zone that there isn't.
    """
    named = {agency: place for place, one in enumerate(hours) for agency in one.agencies}
    others = max(place for place, one in enumerate(hours) if not one.agencies)
    agencies = pl.DataFrame(
        {"agency": list(named), "_hours": list(named.values())}, schema={"agency": pl.String, "_hours": pl.Int64}
    )
    zone = pl.col("timezone") if "timezone" in rows.columns else pl.lit(None, pl.String)
    placed = rows.join(agencies, on="agency", how="left", maintain_order="left").with_columns(
        pl.col("_hours").fill_null(others), _zone=zone, _row=pl.int_range(pl.len())
    )  # fmt: skip
    parts = []
    for (place, own), part in placed.group_by("_hours", "_zone", maintain_order=True):
        entry = hours[int(str(place))]
        name = entry.timezone if own is None else str(own)
        zone_name = zones.get(name, name)
        if not is_zone(zone_name):
            raise DataError(f'{name!r} is no time zone: write one like "Asia/Jakarta"')
        values = compute(part, entry.calendar(zone_name))
        parts.append(pl.DataFrame({"row": part["_row"], "value": values}))
    if not parts:
        entry = hours[others]
        return compute(rows, entry.calendar(zones.get(entry.timezone, entry.timezone)))
    return pl.concat(parts).sort("row")["value"]


def worked_between(
    rows: pl.DataFrame, hours: Sequence[Hours], zones: Mapping[str, str], start: str, end: str
) -> pl.Series:
    """The minutes of each row between two times of it in which its agency worked; see `working.working_minutes`.

    Args:
        rows: agency, the two times, and timezone as `by_calendar` has it.
        hours: see `by_calendar`.
        zones: see `by_calendar`.
        start: name of a column.
        end: name of a column.
    """
    worked = by_calendar(rows, hours, zones, lambda part, calendar: working_minutes(part[start], part[end], calendar))
    return worked.alias("working_minutes")
