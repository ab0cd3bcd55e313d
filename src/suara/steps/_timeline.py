"""How things go on in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from suara.analyse.crosstab.attributes import TIMEZONE
from suara.analyse.responses.tables import WITHIN
from suara.analyse.timeline.telling import Timeline, check, told
from suara.errors import InputError
from suara.present import drawing
from suara.steps._drawing import Figure, drawn, local_tables
from suara.steps._importing import Report, silent
from suara.steps._querying import asked_of
from suara.workspace import Workspace


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
    check(unit, count, by, shortest)
    asked = asked_of(workspace, [by or "", *where], timezone, lang, report)
    report("counting, and looking for changes", 0, 0)
    return told(
        asked, unit=unit, count=count, by=by, where=where, since=since, until=until, within=within, shortest=shortest
    )


def draw_timeline(found: Timeline, path: str | Path, *, lang: str = "id") -> Figure:
    """Draw a timeline of what was posted, as it was asked for.

    Args:
        found: as `timeline` gives it.
        path: the file (.svg, .html or .png).
        lang: the language of the words, "id" or "en".

    Raises:
        InputError: it is of shares or answers, of which there is no such figure, or the ending of the file tells no format.
        FileError: the file can't be written.
    """
    if found.by is not None or found.count == "answered":
        raise InputError(
            "the figure is of what was posted, not of shares or answers: leave out --by and --count answered"
        )
    path = Path(path)
    drawing.check(path)
    return drawn("timeline", local_tables(found), path, lang, count=found.count, searched=found.why is None)
