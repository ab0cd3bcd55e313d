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
    def close(self) -> None:
        """Let go of the files or the connection."""

    @abstractmethod
    def _sync_nodes(self, kind: Node, table: pl.DataFrame) -> pl.DataFrame:
        """Add nodes that aren't there, set those that differ, and return the keys of those to go."""

    @abstractmethod
    def _sync_relation(self, kind: Relation, table: pl.DataFrame) -> None:
        """Add relations that aren't there, set those that differ, and take out those that are gone."""

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
