"""Pages of a live source into the workspace: kept raw, then read like any file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from suara.collect.live._collecting import Collected, Page, Request, Say, collect
from suara.errors import SourceError, WorkspaceError
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
    again: bool = False,
    say: Say = lambda line: None,
    report: Report = silent,
) -> Fetched:
    """Collect pages of a live source into `raw/SOURCE/NAME.jsonl`, and import them.

    Where the platform fails on the way, what was fetched before is imported too, before the failure is told. With
    `again` the journal may grow from run to run, by requests of their own.

    Raises:
        SourceError: the platform refuses or can't be reached.
        WorkspaceError: the name can't be a file's.
        WorkspaceBusy: another run is at work in the workspace.
    """
    journal = journal_of(workspace, source, name)
    with workspace.lock():
        before = journal.stat().st_size if journal.is_file() else 0
        try:
            collected = collect(journal, first, page, source=journal.parent.name, limit=limit, again=again, say=say)
        except SourceError:
            if journal.is_file() and journal.stat().st_size > before:
                import_files(workspace, [journal], report=report)
            raise
        files = [journal] if collected.all_posts else []
        return Fetched(collected, import_files(workspace, files, report=report))


def journal_of(workspace: Workspace, source: ModuleType, name: str) -> Path:
    """The file that a collection of this name is kept in.

    Raises:
        WorkspaceError: the name can't be a file's.
    """
    if not name or not all(c.isalnum() or c in "-_" for c in name):
        raise WorkspaceError(f"--name {name!r}: letters, digits, - and _ only, for it becomes a file's name")
    return workspace.root / "raw" / source.__name__.rpartition(".")[2] / f"{name}.jsonl"
