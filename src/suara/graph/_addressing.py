"""Which posts speak to which agency: by a reply, a mention, or a name in the text; and what ambiguous names turn out to mean."""

from __future__ import annotations

import polars as pl

from suara.coding.agencies import Registry
from suara.graph._accounts import Accounts
from suara.posts.post import IS_REPOST

EVIDENCE = pl.Enum(["reply", "mention", "name"])
"""How a post is known to be addressed to an agency, the best first."""

CONTEXT = pl.Enum(["reply", "mention", "name", "parent", "conversation"])
"""What tells which agency an ambiguous name means, the best first: the post replies to its account, mentions it, or names it
by another name; the post it answers is by or to it; another post of the conversation is."""


def settled(posts: pl.DataFrame, accounts: Accounts, named: pl.DataFrame) -> pl.DataFrame:
    """Agencies named in texts, with the agency of an ambiguous name where its context tells one of its candidates.

    Args:
        posts: the corpus with `key`.
        accounts: who is who in it.
        named: see `suara.coding.agencies_named.NAMED`.

    Returns:
        `named`, and `settled_by` (see `CONTEXT`; null for certain names and for those that stay open). The best context
        that tells of any candidate decides; where it tells of several, the name stays open.
    """
    marked = named.with_row_index("_name")
    unsure = marked.filter(~pl.col("certain")).select("_name", "post", agency="candidates").explode("agency")
    direct = _direct(accounts, named)
    by_or_to = pl.concat([direct.drop("how"), _written(accounts)]).unique()
    context = pl.concat([direct, _around(posts, by_or_to, unsure["post"].unique())])
    told = (
        unsure.join(context, left_on=["post", "agency"], right_on=["key", "agency"])
        .filter(pl.col("how") == pl.col("how").min().over("_name"))
        .filter(pl.col("agency").n_unique().over("_name") == 1)
        .unique("_name")
        .select("_name", meant="agency", settled_by="how")
    )
    return (
        marked.join(told, on="_name", how="left", maintain_order="left")
        .with_columns(agency=pl.coalesce("agency", "meant"))
        .drop("_name", "meant")
    )


def addressed(posts: pl.DataFrame, accounts: Accounts, named: pl.DataFrame, registry: Registry) -> pl.DataFrame:
    """Which posts of people speak to which agency: one row per post and agency, with the best evidence and the region.

    A repost speaks to nobody, and an agency's own post isn't a citizen's. The region is the one that the text names with
    the agency, else the agency's own; null where there is none, or several.

    Returns:
        from (post), to (agency), evidence (see `EVIDENCE`), region.
    """
    names = named.drop_nulls("agency").select("agency", "region", key="post", how=pl.lit("name", dtype=CONTEXT))
    told = pl.concat([_direct(accounts, named).filter(pl.col("how") != "name"), names], how="diagonal")
    speakers = posts.filter(~IS_REPOST, ~pl.col("key").is_in(accounts.of_agencies.implode())).select("key")
    own = registry.frame.select(to="agency", own="region")
    regions = pl.col("region").drop_nulls().unique()
    return (
        speakers.join(told, on="key", maintain_order="left")
        .group_by(pl.col("key").alias("from"), pl.col("agency").alias("to"), maintain_order=True)
        .agg(evidence=pl.col("how").min(), region=pl.when(regions.len() == 1).then(regions.first()))
        .join(own, on="to", how="left", maintain_order="left")
        .select("from", "to", pl.col("evidence").cast(pl.String).cast(EVIDENCE), region=pl.coalesce("region", "own"))
    )


def _direct(accounts: Accounts, named: pl.DataFrame) -> pl.DataFrame:
    """Whom posts turn to for certain: key, agency, how."""
    agency_of = accounts.table.select(account="key", agency="agency").drop_nulls()
    told = [
        frame.join(agency_of, on="account").select("key", "agency", how=pl.lit(how, dtype=CONTEXT))
        for frame, how in ((accounts.replies, "reply"), (accounts.mentions, "mention"))
    ]
    sure = named.filter("certain").select("agency", key="post", how=pl.lit("name", dtype=CONTEXT))
    return pl.concat([*told, sure.select("key", "agency", "how")])


def _written(accounts: Accounts) -> pl.DataFrame:
    """The posts of agencies: key, agency."""
    agency_of = accounts.table.select(account="key", agency="agency").drop_nulls()
    return accounts.authors.join(agency_of, on="account").select("key", "agency")


def _around(posts: pl.DataFrame, by_or_to: pl.DataFrame, asked: pl.Series) -> pl.DataFrame:
    """The agencies that the posts around some posts are by or to: key, agency, how."""
    wanted = pl.col("key").is_in(asked.implode())
    parent = pl.concat_str("platform", pl.lit(":"), "reply_to")
    parents = posts.filter(wanted).select("key", other=parent).drop_nulls()
    thread = pl.concat_str("platform", pl.lit(":"), "conversation")
    threads = posts.select("key", thread=thread).drop_nulls()
    fellows = threads.filter(wanted).join(threads.select("thread", other="key"), on="thread").select("key", "other")
    return pl.concat(
        [
            pairs.filter(pl.col("key") != pl.col("other"))
            .join(by_or_to, left_on="other", right_on="key")
            .select("key", "agency", how=pl.lit(how, dtype=CONTEXT))
            for pairs, how in ((parents, "parent"), (fellows, "conversation"))
        ]
    ).unique()
