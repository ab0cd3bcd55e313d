"""The single events that hand-offs are made of: an answer that names another agency, and what follows it."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from suara.analyse.paths._answers import Answers
from suara.analyse.paths._walking import first_of, next_of
from suara.analyse.responses.handing_on import handed_on
from suara.graph.build import Graph


def events(graph: Graph, answers: Answers, window: timedelta) -> pl.DataFrame:
    """One row a person, answer, and agency named in it; `complaint` is the first one that it answers, or null."""
    sent = handed_on(graph, answers.links.select("complaint", "response")).drop_nulls("at")
    linked = answers.links.select("response", "account", "complaint", "complained_at")
    people = (
        pl.concat([linked, answers.spoken.select("response", "account")], how="diagonal")
        .sort("complained_at", "complaint", nulls_last=True)
        .unique(["response", "account"], keep="first", maintain_order=True)
    )
    platform = graph.posts.select("platform", response="key")
    events = sent.join(people, on="response").join(platform, on="response")
    events = events.sort("at", "response", "to", "account").with_row_index("number").cast({"number": pl.Int64})
    return events.with_columns(again=_again(events, window))


def _again(events: pl.DataFrame, window: timedelta) -> pl.Series:
    """Whether the person was sent the same way before, and not back in the meantime."""
    same = ["account", "agency", "to"]
    before = events.with_columns(
        last=pl.col("at").shift().over(same), last_complaint=pl.col("complaint").shift().over(same)
    )
    into = events.select("account", "at", agency="to", back_at="at").sort("at")
    before = before.join_asof(
        into, on="at", by=["account", "agency"], allow_exact_matches=False, check_sortedness=False
    )
    near = (pl.col("at") - pl.col("last") <= window) | (pl.col("complaint") == pl.col("last_complaint"))
    between = (pl.col("back_at") > pl.col("last")).fill_null(value=False)
    return before.sort("number").select(again=near.fill_null(value=False) & ~between)["again"]


def follows(events: pl.DataFrame, window: timedelta) -> pl.DataFrame:
    """Which hand-off goes on from which: number, before, each number once."""
    there = events.select("complaint", "account", "at", "response", to="agency")
    following = first_of(next_of(events, there, ["complaint", "to"]), next_of(events, there, ["account", "to"], window))
    same = events.select("number", "account").join(following.select("number", "response"), on="number")
    pairs = same.rename({"number": "before"}).join(
        events.select("number", "account", "response"), on=["account", "response"]
    )
    return pairs.sort("before").unique("number", keep="last", maintain_order=True).select("number", "before")


def arrivals(events: pl.DataFrame, answers: Answers, window: timedelta) -> pl.DataFrame:
    """The first later post of the agency named to the person: number, arrival, arrived_at, evidence."""
    linked = answers.links.select("complaint", "at", "evidence", to="agency", arrival="response")
    spoken = answers.spoken.select("account", "at", to="agency", arrival="response", evidence=pl.lit("mention"))
    found = first_of(
        next_of(events, linked.sort("at", "arrival"), ["complaint", "to"]),
        next_of(events, spoken.sort("at", "arrival"), ["account", "to"], window),
    )
    return found.select("number", "arrival", "evidence", arrived_at="next_at")
