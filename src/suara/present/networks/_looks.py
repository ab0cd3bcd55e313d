"""How nodes are drawn: as on the map, in a disc for each community, or by a force layout where there are none."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import polars as pl

from suara.present.map.colours import GREY, colours
from suara.present.map.layout import Links, Points, homes_of, layout, radii_of
from suara.present.node_link import NodeLink

RADII = (5, 17)
"""The least radius of a node, and how much more the greatest has, in the map's pixels."""

SPREAD = 1000.0
"""From the middle to the farthest node, where there are no communities."""

PLACED = 20_000
"""Nodes up to which places are worked out; Gephi's own layouts are for more."""


def looks(network: NodeLink, size: str, *, colour: str = "community") -> NodeLink:
    """The network with places, and with sizes and colours by columns of its nodes; areas are in proportion to sizes.

    Example:
        >>> nodes = pl.DataFrame({"id": ["a", "b"], "label": ["a", "b"], "posts": [1, 4], "community": [1, 1]})
        >>> network = NodeLink.of(nodes, pl.DataFrame({"source": ["b"], "target": ["a"], "weight": [2]}))
        >>> looks(network, "posts").nodes.select("size", "colour").rows()
        [(27.0, '#0072b2'), (44.0, '#0072b2')]
    """
    nodes = network.nodes
    groups = _numbered(nodes[colour])
    chosen = colours(groups)
    radii = radii_of(nodes[size].cast(pl.Float64).fill_null(0.0).clip(lower_bound=0.0).to_numpy(), *RADII)
    nodes = nodes.with_columns(
        pl.Series("colour", [chosen.get(group, GREY) for group in groups], dtype=pl.String),
        pl.Series("size", 2 * radii).round(2),
    )
    if 0 < nodes.height <= PLACED:
        links = _links(network)
        if colour == "community":
            places, _ = layout(homes_of(groups, chosen, links), radii, links)
            places = places * (1, -1)  # Gephi's y goes up
        else:
            places = _spread(network)
        x, y = places.round(2).T
        nodes = nodes.with_columns(pl.Series("x", x), pl.Series("y", y))
    return replace(network, nodes=nodes)


def _numbered(groups: pl.Series) -> list[int | None]:
    """Groups as numbers, in their order; null is none."""
    numbers: list[int | None] = (groups.rank("dense").cast(pl.Int64)).to_list()
    return numbers


def _links(network: NodeLink) -> Links:
    """Numbers of nodes, and how strong the link is."""
    ids = pl.DataFrame({"id": network.nodes["id"], "number": pl.int_range(network.nodes.height, eager=True)})
    number = pl.col("source", "target").replace_strict(ids["id"], ids["number"], return_dtype=pl.Int64)
    real = network.links.filter(pl.col("source") != pl.col("target"))
    return list(real.select(number, pl.col("weight").abs().cast(pl.Float64)).iter_rows())


def _spread(network: NodeLink) -> Points:
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
    return np.asarray(places * (SPREAD / max(float(np.abs(places).max()), 1e-9)), dtype=np.float64)
