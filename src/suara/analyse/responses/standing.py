"""Which agency comes first or last, and which others can't be told apart from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

HARDLY = 0.1
"""Of an agency's replies, the share that can be linked below which its rate says nothing."""

SPARSE = 10
"""Posts of an agency below which its silence may be the collection's."""

FEW_REPLIES = 10
"""Replies of an agency from which on the share of them that can be linked is held against its rate."""


@dataclass(frozen=True)
class Standing:
    """The row that comes first, and the others: those whose intervals overlap with its own, and those whose don't."""

    first: dict[str, Any]
    alike: pl.DataFrame
    apart: pl.DataFrame


def comparable(groups: pl.DataFrame) -> pl.DataFrame:
    """The groups that can be compared: those with enough observed cases.

    Of agencies also enough posts of their own have to be collected (`SPARSE`), and not hardly any may be linkable (`HARDLY`).

    Args:
        groups: ranked and, of agencies, linkable and own_posts; see `suara.analyse.responses.columns.GROUPS`.
    """
    many = groups.filter("ranked")
    if "linkable" not in groups.columns:
        return many
    return many.filter((pl.col("linkable") >= HARDLY).fill_null(value=True), pl.col("own_posts") >= SPARSE)


def sayable(cases: pl.DataFrame, agencies: pl.DataFrame) -> bool:
    """Whether it can be said how many cases were answered: of the agencies of at least half of them enough is known.

    Args:
        cases: those that were observed, see `suara.analyse.responses.cases.by_case`.
        agencies: see `suara.analyse.responses.tables.respond`.
    """
    known = agencies.filter((pl.col("linkable") >= HARDLY).fill_null(value=True), pl.col("own_posts") >= SPARSE)
    return 2 * cases.join(known, on="agency", how="semi").height >= cases.height


def linkable(agencies: pl.DataFrame) -> tuple[int, float | None]:
    """How many replies of agencies were collected, and which share of them can be linked; None where there are too few to say.

    Example:
        >>> linkable(pl.DataFrame({"replies": [30, 10], "linkable": [0.9, 0.1]}))
        (40, 0.7)
    """
    told = agencies.drop_nulls("linkable")
    replies = int(told["replies"].sum())
    linked = told.select((pl.col("replies") * pl.col("linkable")).sum()).item() or 0.0
    return replies, linked / replies if replies >= FEW_REPLIES else None


def least(groups: pl.DataFrame, value: str, low: str, high: str) -> Standing | None:
    """The group whose value is surely the least: that with the lowest upper end of its interval; None of no groups.

    So one complaint without an answer tops no list: its interval reaches far up. Others can't be told apart from it
    where their intervals overlap with its own. That is careful: where two 95 % intervals don't overlap, the difference is
    significant far beyond 5 % (Schenker & Gentleman 2001, On judging the significance of differences by examining the
    overlap between confidence intervals). An end of an interval that isn't known is taken to be beyond all others.

    Args:
        groups: the groups; rows without a value don't count.
        value: the column of the values.
        low: that of the lower ends.
        high: that of the upper ends.

    Example:
        >>> groups = pl.DataFrame({"g": ["a", "b", "c"], "rate": [0.0, 0.1, 0.9], "l": [0.0, 0.05, 0.8],
        ...                        "h": [0.8, 0.2, 1.0]})
        >>> found = least(groups, "rate", "l", "h")
        >>> found.first["g"], found.alike["g"].to_list(), found.apart["g"].to_list()
        ('b', ['a'], ['c'])
    """
    return _first(groups, value, pl.col(low).fill_null(float("-inf")), pl.col(high).fill_null(float("inf")))


def most(groups: pl.DataFrame, value: str, low: str, high: str) -> Standing | None:
    """The group whose value is surely the greatest: that with the highest lower end of its interval; see `least`.

    Example:
        >>> groups = pl.DataFrame({"g": ["a", "b"], "rate": [1.0, 0.9], "l": [0.2, 0.8], "h": [1.0, 0.95]})
        >>> most(groups, "rate", "l", "h").first["g"]
        'b'
    """
    low_end, high_end = pl.col(low).fill_null(float("-inf")), pl.col(high).fill_null(float("inf"))
    return _first(groups, value, -high_end, -low_end, sign=-1)


def _first(groups: pl.DataFrame, value: str, low: pl.Expr, high: pl.Expr, sign: int = 1) -> Standing | None:
    told = groups.drop_nulls(value).with_columns(_low=low, _high=high)
    if told.is_empty():
        return None
    told = told.sort("_high", sign * pl.col(value), told.columns[0])
    others = told[1:].sort(sign * pl.col(value), told.columns[0])
    overlap = pl.col("_low") <= told["_high"][0]
    parts = (others.filter(overlap), others.filter(~overlap))
    return Standing(told.drop("_low", "_high").row(0, named=True), *(part.drop("_low", "_high") for part in parts))
