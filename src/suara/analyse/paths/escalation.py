"""Escalation: what happened between a complaint and its answer: passed on, taken to the media or the Ombudsman, said again."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from suara.analyse._intervals import wilson
from suara.analyse.responses.pairs import minutes
from suara.analyse.responses.survival import quantiles
from suara.coding import media
from suara.graph.build import Graph
from suara.posts.post import IS_REPOST

EVENTS = ("repost", "quote", "medium", "ombudsman", "nudge")
"""What may happen: others pass the complaint on; a medium posts about it or is mentioned; the Ombudsman is mentioned or
named; the person says it again."""

LARGE = 5_000
"""Followers from which on an account that passes a complaint on is a large one."""

OMBUDSMAN = "ombudsman"
"""The agency, in the registry, that complaints are taken to about other agencies."""


@dataclass(frozen=True)
class Escalation:
    """What came between complaints and their answers.

    `complaints`: one row a complaint: complaint, agency, account, created_at, response, responded_at, minutes, status;
    reposts, quotes, by_large (of both, by large accounts), media, ombudsman, nudges (how often each came before the
    answer, or before the end of the collection); first_event_at, last_event (see `EVENTS`), last_post, last_by,
    last_large, last_event_at, minutes_since_last (from the last event to the answer).

    `events`: one row an event: complaint, agency, event, post, account, followers, large, at, minutes_after (since the
    complaint).

    `summary`: one row a kind of event, and "none", "any", "large" (passed on by a large account): event, complaints
    (observed ones to which it happened), answered (of these, later), rate with its 95 % Wilson interval rate_low,
    rate_high, median_minutes (Kaplan-Meier, from the first such event to the answer; of "none" from the complaint) with
    its 95 % interval median_low, median_high.
    """

    complaints: pl.DataFrame
    events: pl.DataFrame
    summary: pl.DataFrame


def escalation(graph: Graph, responses: pl.DataFrame, large: int = LARGE) -> Escalation:
    """What came between complaints and their answers, and the same for those without an answer; see `Escalation`.

    None of it says that an answer came *because* of an event: what is answered within minutes leaves no time for one,
    complaints that are passed on differ from others, and the agency may have been at work all along. That is why
    complaints without an answer are here too, up to the end of the collection. Unobserved ones are in no share.

    Looked at are reposts and quotes of the complaint, replies to it, posts in a conversation that it began, and what
    the person says later in its conversation or in the same case. What agencies say is no event.

    Args:
        graph: the graph.
        responses: the table `responses`, see `suara.analyse.responses.tables.respond`.
        large: followers from which on an account is a large one.
    """
    ends = graph.posts.filter(~pl.col("context")).group_by("platform").agg(end=pl.col("created_at").max())
    asked = responses.join(ends, on="platform", how="left", maintain_order="left").with_columns(
        until=pl.coalesce("responded_at", "end")
    )
    found = _events(graph, asked, large)
    return Escalation(_complaints(asked, found), found.select(COLUMNS), _summary(asked, found))


COLUMNS = ["complaint", "agency", "event", "post", "account", "followers", "large", "at", "minutes_after"]


def _events(graph: Graph, asked: pl.DataFrame, large: int) -> pl.DataFrame:
    """All events between complaints and answers, in the order of time."""
    posts = _by_people(graph)
    about = _about(posts, asked)
    told = about.join(posts, on="post", maintain_order="left").join(
        asked.select("complaint", "agency", "created_at", "until", complainer="account"), on="complaint"
    )
    told = told.filter(pl.col("at") > pl.col("created_at"), pl.col("at") < pl.col("until"))
    own = pl.col("account") == pl.col("complainer")
    of_it = [pl.col(name).eq_missing(pl.col("complaint")) for name in ("repost_of", "quote_of")]
    is_event = {
        "repost": of_it[0] & ~own,
        "quote": of_it[1] & ~own,
        "medium": pl.col("post").is_in(_of_media(graph).implode()),
        "ombudsman": pl.col("post").is_in(_to_ombudsman(graph).implode()) & (pl.col("agency") != OMBUDSMAN),
        "nudge": own & ~(pl.col("is_repost") & ~of_it[0]),
    }
    each = [
        told.filter(is_it.fill_null(value=False)).with_columns(event=pl.lit(name, dtype=pl.Enum(EVENTS)))
        for name, is_it in is_event.items()
    ]
    return (
        pl.concat(each)
        .with_columns(large=pl.col("followers") >= large, minutes_after=minutes(pl.col("at") - pl.col("created_at")))
        .sort("complaint", "at", "post", "event")
        .with_columns(pl.col("event").cast(pl.String))
    )


def _by_people(graph: Graph) -> pl.DataFrame:
    """The posts of those who are no agency's: post, account, followers, at, and what they refer to (keys)."""
    refers = {
        name: pl.concat_str("platform", pl.lit(":"), name)
        for name in ("reply_to", "repost_of", "quote_of", "conversation")
    }
    posts = graph.posts.select(post="key", **refers, is_repost=IS_REPOST)
    accounts = graph.accounts.table.select("followers", "agency", account="key")
    media_too = graph.tables["Agency"].filter(kind=media.KIND)["key"]
    people = accounts.filter(pl.col("agency").is_null() | pl.col("agency").is_in(media_too.implode()))
    written = graph.accounts.authors.select("account", post="key", at="created_at").drop_nulls("at")
    return written.join(people.select("account", "followers"), on="account").join(posts, on="post")


