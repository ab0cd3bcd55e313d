"""Accounts that look like an agency's without being one that the registry knows: impersonators, typing errors, branches."""

from __future__ import annotations

import polars as pl

from suara.analyse.agencies import _behaving as behaving
from suara.analyse.agencies._speaking import signs, turns, written
from suara.coding.agencies import Registry
from suara.coding.regions import simplified
from suara.graph.build import Graph

SHORTEST = 5
"""Letters and digits that a handle has at least to be compared letter by letter."""

ASKED = 0.5
"""From this share of prompt answers on (see `_behaving.prompt`), an account is asked by people, and poses as nobody."""


def lookalikes(graph: Graph, registry: Registry) -> pl.DataFrame:
    """Accounts whose handle looks like an official one, or that pose as an agency; they are no suggestions.

    How each looks like it:

    - signs: the same but for signs, capitals, and letters that look alike (0 and o; 1, i and l).
    - letter: one letter or digit is added, left out, replaced or moved.
    - name: the handle is a name of the agency and a word such as "cs" or "bantu" (see `signs.toml`), and the account
      replies to people who hadn't turned to it.

    Returns:
        account, platform, handle, name, resembles (the agency), official (its handle, or the name), how, verified,
        own_posts, people (it replies to), turned_to (people who turned to it), prompt; those with most replies first.

    """
    accounts = graph.accounts.table.filter(pl.col("agency").is_null()).drop_nulls("handle").rename({"key": "account"})
    similar = near(accounts, registry)
    posing = _bearing(accounts, registry).join(similar, on="account", how="anti", maintain_order="left")
    found = pl.concat([similar, posing])
    posts = written(graph)
    spoken = turns(graph, posts)
    shown = accounts.select("platform", "handle", "name", "verified", "account")
    told = (
        found.join(shown, on="account", maintain_order="left")
        .join(behaving.replying(posts, spoken, 0), on="account", how="left", maintain_order="left")
        .join(behaving.prompt(spoken, posts, found), on="account", how="left", maintain_order="left")
        .with_columns(pl.col("own_posts", "people").fill_null(0).cast(pl.Int64), pl.col("turned_to").cast(pl.Int64))
    )
    unasked = (pl.col("people") > 0) & (pl.col("prompt") < ASKED)
    return (
        told.filter((pl.col("how") != "name") | unasked)
        .sort("people", "turned_to", "account", descending=[True, True, False])
        .select(
            "account", "platform", "handle", "name", "resembles", "official", "how", "verified", "own_posts", "people",
            "turned_to", "prompt",
        )
    )  # fmt: skip


def near(accounts: pl.DataFrame, registry: Registry) -> pl.DataFrame:
    """Accounts (account, platform, handle) whose handle is an official one of that platform but for signs or a letter.

    Returns:
        account, resembles, official, how ("signs" or "letter"); one row an account.

    Example:
        >>> from suara.coding.agencies import load
        >>> seen = pl.DataFrame({"account": ["1", "2", "3"], "platform": "x", "handle": ["KAI_121", "KA121", "kaisar"]})
        >>> near(seen, load()).rows()
        [('1', 'kai', 'kai121', 'signs'), ('2', 'kai', 'kai121', 'letter')]
    """
    official = registry.accounts.drop_nulls("handle").select("platform", official="handle", resembles="agency")
    pairs = _shortened(accounts.select("platform", "account", "handle"), "handle").join(
        _shortened(official, "official"), on=["platform", "variant"], suffix="_official"
    )
    same = pl.col("folded") == pl.col("folded_official")
    return (
        pairs.with_columns(how=pl.when(same).then(pl.lit("signs")).otherwise(pl.lit("letter")))
        .sort("account", "how", "official", descending=[False, True, False])
        .unique("account", keep="first", maintain_order=True)
        .select("account", "resembles", "official", "how")
    )


def _shortened(accounts: pl.DataFrame, handle: str) -> pl.DataFrame:
    """Accounts with their handle `folded` to what an eye may take it for, and this as it is and without each letter: `variant`.

    Two handles share a variant if one letter was added, left out, replaced or moved. Source: the deletions of SymSpell
    (Garbe 2012).
    """
    plain = pl.col(handle).str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]", "")
    folded = plain.str.replace_all("[1i]", "l").str.replace_all("0", "o", literal=True)
    long = accounts.with_columns(folded=folded).filter(pl.col("folded").str.len_chars() >= SHORTEST)
    out = pl.int_ranges(-1, pl.col("folded").str.len_chars().cast(pl.Int64))  # which letter; -1: none
    without = pl.concat_str(pl.col("folded").str.slice(0, pl.col("out")), pl.col("folded").str.slice(pl.col("out") + 1))
    each = long.with_columns(out=out).explode("out")
    return each.with_columns(variant=pl.when(pl.col("out") < 0).then("folded").otherwise(without)).unique(
        maintain_order=True
    )


def _bearing(accounts: pl.DataFrame, registry: Registry) -> pl.DataFrame:
    """Accounts with an agency's name and a word of those who pose in their handle: account, resembles, official, how."""
    names = registry.names.filter(pl.col("needs").is_null()).with_columns(
        plain=simplified(pl.col("name")).str.replace_all(" ", "", literal=True)
    )
    names = names.group_by("plain", maintain_order=True).agg(
        pl.col("name").first(), agencies=pl.col("agency").unique(maintain_order=True).str.join("; ")
    )
    words, bare = "|".join(signs().poses), "|".join(names["plain"].unique().sort().to_list())
    if not bare:
        return pl.DataFrame(schema=dict.fromkeys(("account", "resembles", "official", "how"), pl.String))
    either = rf"(?:^|[^\p{{L}}])(?:(?:{words})[^\p{{L}}]?({bare})|({bare})[^\p{{L}}]?(?:{words}))(?:$|[^\p{{L}}])"
    handle = pl.col("handle").str.to_lowercase()
    borne = accounts.select("account", plain=pl.coalesce(handle.str.extract(either, 1), handle.str.extract(either, 2)))
    return (
        borne.drop_nulls()
        .join(names, on="plain", maintain_order="left")
        .select("account", resembles="agencies", official="name", how=pl.lit("name"))
    )
