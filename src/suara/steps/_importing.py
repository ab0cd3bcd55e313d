"""Files of posts into the corpus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from suara._html import card
from suara.collect._doctor import Finding, in_doubt, of_file
from suara.collect._importing import read_file, recognise_all, without_mappings
from suara.errors import WorkspaceError
from suara.posts import Tally
from suara.present import tables as _tables
from suara.workspace import Workspace

Report = Callable[[str, int, int], None]
"""Called while a step works: what it works on, how far it is, how far it has to go (0 where unknown)."""


def silent(what: str, done: int, whole: int) -> None:
    """Report to nobody."""


@dataclass
class Imported:
    """What became of the records of each file, and of all."""

    files: dict[Path, Tally] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)  # what is lost or in doubt, the worst first

    @property
    def total(self) -> Tally:
        """The sum over the files."""
        return sum(self.files.values(), Tally())

    def _repr_html_(self) -> str:
        told = [{"file": path.name, "read": tally.read, **vars(tally)} for path, tally in self.files.items()]
        return card("Imported", {"findings": len(self.findings)}, pl.DataFrame(told))


IMPORTED = {"file": pl.String} | dict.fromkeys(("read", "imported", "duplicates", "rejected", "refused"), pl.Int64)
"""The columns of tables/imported.csv: one row a file, as it was read first; the numbers are those of `suara.posts.Tally`."""

REJECTED = {"file": pl.String, "line": pl.Int64, "reason": pl.String, "field": pl.String, "raw": pl.String}


def import_files(
    workspace: Workspace,
    files: Sequence[str | Path],
    *,
    mapping: str | Path | None = None,
    strict: bool = False,
    redact: bool = False,
    report: Report = silent,
) -> Imported:
    """Read files of posts, of any mix of known formats, into the corpus.

    `mapping` is a TOML file that says which column of a table is what; without it, `FILE.toml` beside a table does.
    `redact` masks identity numbers, phone numbers and e-mail addresses in their texts. What can't be read is kept in
    `tables/rejected.csv`: file, line, reason, field (where only a field was refused), raw; `tables/imported.csv` keeps what
    became of each file (see `IMPORTED`).

    Raises:
        DataError: a mapping is wrong (nothing is imported then).
        InputError: a file isn't there or isn't known (nothing is imported then), or `strict` and a record is broken.
    """
    paths = without_mappings([Path(file) for file in files])
    columns = None if mapping is None else Path(mapping)
    result = Imported()
    rejected: list[tuple[str, int, str, str | None, str]] = []
    found: list[Finding] = []

    with workspace.lock():
        known = recognise_all(paths, columns)
        try:
            for path, source in zip(paths, known, strict=True):
                size = path.stat().st_size

                def progress(position: int, path: Path = path, size: int = size) -> None:
                    report(path.name, position, size)

                reading = read_file(path, source, mapping=columns, strict=strict, progress=progress)
                if redact:
                    reading = reading.redacted()
                rejected += [(str(path), p.line, p.reason, p.field, p.raw) for p in reading.problems]
                tally = reading.tally + workspace.corpus.add(reading.posts)
                result.files[path] = result.files.get(path, Tally()) + tally
                found += of_file(reading)
        finally:
            _keep_rejected(workspace, rejected)
            _keep_imported(workspace, result.files)
        result.findings = in_doubt(found, workspace.corpus.read())
    return result


def _keep_rejected(workspace: Workspace, rejected: list[Any]) -> None:
    """Add to rejected.csv what isn't there yet, so that importing again doesn't repeat it."""
    path = workspace.tables / "rejected.csv"
    table = pl.DataFrame(rejected, schema=REJECTED, orient="row")
    if path.is_file():
        try:
            kept = pl.read_csv(path, schema=REJECTED)
        except pl.exceptions.PolarsError:
            raise WorkspaceError(f"{path} was changed by another program: move it away, then try again") from None
        table = pl.concat([kept, _as_read(table)])
    elif table.is_empty():
        return
    _tables.write(table.unique(maintain_order=True), "csv", path)


def _keep_imported(workspace: Workspace, files: dict[Path, Tally]) -> None:
    """Add to imported.csv what became of files; the same file again, from which nothing comes, isn't told twice."""
    path, counts = workspace.tables / "imported.csv", list(IMPORTED)[1:]
    rows = [(str(file), *(getattr(tally, count) for count in counts)) for file, tally in files.items()]
    table = pl.DataFrame(rows, schema=IMPORTED, orient="row")
    if path.is_file():
        try:
            table = pl.concat([pl.read_csv(path, schema=IMPORTED), table])
        except pl.exceptions.PolarsError:
            raise WorkspaceError(f"{path} was changed by another program: move it away, then try again") from None
    elif table.is_empty():
        return
    _tables.write(table.unique(["file", "read"], keep="first", maintain_order=True), "csv", path)


def _as_read(table: pl.DataFrame) -> pl.DataFrame:
    """A table as it comes back from a CSV file, where a guarded text keeps its guard."""
    return pl.read_csv(_tables.as_csv(table), schema=REJECTED) if table.height else table
