"""Weakly connected components: which accounts are joined by ties at all, whatever their direction."""

from __future__ import annotations

import numpy as np
import polars as pl

from suara.analyse.network import Network, by_size


def find(network: Network) -> pl.DataFrame:
    """The component of each account (columns `key`, `component`), numbered from 1, the largest first. Computed by igraph.

    Example:
        >>> ties = pl.DataFrame({"from": ["a", "b", "d"], "to": ["b", "c", "e"], "weight": [1, 1, 1]})
        >>> find(Network.of(ties))["component"].to_list()
        [1, 1, 1, 2, 2]
    """
    found = network.igraph.connected_components(mode="weak").membership if network.size else []
    return network.table(component=by_size(np.array(found, dtype=np.int64)))
