"""The Neo4j store: a server, by the official driver. Labels and properties are those of the embedded store."""

from __future__ import annotations

import getpass
import logging
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from datetime import time as clock
from itertools import islice
from typing import Any, cast
from urllib.parse import urlsplit

import neo4j
import polars as pl
from neo4j import exceptions, time

from suara.errors import QueryError, StoreError
from suara.graph.model import NODES, Columns, Node, Relation
from suara.graph.stores._syncing import Syncing
from suara.posts.post import TIME

logging.getLogger("neo4j").addHandler(logging.NullHandler())  # what it has to say comes as errors, in one line

BATCH = 5_000
"""Rows a transaction, and rows read at a time."""

WORKERS = 2
"""Transactions at a time."""

SECONDS = 15
"""How long a server may take to answer a greeting."""

_MICROSECONDS = "x.`{0}`.epochMillis * 1000 + x.`{0}`.microsecond % 1000"

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
            connection_timeout=SECONDS,
            connection_acquisition_timeout=SECONDS,
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
        sent = _sent(values)
        self._feed(f"MATCH (n:`{kind}` {{key: {sent['key']}}}){_set('n', sent)}", values)

    def ask(self, query: str, parameters: Mapping[str, object] | None = None) -> pl.DataFrame:
        """The rows that a query returns; see `Store.ask`."""
        try:
            return self._read(query, parameters or {})
        except (TypeError, pl.exceptions.PolarsError):
            raise QueryError("a column or a list holds values of different kinds: return them apart") from None

    def _remove(self, kind: str, keys: pl.DataFrame) -> None:
        self._feed(f"MATCH (n:`{kind}` {{key: {_sent(keys)['key']}}}) DETACH DELETE n", keys)

    def _add_nodes(self, kind: Node, new: pl.DataFrame) -> None:
        sent = _sent(new)
        self._feed(f"MERGE (n:`{kind.name}` {{key: {sent['key']}}}){_set('n', sent)}", new)

    def _remove_relations(self, kind: Relation, ends: pl.DataFrame) -> None:
        self._feed(f"{_match(kind, _sent(ends))} MATCH (a)-[r:`{kind.name}`]->(b) DELETE r", ends)

    def _put_relations(self, kind: Relation, new: pl.DataFrame, changed: pl.DataFrame) -> None:
        sent = _sent(new)
        put = f"{_match(kind, sent)} MERGE (a)-[r:`{kind.name}`]->(b){_set('r', sent)}"
        self._feed(put, pl.concat([new, changed]))

    def _there(self, kind: Node | Relation) -> pl.DataFrame:
        if isinstance(kind, Node):
            match, ends = f"MATCH (x:`{kind.name}`)", ["x.key"]
        else:
            match, ends = f"MATCH (a:`{kind.source}`)-[x:`{kind.name}`]->(b:`{kind.target}`)", ["a.key", "b.key"]
        times = [name for name, dtype in kind.columns.items() if dtype == TIME]
        own = [_MICROSECONDS.format(name) if name in times else f"x.`{name}`" for name in kind.properties]
        schema = {name: pl.Int64 if name in times else dtype for name, dtype in kind.columns.items()}
        frame = self._read(f"{match} RETURN {', '.join(ends + own)}", {}, schema)
        return frame.cast(dict.fromkeys(times, TIME))

    def _read(self, query: str, parameters: Mapping[str, object], schema: Columns | None = None) -> pl.DataFrame:
        """What a query returns, turned into columns as it comes, so that no more than `BATCH` rows are Python objects."""

        def work(transaction: neo4j.ManagedTransaction) -> tuple[list[str], list[pl.DataFrame]]:
            result = transaction.run(cast(Any, query), dict(parameters))
            names = list(result.keys())
            rows = ([_plain(value) for value in record.values()] for record in result)
            return names, [
                pl.DataFrame(batch, schema=schema or names, orient="row", infer_schema_length=None)
                for batch in _batched(rows, BATCH)
            ]

        with self._told(), self._session() as session:
            tried = session.execute_read if self._access == neo4j.READ_ACCESS else session.execute_write
            names, batches = tried(work)
        if not batches:
            return pl.DataFrame(schema=schema or names)
        return pl.concat(batches, how="vertical_relaxed", rechunk=True)

    def _feed(self, statement: str, rows: pl.DataFrame) -> None:
        """Run a statement for each row (a list, as `_sent` says), in batches of one transaction each.

        Batches that share no node go side by side, so none waits for another's locks, or another for its own. A
        transaction is tried again where the server is busy.
        """
        query = f"UNWIND $rows AS row {statement}"

        def work(transaction: neo4j.ManagedTransaction, batch: list[list[Any]]) -> None:
            transaction.run(cast(Any, query), rows=batch).consume()

        def lane(share: pl.DataFrame) -> None:
            with self._session() as session:
                for batch in share.iter_slices(BATCH):
                    session.execute_write(work, [list(row) for row in batch.rows()])

        times = [name for name, dtype in rows.schema.items() if dtype == TIME]
        rows = rows.with_columns(pl.col(times).dt.strftime("%Y-%m-%dT%H:%M:%S%.6fZ"))
        with self._told(), ThreadPoolExecutor(WORKERS) as pool:
            for lanes in apart(rows):
                list(pool.map(lane, lanes))

    def _session(self) -> neo4j.Session:
        return self._driver.session(database=self._database, default_access_mode=self._access, fetch_size=10_000)

    def _told(self) -> AbstractContextManager[None]:
        return _told(self._address)


