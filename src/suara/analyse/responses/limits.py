"""Service limits: how soon an agency should answer, as data, and what is overdue by them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Literal

import msgspec
import polars as pl

from suara._toml import at, decoded, read
from suara.analyse.responses.deadlines import after_working_days, after_working_minutes
from suara.analyse.responses.hours import Hours, by_calendar, is_zone, worked_between
from suara.analyse.responses.working import Calendar
from suara.errors import DataError
from suara.posts.post import TIME

BUNDLED = Path(str(files("suara.analyse.responses") / "service_limits.toml"))
LONGEST = timedelta(days=3660)
"""A limit of more than ten years is a mistake."""

To = Literal["first", "substantive"]


class Limit(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """How soon a complaint should be answered; it applies where all that it names fits."""

    id: str
    label: dict[str, str] = {}
    within: float
    unit: Literal["hours", "days", "working hours", "working days"]
    to: To = "first"  # the first answer of any kind, or the first substantive one
    kinds: tuple[str, ...] = ()  # of complaints
    topics: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    source: str = ""
    verified: bool = False  # whether the source itself was read

    def applies(self, columns: Sequence[str]) -> pl.Expr:
        """Whether it applies to a case."""
        fits = [pl.lit(True)]
        for wanted, column in ((self.kinds, "complaint_kind"), (self.agencies, "agency")):
            if wanted:
                fits.append(pl.col(column).is_in(wanted) if column in columns else pl.lit(False))
        if self.topics:
            shared = pl.col("topics").list.set_intersection(pl.lit(list(self.topics))).list.len() > 0
            fits.append(shared if "topics" in columns else pl.lit(False))
        return pl.all_horizontal(fits).fill_null(False)

    def due(self, asked_at: pl.Series, calendar: Calendar) -> pl.Series:
        """When it ends for complaints made at these times."""
        if self.unit == "working days":
            return after_working_days(asked_at, int(self.within), calendar)
        if self.unit == "working hours":
            return after_working_minutes(asked_at, self.within * 60, calendar)
        return asked_at.cast(TIME) + timedelta(**{self.unit: self.within})


class File(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A file of hours and limits."""

    replace: bool = False  # these only, without those of the files before
    zones: dict[str, str] = {}
    hours: list[Hours] = []
    limits: list[Limit] = msgspec.field(default=[], name="limit")


@dataclass(frozen=True)
class Service:
    """All hours and limits that are known, the ones that count more later.

    Example:
        >>> [limit.id for limit in load().limits if limit.to == "first"]
        ['lapor_first']
    """

    hours: tuple[Hours, ...]
    limits: tuple[Limit, ...]
    zones: dict[str, str] = field(default_factory=dict)

    def working_minutes(self, rows: pl.DataFrame, start: str, end: str) -> pl.Series:
        """The minutes between two times of each row in which its agency worked; see `hours.worked_between`."""
        return worked_between(rows, self.hours, self.zones, start, end)


def load(paths: Sequence[str | Path] = ()) -> Service:
    """The bundled hours and limits, and those of the files; an entry with a known id takes that one's place.

    Raises:
        DataError: a file can't be read or breaks a rule; with the line.
    """
    zones: dict[str, str] = {}
    hours: dict[str, Hours] = {}
    limits: dict[str, Limit] = {}
    for path in (BUNDLED, *map(Path, paths)):
        if not path.is_file():
            raise DataError(f"there is no file of service limits {path}")
        file = decoded(path, File)
        if file.replace:
            zones, hours, limits = {}, {}, {}
        zones |= file.zones
        for place, problem in _problems(file, zones, [*hours.values(), *file.hours]):
            raise DataError(f"{at(path, read(path), *place)}: {problem}")
        for one in file.hours:
            hours.pop(one.id, None)  # what is listed later goes before
            hours[one.id] = one
        for limit in file.limits:
            limits.pop(limit.id, None)
            limits[limit.id] = limit
    return Service(tuple(hours.values()), tuple(limits.values()), zones)


