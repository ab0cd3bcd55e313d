"""Centrality: who is spoken to, who speaks, who stands between. A measure is a module with `measure(network)`."""

from __future__ import annotations

import polars as pl

from suara import _rooms
from suara.analyse import centrality
from suara.analyse.network import Network


def measures() -> list[str]:
    """The names of the measures.

    Example:
        >>> measures()
        ['betweenness', 'degree', 'pagerank']
    """
    return _rooms.names(centrality)


def measured(network: Network) -> pl.DataFrame:
    """All measures of a network side by side: `key` and a column or more per measure.

    Example:
        >>> ties = pl.DataFrame({"from": ["a", "b"], "to": ["b", "c"], "weight": [2, 1]})
        >>> measured(Network.of(ties)).select("key", "in_degree", "out_strength", "betweenness").rows()
        [('a', 0, 2, 0.0), ('b', 1, 1, 0.5), ('c', 1, 0, 0.0)]
    """
    table = network.table()
    for name in measures():
        table = table.join(_rooms.load(centrality, name).measure(network), on="key", maintain_order="left")
    return table
