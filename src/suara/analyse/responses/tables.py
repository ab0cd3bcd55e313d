"""The tables `responses` (a row a complaint) and `agencies` (a row an agency), and the relations they add."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from suara.analyse._intervals import wilson
from suara.analyse.responses import link as linking
from suara.analyse.responses.survival import quantiles
from suara.graph.build import COMPLAINTS, Graph
from suara.graph.model import Tables

WITHIN = timedelta(days=3)
"""The limit of the column `within_limit`: LAPOR!'s three days to a first response."""


@dataclass(frozen=True)
class Responses:
    """What is known of the answers to the complaints of a graph."""

    responses: pl.DataFrame
    agencies: pl.DataFrame
    relations: Tables
    along: int  # posts that would be complaints, but came along because a collected post refers to them


def respond(graph: Graph, *, window: timedelta = linking.WINDOW, within: timedelta = WITHIN) -> Responses:
    """Who answered what, and how often and how fast each agency answers.

    `responses`: complaint, platform, created_at, account, agency (the one that answered, else the one addressed
    most plainly), agencies (all addressed), topics, response, responder, responded_at, minutes, working_minutes
    (null as yet), evidence, kind (null as yet), status:

    - answered: a first answer is known; `evidence` says how.
    - censored: none until the last post that was collected on that platform. It may have come later.
    - unobserved: no post of that agency or its parent was collected on that platform, so nothing can be said.

    `agencies`: agency, name, complaints, answered, rate (of those observed) with its 95 % Wilson interval, the
    Kaplan-Meier median and 90th percentile of the minutes to the first answer with 95 % intervals, within_limit
    (Kaplan-Meier share answered within `within`), handed_off (answers that mention another agency's account),
    own_posts (of it and its parent in the collection: where they are few, answers may not have been collected),
    unobserved. A complaint to two agencies counts for both.
    """
    written = linking.written(graph)
    asked = linking.complaints(graph, written)
    answers = linking.answers(graph, written)
    above = linking.above(graph, asked, answers, written)
    links = linking.link(asked, answers, _parents(graph), window, above)
    own = _own_posts(graph)
    pairs = _pairs(graph, asked, links, own)
    handed = _handed_off(graph, pairs)
    answered = pairs.filter(status="answered")
    by = {
        "ANSWERED_BY": answered.sort("responded_at")
        .unique(["complaint", "response"], keep="first", maintain_order=True)
        .select(
            pl.col("complaint").alias("from"), "minutes", "evidence", to="response",
            working_minutes=pl.lit(None, pl.Float64), kind=pl.lit(None, pl.String),
        )
        .select("from", "to", "minutes", "working_minutes", "evidence", "kind"),
        "HANDED_OFF_TO": handed.group_by(pl.col("agency").alias("from"), "to")
        .agg(times=pl.len().cast(pl.Int64))
        .sort("from", "to"),
    }  # fmt: skip
    return Responses(_by_complaint(graph, pairs), _by_agency(graph, pairs, handed, own, within), by, _along(graph))


def _parents(graph: Graph) -> pl.DataFrame:
    return graph.tables["PART_OF"].select(agency="from", parent="to")


