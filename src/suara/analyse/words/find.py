"""Where in texts a query is true, and what stands around it (KWIC: key word in context)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from suara.analyse.words.query import All, Near, Node, Phrase, Word, parse
from suara.coding.words import HIDDEN, Flags, Numbers, Stream, spans, stems, stream
from suara.errors import InputError
from suara.graph.model import Columns
from suara.posts.post import TIME

SORTS = ("time", "right")
"""How what is found can be put in order: by time, or by what stands to the right of it."""

FOUND: Columns = {
    "post": pl.String,
    "created_at": TIME,
    "account": pl.String,
    "handle": pl.String,
    "agency": pl.String,
    "left": pl.String,
    "match": pl.String,
    "right": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
}
"""The columns of what is found."""


@dataclass(frozen=True)
class _Spans:
    """Where something is: numbers of the first and the last word in the stream, and which texts have it."""

    first: Numbers
    last: Numbers
    texts: Flags

    def within(self, texts: Flags, row: Numbers) -> _Spans:
        """Those in some texts."""
        keep = texts[row[self.first]]
        return _Spans(self.first[keep], self.last[keep], self.texts & texts)


def find(posts: pl.DataFrame, query: str, *, context: int = 8, sort: str = "time") -> pl.DataFrame:
    """The places in the texts of posts where a query is true, one row each.

    Words are compared as they are meant (`gak` finds "tidak" and "nggak"), `word*` finds what begins so as it is
    written or meant, `word~` what has the same stem; phrases are words in a row, whatever stands between them. AND (or
    nothing), OR and NOT are of whole posts, and `a NEAR/5 b` of places. See `suara.analyse.words.query`.

    Args:
        posts: key, text, own (the text without what others wrote), created_at, account, handle, agency.
        query: what is looked for.
        context: how many words are shown on each side.
        sort: one of `SORTS`.

    Returns:
        post, created_at, account, handle, agency, left, match, right, start and end (of the match, in characters of the text).

    Raises:
        InputError: the query can't be read; the message says where.

    Example:
        >>> posts = pl.DataFrame({"key": ["x:1", "x:2"], "text": ["antre lama banget", "antrean pendek"]})
        >>> told = [pl.lit(None, pl.String).alias(name) for name in ("account", "handle", "agency")]
        >>> posts = posts.with_columns(*told, own="text", created_at=pl.lit(None, TIME))
        >>> find(posts, "antre* NOT pendek").select("post", "match", "right").rows()
        [('x:1', 'antre', ' lama banget')]
    """
    texts = stream(posts["own"])
    found = _Search(texts, posts.height).spans(parse(query))
    shown = _shown(posts, texts, found, context).unique(["post", "start", "end"], maintain_order=True)
    by = {"time": ["created_at", "post", "start", "end"], "right": ["_right", "created_at", "post", "start"]}[sort]
    bare = pl.col("right").str.to_lowercase().str.replace(r"^[^\p{L}\p{N}]+", "")
    ordered = shown.with_columns(_right=bare).sort(by, nulls_last=True)
    return ordered.select(pl.col(name).cast(dtype) for name, dtype in FOUND.items())


def _shown(posts: pl.DataFrame, texts: Stream, found: _Spans, context: int) -> pl.DataFrame:
    """What is found with its place in the text and what stands around it."""
    row = texts.row[found.first]
    start, end = spans(posts["own"], row, texts.token[found.first], texts.token[found.last])
    before, after = _token(texts, found.first, -context), _token(texts, found.last, context)
    begin, _ = spans(posts["own"], row, *2 * [np.maximum(before, 0)])
    _, close = spans(posts["own"], row, *2 * [np.maximum(after, 0)])
    places = {"start": start, "end": end, "begin": np.where(before > 0, begin, 0), "close": close, "open": after < 0}
    whole = pl.concat([posts[row], pl.DataFrame(places)], how="horizontal")
    text, start_at, end_at = (pl.col(name) for name in ("text", "start", "end"))
    close_at = pl.when("open").then(text.str.len_chars()).otherwise("close")
    return whole.with_columns(
        post="key",
        left=text.str.slice(pl.col("begin"), start_at - pl.col("begin")),
        match=text.str.slice(start_at, end_at - start_at),
        right=text.str.slice(end_at, close_at - end_at),
    )


def _token(texts: Stream, word: Numbers, by: int) -> Numbers:
    """The token so many words before or after a word of a text; -1 where the text doesn't go so far."""
    there = np.clip(word + by, 0, max(len(texts.row) - 1, 0))
    inside = (texts.row[there] == texts.row[word]) & (there == word + by)
    return np.where(inside, texts.token[there], -1)


