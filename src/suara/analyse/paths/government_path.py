"""The shortest way from a topic of complaints to an agency that answers: directly, or by way of others who pass it on."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import polars as pl

from suara.analyse.network import Whole
from suara.analyse.paths._walking import LONGEST, next_of
from suara.analyse.responses import link as linking
from suara.analyse.responses.pairs import minutes
from suara.graph.build import COMPLAINTS, Graph
from suara.graph.model import CALLED, Tables
from suara.posts.post import IS_REPOST

HOW = ("answered", "replied", "quoted", "reposted", "handed_on", "mentioned")
"""How one step leads to the next, the plainest first: an agency's answer, known as such; a reply, a quote, a repost; a
post of an agency to which another one sent on; and one of an account that was mentioned, to whoever mentioned it."""

STEP = 1e9  # minutes: more than any way takes, so that fewer steps go before less time


def shortest(
    graph: Graph,
    relations: Tables,
    topic: str | None = None,
    agency: str | None = None,
    window: timedelta = linking.WINDOW,
) -> pl.DataFrame:
    """From each topic to each agency that came to answer complaints about it the way with the fewest steps.

    A way begins with a complaint about the topic and goes on from post to later post (see `HOW`) until a post of the
    agency that is no repost. Of ways with as many steps it is the one that took the least time. One step means that the
    agency answered a complaint directly; more, that others stand between. They needn't be what brought it there.

    Source: Dijkstra 1959, by `scipy.sparse.csgraph`.

    Args:
        graph: the graph.
        relations: ANSWERED_BY and FOLLOWS_UP, as the analyses of responses and of hand-offs give them.
        topic: only this code of the complaints codebook.
        agency: only this agency.
        window: how long after a mention an agency may turn to whoever mentioned it.

    Returns:
        One row a step: topic, agency, steps (of the whole way), step (0 is the complaint), how (see `HOW`; "complained"
        at first), post, by (who wrote it, as people call them), of_agency, at, minutes (since the step before), url.
    """
    posts = _posts(graph)
    edges = _edges(graph, relations, posts, window)
    about = _about(graph, posts, topic)
    answering = graph.posts.filter(~IS_REPOST).select("key")
    targets = posts.drop_nulls("of_agency").join(answering, on="key", how="semi").select("number", "of_agency")
    if agency is not None:
        targets = targets.filter(of_agency=agency)
    ways = [_ways(name, complaints["number"].to_numpy(), edges, targets, posts.height)
            for (name,), complaints in about.group_by("topic", maintain_order=True)]  # fmt: skip
    steps = pl.concat([pl.DataFrame(schema=_WAYS), *ways])
    return _told(graph, steps, posts, edges)


def _posts(graph: Graph) -> pl.DataFrame:
    """All posts with a number and a time: key, number, account, at, of_agency."""
    agency = graph.accounts.table.select("agency", account="key")
    written = (
        graph.accounts.authors.select("key", "account", at="created_at")
        .drop_nulls("at")
        .unique("key", maintain_order=True)
    )
    posts = written.join(agency, on="account", how="left", maintain_order="left").rename({"agency": "of_agency"})
    return posts.with_columns(number=pl.int_range(pl.len(), dtype=pl.Int64))


def _about(graph: Graph, posts: pl.DataFrame, topic: str | None) -> pl.DataFrame:
    """The complaints about each topic: topic, number."""
    book = f"{COMPLAINTS}:"
    about = graph.tables["ABOUT"].filter(pl.col("to").str.starts_with(book))
    about = about.select(key="from", topic=pl.col("to").str.strip_prefix(book))
    complaints = graph.tables["Post"].filter("complaint").select("key")
    told = about.join(complaints, on="key").join(posts.select("key", "number"), on="key").sort("topic", "number")
    return told if topic is None else told.filter(topic=topic)


def _edges(graph: Graph, relations: Tables, posts: pl.DataFrame, window: timedelta) -> pl.DataFrame:
    """From which post to which later one: one, two (numbers), how, minutes; each pair once, by the plainest way."""
    back = {"replied": "REPLIES_TO", "quoted": "QUOTES", "reposted": "REPOSTS"}
    found = [relations["ANSWERED_BY"].select("from", "to", how=pl.lit("answered"))]
    found += [
        graph.tables[name].select(pl.col("to").alias("from"), to="from", how=pl.lit(how)) for how, name in back.items()
    ]
    found.append(relations["FOLLOWS_UP"].select(pl.col("to").alias("from"), to="from", how=pl.lit("handed_on")))
    found.append(_mentioned(graph, posts, window))
    numbered = posts.select("key", "number", "at")
    return (
        pl.concat(found)
        .join(numbered.rename({"key": "from", "number": "one", "at": "since"}), on="from")
        .join(numbered.rename({"key": "to", "number": "two"}), on="to")
        .with_columns(minutes=minutes(pl.col("at") - pl.col("since")), how=pl.col("how").cast(pl.Enum(HOW)))
        .filter(pl.col("minutes") >= 0, pl.col("one") != pl.col("two"))
        .sort("one", "two", "how")
        .unique(["one", "two"], keep="first", maintain_order=True)
        .select("one", "two", "how", "minutes")
    )


def _mentioned(graph: Graph, posts: pl.DataFrame, window: timedelta) -> pl.DataFrame:
    """From a post of a person that mentions an agency's account to the first later post of that account to the person."""
    by_agency = posts.drop_nulls("of_agency").select("key", "at", account="account")
    spoken = pl.concat([graph.accounts.mentions, graph.accounts.replies]).rename({"account": "person"}).unique()
    turning = by_agency.join(spoken, on="key").select("person", "account", "at", to="key").sort("at", "to")
    people = posts.filter(pl.col("of_agency").is_null()).select("key", "at", person="account")
    asking = people.join(graph.accounts.mentions, on="key").with_columns(number=pl.int_range(pl.len(), dtype=pl.Int64))
    turned = next_of(asking, turning, ["person", "account"], window)
    return asking.join(turned.select("number", "to"), on="number").select(
        pl.col("key").alias("from"), "to", how=pl.lit("mentioned")
    )


