"""A timeline: what was in each period, when that changed, and what is behind each change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from suara._html import card
from suara.analyse.crosstab.attributes import Asked, Attribute, attribute, check_timezone, chosen
from suara.analyse.responses.pairs import waiting
from suara.analyse.responses.tables import WITHIN
from suara.analyse.timeline.answering import answering, changes_of_answering, judged
from suara.analyse.timeline.behind import NEAR, REASONS, behind
from suara.analyse.timeline.changes import SHORTEST, Changes, changes
from suara.analyse.timeline.periods import UNITS, moment, place
from suara.analyse.timeline.shares import changes_of_shares, shares
from suara.analyse.timeline.volume import COUNTS, is_counted, moments, span, volume, within_times
from suara.errors import InputError

COUNTED = (*COUNTS, "answered")
"""What a timeline can be of: what was posted, or the share of complaints that was answered in time."""


@dataclass(frozen=True)
class Timeline:
    """How much there was in each period, when that changed, and what is behind it.

    `table` is of `suara.analyse.timeline.volume.volume`, with `by` of `...shares.shares`, and of what was answered of
    `...answering.answering`.
    """

    table: pl.DataFrame
    changes: pl.DataFrame  # see `suara.analyse.timeline.changes.CHANGES`
    behind: pl.DataFrame  # see `suara.analyse.timeline.behind.REASONS`
    why: str | None  # changes couldn't be looked for
    unit: str
    count: str
    timezone: str
    by: Attribute | None
    posts: int  # that count; of what was answered, the cases
    undated: int  # of these, those of which no time is told; they are in no period

    def _repr_html_(self) -> str:
        facts = {"posts": self.posts, "without a time": self.undated or None, "changes": self.changes.height}
        return card(f"{self.count.capitalize()} per {self.unit} ({self.timezone})", facts, self.table) + card(
            "Changes", table=self.changes
        )


def told(
    asked: Asked,
    *,
    unit: str = "day",
    count: str = "posts",
    by: str | None = None,
    where: Sequence[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    within: timedelta = WITHIN,
    shortest: int | None = None,
) -> Timeline:
    """The timeline of a graph; see `suara.steps.timeline` for what can be asked.

    Raises:
        InputError: a unit, a count, an attribute, a condition or the time zone is unknown, or there are too many periods.
    """
    check(unit, count, by, shortest)
    check_timezone(asked.timezone)
    since, until = (at and moment(at, asked.timezone) for at in (since, until))
    if since is not None and until is not None and since >= until:
        raise InputError("--since must be before --until")
    every = moments(asked.graph)
    of = span(every, unit, asked.timezone, since, until)
    posts = every.join(chosen(asked, where), on="post", how="semi", maintain_order="left")
    values = None if by is None else attribute(asked, by)
    if count == "answered":
        counted = within_times(_complained(asked, posts, where, within), since, until)
        table = answering(counted, of, within)
        found = changes_of_answering(table, unit=unit, shortest=shortest)
    elif values is None:
        kept = within_times(posts, since, until)
        counted, table = kept.filter(is_counted(count)), volume(kept, of)
        found = changes(table, count, unit=unit, shortest=shortest)
    else:
        counted = within_times(posts, since, until).filter(is_counted(count))
        table = shares(counted, values, of)
        found = changes_of_shares(table, unit=unit, shortest=shortest)
    reasons = _reasons(asked, counted, of, found, values, NEAR * (shortest or SHORTEST[unit]))
    undated = counted["at"].null_count()
    return Timeline(
        table, found.table, reasons, found.why, unit, count, asked.timezone, values, counted.height, undated
    )


def check(unit: str, count: str, by: str | None = None, shortest: int | None = None) -> None:
    """Whether there can be such a timeline.

    Raises:
        InputError: there can't.
    """
    if unit not in UNITS or count not in COUNTED:
        raise InputError(f"a unit is one of {', '.join(UNITS)}, and what is counted one of {', '.join(COUNTED)}")
    if by is not None and count in ("accounts", "answered"):
        raise InputError(
            "shares are of posts, complaints, addressed posts or reposts; of one agency or topic, what was answered is told "
            "by --agency and --topic"
        )
    if shortest is not None and shortest < 2:
        raise InputError("a level lasts at least 2 periods, else every peak is a change")


def _complained(asked: Asked, posts: pl.DataFrame, where: Sequence[str], within: timedelta) -> pl.DataFrame:
    """The cases whose first complaint is among the posts: post, at, and what `judged` tells; of one agency, its own."""
    cases = judged(waiting(asked.graph), within)
    agencies = [condition.partition("=")[2] for condition in where if condition.startswith("agency=")]
    mine = cases.filter(pl.col("agency").is_in(agencies)) if agencies else cases
    return mine.with_columns(post="case", at="asked_at").join(posts.select("post"), on="post", how="semi")


def _reasons(
    asked: Asked, posts: pl.DataFrame, of: pl.DataFrame, found: Changes, by: Attribute | None, near: int
) -> pl.DataFrame:
    """What is behind each change, among the posts of the periods near it.

    Where a share of answers rises (falls), those are compared that were answered (not answered) in time.
    """
    placed = posts.with_columns(place(posts["at"], of))
    parts = [pl.DataFrame(schema=REASONS)]
    for row in found.table.iter_rows(named=True):
        rose, later = row["after"] > row["before"], pl.col("place") >= of["start"].search_sorted(row["start"])
        first, at, last = (int(of["start"].search_sorted(row[end])) for end in ("since", "start", "until"))
        sides = placed.filter(pl.col("place").is_between(max(first, at - near), min(last, at + near) - 1))
        if by is not None:
            sides = sides.join(by.values.filter(value=row["series"]), on="post", how="semi")
        if "in_time" in sides.columns:
            sides = sides.filter(pl.col("in_time") == rose)
            rose = True
        named = (pl.lit(row["series"], pl.String).alias("series"), pl.lit(row["period"]).alias("period"))
        parts.append(behind(asked, sides.unique("post"), more=later if rose else ~later).select(*named, pl.all()))
    return pl.concat(parts)
