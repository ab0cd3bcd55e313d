"""Pages of a live source into the workspace: kept raw, then read like any file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

from suara.collect.live._collecting import Collected, Page, Request, Say, collect
from suara.errors import WorkspaceError
from suara.steps._importing import Imported, Report, import_files, silent
from suara.workspace import Workspace


@dataclass
class Fetched:
    """What a collection brought."""

    collected: Collected
    imported: Imported


def fetch(
    workspace: Workspace,
    source: ModuleType,
    first: Request,
    page: Callable[[Request], Page],
    *,
    name: str,
    limit: int | None = None,
    say: Say = lambda line: None,
    report: Report = silent,
) -> Fetched:
    """Collect pages of a live source into `raw/SOURCE/NAME.jsonl`, and import them.

    What was fetched before a failure is kept and imported with the next run.

    Raises:
        SourceError: the platform refuses or can't be reached.
        WorkspaceError: the name can't be a file's.
    """
    if not name or not all(c.isalnum() or c in "-_" for c in name):
        raise WorkspaceError(f"--name {name!r}: letters, digits, - and _ only, for it becomes a file's name")
    kind = source.__name__.rpartition(".")[2]
    journal = workspace.root / "raw" / kind / f"{name}.jsonl"
    with workspace.lock():
        collected = collect(journal, first, page, source=kind, limit=limit, say=say)
        files = [journal] if collected.all_posts else []
        return Fetched(collected, import_files(workspace, files, report=report))
