"""XLSX and Parquet as records of text."""

from __future__ import annotations

import datetime as dt
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl.utils.exceptions import InvalidFileException

from suara.posts import Problem

if TYPE_CHECKING:
    from suara.collect._input import Input

EXACT = 1 << 53  # whole numbers above it are rounded by every program that keeps numbers as floats, as Excel does
_BROKEN = (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, pa.ArrowException, EOFError)


def header(file: Input) -> list[str]:
    """The names in the first row; empty where the file can't be read."""
    try:
        with _rows(file) as rows:
            return [_text(value) for value in next(rows, ())]
    except _BROKEN:
        return []


def records(file: Input) -> Iterator[tuple[int, dict[str, str], str] | Problem]:
    """Row number, fields by column name and the row as text."""
    from suara.collect._input import rejected

    try:
        with _rows(file) as rows:
            names = [_text(value) for value in next(rows, ())]
            for number, row in enumerate(rows, 2):
                file.lines_read = number
                values = [_text(value) for value in row[: len(names)]]
                values += [""] * (len(names) - len(values))
                if not any(values):
                    continue
                raw = "\t".join(values)
                if values == names:
                    yield rejected(number, "the header again", raw, kind="header_again")
                else:
                    yield number, dict(zip(names, values, strict=True)), raw
    except _BROKEN as error:
        file.cut_off = f"the {file.kind.upper()} file is damaged or cut off after row {file.lines_read}: {error}"


@contextmanager
def _rows(file: Input) -> Iterator[Iterator[tuple[Any, ...]]]:
    """The rows of the first sheet or of the Parquet file, the names first; read as they are asked for."""
    with file.opened() as stream, tempfile.SpooledTemporaryFile(1 << 24) as seekable:
        while block := stream.read(1 << 20):
            seekable.write(block)
        seekable.seek(0)
        if file.kind == "parquet":
            yield _parquet(seekable)
        else:
            book = openpyxl.load_workbook(seekable, read_only=True, data_only=True)
            try:
                yield book.worksheets[0].iter_rows(values_only=True)
            finally:
                book.close()


def _parquet(stream: IO[bytes] | tempfile.SpooledTemporaryFile[bytes]) -> Iterator[tuple[Any, ...]]:
    table = pq.ParquetFile(stream)
    yield tuple(table.schema_arrow.names)
    for batch in table.iter_batches(10_000):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _text(value: Any) -> str:
    """A cell as text; a whole number that a float can't hold exactly is written so that it is seen to be none."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) <= EXACT else repr(value)
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return str(value)
