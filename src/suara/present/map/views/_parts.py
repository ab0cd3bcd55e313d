"""Nodes and ties that several views have in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import polars as pl

from suara.analyse.centrality import pagerank
from suara.analyse.network import Network
from suara.analyse.responses.tables import by_group
from suara.graph.build import COMPLAINTS, activity
from suara.present.map.scene import MEASURES, Source, answer_band, typed
from suara.present.people import is_shown

Made = Callable[[Source], pl.DataFrame]


def once(made: Made) -> Made:
    """Made once for all views of a source."""

    @wraps(made)
    def kept(source: Source) -> pl.DataFrame:
        if made.__name__ not in source.memory:
            source.memory[made.__name__] = made(source)
        found: pl.DataFrame = source.memory[made.__name__]
        return found

    return kept


def agency_key(column: str) -> pl.Expr:
    """An agency's id as a node key that no account, topic or hashtag has."""
    return pl.lit("agency ") + pl.col(column)


def nodes_of_accounts(source: Source) -> pl.DataFrame:
    """The node of each account, that of its agency where it has one: account, node."""
    return source.graph.tables["Account"].select(account="key", node=pl.coalesce(agency_key("agency"), "key"))


@once
def people(source: Source) -> pl.DataFrame:
    """One node an account that no agency operates."""
    held = [name for name in MEASURES if name in source.members.columns]
    found = source.members.select("key", "community", *(name for name in held if name not in ("posts", "complaints")))
    cases = source.answered.cases.group_by(key="account").agg(
        pl.col("minutes").median(), waiting=(pl.col("status") == "censored").sum()
    )
    table = (
        source.graph.tables["Account"]
        .filter(pl.col("agency").is_null())
        .join(activity(source.graph.tables), on="key", how="left", maintain_order="left")
        .join(found, on="key", how="left", maintain_order="left")
        .join(source.called, left_on="key", right_on="account", how="left", maintain_order="left")
        .join(cases, on="key", how="left", maintain_order="left")
    )
    return table.with_columns(
        pl.when(is_shown(source.names)).then("followers").alias("followers"),
        kind=pl.lit("citizen"),
        answer=answer_band("minutes", pl.col("waiting") > 0),
    )


@once
def agencies(source: Source) -> pl.DataFrame:
    """One node an agency, in the community of the account of it that has one, with what is known of its answers."""
    tables = source.graph.tables
    accounts = tables["OPERATED_BY"].join(source.members, left_on="from", right_on="key")
    held = [name for name in MEASURES if name in source.members.columns and name not in ("posts", "complaints")]
    home = accounts.group_by(key="to").agg(
        pl.col("community").drop_nulls().mode().min(), *(pl.col(name).max() for name in held)
    )
    spoken = tables["OPERATED_BY"].join(tables["POSTED"].select("from", post="to"), on="from").group_by(key="to")
    told = (
        tables["Agency"]
        .join(home, on="key", how="left")
        .join(spoken.agg(posts=pl.len()), on="key", how="left")
        .join(source.answered.agencies.rename({"agency": "key"}).drop("name", "posts"), on="key", how="left")
    )
    return told.with_columns(
        key=agency_key("key"),
        label="name",
        kind=pl.lit("agency"),
        answer=answer_band("median_minutes", pl.col("rate").is_not_null() & (pl.col("complaints") > 0)),
        card=answering(),
    )


def answering() -> pl.Expr:
    """What a card says of answers: the rate with its interval, the median wait."""
    percent = pl.format(
        "{} % ({}-{} %)",
        *((pl.col(c) * 100).round(0).cast(pl.Int64) for c in ("rate", "rate_low", "rate_high")),
    )
    return card(answered=percent, median=pl.col("median_minutes").round(0).cast(pl.Int64))


