"""Hand-offs: which agency sends people on to which, whether they arrive there, and the whole ways that come of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from suara.analyse._intervals import wilson
from suara.analyse.paths import _sent as sent
from suara.analyse.paths._answers import Answers, answers_of
from suara.analyse.paths._walking import next_of, walks
from suara.analyse.responses.link import WINDOW
from suara.analyse.responses.pairs import minutes
from suara.analyse.responses.survival import quantiles
from suara.graph.build import Graph
from suara.graph.model import RELATIONS, Tables

STATUS = ("arrived", "censored", "unobserved")
"""What became of a hand-off: the agency named spoke to the person; not by the end of the collection; or none of its
posts was collected."""

ENDS = ("arrived", "by_another", "dead_end", "unobserved")
"""How a way ends: with the agency that was named last; with a later answer by another; with nobody; or nobody knows, as
the agency named last can't be observed and no other answered."""


@dataclass(frozen=True)
class HandOffs:
    """What is known of hand-offs.

    `steps`: one row a hand-off and person: case (the complaint that the way began with), step (from 1), account,
    platform, agency (that sends on), to, response (the answer that does), at, again (the person was sent the same way
    before, and not back since; no step of a way), arrival, arrived_at, minutes, evidence, status (see `STATUS`), waited
    (minutes to the arrival or to the end of the collection).

    `ways`: one row a way: case, account, platform, path ("kai > pln > kai"), agencies (the same as a list), hand_offs,
    complained_at, first_at and last_at (of the hand-offs), end (see `ENDS`), ended_by, ended_at, minutes (from the
    complaint to the end), ping_pong (an agency is met twice), responses (the answers that send on). Who is sent to two
    agencies at once has two ways.

    `between`: one row a pair of agencies: agency, to, times (again too), people (sent so), observed, arrived, rate (of
    those observed, with its 95 % Wilson interval rate_low, rate_high), median_minutes (Kaplan-Meier, with its 95 %
    interval median_low, median_high), times_back (the other way round).
    """

    steps: pl.DataFrame
    ways: pl.DataFrame
    between: pl.DataFrame
    relations: Tables  # HANDED_OFF_TO, HANDS_ON, FOLLOWS_UP


def handoffs(graph: Graph, answers: Answers | None = None, window: timedelta = WINDOW) -> HandOffs:
    """Who is sent on from where to where, and what became of it; see `HandOffs`.

    An answer to a complaint sends on where it names another agency (see `suara.analyse.responses.handing_on`). The
    person arrives with the first later post of that agency to them: one that answers the same complaint, or any other
    within `window`. A way goes on with the next answer by which that agency sends the same person on, within the same
    bounds. It isn't known whether people went where they were sent, nor what was said elsewhere: "not arrived" means
    that nothing was collected.

    Args:
        graph: the graph.
        answers: as `answers_of` makes them; made from the graph by default.
        window: how long after a hand-off an answer that isn't to the same complaint may come.
    """
    answers = answers_of(graph, window) if answers is None else answers
    events = sent.events(graph, answers, window)
    follows = sent.follows(events.filter(~pl.col("again")), window)
    walked = _begun(walks(follows, events.filter(~pl.col("again"))["number"]), events)
    events = _placed(events, walked)
    steps = _told(graph, events, sent.arrivals(events, answers, window))
    return HandOffs(steps.select(STEPS), _ways(steps, walked, answers), _between(steps), _relations(steps, follows))


STEPS = [
    "case", "step", "account", "platform", "agency", "to", "response", "at", "again", "arrival", "arrived_at", "minutes",
    "evidence", "status", "waited",
]  # fmt: skip


