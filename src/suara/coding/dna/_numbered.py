"""Statements as the rows of DNA's tables: types, variables, entities and values, numbered."""

from __future__ import annotations

import hashlib

import polars as pl

from suara.coding.dna._tables import LONGEST, WITHOUT_POSITION
from suara.coding.statements import OF_DOCUMENT, ROLES, STATEMENTS

_NAMES = {"organisation": "organization", "qualifier": "agreement"}
_DEFAULT_ATTRIBUTES = {"type": "Type", "alias": "Alias", "notes": "Notes"}  # as a new database of DNA has them
_COLOURS = {"DNA Statement": (239, 208, 51), "NPF Story Element": (100, 200, 190), "Annotation": (211, 211, 211)}
_COLOUR = {"Red": 120, "Green": 160, "Blue": 200}


def short(texts: pl.Expr) -> pl.Expr:
    """Texts no longer than DNA allows; two long ones that differ still do."""
    long = pl.when(texts.str.len_chars() > LONGEST).then(texts)  # what is null isn't looked at
    return pl.coalesce(long.map_elements(cut, return_dtype=pl.String), texts)


def cut(text: str) -> str:
    """A text no longer than DNA allows."""
    if len(text) <= LONGEST:
        return text
    return f"{text[: LONGEST - 10]}… {hashlib.sha256(text.encode()).hexdigest()[:8]}"


def types(statements: pl.DataFrame) -> pl.DataFrame:
    """The types: ID, Label and a colour. Statements without a position have types of their own, where others have one."""
    labels = statements["type"].unique(maintain_order=True).to_list()
    colours = [_COLOURS.get(label.removesuffix(WITHOUT_POSITION), tuple(_COLOUR.values())) for label in labels]
    return pl.DataFrame(
        [(number, cut(label), *colour) for number, (label, colour) in enumerate(zip(labels, colours, strict=True), 1)],
        schema={"ID": pl.Int64, "Label": pl.String, **dict.fromkeys(_COLOUR, pl.Int64)},
        orient="row",
    )


def parted(statements: pl.DataFrame) -> pl.DataFrame:
    """Statements of which those without a position have a type of their own, where others of their type have one.

    Example:
        >>> from suara.coding.statements import shaped
        >>> made = shaped(pl.DataFrame({"type": ["a", "a", "b"], "qualifier": [1, None, None]}))
        >>> parted(made)["type"].to_list()
        ['a', 'a (no position)', 'b']
    """
    named = pl.col("type").fill_null("DNA Statement")
    some = pl.col("qualifier").is_not_null().any().over(named)
    without = pl.col("qualifier").is_null() & some & ~named.str.ends_with(WITHOUT_POSITION)
    return statements.with_columns(type=pl.when(without).then(named + WITHOUT_POSITION).otherwise(named))


