"""The table of two attributes: counts, shares, and what is there more or less often than by chance."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import polars as pl

from suara.analyse._intervals import wilson
from suara.analyse.crosstab.attributes import Attribute
from suara.analyse.crosstab.testing import SMALL, Independence, with_residuals
from suara.errors import InputError
from suara.graph.build import Graph
from suara.posts.post import IS_REPOST

COUNTS = ("posts", "complaints", "accounts")
"""What can be counted."""

SHOWN = {"counts": "n", "rows": "row_share", "columns": "column_share", "residuals": "residual"}
"""What of a crosstab can be shown as a matrix, and its column."""

MOST_CELLS = 1_000_000

CELLS = {
    "row": pl.String,
    "column": pl.String,
    "n": pl.Int64,
    "row_share": pl.Float64,
    "row_low": pl.Float64,
    "row_high": pl.Float64,
    "column_share": pl.Float64,
    "expected": pl.Float64,
    "residual": pl.Float64,
    "p": pl.Float64,
    "small": pl.Boolean,
    "row_total": pl.Int64,
    "column_total": pl.Int64,
}
"""The columns of a crosstab."""


@dataclass(frozen=True)
class Crosstab:
    """Two attributes against each other; see `tabulate` for its table."""

    table: pl.DataFrame
    rows: Attribute
    columns: Attribute
    count: str  # one of `COUNTS`
    units: int  # counted, whether or not they have both attributes
    left_out: dict[str, int]  # posts that weren't counted, by the reason
    test: Independence

    def labelled(self) -> pl.DataFrame:
        """The table with `row` and `column` under the names that people know, in the language that was asked for."""
        return self.table.with_columns(
            row=_called(self.table["row"], self.rows), column=_called(self.table["column"], self.columns)
        )

    def matrix(self, show: str = "counts") -> pl.DataFrame:
        """One row a value of `rows` (under its name, in the column `row`), one column a value of `columns`.

        Args:
            show: one of `SHOWN`.
        """
        return self.labelled().pivot("column", index="row", values=SHOWN[show], maintain_order=True)


def _called(values: pl.Series, attribute: Attribute) -> pl.Series:
    """What people call values; where two have the same name (or that of a column), their ids stand with it."""
    distinct = values.unique(maintain_order=True)
    names = [attribute.missing if value is None else attribute.labels.get(value, value) for value in distinct]
    often = Counter([*names, *CELLS])
    told = [f"{name} [{value}]" if often[name] > 1 else name for name, value in zip(names, distinct, strict=True)]
    calls = pl.DataFrame({"value": distinct, "name": pl.Series(told, dtype=pl.String)})
    return values.to_frame("value").join(calls, on="value", how="left", nulls_equal=True, maintain_order="left")["name"]


def counted(graph: Graph, count: str) -> tuple[pl.DataFrame, dict[str, int]]:
    """The posts that count (`post`) and what each counts for (`unit`), and how many don't, by the reason.

    A repost is another's text, and a post that came along with a collected one wasn't collected alike.
    """
    own = graph.posts.filter(~pl.col("context"))
    posts = own.filter(~IS_REPOST).select(post="key", unit="key")
    left_out = {"reposts": own.height - posts.height, "context": graph.posts.height - own.height}
    if count == "complaints":
        posts = posts.join(graph.tables["Post"].filter("complaint").select(post="key"), on="post", how="semi")
    if count == "accounts":
        authors = graph.tables["POSTED"].select(post="to", unit="from")
        known = posts.select("post").join(authors, on="post", maintain_order="left")
        left_out["no author"] = posts.height - known.height
        posts = known
    return posts, left_out


def tabulate(
    posts: pl.DataFrame, rows: Attribute, columns: Attribute, *, count: str = "posts", left_out: dict[str, int]
) -> Crosstab:
    """Two attributes against each other.

    A unit with several values counts in the cell of each of them, but once in every total: shares of a row may add up
    to more than 1. Units without a value of one of the two have a row or column of their own (null) and are in no
    share's total, nor in the test.

    Args:
        posts: `post`, and `unit`: what it counts for.
        rows: an attribute.
        columns: another, or the same: then what codes go together is told by `jaccard`.
        count: what the units are, see `COUNTS`.
        left_out: posts that weren't counted, by the reason.

    Returns:
        A crosstab. Its table has a row a cell: row, column, n (units), row_share (of the row's units that have a value
        in the columns) with its 95 % Wilson interval row_low and row_high, column_share, expected (if rows and columns
        were independent), residual (adjusted and standardised: beyond +-2 is rarely chance), p (two-sided, of that
        cell against all others, Holm-adjusted over all cells), small (expected is below 5: mistrust residual and p),
        row_total and column_total (units with both attributes). And jaccard, where both attributes are the same: of
        the units with one of the two values, the share with both.

    Raises:
        InputError: there would be more than a million cells.

    Example:
        >>> posts = pl.DataFrame({"post": ["a", "b", "c"], "unit": ["a", "b", "c"]})
        >>> rows = Attribute("platform", posts.select("post", value=pl.Series(["x", "x", "youtube"])), {}, "")
        >>> columns = Attribute("complaint", posts.select("post", value=pl.Series(["yes", "no", "no"])), {}, "")
        >>> made = tabulate(posts, rows, columns, left_out={})
        >>> made.table.select("row", "column", "n", "row_share").rows()[:2], made.test.chi_square
        ([('x', 'no', 1, 0.5), ('x', 'yes', 1, 0.5)], 0.75)
    """
    pairs = (
        posts.join(rows.values.select("post", row="value"), on="post", how="left")
        .join(columns.values.select("post", column="value"), on="post", how="left")
        .select("unit", "row", "column")
        .unique()
    )
    cells = _cells(pairs, rows, columns)
    cells, test = with_residuals(cells, pairs.drop_nulls(), same=rows.name == columns.name)
    low, high = wilson(pl.col("n"), pl.col("row_total"))
    cells = cells.with_columns(
        row_share=pl.when(pl.col("row_total") > 0).then(pl.col("n") / pl.col("row_total")),
        column_share=pl.when(pl.col("column_total") > 0).then(pl.col("n") / pl.col("column_total")),
        row_low=low,
        row_high=high,
        small=pl.col("expected") < SMALL,
    )
    told = [pl.col(name).cast(dtype) for name, dtype in CELLS.items()]
    if rows.name == columns.name:
        told.append((pl.col("n") / (pl.col("row_total") + pl.col("column_total") - pl.col("n"))).alias("jaccard"))
    return Crosstab(cells.select(told), rows, columns, count, posts["unit"].n_unique(), left_out, test)


def _cells(pairs: pl.DataFrame, rows: Attribute, columns: Attribute) -> pl.DataFrame:
    """All cells, also those without a unit: row, column, n, and the totals row_total and column_total (of units with both)."""
    down, across = _values(pairs, "row", "column", rows.ordered), _values(pairs, "column", "row", columns.ordered)
    if down.height * across.height > MOST_CELLS:
        raise InputError(
            f"{rows.name} x {columns.name} has {down.height * across.height:,} cells: choose something coarser"
        )
    n = pairs.group_by("row", "column").agg(n=pl.len().cast(pl.Int64))
    return (
        down.join(across, how="cross", maintain_order="left_right")
        .join(n, on=["row", "column"], how="left", nulls_equal=True, maintain_order="left")
        .with_columns(pl.col("n").fill_null(0))
    )


def _values(pairs: pl.DataFrame, name: str, other: str, ordered: bool) -> pl.DataFrame:
    """The values of one attribute, most frequent first or in their order, unknown last; and their totals.

    The total of a value is that of the units which have it and are known in the other attribute; null for unknown.
    """
    known = pairs.filter(pl.col(other).is_not_null()).select("unit", name).unique()
    totals = known.group_by(name).agg(pl.len().cast(pl.Int64).alias(f"{name}_total"))
    whole = pairs.select("unit", name).unique().group_by(name).agg(whole=pl.len())
    unknown_last = (pl.col(name).is_null(), False)
    by = (
        [unknown_last, (pl.col(name), False)]
        if ordered
        else [unknown_last, (pl.col("whole"), True), (pl.col(name), False)]
    )
    return (
        whole.join(totals, on=name, how="left", nulls_equal=True)
        .with_columns(pl.col(f"{name}_total").fill_null(0))
        .sort([key for key, _ in by], descending=[down for _, down in by])
        .select(name, pl.when(pl.col(name).is_not_null()).then(f"{name}_total"))
    )
