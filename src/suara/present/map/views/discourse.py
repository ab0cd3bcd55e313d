"""Who takes which position on what: actors and concepts, as coded statements have them."""

from __future__ import annotations

import polars as pl

from suara.graph.build import COMPLAINTS
from suara.present.map.scene import Source, View, typed
from suara.present.map.views import _parts as parts
from suara.present.people import WORD, pseudonym

ORDER = 60
OF_STATEMENTS = True
TITLE = {"id": "Wacana", "en": "Discourse"}
ABOUT = {
    "id": "Siapa berbicara tentang apa, dan apakah setuju (garis biru) atau menolak (jingga), sejauh kata-katanya terbaca.",
    "en": "Who speaks about what, and agrees (blue lines) or disagrees (vermilion) as far as words tell; a line is statements.",
}


def view(source: Source) -> View | None:
    """The view, of actors (an organisation, else a person) and concepts."""
    if source.statements is None or source.statements.is_empty():
        return None
    told = keyed(source, source.statements)
    joining = told.select("source", "target", "kind", post="document")
    ties = (
        told.group_by("source", "target", "kind")
        .agg(weight=pl.col("statement").n_unique())
        .sort("source", "target", "kind")
    )
    known = pl.concat([typed(kind(source)) for kind in (parts.people, parts.agencies, parts.topics)])
    others = pl.concat([actors(source, told), _concepts(told)]).join(known, on="key", how="anti")
    return View("discourse", parts.sized(pl.concat([known, others]), ties), ties, None, joining)


def keyed(source: Source, statements: pl.DataFrame) -> pl.DataFrame:
    """The statements with the nodes that they join, and what position they take."""
    agencies = source.graph.tables["Agency"].select(organisation="key", agency_node=parts.agency_key("key"))
    given = [
        name for name in ("concept.label_id", "concept.label_en", "organisation.name") if name in statements.columns
    ]
    lacking = [name for name in ("concept.label_id", "concept.label_en", "organisation.name") if name not in given]
    told = statements.with_columns(pl.lit(None, pl.String).alias(name) for name in lacking)
    scale = not set(told["qualifier"].drop_nulls().unique()) <= {0, 1}
    agrees, opposes = pl.col("qualifier") > 0, pl.col("qualifier") < (0 if scale else 1)
    is_topic = pl.col("concept").str.starts_with(f"{COMPLAINTS}:")
    return (
        told.join(agencies, on="organisation", how="left", maintain_order="left")
        .with_columns(
            source=pl.coalesce("agency_node", pl.lit("organisation ") + pl.col("organisation"), "person"),
            target=pl.when(is_topic).then("concept").otherwise(pl.lit("concept ") + pl.col("concept")),
            kind=pl.when(agrees)
            .then(pl.lit("agrees"))
            .when(opposes)
            .then(pl.lit("opposes"))
            .otherwise(pl.lit("names")),
        )
        .drop_nulls(["source", "target"])
    )


def actors(source: Source, told: pl.DataFrame) -> pl.DataFrame:
    """Actors that statements name: organisations by name, people under pseudonyms unless all are shown."""
    alias = pl.col("source").map_elements(pseudonym(source.secret, ""), return_dtype=pl.String)
    is_named = pl.col("organisation").is_not_null() | pl.lit(source.names == "all")
    name = pl.coalesce("organisation.name", "organisation", "person")
    actors = told.unique("source", keep="first", maintain_order=True).select(
        key="source",
        kind=pl.lit("actor"),
        label=pl.when(is_named).then(name).otherwise(pl.lit(WORD["id"]) + alias),
        label_en=pl.when(is_named).then(name).otherwise(pl.lit(WORD["en"]) + alias),
    )
    return typed(actors)


def _concepts(told: pl.DataFrame) -> pl.DataFrame:
    """Concepts that aren't topics of complaints."""
    concepts = told.unique("target", keep="first", maintain_order=True).select(
        key="target",
        kind=pl.lit("concept"),
        label=pl.coalesce("concept.label_id", "concept"),
        label_en=pl.coalesce("concept.label_en", "concept"),
    )
    return typed(concepts)
