"""How nodes are drawn: places by igraph's force layout, colours by community as on the map, sizes by a measure."""

from __future__ import annotations

import random

import numpy as np
import polars as pl

from suara.present.node_link import NodeLink

SPREAD = 1000.0
"""From the middle to the farthest node, in Gephi's units."""

SIZES = (4.0, 40.0)

PLACED = 20_000
"""Nodes up to which places are worked out; Gephi's own layouts are for more."""


def looks(network: NodeLink, size: str, *, colour: str = "community") -> NodeLink:
    """The network with places, and with sizes and colours by columns of its nodes.

    Example:
        >>> nodes = pl.DataFrame({"id": ["a", "b"], "label": ["a", "b"], "posts": [1, 4], "community": [1, 1]})
        >>> network = NodeLink.of(nodes, pl.DataFrame({"source": ["b"], "target": ["a"], "weight": [2]}))
        >>> looks(network, "posts").nodes.select("size", "colour").rows()
        [(22.0, '#0072b2'), (40.0, '#0072b2')]
    """
    nodes = network.nodes.with_columns(_colour(network.nodes[colour]).alias("colour"), size=_size(size))
    if 0 < nodes.height <= PLACED:
        x, y = _places(network).T
        nodes = nodes.with_columns(x=pl.Series(x), y=pl.Series(y))
    return NodeLink(nodes, network.links, network.directed, network.title)


def _size(column: str) -> pl.Expr:
    """Areas, not radii, are in proportion."""
    value = pl.col(column).cast(pl.Float64).fill_null(0.0)
    most = pl.when(value.max() > 0).then(value.max()).otherwise(1.0)
    return (SIZES[0] + (SIZES[1] - SIZES[0]) * (value / most).sqrt()).round(2)


def _colour(groups: pl.Series) -> pl.Series:
    """The colours of the largest groups, as on the map; grey for the rest."""
    from suara.present.map import GREY, PALETTE  # pyvis takes most of a second to load

    sizes = groups.alias("group").drop_nulls().value_counts().filter(pl.col("count") > 1)
    largest = sizes.sort("count", "group", descending=[True, False])["group"].head(len(PALETTE))
    colours = dict(zip(largest.to_list(), PALETTE, strict=False))
    return pl.Series([colours.get(group, GREY) for group in groups], dtype=pl.String)


def _places(network: NodeLink) -> np.ndarray:
    """Equal networks have equal places: igraph draws its random numbers from one seeded source meanwhile."""
    import igraph

    graph = network.igraph().as_undirected(mode="collapse", combine_edges={"weight": "sum"})
    weights = 1 + np.log1p(np.abs(np.array(graph.es["weight"], dtype=float))) if graph.ecount() else None
    igraph.set_random_number_generator(random.Random(7))  # noqa: S311 - places, not secrets
    try:
        places = np.array(graph.layout_fruchterman_reingold(weights=weights, niter=300).coords, dtype=float)
    finally:
        igraph.set_random_number_generator(random)
    places -= places.mean(axis=0)
    return np.round(places * (SPREAD / max(float(np.abs(places).max()), 1e-9)), 2)
