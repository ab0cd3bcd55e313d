"""Whose names are shown to whom: people go under pseudonyms unless they are public, agencies never do."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from hashlib import sha256

import polars as pl

from suara.graph.model import PUBLIC_FROM

NAMES = ("public", "all", "none")

WORD = {"id": "warga", "en": "citizen"}
"""What a pseudonym begins with, by language."""


def is_public() -> pl.Expr:
    """Whether an account (`verified`, `followers`) is taken to be a public voice."""
    return pl.col("verified").fill_null(False) | (pl.col("followers") > PUBLIC_FROM).fill_null(False)


def is_shown(names: str) -> pl.Expr:
    """Whether an account (`agency`, `verified`, `followers`) is shown by its name.

    Example:
        >>> account = {"agency": None, "verified": None, "followers": 9_000}
        >>> frame = pl.DataFrame([account], schema={"agency": pl.String, "verified": pl.Boolean, "followers": pl.Int64})
        >>> [frame.select(is_shown(names)).item() for names in NAMES]
        [True, True, False]
    """
    people = {"public": is_public(), "all": pl.lit(True), "none": pl.lit(False)}[names]
    return pl.col("agency").is_not_null() | people


def pseudonym(secret: bytes, word: str) -> Callable[[str], str]:
    """A function that gives an account the same pseudonym each time, and can't be undone without the secret.

    Example:
        >>> pseudonym(b"secret", "warga")("x:1") == pseudonym(b"secret", "warga")("x:1")
        True
    """

    def name(key: str) -> str:
        return f"{word} {hmac.new(secret, key.encode(), sha256).hexdigest()[:8]}"

    return name
