"""Documents as DNA has them (each with one time, and a text), and the places of statements in their texts."""

from __future__ import annotations

import polars as pl

from suara.coding.dna._numbered import short
from suara.coding.dna._tables import UNKNOWN_TIME
from suara.coding.dna._units import units
from suara.coding.statements import DOCUMENTS, OF_DOCUMENT

_AT = ["document", "time"]
_BETWEEN = "\n\n"
_NAMELESS = "(unknown)"


def documents(statements: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """The documents, numbered: ID, document, time, and what DNA has of them (Title, Text, Author, ..., Date).

    A document whose statements were made at several times is several, as DNA's have one time. Where no file tells its text,
    it is that of its statements, each once. One without a time gets the first second of 1970, and a note that says so.
    """
    named = statements.with_columns(pl.col("document").fill_null(_NAMELESS))
    own = [column for column, attribute in OF_DOCUMENT.items() if attribute in statements.columns]
    seen = named.group_by(_AT, maintain_order=True).agg(
        pl.col("text").drop_nulls().unique(maintain_order=True).str.join(_BETWEEN).alias("said"),
        pl.col("coder").drop_nulls().first().alias("coded"),
        *(pl.col(OF_DOCUMENT[column]).drop_nulls().first().alias(f"its {column}") for column in own),
    )
    rest = told.select(_AT).join(seen, on="document", how="anti", maintain_order="left")
    whole = pl.concat([seen, rest], how="diagonal").join(
        told.drop("time").unique("document", keep="first", maintain_order=True),
        on="document", how="left", maintain_order="left",
    )  # fmt: skip
    text = pl.coalesce(pl.col("text").replace("", None), pl.col("said").replace("", None), pl.col("document"))
    made = whole.with_columns(
        pl.coalesce(column, f"its {column}") if column in own else pl.col(column)
        for column in DOCUMENTS
        if column in OF_DOCUMENT
    )
    title = pl.coalesce("title", "document")
    unknown = pl.when(pl.col("time").is_null()).then(pl.lit(UNKNOWN_TIME))
    return made.with_columns(
        pl.int_range(1, pl.len() + 1).alias("ID"),
        coder=pl.coalesce("coder", "coded"),
        Title=short(pl.when(title.is_unique()).then(title).otherwise("document")),
        Text=text,
        Author=short(pl.col("author").fill_null("")),
        Source=short(pl.col("source").fill_null("")),
        Section=short(pl.col("section").fill_null("")),
        Type=short(pl.col("kind").fill_null("")),
        Notes=pl.concat_str("notes", unknown, separator="\n", ignore_nulls=True),
        Date=pl.col("time").dt.epoch("s").fill_null(0),
    )


def placed(statements: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Statements with DocumentId, Start and Stop (in units of UTF-16).

    The place is the statement's own where the text of its document stands there, else where that text is found, else the
    whole document.
    """
    at = known.select(*_AT, DocumentId="ID", whole="Text")
    rows = statements.with_columns(document=pl.col("document").fill_null(_NAMELESS)).join(
        at, on=_AT, how="left", nulls_equal=True, maintain_order="left"
    )
    length = pl.col("whole").str.len_chars().cast(pl.Int64)
    there = (pl.col("start") >= 0) & (pl.col("end") > pl.col("start")) & (pl.col("end") <= length)
    said = pl.col("whole").str.slice(
        pl.col("start").clip(lower_bound=0), (pl.col("end") - pl.col("start")).clip(lower_bound=0)
    )
    right = (there & (pl.col("text").is_null() | (said == pl.col("text")))).fill_null(value=False)
    before = pl.col("whole").cast(pl.Binary).bin.slice(0, pl.col("whole").str.find(pl.col("text"), literal=True))
    begin = before.cast(pl.String).str.len_chars().cast(pl.Int64)
    size = pl.col("text").str.len_chars().cast(pl.Int64)
    found = begin.is_not_null() & (size > 0)
    rows = rows.with_columns(
        start=pl.when(right).then("start").when(found).then(begin).otherwise(0),
        end=pl.when(right).then("end").when(found).then(begin + size).otherwise(length),
    )
    return rows.with_columns(Start=units(rows["whole"], rows["start"]), Stop=units(rows["whole"], rows["end"])).drop(
        "whole"
    )
