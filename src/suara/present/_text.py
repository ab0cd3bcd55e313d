"""Texts of others as labels."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import chain, count
from textwrap import wrap

import polars as pl


def clean(text: str | None, most: int) -> str:
    r"""One short line without the signs that hide or turn text: U+202E, zero-width ones and their kin.

    Example:
        >>> clean("KAI\u202e \u200bline\n2", 60)
        'KAI line 2'
    """
    kept = (" " if char.isspace() else char for char in text or "")
    plain = " ".join("".join(c for c in kept if unicodedata.category(c) not in ("Cc", "Cf", "Cs")).split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


def all_clean(texts: pl.Series, most: int) -> pl.Series:
    r"""The same for a column; null becomes "".

    Example:
        >>> all_clean(pl.Series(["KAI\u202e \u200bline\n2", None]), 60).to_list()
        ['KAI line 2', '']
    """
    spaced = texts.fill_null("").str.replace_all(r"[\s\x1c-\x1f]+", " ").str.replace_all(r"[\p{Cc}\p{Cf}]+", "")
    plain = spaced.str.replace_all(" +", " ").str.strip_chars(" ")
    cut = plain.str.head(most - 1).str.strip_chars_end(" ") + "…"
    return plain.zip_with(plain.str.len_chars() <= most, cut)


def apart(labels: Iterable[str | None], most: int, lines: int = 1) -> list[str]:
    r"""Labels as they are drawn, each `clean` and in at most so many lines; those that would look the same are numbered.

    Example:
        >>> apart(["KAI", "KAI\u200b", "KAI (2)", ""], 20)
        ['KAI', 'KAI (2)', 'KAI (2) (2)', '…']
        >>> apart(["Direktorat Jenderal Imigrasi"], 20, lines=2)
        ['Direktorat Jenderal\nImigrasi']
    """
    told: dict[str, None] = {}
    for label in labels:
        text = clean(label, most * lines) or "…"
        text = "\n".join(wrap(text, most, max_lines=lines, placeholder="…")) if lines > 1 else text
        numbered = chain([text], (f"{text} ({i})" for i in count(2)))
        told[next(new for new in numbered if new not in told)] = None
    return list(told)


def told_apart(labels: pl.Series, most: int) -> pl.Series:
    """The same for a column, in which equal labels stay equal.

    Example:
        >>> told_apart(pl.Series(["KAI", "KAI\u200b", "KAI"]), 20).to_list()
        ['KAI', 'KAI (2)', 'KAI']
    """
    distinct = labels.unique(maintain_order=True).to_list()
    return labels.replace_strict(distinct, apart(distinct, most), return_dtype=pl.String)
