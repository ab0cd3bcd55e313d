"""People, the agencies that they complain to, and what about: three kinds of nodes."""

from __future__ import annotations

import polars as pl

from suara.graph.build import COMPLAINTS
from suara.present.networks import Source
from suara.present.networks._agencies import FIGURES, agencies
from suara.present.networks._looks import looks
from suara.present.networks._people import people
from suara.present.node_link import NodeLink


def network(source: Source) -> NodeLink:
    """Links from people to agencies (kind "complains_to"), and from agencies to topics ("about").

    `weight` is the number of cases (what one person wants of one agency, in however many posts), `posts` of how many
    posts, `answered` how many of the cases were answered. A case about two topics counts for both.
    """
    cases = source.responses.cases.with_columns(pl.lit("agency ").add(pl.col("agency")).alias("asked"))
    who = people(source).filter(pl.col("key").is_in(cases["account"].implode()))
    by = cases.join(who.select("id", account="key"), on="account", maintain_order="left")
    topics = cases.explode("topics").drop_nulls("topics")
    links = pl.concat(
        [
            _counted(by.with_columns(kind=pl.lit("complains_to"), source="id", target="asked")),
            _counted(topics.with_columns(kind=pl.lit("about"), source="asked", target=_topic("topics"))),
        ]
    )
    nodes = pl.concat(
        [_persons(source, who, cases), _asked(source, links), _topics(source, topics)], how="diagonal_relaxed"
    )
    return looks(NodeLink.of(nodes, links, title="suara: complaints"), "complaints", colour="kind")


def _topic(column: str) -> pl.Expr:
    return pl.lit(f"{COMPLAINTS}:") + pl.col(column)


def _counted(cases: pl.DataFrame) -> pl.DataFrame:
    return (
        cases.group_by("source", "target", "kind")
        .agg(weight=pl.len(), posts=pl.col("complaints").sum(), answered=pl.col("response").count())
        .sort("source", "target", "kind")
    )


def _persons(source: Source, who: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    counts = cases.group_by(key="account").agg(complaints=pl.len(), answered=pl.col("response").count())
    communities = source.accounts.select("key", "community")
    told = who.drop("agency").join(counts, on="key", maintain_order="left")
    return told.join(communities, on="key", how="left", maintain_order="left").drop("key")


def _asked(source: Source, links: pl.DataFrame) -> pl.DataFrame:
    told = agencies(source).with_columns(pl.lit("agency ").add(pl.col("key")).alias("id"))
    asked = told.filter(pl.col("id").is_in(links["target"].implode()))
    return asked.select("id", "label", pl.lit("agency").alias("kind"), *FIGURES)


def _topics(source: Source, cases: pl.DataFrame) -> pl.DataFrame:
    counts = cases.group_by(id=_topic("topics")).agg(complaints=pl.len(), answered=pl.col("response").count())
    told = source.graph.tables["Topic"].select(
        pl.col("key").alias("id"), pl.col(f"label_{source.lang}").alias("label"), "survey_share", kind=pl.lit("topic")
    )
    return told.join(counts, on="id", maintain_order="left")
