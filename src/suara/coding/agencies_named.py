"""Which agencies posts name in their text."""

from __future__ import annotations

import polars as pl

from suara.coding._phrases import located, occurrences, phrases_of
from suara.coding.agencies import Registry

NAMED = {
    "post": pl.String,
    "agency": pl.String,
    "evidence": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
}
"""Columns of the agencies named in texts."""


def agencies_named(posts: pl.DataFrame, registry: Registry) -> pl.DataFrame:
    """The agencies that posts (columns `key`, `text`) name; one row per post and agency; see `NAMED`.

    A name inside a longer name of another agency counts for that one only.

    Example:
        >>> from suara.coding.agencies import load
        >>> posts = pl.DataFrame({"key": ["x:1"], "text": ["Korlantas Polri dan PLN"]})
        >>> agencies_named(posts, load()).select("agency", "evidence").rows()
        [('korlantas', 'Korlantas Polri'), ('pln', 'PLN')]
    """
    owners = [agency for agency, _ in registry.names]
    rules = pl.DataFrame(
        {"agency": owners, "phrase": phrases_of([name for _, name in registry.names])},
        schema={"agency": pl.String, "phrase": pl.String},
    ).unique(maintain_order=True)
    found = occurrences(posts["text"], rules["phrase"].unique(maintain_order=True).to_list())
    found = found.with_columns(words=pl.col("last") - pl.col("first"))
    within = found.join(found.select("row", f="first", l="last", w="words"), on="row").filter(
        pl.col("first") >= pl.col("f"), pl.col("last") <= pl.col("l"), pl.col("words") < pl.col("w")
    )
    found = found.join(within, on=["row", "first", "last"], how="anti", maintain_order="left")
    found = found.join(rules, on="phrase", maintain_order="left").sort("row", "first")
    found = found.unique(["row", "agency"], keep="first", maintain_order=True).drop("words")
    return (
        located(posts["text"], found)
        .with_columns(post=posts["key"].gather(found["row"]), evidence="words")
        .select(*NAMED)
    )