@once
def topics(source: Source) -> pl.DataFrame:
    """One node a topic of complaints."""
    graph, cases = source.graph, source.answered.cases
    complaints = graph.tables["Post"].filter("complaint").select(post="key")
    of = graph.tables["ABOUT"].join(complaints, left_on="from", right_on="post", how="semi")
    counts = of.group_by(key="to").agg(complaints=pl.len())
    whole = max(of["from"].n_unique(), 1)
    share = (pl.col("complaints") * 100 / whole).round(1).cast(pl.String) + " %"
    by_topic = cases.select(pl.exclude("topics"), topic="topics").explode("topic").drop_nulls("topic")
    waits = by_group(by_topic, "topic").select("topic", "median_minutes", "rate", "rate_low", "rate_high")
    found = graph.tables["Topic"].filter(pl.col("key").str.starts_with(f"{COMPLAINTS}:"))
    told = found.join(counts, on="key").join(waits, on="topic", how="left", maintain_order="left")
    return told.with_columns(
        label="label_id",
        kind=pl.lit("topic"),
        answer=answer_band("median_minutes", pl.col("rate").is_not_null()),
        card=card(share=share).list.concat(answering()),
    )


def hashtags(source: Source) -> pl.DataFrame:
    """One node a hashtag."""
    counts = source.graph.tables["TAGGED"].group_by(key="to").agg(posts=pl.len())
    told = source.graph.tables["Hashtag"].join(counts, on="key", maintain_order="left")
    return told.with_columns(label="key", kind=pl.lit("hashtag"))


def card(**lines: pl.Expr) -> pl.Expr:
    """Lines of a card: names and values as text, without those that are unknown."""
    line = [pl.struct(name=pl.lit(name), value=value.cast(pl.String)) for name, value in lines.items()]
    return pl.concat_list(line).list.filter(pl.element().struct.field("value").is_not_null())


@once
def spoken(source: Source) -> pl.DataFrame:
    """Who turns to whom in which post: source, target, post; an agency's accounts are one."""
    accounts, home = source.graph.accounts, nodes_of_accounts(source)
    to = pl.concat([accounts.replies, accounts.mentions, accounts.reposts, accounts.quotes]).unique()
    by = accounts.authors.filter(~pl.col("context")).select("key", by="account")
    return (
        to.join(by, on="key")
        .join(home.rename({"node": "source"}), left_on="by", right_on="account")
        .join(home.rename({"node": "target"}), on="account")
        .select("source", "target", post="key")
        .filter(pl.col("source") != pl.col("target"))
        .unique()
    )


def posted(source: Source) -> pl.DataFrame:
    """Who wrote what: key (of the node), post."""
    posted = source.graph.tables["POSTED"].select(account="from", post="to")
    return posted.join(nodes_of_accounts(source), on="account").select("post", key="node")


def weighed(posts: pl.DataFrame) -> pl.DataFrame:
    """Ties of the posts that make them; the weight is the number of posts."""
    ends = ["source", "target", "kind"]
    return posts.group_by(ends).agg(weight=pl.col("post").n_unique()).sort(ends)


@once
def accounts(source: Source) -> pl.DataFrame:
    """People and agencies that turn to others or are turned to, with their `size` among them."""
    ties = weighed(spoken(source).with_columns(kind=pl.lit("interacts")))
    return sized(pl.concat([typed(people(source)), typed(agencies(source))]), ties)


def sized(nodes: pl.DataFrame, ties: pl.DataFrame, *, alone: tuple[str, ...] = ()) -> pl.DataFrame:
    """The nodes with `size`, their PageRank among these ties; those without ties only if they are of the kinds `alone`."""
    rank = pagerank.measure(Network.of(ties.select(pl.col("source").alias("from"), to="target", weight="weight")))
    found = nodes.drop("size", strict=False).join(
        rank.rename({"pagerank": "size"}), on="key", how="left", maintain_order="left"
    )
    return (
        typed(found)
        .filter(pl.col("kind").is_in(alone) | pl.col("size").is_not_null())
        .with_columns(pl.col("size").fill_null(0.0))
    )
