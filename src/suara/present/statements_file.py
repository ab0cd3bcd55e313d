"""Tables of statements that people have coded by hand, and DNA's event lists: CSV or XLSX, however their columns are called."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from pathlib import Path

import polars as pl

from suara.coding.statement_words import columns_of, positions, words
from suara.coding.statements import OF_DOCUMENT, ROLES, Read, shaped, titled
from suara.collect._times import Clock
from suara.errors import DataError
from suara.posts import Problem
from suara.posts.post import TIME
from suara.present import _table_file
from suara.present._table_file import TableFile

EVENT_LIST = ("statement_id", "time", "start_position", "stop_position", "text", "coder", "document_id")
"""The columns by which DNA's event list is known."""

HAND = "statement"
"""The type of statements in a table that tells none."""

OURS = "post"
"""The type of statements that suara has found in posts: these aren't taken from a table."""

_FORMATS = (
    "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%d-%m-%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%d-%m-%Y", "%d.%m.%Y",
    "%d %B %Y %H:%M:%S", "%d %B %Y %H:%M", "%d %B %Y %H.%M", "%d %B %Y", "%d %b %Y %H:%M", "%d %b %Y",
)  # fmt: skip
_GUARDED = r"^'([=+\-@\t\r])"  # what `present.tables` has put before what could be a formula


def read(path: Path, *, timezone: str = "UTC") -> Read:
    """The statements in a table, a row a statement.

    Columns are known by their names, in Indonesian or English (`statement_words.toml`); others are attributes. Days stand
    before months where a date isn't in ISO 8601. A row is rejected, with its line and why, if a time, a position or a
    place can't be read, or if it names neither an actor nor a concept. A row that is there twice counts once.

    Args:
        path: a CSV or XLSX file; separated by whatever, in UTF-8, UTF-16 or Windows-1252.
        timezone: where the clock of times without a zone stands.

    Raises:
        FileError: it isn't there, can't be read, or is no table.
        DataError: no column is an actor or a concept.
    """
    table = _table_file.read(path)
    if table is None:
        raise DataError(f"{path} is no table of statements: it must be CSV or XLSX, or a .dna or .qdpx file")
    columns = columns_of([name for name in table.columns if name])
    event_list = set(EVENT_LIST) <= set(table.columns)
    if not event_list and not set(ROLES) & set(columns.values()):
        known = ", ".join(f"{role} ({', '.join(words().columns[role][1:4])})" for role in ROLES)
        raise DataError(f"{path}: no column of {', '.join(table.columns)} is one of {known}")
    found = Read(pl.DataFrame(), problems=list(table.problems))
    rows = _rows(table, columns)
    rows = _timed(_placed(_named(rows, found, event_list=event_list), found), found, timezone)
    rows = _held(rows, found)
    if table.cut_off:
        found.notes[f"the end of the file is missing: {table.cut_off}"] += 1
    renamed = {column: attribute for column, attribute in OF_DOCUMENT.items() if column in rows.columns}
    once = rows.drop("line", "raw").rename(renamed).unique(maintain_order=True)
    found.doubled = rows.height - once.height
    found.statements = shaped(once.drop("statement", strict=False))
    return found


def _rows(table: TableFile, columns: dict[str, str]) -> pl.DataFrame:
    """The rows with our names of the columns, stripped; `line`, and `raw`, the row as it stands. Blank ones are left out."""
    names = [name for name in table.columns if name]
    rows = pl.DataFrame(
        [[fields[name] for name in names] for fields in table.rows],
        schema=dict.fromkeys(names, pl.String),
        orient="row",
    )
    raw = [json.dumps(fields, ensure_ascii=False) for fields in table.rows]
    clean = pl.all().str.replace(_GUARDED, "${1}").str.strip_chars().replace("", None)
    return (
        rows.select(clean)
        .rename(columns)
        .with_columns(line=pl.Series(table.numbers, dtype=pl.Int64), raw=pl.Series(raw, dtype=pl.String))
        .filter(~pl.all_horizontal(pl.col(list(columns.values())).is_null()))
    )


