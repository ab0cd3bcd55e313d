"""The embedded store: a Ladybug database in one file of the workspace."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import ladybug
import polars as pl
import pyarrow as pa

from suara.errors import QueryError, StoreError, WorkspaceBusy
from suara.graph.model import NODES, RELATIONS, DType, Node, Relation
from suara.graph.stores._syncing import Syncing
from suara.posts.post import TIME

_TYPES = {
    pl.String: "STRING",
    pl.Int64: "INT64",
    pl.Float64: "DOUBLE",
    pl.Boolean: "BOOL",
    TIME: "TIMESTAMP_TZ",
}


class Embedded(Syncing):
    """See `Store`. Each table is written whole or not at all; a killed load is made good by the next."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        try:
            self._database = ladybug.Database(str(path), read_only=read_only)
            self._connection = ladybug.Connection(self._database)
        except RuntimeError as error:
            if "lock" in str(error).lower():
                raise WorkspaceBusy(f"{path} is open in another program: close it, then try again") from None
            raise StoreError(
                f"{path} can't be opened ({_first_line(error)}): move it away and run `suara build`"
            ) from None

    def close(self) -> None:
        """Write all to the file and let go of it."""
        self._connection.close()
        self._database.close()

    def setup(self) -> None:
        """Create the tables that aren't there yet, and in those of an earlier suara the columns that came later."""
        for statement in schema():
            self._run(statement)
        declared = {n.name: n.columns | n.measures for n in NODES.values()}
        declared |= {r.name: r.properties for r in RELATIONS.values() if r.properties}
        for kind, columns in declared.items():
            there = set(self.ask(f"CALL table_info('{kind}') RETURN name")["name"])
            for column in (name for name in columns if name not in there):
                self._run(f"ALTER TABLE `{kind}` ADD {_declared({column: columns[column]})}")

    def update(self, kind: str, values: pl.DataFrame) -> None:
        """Set properties of nodes; see `Store.update`."""
        names = [name for name in values.columns if name != "key"]
        kind_of = values.schema
        told = {name: f"CAST({name} AS TIMESTAMP_TZ)" if kind_of[name] == TIME else name for name in names}
        sets = ", ".join(f"n.{name} = {value}" for name, value in told.items())  # LOAD FROM forgets the time zone
        self._feed(f"LOAD FROM rows MATCH (n:`{kind}` {{key: key}}) SET {sets}", values)

    def ask(self, query: str, parameters: Mapping[str, object] | None = None) -> pl.DataFrame:
        """The rows that a query returns; see `Store.ask`."""
        try:
            result = self._connection.execute(query, dict(parameters or {}))
        except (RuntimeError, ValueError) as error:
            raise QueryError(_first_line(error)) from None
        if isinstance(result, list):
            result = result[-1]
        if not result.get_column_names():  # nothing is returned
            return pl.DataFrame()
        frame = pl.from_arrow(result.get_as_arrow())
        if not isinstance(frame, pl.DataFrame):
            raise AssertionError("Arrow tables become frames")
        decimals = {n: dtype for n, dtype in frame.schema.items() if isinstance(dtype, pl.Decimal)}  # sums, mostly
        return frame.cast({n: pl.Int64 if dtype.scale == 0 else pl.Float64 for n, dtype in decimals.items()})

    def _remove(self, kind: str, keys: pl.DataFrame) -> None:
        self._feed(f"LOAD FROM rows MATCH (n:`{kind}` {{key: key}}) DETACH DELETE n", keys)

    def _add_nodes(self, kind: Node, new: pl.DataFrame) -> None:
        self._feed(f"COPY `{kind.name}` ({', '.join(kind.columns)}) FROM rows", new)

    def _remove_relations(self, kind: Relation, ends: pl.DataFrame) -> None:
        match = f"(s:{kind.source} {{key: a}})-[r:`{kind.name}`]->(t:{kind.target} {{key: b}})"
        self._feed(f"LOAD FROM rows MATCH {match} DELETE r", ends.select(a="from", b="to"))

    def _put_relations(self, kind: Relation, new: pl.DataFrame, changed: pl.DataFrame) -> None:
        """Those that differ are copied in anew, which is faster than setting them."""
        self._remove_relations(kind, changed)
        self._feed(f"COPY `{kind.name}` FROM rows", pl.concat([new, changed]))

    def _there(self, kind: Node | Relation) -> pl.DataFrame:
        if isinstance(kind, Node):
            names = list(kind.columns)
            returned = ", ".join(f"n.{name} AS `{name}`" for name in names)
            frame = self.ask(f"MATCH (n:`{kind.name}`) RETURN {returned}")
        else:
            names = list(kind.columns)
            own = "".join(f", r.{name} AS `{name}`" for name in kind.properties)
            ends = "s.key AS `from`, t.key AS `to`"
            frame = self.ask(f"MATCH (s:{kind.source})-[r:`{kind.name}`]->(t:{kind.target}) RETURN {ends}{own}")
        return frame.select(pl.col(name).cast(kind.columns[name]) for name in names)

    def _feed(self, statement: str, rows: pl.DataFrame) -> None:
        """Run a statement over rows. Each needs an Arrow table of its own: using one twice crashes Ladybug."""
        if rows.is_empty():
            return
        self._run(statement, rows.to_arrow())

    def _run(self, statement: str, rows: pa.Table | None = None) -> None:
        """Run a statement that may read from `rows`: Ladybug finds it among the caller's variables."""
        try:
            self._connection.execute(statement)
        except RuntimeError as error:
            raise StoreError(f"the graph store refuses: {_first_line(error)}") from None


def schema() -> list[str]:
    """The statements that create the tables.

    Example:
        >>> schema()[2]
        'CREATE NODE TABLE IF NOT EXISTS `Hashtag`(key STRING, tag STRING, PRIMARY KEY(key))'
    """
    nodes = [
        f"CREATE NODE TABLE IF NOT EXISTS `{n.name}`({_declared(n.columns | n.measures)}, PRIMARY KEY(key))"
        for n in NODES.values()
    ]
    relations = [
        f"CREATE REL TABLE IF NOT EXISTS `{r.name}`(FROM {r.source} TO {r.target}"
        + (f", {_declared(r.properties)})" if r.properties else ")")
        for r in RELATIONS.values()
    ]
    return nodes + relations


def _declared(columns: dict[str, DType]) -> str:
    return ", ".join(f"{name} {_TYPES[dtype]}" for name, dtype in columns.items())


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0]
