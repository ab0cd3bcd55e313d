"""Cases: what a person wants of an agency, in however many posts it is said."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

SAME_CASE = timedelta(days=1)
"""Within which a complaint about a topic of the last one, by the same person to the same agency, is the same case."""


def with_cases(complaints: pl.DataFrame, window: timedelta = SAME_CASE) -> pl.DataFrame:
    """Complaints with their `case`, the key of its first complaint; each agency that is addressed has its own cases.

    Complaints of one person to one agency are one case where they are in the same conversation, or where one comes within
    `window` after the last and shares a topic with it. What isn't told who wrote or when is a case of its own.

    Args:
        complaints: complaint, agency, account, conversation, created_at, topics (a list).
        window: see above.

    Example:
        >>> from datetime import datetime
        >>> rows = {"complaint": ["a", "b"], "agency": "kai", "account": "p", "conversation": ["a", "b"],
        ...         "created_at": [datetime(2026, 1, 1, 8), datetime(2026, 1, 1, 9)], "topics": [["slow"], ["slow", "rude"]]}
        >>> with_cases(pl.DataFrame(rows))["case"].to_list()
        ['a', 'a']
    """
    who = ["account", "agency"]
    ordered = complaints.select("complaint", *who, "conversation", "created_at", "topics").sort(
        *who, "created_at", "complaint", nulls_last=True
    )
    thread = pl.col("complaint").first().over(*who, pl.coalesce("conversation", "complaint"))
    ordered = ordered.with_columns(thread=thread)
    heads = ordered.filter(pl.col("complaint") == pl.col("thread"))
    soon = pl.col("created_at") - pl.col("created_at").shift().over(who) <= window
    shared = pl.col("topics").list.set_intersection(pl.col("topics").shift().over(who)).list.len() > 0
    begins = ~(soon & shared).fill_null(False)
    heads = heads.with_columns(case=pl.when(begins).then("complaint")).with_columns(pl.col("case").forward_fill())
    cases = ordered.join(heads.select(*who, "thread", "case"), on=[*who, "thread"], nulls_equal=True)
    return complaints.join(
        cases.select("complaint", "agency", "case"), on=["complaint", "agency"], how="left", maintain_order="left"
    )
