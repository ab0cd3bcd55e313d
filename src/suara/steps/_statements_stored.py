"""Statements in the stored graph, for questions in Cypher."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from suara.coding.statements_kept import STATEMENTS_FILE
from suara.graph import runs
from suara.graph.model import empty
from suara.graph.statement_tables import TIES, tables_of
from suara.steps._importing import Report, silent
from suara.steps._statements import concepts_of, statements
from suara.steps._storing import built_graph, forget_measures, is_built, record
from suara.workspace import Workspace

STEP = "statements"


def keep_statements(
    workspace: Workspace,
    *,
    concepts: str | Sequence[str] | None = None,
    qualifier: str = "stance",
    of: str = "all",
    report: Report = silent,
) -> dict[str, int]:
    """Put statements into the stored graph, in place of those that were there; returns the number of each kind.

    They go when the posts or codes change. Where they are others than before, who agrees with whom and the coalitions of
    actors go, too. Parameters as of `suara.steps.statements`.

    Raises:
        InputError: see `statements`.
        NotYet: there are no posts.
    """
    with workspace.lock():
        made = built_graph(workspace, report)
        table = statements(workspace, concepts=concepts, qualifier=qualifier, of=of, report=report)
        tables = tables_of(table, made.tables)
        report("loading the statements", 0, 0)
        names = [*concepts_of(workspace, concepts)]
        told = {"concepts": names, "qualifier": qualifier, "of": of, "files": _files(workspace), "kept": table.height}
        with workspace.store() as store:
            if not told.items() <= runs.last(store, STEP).items():  # who agreed with whom on these isn't known
                store.load({kind: empty(kind) for kind in TIES})
                forget_measures(store, "Actor")
            store.load(tables)
            record(store, workspace, STEP, told)
    return {name: kind.height for name, kind in tables.items()}


def statements_kept(workspace: Workspace) -> bool:
    """Whether the store holds statements of the latest posts, codes and imported files."""
    if not is_built(workspace, STEP):
        return False
    with workspace.store(read_only=True) as store:
        run = runs.last(store, STEP)
        return run.get("files") == _files(workspace) and run.get("kept") == runs.number(store, "Statement")


def with_statements(workspace: Workspace) -> None:
    """See that the store holds statements of the latest posts: those that were last asked for, else of complaints."""
    if statements_kept(workspace):
        return
    last = {}
    if is_built(workspace):
        with workspace.store(read_only=True) as store:
            last = runs.last(store, STEP)
    keep_statements(workspace, **{name: last[name] for name in ("concepts", "qualifier", "of") if name in last})


def _files(workspace: Workspace) -> str:
    """Changes with the statements of imported files."""
    path = workspace.root / "codes" / STATEMENTS_FILE
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.is_file() else ""
