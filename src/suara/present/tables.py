"""Tables as files: CSV for spreadsheets, JSON, Parquet."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import msgspec
import polars as pl

from suara.errors import FileError

FORMATS = ("csv", "json", "parquet")


def write(table: pl.DataFrame, form: str, path: Path | None) -> None:
    """Write a table to a file, or to standard output where `path` is None.

    Raises:
        FileError: Parquet is asked for on a terminal, or the file can't be written.
    """
    data = {"csv": as_csv, "json": as_json, "parquet": _as_parquet}[form](table)
    if path is None:
        if form == "parquet" and sys.stdout.isatty():
            raise FileError("Parquet isn't text: name a file with --output")
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    try:
        path.write_bytes(data)
    except OSError as error:
        raise FileError(f"{path} can't be written: {error.strerror}") from None


def as_csv(table: pl.DataFrame) -> bytes:
    r"""A table as CSV (UTF-8, RFC 4180, times in ISO 8601); no text in it is a formula to a spreadsheet.

    Lists, nodes and other values with parts are JSON text. Source: OWASP, CSV injection.

    Example:
        >>> as_csv(pl.DataFrame({"name": ["=1+1", "KAI"], "n": [1, -2]}))
        b"name,n\n'=1+1,1\nKAI,-2\n"
    """
    nested = [name for name, dtype in table.schema.items() if dtype.is_nested()]
    table = table.with_columns(_as_text(table[name]) for name in nested)
    texts = pl.col(pl.String)
    safe = table.with_columns(
        pl.when(texts.str.contains(r"^[=+\-@\t\r]")).then(pl.lit("'") + texts).otherwise(texts).name.keep()
        if pl.String in table.dtypes
        else []
    )
    written = io.BytesIO()
    safe.write_csv(written, datetime_format="%Y-%m-%dT%H:%M:%SZ")
    return written.getvalue()


def _as_text(column: pl.Series) -> pl.Series:
    """Values with parts as JSON text; unknown ones stay unknown."""
    told = [None if value is None else msgspec.json.encode(value).decode() for value in column.to_list()]
    return pl.Series(column.name, told, pl.String)


def as_json(table: pl.DataFrame) -> bytes:
    r"""A table as a JSON array of objects, times in ISO 8601.

    Example:
        >>> as_json(pl.DataFrame({"name": ["KAI"], "n": [None]}))
        b'[{"name":"KAI","n":null}]\n'
    """
    times = [name for name, dtype in table.schema.items() if isinstance(dtype, pl.Datetime)]
    text = table.with_columns(pl.col(times).dt.strftime("%Y-%m-%dT%H:%M:%SZ")).write_json()
    return text.encode() + b"\n"


def _as_parquet(table: pl.DataFrame) -> bytes:
    written = io.BytesIO()
    table.write_parquet(written)
    return written.getvalue()
