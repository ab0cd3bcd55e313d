"""Tables that people have made in a spreadsheet, read however it has kept them."""

from __future__ import annotations

import codecs
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from suara.collect._input import Input
from suara.collect._rows import records
from suara.errors import FileError
from suara.posts import Problem


@dataclass
class TableFile:
    """The rows of a table, where each stands (its line in a CSV file, its row in a sheet), and what is no row of it."""

    columns: list[str] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    cut_off: str | None = None  # why the end is missing
    narrow: bool = False  # it was in Windows-1252
    kind: str = "csv"  # or "xlsx"


def read(path: Path) -> TableFile | None:
    """The rows of a CSV or XLSX file; None where it is neither.

    Whatever separates its fields, UTF-8, UTF-16 and Windows-1252 are read.

    Raises:
        FileError: it isn't there, or can't be read.
    """
    table = TableFile()
    with _in_unicode(path) as (readable, table.narrow):
        try:
            file = Input(readable)
            if file.kind not in ("csv", "xlsx"):
                return None
            table.columns, table.kind = file.header, file.kind
            for record in records(file):
                if isinstance(record, Problem):
                    table.problems.append(record)
                elif isinstance(record, tuple):
                    table.rows.append(record[1])
                    table.numbers.append(record[0])
        except FileError as error:
            raise FileError(str(error).replace(str(readable), str(path))) from None
        table.cut_off = file.cut_off
    return table


@contextmanager
def _in_unicode(path: Path) -> Iterator[tuple[Path, bool]]:
    """A file as it is or, if its text is in Windows-1252, a copy in UTF-8; and whether it is that."""
    try:
        content = path.read_bytes()
    except OSError:
        content = b""  # what is wrong with it is told by who reads it
    binary = content.startswith(
        (b"PK\x03\x04", codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"\x1f\x8b", b"\x28\xb5\x2f\xfd")
    )
    if binary or _is_utf8(content):
        yield path, False
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.csv"
        copy.write_bytes(content.decode("cp1252", "replace").encode())
        yield copy, True


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
