"""Figures of who is answered and how fast."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from suara._html import file
from suara.analyse.crosstab.attributes import TIMEZONE, check_timezone
from suara.analyse.paths.handoffs import named_ways
from suara.analyse.responses.tables import Responses, respond
from suara.analyse.topics.ranking import rank
from suara.errors import InputError
from suara.graph.build import Graph
from suara.present import drawing, figures
from suara.steps._coding import graph
from suara.steps._importing import Report, silent
from suara.workspace import Workspace


@dataclass(frozen=True)
class Figure:
    """A figure that was drawn: where it is, and what stands above it."""

    path: Path
    title: str
    notes: list[str]  # what is to be known of it

    def _repr_html_(self) -> str:
        return file(self.path, self.title, height=520)


def figures_listed() -> pl.DataFrame:
    """The figures there are: figure, shows.

    Example:
        >>> figures_listed()["figure"].to_list()
        ['handoffs', 'ranking', 'survival', 'topics', 'waiting', 'week']
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
    drawn = figures.figure(name)
    tables = _tables(made, found, lang, timezone)
    of = [tables[table]() for table in drawn.OF]
    chart = drawn.chart(*of, lang=lang, wide=True)
    narrow = drawn.chart(*of, lang=lang, wide=False) if path.suffix.lower() == ".html" else None
    drawing.written(chart, path, lang=lang, narrow=narrow)
    return Figure(path, *drawing.heading(chart))


def _tables(made: Graph, found: Responses | None, lang: str, timezone: str) -> dict[str, Callable[[], pl.DataFrame]]:
    """What figures are drawn of, each made when it is asked for."""

    def answered() -> Responses:
        nonlocal found
        found = found or respond(made)
        return found

    local = pl.col("created_at", "responded_at").dt.convert_time_zone(timezone)
    return {
        "cases": lambda: answered().cases,
        "agencies": lambda: answered().agencies,
        "responses": lambda: answered().responses.with_columns(local),
        "topics": lambda: rank(made.tables, lang),
        "ways": lambda: named_ways(made),
    }
