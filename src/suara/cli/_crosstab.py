"""Crosstabs as a person reads them in a terminal."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from rich.markup import escape

from suara.analyse.crosstab.table import SHOWN, Crosstab
from suara.cli import _show

FIRST, NAME = 24, 16
"""Most letters of the names of rows, and of columns."""


def show(found: Crosstab, what: str, figure: Path | None) -> None:
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
    matrix = _written(found, what)
    room = _room(matrix)
    title = {"rows": "% of the row", "columns": "% of the column"}.get(what, what)
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
    short = {name: _show.short(name, NAME) for name in matrix.columns[2:]}
    twice = {name for name in short.values() if list(short.values()).count(name) > 1}
    told = {name: name if new in twice else new for name, new in short.items()}
    rows = pl.Series("row", [_show.short(name, FIRST) for name in matrix["row"]], pl.String)
    totals, names = (f"{name}:" if name in told.values() else name for name in ("in all", found.rows.name))
    return matrix.with_columns(rows).rename({"row": names, "row_total": totals, **told})


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
        said = {
            "multiple": f"Some {found.count} have several values and count for each (multiple response), so chi-square "
            f"doesn't hold: cells are tested one by one, the smallest p is {_p(test.p)} (Holm)",
            "overlapping": "No test: accounts have posts in several rows and several columns",
            "same": "No test: rows and columns are the same; the column jaccard of the table tells what goes together",
            "one": "No test: it takes two rows and two columns with something in them",
        }[test.kind]
    small = f"; * {test.small} of {test.cells} cells have an expected count below 5, mistrust p" if test.small else ""
    return said + small


def _p(value: float | None) -> str:
    return "-" if value is None else "< 0.0001" if value < 0.0001 else f"{value:.4f}"
