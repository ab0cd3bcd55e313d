"""Figures of who is answered and how fast."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import polars as pl

from suara.analyse.crosstab.attributes import TIMEZONE, Asked, check_timezone
from suara.analyse.paths.handoffs import named_ways
from suara.analyse.responses.tables import Responses, respond
from suara.analyse.timeline.telling import told
from suara.analyse.timeline.volume import moments, span
from suara.analyse.topics.ranking import rank
from suara.errors import InputError
from suara.graph.build import Graph
from suara.present import drawing, figures
from suara.steps._coding import graph
from suara.steps._course import course_tables, sixths
from suara.steps._drawing import Figure, drawn, local_tables
from suara.steps._importing import Report, silent
from suara.workspace import Workspace

MOST_BARS = 200
"""Days or weeks that the figure of a timeline has at most, unless it is asked for otherwise."""


def figures_listed() -> pl.DataFrame:
    """The figures there are: figure, shows.

    Example:
        >>> figures_listed()["figure"].to_list()
        ['coalitions', 'handoffs', 'phases', 'ranking', 'survival', 'timeline', 'topics', 'waiting', 'week']
    """
    names = figures.names()
    return pl.DataFrame({"figure": names, "shows": [figures.summary(name) for name in names]})


def figure(
    workspace: Workspace,
    name: str,
    path: str | Path | None = None,
    *,
    lang: str = "id",
    timezone: str = TIMEZONE,
    found: Responses | None = None,
    report: Report = silent,
) -> Figure:
    """Draw a figure; where there is nothing to draw, the figure says so, and why.

    Args:
        workspace: the workspace.
        name: one of `figures_listed`; the modules of `suara.present.figures` say what each shows.
        path: the file (.svg, .html or .png); without it `figures/NAME.html` in the workspace. A page holds the figure
            for screens and for phones.
        lang: the language of labels, "id" or "en".
        timezone: where days and hours are counted.
        found: what `responses` has found; by default what it finds unless it is asked otherwise.
        report: see `Report`.

    Raises:
        InputError: there is no such figure or time zone, or the ending of the file tells no format.
        FileError: the file can't be written.
        NotYet: there are no posts.
    """
    if name not in figures.names():
        raise InputError(f"there is no figure {name!r}: name one of {', '.join(figures.names())}")
    check_timezone(timezone)
    path = workspace.figures / f"{name}.html" if path is None else Path(path)
    drawing.check(path)
    made = graph(workspace, report=report)
    report("drawing the figure", 0, 0)
    tables = _tables(workspace, made, found, lang, timezone)
    return drawn(name, [tables[table]() for table in figures.figure(name).OF], path, lang)


def _tables(
    workspace: Workspace, made: Graph, found: Responses | None, lang: str, timezone: str, names: str = "public"
) -> dict[str, Callable[[], pl.DataFrame]]:
    """What figures are drawn of, each made when it is asked for."""

    def answered() -> Responses:
        nonlocal found
        found = found or respond(made)
        return found

    @cache
    def line() -> tuple[pl.DataFrame, ...]:
        return local_tables(told(Asked(made, timezone, lang), unit=unit_for(made, timezone)))

    @cache
    def debate() -> tuple[pl.DataFrame, ...]:
        return course_tables(workspace, sixths(workspace, timezone=timezone), names=names, lang=lang)

    local = pl.col("created_at", "responded_at").dt.convert_time_zone(timezone)
    return {
        "cases": lambda: answered().cases,
        "agencies": lambda: answered().agencies,
        "responses": lambda: answered().responses.with_columns(local),
        "topics": lambda: rank(made.tables, lang),
        "ways": lambda: named_ways(made),
        "periods": lambda: line()[0],
        "changes": lambda: line()[1],
        "behind": lambda: line()[2],
        "course": lambda: debate()[0],
        "course_actors": lambda: debate()[1],
        "course_ties": lambda: debate()[2],
        "course_apart": lambda: debate()[3],
    }


def unit_for(made: Graph, timezone: str) -> str:
    """Days, or weeks or months where there are too many of them to be looked at."""
    posts = moments(made)
    return next((unit for unit in ("day", "week") if span(posts, unit, timezone).height <= MOST_BARS), "month")
