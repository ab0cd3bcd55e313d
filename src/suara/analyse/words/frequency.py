"""How frequent words are."""

from __future__ import annotations

import polars as pl

from suara.analyse.words.terms import Terms

FREQUENCY = {
    "word": pl.String,
    "posts": pl.Int64,
    "accounts": pl.Int64,
    "times": pl.Int64,
    "share": pl.Float64,
}
"""The columns of frequencies; with stems also `forms`."""


def per_post(terms: Terms) -> pl.DataFrame:
    """How many times each post has each term: row, w0, ..., times."""
    return terms.found.group_by("row", *terms.parts).agg(times=pl.len().cast(pl.Int64))


def frequency(terms: Terms, authors: pl.Series, *, at_least: int = 1) -> pl.DataFrame:
    """One row a term, that of most posts first.

    Args:
        terms: where terms occur.
        authors: the account that wrote each post, by the number of the post; null where nobody is told.
        at_least: rarer terms are left out.

    Returns:
        word, posts (that have it), accounts (that wrote them), times (in all), share (of all posts); of stems also
        forms, the words that have it.

    Example:
        >>> from suara.coding.words import stream
        >>> from suara.analyse.words.terms import of_words
        >>> texts = pl.Series(["Antre lama, antre terus", "antre"])
        >>> frequency(of_words(stream(texts)), pl.Series(["a", "a"])).rows()
        [('antre', 2, 1, 3, 1.0)]
    """
    posts = len(authors)
    counted = per_post(terms)
    who = pl.DataFrame({"row": pl.int_range(posts, eager=True), "author": authors}, schema_overrides={"row": pl.Int64})
    by_author = counted.join(who, on="row").drop_nulls("author").select(*terms.parts, "author").unique()
    accounts = by_author.group_by(terms.parts).agg(accounts=pl.len().cast(pl.Int64))
    by_term = (
        counted.group_by(terms.parts)
        .agg(posts=pl.len().cast(pl.Int64), times=pl.col("times").sum())
        .filter(pl.col("times") >= at_least)
        .join(accounts, on=terms.parts, how="left")
        .with_columns(pl.col("accounts").fill_null(0), share=pl.col("posts") / max(posts, 1))
    )
    columns = [*FREQUENCY, *(["forms"] if terms.forms is not None else [])]
    return terms.named(by_term).sort("posts", "times", "word", descending=[True, True, False]).select(columns)