def _begun(walked: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Ways from the first answer to a complaint on, with that complaint as their `case`: way, step, number, case."""
    told = walked.join(events.select("number", "complaint"), on="number", maintain_order="left")
    begun = pl.col("complaint").is_not_null().cum_sum().over("way") > 0
    told = told.with_columns(case=pl.col("complaint").drop_nulls().first().over("way")).filter(begun)
    return told.with_columns(step=pl.int_range(1, pl.len() + 1).over("way")).select("way", "step", "number", "case")


def _placed(events: pl.DataFrame, walked: pl.DataFrame) -> pl.DataFrame:
    """The events that have to do with a complaint, with their `case` and `step`; one that answers none has that of its case."""
    place = walked.unique("number", keep="first", maintain_order=True).select("number", "case", "step")
    told = events.join(place, on="number", how="left", maintain_order="left")
    told = told.with_columns(case=pl.coalesce("case", "complaint"), complaint=pl.coalesce("complaint", "case"))
    return told.filter(pl.col("case").is_not_null())


def _told(graph: Graph, events: pl.DataFrame, arrived: pl.DataFrame) -> pl.DataFrame:
    """Events with what became of them."""
    posts = graph.accounts.authors.filter(~pl.col("context")).join(
        graph.posts.select("key", "platform"), on="key", maintain_order="left"
    )
    ends = posts.group_by("platform").agg(end=pl.col("created_at").max())
    operated = graph.tables["OPERATED_BY"].select(account="from", to="to")
    observed = posts.join(operated, on="account").select("to", "platform", observed=pl.lit(value=True)).unique()
    told = (
        events.join(arrived, on="number", how="left", maintain_order="left")
        .join(ends, on="platform", how="left", maintain_order="left")
        .join(observed, on=["to", "platform"], how="left", maintain_order="left")
    )
    status = (
        pl.when(pl.col("arrival").is_not_null())
        .then(pl.lit("arrived"))
        .when(pl.col("observed"))
        .then(pl.lit("censored"))
        .otherwise(pl.lit("unobserved"))
    )
    return told.with_columns(
        status=status,
        minutes=minutes(pl.col("arrived_at") - pl.col("at")),
        waited=minutes(pl.coalesce("arrived_at", "end") - pl.col("at")).clip(0),
    )


def _ways(steps: pl.DataFrame, walked: pl.DataFrame, answers: Answers) -> pl.DataFrame:
    """One row a way from complaint to end."""
    links = answers.links.sort("at", "response")
    by_another = next_of(steps, links.select("complaint", "at", another="agency"), ["complaint"]).select(
        "number", "another", another_at="next_at"
    )
    asked = links.select(case="complaint", complained_at="complained_at").unique("case")
    told = walked.join(steps.drop("case", "step"), on="number", maintain_order="left").join(
        by_another, on="number", how="left", maintain_order="left"
    )
    ways = told.group_by("way", maintain_order=True).agg(
        pl.col("case", "account", "platform").first(),
        agencies=pl.concat_list(pl.col("agency").first(), pl.col("to").implode()),
        hand_offs=pl.len().cast(pl.Int64),
        first_at=pl.col("at").first(),
        responses=pl.col("response"),
        last_at=pl.col("at").last(),
        **{name: pl.col(name).last() for name in ("to", "status", "arrived_at", "another", "another_at")},
    )
    arrived = pl.col("status") == "arrived"
    end = (
        pl.when(arrived).then(pl.lit("arrived"))
        .when(pl.col("another").is_not_null()).then(pl.lit("by_another"))
        .when(pl.col("status") == "unobserved").then(pl.lit("unobserved"))
        .otherwise(pl.lit("dead_end"))
    )  # fmt: skip
    return (
        ways.join(asked, on="case", how="left", maintain_order="left")
        .with_columns(
            path=pl.col("agencies").list.join(" > "),
            ping_pong=pl.col("agencies").list.n_unique() < pl.col("agencies").list.len(),
            end=end,
            ended_by=pl.when(arrived).then("to").otherwise("another"),
            ended_at=pl.when(arrived).then("arrived_at").otherwise("another_at"),
        )
        .with_columns(minutes=minutes(pl.col("ended_at") - pl.col("complained_at")))
        .sort("hand_offs", "first_at", "case", "path", descending=[True, False, False, False])
        .select(WAYS)
    )


WAYS = [
    "case", "account", "platform", "path", "agencies", "hand_offs", "complained_at", "first_at", "last_at", "end", "ended_by",
    "ended_at", "minutes", "ping_pong", "responses",
]  # fmt: skip


def named_ways(graph: Graph) -> pl.DataFrame:
    """The ways of a graph with the agencies' `names` in place of their ids; see `HandOffs`."""
    ways = handoffs(graph).ways.with_row_index("way")
    names = graph.tables["Agency"].select(agencies="key", name=pl.coalesce("name", "key"))
    met = ways.select("way", "agencies").explode("agencies").join(names, on="agencies", maintain_order="left")
    told = met.group_by("way", maintain_order=True).agg(names="name")
    return ways.join(told, on="way", maintain_order="left").drop("way", "agencies")


def _between(steps: pl.DataFrame) -> pl.DataFrame:
    """One row a pair of agencies."""
    pair = ["agency", "to"]
    once = ~pl.col("again")
    counted = steps.group_by(pair).agg(
        times=pl.len().cast(pl.Int64),
        people=pl.col("account").n_unique().cast(pl.Int64),
        observed=(once & (pl.col("status") != "unobserved")).sum().cast(pl.Int64),
        arrived=(once & (pl.col("status") == "arrived")).sum().cast(pl.Int64),
    )
    status = pl.when(pl.col("status") == "arrived").then(pl.lit("answered")).otherwise("status")
    seen = steps.filter(once, pl.col("status") != "unobserved").with_columns(status=status)
    times = quantiles(seen.select(*pair, "status", "waited"), 0, by=pair)
    low, high = wilson(pl.col("arrived"), pl.col("observed"))
    back = counted.select(agency="to", to="agency", times_back="times")
    return (
        counted.join(times, on=pair, how="left")
        .join(back, on=pair, how="left")
        .with_columns(
            rate=pl.when(pl.col("observed") > 0).then(pl.col("arrived") / pl.col("observed")),
            rate_low=low,
            rate_high=high,
            times_back=pl.col("times_back").fill_null(0),
        )
        .sort("times", *pair, descending=[True, False, False])
        .select(BETWEEN)
    )


BETWEEN = [
    "agency", "to", "times", "people", "observed", "arrived", "rate", "rate_low", "rate_high", "median_minutes", "median_low",
    "median_high", "times_back",
]  # fmt: skip


def _relations(steps: pl.DataFrame, follows: pl.DataFrame) -> Tables:
    """What the stored graph holds of it: answers that hand on, the posts that follow them up, and how often agencies do so."""
    best = steps.sort("minutes", "number", nulls_last=True).unique(
        ["response", "to"], keep="first", maintain_order=True
    )
    hands_on = best.select("status", "minutes", pl.col("response").alias("from"), to="to", complaint="case")
    both = steps.select("number", "response", "at")
    going_on = (
        follows.join(both, on="number")
        .join(both.select(before="number", to="response", since="at"), on="before")
        .select(pl.col("response").alias("from"), to="to", minutes=minutes(pl.col("at") - pl.col("since")))
    )
    arriving = steps.filter(status="arrived").select(pl.col("arrival").alias("from"), to="response", minutes="minutes")
    follows_up = pl.concat([arriving, going_on]).unique(["from", "to"], keep="first").sort("from", "to")
    times = steps.group_by(pl.col("agency").alias("from"), "to").agg(times=pl.col("response").n_unique().cast(pl.Int64))
    return {
        "HANDED_OFF_TO": times.sort("from", "to"),
        "HANDS_ON": hands_on.sort("from", "to").select(*RELATIONS["HANDS_ON"].columns),
        "FOLLOWS_UP": follows_up.select(*RELATIONS["FOLLOWS_UP"].columns),
    }
