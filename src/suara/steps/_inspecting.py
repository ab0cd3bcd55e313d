"""The doctor's look at files, before anything is imported."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from suara.collect._doctor import Finding, as_table, examine
from suara.collect._importing import contents, read_file, recognise
from suara.collect._input import Input
from suara.errors import FileError, UnknownFormat
from suara.steps._importing import Report, silent


def inspect(files: Sequence[str | Path], *, lang: str = "id", report: Report = silent) -> pl.DataFrame:
    """What is to be known of files of posts: format, numbers, period, replies, and all that is lost or in doubt.

    A row a finding: file, source, level (error, warning, note, fact), kind, count, whole (of how many), example, and
    the sentence that `says` it in the language asked for ("id" or "en"). A file that can't be read is a finding too.

    Example:
        >>> inspect(["sample/keluhan.csv"], lang="en").filter(kind="posts")["says"].to_list()
        ['1,076 posts.']
    """
    found: list[tuple[str, str | None, list[Finding]]] = []
    for path in map(Path, files):
        name = None
        try:
            name, source = recognise(path)
            size = path.stat().st_size

            def progress(position: int, path: Path = path, size: int = size) -> None:
                report(path.name, position, size)

            findings = examine(read_file(path, source, progress=progress))
        except UnknownFormat:
            findings = [Finding("unknown_format", example=contents(Input(path)))]
        except FileError as error:
            findings = [Finding("unreadable", example=str(error))]
        found.append((str(path), name, findings))
    return as_table(found, lang)
