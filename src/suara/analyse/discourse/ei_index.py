"""The E-I index: whether ties lead out of groups or stay within, beside what chance gives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse

DRAWS, SEED = 1_000, 7
_CELLS = 1 << 23  # ties whose ends are looked at at once

GROUPS = {"group": pl.String, "actors": pl.Int64, "external": pl.Float64, "internal": pl.Float64, "ei": pl.Float64}


@dataclass(frozen=True)
class EI:
    """How far ties lead out of groups.

    ei         (external - internal) / (external + internal): -1 all within groups, 1 all between; null without ties
    expected   its mean where groups are dealt anew among the same actors
    low, high  the middle 95 % of that
    p          share of draws at least as far from `expected` as `ei` is
    draws      how often groups were dealt
    groups     the same per group (`GROUPS`): a tie between two groups is external to both
    left_out   actors whose group isn't known, who are left out with their ties
    """

    ei: float | None
    expected: float | None
    low: float | None
    high: float | None
    p: float | None
    draws: int
    groups: pl.DataFrame
    left_out: int


def measure(
    ties: sparse.csr_array, groups: pl.Series, *, weighted: bool = True, draws: int = DRAWS, seed: int = SEED
) -> EI:
    """The E-I index of a network for groups, with a permutation test.

    The index hangs on the sizes of groups (of two equal groups, about half of all possible ties are external), so that it
    says something only beside `expected`.

    Source: Krackhardt & Stern 1988, Informal networks and organizational crises: an experimental simulation.

    Args:
        ties: weights; a symmetric matrix counts each tie from both its ends, which doesn't change the index. No diagonal.
        groups: of each actor, in the order of rows; null where it isn't known.
        weighted: whether ties count by weight, or each once.
        draws: of the test.
        seed: of the test.

    Example:
        >>> ties = sparse.csr_array(np.kron(np.eye(2), 1 - np.eye(3)))
        >>> found = measure(ties, pl.Series(["for", "for", "for", "against", "against", "against"]))
        >>> found.ei, round(found.expected, 1), found.groups.select("group", "internal", "ei").rows()
        (-1.0, 0.2, [('against', 6.0, -1.0), ('for', 6.0, -1.0)])
    """
    known = groups.is_not_null().to_numpy()
    at = np.flatnonzero(known)
    names = groups.drop_nulls().cast(pl.String)
    kinds, labels = np.unique(names.to_numpy().astype(object), return_inverse=True)
    found = sparse.coo_array(ties[at][:, at], dtype=np.float64)
    off = (found.row != found.col) & (found.data != 0)
    row, column = found.row[off], found.col[off]
    weight = np.abs(found.data[off]) if weighted else np.ones(int(off.sum()))
    table = _per_group(kinds, labels, row, column, weight)
    left_out = int((~known).sum())
    if not weight.sum():
        return EI(None, None, None, None, None, 0, table, left_out)
    observed = _index(labels[None, :], row, column, weight)[0]
    chance = _permuted(labels, row, column, weight, draws, seed)
    expected = float(chance.mean())
    far = np.abs(chance - expected) >= abs(observed - expected) - 1e-12
    low, high = np.quantile(chance, (0.025, 0.975))
    return EI(
        float(observed), expected, float(low), float(high), float((1 + far.sum()) / (1 + draws)), draws, table, left_out
    )


def _index(
    labels: npt.NDArray[np.int64],
    row: npt.NDArray[np.int32],
    column: npt.NDArray[np.int32],
    weight: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:
    """The index for each assignment of groups (a row each)."""
    external = (labels[:, row] != labels[:, column]) @ weight
    found: npt.NDArray[np.float64] = 2 * external / weight.sum() - 1
    return found


def _permuted(
    labels: npt.NDArray[np.int64],
    row: npt.NDArray[np.int32],
    column: npt.NDArray[np.int32],
    weight: npt.NDArray[np.float64],
    draws: int,
    seed: int,
) -> npt.NDArray[np.float64]:
    rng = np.random.default_rng(seed)
    dealt = np.array([rng.permutation(labels) for _ in range(draws)])
    many = max(_CELLS // len(row), 1)
    return np.concatenate([_index(dealt[at : at + many], row, column, weight) for at in range(0, draws, many)])


def _per_group(
    kinds: npt.NDArray[np.object_],
    labels: npt.NDArray[np.int64],
    row: npt.NDArray[np.int32],
    column: npt.NDArray[np.int32],
    weight: npt.NDArray[np.float64],
) -> pl.DataFrame:
    """Ties that begin or end in a group: within it, and to others."""
    within = labels[row] == labels[column]
    count = len(kinds)
    internal = np.bincount(labels[row][within], weight[within], minlength=count)
    outgoing, incoming = (np.bincount(labels[end][~within], weight[~within], minlength=count) for end in (row, column))
    external = (outgoing + incoming) / 2
    table = pl.DataFrame(
        {
            "group": kinds.tolist(),
            "actors": np.bincount(labels, minlength=count),
            "external": external,
            "internal": internal,
        },
        schema={name: dtype for name, dtype in GROUPS.items() if name != "ei"},
    )
    total = pl.col("external") + pl.col("internal")
    return table.with_columns(ei=pl.when(total > 0).then((pl.col("external") - pl.col("internal")) / total))
