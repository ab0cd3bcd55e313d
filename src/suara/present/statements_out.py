"""Statements as files for others: DNA's database and event list, or a table."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from suara._files import whole
from suara.coding.dna._placed import documents as documents_of
from suara.coding.dna._placed import placed
from suara.coding.dna.writing import Written, write
from suara.coding.refi.statements import CODING
from suara.coding.statements import called
from suara.errors import FileError
from suara.graph.statements import POST
from suara.present import tables
from suara.present.statements_file import HAND

DNA_STATEMENT = "DNA Statement"
"""The type that DNA and rDNA look for unless told otherwise; in a `.dna` file all are of it that no scheme has typed."""

_PLAIN = (POST, HAND, CODING)

ENDINGS = (".dna", ".csv", ".json", ".parquet")
_DROPPED = (
    "person.name",
    "organisation.name",
    "concept.label_id",
    "concept.label_en",
    "conversation",
    "qualifier.text",
)
_EVENTS = {"person": "person", "organisation": "organization", "concept": "concept", "qualifier": "agreement"}
_FORMULA = r"^[=+\-@\t\r]"


def labelled(statements: pl.DataFrame, lang: str) -> pl.DataFrame:
    """Statements with agencies and concepts as people call them, for programs that know no keys.

    What any statement calls a concept or organisation, all do; what two concepts are called is told apart by their keys.
    Statements in posts, in tables without types, and codings become "DNA Statement"s.
    """
    rows = statements.with_columns(
        type=pl.when(pl.col("type").is_in(_PLAIN)).then(pl.lit(DNA_STATEMENT)).otherwise("type"),
        organisation=called(statements, "organisation", "organisation.name"),
        called=called(statements, "concept", f"concept.label_{lang}"),
        **{"concept.key": pl.col("concept")},
    )
    names = rows.select("called", "concept").unique()["called"].value_counts()
    twice = pl.col("called").is_in(names.filter(pl.col("count") > 1)["called"].implode())
    apart = pl.when(twice).then(pl.format("{} ({})", "called", "concept")).otherwise("called")
    rows = rows.with_columns(concept=apart).drop("called", *_DROPPED, strict=False)
    if "organisation.type" in rows.columns:
        return rows
    return rows.rename({"organisation.kind": "organisation.type"}, strict=False)


def write_dna(path: Path, statements: pl.DataFrame, documents: pl.DataFrame, *, lang: str, password: str) -> Written:
    """Write statements as a `.dna` file; see `suara.coding.dna.writing.write`.

    Raises:
        FileError: it can't be written.
    """
    return write(path, labelled(statements, lang), documents, password=password)


def event_list(statements: pl.DataFrame, documents: pl.DataFrame, *, lang: str) -> bytes:
    """Statements as DNA's event list: CSV with semicolons, times as "2026-03-01 09:30:00" in UTC, coders by number.

    As DNA does, a semicolon in a text becomes a comma and a double quote a single one. No text is a formula to a spreadsheet.
    """
    rows = labelled(statements, lang)
    known = documents_of(rows, documents)
    coders = {name: number for number, name in enumerate(rows["coder"].drop_nulls().unique().sort(), 2)}
    at = known.select("Author", "Source", "Section", "Type", "Title", DocumentId="ID")
    made = placed(rows, known).join(at, on="DocumentId", how="left", maintain_order="left")
    text = [
        *(column for column in _EVENTS if column != "qualifier"),
        "text",
        "Title",
        "Author",
        "Source",
        "Section",
        "Type",
    ]
    made = made.with_columns(_plain(pl.col(name)).alias(name) for name in text)
    columns = [
        pl.int_range(1, pl.len() + 1).alias("statement_id"),
        pl.col("time").dt.strftime("%Y-%m-%d %H:%M:%S").alias("time"),
        *(pl.col(column).alias(name) for column, name in _EVENTS.items()),
        pl.col("Start").alias("start_position"),
        pl.col("Stop").alias("stop_position"),
        pl.col("text"),
        pl.col("coder").replace_strict(coders, default=1, return_dtype=pl.Int64).alias("coder"),
        pl.col("DocumentId").alias("document_id"),
        *(pl.col(name).alias(f"document_{name.lower()}") for name in ("Title", "Author", "Source", "Section", "Type")),
    ]
    return made.select(columns).write_csv(separator=";", quote_style="non_numeric").encode()


def _plain(text: pl.Expr) -> pl.Expr:
    safe = text.fill_null("").str.replace_all(";", ",", literal=True).str.replace_all('"', "'", literal=True)
    return pl.when(safe.str.contains(_FORMULA)).then(pl.lit("'") + safe).otherwise(safe)


def write_event_list(path: Path, statements: pl.DataFrame, documents: pl.DataFrame, *, lang: str) -> None:
    """Write statements as DNA's event list.

    Raises:
        FileError: it can't be written.
    """
    try:
        with whole(path) as unfinished:
            unfinished.write_bytes(event_list(statements, documents, lang=lang))
    except OSError as error:
        raise FileError(f"{path} can't be written: {error.strerror}") from None


def write_table(path: Path, statements: pl.DataFrame) -> None:
    """Write statements as a table (`.csv`, `.json` or `.parquet`), which `suara statements import` reads as CSV.

    Raises:
        FileError: it can't be written.
    """
    tables.write(statements, path.suffix.removeprefix(".").lower(), path)
