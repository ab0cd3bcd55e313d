"""The statements in a `.dna` file: all of its types, with their variables, the attributes of entities, and the documents."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import polars as pl

from suara.coding.dna._opening import Tables, tables
from suara.coding.dna._tables import UNKNOWN_TIME, WITHOUT_POSITION
from suara.coding.dna._units import characters
from suara.coding.statement_words import columns_of, plain
from suara.coding.statements import DOCUMENTS, OF_DOCUMENT, ROLES, STATEMENTS, Read, shaped, titled
from suara.errors import DataError
from suara.posts import Problem
from suara.posts.post import TIME

_MOST_COLUMNS = 500
_FIRST, _LAST = -62_135_596_800, 253_402_300_799  # seconds of the years 1 and 9999
_NUMBERS = ("boolean", "integer")


def read(path: Path) -> Read:
    """The statements of a `.dna` file.

    The variables of a type that are called as suara (or the scheme of DNA) calls them are person, organisation and
    concept; the qualifier is the variable that is called so, else the first boolean one. All others are attributes under
    their own names, as are the attributes of entities (`organisation.type`) and what is known of documents (`section`).
    DNA's times have no zone and are taken as UTC; what DNA leaves empty is null.

    Raises:
        FileError: it isn't there, or can't be read.
        DataError: it is no `.dna` file of DNA 3, damaged or harmful; or it has more than 500 variables and attributes.
    """
    found, told = tables(path)
    notes = Counter(told)
    documents = _documents(found, notes)
    whole, problems = _known(found, documents)
    variables = _variables(found)
    values = _long(found, variables)
    if values["column"].n_unique() > _MOST_COLUMNS:
        raise DataError(f"{path} has more than {_MOST_COLUMNS} variables and attributes; nothing was read")
    rows = whole.join(_wide(values), left_on="ID", right_on="StatementId", how="left", maintain_order="left")
    if documents.height:
        notes["times have no zone and are taken as UTC"] += 1
    return Read(shaped(rows.drop("ID")), documents.select(*DOCUMENTS), problems=problems, notes=notes)


def _documents(found: Tables, notes: Counter[str]) -> pl.DataFrame:
    """The documents as `DOCUMENTS` has them, and their ID."""
    table = found["DOCUMENTS"].join(
        found["CODERS"].select(Coder="ID", coder="Name"), on="Coder", how="left", maintain_order="left"
    )
    possible = pl.col("Date").is_between(_FIRST, _LAST)
    stated = ~pl.col("Notes").fill_null("").str.contains(UNKNOWN_TIME, literal=True)
    time = pl.from_epoch(pl.when(possible & stated).then("Date"), time_unit="s").dt.replace_time_zone("UTC").cast(TIME)
    if wrong := table.filter(~possible.fill_null(value=False)).height:
        notes["documents have a time that can't be"] += wrong
    names = {
        "Title": "title",
        "Author": "author",
        "Source": "source",
        "Section": "section",
        "Type": "kind",
        "Notes": "notes",
    }
    return table.select(
        "ID",
        pl.Series("document", titled(table["Title"].to_list(), table["ID"].to_list()), pl.String),
        "coder",
        text="Text",
        time=time,
        **{ours: pl.col(theirs).str.strip_chars().replace("", None) for theirs, ours in names.items()},
    )


def _known(found: Tables, documents: pl.DataFrame) -> tuple[pl.DataFrame, list[Problem]]:
    """The statements whose document and type are there, with their evidence; and those of which one isn't."""
    table = (
        found["STATEMENTS"]
        .join(
            documents.drop("coder").rename({"ID": "DocumentId", "text": "whole"}),
            on="DocumentId",
            how="left",
            maintain_order="left",
        )
        .join(
            found["STATEMENTTYPES"].rename({"ID": "StatementTypeId", "Label": "type"}),
            on="StatementTypeId",
            how="left",
            maintain_order="left",
        )
        .join(found["CODERS"].select(Coder="ID", coder="Name"), on="Coder", how="left", maintain_order="left")
    )
    whole = pl.col("document").is_not_null() & pl.col("type").is_not_null() & pl.col("ID").is_not_null()
    lost = table.filter(~whole).select("ID", "DocumentId", "StatementTypeId")
    problems = [
        Problem(
            line=number or 0, reason=f"its document ({document}) or type ({kind}) isn't in the file", raw=str(number)
        )
        for number, document, kind in lost.iter_rows()
    ]
    table = table.filter(whole)
    table = table.with_columns(
        start=characters(table["whole"], table["Start"]), end=characters(table["whole"], table["Stop"])
    )
    inside = (
        (pl.col("start") >= 0) & (pl.col("end") > pl.col("start")) & (pl.col("end") <= pl.col("whole").str.len_chars())
    )
    length = (pl.col("end") - pl.col("start")).clip(lower_bound=0)
    return table.select(
        "ID",
        pl.col("type").str.strip_suffix(WITHOUT_POSITION),
        "document",
        "time",
        "coder",
        pl.when(inside).then("start"),
        pl.when(inside).then("end"),
        text=pl.when(inside).then(pl.col("whole").str.slice(pl.col("start").clip(lower_bound=0), length)),
        **{attribute: pl.col(column) for column, attribute in OF_DOCUMENT.items()},
    ), problems


