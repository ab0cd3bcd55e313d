"""Do groups wait differently long? The log-rank test, over all groups and pair by pair."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from suara.graph.model import Columns

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

CHUNK = 1 << 20
"""How many moments, times groups, are in memory at once."""

TEST = {"groups": pl.Int64, "n": pl.Int64, "events": pl.Int64, "statistic": pl.Float64, "df": pl.Int64, "p": pl.Float64}
"""The columns of `logrank`."""

COMPARED: Columns = {
    "n_a": pl.Int64,
    "n_b": pl.Int64,
    "statistic": pl.Float64,
    "df": pl.Int64,
    "p": pl.Float64,
    "p_holm": pl.Float64,
}
"""The columns of `pairwise`, after the names of the groups."""


def logrank(pairs: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Whether all groups wait equally long: one row with groups, n, events, statistic (chi-squared), df, p.

    A group of which nobody was waiting when others were answered can't be compared and takes no degree of freedom. Null
    where fewer than two groups can be.

    Source: Mantel 1966, Evaluation of survival data; for several groups Peto & Peto 1972, Asymptotically efficient rank
    invariant test procedures.

    Args:
        pairs: the columns to group by, status ("answered" or not), waited (minutes to the answer or to the end of the
            collection). Rows without `waited` don't count.
        by: columns; null is a group too.

    Example:
        >>> waited = [1.0, 2, 3, 4, 5, 6]
        >>> pairs = pl.DataFrame({"agency": ["a", "a", "a", "b", "b", "b"], "status": ["answered"] * 6, "waited": waited})
        >>> logrank(pairs, ["agency"]).select(pl.col("statistic", "p").round(4)).row(0)
        (5.0517, 0.0246)
    """
    groups = _groups(pairs, by)
    counts = len(groups), sum(g.waited.size for g in groups), sum(g.answered.size for g in groups)
    return pl.DataFrame([(*counts, *_tested(groups))], schema=TEST, orient="row")


def pairwise(pairs: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Each two groups against each other: one row a pair, with p corrected for the number of pairs.

    Source: as `logrank`; Holm 1979, A simple sequentially rejective multiple test procedure.

    Args:
        pairs: as `logrank` takes them.
        by: as `logrank` takes it.

    Returns:
        For each column of `by` COLUMN_a and COLUMN_b, then n_a, n_b, statistic, df, p, p_holm; in the order of the groups.

    Example:
        >>> waited = [1.0, 2, 3, 4, 5, 6]
        >>> pairs = pl.DataFrame({"agency": ["a", "b", "c"] * 2, "status": ["answered"] * 6, "waited": waited})
        >>> pairwise(pairs, ["agency"]).select("agency_a", "agency_b", pl.col("p_holm").round(4)).rows()
        [('a', 'b', 1.0), ('a', 'c', 1.0), ('b', 'c', 1.0)]
    """
    schema: Columns = {f"{column}_{end}": pairs.schema[column] for end in "ab" for column in by}
    schema |= {name: dtype for name, dtype in COMPARED.items() if name != "p_holm"}
    rows = [
        (*a.key, *b.key, a.waited.size, b.waited.size, *_tested([a, b])) for a, b in combinations(_groups(pairs, by), 2)
    ]
    table = pl.DataFrame(rows, schema=schema, orient="row").with_columns(p_holm=holm(pl.col("p")))
    return table.select([f"{column}_{end}" for column in by for end in "ab"] + list(COMPARED))


def holm(p: pl.Expr) -> pl.Expr:
    """Values of p corrected for their number by Holm's steps; what is null doesn't count.

    Example:
        >>> pl.DataFrame({"p": [0.01, 0.04, None, 0.03]}).select(holm(pl.col("p")))["p"].to_list()
        [0.03, 0.06, None, 0.06]
    """
    place = p.rank("ordinal")
    stepped = (p * (p.count() - place + 1)).sort_by(p, nulls_last=True).cum_max()
    return stepped.gather((place - 1).cast(pl.UInt32)).clip(0.0, 1.0)


class _Group(NamedTuple):
    key: tuple[object, ...]
    waited: Numbers  # in order
    answered: Numbers  # the times of the answers, in order


def _groups(pairs: pl.DataFrame, by: Sequence[str]) -> list[_Group]:
    ordered = (
        pairs.drop_nulls("waited").select(*by, "waited", answered=pl.col("status") == "answered").sort(*by, "waited")
    )
    return [
        _Group(key, part["waited"].to_numpy(), part.filter("answered")["waited"].to_numpy())
        for key, part in ordered.group_by(*by, maintain_order=True)
    ]


def _tested(groups: list[_Group]) -> tuple[float | None, int | None, float | None]:
    """The statistic, its degrees of freedom, and p."""
    from scipy.special import chdtrc

    if len(groups) < 2:
        return None, None, None
    expected, spread = _expected(groups)
    compared = np.diag(spread) > 1e-12
    if compared.sum() < 2:
        return None, None, None
    over = (np.array([group.answered.size for group in groups]) - expected)[compared][:-1]
    spread = spread[np.ix_(compared, compared)][:-1, :-1]
    statistic, df = float(over @ np.linalg.solve(spread, over)), int(compared.sum()) - 1
    return statistic, df, float(chdtrc(df, statistic))


def _expected(groups: list[_Group]) -> tuple[Numbers, Numbers]:
    """How many answers each group would have if all waited alike, and the covariance of that."""
    times, counts = np.unique(np.concatenate([group.answered for group in groups]), return_counts=True)
    waited_for = [np.searchsorted(times, group.waited, side="right") for group in groups]  # how many of the times
    expected, spread = np.zeros(len(groups)), np.zeros((len(groups), len(groups)))
    step = max(CHUNK // len(groups), 1)
    for begin in range(0, times.size, step):
        events = counts[begin : begin + step]
        waiting = np.array([_waiting(one, begin, events.size) for one in waited_for], dtype=float)
        total = waiting.sum(axis=0)
        share = waiting / total
        weight = events * (total - events) / np.maximum(total - 1, 1)
        expected += share @ events
        spread += np.diag(share @ weight) - (share * weight) @ share.T
    return expected, spread


def _waiting(waited_for: Places, begin: int, number: int) -> Places:
    """How many were waiting at each of so many times from the one numbered `begin`."""
    first, last = np.searchsorted(waited_for, [begin, begin + number])
    gone: Places = np.bincount(waited_for[first:last] - begin, minlength=number).cumsum() + first
    return waited_for.size - gone
