"""Who turned to whom, with what, when: what the tables of this room are made of."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec
import polars as pl

from suara._toml import decoded
from suara.graph.build import COMPLAINTS, Graph
from suara.posts.post import IS_REPOST


class Signs(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What accounts of agencies are known by; see `signs.toml`."""

    names: list[str]
    poses: list[str]


@cache
def signs() -> Signs:
    """The signs that come with suara."""
    return decoded(Path(str(files("suara.analyse.agencies") / "signs.toml")), Signs)


def written(graph: Graph) -> pl.DataFrame:
    """The posts that are nobody else's: key, account, agency (of the account), created_at, context, text."""
    agency_of = graph.accounts.table.select(account="key", agency="agency")
    own = graph.posts.filter(~IS_REPOST).select("key", "text")
    return graph.accounts.authors.join(own, on="key", maintain_order="left").join(
        agency_of, on="account", how="left", maintain_order="left"
    )


def turns(graph: Graph, posts: pl.DataFrame) -> pl.DataFrame:
    """Whom posts (see `written`) turn to, nobody to themselves: key, account, created_at, to, reply, mention."""
    both = [
        frame.select("key", to="account", way=pl.lit(way))
        for frame, way in ((graph.accounts.replies, "reply"), (graph.accounts.mentions, "mention"))
    ]
    pairs = (
        pl.concat(both)
        .group_by("key", "to", maintain_order=True)
        .agg(reply=(pl.col("way") == "reply").any(), mention=(pl.col("way") == "mention").any())
    )
    return (
        posts.select("key", "account", "created_at")
        .join(pairs, on="key", maintain_order="left")
        .filter(pl.col("account") != pl.col("to"))
    )


def complaining(graph: Graph) -> pl.DataFrame:
    """The posts with a code of the complaints codebook: key."""
    about = graph.tables["ABOUT"].filter(pl.col("to").str.starts_with(f"{COMPLAINTS}:"))
    return about.select(key="from").unique(maintain_order=True)