def _variables(found: Tables) -> pl.DataFrame:
    """The variables with the column that each becomes: VariableId, column, kind."""
    rows = []
    for _, of in found["VARIABLES"].group_by("StatementTypeId", maintain_order=True):
        names = dict(zip(of["ID"], of["Variable"].fill_null(""), strict=True))
        kinds = dict(zip(of["ID"], of["DataType"].fill_null("short text"), strict=True))
        columns = columns_of(list(names.values()))
        roles = {number: columns[name] for number, name in names.items()}
        qualifier = next((n for n, role in roles.items() if role == "qualifier" and kinds[n] in _NUMBERS), None)
        qualifier = qualifier or next((n for n in names if kinds[n] == "boolean"), None)
        for number, name in names.items():
            taken = roles[number] in ROLES and kinds[number] == "short text"
            own = "qualifier" if number == qualifier else roles[number] if taken else _own(name)
            rows.append((number, own, kinds[number]))
    return pl.DataFrame(rows, schema={"VariableId": pl.Int64, "column": pl.String, "kind": pl.String}, orient="row")


def _own(name: str) -> str:
    """What a variable is called that is no column of ours."""
    bare = plain(name) or "variable"
    return f"variable {bare}" if bare in STATEMENTS or bare in OF_DOCUMENT.values() else bare


def _long(found: Tables, variables: pl.DataFrame) -> pl.DataFrame:
    """All values of statements, of variables and of the attributes of entities: StatementId, column, kind, value."""
    entities = found["ENTITIES"].select(Entity="ID", value="Value")
    named = found["DATASHORTTEXT"].join(entities, on="Entity", maintain_order="left")
    others = [
        found[name].with_columns(pl.col("Value").cast(pl.String)).rename({"Value": "value"})
        for name in ("DATALONGTEXT", "DATABOOLEAN", "DATAINTEGER")
    ]
    said = pl.concat([named.drop("Entity"), *others]).join(variables, on="VariableId", maintain_order="left")
    attributes = (
        found["ATTRIBUTEVALUES"]
        .join(
            found["ATTRIBUTEVARIABLES"].select("AttributeVariable", AttributeVariableId="ID"), on="AttributeVariableId"
        )
        .select("AttributeVariable", Entity="EntityId", value="AttributeValue")
    )
    of_entities = (
        found["DATASHORTTEXT"]
        .join(attributes, on="Entity", maintain_order="left")
        .join(variables.select("VariableId", "column"), on="VariableId", maintain_order="left")
        .with_columns(
            column=pl.concat_str(
                "column", pl.lit("."), pl.col("AttributeVariable").str.strip_chars().str.to_lowercase()
            ),
            kind=pl.lit("short text"),
        )
    )
    columns = ["StatementId", "column", "kind", "value"]
    return pl.concat([said.select(columns), of_entities.select(columns)]).filter(
        pl.col("value").is_not_null() & (pl.col("value").str.strip_chars() != "")
    )


def _wide(values: pl.DataFrame) -> pl.DataFrame:
    """One row a statement, a column for each variable and attribute; numbers are numbers."""
    numbers = values.group_by("column").agg(number=pl.col("kind").is_in(_NUMBERS).all()).filter("number")["column"]
    order = values["column"].unique(maintain_order=True).sort()
    wide = values.pivot(
        on="column", on_columns=order.to_list(), index="StatementId", values="value", aggregate_function="first"
    )
    return wide.with_columns(pl.col(name).cast(pl.Int64, strict=False) for name in numbers)
