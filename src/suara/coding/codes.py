"""The table `codes`: which codes posts carry, by which words, rule or person that is known."""

from __future__ import annotations

import polars as pl

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