_WAYS = {"topic": pl.String, "agency": pl.String, "step": pl.Int64, "number": pl.Int64, "before": pl.Int64}


def _ways(topic: str, begins: Whole, edges: pl.DataFrame, targets: pl.DataFrame, size: int) -> pl.DataFrame:
    """The shortest way from one of some posts to a post of each agency; see `_WAYS`."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra

    one, two = edges["one"].to_numpy(), edges["two"].to_numpy()
    matrix = csr_matrix((edges["minutes"].to_numpy() + STEP, (one, two)), shape=(size, size))
    far, before, _ = dijkstra(matrix, indices=begins, min_only=True, return_predecessors=True)
    ends = (
        targets.with_columns(far=pl.Series(far).gather(targets["number"]))
        .filter(pl.col("far").is_finite(), pl.col("far") > 0)
        .sort("far", "number")
        .unique("of_agency", keep="first", maintain_order=True)
    )
    at, agency = ends["number"].to_numpy(), ends["of_agency"]
    steps = [pl.DataFrame(schema=_WAYS)]
    for back in range(LONGEST):
        if not len(at):
            break
        came_from = before[at].astype(np.int64)
        steps.append(
            pl.DataFrame(
                {"topic": topic, "agency": agency, "step": -back, "number": at, "before": came_from}, schema=_WAYS
            )
        )
        agency, at = agency.filter(came_from >= 0), came_from[came_from >= 0]
    return pl.concat(steps)


def _told(graph: Graph, steps: pl.DataFrame, posts: pl.DataFrame, edges: pl.DataFrame) -> pl.DataFrame:
    """The steps in order, with what is to be known of each."""
    people = graph.accounts.table.select(account="key", by=CALLED)
    urls = graph.posts.select("key", "url")
    how = edges.select("how", "minutes", before="one", number="two")
    way = ["topic", "agency"]
    return (
        steps.with_columns(step=pl.col("step") - pl.col("step").min().over(way))
        .with_columns(steps=pl.col("step").max().over(way))
        .join(posts, on="number", maintain_order="left")
        .join(people, on="account", how="left", maintain_order="left")
        .join(urls, on="key", how="left", maintain_order="left")
        .join(how, on=["before", "number"], how="left", maintain_order="left")
        .sort("topic", "steps", "agency", "step")
        .select(
            *way, "steps", "step", how=pl.col("how").cast(pl.String).fill_null("complained"), post="key", by="by",
            of_agency="of_agency", at="at", minutes="minutes", url="url",
        )
    )  # fmt: skip
