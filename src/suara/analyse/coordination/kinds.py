"""What posts share, kind by kind: the original they repost, links, hashtags, nearly the same text, ...

Only `repost` is about reposts: what a repost repeats of another's post (its text, links, hashtags) is no share of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from suara.analyse._similarity import near_duplicates
from suara.analyse.coordination.shares import SHARES
from suara.coding import media
from suara.coding.own import own_text
from suara.coding.words import HIDDEN
from suara.collect._urls import maybe
from suara.graph.build import Graph
from suara.posts.post import IS_REPOST

WORDS = 5
"""A text of fewer words (links, mentions and hashtags don't count) is said again by chance: it is no object."""

TOGETHER = 2
"""Hashtags, and mentioned accounts, that a post needs for its set of them to be an object."""

ALIKE = 0.8
"""The least Jaccard similarity of texts that are nearly the same; see `suara.analyse._similarity.near_duplicates`."""

_NO_WORDS = rf"https?://\S+|www\.\S+|[@#][\p{{L}}\p{{M}}\p{{N}}_.]+|{HIDDEN}"
_WORD = r"[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*"


@dataclass(frozen=True)
class Shared:
    """What is looked at: shares with their kind, and how much isn't looked at.

    left_out: posts whose author isn't known (`no_author`), or whose time isn't (`no_time`), and those of agencies and
    media (`agencies`), which are kept apart: how many of each.
    """

    shares: pl.DataFrame
    posts: int
    left_out: dict[str, int]


def shared(graph: Graph, kinds: Sequence[str], *, agencies: bool = False, words: int = WORDS) -> Shared:
    """The shares of the collected posts, those of agencies and media only if asked for.

    Args:
        graph: see `suara.graph.build.build`.
        kinds: some of `KINDS`.
        agencies: whether accounts of agencies and media count like others; their templates are their work.
        words: the least number of words of a text.

    Returns:
        The shares: kind and the columns of `suara.analyse.coordination.shares.SHARES`. Objects are: of `repost` and
        `reply` the key of the other post; of `link` the address, written in one way; of `hashtag` and `mention` the set
        of all that the post has, if it is of `TOGETHER` or more; of `text` the number of the group of texts that are
        nearly the same.
    """
    collected = graph.posts.filter(~pl.col("context"))
    posts = collected.join(graph.accounts.authors.select("key", "account"), on="key", how="left", maintain_order="left")
    official = _official(graph).implode()
    lacking = {
        "no_author": pl.col("account").is_null(),
        "no_time": pl.col("account").is_not_null() & pl.col("created_at").is_null(),
        "agencies": pl.lit(not agencies) & pl.col("account").is_in(official) & pl.col("created_at").is_not_null(),
    }
    left_out = posts.select(condition.sum().alias(name) for name, condition in lacking.items()).row(0, named=True)
    posts = posts.filter(~pl.any_horizontal(lacking.values()).fill_null(True))
    found = [
        KINDS[kind](graph, posts, words).select(pl.lit(kind).alias("kind"), "object", "account", post="key", time="at")
        for kind in kinds
    ]
    nothing = pl.DataFrame(schema={"kind": pl.String, **SHARES})
    shares = pl.concat([nothing, *found]).drop_nulls("object").unique(maintain_order=True)
    return Shared(shares, posts.height, left_out)


def _official(graph: Graph) -> pl.Series:
    """The accounts of agencies and of media."""
    accounts = graph.tables["Account"].with_columns(at=pl.col("handle").str.to_lowercase())
    known = accounts.join(media.accounts(), left_on=["platform", "at"], right_on=["platform", "handle"], how="semi")
    return pl.concat([known["key"], accounts.drop_nulls("agency")["key"]])


def _reposts(graph: Graph, posts: pl.DataFrame, words: int) -> pl.DataFrame:
    return _rows(posts, pl.concat_str("platform", pl.lit(":"), "repost_of"))


def _replies(graph: Graph, posts: pl.DataFrame, words: int) -> pl.DataFrame:
    return _rows(posts.filter(~IS_REPOST), pl.concat_str("platform", pl.lit(":"), "reply_to"))


def _links(graph: Graph, posts: pl.DataFrame, words: int) -> pl.DataFrame:
    """Each address by itself; what isn't the address of a web page, as an empty one, is nothing."""
    rows = _rows(posts.filter(~IS_REPOST), pl.col("links")).explode("object").drop_nulls("object")
    written = rows["object"].unique()
    same = pl.DataFrame({"object": written, "address": pl.Series([maybe(url) for url in written], dtype=pl.String)})
    return rows.join(same, on="object", maintain_order="left").with_columns(object="address")


def _hashtags(graph: Graph, posts: pl.DataFrame, words: int) -> pl.DataFrame:
    tags = pl.col("hashtags").list.eval(pl.lit("#") + pl.element().str.to_lowercase())
    return _rows(posts.filter(~IS_REPOST), _set(tags))


def _mentions(graph: Graph, posts: pl.DataFrame, words: int) -> pl.DataFrame:
    mentioned = graph.accounts.mentions.group_by("key").agg(mentioned=pl.col("account"))
    return _rows(posts.filter(~IS_REPOST).join(mentioned, on="key", maintain_order="left"), _set(pl.col("mentioned")))


def _set(values: pl.Expr) -> pl.Expr:
    """A list as a set in one writing; null where it has too few."""
    distinct = values.list.drop_nulls().list.unique().list.sort()
    return pl.when(distinct.list.len() >= TOGETHER).then(distinct.list.join(" "))


def _texts(graph: Graph, posts: pl.DataFrame, words: int) -> pl.DataFrame:
    """Groups of nearly the same texts; texts are what the authors wrote themselves."""
    own = posts.with_columns(own=own_text(posts)).filter(~IS_REPOST)
    long = pl.col("own").str.replace_all(_NO_WORDS, " ").str.count_matches(_WORD) >= words
    own = own.filter(long)
    groups = near_duplicates(own["own"], ALIKE).select("group", "size")
    number = pl.when(pl.col("size") > 1).then(pl.lit("text ") + pl.col("group").cast(pl.String))
    return _rows(own.hstack(groups), number)


def _rows(posts: pl.DataFrame, object: pl.Expr) -> pl.DataFrame:
    return posts.select("key", "account", at="created_at", object=object)


KINDS: dict[str, Callable[[Graph, pl.DataFrame, int], pl.DataFrame]] = {
    "repost": _reposts,
    "link": _links,
    "hashtag": _hashtags,
    "text": _texts,
    "reply": _replies,
    "mention": _mentions,
}
"""What may be shared."""

USUAL = ("repost", "link", "hashtag", "text")
"""What is looked at unless something else is asked for: answering the same post, or turning to the same accounts, is
what people do who don't know each other."""
