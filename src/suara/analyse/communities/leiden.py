"""Leiden communities."""

from __future__ import annotations

import random

import numpy as np
import polars as pl

from suara.analyse.network import Network, by_size

SEED = 7
ITERATIONS = 5


def find(network: Network, *, resolution: float = 1.0, seed: int = SEED) -> tuple[pl.DataFrame, float]:
    """The community of each account (columns `key`, `community`), and the modularity of the whole.

    Ties count in both directions. Communities are numbered from 1, the largest first; the same network and seed
    give the same communities. A higher resolution gives more and smaller ones; the modularity stated is the plain one.

    Source: Traag, Waltman & van Eck 2019, From Louvain to Leiden; modularity of Newman & Girvan 2004, with the
    resolution of Reichardt & Bornholdt 2006. Computed by igraph.

    Example:
        >>> ends = [("a", "b"), ("b", "c"), ("c", "a"), ("d", "e"), ("e", "f"), ("f", "d"), ("a", "d")]
        >>> ties = pl.DataFrame(ends, schema=["from", "to"], orient="row").with_columns(weight=1)
        >>> table, modularity = find(Network.of(ties))
        >>> table["community"].to_list(), round(modularity, 3)
        ([1, 1, 1, 2, 2, 2], 0.357)
    """
    if not network.size:
        return network.table(community=pl.Series([], dtype=pl.Int64)), 0.0
    import igraph

    graph = network.igraph.as_undirected(mode="collapse", combine_edges="sum")
    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - not a secret
    try:
        found = graph.community_leiden(
            objective_function="modularity", weights="weight", resolution=resolution, n_iterations=ITERATIONS
        )
    finally:
        igraph.set_random_number_generator(random)
    modularity = graph.modularity(found.membership, weights="weight")
    return network.table(community=by_size(np.array(found.membership))), modularity
