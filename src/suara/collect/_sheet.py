"""XLSX and Parquet as records of text.

openpyxl gives rows as it reads them and keeps long whole numbers exact: 100,000 rows of 12 columns take 13 s. calamine
takes 1 s for them, but holds the sheet in memory and makes floats of ids.
"""

from __future__ import annotations

import io
import struct
import tempfile
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, NamedTuple

import openpyxl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from openpyxl.utils.exceptions import InvalidFileException

from suara.collect._cells import ERRORS, text_of
from suara.collect._header import Layout, layout, unique
from suara.errors import FileError
from suara.posts import Notice, Problem

if TYPE_CHECKING:
    from suara.collect._input import Input

LONGEST_SHEET = 1 << 20  # rows; XLSX has no more
LOOKED_AT = 25  # rows in which the header is looked for
UNPACKED = 1 << 30  # bytes that an XLSX file may grow to when it is opened
RATIO = 300  # and how many times its size, from 64 MB on; sheets of posts grow to 5 to 20 times theirs
_BLOCK = 500
_BROKEN = (
    *(zipfile.BadZipFile, InvalidFileException, pa.ArrowException, zlib.error, struct.error, OSError, EOFError),
    *(LookupError, ValueError, TypeError, AttributeError, ArithmeticError, AssertionError),  # openpyxl on damaged XML
    *(SyntaxError, RuntimeError, MemoryError),  # XML that is none; a member that is encrypted; a length that is absurd
)


class _Table(NamedTuple):
    names: list[str]
    rows: Iterator[tuple[int, list[str]]]  # those beneath the names, each with its number
    others: tuple[str, ...] = ()  # sheets that hold tables too


def header(file: Input) -> list[str]:
    """The names of the columns; empty where the file can't be read.

    Raises:
        FileError: it would fill the memory.
    """
    try:
        with _opened(file) as table:
            return table.names
    except _BROKEN:
        return []


def records(file: Input) -> Iterator[tuple[int, dict[str, str], str] | Problem | Notice]:
    """Row number, fields by column name and the row as text; and what is to be known of them.

    Raises:
        FileError: it would fill the memory.
    """
    from suara.collect._input import rejected

    errors: list[tuple[int, str]] = []
    try:
        with _opened(file) as table:
            names = table.names
            if table.others:
                yield Notice(kind="other_sheets", count=len(table.others), example=", ".join(table.others)[:200])
            for number, cells in table.rows:
                file.lines_read = number
                values = cells[: len(names)]
                if not any(values):
                    continue
                values += [""] * (len(names) - len(values))
                raw = "\t".join(values)
                if values == names:
                    yield rejected(number, "the header again", raw, kind="header_again")
                    continue
                if "#" in raw:
                    errors += [(number, value) for value in values if value in ERRORS]
                    values = ["" if value in ERRORS else value for value in values]
                yield number, dict(zip(names, values, strict=True)), raw
    except _BROKEN as error:
        file.cut_off = f"the {file.kind.upper()} file is damaged or cut off after row {file.lines_read}: {error}"
    if errors:
        yield Notice(kind="excel_errors", line=errors[0][0], count=len(errors), example=errors[0][1])


@contextmanager
def _opened(file: Input) -> Iterator[_Table]:
    """The table of a file, of which rows are read as they are asked for."""
    with file.opened() as stream, tempfile.SpooledTemporaryFile(1 << 24) as copy:
        seekable: Any = stream
        if not _is_on_disk(stream):  # compressed once more
            size = 0
            while block := stream.read(1 << 20):
                size += copy.write(block)
                if size > UNPACKED:
                    raise FileError(f"{file.path} is a table of more than 1 GB in itself: save it as CSV")
            copy.seek(0)
            seekable = copy
        if file.kind == "parquet":
            yield _parquet(file, seekable)
            return
        _refuse_bombs(file, seekable)
        with _quiet():
            book = openpyxl.load_workbook(seekable, read_only=True, data_only=True)
        try:
            yield _chosen(file, book)
        finally:
            book.close()


def _is_on_disk(stream: IO[bytes]) -> bool:
    return isinstance(getattr(stream, "raw", None), io.FileIO)


def _refuse_bombs(file: Input, stream: IO[bytes]) -> None:
    """Refuse what is small as a file and fills the memory once it is opened."""
    with zipfile.ZipFile(stream) as packed:
        unpacked = sum(member.file_size for member in packed.infolist())
        size = sum(member.compress_size for member in packed.infolist())
    stream.seek(0)
    if unpacked > UNPACKED or (unpacked > 1 << 26 and unpacked > RATIO * max(size, 1)):
        raise FileError(f"{file.path} would grow from {size:,} to {unpacked:,} bytes when opened: save it as CSV")


def _chosen(file: Input, book: Any) -> _Table:
    """The sheet that the mapping names, else the first that holds a table; hidden ones come last."""
    sheets = sorted(book.worksheets, key=lambda sheet: sheet.sheet_state != "visible")
    for sheet in sheets:
        sheet.reset_dimensions()  # which some programs write wrongly, and then all but one column would be missing
    named = file.mapped.header if file.mapped else None
    wanted = file.mapped.sheet if file.mapped else None
    if wanted is not None and wanted not in book.sheetnames:
        raise FileError(f"{file.path} has no sheet {wanted!r}; it has {', '.join(book.sheetnames)}")
    found: list[tuple[Any, Layout]] = []
    for sheet in sheets:
        first = [cells for _, cells in islice(_cells(sheet), LOOKED_AT)]
        if (shape := layout(first, named)) is not None:
            found.append((sheet, shape))
    tables = [pair for pair in found if pair[1].is_table] or found
    at = [pair for pair in found if pair[0].title == wanted] or tables
    if not at:
        return _Table([], iter(()))
    sheet, shape = at[0]
    others = tuple(other.title for other, _ in tables if other is not sheet)
    rows = ((number, cells) for number, cells in _cells(sheet) if number > shape.above)
    return _Table(shape.names, rows, others)


def _cells(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet as text, numbered as a spreadsheet numbers them; what is broken breaks after those before."""
    rows = enumerate(sheet.iter_rows(values_only=True), 1)
    while True:
        block: list[tuple[int, list[str]]] = []
        broken: BaseException | None = None
        with _quiet():
            try:
                for number, row in islice(rows, _BLOCK):
                    block.append((number, [text_of(value) for value in row]))
            except _BROKEN as error:
                broken = error
        yield from block
        if broken is not None:
            raise broken
        if not block:
            return
        if block[-1][0] > LONGEST_SHEET:
            raise ValueError("more rows than a sheet can have")


@contextmanager
def _quiet() -> Iterator[None]:
    """Without openpyxl's warnings, which are of formats and styles that posts have none of."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _parquet(file: Input, stream: IO[bytes]) -> _Table:
    table = pq.ParquetFile(stream)
    named = file.mapped.header if file.mapped else None
    return _Table(named or unique(list(table.schema_arrow.names)), enumerate(_batches(table), 2))


def _batches(table: Any) -> Iterator[list[str]]:
    for batch in table.iter_batches(10_000):
        columns = [_exact(column).to_pylist() for column in batch.columns]
        for row in zip(*columns, strict=True):
            yield [text_of(value) for value in row]


def _exact(column: Any) -> Any:
    """A column without nanoseconds, which Python's times don't have."""
    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        return pc.cast(column, pa.timestamp("us", column.type.tz), safe=False)
    return column
