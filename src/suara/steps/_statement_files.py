"""Statements of hand coders and other programs into a workspace, and all of a workspace's out of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from suara._html import card
from suara.analyse.crosstab.attributes import check_timezone
from suara.coding import statements_kept
from suara.coding.dna import reading as dna
from suara.coding.dna.writing import PASSWORD
from suara.coding.refi import statements as refi
from suara.coding.statements import Read
from suara.errors import FileError, InputError
from suara.posts import Tally
from suara.present import statements_file, statements_out
from suara.present.people import NAMES
from suara.present.statements_hidden import shown
from suara.steps._coding import graph
from suara.steps._importing import Report, _keep_rejected, silent
from suara.steps._statements import statements
from suara.workspace import Workspace

FOLDER = "codes"


@dataclass
class StatementsImported:
    """What became of the statements of each file, and what is to be known of it."""

    files: dict[Path, Tally] = field(default_factory=dict)
    notes: dict[Path, Counter[str]] = field(default_factory=dict)
    rejected: list[tuple[str, int, str]] = field(default_factory=list)  # file, line or number, and why

    @property
    def total(self) -> Tally:
        """The sum over the files."""
        return sum(self.files.values(), Tally())

    def _repr_html_(self) -> str:
        told = [{"file": path.name, "read": tally.read, **vars(tally)} for path, tally in self.files.items()]
        return card("Statements imported", {"rejected": len(self.rejected)}, pl.DataFrame(told))


def import_statements(
    workspace: Workspace, files: Sequence[str | Path], *, timezone: str = "UTC", report: Report = silent
) -> StatementsImported:
    """Take over the statements in files; those that are there already aren't doubled.

    Files are told by their content: tables of hand coders and DNA's event lists (CSV, XLSX; see
    `suara.present.statements_file.read`), databases of Discourse Network Analyzer 3 (`.dna`; see
    `suara.coding.dna.reading.read`), and coded projects (`.qdpx`; see `suara.coding.refi.statements.read`). They are kept
    in `codes/statements.parquet`; what can't be taken is in `tables/rejected.csv`.

    Args:
        workspace: the workspace.
        files: the files.
        timezone: where the clock of times without a zone stands, in tables.
        report: see `Report`.

    Raises:
        InputError: a file isn't there or can't be read, or there is no such time zone. Nothing is kept then.
        DataError: a file is damaged or no file of statements. Nothing is kept then.
    """
    check_timezone(timezone)
    result = StatementsImported()
    with workspace.lock():
        kept = statements_kept.load(workspace.root / FOLDER)
        rejected: list[tuple[str, int, str, str | None, str]] = []
        for number, path in enumerate(map(Path, files)):
            report(path.name, number, len(files))
            found = read_statements(path, timezone)
            kept, tally = statements_kept.merged(kept, found)
            result.files[path] = result.files.get(path, Tally()) + tally
            result.notes[path] = found.notes
            result.rejected += [(str(path), problem.line, problem.reason) for problem in found.problems]
            rejected += [(str(path), p.line, p.reason, p.field, p.raw) for p in found.problems]
        statements_kept.save(workspace.root / FOLDER, kept)
        _keep_rejected(workspace, rejected)
    return result


def read_statements(path: Path, timezone: str) -> Read:
    """The statements in a file, by what its content says it is."""
    try:
        with path.open("rb") as file:
            begins = file.read(16)
    except OSError as error:
        raise FileError(f"{path} can't be read: {error.strerror}") from None
    if begins.startswith(b"SQLite format 3") or path.suffix.lower() == ".dna":
        return dna.read(path)
    if path.suffix.lower() == ".qdpx":
        return refi.read(path)
    return statements_file.read(path, timezone=timezone)


@dataclass(frozen=True)
class StatementsExported:
    """What went out, and what was hidden in it."""

    path: Path
    statements: int
    documents: int
    people: int  # under pseudonyms
    places: int  # in texts
    without_position: int = 0  # in a `.dna` file: of a type of their own
    without_time: int = 0  # documents in a `.dna` file that got the first second of 1970
    password: str | None = None  # that a `.dna` file opens with

    def _repr_html_(self) -> str:
        facts = {"statements": self.statements, "documents": self.documents, "people under pseudonyms": self.people}
        return card(f"Statements exported to {self.path}", facts | {"password": self.password})


def export_statements(
    workspace: Workspace,
    path: str | Path,
    *,
    concepts: str | Sequence[str] | None = None,
    qualifier: str = "stance",
    of: str = "all",
    names: str = "public",
    lang: str = "id",
    event_list: bool = False,
    password: str = PASSWORD,
    report: Report = silent,
) -> StatementsExported:
    """Write statements for others: as `.dna` (for DNA 3), `.csv`, `.json` or `.parquet`, by the ending of the file.

    Args:
        workspace: the workspace.
        path: the file.
        concepts: see `statements`.
        qualifier: see `statements`.
        of: see `statements`.
        names: whose names are shown; see `suara.present.statements_hidden.shown` for what is hidden.
        lang: the language of labels and pseudonyms.
        event_list: write a `.csv` as DNA's event list.
        password: that the coders of a `.dna` file type in DNA.
        report: see `Report`.

    Raises:
        FileError: the file can't be written.
        InputError: the ending is another; or see `statements`.
        NotYet: there are neither posts nor imported statements.
    """
    file = Path(path)
    ending = file.suffix.lower()
    if ending not in statements_out.ENDINGS or names not in NAMES:
        raise InputError(f"{file} must end in one of {', '.join(statements_out.ENDINGS)}; names are {', '.join(NAMES)}")
    if event_list and ending != ".csv":
        raise InputError(f"{file}: DNA's event list is a .csv file")
    with workspace.lock():
        table = statements(workspace, concepts=concepts, qualifier=qualifier, of=of, report=report)
        documents = statements_kept.load(workspace.root / FOLDER)[1]
        if of == "posts":
            documents = documents.clear()
        made = None if workspace.corpus.read().is_empty() else graph(workspace, report=report)
        report("writing statements", 0, 0)
        seen = shown(table, documents, made, names=names, secret=workspace.secret(), lang=lang)
        told = (seen.statements, seen.documents)
        if ending == ".dna":
            done = statements_out.write_dna(file, *told, lang=lang, password=password)
            return StatementsExported(
                file,
                done.statements,
                done.documents,
                seen.people,
                seen.places,
                done.without_position,
                done.without_time,
                password,
            )
        if event_list:
            statements_out.write_event_list(file, *told, lang=lang)
        else:
            statements_out.write_table(file, seen.statements)
    return StatementsExported(file, table.height, seen.documents.height, seen.people, seen.places)
