"""The ties among accounts as arrays, for the libraries that measure them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import polars as pl

if TYPE_CHECKING:
    import networkx

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Network:
    """Directed, weighted ties among accounts; ties of an account with itself are left out.

    Example:
        >>> ties = pl.DataFrame({"from": ["a", "b", "b"], "to": ["b", "b", "c"], "weight": [2, 1, 1]})
        >>> network = Network.of(ties)
        >>> network.keys.to_list(), network.sources.tolist(), network.targets.tolist()
        (['a', 'b', 'c'], [0, 1], [1, 2])
    """

    keys: pl.Series  # account of each node number, sorted
    sources: Whole
    targets: Whole
    weights: Whole

    @classmethod
    def of(cls, ties: pl.DataFrame) -> Network:
        """The network of a table of ties (columns `from`, `to`, `weight`)."""
        ties = ties.filter(pl.col("from") != pl.col("to"))
        keys = pl.concat([ties["from"], ties["to"]]).unique().sort().alias("key")
        number = pl.DataFrame({"key": keys, "number": pl.int_range(len(keys), eager=True)})
        numbered = ties.join(number.rename({"key": "from", "number": "s"}), on="from").join(
            number.rename({"key": "to", "number": "t"}), on="to"
        )
        numbered = numbered.sort("s", "t")
        return cls(keys, *(numbered[name].cast(pl.Int64).to_numpy() for name in ("s", "t", "weight")))

    @property
    def size(self) -> int:
        """How many accounts have ties."""
        return len(self.keys)

    @cached_property
    def igraph(self) -> Any:
        """The same as an igraph Graph, with the edge attribute `weight`."""
        import igraph  # these libraries take a quarter of a second to load, which not every command needs

        edges = np.column_stack((self.sources, self.targets))
        return igraph.Graph(n=self.size, edges=edges, directed=True, edge_attrs={"weight": self.weights.tolist()})

    def table(self, **columns: Any) -> pl.DataFrame:
        """Values per node as a table with their accounts' `key`."""
        return pl.DataFrame({"key": self.keys, **columns})


def by_size(membership: np.ndarray) -> np.ndarray:
    """Groups renumbered from 1 by falling size; equal ones by their first account.

    Example:
        >>> by_size(np.array([7, 3, 3])).tolist()
        [2, 1, 1]
    """
    _, first, number, sizes = np.unique(membership, return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty(len(sizes), dtype=np.int64)
    rank[np.lexsort((first, -sizes))] = np.arange(1, len(sizes) + 1)
    return rank[number]


def to_networkx(accounts: pl.DataFrame, ties: pl.DataFrame) -> networkx.DiGraph:
    """All accounts and their ties with all attributes; what is unknown is left out, as exports want it.

    Args:
        accounts: `key` and any attributes.
        ties: `from`, `to` and any attributes, `weight` among them.

    Example:
        >>> accounts = pl.DataFrame({"key": ["x:1", "x:2"], "handle": ["warga", None]})
        >>> graph = to_networkx(accounts, pl.DataFrame({"from": ["x:1"], "to": ["x:2"], "weight": [3]}))
        >>> graph["x:1"]["x:2"]["weight"], dict(graph.nodes["x:2"])
        (3, {})
    """
    import networkx

    graph = networkx.DiGraph()
    graph.add_nodes_from((row.pop("key"), _known(row)) for row in accounts.iter_rows(named=True))
    graph.add_edges_from((row.pop("from"), row.pop("to"), _known(row)) for row in ties.iter_rows(named=True))
    return graph


def _known(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}
