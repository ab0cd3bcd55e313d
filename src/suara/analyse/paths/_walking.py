"""From one event to those that follow it: in time, with the same person, from the agency where the last one ended."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

LONGEST = 50
"""Hand-offs in a row that are followed; nobody is sent on so often."""


def next_of(left: pl.DataFrame, right: pl.DataFrame, on: list[str], window: timedelta | None = None) -> pl.DataFrame:
    """For each row of `left` (with `number`, `at`) the first later one of `right` with the same `on`, no later than `window`.

    Example:
        >>> from datetime import datetime
        >>> now, later = datetime(2026, 1, 1), datetime(2026, 1, 3)
        >>> left = pl.DataFrame({"number": [0], "who": ["p"], "at": [now]})
        >>> right = pl.DataFrame({"who": ["p", "p"], "at": [now, later], "what": ["now", "later"]})
        >>> next_of(left, right, ["who"]).select("number", "what").rows()
        [(0, 'later')]
    """
    later = right.drop_nulls([*on, "at"]).sort("at", maintain_order=True).with_columns(next_at="at")
    known = left.select("number", "at", *on).drop_nulls([*on, "at"]).sort("at")
    return known.join_asof(
        later, on="at", by=on, strategy="forward", tolerance=window, allow_exact_matches=False, check_sortedness=False
    ).drop_nulls("next_at")


def first_of(*found: pl.DataFrame) -> pl.DataFrame:
    """Of several tables of what follows the earliest row for each number; of equal ones that of the first table."""
    return (
        pl.concat(found, how="diagonal")
        .sort("next_at", maintain_order=True)
        .unique("number", keep="first", maintain_order=True)
    )


def walks(follows: pl.DataFrame, numbers: pl.Series) -> pl.DataFrame:
    """All ways from an event that follows none to one that none follows, one row a way and event: way, step (from 1), number.

    Args:
        follows: number, before (the number of the event that it follows), each number once.
        numbers: all events.

    Example:
        >>> walks(pl.DataFrame({"number": [1, 2], "before": [0, 0]}), pl.Series([0, 1, 2])).rows()
        [(1, 1, 0), (1, 2, 1), (2, 1, 0), (2, 2, 2)]
    """
    last = numbers.to_frame("number").join(follows, left_on="number", right_on="before", how="anti")
    at = last.select(way="number", number="number")
    steps = [at]
    for _ in range(LONGEST):
        at = at.join(follows, on="number").select("way", number="before")
        if at.is_empty():
            break
        steps.append(at)
    # Walked from the end, as each event follows one at the most; so the last step was met first.
    found = pl.concat([step.with_columns(back=pl.lit(i)) for i, step in enumerate(steps)])
    step = (pl.col("back").max().over("way") - pl.col("back") + 1).cast(pl.Int64)
    return found.with_columns(step=step).select("way", "step", "number").sort("way", "step")
