"""(:Run) nodes: what was done to a stored graph, for which workspace, and which state of its posts and codes it shows."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from suara.errors import StoreError
from suara.graph.model import NODES, RELATIONS, Tables
from suara.graph.stores import Store


def record(store: Store, command: str, parameters: Mapping[str, object]) -> str:
    """Leave a (:Run) in the graph; returns its key."""
    key = uuid.uuid4().hex
    store.ask(
        "CREATE (r:Run {key: $key, command: $command, parameters: $parameters, version: $version, at: $at})",
        {
            "key": key,
            "command": command,
            "parameters": _json(parameters),
            "version": version("suara"),
            "at": datetime.now(UTC),
        },
    )
    return key


def complete(store: Store, key: str, parameters: Mapping[str, object]) -> None:
    """Say of a recorded run, with all of its parameters, that it came to its end."""
    store.ask("MATCH (r:Run {key: $key}) SET r.parameters = $parameters", {"key": key, "parameters": _json(parameters)})


def last(store: Store, command: str) -> dict[str, Any]:
    """The parameters of the latest run of a command; none if there was no such run."""
    query = "MATCH (r:Run) WHERE r.command = $command RETURN r.parameters AS parameters ORDER BY r.at DESC LIMIT 1"
    found = store.ask(query, {"command": command})
    parameters = json.loads(found.item()) if found.height else {}
    return parameters if isinstance(parameters, dict) else {}


def refuse_others(store: Store, workspace: str) -> None:
    """Leave a graph of others alone: a load takes out what isn't in its tables.

    Raises:
        StoreError: the database holds posts that suara didn't load, or that it loaded for another workspace.
    """
    runs = store.ask("MATCH (r:Run) RETURN r.key LIMIT 1").height
    owner = last(store, "build").get("workspace", workspace)
    if not runs and store.ask("MATCH (p:Post) RETURN p.key LIMIT 1").height:
        raise StoreError("the database holds (:Post) nodes that suara didn't load: give --store a database of its own")
    if owner != workspace:
        raise StoreError(
            "the database holds the graph of another workspace: give --store a database of its own, "
            "or empty this one with `suara neo4j clear`"
        )


def fingerprints(tables: Tables) -> dict[str, str]:
    """A number that changes with the rows of a table, whatever their order, for each kind.

    Example:
        >>> import polars as pl
        >>> one = pl.DataFrame({"key": ["#a", "#b"], "tag": ["a", "b"]})
        >>> fingerprints({"Hashtag": one}) == fingerprints({"Hashtag": one.reverse()})
        True
        >>> fingerprints({"Hashtag": one}) == fingerprints({"Hashtag": one.head(1)})
        False
    """
    return {name: f"{table.height}-{table.hash_rows().sum():x}" for name, table in tables.items()}


def changed(store: Store, tables: Tables, now: Mapping[str, str], before: Mapping[str, str]) -> Tables:
    """The tables whose fingerprints now differ from those before, or of which the store holds another number."""
    return {
        name: table
        for name, table in tables.items()
        if now[name] != before.get(name) or number(store, name) != table.height
    }


def number(store: Store, name: str) -> int:
    """How many nodes or relations of a kind a store holds."""
    if name in NODES:
        query = f"MATCH (n:`{name}`) RETURN count(n)"
    else:
        kind = RELATIONS[name]
        query = f"MATCH (:{kind.source})-[r:`{kind.name}`]->(:{kind.target}) RETURN count(r)"
    return int(store.ask(query).item())


def _json(parameters: Mapping[str, object]) -> str:
    return json.dumps(parameters, sort_keys=True, default=str)
