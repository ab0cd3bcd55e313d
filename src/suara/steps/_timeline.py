"""How things go on in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from suara._html import card
from suara.analyse.crosstab.attributes import TIMEZONE, Asked, Attribute, attribute, check_timezone, chosen
from suara.analyse.responses.tables import WITHIN, respond
from suara.analyse.timeline.answering import answering, changes_of_answering, judged
from suara.analyse.timeline.behind import NEAR, REASONS, behind
from suara.analyse.timeline.changes import SHORTEST, Changes, changes
from suara.analyse.timeline.periods import UNITS, moment, place
from suara.analyse.timeline.shares import changes_of_shares, shares
from suara.analyse.timeline.volume import COUNTS, is_counted, moments, span, volume, within_times
from suara.errors import InputError
from suara.steps._importing import Report, silent
from suara.steps._querying import asked_of
from suara.workspace import Workspace

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


def timeline(
    workspace: Workspace,
    *,
    unit: str = "day",
    count: str = "posts",
    by: str | None = None,
    where: Sequence[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    within: timedelta = WITHIN,
    shortest: int | None = None,
    timezone: str = TIMEZONE,
    lang: str = "id",
    report: Report = silent,
) -> Timeline:
    """How much was posted in each period, what share of it about what, or how much was answered; when that changed, and why.

    Args:
        workspace: the workspace.
        unit: "hour", "day", "week" or "month".
        count: "posts" (without reposts), "accounts", "complaints", "addressed" (posts of people to agencies), "reposts"; or
            "answered": the share of complaints that was answered `within` a time, by when they were made.
        by: an attribute whose values are followed; see `suara.analyse.crosstab.attributes.attribute`.
        where: conditions that the posts fulfil, as in `agency=kai`; all of them.
        since: what is earlier is left out; a time without a zone is by the clock of `timezone`.
        until: what is at that time or later is left out.
        within: how soon an answer is in time.
        shortest: periods that a level lasts at least, for a change to count.
        timezone: by whose clock days begin.
        lang: the language of labels, "id" or "en".
        report: see `Report`.

    Raises:
        InputError: a unit, a count, an attribute, a condition or the time zone is unknown, or there are too many periods.
        NotYet: there are no posts.
    """
    check_timezone(timezone)
    since, until = (at and moment(at, timezone) for at in (since, until))
    _check(unit, count, by, since, until, shortest)
    asked = asked_of(workspace, [by or "", *where], timezone, lang, report)
    report("counting", 0, 0)
    every = moments(asked.graph)
    of = span(every, unit, timezone, since, until)
    posts = every.join(chosen(asked, where), on="post", how="semi", maintain_order="left")
    values = None if by is None else attribute(asked, by)
    if count == "answered":
        counted = within_times(_complained(asked, posts, where, within), since, until)
        table = answering(counted, of, within)
        found = changes_of_answering(table, unit=unit, shortest=shortest)
    else:
        counted = within_times(posts, since, until).filter(is_counted(count))
        table = volume(within_times(posts, since, until), of) if values is None else shares(counted, values, of)
        found = (
            changes(table, count, unit=unit, shortest=shortest)
            if values is None
            else changes_of_shares(table, unit=unit, shortest=shortest)
        )
    report("looking for what is behind changes", 0, 0)
    reasons = _reasons(asked, counted, of, found, values, NEAR * (shortest or SHORTEST[unit]))
    undated = counted["at"].null_count()
    return Timeline(table, found.table, reasons, found.why, unit, count, timezone, values, counted.height, undated)


def _check(
    unit: str, count: str, by: str | None, since: datetime | None, until: datetime | None, shortest: int | None
) -> None:
    if unit not in UNITS or count not in COUNTED:
        raise InputError(f"a unit is one of {', '.join(UNITS)}, and what is counted one of {', '.join(COUNTED)}")
    if by is not None and count in ("accounts", "answered"):
        raise InputError(
            "shares are of posts, complaints, addressed posts or reposts; of one agency or topic, what was answered is told "
            "by --agency and --topic"
        )
    if since is not None and until is not None and since >= until:
        raise InputError("--since must be before --until")
    if shortest is not None and shortest < 2:
        raise InputError("a level lasts at least 2 periods, else every peak is a change")


def _complained(asked: Asked, posts: pl.DataFrame, where: Sequence[str], within: timedelta) -> pl.DataFrame:
    """The cases whose first complaint is among the posts: post, at, and what `judged` tells; of one agency, its own."""
    cases = judged(respond(asked.graph).cases, within)
    agencies = [condition.partition("=")[2] for condition in where if condition.startswith("agency=")]
    mine = cases.filter(pl.col("agency") == agency for agency in agencies) if agencies else cases
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
