"""What is counted: words, several words in a row, or what platforms mark as hashtags, mentions and links."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from suara.coding.language import stop_words
from suara.coding.words import HIDDEN, Flags, Numbers, Stream
from suara.coding.words import stems as stems_of
from suara.graph.model import CALLED, Tables

KINDS = ("words", "hashtags", "mentions", "links")
"""What can be counted."""

FORMS = 4
"""Words that are shown for a stem, the most frequent ones."""


@dataclass(frozen=True)
class Terms:
    """Where terms occur, each as one or several numbers in a vocabulary."""

    found: pl.DataFrame  # row (number of the post), w0, w1, ...: one row an occurrence
    vocabulary: pl.Series
    forms: pl.DataFrame | None = None  # of stems: w0, forms (as meant, the most frequent first)

    @property
    def parts(self) -> list[str]:
        """The columns that make a term."""
        return [name for name in self.found.columns if name != "row"]

    def named(self, counted: pl.DataFrame) -> pl.DataFrame:
        """A table by term with the text of each as `word` in place of its numbers."""
        words = pl.concat_str([self.vocabulary.gather(counted[name]) for name in self.parts], separator=" ")
        told = counted.with_columns(pl.select(word=words)["word"])
        if self.forms is not None:
            told = told.join(self.forms, on="w0", how="left", maintain_order="left")
        return told.drop(self.parts)


def of_words(stream: Stream, *, length: int = 1, stems: bool = False, keep_stop_words: bool = False) -> Terms:
    """Words as meant, or rows of `length` words of one clause, in texts.

    Stop words are left out; a row of words neither begins nor ends with one.

    Example:
        >>> from suara.coding.words import stream
        >>> terms = of_words(stream(pl.Series(["Antrean di loket lama, petugas judes"])), length=3)
        >>> terms.named(terms.found)["word"].to_list()
        ['antrean di loket']
    """
    words, vocabulary = stemmed(stream) if stems else (stream.word, stream.vocabulary)
    edge = silent_words(stream.vocabulary, keep_stop_words)[stream.word]
    forms = _forms(words, stream, ~edge) if stems and length == 1 else None
    hidden = stream.vocabulary.eq(HIDDEN).to_numpy()[stream.word]
    count = max(len(words) - length + 1, 0)
    last = slice(length - 1, length - 1 + count)
    keep = ~edge[:count] & ~edge[last] & (stream.clause[:count] == stream.clause[last])
    for inner in range(1, length - 1):
        keep &= ~hidden[inner : inner + count]
    parts = {f"w{i}": words[i : i + count][keep] for i in range(length)}
    return Terms(pl.DataFrame({"row": stream.row[:count][keep], **parts}), vocabulary, forms)


def stemmed(stream: Stream) -> tuple[Numbers, pl.Series]:
    """The words of a stream as numbers in a vocabulary of stems, and that vocabulary."""
    vocabulary, by_word = _numbered(stems_of(stream.vocabulary))
    return by_word[stream.word], vocabulary


def silent_words(vocabulary: pl.Series, keep_stop_words: bool) -> Flags:
    """Of a vocabulary, the words that don't count: hidden ones, and stop words unless they are asked for."""
    silent = {HIDDEN} if keep_stop_words else {HIDDEN, *stop_words()}
    return vocabulary.is_in(list(silent)).to_numpy()


def _numbered(texts: pl.Series) -> tuple[pl.Series, Numbers]:
    """Distinct texts, and the number of each text among them."""
    distinct = texts.unique(maintain_order=True)
    numbers = pl.DataFrame({"text": distinct}).with_row_index("number")
    joined = texts.to_frame("text").join(numbers, on="text", how="left", maintain_order="left")
    return distinct, joined["number"].to_numpy().astype(np.int64)


def _forms(stems: Numbers, stream: Stream, keep: Flags) -> pl.DataFrame:
    counted = pl.DataFrame({"w0": stems[keep], "word": stream.word[keep]}).group_by("w0", "word").len()
    words = counted.with_columns(stream.vocabulary.gather(counted["word"]).alias("word"))
    ordered = words.sort("len", "word", descending=[True, False])
    return ordered.group_by("w0", maintain_order=True).agg(forms=pl.col("word").head(FORMS).str.join("; "))


def of_marks(tables: Tables, posts: pl.DataFrame, kind: str) -> Terms:
    """Hashtags, mentioned accounts (as people call them) or linked sites of posts, each once a post.

    Args:
        tables: those of the graph.
        posts: `post` and its number `row`.
        kind: "hashtags", "mentions" or "links".
    """
    if kind == "mentions":
        called = tables["Account"].select(to="key", text=CALLED)
        marks = tables["MENTIONS"].join(called, on="to").select("from", "text")
    else:
        marks = tables[{"hashtags": "TAGGED", "links": "LINKS_TO"}[kind]].select("from", text="to")
    found = marks.join(posts, left_on="from", right_on="post").sort("row", "text")
    vocabulary, numbers = _numbered(found["text"])
    return Terms(pl.DataFrame({"row": found["row"].cast(pl.Int64), "w0": numbers}), vocabulary)