def _named(rows: pl.DataFrame, found: Read, *, event_list: bool) -> pl.DataFrame:
    """Rows with their document and type, of which those that say nothing are rejected."""
    if "document" not in rows.columns and "title" in rows.columns:
        number = "document_id" if "document_id" in rows.columns else "title"
        each = rows.select("title", number).unique(maintain_order=True)
        known = pl.Series("document", titled(each["title"].to_list(), each[number].to_list()), pl.String)
        rows = rows.join(
            each.with_columns(known),
            on=list(dict.fromkeys(("title", number))),
            how="left",
            nulls_equal=True,
            maintain_order="left",
        )
    kind = pl.col("type").fill_null(HAND) if "type" in rows.columns else pl.lit(HAND)
    rows = rows.drop("document_id", strict=False).with_columns(type=kind)
    ours = rows.filter(type=OURS)
    if ours.height:
        found.problems += _rejected(ours, "suara itself has found it in a post: decide on codes with `suara review`")
        rows = rows.filter(pl.col("type") != OURS)
    roles = [role for role in ROLES if role in rows.columns]
    if event_list or not roles:
        return rows
    silent = pl.all_horizontal(pl.col(roles).is_null())
    found.problems += _rejected(rows.filter(silent), "it names neither an actor nor a concept")
    return rows.filter(~silent)


def _placed(rows: pl.DataFrame, found: Read) -> pl.DataFrame:
    """Rows with whole numbers for their places in the document."""
    for name in ("start", "end"):
        if name not in rows.columns:
            rows = rows.with_columns(pl.lit(None, pl.String).alias(name))
        number = pl.col(name).str.replace(r"\.0+$", "").cast(pl.Int64, strict=False)
        wrong = pl.col(name).is_not_null() & (number.is_null() | (number < 0)).fill_null(value=True)
        found.problems += _rejected(rows.filter(wrong), f"its {name} is no place in a text", name)
        rows = rows.filter(~wrong).with_columns(number.alias(name))
    return rows


def _timed(rows: pl.DataFrame, found: Read, timezone: str) -> pl.DataFrame:
    """Rows with their time in UTC."""
    if "time" not in rows.columns:
        return rows.with_columns(time=pl.lit(None, TIME))
    clock = Clock(_FORMATS, timezone, of_posts=False)
    times: dict[str, datetime | None] = {}
    wrong: list[str] = []
    zoneless = Counter[str]()
    for text in rows["time"].drop_nulls().unique(maintain_order=True):
        before = clock.without_zone
        try:
            times[text] = clock.read(text)
        except (ValueError, OverflowError):
            wrong.append(text)
        if clock.without_zone > before:
            zoneless[text] += 1
    found.problems += _rejected(rows.filter(pl.col("time").is_in(wrong)), "its time can't be read", "time")
    rows = rows.filter(~pl.col("time").is_in(wrong).fill_null(value=False))
    if number := rows.filter(pl.col("time").is_in(list(zoneless))).height:
        found.notes[f"times have no zone and are taken as {timezone}"] += number
    return rows.with_columns(time=pl.col("time").replace_strict(times, default=None, return_dtype=TIME))


def _held(rows: pl.DataFrame, found: Read) -> pl.DataFrame:
    """Rows with their position as a whole number."""
    if "qualifier" not in rows.columns:
        return rows.with_columns(qualifier=pl.lit(None, pl.Int64))
    numbers, wrong = positions(rows["qualifier"])
    found.problems += _rejected(rows.filter(wrong), "its position is neither agreement nor a whole number", "qualifier")
    return rows.with_columns(numbers.alias("qualifier")).filter(~wrong)


def _rejected(rows: pl.DataFrame, reason: str, name: str | None = None) -> list[Problem]:
    value = pl.col(name) if name else pl.lit(None, pl.String)
    return [
        Problem(line=line, reason=reason if told is None else f"{reason}: {told!r}", raw=raw)
        for line, raw, told in rows.select("line", "raw", value.alias("told")).iter_rows()
    ]