def _about(posts: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """Which posts have to do with which complaint: complaint, post."""
    complaints = asked.select("complaint").unique()
    referring = [
        posts.select("post", complaint=name).join(complaints, on="complaint")
        for name in ("reply_to", "repost_of", "quote_of", "conversation")
    ]
    mine = asked.select("complaint", "account", "case").join(
        posts.select(complaint="post", conversation="conversation"), on="complaint"
    )
    thread = mine.drop_nulls().join(posts.select("post", "account", "conversation"), on=["account", "conversation"])
    case = mine.join(mine.select("account", "case", post="complaint"), on=["account", "case"])
    both = [frame.select("post", "complaint") for frame in (*referring, thread, case)]
    return pl.concat(both).filter(pl.col("post") != pl.col("complaint")).unique().sort("complaint", "post")


def _of_media(graph: Graph) -> pl.Series:
    """The posts that media write, or that mention one."""
    table = graph.accounts.table.with_columns(at=pl.col("handle").str.to_lowercase())
    known = table.join(media.accounts(), left_on=["platform", "at"], right_on=["platform", "handle"], how="semi")
    of_kind = graph.tables["Agency"].filter(kind=media.KIND).select(agency="key")
    accounts = pl.concat([known["key"], table.join(of_kind, on="agency", how="semi")["key"]]).unique()
    both = pl.concat([graph.accounts.authors.select("key", "account"), graph.accounts.mentions])
    return both.filter(pl.col("account").is_in(accounts.implode()))["key"].unique()


def _to_ombudsman(graph: Graph) -> pl.Series:
    return graph.tables["ADDRESSED_TO"].filter(to=OMBUDSMAN)["from"].unique()


def _complaints(asked: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    def many(event: str) -> pl.Expr:
        return (pl.col("event") == event).sum().cast(pl.Int64)

    passed = pl.col("event").is_in(["repost", "quote"]) & pl.col("large").fill_null(value=False)
    last = {
        "last_event": "event",
        "last_post": "post",
        "last_by": "account",
        "last_large": "large",
        "last_event_at": "at",
    }
    told = found.group_by("complaint", maintain_order=True).agg(
        reposts=many("repost"), quotes=many("quote"), by_large=passed.sum().cast(pl.Int64), media=many("medium"),
        ombudsman=many("ombudsman"), nudges=many("nudge"), first_event_at=pl.col("at").first(),
        **{name: pl.col(column).last() for name, column in last.items()},
    )  # fmt: skip
    counts = ["reposts", "quotes", "by_large", "media", "ombudsman", "nudges"]
    return (
        asked.select("complaint", "agency", "account", "created_at", "response", "responded_at", "minutes", "status")
        .join(told, on="complaint", how="left", maintain_order="left")
        .with_columns(
            pl.col(counts).fill_null(0), minutes_since_last=minutes(pl.col("responded_at") - pl.col("last_event_at"))
        )
    )


def _summary(asked: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """How complaints fared to which something happened, and those to which nothing did."""
    observed = asked.filter(pl.col("status") != "unobserved").select("complaint", "created_at", "status", "until")
    passed = found.filter(pl.col("event").is_in(["repost", "quote"]), "large").with_columns(event=pl.lit("large"))
    since = (
        pl.concat([found, found.with_columns(event=pl.lit("any")), passed])
        .group_by("complaint", "event")
        .agg(since=pl.col("at").min())
    )
    nothing = observed.join(found, on="complaint", how="anti").select(
        "complaint", since="created_at", event=pl.lit("none")
    )
    told = observed.join(pl.concat([since, nothing.select("complaint", "event", "since")]), on="complaint")
    told = told.with_columns(waited=minutes(pl.col("until") - pl.col("since")).clip(0))
    times = quantiles(told.select("event", "status", "waited"), 0, by=["event"])
    counted = told.group_by("event").agg(
        complaints=pl.len().cast(pl.Int64), answered=(pl.col("status") == "answered").sum().cast(pl.Int64)
    )
    kinds = pl.DataFrame({"event": ["none", "any", *EVENTS, "large"]})
    low, high = wilson(pl.col("answered"), pl.col("complaints"))
    return (
        kinds.join(counted, on="event", how="left", maintain_order="left")
        .with_columns(pl.col("complaints", "answered").fill_null(0))
        .join(times, on="event", how="left", maintain_order="left")
        .with_columns(
            rate=pl.when(pl.col("complaints") > 0).then(pl.col("answered") / pl.col("complaints")), rate_low=low, rate_high=high
        )
        .select(
            "event", "complaints", "answered", "rate", "rate_low", "rate_high", "median_minutes", "median_low", "median_high"
        )
    )  # fmt: skip
