"""Coding by words: which topics and agencies the texts of posts name, each with the words that say so."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from suara.coding._phrases import inside, located, occurrences, phrases_of
from suara.coding.agencies import Registry
from suara.coding.codebook import Codebook

CODES = {
    "post": pl.String,
    "codebook": pl.String,
    "topic": pl.String,
    "evidence": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
}
"""Columns of the codes: the words that matched and their place, in characters of the text."""

NAMED = {
    "post": pl.String,
    "agency": pl.String,
    "evidence": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
}
"""Columns of the agencies named in texts."""


def code(posts: pl.DataFrame, codebooks: Sequence[Codebook]) -> pl.DataFrame:
    """The topics of posts (columns `key`, `text`): one row per post, topic and distinct phrase; see `CODES`.

    Example:
        >>> from suara.coding.codebook import load
        >>> posts = pl.DataFrame({"key": ["x:1"], "text": ["Lelet banget, ada pungli pula"]})
        >>> code(posts, [load("complaints")]).select("topic", "evidence", "start", "end").rows()
        [('slow_service', 'Lelet', 0, 5), ('illegal_levies', 'pungli', 18, 24)]
    """
    parts = [_coded(posts, book) for book in codebooks]
    return pl.concat(parts) if parts else pl.DataFrame(schema=CODES)


def _coded(posts: pl.DataFrame, book: Codebook) -> pl.DataFrame:
    rules = _rules(book)
    found = occurrences(posts["text"], rules["phrase"].unique(maintain_order=True).to_list())
    found = found.join(rules, on="phrase", how="inner", maintain_order="left")
    kept = found.filter(~pl.col("excludes"))
    cancelled = inside(kept, found.filter("excludes"), by=["topic"])
    kept = kept.join(cancelled, on=["row", "topic", "first", "last"], how="anti", maintain_order="left")
    others = kept.filter(~pl.col("residual")).select("row").unique()
    kept = kept.filter(~pl.col("residual") | ~pl.col("row").is_in(others["row"].implode()))
    kept = kept.unique(["row", "topic", "phrase"], keep="first", maintain_order=True)
    return (
        located(posts["text"], kept)
        .with_columns(post=posts["key"].gather(kept["row"]), codebook=pl.lit(book.name), evidence="words")
        .sort("row", "start", "end", "topic")
        .select(*CODES)
    )


def _rules(book: Codebook) -> pl.DataFrame:
    """The phrases and exclusions of a book as they are compared: phrase, topic, excludes, residual."""
    rows = [
        (phrase, code.id, excludes, code.residual)
        for code in book.codes
        for excludes, words in (
            (False, [word for words in code.phrases.values() for word in words]),
            (True, code.exclude),
        )
        for phrase in phrases_of(words)
    ]
    schema = {"phrase": pl.String, "topic": pl.String, "excludes": pl.Boolean, "residual": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row").unique(maintain_order=True)


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
