"""Phrases in streams of words: which stand where, whole, by stem, with fillers or other words between, negated or not.

A phrase of one content word is compared as meant, word by word. One of several is compared by stem within a clause, and fillers
("yang", "banget") may stand between its words. `a ... b` lets up to `GAP` other words stand between, in one sentence.
A word said twice ("berjam jam") is one content word: its stem alone says less.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from suara.coding._meant import stems_of
from suara.coding._trie import occurrences
from suara.coding.language import rules
from suara.coding.words import HIDDEN, Flags, Numbers, Stream, stream
from suara.errors import DataError

GAP = 4
"""How many words at the most stand where a phrase has `...`."""

REACH = 2
"""How many words before a phrase, or before what stands behind its gap, a negator is looked for, fillers not counted."""

FOUND = {
    "row": pl.Int64,
    "phrase": pl.Int64,
    "first": pl.Int64,
    "last": pl.Int64,
    "negated": pl.Boolean,
    "negator": pl.Int64,
    "asked": pl.Boolean,
}
"""Columns of what is found: number of the text and of the phrase, its first and last token; whether a negator stands before
it and at which token (its own first one otherwise), and whether it is asked rather than said."""


@dataclass(frozen=True)
class Phrases:
    """Phrases ready to be looked for. Each is one part, or several with a gap between; words are numbered."""

    written: tuple[str, ...]
    parts: tuple[tuple[tuple[str, ...], ...], ...]  # phrase -> parts -> words
    by_stem: tuple[bool, ...]
    negative: tuple[bool, ...]  # begins with a negator itself, so that one before it changes nothing
    denies: tuple[bool, ...]  # has one anywhere, so that one in its gap changes nothing


def compiled(phrases: Sequence[str]) -> Phrases:
    """Phrases as people write them in codebooks, as they are compared.

    Raises:
        DataError: a phrase, or a part of it, holds no word.

    Example:
        >>> compiled(["ga kelar2", "antri ... jam"]).parts
        ((('tidak', 'kelar', 'kelar'),), (('antre',), ('jam',)))
    """
    split = [[part.strip() for part in phrase.split("...")] for phrase in phrases]
    flat = [part for parts in split for part in parts]
    found = stream(pl.Series(flat, dtype=pl.String))
    words: list[list[str]] = [[] for _ in flat]
    for row, word in zip(found.row.tolist(), found.vocabulary.gather(found.word).to_list(), strict=True):
        words[row].append(word)
    fillers, negators = set(rules().fillers), set(rules().negators)
    stem = _stems(words)
    made, by_stem, negative, denies, at = [], [], [], [], 0
    for phrase, parts in zip(phrases, split, strict=True):
        mine = words[at : at + len(parts)]
        at += len(parts)
        if not all(mine) or any(HIDDEN in part for part in mine):
            raise DataError(f"{phrase!r} is no phrase: it has no letter, no digit and no emoji, or a link or a mention")
        content = [[word for word in part if word not in fillers] for part in mine]
        stemmed = [tuple(stem[word] for word in part) for part in content]
        several = len(set().union(*stemmed)) > 1 and all(content)
        made.append(tuple(stemmed) if several else tuple(map(tuple, mine)))
        by_stem.append(several)
        negative.append(mine[0][0] in negators)
        denies.append(any(word in negators for part in mine for word in part))
    return Phrases(tuple(phrases), tuple(made), tuple(by_stem), tuple(negative), tuple(denies))


def _stems(words: list[list[str]]) -> dict[str, str]:
    distinct = sorted({word for part in words for word in part})
    return dict(zip(distinct, stems_of(pl.Series(distinct, dtype=pl.String)).to_list(), strict=True))


def matches(texts: Stream, phrases: Phrases) -> pl.DataFrame:
    """Where phrases stand in a stream of texts; see `FOUND`. All are found, also those that overlap.

    Example:
        >>> from suara.coding.words import stream
        >>> texts = stream(pl.Series(["antrian yg lama banget", "gak lama kok"]))
        >>> matches(texts, compiled(["antri lama", "lama"])).select("row", "phrase", "negated").sort("row", "phrase").rows()
        [(0, 0, False), (0, 1, False), (1, 1, True)]
    """
    vocabulary = texts.vocabulary
    filler = vocabulary.is_in(list(rules().fillers)).to_numpy()
    content = np.flatnonzero(~filler[texts.word])  # places of the words that aren't fillers
    number, stems = _numbered(stems_of(vocabulary))
    whole = _Words(texts.word, vocabulary, np.arange(len(texts.word)), texts.row)
    stemmed = _Words(number[texts.word[content]], stems, content, texts.clause[content])
    found = pl.concat(
        [
            _of_kind(texts, whole, phrases, [not several for several in phrases.by_stem]),
            _of_kind(texts, stemmed, phrases, list(phrases.by_stem)),
        ]
    )
    return _negated(found, texts, content, phrases)


@dataclass(frozen=True)
class _Words:
    """Words to compare: numbers in a vocabulary, and where in the stream each stands."""

    word: Numbers
    vocabulary: pl.Series
    place: Numbers
    within: Numbers  # what a phrase must not reach beyond


def _numbered(values: pl.Series) -> tuple[Numbers, pl.Series]:
    """The number of each value among the distinct ones, and those."""
    distinct = values.unique(maintain_order=True)
    numbers = values.replace_strict(distinct, pl.int_range(len(distinct), eager=True), return_dtype=pl.Int64)
    return numbers.to_numpy().astype(np.int64), distinct


def _of_kind(texts: Stream, words: _Words, phrases: Phrases, wanted: list[bool]) -> pl.DataFrame:
    """The matches of the phrases that are wanted: phrase, first, turn, last.

    These are places in the stream: of the first word, of the one behind the last gap (or the first again), of the last word.
    """
    number = dict(zip(words.vocabulary.to_list(), range(len(words.vocabulary)), strict=True))
    parts, owner = [], []  # of phrases that can occur; (phrase, of how many parts, which)
    for i, written in enumerate(phrases.parts):
        if wanted[i] and all(word in number for part in written for word in part):
            parts += [tuple(number[word] for word in part) for part in written]
            owner += [(i, len(written), k) for k in range(len(written))]
    found = occurrences(words.word, words.within, parts).rename({"sequence": "part"})
    owned = pl.DataFrame(owner, schema={"phrase": pl.Int64, "of": pl.Int64, "which": pl.Int64}, orient="row")
    joined = _joined(found.join(owned.with_row_index("part").cast({"part": pl.Int64}), on="part"), texts, words.place)
    place = pl.Series(words.place)
    return joined.with_columns(place.gather(joined[end]).alias(end) for end in ("first", "turn", "last"))


def _joined(found: pl.DataFrame, texts: Stream, place: Numbers) -> pl.DataFrame:
    """Phrases from their parts: phrase, first, turn, last. The parts of one follow each other within `GAP` words."""
    whole = [found.filter(of=1).select("phrase", "first", "last", turn="first")]
    gapped = found.filter(pl.col("of") > 1)
    if gapped.height:
        gapped = gapped.with_columns(sentence=pl.Series(texts.sentence[place[gapped["first"].to_numpy()]]))
        so_far = gapped.filter(which=0).select("phrase", "of", "sentence", "first", "last")
        for k in range(1, gapped["of"].to_numpy().max()):
            following = gapped.filter(which=k).select("phrase", "sentence", begin="first", stop="last")
            # What is near lies in the same stretch of the text or the next: long texts would make too many pairs.
            stretch = pl.col("last") // (GAP + 2)
            near = so_far.with_columns(stretch=pl.concat_list(stretch, stretch + 1)).explode("stretch")
            so_far = (
                near.join(
                    following.with_columns(stretch=pl.col("begin") // (GAP + 2)), on=["phrase", "sentence", "stretch"]
                )
                .filter((pl.col("begin") - pl.col("last")).is_between(1, GAP + 1))
                .select("phrase", "of", "sentence", "first", turn="begin", last="stop")
                .sort("phrase", "first", "last")
                .unique(["phrase", "first"], keep="first", maintain_order=True)
            )
            whole.append(so_far.filter(of=k + 1).select("phrase", "first", "last", "turn"))
    return pl.concat(whole)


def _negated(found: pl.DataFrame, texts: Stream, content: Numbers, phrases: Phrases) -> pl.DataFrame:
    """Adds whether a negator stands before the phrase or in its gap ("tidak ramah"), or a question behind it ("panjang gak?")."""
    first, turn, last, phrase = (found[name].to_numpy() for name in ("first", "turn", "last", "phrase"))
    negative, denies = (np.array(flags, dtype=np.bool_)[phrase] for flags in (phrases.negative, phrases.denies))
    says_no = texts.vocabulary.is_in(list(rules().negators)).to_numpy()[texts.word[content]]
    clause = texts.clause[content]

    def there(at: Numbers, place: Numbers) -> Flags:
        """Whether the content word with this number is in the clause of this place."""
        inside: Flags = (at >= 0) & (at < len(content))
        inside[inside] = clause[at[inside]] == texts.clause[place[inside]]
        return inside

    def nearest(place: Numbers) -> Numbers:
        """Where the nearest negator before a place within `REACH` stands, or -1."""
        behind, where = np.searchsorted(content, place), np.full(len(place), -1, dtype=np.int64)
        for back in range(REACH, 0, -1):  # the nearest one is set last
            at = behind - back
            near = there(at, place)
            near[near] = says_no[at[near]]
            where[near] = content[at[near]]
        return where

    before = np.where(negative, -1, nearest(first))
    within = np.where(denies, -1, nearest(turn)) > first
    behind = np.searchsorted(content, last, side="right")
    asked = there(behind, last) & ~there(behind + 1, last) & ~negative
    asked[asked] = says_no[behind[asked]]
    return pl.DataFrame(
        {
            "row": texts.row[first],
            "phrase": phrase,
            "first": texts.token[first],
            "last": texts.token[last],
            "negated": (before >= 0) | within,
            "negator": texts.token[np.where(before >= 0, before, first)],
            "asked": asked,
        },
        schema=FOUND,
    )
