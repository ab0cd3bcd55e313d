"""A network as nodes and links: what every export takes, whatever the network is of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Any

import polars as pl

from suara._html import ROWS, card
from suara.coding.refi._text import clean, cleaned
from suara.posts.post import TIME

if TYPE_CHECKING:
    import igraph
    import networkx

LOOKS = ("x", "y", "size", "colour")
"""Columns that tell how nodes (and by their colour, links) are drawn; a format without looks has them as attributes."""

SPELLS = pl.List(pl.Struct({"start": TIME, "end": TIME}))
"""When something was there."""

FOR, AGAINST = "#0072b2", "#d55e00"
"""The colours of links that have a sign."""


@dataclass(frozen=True)
class NodeLink:
    """A network, its columns of the four types that all formats share: text, whole and real numbers, yes or no.

    `nodes`: id (unique), label, any of `LOOKS` (colour as "#rrggbb"), and attributes. `links`: source, target, weight,
    `kind` where there are several between the same two nodes, maybe colour, and attributes. No weight is 0. Both may have
    `spells` (see `SPELLS`), either end null where it is open. Null is unknown, in every format.
    """

    nodes: pl.DataFrame
    links: pl.DataFrame
    directed: bool = True
    title: str = "suara"

    @classmethod
    def of(cls, nodes: pl.DataFrame, links: pl.DataFrame, *, directed: bool = True, title: str = "suara") -> NodeLink:
        r"""The network of two tables, its texts without what XML can't hold, times as ISO 8601, lists joined by "; ".

        Raises:
            ValueError: an id stands twice, a link leads to a node that isn't there, or has no weight.

        Example:
            >>> nodes = pl.DataFrame({"id": ["a", "b"], "label": ["KAI", "warga\x00"]})
            >>> network = NodeLink.of(nodes, pl.DataFrame({"source": ["b"], "target": ["a"], "weight": [2]}))
            >>> network.nodes["label"].to_list(), network.links["weight"].to_list()
            (['KAI', 'warga�'], [2])
        """
        if not nodes["id"].is_unique().all():
            raise ValueError("ids of nodes have to be unique")
        ends = pl.concat([links["source"], links["target"]])
        if not ends.is_in(nodes["id"].implode()).all():
            raise ValueError("links have to lead to nodes that are there")
        if links["weight"].null_count() or (links["weight"] == 0).any():
            raise ValueError("links have to have a weight other than 0")
        safe = _safe(nodes["id"])
        nodes = nodes.with_columns(pl.col("id").replace(safe))
        links = links.with_columns(pl.col("source", "target").replace(safe))
        return cls(_plain(nodes), _plain(links), directed, title)

    def attributes(self, of: str) -> list[str]:
        """The columns of "nodes" or "links" that are neither structure nor looks."""
        table = {"nodes": self.nodes, "links": self.links}[of]
        other = {"nodes": ("id", "label", *LOOKS), "links": ("source", "target", "weight", "kind", "colour")}[of]
        return [name for name in table.columns if name not in (*other, "spells")]

    @property
    def several(self) -> bool:
        """Whether there are several links between the same two nodes."""
        source, target = pl.col("source"), pl.col("target")
        if not self.directed:
            source, target = pl.min_horizontal(source, target), pl.max_horizontal(source, target)
        return not self.links.select(source, other=target).is_unique().all()

    def _repr_html_(self) -> str:
        facts = {"nodes": self.nodes.height, "links": self.links.height, "directed": self.directed}
        strongest = self.links.sort(pl.col("weight").abs(), descending=True, maintain_order=True).head(ROWS)
        names = self.nodes.select("id", pl.coalesce("label", "id"))
        named = strongest.select(pl.col("source", "target").replace(*names), pl.exclude("source", "target", "spells"))
        return card(self.title, facts, named)

    def unsigned(self) -> NodeLink:
        """The same with weights above 0, which is what Gephi takes: signs are in `signed_weight`, and in colours.

        Example:
            >>> nodes = pl.DataFrame({"id": ["a", "b"], "label": ["a", "b"]})
            >>> links = pl.DataFrame({"source": ["a"], "target": ["b"], "weight": [-2]})
            >>> NodeLink.of(nodes, links).unsigned().links.select("weight", "signed_weight").row(0)
            (2, -2)
        """
        weight = pl.col("weight")
        if not (self.links["weight"] < 0).any():
            return self
        sign = pl.when(weight > 0).then(pl.lit(FOR)).otherwise(pl.lit(AGAINST))
        return replace(self, links=self.links.with_columns(weight.abs(), signed_weight=weight, colour=sign))

    def of_components(self, least: int = 1, most: int | None = None) -> NodeLink:
        """The part of it in weakly connected components of at least and at most so many nodes.

        Example:
            >>> nodes = pl.DataFrame({"id": ["a", "b", "c"], "label": ["a", "b", "c"]})
            >>> network = NodeLink.of(nodes, pl.DataFrame({"source": ["b"], "target": ["a"], "weight": [2]}))
            >>> network.of_components(2).nodes["id"].to_list(), network.of_components(1, 1).nodes["id"].to_list()
            (['a', 'b'], ['c'])
        """
        found = self.igraph().connected_components(mode="weak")
        sizes = pl.Series([found.size(number) for number in found.membership], dtype=pl.Int64)
        nodes = self.nodes.filter((sizes >= least) & (sizes <= (most or self.nodes.height)))
        return replace(self, nodes=nodes, links=self.links.filter(pl.col("source").is_in(nodes["id"].implode())))

    def networkx(self) -> networkx.Graph:
        """The same as a NetworkX graph, directed or not, multiple or not; what is unknown is left out.

        Example:
            >>> nodes = pl.DataFrame({"id": ["a", "b"], "label": ["KAI", None]})
            >>> network = NodeLink.of(nodes, pl.DataFrame({"source": ["b"], "target": ["a"], "weight": [2]}))
            >>> network.networkx()["b"]["a"], dict(network.networkx().nodes["b"])
            ({'weight': 2}, {})
        """
        import networkx

        kinds = {
            (True, False): networkx.DiGraph,
            (True, True): networkx.MultiDiGraph,
            (False, False): networkx.Graph,
            (False, True): networkx.MultiGraph,
        }
        graph = kinds[self.directed, self.several](name=self.title)
        graph.add_nodes_from((row.pop("id"), _known(row)) for row in self.nodes.iter_rows(named=True))
        graph.add_edges_from(
            (row.pop("source"), row.pop("target"), _known(row)) for row in self.links.iter_rows(named=True)
        )
        return graph

    def igraph(self) -> igraph.Graph:
        """The same as an igraph graph; what is unknown is None.

        Example:
            >>> nodes = pl.DataFrame({"id": ["a", "b"], "label": ["KAI", None]})
            >>> network = NodeLink.of(nodes, pl.DataFrame({"source": ["b"], "target": ["a"], "weight": [2]}))
            >>> network.igraph().vs["label"], network.igraph().es["weight"]
            (['KAI', None], [2])
        """
        import igraph

        number = pl.DataFrame({"id": self.nodes["id"], "number": pl.int_range(self.nodes.height, eager=True)})
        numbered = self.links.select("source", "target").with_columns(
            pl.col("source", "target").replace_strict(number["id"], number["number"], return_dtype=pl.Int64)
        )
        return igraph.Graph(
            n=self.nodes.height,
            edges=numbered.to_numpy(),
            directed=self.directed,
            graph_attrs={"name": self.title},
            vertex_attrs=self.nodes.to_dict(as_series=False),
            edge_attrs=self.links.drop("source", "target").to_dict(as_series=False),
        )


def _known(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def _safe(ids: pl.Series) -> dict[str, str]:
    """What stands for ids that XML can't hold, and for an empty one; no other node has it."""
    table = pl.DataFrame({"id": ids, "safe": ids.to_frame("id").select(clean(pl.col("id"))).to_series()})
    hostile = table.filter((pl.col("id") != pl.col("safe")) | (pl.col("id") == ""))
    taken, made = set(ids) if hostile.height else set(), {}
    for number, (identity, safe) in enumerate(hostile.iter_rows(), start=1):
        made[identity] = next(new for new in _numbered(safe or "?", number) if new not in taken)
        taken.add(made[identity])
    return made


def _numbered(text: str, first: int) -> Iterator[str]:
    return (f"{text} ({number})" for number in count(first))


def _plain(table: pl.DataFrame) -> pl.DataFrame:
    """The table with columns of the four types; numbers that are none are unknown."""
    table = table.rename(dict(zip(table.columns, _names(table.columns), strict=True)))
    return table.select(_column(pl.col(name), dtype) for name, dtype in table.schema.items())


def _names(columns: list[str]) -> list[str]:
    """Names of attributes that XML can hold, none of them twice, and none that Polars takes for a pattern."""
    named: list[str] = []
    for column in columns:
        text = cleaned(column).removeprefix("^") or "_"
        named.append(text if text not in named else next(new for new in _numbered(text, 2) if new not in named))
    return named


def _column(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    if dtype.is_integer():
        return column.cast(pl.Int64)
    if dtype.is_float():
        real = column.cast(pl.Float64)
        return pl.when(real.is_finite()).then(real)
    if isinstance(dtype, pl.Datetime):
        return column.dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    if dtype == pl.List(pl.String):
        return clean(column.list.join("; "))
    if isinstance(dtype, pl.List):
        return column.cast(SPELLS)
    if dtype == pl.Boolean:
        return column
    return clean(column.cast(pl.String))
