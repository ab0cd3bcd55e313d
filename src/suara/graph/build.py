"""Corpus and codes -> the tables of the graph. Pure: the same posts give the same tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from suara.coding.agencies import Registry
from suara.coding.codebook import Codebook
from suara.graph._accounts import Accounts, resolve
from suara.graph._addressing import addressed, settled
from suara.graph.model import NODES, RELATIONS, Tables
from suara.posts.post import IS_REPOST, KEYED

COMPLAINTS = "complaints"
"""The codebook whose codes make an addressed post a complaint."""

WAYS = ("replies", "mentions", "reposts", "quotes")
"""How one account turns to another."""


@dataclass(frozen=True)
class Graph:
    """A corpus as a graph: its posts (with their `key`), who is who in them, and the tables that stores hold.

    `named`: the agencies that texts name, ambiguous names settled; see `suara.graph._addressing.settled`.
    """

    posts: pl.DataFrame
    accounts: Accounts
    named: pl.DataFrame
    tables: Tables


def build(
    posts: pl.DataFrame,
    codes: pl.DataFrame,
    named: pl.DataFrame,
    registry: Registry,
    codebooks: Sequence[Codebook],
) -> Graph:
    """Everything of the graph that doesn't need an analysis.

    Args:
        posts: the corpus, see `suara.posts.post.SCHEMA`.
        codes: topics of posts, see `suara.coding.codes.CODES`.
        named: agencies named in texts, see `suara.coding.agencies_named.NAMED`.
        registry: the agencies.
        codebooks: the codebooks that the codes are of.

    Returns:
        The graph; its tables have the columns that `suara.graph.model` declares, one row a key.
    """
    posts = posts.with_columns(KEYED.alias("key"))
    accounts = resolve(posts, registry)
    named = settled(posts, accounts, named)
    to_agencies = addressed(posts, accounts, named, registry)
    built = {
        "Account": accounts.table,
        "Post": _posts(posts, accounts, to_agencies, codes),
        "Agency": registry.frame.select("name", "kind", "region", key="agency"),
        "PART_OF": registry.frame.drop_nulls("parent").select(pl.col("agency").alias("from"), to="parent"),
        "POSTED": accounts.authors.select(pl.col("account").alias("from"), to="key"),
        "OPERATED_BY": accounts.table.drop_nulls("agency").select(pl.col("key").alias("from"), to="agency"),
        "REPLIES_TO": _referring(posts, "reply_to"),
        "REPOSTS": _referring(posts, "repost_of"),
        "QUOTES": _referring(posts, "quote_of"),
        "MENTIONS": accounts.mentions.select(pl.col("key").alias("from"), to="account"),
        "ABOUT": _about(posts, codes),
        "ADDRESSED_TO": to_agencies,
        "INTERACTS": interactions(accounts),
        **_hashtags(posts),
        **_sites(posts),
        **_topics(codebooks),
    }
    return Graph(posts, accounts, named, {name: _shaped(name, table) for name, table in built.items()})


def activity(tables: Tables) -> pl.DataFrame:
    """How many posts and complaints each account that posted has written: key, posts, complaints."""
    posts = tables["POSTED"].join(tables["Post"].select(to="key", complaint="complaint"), on="to")
    return posts.group_by(key="from").agg(
        posts=pl.len().cast(pl.Int64), complaints=pl.col("complaint").sum().cast(pl.Int64)
    )


def _shaped(name: str, table: pl.DataFrame) -> pl.DataFrame:
    """The table with the declared columns in their order, one row a key."""
    kind = NODES.get(name) or RELATIONS[name]
    key = ["key"] if name in NODES else ["from", "to"]
    return table.select(pl.col(c).cast(dtype) for c, dtype in kind.columns.items()).unique(
        key, keep="first", maintain_order=True
    )


def _posts(posts: pl.DataFrame, accounts: Accounts, addressed: pl.DataFrame, codes: pl.DataFrame) -> pl.DataFrame:
    """The posts of the corpus, and after them those that are only referred to."""
    coded = codes.filter(codebook=COMPLAINTS).select("post").unique()
    complaint = (
        pl.col("key").is_in(addressed["from"].unique().implode())
        & pl.col("key").is_in(coded["post"].implode())
        & ~pl.col("key").is_in(accounts.of_agencies.implode())
        & ~IS_REPOST
        & pl.any_horizontal(pl.col("author_id", "author_handle").is_not_null())
        & ~pl.col("context")
    )
    collected = posts.with_columns(collected=pl.lit(True), complaint=complaint)
    referred = pl.concat(
        [posts.drop_nulls(name).select("platform", id=pl.col(name)) for name in ("reply_to", "repost_of", "quote_of")]
    ).unique(maintain_order=True)
    stubs = referred.join(posts, on=["platform", "id"], how="anti", maintain_order="left").select(
        KEYED.alias("key"), "platform", "id", collected=pl.lit(False)
    )
    columns = list(NODES["Post"].columns)
    return pl.concat([collected.select(columns), stubs], how="diagonal")


def _referring(posts: pl.DataFrame, column: str) -> pl.DataFrame:
    target = pl.concat_str("platform", pl.lit(":"), column)
    return posts.drop_nulls(column).select(pl.col("key").alias("from"), target.alias("to"))


def _hashtags(posts: pl.DataFrame) -> Tables:
    tags = (
        posts.select("key", tag="hashtags")
        .explode("tag", empty_as_null=False, keep_nulls=False)
        .drop_nulls()
        .with_columns(pl.col("tag").str.to_lowercase())
    )
    key = pl.lit("#") + pl.col("tag")
    return {
        "Hashtag": tags.select(key.alias("key"), "tag").unique("key", maintain_order=True),
        "TAGGED": tags.select(pl.col("key").alias("from"), key.alias("to")),
    }


def _sites(posts: pl.DataFrame) -> Tables:
    host = pl.col("link").str.to_lowercase().str.extract(r"^https?://(?:[^/?#@]*@)?(?:www\.)?([^/:?#\s]+)")
    links = posts.select("key", link="links").explode("link", empty_as_null=False, keep_nulls=False)
    hosts = links.select("key", host=host).drop_nulls()
    return {
        "Site": hosts.select(key="host", host="host").unique("key", maintain_order=True),
        "LINKS_TO": hosts.select(pl.col("key").alias("from"), to="host"),
    }


def _topics(codebooks: Sequence[Codebook]) -> Tables:
    codes = pl.concat([book.frame for book in codebooks])
    books = pl.DataFrame(
        [(b.name, b.name, b.version, b.source) for b in codebooks],
        schema=list(NODES["Codebook"].columns),
        orient="row",
    )
    key = pl.concat_str("codebook", pl.lit(":"), "topic")
    return {
        "Topic": codes.with_columns(key=key),
        "Codebook": books,
        "IN": codes.select(key.alias("from"), to="codebook"),
    }


def _about(posts: pl.DataFrame, codes: pl.DataFrame) -> pl.DataFrame:
    """One row per post and topic, with all words that say so; null where a person or a model says so without words."""
    key = pl.concat_str("codebook", pl.lit(":"), "topic")
    return (
        codes.join(posts.select(post="key"), on="post", how="semi", maintain_order="left")
        .group_by(pl.col("post").alias("from"), key.alias("to"), maintain_order=True)
        .agg(evidence=pl.col("evidence").drop_nulls().str.join("; ").replace("", None))
    )


def turns(accounts: Accounts, ways: Sequence[str] = WAYS) -> pl.DataFrame:
    """Each time that somebody turns to somebody: key (of the post), from, to, kind (one of `WAYS`), created_at.

    Posts that came along with others don't count, as nobody collected theirs alike.
    """
    spoken_to = dict(zip(WAYS, (accounts.replies, accounts.mentions, accounts.reposts, accounts.quotes), strict=True))
    rows = pl.concat(
        [
            frame.select("key", to="account", kind=pl.lit(way, dtype=pl.Enum(WAYS)))
            for way, frame in spoken_to.items()
            if way in ways
        ]
    )
    authors = accounts.authors.filter(~pl.col("context"))
    return rows.join(authors.select("key", "created_at", pl.col("account").alias("from")), on="key")


def interactions(accounts: Accounts, ways: Sequence[str] = WAYS) -> pl.DataFrame:
    """Who turns to whom how often: a post counts once in `weight`, and once for each way it does so; see `turns`.

    Args:
        accounts: who is who.
        ways: those of `WAYS` that count.

    Returns:
        from, to, weight, each of the ways, first, last (when).
    """
    return (
        turns(accounts, ways)
        .group_by("from", "to")
        .agg(
            pl.col("key").n_unique().alias("weight"),
            *(pl.col("key").filter(kind=way).n_unique().alias(way) for way in WAYS if way in ways),
            first=pl.col("created_at").min(),
            last=pl.col("created_at").max(),
        )
        .sort("from", "to")
    )
