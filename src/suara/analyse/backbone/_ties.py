"""Ties as every way of finding a backbone takes them: each pair once, no ties with oneself, weights above zero."""

from __future__ import annotations

import polars as pl

from suara.errors import InputError


def pairs(ties: pl.DataFrame, *, directed: bool) -> pl.DataFrame:
    """The ties as `from`, `to`, `weight`, sorted; the same pair twice is added up, ties with oneself are left out.

    Args:
        ties: `from`, `to`, `weight`.
        directed: whether a tie and its reverse are two ties; else each pair stands once, the lesser name first.

    Raises:
        InputError: a weight is negative or isn't a number.

    Example:
        >>> ties = pl.DataFrame({"from": ["b", "a", "a"], "to": ["a", "b", "a"], "weight": [2, 1, 9]})
        >>> pairs(ties, directed=False).rows()
        [('a', 'b', 3.0)]
    """
    weight = pl.col("weight").cast(pl.Float64)
    odd = ties.filter(weight.is_null() | weight.is_nan() | weight.is_infinite() | (weight < 0))
    if odd.height:
        first = odd.row(0, named=True)
        raise InputError(
            f"the tie from {first['from']} to {first['to']} has the weight {first['weight']}: a backbone takes weights "
            "from 0 up; of signed ties give the positive and the negative ones apart"
        )
    if not directed:
        ends = pl.min_horizontal("from", "to"), pl.max_horizontal("from", "to")
        ties = ties.with_columns(ends[0].alias("from"), ends[1].alias("to"))
    kept = ties.filter(pl.col("from") != pl.col("to"), weight > 0)
    return kept.group_by("from", "to").agg(weight.sum()).sort("from", "to")


def both_ways(ties: pl.DataFrame) -> pl.DataFrame:
    """Undirected pairs as ties of both ends."""
    return pl.concat([ties, ties.select("to", pl.col("from"), "weight").rename({"to": "from", "from": "to"})])
