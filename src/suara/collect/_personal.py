"""Identity numbers, phone numbers and e-mail addresses in the texts of posts: found, and masked."""

from __future__ import annotations

import polars as pl

# A number of sixteen digits whose seventh to twelfth are a date (women's days are counted from 41) is a NIK or the
# number of a family card: Permendagri 72/2022 and Dukcapil's explanation of its parts.
_DAY = "(?:0[1-9]|[12][0-9]|3[01]|4[1-9]|[56][0-9]|7[01])"
_SEP = "[ .-]?"
PATTERNS = {
    "identity": rf"\b[1-9][0-9]{{5}}{_SEP}{_DAY}(?:0[1-9]|1[0-2])[0-9]{{2}}{_SEP}[0-9]{{4}}\b",
    "email": r"\b[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}\b",
    "phone": rf"(?:\+?62|\b0){_SEP}8[0-9]{{1,2}}{_SEP}[0-9]{{3,4}}{_SEP}[0-9]{{3,5}}\b",
}
"""What looks like each, as patterns for Rust's regex crate, whose time grows with the text alone."""

MASKS = {"identity": "[NIK]", "email": "[e-mail]", "phone": "[telp]"}


def found(text: pl.Expr) -> dict[str, pl.Expr]:
    """Whether a text holds each kind, by kind.

    Example:
        >>> posts = pl.DataFrame({"text": ["WA 0812-3456-7890", "halo"]})
        >>> posts.select(**found(pl.col("text")))["phone"].to_list()
        [True, False]
    """
    return {kind: text.str.contains(pattern) for kind, pattern in PATTERNS.items()}


def masked(text: pl.Expr) -> pl.Expr:
    """A text with each of them replaced by what it is.

    Example:
        >>> pl.select(masked(pl.lit("NIK 3201014507900001, surel siti@contoh.id"))).item()
        'NIK [NIK], surel [e-mail]'
    """
    for kind, pattern in PATTERNS.items():
        text = text.str.replace_all(pattern, MASKS[kind])
    return text