@contextmanager
def _told(address: str) -> Iterator[None]:
    """What the driver raises, as one line for a person."""
    try:
        yield
    except (exceptions.Neo4jError, exceptions.DriverError) as error:
        raise _explained(address, error) from None


def _explained(address: str, error: exceptions.Neo4jError | exceptions.DriverError) -> StoreError:
    said = str(getattr(error, "message", None) or error).strip().split("\n")[0]
    code = str(getattr(error, "code", None) or "")
    if isinstance(error, exceptions.AuthError):
        return StoreError(f"{address} refuses the user or the password: set {PASSWORD}")
    if isinstance(error, exceptions.ServiceUnavailable | exceptions.SessionExpired):
        return StoreError(f"{address} can't be reached: is the server up, and the address right?")
    if isinstance(error, exceptions.UnsupportedServerProduct):
        return StoreError(f"{address} speaks no Bolt that suara knows: suara needs Neo4j 5 or newer")
    if code.startswith("Neo.ClientError.Statement"):
        return QueryError(said)
    if "read-only mode" in said:
        return StoreError(f"{address} is read-only: let it be written (server.databases.read_only), or name another")
    if "OutOfMemory" in code:
        return StoreError(f"{address} has too little memory for this ({said}): raise dbms.memory.transaction.total.max")
    if code.startswith("Neo.DatabaseError"):
        return StoreError(f"{address} failed; its disk may be full, see its logs, then run this again ({said})")
    return StoreError(f"{address}: {said}")


def schema() -> list[str]:
    """The statements that create the constraints.

    Example:
        >>> schema()[2]
        'CREATE CONSTRAINT hashtag_key IF NOT EXISTS FOR (n:`Hashtag`) REQUIRE n.key IS UNIQUE'
    """
    return [
        f"CREATE CONSTRAINT {name.lower()}_key IF NOT EXISTS FOR (n:`{name}`) REQUIRE n.key IS UNIQUE" for name in NODES
    ]


def apart(rows: pl.DataFrame) -> Iterator[list[pl.DataFrame]]:
    """Rounds of parts of a table; those of one round have no node in common, so transactions on them can't deadlock.

    Nodes are cut into parts. Relations go by the buckets of their two ends: in each round every bucket meets one other, as
    teams do in a tournament.

    Example:
        >>> rows = pl.DataFrame({"from": ["a", "b", "c"] * 5000, "to": ["b", "c", "d"] * 5000})
        >>> all(
        ...     set(one["from"].to_list() + one["to"].to_list()).isdisjoint(other["from"].to_list() + other["to"].to_list())
        ...     for lanes in apart(rows) for one in lanes for other in lanes if one is not other
        ... )
        True
    """
    if rows.height <= BATCH:
        yield [rows] if rows.height else []
    elif "key" in rows.columns:
        yield list(rows.iter_slices(-(-rows.height // WORKERS)))
    else:
        teams = 2 * WORKERS
        home, away = ((pl.col(end).hash(0) % teams).cast(pl.Int64) for end in ("from", "to"))
        cells = rows.with_columns(home=pl.min_horizontal(home, away), away=pl.max_horizontal(home, away))
        parts = {tuple(cell): part for cell, part in cells.partition_by("home", "away", as_dict=True).items()}
        matches = [[(team, team) for team in range(teams)]]
        for day in range(teams - 1):
            others = [((day + i) % (teams - 1), (day - i) % (teams - 1)) for i in range(1, WORKERS)]
            matches.append([(day, teams - 1), *others])
        for pairs in matches:
            met = [parts[cell] for pair in pairs if (cell := (min(pair), max(pair))) in parts]
            yield [part.drop("home", "away") for part in met]


def _sent(rows: pl.DataFrame) -> dict[str, str]:
    """How Cypher calls each column of a row. Rows are lists, and times text: the driver is ten times slower on DateTimes."""
    return {
        name: f"datetime(row[{i}])" if dtype == TIME else f"row[{i}]"
        for i, (name, dtype) in enumerate(rows.schema.items())
    }


def _match(kind: Relation, sent: dict[str, str]) -> str:
    """The clauses that find the two ends of a relation."""
    return f"MATCH (a:`{kind.source}` {{key: {sent['from']}}}) MATCH (b:`{kind.target}` {{key: {sent['to']}}})"


def _set(what: str, sent: dict[str, str]) -> str:
    """The clause that sets all properties, if there are any."""
    sets = [f"{what}.`{name}` = {value}" for name, value in sent.items() if name not in ("key", "from", "to")]
    return f" SET {', '.join(sets)}" if sets else ""


def _batched(rows: Iterator[list[Any]], size: int) -> Iterator[list[list[Any]]]:
    while batch := list(islice(rows, size)):
        yield batch


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


def _password(user: str, address: str) -> str:
    if given := os.environ.get(PASSWORD):
        return given
    if not sys.stdin.isatty():
        raise StoreError(f"{address} needs a password: set {PASSWORD}")
    return getpass.getpass(f"Password of {user} at {address}: ")
