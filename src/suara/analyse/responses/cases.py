"""Cases: what a person wants of an agency, in however many posts it is said."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
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
    thread = pl.coalesce("conversation", "complaint")
    ordered = complaints.select("complaint", *who, "created_at", "topics", thread=thread).sort(
        *who, "created_at", "complaint", nulls_last=True
    )
    number = pl.struct("account", "agency", "thread").rank("dense").cast(pl.Int64) - 1
    before = [pl.col(name).shift().over(who).alias(f"{name}_before") for name in ("number", "created_at", "topics")]
    linked = ordered.with_columns(number=number).with_columns(before)
    soon = pl.col("created_at") - pl.col("created_at_before") <= window
    shared = pl.col("topics").list.set_intersection(pl.col("topics_before")).list.len() > 0
    ties = linked.filter(soon, shared).select("number_before", "number")
    linked = linked.with_columns(group=_components(linked["number"], ties))
    linked = linked.with_columns(case=pl.col("complaint").first().over("group"))
    return complaints.join(
        linked.select("complaint", "agency", "case"), on=["complaint", "agency"], how="left", maintain_order="left"
    )


def _components(numbers: pl.Series, ties: pl.DataFrame) -> pl.Series:
    """What hangs together of numbered things, by ties between them: a number for each."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    size = 1 + int(numbers.to_numpy().max(initial=-1))
    one, other = (ties[name].to_numpy() for name in ties.columns)
    _, group = connected_components(coo_array((np.ones(len(ties)), (one, other)), shape=(size, size)), directed=False)
    return pl.Series(group[numbers.to_numpy()] if size else [], dtype=pl.Int64)


CLOCKS = ("first", "latest")
"""From when a case is counted: its first complaint, or the latest one before the answer."""


def by_case(pairs: pl.DataFrame, clock: str = "first") -> pl.DataFrame:
    """Cases, one row each and agency, from complaints with their `case` (see `suara.analyse.responses.pairs.Pairs`).

    A case is answered with the first answer to any of its complaints; it is censored where one of them was observed.

    Args:
        pairs: see above.
        clock: one of `CLOCKS`.

    Returns:
        case, agency, platform, region, account, followers, complaints (its posts), topics, passed_on, asked_at, and of the answer
        response, responder, responder_agency, responded_at, evidence, kind, minutes; substantive_at (when an answer of
        substance came); waited and waited_substantive (minutes until then, or until `end`, the end of the collection);
        status, other_agency, other_at, timezone (of the region).
    """
    ranked = pairs.sort("responded_at", "created_at", "complaint", nulls_last=True)
    before = (pl.col("created_at") <= pl.col("responded_at").min()) | pl.col("responded_at").min().is_null()
    asked_at = pl.col("created_at").min() if clock == "first" else pl.col("created_at").filter(before).max()
    first = ("response", "responder", "responder_agency", "responded_at", "evidence", "kind")
    grouped = ranked.group_by("agency", "case", maintain_order=True).agg(
        pl.col("platform", "account", "followers").first(),
        region=pl.col("region").drop_nulls().first(),
        complaints=pl.len().cast(pl.Int64),
        first_at=pl.col("created_at").min(),
        topics=pl.col("topics").explode(empty_as_null=False, keep_nulls=False).unique().sort(),
        passed_on=pl.col("passed_on").sum(),
        asked_at=asked_at,
        **{name: pl.col(name).first() for name in first},
        end=pl.col("end").max(),
        status=pl.col("status").replace_strict(_RANK, return_dtype=pl.Int8).min(),
        other_agency=pl.col("other_agency").sort_by("other_at", nulls_last=True).first(),
        other_at=pl.col("other_at").min(),
        substantive_at=pl.col("substantive_at").min(),
        timezone=pl.col("timezone").drop_nulls().first(),
    )
    waited, substance = (
        (pl.coalesce(at, "end") - pl.col("asked_at")).dt.total_microseconds() / 60_000_000
        for at in ("responded_at", "substantive_at")
    )
    names = {rank: name for name, rank in _RANK.items()}
    return grouped.with_columns(
        minutes=pl.when(pl.col("responded_at").is_not_null()).then(waited),
        waited=waited.clip(0),
        waited_substantive=substance.clip(0),
        status=pl.col("status").replace_strict(names, return_dtype=pl.String),
    )


def waits(pairs: pl.DataFrame) -> pl.DataFrame:
    """Of `by_case` what tells how long each case waited: case, agency, asked_at, end, status, waited.

    Args:
        pairs: complaint, agency, case, created_at, responded_at, end, status.
    """
    rank = pl.col("status").replace_strict(_RANK, return_dtype=pl.Int8)
    grouped = pairs.group_by("agency", "case").agg(
        asked_at=pl.col("created_at").min(),
        responded_at=pl.col("responded_at").min(),
        end=pl.col("end").max(),
        status=rank.min(),
    )
    waited = (pl.coalesce("responded_at", "end") - pl.col("asked_at")).dt.total_microseconds() / 60_000_000
    names = {rank: name for name, rank in _RANK.items()}
    return grouped.select(
        "case",
        "agency",
        "asked_at",
        "end",
        status=pl.col("status").replace_strict(names, return_dtype=pl.String),
        waited=waited.clip(0),
    ).sort("asked_at", "case", "agency")


_RANK = {"answered": 0, "censored": 1, "unobserved": 2}
