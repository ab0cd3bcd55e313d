"""The Neo4j store: a server, by the official driver. Labels and properties are those of the embedded store."""

from __future__ import annotations

import getpass
import logging
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from datetime import time as clock
from types import TracebackType
from typing import Any, cast
from urllib.parse import urlsplit

import neo4j
import polars as pl
from neo4j import exceptions, time

from suara.errors import QueryError, StoreError
from suara.graph.model import NODES, Node, Relation
from suara.graph.stores._syncing import Syncing, different

logging.getLogger("neo4j").addHandler(logging.NullHandler())  # what it has to say comes as errors, in one line

BATCH = 10_000
"""Rows a transaction."""

PASSWORD = "SUARA_NEO4J_PASSWORD"  # noqa: S105 - the name of the variable that holds it


class Server(Syncing):
    """See `Store`. Nodes first, relations after, in batches of one transaction each; a killed load is made good by the next.

    The password comes from $SUARA_NEO4J_PASSWORD or is asked for.

    Raises:
        StoreError: the address is wrong, or the server is down, refuses the password or is too old.
    """

    def __init__(self, address: str, *, read_only: bool = False) -> None:
        where = urlsplit(address)
        if where.password:
            raise StoreError(f"--store holds a password: leave it out and set {PASSWORD} instead")
        try:
            port = where.port or 7687
        except ValueError:
            raise StoreError("the port in --store isn't a number: write neo4j://user@host:7687/database") from None
        if not where.hostname:
            raise StoreError(f"{address} names no host: write neo4j://user@host:7687/database")
        user = where.username or "neo4j"
        self._address = f"{where.scheme}://{where.hostname}:{port}"
        self._database = where.path.strip("/") or None
        self._access = neo4j.READ_ACCESS if read_only else neo4j.WRITE_ACCESS
        self._driver = neo4j.GraphDatabase.driver(
            self._address,
            auth=(user, _password(user, self._address)),
            connection_timeout=15,
            max_transaction_retry_time=30,
            notifications_min_severity="OFF",
        )
        try:
            with self._told():
                agent = self._driver.get_server_info().agent
        except StoreError:
            self._driver.close()
            raise
        if agent.startswith("Neo4j/") and int(agent.split("/")[1].split(".")[0]) < 5:
            self._driver.close()
            raise StoreError(f"{self._address} is {agent}: suara needs Neo4j 5 or newer")

    def close(self) -> None:
        """Let go of the connections."""
        self._driver.close()

    def setup(self) -> None:
        """A constraint per kind of node, so that its key is unique and found by an index."""
        with self._told():
            for statement in schema():
                self._driver.execute_query(cast(Any, statement), database_=self._database)
            self._driver.execute_query("CALL db.awaitIndexes(300)", database_=self._database)

    def update(self, kind: str, values: pl.DataFrame) -> None:
        """Set properties of nodes; see `Store.update`."""
        names = [name for name in values.columns if name != "key"]
        sets = ", ".join(f"n.`{name}` = row.`{name}`" for name in names)
        self._feed(f"MATCH (n:`{kind}` {{key: row.key}}) SET {sets}", values)

    def ask(self, query: str, parameters: Mapping[str, object] | None = None) -> pl.DataFrame:
        """The rows that a query returns; see `Store.ask`."""
        with self._told(), self._session() as session:
            result = session.run(cast(Any, query), dict(parameters or {}))
            names, rows = result.keys(), [[_plain(value) for value in record.values()] for record in result]
        try:
            return pl.DataFrame(rows, schema=list(names), orient="row", infer_schema_length=None)
        except (TypeError, pl.exceptions.PolarsError):
            raise QueryError("a column or a list holds values of different kinds: return them apart") from None

    def _remove(self, kind: str, keys: pl.DataFrame) -> None:
        self._feed(f"MATCH (n:`{kind}` {{key: row.key}}) DETACH DELETE n", keys)

    def _sync_nodes(self, kind: Node, table: pl.DataFrame) -> pl.DataFrame:
        """Nodes that aren't there are made; those that differ are set; the keys of those to go are returned."""
        there = self._there(kind)
        new = table.join(there, on="key", how="anti") if there.height else table
        names = [name for name in kind.columns if name != "key"]
        sets = ", ".join(f"n.`{name}` = row.`{name}`" for name in names)
        self._feed(f"MERGE (n:`{kind.name}` {{key: row.key}}) SET {sets}", new)
        self.update(kind.name, different(table, there, ["key"]))
        return there.select("key").join(table, on="key", how="anti")

    def _sync_relation(self, kind: Relation, table: pl.DataFrame) -> None:
        """Relations that are gone are taken out; those that are new or differ are made or set."""
        ends = ["from", "to"]
        there = self._there(kind)
        match = f"MATCH (a:`{kind.source}` {{key: row.from}}) MATCH (b:`{kind.target}` {{key: row.to}})"
        if there.height:
            gone = there.select(ends).join(table, on=ends, how="anti")
            self._feed(f"{match} MATCH (a)-[r:`{kind.name}`]->(b) DELETE r", gone)
            changed = different(table, there, ends)
            table = pl.concat([table.join(there, on=ends, how="anti"), changed])
        sets = ", ".join(f"r.`{name}` = row.`{name}`" for name in kind.properties)
        self._feed(f"{match} MERGE (a)-[r:`{kind.name}`]->(b)" + (f" SET {sets}" if sets else ""), table)

    def _there(self, kind: Node | Relation) -> pl.DataFrame:
        """What the server holds of a kind, with the columns that the build gives."""
        if isinstance(kind, Node):
            own = ", ".join(f"n.`{name}`" for name in kind.columns)
            query = f"MATCH (n:`{kind.name}`) RETURN {own}"
        else:
            own = "".join(f", r.`{name}`" for name in kind.properties)
            query = f"MATCH (a:`{kind.source}`)-[r:`{kind.name}`]->(b:`{kind.target}`) RETURN a.key, b.key{own}"
        with self._told(), self._session() as session:
            rows = [[_plain(value) for value in record.values()] for record in session.run(cast(Any, query))]
        return pl.DataFrame(rows, schema=kind.columns, orient="row")

    def _feed(self, statement: str, rows: pl.DataFrame) -> None:
        """Run a statement for each row, in batches of one transaction, each tried again if the server is busy."""
        query = f"UNWIND $rows AS row {statement}"

        def work(transaction: neo4j.ManagedTransaction, batch: list[dict[str, Any]]) -> None:
            transaction.run(cast(Any, query), rows=batch).consume()

        with self._told(), self._session() as session:
            for batch in _batches(rows):
                session.execute_write(work, batch)

    def _session(self) -> neo4j.Session:
        return self._driver.session(database=self._database, default_access_mode=self._access, fetch_size=10_000)

    def _told(self) -> _Told:
        return _Told(self._address)


