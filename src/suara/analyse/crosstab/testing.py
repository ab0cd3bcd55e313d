"""Whether two attributes are independent of each other, and which cells say that they aren't."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

SMALL = 5
"""An expected count below this is too small for the normal distribution to be trusted (Cochran 1954)."""

Reals = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Independence:
    """What is known of the independence of rows and columns; what isn't asked or can't be said is None.

    `kind` says which test it is, or why there is none:

    - pearson: each unit is in one cell, so that Pearson's chi-square holds; `p` is of it.
    - multiple: units are in several cells, so that it doesn't; each cell is tested by itself, `p` is the smallest of
      them, Holm-adjusted: it is that of all of them being independent.
    - overlapping: accounts whose posts are in several rows and several columns: no test is known to hold.
    - same: rows and columns are the same attribute. one: there are no two rows and two columns with units in both.
    """

    kind: str
    units: int  # with both attributes known
    chi_square: float | None = None
    df: int | None = None
    p: float | None = None
    cramers_v: float | None = None
    small: int = 0  # cells with a small expected count
    cells: int = 0  # cells that were tested


def with_residuals(
    cells: pl.DataFrame, pairs: pl.DataFrame, *, same: bool = False
) -> tuple[pl.DataFrame, Independence]:
    """Cells with `expected`, `residual` and `p`, and what all of them say.

    The adjusted standardised residual of a cell is the square root, with its sign, of Pearson's chi-square (without
    continuity correction) of the 2 x 2 table "this row or not" x "this column or not" (Haberman 1973). That holds
    where units have several values, too, while the chi-square of all cells together doesn't: then these 2 x 2 tests
    and their p by Holm (1979) are the test of simultaneous pairwise marginal independence (Agresti & Liu 1999;
    Bilder & Loughin 2004, who call it the Bonferroni approach: it never rejects too often, and may do so too seldom).

    Args:
        cells: row, column, n and the totals row_total and column_total; null in unknown rows and columns.
        pairs: unit, row and column, without unknown ones, each once.
        same: whether rows and columns are the same attribute.
    """
    units = pairs["unit"].n_unique()
    kind = "same" if same else _kind(cells, pairs, units)
    if kind in ("same", "overlapping", "one"):
        nothing = [pl.lit(None, pl.Float64).alias(name) for name in ("expected", "residual", "p")]
        return cells.with_columns(nothing), Independence(kind, units)
    row, column = (pl.col(name) / units for name in ("row_total", "column_total"))
    expected = row * column * units
    spread = (expected * (1 - row) * (1 - column)).sqrt()
    known = pl.col("row_total", "column_total").is_not_null()
    tested = cells.with_columns(
        expected=pl.when(pl.all_horizontal(known)).then(expected),
        residual=pl.when(spread > 0).then((pl.col("n") - expected) / spread),
    )
    tested = tested.with_columns(_holm(tested["residual"]))
    return tested, _test(tested.filter(pl.all_horizontal(known), pl.col("expected") > 0), kind, units)


def _kind(cells: pl.DataFrame, pairs: pl.DataFrame, units: int) -> str:
    rows, columns = (cells.filter(pl.col(f"{name}_total") > 0)[name].n_unique() for name in ("row", "column"))
    if rows < 2 or columns < 2:
        return "one"
    if pairs.height == units:
        return "pearson"
    of_units = pairs.group_by("unit").agg(pl.len(), pl.col("row", "column").n_unique())
    full = of_units.filter(pl.col("len") < pl.col("row") * pl.col("column")).is_empty()
    return "multiple" if full else "overlapping"


def _holm(residuals: pl.Series) -> pl.Series:
    """Two-sided p of standard normal values, adjusted for their number."""
    from scipy.special import ndtr  # scipy takes a while to load

    tested = residuals.drop_nulls().to_numpy()
    alone: Reals = 2 * ndtr(-np.abs(tested))
    order = np.argsort(alone, kind="stable")
    adjusted = np.empty(len(alone))
    left = np.arange(len(alone), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(alone[order] * left), 1.0)
    p = pl.Series("p", np.full(len(residuals), np.nan))
    return p.scatter(residuals.is_not_null().arg_true(), adjusted).fill_nan(None)


def _test(cells: pl.DataFrame, kind: str, units: int) -> Independence:
    """What cells with an expected count say together."""
    small = cells.filter(pl.col("expected") < SMALL).height
    if kind == "multiple":
        least = cells["p"].min()
        return Independence(kind, units, p=least, small=small, cells=cells.height)  # type: ignore[arg-type]
    from scipy.special import chdtrc

    chi_square = float(cells.select(((pl.col("n") - pl.col("expected")) ** 2 / pl.col("expected")).sum()).item())
    rows, columns = cells["row"].n_unique(), cells["column"].n_unique()
    df = (rows - 1) * (columns - 1)
    return Independence(
        kind,
        units,
        chi_square,
        df,
        float(chdtrc(df, chi_square)),
        (chi_square / (units * (min(rows, columns) - 1))) ** 0.5,
        small,
        cells.height,
    )
