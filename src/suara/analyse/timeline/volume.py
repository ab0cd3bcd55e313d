"""How much was posted: posts, who wrote them, complaints, and posts that speak to agencies, period by period."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from suara.analyse.timeline.periods import INSTANT, PERIODS, periods, place
from suara.graph.build import Graph
from suara.posts.post import IS_REPOST

COUNTS = ("posts", "accounts", "complaints", "addressed", "reposts")
"""What is counted in each period.

posts       that were collected for themselves, without reposts
accounts    that wrote them
complaints  see `suara.graph.build`
addressed   posts of people to an agency; complaints are among them
reposts     that pass others' posts on; in none of the other numbers
"""


def within_times(posts: pl.DataFrame, since: datetime | None, until: datetime | None) -> pl.DataFrame:
    """The posts (see `moments`) from `since` on that are before `until`, and those of which no time is told."""
    if since is not None:
        posts = posts.filter((pl.col("at") >= since).fill_null(True))
    if until is not None:
        posts = posts.filter((pl.col("at") < until).fill_null(True))
    return posts


def is_counted(count: str) -> pl.Expr:
    """Whether a post (see `moments`) is among those that one of `COUNTS` counts."""
    own = ~pl.col("repost")
    return {"posts": own, "accounts": own, "complaints": pl.col("complaint"), "reposts": pl.col("repost")}.get(
        count, pl.col(count)
    )


def moments(graph: Graph) -> pl.DataFrame:
    """All posts that were collected for themselves.

    Returns:
        post, at (UTC; null where it isn't told), account, repost, complaint and addressed (see `COUNTS`).
    """
    tables = graph.tables
    of_agencies = tables["Account"].drop_nulls("agency")["key"].implode()
    spoken, complained = tables["ADDRESSED_TO"]["from"].unique(), tables["Post"].filter("complaint")["key"]
    own = graph.posts.filter(~pl.col("context")).select(IS_REPOST.alias("repost"), post="key", at="created_at")
    posts = own.join(graph.accounts.authors.select("account", post="key"), on="post", how="left", maintain_order="left")
    by_people = ~pl.col("account").is_in(of_agencies).fill_null(True)
    return posts.select(
        "post",
        "at",
        "account",
        "repost",
        complaint=pl.col("post").is_in(complained.implode()),
        addressed=pl.col("post").is_in(spoken.implode()) & by_people & ~pl.col("repost"),
    )


def span(
    posts: pl.DataFrame, unit: str, timezone: str, since: datetime | None = None, until: datetime | None = None
) -> pl.DataFrame:
    """The periods of a collection, from its first post (or `since`, if that is later) to its last (or `until`).

    Args:
        posts: as `moments` gives them.
        unit: see `suara.analyse.timeline.periods.UNITS`.
        timezone: by whose clock days begin.
        since: what is earlier is left out.
        until: what is at that time or later is left out.

    Returns:
        See `suara.analyse.timeline.periods.PERIODS`; no row where no time is left.

    Raises:
        InputError: there are too many periods.
    """
    first, last = posts["at"].min(), posts["at"].max()
    if not isinstance(first, datetime) or not isinstance(last, datetime):
        return pl.DataFrame(schema=PERIODS)
    first, last = max(first, since or first), min(last, until - INSTANT if until else last)
    return periods(first, last, unit, timezone) if first <= last else pl.DataFrame(schema=PERIODS)


def volume(posts: pl.DataFrame, of: pl.DataFrame) -> pl.DataFrame:
    """How much was posted in each period: `PERIODS`, and `COUNTS`; 0 where nothing was.

    Args:
        posts: as `moments` gives them, all or some.
        of: the periods, as `span` gives them.
    """
    own = ~pl.col("repost")
    counted = (
        posts.with_columns(place(posts["at"], of))
        .drop_nulls("place")
        .group_by("place")
        .agg(
            posts=own.sum().cast(pl.Int64),
            accounts=pl.col("account").filter(own).drop_nulls().n_unique().cast(pl.Int64),
            complaints=pl.col("complaint").sum().cast(pl.Int64),
            addressed=pl.col("addressed").sum().cast(pl.Int64),
            reposts=pl.col("repost").sum().cast(pl.Int64),
        )
    )
    numbered = of.with_columns(place=pl.int_range(pl.len(), dtype=pl.Int64))
    joined = numbered.join(counted, on="place", how="left", maintain_order="left")
    return joined.with_columns(pl.col(COUNTS).fill_null(0)).select(*PERIODS, *COUNTS)
