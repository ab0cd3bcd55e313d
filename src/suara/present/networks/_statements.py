"""Statements as others may see them: who makes them is an organisation, or a person under the name that may be shown."""

from __future__ import annotations

import polars as pl

from suara.present.networks import Source
from suara.present.networks._people import opaque, people
from suara.present.people import WORD, pseudonym

_SAID = ("actor", "concept", "qualifier", "document")


def said(source: Source) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Statements with their `actor` (an id), once a document; and the actors: id, label, kind.

    An actor is the organisation that somebody speaks for, else the person. Kinds are "organisation" and those of
    `suara.present.networks._people.people`. Of people in files of hand coders nobody knows whether they are public: they
    are shown where all names are.
    """
    table = source.statements()
    by = pl.coalesce(pl.lit("organisation ") + pl.col("organisation"), pl.lit("person ") + pl.col("person"))
    table = table.with_columns(by=by).drop_nulls(["by", "concept"])
    actors = pl.concat([_organisations(table), _persons(table, source)])
    made = table.join(actors.select("by", actor="id"), on="by", maintain_order="left")
    return made.unique(_SAID, keep="first", maintain_order=True), actors.drop("by")


def _organisations(table: pl.DataFrame) -> pl.DataFrame:
    named = pl.coalesce("organisation.name", "organisation") if "organisation.name" in table.columns else "organisation"
    organisations = table.drop_nulls("organisation").unique("by", keep="first", maintain_order=True)
    return organisations.select("by", id="by", label=named, kind=pl.lit("organisation"))


def _persons(table: pl.DataFrame, source: Source) -> pl.DataFrame:
    persons = table.filter(pl.col("organisation").is_null()).select("by", key="person").unique(maintain_order=True)
    accounts = people(source).select("key", "id", "label", "kind")
    alias = pl.col("key").map_elements(pseudonym(source.secret, WORD[source.lang]), return_dtype=pl.String)
    seen = pl.lit(source.names == "all")
    unknown = {
        "id": pl.when(seen).then("key").otherwise(opaque(pl.col("key"), source.secret)),
        "label": pl.when(seen).then("key").otherwise(alias),
        "kind": pl.lit("private"),
    }
    told = persons.join(accounts, on="key", how="left", maintain_order="left")
    return told.with_columns(pl.coalesce(name, value) for name, value in unknown.items()).drop("key")
