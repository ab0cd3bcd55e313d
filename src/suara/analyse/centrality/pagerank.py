"""PageRank: who is turned to by those who are turned to."""

from __future__ import annotations

import polars as pl

from suara.analyse.network import Network


def measure(network: Network, damping: float = 0.85) -> pl.DataFrame:
    """PageRank of each account on the weighted, directed ties; the values add up to 1.

    Source: Brin & Page 1998, The anatomy of a large-scale hypertextual web search engine; computed by igraph's PRPACK.

    Example:
        >>> ties = pl.DataFrame({"from": ["a", "b"], "to": ["b", "a"], "weight": [1, 4]})
        >>> measure(Network.of(ties))["pagerank"].round(6).to_list()
        [0.5, 0.5]
    """
    values = network.igraph.pagerank(damping=damping, weights="weight") if network.size else []
    return network.table(pagerank=pl.Series(values, dtype=pl.Float64))