class _Search:
    """Evaluates queries on a stream of words, in whole arrays."""

    def __init__(self, texts: Stream, number: int) -> None:
        self.texts, self.number = texts, number

    def spans(self, node: Node) -> _Spans:
        """Where a query is true."""
        if isinstance(node, Phrase):
            return self.phrase(node)
        if isinstance(node, Near):
            return self.near(self.spans(node.one), self.spans(node.other), node.within)
        parts = [self.spans(part) for part in node.parts]
        if isinstance(node, All):
            texts = np.logical_and.reduce([part.texts for part in parts])
            for part in node.without:
                texts &= ~self.spans(part).texts
            parts = [part.within(texts, self.texts.row) for part in parts]
        return self.of(np.concatenate([part.first for part in parts]), np.concatenate([part.last for part in parts]))

    def of(self, first: Numbers, last: Numbers) -> _Spans:
        """Spans, each once."""
        _, once = np.unique(first * (len(self.texts.row) + 1) + last, return_index=True)
        first, last = first[once], last[once]
        texts = np.zeros(self.number, dtype=bool)
        texts[self.texts.row[first]] = True
        return _Spans(first, last, texts)

    def phrase(self, phrase: Phrase) -> _Spans:
        """Words in a row, of one text."""
        tests = [test for word in phrase.words for test in self.tests(word)]
        count = max(len(self.texts.row) - len(tests) + 1, 0)
        last = slice(len(tests) - 1, len(tests) - 1 + count)
        keep = self.texts.row[:count] == self.texts.row[last]
        for i, test in enumerate(tests):
            keep &= test[i : i + count]
        first = np.flatnonzero(keep)
        return self.of(first, first + len(tests) - 1)

    def tests(self, word: Word) -> list[Flags]:
        """For each word that is meant: which words of the stream it is."""
        vocabulary, spellings = self.texts.vocabulary, self.texts.spellings
        if word.how == "*":
            begin = pl.select(pl.lit(word.text).str.normalize("NFKC").str.to_lowercase()).item()
            written, meant = (texts.str.starts_with(begin).to_numpy() for texts in (spellings, vocabulary))
            own = vocabulary.ne(HIDDEN).to_numpy()[self.texts.word]  # links and mentions are spelled, too
            return [own & (written[self.texts.written] | meant[self.texts.word])]
        meaning = stream(pl.Series([word.text]))
        wanted = meaning.vocabulary.gather(meaning.word)
        if wanted.is_empty() or wanted.eq(HIDDEN).any():
            why = "no word (mentions and links aren't looked into)"
            raise InputError(f"the query, character {word.at}: {word.text!r} is {why}")
        if word.how == "~":
            wanted, vocabulary = stems(wanted), stems(vocabulary)
        return [vocabulary.eq_missing(one).to_numpy()[self.texts.word] for one in wanted]

    def near(self, one: _Spans, other: _Spans, within: int) -> _Spans:
        """Pairs of which the later one begins at most so many words after the earlier one ends."""
        before, after = self.followed(one, other, within), self.followed(other, one, within)
        return self.of(*(np.concatenate(sides) for sides in zip(before, after, strict=True)))

    def followed(self, one: _Spans, other: _Spans, within: int) -> tuple[Numbers, Numbers]:
        order = np.argsort(other.first, kind="stable")
        starts, ends = other.first[order], other.last[order]
        low = np.searchsorted(starts, one.last, side="right")
        many = np.searchsorted(starts, one.last + within, side="right") - low
        left = np.repeat(np.arange(len(one.first)), many)
        right = np.arange(len(left)) - np.repeat(many.cumsum() - many, many) + low[left]
        same = self.texts.row[one.first[left]] == self.texts.row[starts[right]]
        return one.first[left][same], ends[right][same]