def _problems(file: File, zones: dict[str, str], hours: list[Hours]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each rule that a file breaks: the place in it, and what is wrong there."""
    for short, name in file.zones.items():
        if not is_zone(name):
            yield ("zones", short), f'{name!r} is no time zone: write one like "Asia/Jakarta"'
    entries: tuple[tuple[str, Sequence[Hours | Limit]], ...] = (("hours", file.hours), ("limit", file.limits))
    for table, listed in entries:
        ids = [entry.id for entry in listed]
        for number, name in enumerate(ids):
            if not name.strip() or name in ids[:number]:
                yield (table, f"[{number}]", "id"), f"{name!r} is no id of its own: give each entry another"
    for number, one in enumerate(file.hours):
        for place, problem in one.problems(zones):
            yield ("hours", f"[{number}]", *place), problem
    for number, limit in enumerate(file.limits):
        whole = limit.within == int(limit.within) if abs(limit.within) < 1e6 else False
        if not 0 < limit.within * (24 if limit.unit.endswith("days") else 1) <= LONGEST.total_seconds() / 3600:
            yield ("limit", f"[{number}]", "within"), f"{limit.within} {limit.unit} is no limit up to ten years"
        elif limit.unit == "working days" and not whole:
            yield ("limit", f"[{number}]", "within"), f"{limit.within}: working days are counted whole"
    if all(one.agencies for one in hours):
        yield ("hours",), "one entry of hours has to name no agencies: it is for all the others"


def overdue(cases: pl.DataFrame, service: Service, now: datetime | pl.Expr, to: To = "first") -> pl.DataFrame:
    """Cases with the limit that applies to them and whether they keep it.

    Added are `limit` (its id), `due_at`, `overdue_now` (open, and past due at the end of the collection) and
    `overdue_answered` (answered after it was due); null where no limit applies or nothing can be said: of an agency
    of which nothing was collected, nobody knows whether the complaint is still open; and what isn't answered
    isn't answered late. For substantive answers, their names begin with `substantive_`.

    Args:
        cases: agency, asked_at, status, responded_at (`substantive_at` for substantive answers); complaint_kind, topics
            (a list) and timezone where they are known.
        service: see `load`.
        now: the end of the collection; an expression where it is another for each platform.
        to: which answer.

    Example:
        >>> from datetime import UTC
        >>> asked, end = datetime(2025, 8, 4, tzinfo=UTC), datetime(2025, 8, 31, tzinfo=UTC)
        >>> rows = {"agency": ["kai"], "asked_at": [asked], "status": ["censored"], "responded_at": [None]}
        >>> overdue(pl.DataFrame(rows), load(), end).select("limit", "overdue_now", "overdue_answered").row(0)
        ('lapor_first', True, None)
    """
    limits = {limit.id: limit for limit in reversed(service.limits) if limit.to == to}
    choices = [pl.when(limit.applies(cases.columns)).then(pl.lit(name)) for name, limit in limits.items()]
    rows = cases.with_columns(limit=pl.coalesce(choices) if choices else pl.lit(None, pl.String))
    due = by_calendar(rows, service.hours, service.zones, lambda part, calendar: _due(part, limits, calendar))
    prefix, answered_at = ("", "responded_at") if to == "first" else ("substantive_", "substantive_at")
    end = pl.lit(now, TIME) if isinstance(now, datetime) else now
    answered = pl.col(answered_at).cast(TIME)
    open_now = (end > pl.col("due_at")) & answered.is_null()
    rows = rows.with_columns(due_at=due.cast(TIME)).with_columns(
        overdue_now=pl.when(pl.col("due_at").is_not_null() & (pl.col("status") != "unobserved")).then(open_now),
        overdue_answered=answered > pl.col("due_at"),
    )
    added = ("limit", "due_at", "overdue_now", "overdue_answered")
    return rows.rename({name: f"{prefix}{name}" for name in added})


def _due(rows: pl.DataFrame, limits: dict[str, Limit], calendar: Calendar) -> pl.Series:
    due = pl.Series("due_at", [None] * rows.height, dtype=TIME)
    for name in rows["limit"].drop_nulls().unique().sort():
        here = rows["limit"] == name
        due = due.zip_with(~here.fill_null(False), limits[name].due(rows["asked_at"], calendar))
    return due
