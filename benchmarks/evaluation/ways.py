"""Ways of coding texts with a codebook: plain substrings, words, and what was learned from coded texts."""

from __future__ import annotations

import numpy as np
import polars as pl

from evaluation.figures import Flags
from evaluation.sets import Labelled
from suara.coding import by_words
from suara.coding.codebook import Codebook


def plainly(book: Codebook, texts: pl.Series) -> pl.DataFrame:
    """The codes (row, code) whose phrase, in lower case, stands anywhere in the text in lower case.

    So that only the matching differs, the rest is as in `in_words`: patterns are sought in the same way, a residual
    code stands back behind others, and an exclusive book gives one code: the one with the most phrases.
    """
    lower = texts.str.to_lowercase().to_frame("text").with_row_index("row")
    found = []
    for order, code in enumerate(book.codes):
        phrases = sorted({phrase.lower() for phrase in code.all_phrases})
        hits = pl.lit(0, pl.UInt32)
        if phrases:
            hits = hits + pl.col("text").str.extract_many(phrases, overlapping=True).list.n_unique()
        for pattern in code.patterns:
            hits = hits + pl.col("text").str.contains(f"(?i){pattern}").cast(pl.UInt32)
        counted = lower.select("row", hits=hits).filter(pl.col("hits") > 0)
        found.append(counted.with_columns(code=pl.lit(code.id), order=pl.lit(order), residual=pl.lit(code.residual)))
    hits = pl.concat(found)
    others = hits.filter(~pl.col("residual"))["row"].unique()
    hits = hits.filter(~pl.col("residual") | ~pl.col("row").is_in(others.implode()))
    if book.exclusive:
        hits = hits.sort("hits", "order", descending=[True, False]).unique("row", keep="first", maintain_order=True)
    return hits.select(pl.col("row").cast(pl.Int64), "code")


def in_words(book: Codebook, texts: pl.Series) -> pl.DataFrame:
    """The codes (row, code) that `suara code` gives."""
    numbers = pl.int_range(len(texts), eager=True).cast(pl.String)
    found = by_words.code(pl.DataFrame({"key": numbers, "text": texts}), [book])
    return found.select(row=pl.col("post").cast(pl.Int64), code="topic").unique()


def given(tried: Labelled, found: pl.DataFrame) -> Flags:
    """Codes (row, code) as the labels that they stand for."""
    made = flags(found, len(tried.texts), tried.stands_for)
    if tried.otherwise is not None:
        made[~made.any(1), tried.labels.index(tried.otherwise)] = True
    return made if tried.applies is None else made & tried.applies


def flags(found: pl.DataFrame, texts: int, columns: list[set[str]]) -> Flags:
    """Codes (row, code) as flags; a column is true where one of its codes was found."""
    made = np.zeros((texts, len(columns)), dtype=np.bool_)
    for k, codes in enumerate(columns):
        made[found.filter(pl.col("code").is_in(list(codes)))["row"].to_numpy(), k] = True
    return made
