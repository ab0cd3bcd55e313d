"""The quadratic assignment procedure: whether two networks of the same actors are alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import sparse

from suara.analyse.discourse.matrix import Matrix


@dataclass(frozen=True)
class QAP:
    """The correlation of two networks.

    actors       who is there in both
    correlation  Pearson's, over all pairs of these; null where one of the two is the same for all pairs
    p            share of permutations of one network's actors with a correlation that is as far from 0
    """

    actors: int
    correlation: float | None
    p: float | None


def correlated(one: Matrix, other: Matrix, *, draws: int, seed: int) -> QAP:
    """The correlation of two networks of one mode over the actors that both have.

    Example:
        >>> ties = sparse.csr_array(np.kron(np.eye(2), 1 - np.eye(3)))
        >>> names = pl.Series(list("abcxyz"))
        >>> network = Matrix(names, names, ties, 6, one_mode=True)
        >>> found = correlated(network, network, draws=99, seed=7)
        >>> found.actors, round(found.correlation, 6), found.p < 0.3
        (6, 1.0, True)
    """
    names = one.rows.cast(pl.String).to_frame("name").with_row_index("at")
    both = names.join(other.rows.cast(pl.String).to_frame("name").with_row_index("to"), on="name").sort("name")
    n = both.height
    a, b = (m.values[i][:, i] for m, i in ((one, both["at"].to_numpy()), (other, both["to"].to_numpy())))
    pairs = n * (n - 1)
    spread = [_spread(matrix, pairs) for matrix in (a, b)]
    if not pairs or min(spread) < 1e-12:
        return QAP(n, None, None)
    expected = a.sum() * b.sum() / pairs**2
    scale = spread[0] * spread[1]

    def at(order: np.ndarray) -> float:
        return float(((a * b[order][:, order]).sum() / pairs - expected) / scale)

    found = at(np.arange(n))
    rng = np.random.default_rng(seed)
    chance = np.array([at(rng.permutation(n)) for _ in range(draws)])
    return QAP(n, found, float((1 + (np.abs(chance) >= abs(found) - 1e-12).sum()) / (1 + draws)))


def _spread(matrix: sparse.csr_array, pairs: int) -> float:
    """The standard deviation over all ordered pairs; there is no diagonal."""
    if not pairs:
        return 0.0
    return float(np.sqrt(max((matrix.data**2).sum() / pairs - (matrix.sum() / pairs) ** 2, 0.0)))
