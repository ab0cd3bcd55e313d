"""The doctor's look at files, before anything is imported."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from suara.collect._doctor import Finding, as_table, examine
from suara.collect._drafting import draft
from suara.collect._importing import contents, read_file, recognise, without_mappings
from suara.collect._input import Input
from suara.errors import FileError, SourceError, UnknownFormat
from suara.steps._importing import Report, silent


def inspect(
    files: Sequence[str | Path], *, mapping: str | Path | None = None, lang: str = "id", report: Report = silent
) -> pl.DataFrame:
    """What is to be known of files of posts: format, numbers, period, replies, and all that is lost or in doubt.

    `mapping` is a TOML file that says which column of a table is what; without it, `FILE.toml` beside a table does.
    A row a finding: file, source, level (error, warning, note, fact), kind, count, whole (of how many), example, and
    the sentence that `says` it in the language asked for ("id" or "en"). A file that can't be read is a finding too.

    Raises:
        DataError: the mapping is wrong.

    Example:
        >>> inspect(["sample/keluhan.csv"], lang="en").filter(kind="posts")["says"].to_list()
        ['1,076 posts.']
    """
    found: list[tuple[str, str | None, list[Finding]]] = []
    columns = None if mapping is None else Path(mapping)
    for path in without_mappings([Path(file) for file in files]):
        name = None
        try:
            name, source = recognise(path, columns)
            size = path.stat().st_size

            def progress(position: int, path: Path = path, size: int = size) -> None:
                report(path.name, position, size)

            findings = examine(read_file(path, source, mapping=columns, progress=progress))
        except UnknownFormat:
            findings = [Finding("unknown_format", example=contents(Input(path)))]
        except (FileError, SourceError) as error:
            findings = [Finding("unreadable", example=str(error))]
        found.append((str(path), name, findings))
    return as_table(found, lang)


def draft_mapping(file: str | Path, output: str | Path) -> int:
    """Write a first mapping of a table that no source knows; returns in how many places a person has to look.

    Raises:
        FileError: the file can't be read, or `output` is there already or can't be written.
        UnknownFormat: it isn't a table.
    """
    text = draft(Input(Path(file)))
    try:
        with Path(output).open("x", encoding="utf-8") as written:
            written.write(text)
    except FileExistsError:
        raise FileError(f"{output} is there already: name another file, or move it away") from None
    except OSError as error:
        raise FileError(f"{output} can't be written: {error.strerror}") from None
    return sum("# ?" in line for line in text.splitlines() if not line.startswith("# What the columns"))
