"""What every store can do, and which one an address means."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import polars as pl

from suara.errors import StoreError
from suara.graph.model import Tables

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


class Store(Protocol):
    """A graph database that holds the graph of one workspace."""

    def setup(self) -> None:
        """Create the tables, constraints and indexes that aren't there yet."""

    def load(self, tables: Tables) -> None:
        """Make the given kinds as the tables say: add what is new, change what differs, take out what is gone.

        Measures of nodes stay. Loading the same tables again changes nothing.
        """

    def update(self, kind: str, values: pl.DataFrame) -> None:
        """Set properties (all columns but `key`) of the nodes of a kind."""

    def ask(self, query: str, parameters: Mapping[str, object] | None = None) -> pl.DataFrame:
        """The rows that a Cypher query returns.

        Raises:
            QueryError: the query or its parameters are wrong.
        """

    def close(self) -> None:
        """Let go of the files or the connection."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def opened(address: str | None, embedded: Path, *, read_only: bool = False) -> Store:
    """The store at an address: None is the embedded file, `neo4j://user@host:7687/database` a server.

    Raises:
        StoreError: the address is none or holds a password, or the server can't be used.
    """
    if address is None:
        from suara.graph.stores.embedded import Embedded

        return Embedded(embedded, read_only=read_only)
    scheme = address.partition("://")[0]
    if scheme not in SCHEMES:
        named = f"{scheme}://: " if "://" in address else ""  # what isn't an address may be a password
        raise StoreError(f"{named}no such store; leave --store out, or give neo4j://user@host:7687")
    from suara.graph.stores.server import Server  # the driver takes a third of a second to load

    return Server(address, read_only=read_only)
