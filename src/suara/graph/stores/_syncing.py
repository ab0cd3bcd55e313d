"""What stores have in common: bringing what they hold in line with the tables."""

from __future__ import annotations

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self

import polars as pl

from suara.graph.model import NODES, RELATIONS, Node, Relation, Tables


class Syncing(ABC):
    """A store that loads by comparing what it holds with what it should; see `Store`."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def load(self, tables: Tables) -> None:
        """Bring nodes and relations in line with the tables; see `Store.load`."""
        nodes = {name: table for name, table in tables.items() if name in NODES}
        relations = {name: table for name, table in tables.items() if name in RELATIONS}
        stale = {name: self._sync_nodes(NODES[name], table) for name, table in nodes.items()}
        for name, table in relations.items():
            self._sync_relation(RELATIONS[name], table)
        for name, keys in stale.items():  # last, when no relation holds on to them
            self._remove(name, keys)

    @abstractmethod
    def update(self, kind: str, values: pl.DataFrame) -> None:
        """Set properties of nodes; see `Store.update`."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the files or the connection."""

    def _sync_nodes(self, kind: Node, table: pl.DataFrame) -> pl.DataFrame:
        """Add nodes that aren't there, set those that differ, and return the keys of those to go."""
        there = self._there(kind)
        self._add_nodes(kind, table.join(there, on="key", how="anti"))
        self.update(kind.name, different(table, there, ["key"]))
        return there.select("key").join(table, on="key", how="anti")

    def _sync_relation(self, kind: Relation, table: pl.DataFrame) -> None:
        """Take out relations that are gone, add those that aren't there, and set those that differ."""
        ends = ["from", "to"]
        there = self._there(kind)
        self._remove_relations(kind, there.select(ends).join(table, on=ends, how="anti"))
        self._put_relations(kind, table.join(there, on=ends, how="anti"), different(table, there, ends))

    @abstractmethod
    def _there(self, kind: Node | Relation) -> pl.DataFrame:
        """What the store holds of a kind, with the columns that the build gives."""

    @abstractmethod
    def _add_nodes(self, kind: Node, new: pl.DataFrame) -> None:
        """Make nodes that aren't there."""

    @abstractmethod
    def _remove_relations(self, kind: Relation, ends: pl.DataFrame) -> None:
        """Take out the relations between these ends."""

    @abstractmethod
    def _put_relations(self, kind: Relation, new: pl.DataFrame, changed: pl.DataFrame) -> None:
        """Make relations that aren't there, and set those that have other properties."""

    @abstractmethod
    def _remove(self, kind: str, keys: pl.DataFrame) -> None:
        """Take out the nodes with these keys and what relations they still have."""


def different(table: pl.DataFrame, there: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """The rows of `table` whose key is there with other values."""
    both = table.join(there, on=key, how="inner", suffix="_there")
    names = [name for name in table.columns if name not in key]
    if not names:
        return table.clear()
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_there")) for name in names)
    return both.filter(differs).select(table.columns)
