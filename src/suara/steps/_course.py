"""The course of a debate: its networks window by window, drawn, and written for Gephi."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from suara.analyse.crosstab.attributes import TIMEZONE, check_timezone
from suara.analyse.discourse.course import Course
from suara.analyse.discourse.course import course as _course
from suara.analyse.discourse.kernels import slices
from suara.analyse.discourse.selection import most_active, select
from suara.analyse.discourse.windows import by_time
from suara.analyse.timeline.periods import moment
from suara.coding.statements import DOCUMENTS
from suara.errors import InputError
from suara.present import drawing, exports
from suara.present.course import Called, between, node_link, panels
from suara.present.people import NAMES
from suara.present.statements_hidden import shown
from suara.steps._coding import graph
from suara.steps._drawing import Figure, drawn
from suara.steps._importing import Report, silent
from suara.steps._statements import statements
from suara.workspace import Workspace

MOST, DRAWN = 1_000, 200
"""Actors of a course at most, unless more are asked for; and of the figures that are drawn without being asked for."""

ACTOR = "actor"
"""Who acts: the organisation that a statement was made for, else the person who made it."""


def course(
    workspace: Workspace,
    *,
    unit: str = "week",
    width: int = 1,
    step: int | None = None,
    kernel: str | None = None,
    concepts: str | Sequence[str] | None = None,
    qualifier: str = "stance",
    of: str = "all",
    since: datetime | None = None,
    until: datetime | None = None,
    timezone: str = TIMEZONE,
    normalisation: str = "average",
    distance: str = "absdiff",
    most: int = MOST,
    scale: tuple[int, int] | None = None,
    report: Report = silent,
) -> Course:
    """Who agrees and who disagrees with whom, window by window; see `suara.analyse.discourse.course`.

    Repetitions of a position within a document count once.

    Args:
        workspace: the workspace.
        unit: of windows: "second", "minute", "hour", "day", "week", "month" or "year".
        width: units of a window, or of the kernel.
        step: units from a window to the next; by default windows follow on each other, and kernels move by one unit.
        kernel: one of `suara.analyse.discourse.kernels.KERNELS`: smoothed slices in place of windows.
        concepts: see `suara.steps.statements`.
        qualifier: see `suara.steps.statements`.
        of: see `suara.steps.statements`.
        since: what is earlier is left out; a time without a zone is by the clock of `timezone`.
        until: what is at that time or later is left out.
        timezone: by whose clock days begin.
        normalisation: what ties are divided by, see `suara.analyse.discourse.norms`.
        distance: how far networks are apart, one of `suara.analyse.discourse.phases.DISTANCES`.
        most: only so many actors, those with most statements: where all speak of the same, each is tied to each.
        scale: the ends of the scale of positions; by default the least and the greatest there is.
        report: see `Report`.

    Raises:
        InputError: there is no such unit, kernel, codebook, qualifier or time zone, or there are too many windows.
        NotYet: there are neither posts nor imported statements.
    """
    check_timezone(timezone)
    since, until = (at and moment(at, timezone) for at in (since, until))
    said = statements(workspace, concepts=concepts, qualifier=qualifier, of=of, report=report)
    said = said.with_columns(pl.coalesce("organisation", "person").alias(ACTOR))
    selected = select(
        said, actor=ACTOR, duplicates="document", scale=scale, since=since, until=until, timezone=timezone
    )
    selected = most_active(selected, most)
    report("networks, window by window", 0, 0)
    when: dict[str, Any] = {"unit": unit, "width": width, "since": since, "until": until, "timezone": timezone}
    found = (
        by_time(selected.table, step=step or width, **when)
        if kernel is None
        else slices(selected.table, name=kernel, step=step or 1, **when)
    )
    return _course(selected, found, normalisation=normalisation, distance=distance, timezone=timezone)


def called(workspace: Workspace, found: Course, *, names: str = "public", lang: str = "id") -> Called:
    """What the actors of a debate are called to others: agencies by name, people as `names` has it.

    Raises:
        InputError: `names` is none of `suara.present.people.NAMES`.
    """
    if names not in NAMES:
        raise InputError(f"names {names!r}: name one of {', '.join(NAMES)}")
    made = None if workspace.corpus.read().is_empty() else graph(workspace)
    table = found.selected.table
    seen = shown(
        table, pl.DataFrame(schema=DOCUMENTS), made, names=names, secret=workspace.secret(), lang=lang
    ).statements
    return Called.of(table, seen, ACTOR)


FIGURES = ("coalitions", "phases")
"""Figures of the course of a debate."""


def draw_course(
    workspace: Workspace,
    found: Course,
    path: str | Path,
    *,
    figure: str = "coalitions",
    names: str = "public",
    lang: str = "id",
) -> Figure:
    """Draw the networks of a debate, window beside window with the actors in the same places; or how far they are apart.

    Args:
        workspace: the workspace.
        found: as `course` gives it.
        path: the file (.svg, .html or .png).
        figure: "coalitions" or "phases".
        names: whose names are shown: "public", "all" or "none".
        lang: the language of the words, "id" or "en".

    Raises:
        InputError: there is no such figure, or the ending of the file tells no format.
        FileError: it can't be written.
    """
    path = Path(path)
    drawing.check(path)
    if figure not in FIGURES:
        raise InputError(f"of a debate there is no figure {figure!r}: name one of {', '.join(FIGURES)}")
    windows, actors, ties, far = course_tables(workspace, found, names=names, lang=lang)
    return drawn(figure, (windows, far) if figure == "phases" else (windows, actors, ties), path, lang)


def course_tables(
    workspace: Workspace, found: Course, *, names: str = "public", lang: str = "id"
) -> tuple[pl.DataFrame, ...]:
    """What the figures of a debate are drawn of: windows, actors, ties, and distances."""
    return *panels(found, called(workspace, found, names=names, lang=lang)), between(found)


def sixths(workspace: Workspace, *, timezone: str = TIMEZONE) -> Course:
    """The course of the debate in the posts and imported statements, in about six windows of whole days."""
    times = statements(workspace).drop_nulls("qualifier")["time"].drop_nulls()
    days = times.dt.convert_time_zone(timezone).dt.truncate("1d").unique().sort()
    if days.is_empty():
        return course(workspace, timezone=timezone)
    width = -(-((days[-1] - days[0]).days + 1) // 6)
    until = days[0].replace(tzinfo=None) + timedelta(days=6 * width)
    return course(workspace, unit="day", width=width, until=until, timezone=timezone, most=DRAWN)


def export_course(
    workspace: Workspace, found: Course, path: str | Path, *, names: str = "public", lang: str = "id"
) -> list[Path]:
    """Write the networks of a debate as one network with the times of its ties, which Gephi plays; returns the files.

    Args:
        workspace: the workspace.
        found: as `course` gives it.
        path: the file, of one of the formats of `suara.present.exports`; GEXF keeps the times.
        names: whose names are shown: "public", "all" or "none".
        lang: the language of labels.

    Raises:
        InputError: the ending of the file tells no format.
        FileError: it can't be written.
    """
    path = Path(path)
    exports.check(path)
    return exports.write(node_link(found, called(workspace, found, names=names, lang=lang)), path)
