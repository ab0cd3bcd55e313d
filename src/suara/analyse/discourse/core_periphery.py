"""Core and periphery: a few actors who have ties with all, and the others, who have ties with those only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse

Reals = npt.NDArray[np.float64]
Sets = npt.NDArray[np.bool_]

EXACT = 15
"""Actors up to which all cores are tried."""


@dataclass(frozen=True)
class CorePeriphery:
    """Who is in the core.

    members       actor, core
    correlation   of the network with an ideal one that has this core; null where all pairs have the same tie
    exact         whether all cores were tried; else the best that was found
    """

    members: pl.DataFrame
    correlation: float | None
    exact: bool


def measure(ties: sparse.csr_array, actors: pl.Series) -> CorePeriphery:
    """The core whose ideal network is most like the network.

    In the ideal network each pair with somebody of the core has a tie of 1, and each other pair has none. `correlation` is
    Pearson's, over all ordered pairs of two. 1 is a perfect core and periphery; how much is a lot hangs on the network, and a
    network of two camps has a core as well, if a bad one. All cores are tried of up to 15 actors. Of more, actors
    are added who have most ties with those who aren't in it yet, the best of the sizes is taken, and actors change sides
    as long as that betters anything. Equal ones are taken by name.

    Source: Borgatti & Everett 1999, Models of core/periphery structures (the discrete model).

    Args:
        ties: weights, with or without direction; of signed ones give what is to be explained. No diagonal.
        actors: their names, in the order of rows.

    Example:
        >>> star = sparse.csr_array(([1] * 3, ([0, 0, 0], [1, 2, 3])), shape=(4, 4))
        >>> found = measure(sparse.csr_array(star + star.T), pl.Series(["kai", "a", "b", "c"]))
        >>> found.members.filter("core")["actor"].to_list(), round(found.correlation, 6)
        (['kai'], 1.0)
    """
    names = actors.cast(pl.String)
    order = names.arg_sort().to_numpy()
    table = sparse.csr_array(ties[order][:, order], dtype=np.float64)
    table = sparse.csr_array(table - sparse.diags_array(table.diagonal()))
    n, named = len(names), names.gather(order).alias("actor")
    pattern = _Pattern(sparse.csr_array(table + table.T), n, float(table.sum()), float((table.data**2).sum()))
    if pattern.spread < 1e-12:
        return CorePeriphery(pl.DataFrame({"actor": named}).with_columns(core=pl.lit(None, pl.Boolean)), None, True)
    core = _best(pattern) if n <= EXACT else _settled(pattern, _grown(pattern))
    found = pattern.correlations(core[None, :])[0]
    return CorePeriphery(pl.DataFrame({"actor": named, "core": core}), float(found), n <= EXACT)


@dataclass(frozen=True)
class _Pattern:
    """The network, each tie counted with its reverse, and what of it doesn't hang on the core."""

    both: sparse.csr_array
    size: int
    total: float
    squares: float

    @property
    def spread(self) -> float:
        """The variance of ties over all ordered pairs."""
        pairs = self.size * (self.size - 1)
        return max(self.squares / pairs - (self.total / pairs) ** 2, 0.0) if pairs else 0.0

    def at(self, held: Reals, cores: Reals) -> Reals:
        """The correlation where ties with the core add up to `held`, for so many in it."""
        pairs = self.size * (self.size - 1)
        rest = self.size - cores
        ideal = 1 - rest * (rest - 1) / pairs  # the share of pairs with somebody of the core
        spread = np.sqrt(self.spread * ideal * (1 - ideal))
        above = held / pairs - self.total / pairs * ideal
        found: Reals = np.divide(above, spread, out=np.full_like(above, -np.inf), where=spread > 1e-12)
        return found

    def correlations(self, cores: Sets) -> Reals:
        """The same for each core (a row each)."""
        outside = (~cores).astype(np.float64)
        among = ((self.both @ outside.T).T * outside).sum(axis=1) / 2
        return self.at(self.total - among, cores.sum(axis=1).astype(np.float64))


def _best(pattern: _Pattern) -> Sets:
    cores = (np.arange(1, (1 << pattern.size) - 1)[:, None] >> np.arange(pattern.size)) & 1 == 1
    best: Sets = cores[np.argmax(pattern.correlations(cores).round(12))]
    return best


def _grown(pattern: _Pattern) -> Sets:
    """Add who has most ties with those outside, one by one, and stop at the size that is best."""
    outside = np.asarray(pattern.both.sum(axis=1)).ravel()
    order, held = np.empty(pattern.size, dtype=np.int64), np.empty(pattern.size)
    left = np.ones(pattern.size, dtype=bool)
    for step in range(pattern.size):
        best = int(np.argmax(np.where(left, outside.round(9), -np.inf)))
        order[step], held[step] = best, outside[best]
        left[best] = False
        row = slice(pattern.both.indptr[best], pattern.both.indptr[best + 1])
        outside[pattern.both.indices[row]] -= pattern.both.data[row]
    values = pattern.at(held.cumsum(), np.arange(1.0, pattern.size + 1))
    core = np.zeros(pattern.size, dtype=bool)
    core[order[: int(np.argmax(values.round(12))) + 1]] = True
    return core


def _settled(pattern: _Pattern, core: Sets) -> Sets:
    """Let one actor at a time change sides, the best first, until none betters the correlation."""
    now = pattern.correlations(core[None, :])[0]
    while True:
        outside = pattern.both @ (~core).astype(np.float64)  # ties with those outside, of each
        held = pattern.total - outside[~core].sum() / 2
        size = core.sum()
        tried = np.where(
            core,
            pattern.at(held - outside, np.full(len(core), size - 1.0)),
            pattern.at(held + outside, np.full(len(core), size + 1.0)),
        )
        best = int(np.argmax(tried.round(12)))
        if tried[best] <= now + 1e-12:
            return core
        core = core.copy()
        core[best] = ~core[best]
        now = tried[best]
