"""Texts as XML can hold them: what it can't is replaced one for one, so that places in the text stay the same.

Source: Extensible Markup Language 1.0, fifth edition, production 2 (Char) and section 2.11 (ends of lines).
"""

from __future__ import annotations

import re

import polars as pl

REPLACED = "\ufffd"
"""What stands for a character that can't be there."""

# A byte order mark is allowed, but the first one of a file is taken away by whoever reads it.
FORBIDDEN = r"[^\t\n\r\x20-\x{D7FF}\x{E000}-\x{FEFE}\x{FF00}-\x{FFFD}\x{10000}-\x{10FFFF}]"
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def cleaned(text: str) -> str:
    r"""A text as XML gives it back: without forbidden characters, each line ending in one line feed.

    Example:
        >>> cleaned("a\x00b\r\nc\ud800")
        'a�b\nc�'
    """
    return _FORBIDDEN.sub(REPLACED, text).replace("\r\n", "\n").replace("\r", "\n")


def clean(texts: pl.Expr) -> pl.Expr:
    r"""Texts without forbidden characters and without carriage returns, each of them as long as it was.

    Example:
        >>> pl.select(clean(pl.lit("a\x00b\r\nc\rd"))).item()
        'a�b \nc\nd'
    """
    lines = texts.str.replace_all("\r\n", " \n", literal=True).str.replace_all("\r", "\n", literal=True)
    return lines.str.replace_all(FORBIDDEN, REPLACED)


def escaped(texts: pl.Expr) -> pl.Expr:
    """Texts as they stand in the markup, between tags or in the value of an attribute.

    Example:
        >>> pl.select(escaped(pl.lit('a < "b" & ]]>'))).item()
        'a &lt; &quot;b&quot; &amp; ]]&gt;'
    """
    marks = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}
    return texts.str.replace_many(list(marks), list(marks.values()))
