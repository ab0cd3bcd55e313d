"""Questions to the coded posts: crosstabs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import polars as pl
from rich.markup import escape

from suara import steps
from suara.analyse.crosstab.attributes import TIMEZONE
from suara.analyse.crosstab.table import COUNTS, SHOWN, Crosstab
from suara.cli import _show
from suara.cli._options import as_table, in_workspace, language
from suara.workspace import Workspace

where = click.option(
    "--where",
    multiple=True,
    metavar="NAME=VALUE",
    help="Only posts with that value of an attribute, as in agency=kai; several: all of them.",
)
timezone = click.option(
    "--timezone", default=TIMEZONE, show_default=True, metavar="ZONE", help="Where days and hours are counted."
)

FIRST, NAME = 24, 16
"""Most letters of the names of rows, and of columns."""


@click.command()
@click.argument("rows")
@click.argument("columns")
@in_workspace
@click.option("--count", type=click.Choice(COUNTS), default="posts", show_default=True, help="What is counted.")
@click.option(
    "--show", type=click.Choice(list(SHOWN)), default="counts", show_default=True, help="What the printed matrix shows."
)
@click.option(
    "--figure",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Draw a heat map of what --show says: .svg, .html or .png.",
)
@where
@timezone
@language
@as_table
def crosstab(workspace: Workspace, rows: str, columns: str, **options: Any) -> Any:
    """What of the coded posts goes together with what: two attributes against each other.

    Attributes: agency (addressed), topic, any codebook in use (or code:BOOK), complaint, reply_kind (of the first
    answer to a complaint), platform, lang, month, week, day, weekday, hour, account_kind (agency, verified, large,
    other), community. The same twice: which codes go together (Jaccard).

    A post with several codes counts for each of them. Chi-square then doesn't hold, and cells are tested one by one
    (Holm). Residuals beyond +-2 are rarely chance; * marks expected counts below 5. Posts of one account
    are hardly independent of each other: with --count accounts each counts once.

    \b
    Example:
        suara crosstab agency topic --workspace hasil/
        suara crosstab account_kind complaint --workspace hasil/ --count accounts --show rows
        suara crosstab topic topic --workspace hasil/ --output topics.csv
        suara crosstab weekday topic --workspace hasil/ --show residuals --figure weekdays.svg
    """
    with _show.progress() as report:
        found = steps.crosstab(workspace, rows, columns, report=report, **options)
    return found.table, lambda: _crosstab(found, options["show"], options["figure"])


def _crosstab(found: Crosstab, show: str, figure: Path | None) -> None:
    """The matrix, and what is to be known of it."""
    both = found.test.units
    _show.say(
        f"{found.rows.name} x {found.columns.name}: {_show.count(found.units, found.count[:-1])}, {both:,} of them with both"
        + _left_out(found.left_out)
    )
    if found.table.is_empty():
        _show.say("Nothing to count: no post is left.", style="yellow")
        return
    _show.out.print()
    matrix = _written(found, show)
    room = _room(matrix)
    title = {"rows": "% of the row", "columns": "% of the column"}.get(show, show)
    _show.table(matrix[:, :room], title, rows=40, right=True)
    if room < matrix.width:
        _show.say(
            f"... and {_show.count(matrix.width - room, 'column')} more; all of them with --format csv", style="dim"
        )
    _show.out.print()
    _show.say(_tested(found))
    if figure is not None:
        _show.say(f"heat map: {escape(str(figure))}")


def _left_out(reasons: dict[str, int]) -> str:
    words = {"reposts": "reposts", "context": "that only came along with others", "no author": "by nobody who is told"}
    told = [f"{number:,} {words[reason]}" for reason, number in reasons.items() if number]
    return f"; posts not counted: {', '.join(told)}" if told else ""


def _written(found: Crosstab, show: str) -> pl.DataFrame:
    """The matrix as text; * marks cells with a small expected count."""
    value = pl.col(SHOWN[show])
    text = {
        "counts": value.cast(pl.String),
        "residuals": pl.format(
            "{}{}", pl.when(value > 0).then(pl.lit("+")).otherwise(pl.lit("")), value.round(1) + 0.0
        ),
    }.get(show, pl.format("{} %", (100 * value).round(0).cast(pl.Int64)))
    star = pl.when("small").then(pl.lit("*")).otherwise(pl.lit(""))
    cells = found.labelled().with_columns(shown=text + star.fill_null(""))
    matrix = cells.pivot("column", index=["row", "row_total"], values="shown", maintain_order=True)
    short = {name: _short(name, NAME) for name in matrix.columns[2:]}
    twice = {name for name in short.values() if list(short.values()).count(name) > 1}
    told = {name: name if new in twice else new for name, new in short.items()}
    rows = pl.Series("row", [_short(name, FIRST) for name in matrix["row"]], pl.String)
    return matrix.with_columns(rows).rename({"row": found.rows.name, "row_total": "in all", **told})


def _short(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"


def _room(matrix: pl.DataFrame) -> int:
    """How many columns the terminal has room for; at least the names, the totals and one more."""
    wide = [max(len(c.name), c.cast(pl.String).str.len_chars().max() or 1) + 2 for c in matrix.iter_columns()]  # type: ignore[operator]
    fits = [i for i in range(1, matrix.width + 1) if sum(wide[:i]) <= _show.out.width]
    return max(3, *fits)


def _tested(found: Crosstab) -> str:
    """What the test says, or why there is none."""
    test = found.test
    if test.kind == "pearson":
        said = (
            f"Pearson chi-square {test.chi_square:.2f}, df {test.df}, p {_p(test.p)}, Cramer's V {test.cramers_v:.2f}"
        )
    else:
        unit = found.count[:-1]
        said = {
            "multiple": f"A {unit} with several values counts for each (multiple response), so chi-square doesn't hold: "
            f"cells tested one by one, the smallest p is {_p(test.p)} (Holm)",
            "overlapping": "No test: accounts have posts in several rows and several columns",
            "same": "No test: rows and columns are the same; the column jaccard of the table tells what goes together",
            "one": "No test: it takes two rows and two columns with something in them",
        }[test.kind]
    small = f"; * {test.small} of {test.cells} cells have an expected count below 5, mistrust p" if test.small else ""
    return said + small


def _p(value: float | None) -> str:
    return "-" if value is None else "< 0.0001" if value < 0.0001 else f"{value:.4f}"


COMMANDS = (crosstab,)
