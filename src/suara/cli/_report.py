"""The report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich.markup import escape

from suara import steps
from suara.analyse.crosstab.attributes import TIMEZONE
from suara.cli import _show
from suara.cli._options import as_facts, in_workspace, language, names
from suara.workspace import Workspace


@click.command()
@in_workspace
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file (.html, .md or .pdf); report.html in the workspace without it.",
)
@click.option("--title", metavar="TEXT", help="Heading of the report.")
@names
@click.option(
    "--examples",
    type=click.IntRange(0, 20),
    default=3,
    show_default=True,
    help="Posts that are shown behind a finding.",
)
@click.option(
    "--timezone", default=TIMEZONE, show_default=True, metavar="ZONE", help="Where days and hours are counted."
)
@language
@as_facts
def report(workspace: Workspace, output: Path | None, **options: Any) -> Any:
    """What was found, in sentences with how sure they are, tables and figures: a page, Markdown or PDF.

    The page opens without a network and runs no script. A PDF is printed by Chromium, Chrome or Edge, where one of them is.

    \b
    Example:
        suara report --workspace hasil/
        suara report --workspace hasil/ --lang en --output report.md
    """
    with _show.progress() as progress:
        written = steps.report(workspace, output, report=progress, **options)

    def show() -> None:
        _show.say(escape(str(written.path)))
        for path in written.figures:
            _show.say(escape(f"  {path}"), style="dim")

    return {"path": written.path, "figures": written.figures}, show


COMMANDS = (report,)
