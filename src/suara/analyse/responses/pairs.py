"""Complaints and the agencies they speak to, pair by pair, with what is known of an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from suara.analyse.responses import link as linking
from suara.analyse.responses.cases import SAME_CASE, waits, with_cases
from suara.analyse.responses.hours import worked_between
from suara.analyse.responses.kinds import BOOK, first_substantive, kinds
from suara.analyse.responses.limits import Service, load
from suara.coding.agencies import bundled_regions
from suara.graph.build import COMPLAINTS, Graph

STATUS = ("answered", "censored", "unobserved")
"""What became of a complaint: answered; not yet by the end of the collection; or nothing of that agency was collected."""


@dataclass(frozen=True)
class Pairs:
    """Complaints and agencies, and what else the tables need.

    `pairs`: one row a complaint and agency: complaint, platform, agency, region, addressed_by, account, followers, created_at,
    conversation, topics (a list), case, passed_on (reposts and quotes of it that were collected), response, responder,
    responder_agency, responded_at, evidence, kind, minutes, working_minutes, substantive and substantive_at (the first
    answer of substance), timezone (of the region), end (of the collection on that platform), waited (minutes to the answer
    or to the end), status (see `STATUS`), other_agency, other_response, other_at (the first answer by an agency that it
    didn't speak to).
    """

    pairs: pl.DataFrame
    every: pl.DataFrame  # all answers, not only the first; see `suara.analyse.responses.link.LINKS`
    own: pl.DataFrame  # agency, platform, own_posts
    replies: (
        pl.DataFrame
    )  # agency, replies (to people, that were collected), linkable (the share whose thread was, too)
    before: int  # answers by reply that seem older than their complaint, and so don't count


def pairs(
    graph: Graph,
    *,
    window: timedelta = linking.WINDOW,
    same_case: timedelta = SAME_CASE,
    service: Service | None = None,
) -> Pairs:
    """All complaints of a graph with each agency they are addressed to; see `Pairs`.

    Args:
        graph: the graph.
        window: within which an answer may come that is known by a mention only.
        same_case: see `suara.analyse.responses.cases.with_cases`.
        service: when agencies work; by default what comes with suara.
    """
    linked = Linked.of(graph, window)
    asked, answers, parents, every, own = linked.asked, linked.answers, linked.parents, linked.every, linked.own
    links = linking.first(every)
    others = linking.link_others(asked, answers, parents, linked.above).select(
        "complaint", "agency", other_agency="responder_agency", other_response="response", other_at="responded_at"
    )
    followers = graph.accounts.table.select(account="key", followers="followers")
    found = kinds(graph, _codes(graph))
    begun = links.select("complaint", "agency", begun="responded_at")
    after = every.join(begun, on=["complaint", "agency"]).filter(pl.col("responded_at") >= pl.col("begun"))
    substantive = first_substantive(after, found).select(
        "complaint", "agency", substantive="response", substantive_at="responded_at"
    )
    told = (
        linked.told(graph)
        .join(others, on=["complaint", "agency"], how="left", maintain_order="left")
        .join(found.select("response", "kind"), on="response", how="left", maintain_order="left")
        .join(substantive, on=["complaint", "agency"], how="left", maintain_order="left")
        .join(bundled_regions().frame.select("region", "timezone"), on="region", how="left", maintain_order="left")
        .join(_passed_on(graph), on="complaint", how="left", maintain_order="left")
        .join(followers, on="account", how="left", maintain_order="left")
    )
    known = told.with_columns(
        minutes=minutes(pl.col("responded_at") - pl.col("created_at")),
        waited=minutes(pl.coalesce("responded_at", "end") - pl.col("created_at")).clip(0),
        passed_on=pl.col("passed_on").fill_null(0),
    )
    known = known.with_columns(working_minutes=_working(known, service or load()))
    before = asked.join(linked.above, on="complaint").join(answers.unique("response"), on="response")
    return Pairs(
        with_cases(known, same_case),
        every,
        own,
        _linkable(graph, answers),
        before.filter(pl.col("responded_at") < pl.col("created_at"))["response"].n_unique(),
    )


@dataclass(frozen=True)
class Linked:
    """Complaints, what may answer them, and all answers that were found."""

    asked: pl.DataFrame  # see `suara.analyse.responses.link.complaints`
    answers: pl.DataFrame  # see `suara.analyse.responses.link.answers`
    parents: pl.DataFrame  # agency, parent
    above: pl.DataFrame  # see `suara.analyse.responses.link.above`
    every: pl.DataFrame  # see `suara.analyse.responses.link.LINKS`
    own: pl.DataFrame  # agency, platform, own_posts

    @classmethod
    def of(cls, graph: Graph, window: timedelta) -> Linked:
        """Link the complaints of a graph."""
        written = linking.written(graph)
        asked = linking.complaints(graph, written)
        answers = linking.answers(graph, written)
        above = linking.above(graph, asked, answers, written)
        parents = graph.tables["PART_OF"].select(agency="from", parent="to")
        every = linking.every_link(asked, answers, parents, window, above)
        return cls(asked, answers, parents, above, every, _own_posts(graph, parents))

    def told(self, graph: Graph) -> pl.DataFrame:
        """Complaints and agencies with the first answer, topics, end and status."""
        links = linking.first(self.every)
        ends = graph.posts.filter(~pl.col("context")).group_by("platform").agg(end=pl.col("created_at").max())
        status = (
            pl.when(pl.col("response").is_not_null())
            .then(pl.lit("answered"))
            .when(pl.col("own_posts").is_not_null())
            .then(pl.lit("censored"))
            .otherwise(pl.lit("unobserved"))
        )
        return (
            self.asked.join(links, on=["complaint", "agency"], how="left", maintain_order="left")
            .join(_topics(graph), on="complaint", how="left", maintain_order="left")
            .join(ends, on="platform", how="left", maintain_order="left")
            .join(self.own, on=["agency", "platform"], how="left", maintain_order="left")
            .with_columns(status=status)
            .drop("own_posts")
        )


def waiting(graph: Graph, *, window: timedelta = linking.WINDOW, same_case: timedelta = SAME_CASE) -> pl.DataFrame:
    """Who waited how long: the cases of `suara.analyse.responses.tables.respond`, without all that takes longer to tell.

    Args:
        graph: the graph.
        window: see `pairs`.
        same_case: see `pairs`.

    Returns:
        case, agency, asked_at, end, status, waited; see `suara.analyse.responses.cases.by_case`.
    """
    return waits(with_cases(Linked.of(graph, window).told(graph), same_case))


def _working(pairs: pl.DataFrame, service: Service) -> pl.Series:
    return worked_between(pairs, service.hours, service.zones, "created_at", "responded_at")


def _codes(graph: Graph) -> pl.DataFrame:
    """What replies do, as far as the codebook for that is in use: post, codebook, topic."""
    about = graph.tables["ABOUT"].filter(pl.col("to").str.starts_with(f"{BOOK}:"))
    return about.select(post="from", codebook=pl.lit(BOOK), topic=pl.col("to").str.strip_prefix(f"{BOOK}:"))


def minutes(duration: pl.Expr) -> pl.Expr:
    """A duration in minutes."""
    return duration.dt.total_microseconds() / 60_000_000


def _own_posts(graph: Graph, parents: pl.DataFrame) -> pl.DataFrame:
    """How many posts of each agency and its parent were collected where: agency, platform, own_posts; none, no row."""
    operated = graph.tables["OPERATED_BY"].select(account="from", agency="to")
    platform = graph.posts.select("key", "platform")
    own = graph.accounts.authors.filter(~pl.col("context")).join(operated, on="account").join(platform, on="key")
    own = own.group_by("agency", "platform").agg(n=pl.len().cast(pl.Int64))
    above = parents.join(own, left_on="parent", right_on="agency").select("agency", "platform", "n")
    return pl.concat([own, above]).group_by("agency", "platform").agg(own_posts=pl.col("n").sum())


def _linkable(graph: Graph, answers: pl.DataFrame) -> pl.DataFrame:
    """Of what share of an agency's replies the post that they answer, or the one that began the thread, was collected."""
    there = graph.posts["key"].implode()
    inside = (pl.col("conversation") != pl.col("response")).fill_null(value=False)
    began = inside & pl.col("conversation").is_in(there)
    seen = pl.col("reply_to").is_in(there).fill_null(value=False) | began
    replies = answers.filter(inside | pl.col("reply_to").is_not_null()).unique("response")
    return replies.group_by(agency="responder_agency").agg(replies=pl.len().cast(pl.Int64), linkable=seen.mean())


def _topics(graph: Graph) -> pl.DataFrame:
    """The codes of each complaint: complaint, topics (a sorted list)."""
    book = f"{COMPLAINTS}:"
    complaints = graph.tables["Post"].filter("complaint").select(pl.col("key").alias("from"))
    about = graph.tables["ABOUT"].join(complaints, on="from", how="semi").filter(pl.col("to").str.starts_with(book))
    return about.group_by(complaint="from").agg(topics=pl.col("to").str.strip_prefix(book).sort())


def _passed_on(graph: Graph) -> pl.DataFrame:
    """How often each post was reposted and quoted: complaint, passed_on."""
    passing = pl.concat([graph.tables[kind].select("from", complaint="to") for kind in ("REPOSTS", "QUOTES")])
    return passing.group_by("complaint").agg(passed_on=pl.col("from").n_unique().cast(pl.Int64))
