"""The graph in its store."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from suara.errors import QueryError
from suara.graph import runs
from suara.graph.build import Graph
from suara.graph.model import NODES, RELATIONS, empty
from suara.graph.statement_tables import KINDS, TIES
from suara.graph.stores import Store
from suara.steps._coding import graph, graph_state
from suara.steps._importing import Report, silent
from suara.workspace import Workspace


def build(workspace: Workspace, *, report: Report = silent) -> dict[str, int]:
    """Bring the stored graph in line with the posts and codes; returns the number of each kind of node and relation."""
    with workspace.lock():
        made = graph(workspace, report=report)
        report("loading the graph", 0, 0)
        run: dict[str, object] = {"workspace": workspace.identity}
        state, kinds = graph_state(workspace), runs.fingerprints(made.tables)
        with workspace.store() as store:
            refuse_others(workspace, store)
            store.setup()
            before = runs.last(store, "build")
            key = runs.record(store, "build", run)  # without a state: a load that breaks off isn't taken for whole
            store.load(runs.changed(store, made.tables, kinds, before.get("kinds", {})))
            if before.get("state") != state:
                forget_measures(store, "Account")
                _forget_statements(store)
            runs.complete(store, key, run | {"state": state, "kinds": kinds})
    return {name: table.height for name, table in made.tables.items()}


def refuse_others(workspace: Workspace, store: Store) -> None:
    """See `suara.graph.runs.refuse_others`; the embedded file is the workspace's own."""
    if workspace.store_address is not None:
        runs.refuse_others(store, workspace.identity)


def clear(workspace: Workspace) -> int:
    """Take the graph out of its store, whichever workspace it was for; the posts stay. Returns the number of nodes."""
    with workspace.lock(), workspace.store() as store:
        store.setup()
        nodes = sum(runs.number(store, kind) for kind in NODES)
        store.load({kind: empty(kind) for kind in (*NODES, *RELATIONS)})
    return nodes


def forget_measures(store: Store, kind: str) -> None:
    """Measures of other posts aren't these posts', nor of other statements these."""
    measures = NODES[kind].measures
    known = " OR ".join(f"n.`{name}` IS NOT NULL" for name in measures)
    measured = store.ask(f"MATCH (n:`{kind}`) WHERE {known} RETURN n.key AS key")
    if measured.height:
        store.update(kind, measured.with_columns(pl.lit(None, dtype).alias(n) for n, dtype in measures.items()))


def _forget_statements(store: Store) -> None:
    """Statements of other posts and codes aren't these posts', nor is who agrees with whom."""
    gone = {kind: empty(kind) for kind in (*TIES, *KINDS)}
    if any(runs.number(store, kind) for kind in gone):
        store.load(gone)


def built_graph(workspace: Workspace, report: Report) -> Graph:
    """The graph, stored as well."""
    if not is_built(workspace):
        build(workspace, report=report)
    return graph(workspace, report=report)


def is_built(workspace: Workspace, *steps: str) -> bool:
    """Whether the store holds the graph of the latest posts and codes, and what steps after the build add to it."""
    if not workspace.has_store:
        return False
    state = (workspace.identity, graph_state(workspace))
    try:
        with workspace.store(read_only=True) as store:
            seen = [runs.last(store, step) for step in ("build", *steps)]
    except QueryError:  # a file whose tables were never made
        return False
    return all((run.get("workspace"), run.get("state")) == state for run in seen)


def record(store: Store, workspace: Workspace, command: str, parameters: Mapping[str, object]) -> None:
    """Leave a (:Run) that says which state of which workspace it was for."""
    of = {"workspace": workspace.identity, "state": graph_state(workspace)}
    runs.record(store, command, {**parameters, **of})
