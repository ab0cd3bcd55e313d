"""Proper names in streams of words: whole, word by word as meant, neither stemmed nor negated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from suara.coding._trie import occurrences
from suara.coding.words import Numbers, Stream, spans, stream

PLACED = {
    "row": pl.Int64,
    "name": pl.String,
    "first": pl.Int64,
    "last": pl.Int64,
    "start": pl.Int64,
    "end": pl.Int64,
}
"""Columns of names in texts: the number of the text, the name as it was asked for, its first and last token, its place in
characters."""


def names_in(texts: pl.Series, words: Stream, names: list[str]) -> pl.DataFrame:
    """Where names stand in texts, which are also a stream of words; see `PLACED`. All are found, also those that overlap.

    A name of one word that is slang for another one ("BKN", as "bkn" is "bukan") counts only where it is written the same.

    Example:
        >>> texts = pl.Series(["KRL mogok, PLN-nya padam", "bkn BKN"])
        >>> names_in(texts, stream(texts), ["KRL", "PLN", "BKN"]).select("row", "name", "start").rows()
        [(0, 'KRL', 0), (0, 'PLN', 11), (1, 'BKN', 4)]
    """
    asked = stream(pl.Series(names, dtype=pl.String))
    meant, written = _as_meant(asked).by_row(len(names)), _as_written(asked).by_row(len(names))
    slang = [len(w) == len(m) == 1 and m != w for m, w in zip(meant, written, strict=True)]
    by_meaning = _as_meant(words).where([() if odd else m for m, odd in zip(meant, slang, strict=True)])
    by_letters = _as_written(words).where([w if odd else () for w, odd in zip(written, slang, strict=True)])
    found = pl.concat([by_meaning, by_letters])
    start, end = spans(texts, *(found[name].to_numpy() for name in ("row", "first", "last")))
    placed = found.with_columns(
        name=pl.Series(names, dtype=pl.String).gather(found["number"]),
        slang=pl.Series(slang, dtype=pl.Boolean).gather(found["number"]),
        text=texts.gather(found["row"]),
        start=pl.Series(start),
        end=pl.Series(end),
    )
    the_same = pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start")) == pl.col("name")
    return placed.filter(the_same | ~pl.col("slang")).sort("row", "first", "last", "name").select(*PLACED)


@dataclass(frozen=True)
class _Reading:
    """A stream of words, read as meant or as written."""

    row: Numbers
    token: Numbers
    number: Numbers  # in the vocabulary
    vocabulary: pl.Series

    def by_row(self, rows: int) -> list[tuple[str, ...]]:
        """The words of each text."""
        read: list[list[str]] = [[] for _ in range(rows)]
        for row, word in zip(self.row.tolist(), self.vocabulary.gather(self.number).to_list(), strict=True):
            read[row].append(word)
        return [tuple(words) for words in read]

    def where(self, wanted: list[tuple[str, ...]]) -> pl.DataFrame:
        """Where rows of words stand, but for empty ones: row, number (of those wanted), first and last token."""
        known = dict(zip(self.vocabulary.to_list(), range(len(self.vocabulary)), strict=True))
        can = [i for i, words in enumerate(wanted) if words and all(word in known for word in words)]
        found = occurrences(self.number, self.row, [tuple(known[word] for word in wanted[i]) for i in can])
        first, last = found["first"].to_numpy(), found["last"].to_numpy()
        number = pl.Series(can, dtype=pl.Int64).gather(found["sequence"])
        columns = {"row": self.row[first], "number": number, "first": self.token[first], "last": self.token[last]}
        return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Int64))


def _as_meant(words: Stream) -> _Reading:
    return _Reading(words.row, words.token, words.word, words.vocabulary)


def _as_written(words: Stream) -> _Reading:
    """A token that stands for several words is one here."""
    new = np.ones(len(words.row), dtype=np.bool_)
    new[1:] = (np.diff(words.row) != 0) | (np.diff(words.token) != 0)
    once = words.where(new)
    return _Reading(once.row, once.token, once.written, once.spellings)
