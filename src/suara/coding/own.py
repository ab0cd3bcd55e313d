"""What of a post its author wrote: what another wrote is hidden, so that nobody's words are counted twice.

Hidden characters stand one for one, so that places in the text stay what they were.
"""

from __future__ import annotations

import polars as pl

from suara.coding.words import HIDDEN

_PASSED_ON = r"(?:^|\s)(?:RT|QT|MT|(?i:via))[:\s]+@[\w.-]+(?:@[\w.-]+)?\s*:"
_SHORTEST = 20  # characters of a quoted text; shorter ones are said again by chance


def own_text(posts: pl.DataFrame) -> pl.Series:
    """The texts of posts (`platform`, `id`, `text`, `quote_of`, `reply_to`) without what others wrote in them.

    That is what follows "RT @somebody:" and the like, and the text of the post that is quoted or answered, where it
    was collected and stands in the text word for word.

    Example:
        >>> post = {"platform": "x", "id": "1", "text": "setuju RT @a: lama", "quote_of": None, "reply_to": None}
        >>> own_text(pl.DataFrame([post])).str.replace_all(HIDDEN, "_").to_list()
        ['setuju____________']
    """
    frame = posts.select("platform", "quote_of", "reply_to", "text").cast(
        {"quote_of": pl.String, "reply_to": pl.String}
    )
    texts = posts.select("platform", other="id", theirs="text").filter(pl.col("theirs").str.len_chars() >= _SHORTEST)
    for reference in ("quote_of", "reply_to"):
        frame = frame.join(
            texts, left_on=["platform", reference], right_on=["platform", "other"], how="left", maintain_order="left"
        )
        at = pl.col("text").str.find(pl.col("theirs"), literal=True)
        frame = frame.with_columns(text=_hidden(at, pl.col("theirs").str.len_bytes())).drop("theirs")
    rest = pl.col("text").str.len_bytes()
    return frame.select(text=_hidden(pl.col("text").str.find(_PASSED_ON), rest)).to_series()


def _hidden(at: pl.Expr, length: pl.Expr) -> pl.Expr:
    """The text with as many bytes from one on hidden; as it is where that place is null."""
    data = pl.col("text").cast(pl.Binary)
    head = data.bin.slice(0, at).cast(pl.String)
    tail = data.bin.slice(at + length).cast(pl.String)
    theirs = data.bin.slice(at, length).cast(pl.String).str.replace_all(r"(?s).", HIDDEN)
    return pl.when(at.is_null()).then("text").otherwise(pl.concat_str(head, theirs, tail))
