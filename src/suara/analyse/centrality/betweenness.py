"""Betweenness: who lies on the shortest ways between others. Exact on small networks, estimated on large ones."""

from __future__ import annotations

import numpy as np
import polars as pl

from suara.analyse.network import Network

EXACT_UP_TO = 5_000
"""Accounts; a network above this size is estimated."""

BATCHES, SOURCES = 10, 20
"""An estimate is the mean of that many batches of that many sources each."""

_T95 = 2.262157162740992  # Student's t, 9 degrees of freedom, 97.5 %: for BATCHES batches


def measure(network: Network, exact_up_to: int = EXACT_UP_TO) -> pl.DataFrame:
    """Betweenness of each account on the directed ties, each of length 1, as a share of all ordered pairs of others.

    `betweenness_error` is 0 where the value is exact. Where it is estimated (from sampled sources, see BATCHES and
    SOURCES) it is half the width of the 95 % interval that the spread of the batches gives, and null where no sampled way
    led through the account, so that nothing is known of the error. It is too narrow where few accounts stand between
    many, as in social networks: there take it for the order of size of the error, not for a bound.

    Source: Freeman 1977, A set of measures of centrality based on betweenness; Brandes & Pich 2007, Centrality
    estimation in large networks; computed by igraph (exact) and NetworKit's EstimateBetweenness.

    Example:
        >>> ties = pl.DataFrame({"from": ["a", "b"], "to": ["b", "c"], "weight": [1, 1]})
        >>> measure(Network.of(ties)).rows()
        [('a', 0.0, 0.0), ('b', 0.5, 0.0), ('c', 0.0, 0.0)]
    """
    if network.size <= exact_up_to:
        pairs = max((network.size - 1) * (network.size - 2), 1)
        found = network.igraph.betweenness(directed=True) if network.size else []
        values = np.array(found, dtype=np.float64) / pairs
        errors = np.zeros(network.size)
    else:
        values, errors = _estimated(network)
    return network.table(betweenness=values, betweenness_error=pl.Series(errors).fill_nan(None))


def _estimated(network: Network) -> tuple[np.ndarray, np.ndarray]:
    """What NetworKit estimates from sampled sources, and the errors."""
    import networkit  # takes half a second to load, which a small network doesn't need

    ends = (network.sources.astype(np.uint64), network.targets.astype(np.uint64))
    graph = networkit.GraphFromCoo(ends, n=network.size, directed=True)
    batches = []
    for batch in range(BATCHES):
        networkit.setSeed(batch, False)
        estimate = networkit.centrality.EstimateBetweenness(graph, SOURCES, normalized=True)
        batches.append(estimate.run().scores())
    # NetworKit 11.3 divides by one source too few: on all networks tried its estimate is (SOURCES + 1) / SOURCES too high
    return from_batches(SOURCES / (SOURCES + 1) * np.array(batches))


def from_batches(batches: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean of the batches' estimates (a row each) and half its 95 % interval; NaN where all batches agree."""
    spread = np.std(batches, axis=0, ddof=1) / np.sqrt(len(batches))
    return np.mean(batches, axis=0), np.where(spread > 0, _T95 * spread, np.nan)