def variables(statements: pl.DataFrame, kinds: pl.DataFrame) -> pl.DataFrame:
    """The variables of each type: ID, StatementTypeId, column, Variable, DataType.

    Those of DNA's own scheme (all of its actors and concepts, where statements of the type are about concepts), and what
    else statements have that is no attribute of their document, nor of an actor or concept.
    """
    others = [
        name
        for name in statements.columns
        if name not in STATEMENTS and name not in OF_DOCUMENT.values() and name.partition(".")[0] not in ROLES
    ]
    rows: list[tuple[int, int, str, str, str]] = []
    for number, label in zip(kinds["ID"], statements["type"].unique(maintain_order=True), strict=True):
        of = statements.filter(type=label)
        for column in (*ROLES, "qualifier", *others):
            values = of[column].drop_nulls()
            if len(values) or (column in ROLES and of["concept"].count()):
                rows.append((len(rows) + 1, number, column, cut(_NAMES.get(column, column)), _kind(column, values)))
    schema = {
        "ID": pl.Int64,
        "StatementTypeId": pl.Int64,
        "column": pl.String,
        "Variable": pl.String,
        "DataType": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _kind(column: str, values: pl.Series) -> str:
    if column in ROLES:
        return "short text"
    if values.dtype.is_integer() or values.dtype == pl.Boolean:
        return "boolean" if values.cast(pl.Int64).is_in([0, 1]).all() else "integer"
    return "long text" if (values.cast(pl.String).str.len_chars() > LONGEST).any() else "short text"


def said(statements: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """What each statement (`number`, `StatementTypeId`) has of each variable of its type: number, VariableId, DataType, value.

    A statement that hasn't got one has the blank text or, of numbers, nothing.
    """
    parts = []
    for number, kind, column, data in told.select("ID", "StatementTypeId", "column", "DataType").iter_rows():
        value = pl.col(column)
        as_text = value.cast(pl.Int64) if data in ("boolean", "integer") else value
        text = as_text.cast(pl.String).fill_null("") if data.endswith("text") else as_text.cast(pl.String)
        parts.append(
            statements.filter(StatementTypeId=kind).select(
                "number",
                VariableId=pl.lit(number, pl.Int64),
                DataType=pl.lit(data),
                value=short(text.str.strip_chars()) if data == "short text" else text,
            )
        )
    empty = {"number": pl.Int64, "VariableId": pl.Int64, "DataType": pl.String, "value": pl.String}
    return pl.concat([pl.DataFrame(schema=empty), *parts]).drop_nulls("value")


def entities(values: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """The entities of all variables of short text, the blank one first, as DNA has it: ID, VariableId, Value and a colour."""
    texts = told.filter(DataType="short text")
    blank = texts.select(VariableId="ID", value=pl.lit(""))
    used = values.filter(DataType="short text").select("VariableId", "value")
    found = pl.concat([blank, used]).unique(maintain_order=True).rename({"value": "Value"})
    colours = {name: pl.when(pl.col("Value") == "").then(0).otherwise(shade) for name, shade in _COLOUR.items()}
    return found.sort("VariableId", maintain_order=True).with_columns(
        pl.int_range(1, pl.len() + 1).alias("ID"), **colours
    )


def attributes(statements: pl.DataFrame, told: pl.DataFrame, known: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The attributes of entities, and what each entity has of each: one value, the first that a statement tells.

    Returns:
        ID, VariableId, AttributeVariable; and EntityId, AttributeVariableId, AttributeValue (blank where nobody tells).
    """
    names: list[tuple[int, int, str]] = []
    parts: list[pl.DataFrame] = []
    for variable, kind, column in (
        told.filter(DataType="short text").select("ID", "StatementTypeId", "column").iter_rows()
    ):
        own = [name for name in statements.columns if name.startswith(f"{column}.")] if column in ROLES else []
        for name in own:
            bare = name.removeprefix(f"{column}.")
            names.append((len(names) + 1, variable, cut(_DEFAULT_ATTRIBUTES.get(bare, bare))))
            values = (
                statements.filter(StatementTypeId=kind)
                .select(Value=short(pl.col(column).fill_null("")), told=short(pl.col(name).cast(pl.String)))
                .drop_nulls()
                .unique("Value", keep="first", maintain_order=True)
            )
            parts.append(
                known.filter(VariableId=variable)
                .join(values, on="Value", how="left", maintain_order="left")
                .select(
                    EntityId="ID",
                    AttributeVariableId=pl.lit(len(names), pl.Int64),
                    AttributeValue=pl.col("told").fill_null(""),
                )
            )
    schema = {"ID": pl.Int64, "VariableId": pl.Int64, "AttributeVariable": pl.String}
    empty = {"EntityId": pl.Int64, "AttributeVariableId": pl.Int64, "AttributeValue": pl.String}
    return pl.DataFrame(names, schema=schema, orient="row"), pl.concat([pl.DataFrame(schema=empty), *parts])