def _pairs(graph: Graph, asked: pl.DataFrame, links: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """Complaint and agency, with the answer if there is one, the status, and the minutes it was or is waited."""
    ends = graph.posts.filter(~pl.col("context")).group_by("platform").agg(end=pl.col("created_at").max())
    pairs = (
        asked.join(links, on=["complaint", "agency"], how="left", maintain_order="left")
        .join(ends, on="platform", how="left", maintain_order="left")
        .join(own, on=["agency", "platform"], how="left", maintain_order="left")
    )
    status = (
        pl.when(pl.col("response").is_not_null())
        .then(pl.lit("answered"))
        .when(pl.col("own_posts").is_not_null())
        .then(pl.lit("censored"))
        .otherwise(pl.lit("unobserved"))
    )
    return pairs.with_columns(
        status=status,
        minutes=_minutes(pl.col("responded_at") - pl.col("created_at")),
        waited=_minutes(pl.coalesce("responded_at", "end") - pl.col("created_at")).clip(0),
    )


def _own_posts(graph: Graph) -> pl.DataFrame:
    """How many posts of each agency and its parent were collected where: agency, platform, own_posts; none, no row."""
    operated = graph.tables["OPERATED_BY"].select(account="from", agency="to")
    platform = graph.posts.select("key", "platform")
    own = graph.accounts.authors.filter(~pl.col("context")).join(operated, on="account").join(platform, on="key")
    own = own.group_by("agency", "platform").agg(n=pl.len().cast(pl.Int64))
    above = _parents(graph).join(own, left_on="parent", right_on="agency").select("agency", "platform", "n")
    return pl.concat([own, above]).group_by("agency", "platform").agg(own_posts=pl.col("n").sum())


def _minutes(duration: pl.Expr) -> pl.Expr:
    return duration.dt.total_microseconds() / 60_000_000


def _by_complaint(graph: Graph, pairs: pl.DataFrame) -> pl.DataFrame:
    book = f"{COMPLAINTS}:"
    topics = (
        graph.tables["ABOUT"]
        .filter(pl.col("to").str.starts_with(book))
        .group_by(complaint="from")
        .agg(topics=pl.col("to").str.strip_prefix(book).sort().str.join("; "))
    )
    evidence = pl.col("evidence").cast(pl.String)
    return (
        pairs.with_columns(agencies=pl.col("agency").sort().str.join("; ").over("complaint"))
        .sort("responded_at", pl.col("status") == "unobserved", "addressed_by", "agency", nulls_last=True)
        .unique("complaint", keep="first", maintain_order=True)
        .join(topics, on="complaint", how="left")
        .sort("created_at", "complaint")
        .select(
            "complaint", "platform", "created_at", "account", "agency", "agencies", "topics", "response", "responder",
            "responded_at", "minutes", evidence.alias("evidence"), "status",
            working_minutes=pl.lit(None, pl.Float64), kind=pl.lit(None, pl.String),
        )
        .select(RESPONSES)
    )  # fmt: skip


RESPONSES = [
    "complaint", "platform", "created_at", "account", "agency", "agencies", "topics", "response", "responder",
    "responded_at", "minutes", "working_minutes", "evidence", "kind", "status",
]  # fmt: skip


def _by_agency(
    graph: Graph, pairs: pl.DataFrame, handed: pl.DataFrame, own: pl.DataFrame, within: timedelta
) -> pl.DataFrame:
    counted = pairs.group_by("agency").agg(
        complaints=pl.len().cast(pl.Int64),
        answered=(pl.col("status") == "answered").sum().cast(pl.Int64),
        unobserved=(pl.col("status") == "unobserved").sum().cast(pl.Int64),
    )
    seen = pl.col("complaints") - pl.col("unobserved")
    low, high = wilson(pl.col("answered"), seen)
    times = quantiles(pairs.filter(pl.col("status") != "unobserved"), within.total_seconds() / 60)
    names = graph.tables["Agency"].select(agency="key", name="name")
    spoken = own.group_by("agency").agg(pl.col("own_posts").sum())
    hands = handed.group_by("agency").agg(handed_off=pl.col("response").n_unique().cast(pl.Int64))
    return (
        counted.join(names, on="agency", how="left")
        .join(times, on="agency", how="left")
        .join(hands, on="agency", how="left")
        .join(spoken, on="agency", how="left")
        .with_columns(
            rate=pl.when(seen > 0).then(pl.col("answered") / seen),
            rate_low=low,
            rate_high=high,
            answered=pl.when(seen > 0).then("answered"),
            own_posts=pl.col("own_posts").fill_null(0),
            handed_off=pl.when(seen > 0).then(pl.col("handed_off").fill_null(0)),
        )
        .sort("complaints", "agency", descending=[True, False])
        .select(AGENCIES)
    )


AGENCIES = [
    "agency", "name", "complaints", "answered", "rate", "rate_low", "rate_high", "median_minutes", "median_low",
    "median_high", "p90_minutes", "within_limit", "handed_off", "own_posts", "unobserved",
]  # fmt: skip


def _handed_off(graph: Graph, pairs: pl.DataFrame) -> pl.DataFrame:
    """Answers that mention an account of another agency: agency (that answered), response, to.

    An agency that the complaint itself spoke to doesn't count: platforms mention all of a thread in each reply.
    """
    operated = graph.tables["OPERATED_BY"].select(account="from", to="to")
    asked = pairs.select("complaint", to="agency")
    spoken_to = pairs.drop_nulls("response").select("response", "complaint").join(asked, on="complaint")
    sent = pairs.drop_nulls("response").select("response", agency="responder_agency").unique(maintain_order=True)
    return (
        sent.join(graph.accounts.mentions.select(response="key", account="account"), on="response")
        .join(operated, on="account")
        .filter(pl.col("agency") != pl.col("to"))
        .join(spoken_to, on=["response", "to"], how="anti")
        .select("agency", "response", "to")
        .unique(maintain_order=True)
    )


def _along(graph: Graph) -> int:
    """How many addressed and coded posts of people aren't complaints only because nobody collected them."""
    came = graph.tables["Post"].filter("context").select("key")
    coded = graph.tables["ABOUT"].filter(pl.col("to").str.starts_with(f"{COMPLAINTS}:")).select(key="from").unique()
    addressed = graph.tables["ADDRESSED_TO"].select(key="from").unique()
    return came.join(coded, on="key").join(addressed, on="key").height
