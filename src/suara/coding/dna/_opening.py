"""A `.dna` file of anybody as tables: opened for reading only, trusted in nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote

import polars as pl

from suara.coding.dna._tables import READ
from suara.errors import DataError, FileError

Tables = dict[str, pl.DataFrame]

_BEGINS = b"SQLite format 3\x00"
_LONGEST_CELL = 50_000_000  # bytes; the longest document
_STEPS = 1_000_000  # of SQLite's machine, between two looks at
_MOST_STEPS = 5_000  # times as many: a table is read in a few steps a cell
_DTYPES = {"TEXT": pl.String, "INTEGER": pl.Int64}


def tables(path: Path) -> tuple[Tables, list[str]]:
    """The tables of a `.dna` file, all columns of the types that they should have, and what is to be known of the file.

    The file is opened for reading only, whatever it holds: nothing in it is run (views, triggers, functions, virtual
    tables and generated columns), and what takes too long or is too large is given up.

    Raises:
        FileError: it isn't there, or can't be read.
        DataError: it is no `.dna` file of DNA 3, damaged or harmful.
    """
    _check(path)
    try:
        connection = sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error as error:
        raise FileError(f"{path} can't be read: {error}") from None
    try:
        _guard(connection)
        _check_tables(connection, path)
        found = {name: _read(connection, name, columns) for name, columns in READ.items()}
    except (sqlite3.Error, OverflowError, UnicodeDecodeError) as error:  # the last: names in a damaged schema
        raise DataError(f"{path} is damaged or no .dna file: {error}") from None
    finally:
        connection.close()
    version = dict(found["SETTINGS"].iter_rows()).get("version") or ""
    if not version.startswith("3."):
        told = f"of DNA {version}" if version else "of a DNA that doesn't say its version"
        raise DataError(f"{path} is {told}: import it into a new database in DNA 3, and give that")
    waiting = path.with_name(path.name + "-wal")
    open_elsewhere = waiting.is_file() and waiting.stat().st_size > 0
    return found, ["it is open in DNA, and its latest changes aren't in it yet"] * open_elsewhere


def _check(path: Path) -> None:
    try:
        with path.open("rb") as file:
            begins = file.read(len(_BEGINS))
    except IsADirectoryError:
        raise FileError(f"{path} is a directory") from None
    except OSError as error:
        raise FileError(f"{path} can't be read: {error.strerror}") from None
    if begins != _BEGINS:
        raise DataError(f"{path} is no .dna file of DNA 3, which is a SQLite database")


def _guard(connection: sqlite3.Connection) -> None:
    """Let the file do nothing but be read."""
    left = iter(range(_MOST_STEPS))
    connection.set_progress_handler(lambda: next(left, None) is None, _STEPS)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_CELL)
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    for setting in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON"):
        connection.execute(f"PRAGMA {setting}")


def _check_tables(connection: sqlite3.Connection, path: Path) -> None:
    """Whether all that is read is there, as plain tables."""
    kinds = dict(connection.execute("SELECT upper(name), type FROM sqlite_master WHERE type IN ('table', 'view')"))
    virtual = {
        name for (name,) in connection.execute("SELECT upper(name) FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'")
    }
    for name, columns in READ.items():
        if name not in kinds:
            raise DataError(f"{path} is no .dna file of DNA 3: it has no table {name}")
        told = connection.execute(f"PRAGMA table_xinfo({name})").fetchall()
        if kinds[name] != "table" or name in virtual or any(hidden for *_, hidden in told):
            raise DataError(f"{path}: {name} isn't a plain table, as DNA makes it; nothing was read")
        missing = {column.upper() for column in columns} - {column.upper() for _, column, *_ in told}
        if missing:
            raise DataError(f"{path} is no .dna file of DNA 3: {name} has no column {sorted(missing)[0]}")


def _read(connection: sqlite3.Connection, name: str, columns: dict[str, str]) -> pl.DataFrame:
    asked = ", ".join(f"CAST({column} AS {dtype})" for column, dtype in columns.items())
    rows = connection.execute(f"SELECT {asked} FROM {name} ORDER BY rowid").fetchall()  # noqa: S608 -- our own names
    return pl.DataFrame(rows, schema={column: _DTYPES[dtype] for column, dtype in columns.items()}, orient="row")
