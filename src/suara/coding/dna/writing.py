"""Statements as a `.dna` file, which Discourse Network Analyzer 3 opens."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from suara._files import whole
from suara.coding.dna import _numbered as numbered
from suara.coding.dna._placed import documents as documents_of
from suara.coding.dna._placed import placed
from suara.coding.dna._tables import DATE, TABLES, VERSION, WITHOUT_POSITION, created
from suara.coding.dna.passwords import hashed
from suara.errors import FileError

PASSWORD = "suara"  # noqa: S105 -- DNA opens no file without one; it protects nothing
"""What coders type to open the file in DNA, unless another is given."""

ADMIN = "Admin"
"""The first coder, as every database of DNA has one."""

_COLOURS = ((255, 255, 0), (51, 153, 255), (255, 102, 102), (102, 204, 0), (204, 102, 255), (255, 153, 0))


@dataclass(frozen=True)
class Written:
    """What a `.dna` file holds."""

    path: Path
    statements: int
    documents: int
    types: int
    coders: int
    without_position: int  # in types of their own
    without_time: int  # documents that got the first second of 1970


def write(path: Path, statements: pl.DataFrame, documents: pl.DataFrame, *, password: str = PASSWORD) -> Written:
    """Write statements and their documents.

    DNA has names and titles of up to 190 characters: longer ones are cut, and still differ. Statements without a position
    have a type of their own beside those of their type that have one.

    Args:
        path: the file; one that is there is replaced.
        statements: see `suara.coding.statements.STATEMENTS`; attributes become variables, or attributes of entities.
        documents: see `suara.coding.statements.DOCUMENTS`.
        password: for all coders.

    Raises:
        FileError: it can't be written.
    """
    rows, filled = _tables(statements, documents, password)
    try:
        with whole(path) as unfinished:
            unfinished.unlink(missing_ok=True)
            connection = sqlite3.connect(unfinished)
            try:
                connection.execute("PRAGMA synchronous = OFF")  # it is on the disk before it takes its place
                connection.execute("BEGIN")
                for name in TABLES:
                    connection.execute(created(name))
                for name, (columns, values) in filled.items():
                    marks = ", ".join("?" * len(columns))
                    connection.executemany(f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks})", values)  # noqa: S608 -- our own names
                connection.commit()
            finally:
                connection.close()
    except (OSError, sqlite3.OperationalError) as error:
        raise FileError(f"{path} can't be written: {error}") from None
    known = filled["DOCUMENTS"][1]
    return Written(
        path, rows.height, len(known), len(filled["STATEMENTTYPES"][1]), len(filled["CODERS"][1]),
        rows.filter(pl.col("type").str.ends_with(WITHOUT_POSITION)).height,
        rows.filter(pl.col("time").is_null())["DocumentId"].n_unique(),
    )  # fmt: skip


Filled = dict[str, tuple[tuple[str, ...], list[tuple[object, ...]]]]


def _tables(statements: pl.DataFrame, documents: pl.DataFrame, password: str) -> tuple[pl.DataFrame, Filled]:
    """The rows of all tables, and the statements as they are in them."""
    known = documents_of(statements, documents)
    rows = placed(numbered.parted(statements), known).with_columns(number=pl.int_range(1, pl.len() + 1))
    kinds = numbered.types(rows)
    of_type = pl.DataFrame({"type": rows["type"].unique(maintain_order=True), "StatementTypeId": kinds["ID"]})
    coders = _coders(rows, known, password)
    at_coder = coders.select(coder="Name", Coder="ID")
    rows = rows.join(of_type, on="type", how="left", maintain_order="left")
    rows = _by(rows, at_coder)
    told = numbered.variables(rows.select(statements.columns), kinds)
    values = numbered.said(rows, told)
    entities = numbered.entities(values, told)
    names, given = numbered.attributes(rows, told, entities)
    others = coders.select(Coder="ID").join(coders.select(OtherCoder="ID"), how="cross")
    chosen = values.join(
        entities.select("VariableId", value="Value", Entity="ID"),
        on=["VariableId", "value"],
        how="left",
        maintain_order="left",
    )
    frames = {
        "SETTINGS": pl.DataFrame({"Property": ["version", "date"], "Value": [VERSION, DATE]}),
        "CODERS": coders,
        "CODERRELATIONS": others.filter(pl.col("Coder") != pl.col("OtherCoder")),
        "DOCUMENTS": _by(known, at_coder).select(*[c for c in TABLES["DOCUMENTS"] if c != "Coder"], "Coder"),
        "STATEMENTTYPES": kinds,
        "VARIABLES": told.drop("column"),
        "STATEMENTS": rows.select("StatementTypeId", "DocumentId", "Start", "Stop", "Coder", ID="number"),
        "ENTITIES": entities,
        "DATASHORTTEXT": chosen.filter(DataType="short text").select("VariableId", "Entity", StatementId="number"),
        "DATALONGTEXT": _data(values, "long text", pl.String),
        "DATABOOLEAN": _data(values, "boolean", pl.Int64),
        "DATAINTEGER": _data(values, "integer", pl.Int64),
        "ATTRIBUTEVARIABLES": names,
        "ATTRIBUTEVALUES": given,
    }
    return rows, {name: (tuple(frame.columns), frame.rows()) for name, frame in frames.items()}


def _data(values: pl.DataFrame, kind: str, dtype: type[pl.DataType]) -> pl.DataFrame:
    return values.filter(DataType=kind).select("VariableId", StatementId="number", Value=pl.col("value").cast(dtype))


def _by(rows: pl.DataFrame, coders: pl.DataFrame) -> pl.DataFrame:
    """Rows with the number of their coder; those of whom nobody knows are the first coder's."""
    short = rows.with_columns(coder=numbered.short(pl.col("coder").fill_null(ADMIN)))
    return short.join(coders, on="coder", how="left", maintain_order="left")


def _coders(rows: pl.DataFrame, documents: pl.DataFrame, password: str) -> pl.DataFrame:
    """The coders: ID, Name, a colour and a password."""
    named: Iterable[str] = pl.concat([rows["coder"], documents["coder"]]).drop_nulls().unique().sort().to_list()
    names = [ADMIN, *dict.fromkeys(numbered.cut(name) for name in named if name != ADMIN)]
    told = hashed(password, hashlib.sha256(f"suara {password}".encode()).digest()[:16])
    return pl.DataFrame(
        [(number, name, *_COLOURS[number % len(_COLOURS) - 1], told) for number, name in enumerate(names, 1)],
        schema={
            "ID": pl.Int64,
            "Name": pl.String,
            **dict.fromkeys(("Red", "Green", "Blue"), pl.Int64),
            "Password": pl.String,
        },
        orient="row",
    )