class _Told:
    """What the driver raises, as one line for a person."""

    def __init__(self, address: str) -> None:
        self.address = address

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, exceptions.AuthError):
            raise StoreError(f"{self.address} refuses the user or the password: set {PASSWORD}") from None
        if isinstance(error, exceptions.ServiceUnavailable | exceptions.SessionExpired):
            raise StoreError(f"{self.address} can't be reached: is the server up, and the address right?") from None
        if isinstance(error, exceptions.CypherSyntaxError | exceptions.CypherTypeError):
            raise QueryError(_first_line(error)) from None
        if isinstance(error, exceptions.ClientError):
            if "AccessMode" in (error.code or "") or "ParameterMissing" in (error.code or ""):
                raise QueryError(_first_line(error)) from None
            raise StoreError(f"{self.address}: {_first_line(error)}") from None
        if isinstance(error, exceptions.Neo4jError | exceptions.DriverError):
            raise StoreError(f"{self.address}: {_first_line(error)}") from None


def schema() -> list[str]:
    """The statements that create the constraints.

    Example:
        >>> schema()[2]
        'CREATE CONSTRAINT hashtag_key IF NOT EXISTS FOR (n:`Hashtag`) REQUIRE n.key IS UNIQUE'
    """
    return [
        f"CREATE CONSTRAINT {name.lower()}_key IF NOT EXISTS FOR (n:`{name}`) REQUIRE n.key IS UNIQUE" for name in NODES
    ]


def _batches(rows: pl.DataFrame) -> Iterator[list[dict[str, Any]]]:
    for batch in rows.iter_slices(BATCH):
        yield batch.to_dicts()


def _plain(value: Any) -> Any:
    """A value as Python has it: times in UTC, nodes and relations as their properties, paths as the embedded store has them."""
    if isinstance(value, time.DateTime | time.Date | time.Time):
        native: datetime | date | clock = value.to_native()
        return native
    if isinstance(value, time.Duration):
        return value.iso_format()
    if isinstance(value, neo4j.graph.Path):
        return {"_NODES": _plain(list(value.nodes)), "_RELS": _plain(list(value.relationships))}
    if isinstance(value, Mapping):  # a map, a node or a relation
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in cast(Iterable[Any], value)]
    return value


def _first_line(error: Exception) -> str:
    message = getattr(error, "message", None) or str(error)
    return str(message).strip().split("\n")[0]


def _password(user: str, address: str) -> str:
    if given := os.environ.get(PASSWORD):
        return given
    if not sys.stdin.isatty():
        raise StoreError(f"{address} needs a password: set {PASSWORD}")
    return getpass.getpass(f"Password of {user} at {address}: ")
