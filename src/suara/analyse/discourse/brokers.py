"""Brokers: who connects two others that aren't connected, within a group or between groups, in which role."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse

ROLES = ("coordinator", "consultant", "gatekeeper", "representative", "liaison")


def measure(ties: sparse.csr_array, actors: pl.Series, groups: pl.Series) -> pl.DataFrame:
    """How often each actor is a broker in each role of Gould and Fernandez.

    Somebody is a broker between a and b where there are ties from a to the broker and from there to b, but none from a to b.

    - coordinator: all three are of one group.
    - consultant (or itinerant broker): a and b are of one group, the broker of another.
    - gatekeeper: the broker and b are of one group, a of another.
    - representative: a and the broker are of one group, b of another.
    - liaison: all three are of different groups.

    In a network without direction each pair counts both ways, so that gatekeeper and representative are the same. Weights
    don't count, but that they aren't 0.

    Source: Gould & Fernandez 1989, Structures of mediation: a formal approach to brokerage in transaction networks.

    Args:
        ties: from rows to columns; the diagonal isn't looked at.
        actors: their names, in the order of rows.
        groups: of each; who has none is left out.

    Returns:
        actor, group, the five roles, and `total` of them; the most first, then by name.

    Example:
        >>> ties = sparse.csr_array(([1, 1], ([0, 1], [1, 2])), shape=(3, 3))
        >>> measure(ties, pl.Series(["a", "b", "c"]), pl.Series(["x", "x", "y"])).row(0, named=True)["representative"]
        1
    """
    at = np.flatnonzero(groups.is_not_null().to_numpy())
    names = groups.gather(at).cast(pl.String)
    kinds, labels = np.unique(names.to_numpy().astype(object), return_inverse=True)
    found = sparse.coo_array(ties[at][:, at])
    off = (found.row != found.col) & (found.data != 0)
    row, column = found.row[off], found.col[off]
    same = labels[row] == labels[column]
    near, far = (_binary(row[part], column[part], len(at)) for part in (same, ~same))
    counts = _roles(near, far, labels, len(kinds))
    columns = {name: pl.Series(values, dtype=pl.Int64) for name, values in zip(ROLES, counts, strict=True)}
    table = pl.DataFrame({"actor": actors.gather(at).cast(pl.String), "group": names, **columns})
    return table.with_columns(total=pl.sum_horizontal(ROLES)).sort("total", "actor", descending=[True, False])


def _binary(row: npt.NDArray[np.int32], column: npt.NDArray[np.int32], size: int) -> sparse.csr_array:
    ends = (row, column)
    return sparse.csr_array((np.ones(len(row)), ends), shape=(size, size))


def _roles(
    near: sparse.csr_array, far: sparse.csr_array, labels: npt.NDArray[np.int64], groups: int
) -> tuple[npt.NDArray[np.float64], ...]:
    """The roles of each broker v: ways a -> v -> b, less those that lead back to a, less those where a -> b is a tie, too.

    Ways of two ties are products of what comes in and goes out. Of closed ones, the sum over a and b of
    [a -> v][v -> b][a -> b] is the column sum of [a -> v] times the product of [a -> b] with the transpose of [v -> b]. Which
    of the ties lie within a group (near) or not (far) tells the role.
    """
    member = sparse.csr_array((np.ones(len(labels)), (np.arange(len(labels)), labels)), shape=(len(labels), groups))
    (near_in, near_out), (far_in, far_out) = ((_sums(m, 0), _sums(m, 1)) for m in (near, far))
    of_one_group = _sums((far.T @ member) * (far @ member), 1)  # in from a group, and out to the same
    back = _sums(far * far.T, 1)
    coordinator = near_in * near_out - _sums(near * near.T, 1) - _sums(near * (near @ near.T), 0)
    consultant = of_one_group - back - _sums(far * (near @ far.T), 0)
    gatekeeper = far_in * near_out - _sums(far * (far @ near.T), 0)
    representative = near_in * far_out - _sums(near * (far @ far.T), 0)
    liaison = far_in * far_out - of_one_group - _sums(far * (far @ far.T), 0)
    return coordinator, consultant, gatekeeper, representative, liaison


def _sums(matrix: sparse.csr_array, axis: int) -> npt.NDArray[np.float64]:
    return np.asarray(matrix.sum(axis=axis), dtype=np.float64).ravel()
