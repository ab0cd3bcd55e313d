"""The table `codes`: which codes posts carry, by which words, rule or person that is known."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from suara.coding.codebook import Codebook

CODES = {
    "post": pl.String,
    "codebook": pl.String,
    "topic": pl.String,
    "evidence": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "rule": pl.String,
    "by": pl.String,
    "probability": pl.Float64,
    "version": pl.String,
}
"""Columns of the codes: the words that matched and their place in characters of the text (null where no words say so),
the phrase or pattern of the codebook, `by` what ("words", "learning", "hand"), how probable (by learning only), and the
version of the codebook."""


def with_parents(codes: pl.DataFrame, codebooks: Sequence[Codebook]) -> pl.DataFrame:
    """The codes, and for each one that lies under another that one as well, by the same words.

    Example:
        >>> from suara.coding.codebook import Code
        >>> book = Codebook(name="b", codes=[Code(id="goods"), Code(id="water", parent="goods")])
        >>> row = dict.fromkeys(CODES) | {"post": "x:1", "codebook": "b", "topic": "water"}
        >>> with_parents(pl.DataFrame([row], schema=CODES), [book])["topic"].to_list()
        ['water', 'goods']
    """
    pairs = [(book.name, code.id, code.parent) for book in codebooks for code in book.codes if code.parent]
    above = pl.DataFrame(pairs, schema=dict.fromkeys(("codebook", "topic", "parent"), pl.String), orient="row")
    found, lower = [codes], codes
    while lower.height:  # codebooks have no circles, so this ends
        lower = lower.join(above, on=["codebook", "topic"], maintain_order="left")
        lower = lower.with_columns(topic="parent").select(codes.columns)
        found.append(lower)
    return pl.concat(found).unique(["post", "codebook", "topic", "start", "end"], keep="first", maintain_order=True)
