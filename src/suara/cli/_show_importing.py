"""What became of files of posts, and what is wrong with them, as a person reads it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from rich.markup import escape

from suara.cli._show import count, err, printable, say
from suara.posts import Tally
from suara.steps import Imported


def imported(result: Imported, workspace: Path, lang: str) -> None:
    """What became of each file, and what the doctor says of them."""
    for path, tally in result.files.items():
        say(f"{escape(str(path))}: {_tally(tally)}")
    total = result.total
    if len(result.files) > 1:
        say(f"All files: {_tally(total)}")
    if total.rejected or total.refused:
        lost = [count(total.rejected, "record")] if total.rejected else []
        lost += [count(total.refused, "part") + " of kept records"] if total.refused else []
        say(
            f"{' and '.join(lost)} couldn't be read, or the source says they are missing: see {workspace}/tables/rejected.csv",
            style="yellow",
        )
    if total.retimed:
        say(
            f"{count(total.retimed, 'copy', 'copies')} told another time for a known post: the first is kept",
            style="yellow",
        )
    for finding in result.findings:
        _finding(finding.level, finding.says(lang))


def imported_facts(result: Imported, lang: str) -> dict[str, object]:
    """What became of each file, and what the doctor says, for programs."""
    tallies = {str(path): {"read": tally.read, **vars(tally)} for path, tally in result.files.items()}
    findings = [{"level": finding.level, "says": finding.says(lang)} for finding in result.findings]
    return {"files": tallies, "findings": findings}


def drafted(file: Path, draft: Path, doubts: int) -> None:
    """What to do with a mapping that was drafted; on standard error, as a table may follow."""
    look = f"look at the {count(doubts, 'place')} marked # ? in it" if doubts else "look it over"
    err.print(
        f"{draft}: {look}, then: suara import {file} --mapping {draft} (as {file}.toml it is found by itself)",
        markup=False,
        soft_wrap=True,
    )


_MARKS = {"error": ("!!", "red"), "warning": ("! ", "yellow"), "note": ("- ", ""), "fact": ("  ", "")}


def findings(table: pl.DataFrame) -> None:
    """The doctor's findings, file by file: what the file is, then what is wrong with it, the worst first."""
    for (file,), found in table.group_by("file", maintain_order=True):
        say(escape(printable(str(file))), style="bold")
        facts, others = found.filter(level="fact"), found.filter(pl.col("level") != "fact")
        for level, sentence in pl.concat([facts, others]).select("level", "says").iter_rows():
            _finding(level, sentence)


def _finding(level: str, sentence: str) -> None:
    mark, style = _MARKS[level]
    say(f"  {mark} {escape(printable(sentence))}", style=style)


def _tally(tally: Tally) -> str:
    text = f"{tally.read:,} read = {tally.imported:,} imported + {tally.duplicates:,} duplicates + {tally.rejected:,} rejected"
    notes = [f"{tally.context:,} of the imported only came along with others"] if tally.context else []
    notes += [f"{tally.updated:,} of the duplicates brought news"] if tally.updated else []
    return text + (f" ({'; '.join(notes)})" if notes else "")
