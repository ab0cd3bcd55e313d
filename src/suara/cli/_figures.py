"""Figures of who is answered and how fast."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from rich.markup import escape

from suara import steps
from suara.analyse.crosstab.attributes import TIMEZONE
from suara.cli import _show
from suara.cli._options import Command, as_facts, folder, language, store
from suara.present import drawing
from suara.workspace import Workspace


@click.command()
@click.argument("name")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@folder
@store
@click.option(
    "--timezone", default=TIMEZONE, show_default=True, metavar="ZONE", help="Where days and hours are counted."
)
@language
@as_facts
def figure(name: str, file: Path | None, folder: Path | None, store: str | None, **options: Any) -> Any:
    """Draw a figure to a FILE (.svg, .html or .png); without it to figures/NAME.html in the workspace.

    `suara figure list` shows the figures there are. A page opens without a network, in light or dark as the reader has
    it, and fits phones too.

    \b
    Example:
        suara figure list
        suara figure survival --workspace hasil/
        suara figure ranking peringkat.svg --workspace hasil/ --lang en
    """
    if name == "list":
        listed = steps.figures_listed()
        return listed.to_dicts(), lambda: _show.table(listed)
    with _show.progress() as report:
        drawn = steps.figure(Workspace.find(folder, store), name, file, report=report, **options)
    return drawn, lambda: show(drawn)


def option(*names: str) -> Callable[[Command], Command]:
    """--figure: which of these figures the command draws where, as `figures`; of one figure the name is left out."""
    file = click.Path(path_type=Path, dir_okay=False)
    one = len(names) == 1

    def checked(_context: click.Context, _parameter: click.Parameter, given: Any) -> list[tuple[str, Path]]:
        figures = [(names[0], path) for path in given] if one else list(given)
        for _, path in figures:
            drawing.check(path)  # before the work
        return figures

    return click.option(
        "--figure",
        "figures",
        multiple=True,
        type=file if one else (click.Choice(names), file),
        metavar="FILE" if one else f"[{'|'.join(names)}] FILE",
        callback=checked,
        help="Draw a figure to a FILE (.svg, .html or .png); see `suara figure`.",
    )


def draw(workspace: Workspace, figures: list[tuple[str, Path]], **options: Any) -> None:
    """Draw what --figure asks for."""
    for name, file in figures:
        told(steps.figure(workspace, name, file, **options))


def told(drawn: steps.Figure) -> None:
    """Where a figure is; on standard error, as a table may follow."""
    _show.err.print(f"figure: {drawn.path}", markup=False, soft_wrap=True)


def show(drawn: steps.Figure) -> None:
    """Where a figure is, and what is to be known of it."""
    _show.say(escape(f"{drawn.path}: {drawn.title}"))
    for note in drawn.notes:
        _show.say(escape(_show.printable(note)), style="dim")


COMMANDS = (figure,)
