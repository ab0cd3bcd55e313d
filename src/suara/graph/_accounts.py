"""Who is who: accounts as posts tell of them, some by id, some by handle only, brought together."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from suara.coding.agencies import Registry
from suara.graph.model import NODES

_ROLES = {
    "author": ("author_id", "author_handle"),
    "reply": ("reply_to_author_id", "reply_to_author_handle"),
    "repost": ("repost_of_author_id", "repost_of_author_handle"),
    "quote": ("quote_of_author_id", "quote_of_author_handle"),
}


@dataclass(frozen=True)
class Accounts:
    """The accounts, and by their role the accounts of each post: `key` of the post, `account`."""

    table: pl.DataFrame  # see model.NODES["Account"]
    authors: pl.DataFrame  # and created_at, context
    replies: pl.DataFrame
    mentions: pl.DataFrame
    reposts: pl.DataFrame
    quotes: pl.DataFrame

    @property
    def of_agencies(self) -> pl.Series:
        """The keys of the posts that accounts of agencies wrote."""
        agencies = self.table.filter(pl.col("agency").is_not_null()).select(account="key")
        return self.authors.join(agencies, on="account", how="semi")["key"]


def resolve(posts: pl.DataFrame, registry: Registry) -> Accounts:
    """The accounts of posts (the corpus with `key`).

    An account is known by `platform:id`. Where a post tells a handle only, the id is the one that most posts give
    for that handle; where none does, the key is `platform:@handle` in lower case.
    """
    seen = _seen(posts)
    keyed = seen.join(_ids(seen), on=["platform", "at"], how="left", maintain_order="left")
    named = pl.coalesce("id", "known", pl.lit("@") + pl.col("at"))
    keyed = keyed.with_columns(account=pl.concat_str("platform", pl.lit(":"), named)).drop("known")
    in_role = {role: frame.drop("role") for (role,), frame in keyed.group_by("role", maintain_order=True)}
    none = keyed.clear().drop("role")

    def pick(role: str) -> pl.DataFrame:
        return in_role.get(role, none).select("key", "account").unique(maintain_order=True)

    times = posts.select("key", "created_at", "context")
    return Accounts(
        table=_table(posts, keyed, in_role.get("author", none), registry),
        authors=pick("author").join(times, on="key", maintain_order="left"),
        replies=pick("reply"),
        mentions=pick("mention"),
        reposts=pick("repost"),
        quotes=pick("quote"),
    )


def _seen(posts: pl.DataFrame) -> pl.DataFrame:
    """Every place where a post tells of an account: key, role, platform, id, handle, and `at` in lower case."""
    parts = [posts.select("key", "platform", id=i, handle=h, role=pl.lit(role)) for role, (i, h) in _ROLES.items()]
    parts.append(
        posts.filter(pl.col("mention_ids").list.len() > 0)
        .select("key", "platform", id="mention_ids", handle="mention_handles", role=pl.lit("mention"))
        .explode("id", "handle")
    )
    told = pl.any_horizontal(pl.col("id", "handle").is_not_null())
    return pl.concat([part.filter(told) for part in parts]).with_columns(at=pl.col("handle").str.to_lowercase())


def _ids(seen: pl.DataFrame) -> pl.DataFrame:
    """The id that most often comes with a handle: platform, at, known."""
    pairs = seen.drop_nulls(["id", "at"]).group_by("platform", "at", "id").len()
    return (
        pairs.sort("len", "id", descending=[True, False])
        .unique(["platform", "at"], keep="first", maintain_order=True)
        .select("platform", "at", known="id")
    )


def _table(posts: pl.DataFrame, keyed: pl.DataFrame, authors: pl.DataFrame, registry: Registry) -> pl.DataFrame:
    """One row an account; what it says of itself in its latest post goes before what others call it."""
    profile = ["author_name", "author_followers", "author_verified", "collected_at", "created_at"]
    own = (
        authors.join(posts.select("key", *profile), on="key", maintain_order="left")
        .sort("collected_at", "created_at", nulls_last=False, maintain_order=True)
        .group_by("account", maintain_order=True)
        .agg(
            handle=pl.col("handle").drop_nulls().last(),
            name=pl.col("author_name").drop_nulls().last(),
            followers=pl.col("author_followers").drop_nulls().last(),
            verified=pl.col("author_verified").drop_nulls().last(),
        )
    )
    everybody = keyed.group_by("account", maintain_order=True).agg(
        pl.col("platform").first(),
        pl.col("id").drop_nulls().first(),
        called=pl.col("handle").drop_nulls().last(),
    )
    whole = everybody.join(own, on="account", how="left", maintain_order="left").join(
        _agencies(keyed, registry), on="account", how="left", maintain_order="left"
    )
    whole = whole.with_columns(
        key="account",
        handle=pl.coalesce("handle", "called"),
        id=pl.coalesce("id", pl.col("account").str.extract(r"^[^:]+:([^@].*)$")),
    )
    return whole.select(*NODES["Account"].columns)


def _agencies(keyed: pl.DataFrame, registry: Registry) -> pl.DataFrame:
    """The agency that operates an account: by its id, else by its handle."""
    known = registry.accounts
    distinct = keyed.select("account", "platform", "id", "at").unique(maintain_order=True)
    by_id = distinct.join(known.drop_nulls("id").drop("handle"), on=["platform", "id"])
    by_handle = distinct.join(
        known.drop_nulls("handle").select("agency", "platform", at="handle"), on=["platform", "at"]
    )
    return pl.concat([by_id.select("account", "agency"), by_handle.select("account", "agency")]).unique(
        "account", keep="first", maintain_order=True
    )
