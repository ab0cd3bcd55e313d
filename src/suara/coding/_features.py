"""Texts as numbers that a linear model can learn from: their words as meant, and the letters that they are spelt with.

Words count singly and in rows of two and three; letters in rows of two to five within a word, so that a word that was
never seen still looks like its kin. Each is weighted by how rare it is (TF-IDF). What letters a word has is worked out
once for each word of the vocabulary, and a post's letters are its words': 200,000 posts take seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from suara.coding.words import Stream, stream

Numbers = npt.NDArray[np.int64]
Matrix = Any  # scipy.sparse.csr_array of float32; scipy ships no types

LONGEST = 3  # words in a row
LETTERS = (2, 5)
RAREST = 2  # texts that must have a feature for it to be learned from
_LENGTHS = (
    1.0,
    0.5,
)  # of what words and letters tell of a text; letters weigh less than words, of which they repeat much
_BLOCK = 20_000  # texts at a time; the letters of as many take some 100 MB


@dataclass(frozen=True)
class Vocabulary:
    """The features of the texts that are learned from: rows of words, and rows of letters."""

    words: dict[str, int]  # as meant; numbered from 1
    rows: Numbers  # rows of words, each as one number, in order
    letters: Any  # a CountVectorizer that knows the rows of letters

    @classmethod
    def of(cls, texts: pl.Series) -> Vocabulary:
        """The vocabulary of texts: what stands in at least two of them.

        Example:
            >>> known = Vocabulary.of(pl.Series(["lama sekali", "lama sekali", "cepat"]))
            >>> list(known.words), len(known.rows)
            (['lama', 'sekali', 'cepat'], 3)
        """
        from sklearn.feature_extraction.text import CountVectorizer

        found = stream(texts)
        words = {word: number for number, word in enumerate(found.vocabulary.to_list(), 1)}
        text, row = _rows(found, np.arange(1, len(words) + 1), len(words))
        distinct = np.unique(np.stack([row, text]), axis=1)[0]
        rows, times = np.unique(distinct, return_counts=True)
        letters = CountVectorizer(analyzer="char_wb", ngram_range=LETTERS, dtype=np.float32)
        spelt = letters.fit_transform(found.spellings.to_list()) if len(found.spellings) else None
        kept = _letters_of(found, len(texts), spelt) if spelt is not None else None
        names = letters.get_feature_names_out()[(kept > 0).sum(axis=0) >= RAREST] if kept is not None else []
        known = CountVectorizer(analyzer="char_wb", ngram_range=LETTERS, dtype=np.float32, vocabulary=list(names))
        return cls(words, rows[times >= RAREST], known if len(names) else None)

    def counts(self, texts: pl.Series) -> tuple[Matrix, Matrix]:
        """How often each feature stands in each text: rows of words, rows of letters."""
        from scipy.sparse import csr_array

        found = stream(texts)
        numbers = found.vocabulary.replace_strict(
            list(self.words), list(self.words.values()), default=0, return_dtype=pl.Int64
        ).to_numpy()
        text, row = _rows(found, numbers, len(self.words))
        at = np.searchsorted(self.rows, row)
        known = at < len(self.rows)
        known[known] = self.rows[at[known]] == row[known]
        ones = np.ones(int(known.sum()), dtype=np.float32)
        words = csr_array((ones, (text[known], at[known])), shape=(len(texts), len(self.rows)), dtype=np.float32)
        words.sum_duplicates()
        if self.letters is None:
            return words, csr_array((len(texts), 0), dtype=np.float32)
        return words, _letters_of(found, len(texts), self.letters.transform(found.spellings.to_list()))

    def blocks(self, texts: pl.Series) -> Iterator[tuple[Matrix, Matrix]]:
        """The counts of many texts, some thousands at a time."""
        for start in range(0, len(texts), _BLOCK):
            yield self.counts(texts.slice(start, _BLOCK))


def _rows(found: Stream, numbers: Numbers, words: int) -> tuple[Numbers, Numbers]:
    """Words singly and in rows, within a text: the text of each, and the row as one number.

    `numbers` has the vocabulary's number of each word, 0 where it isn't in it; rows with such a word aren't there.
    """
    base = words + 1
    word = numbers[found.word]
    texts, rows = [found.row], [word]
    key, whole = word, word > 0
    keep = [whole]
    for length in range(2, LONGEST + 1):
        ahead = length - 1
        if len(word) <= ahead:
            break
        whole = whole[:-1] & (word[ahead:] > 0) & (found.row[ahead:] == found.row[:-ahead])
        key = key[:-1] * base + word[ahead:]
        texts.append(found.row[ahead:])
        rows.append(key)
        keep.append(whole)
    kept = np.concatenate(keep)
    return np.concatenate(texts)[kept], np.concatenate(rows)[kept]


def _letters_of(found: Stream, texts: int, spelt: Matrix) -> Matrix:
    """The rows of letters of texts, from those of each spelling."""
    from scipy.sparse import csr_array

    first = np.ones(len(found.row), dtype=bool)  # a spelling that means several words counts once
    first[1:] = (found.row[1:] != found.row[:-1]) | (found.token[1:] != found.token[:-1])
    row, written = found.row[first], found.written[first]
    ones = np.ones(len(row), dtype=np.float32)
    spellings = csr_array((ones, (row, written)), shape=(texts, len(found.spellings)), dtype=np.float32)
    return (spellings @ csr_array(spelt)).tocsr()


@dataclass(frozen=True)
class Weights:
    """How much each feature counts: the rarer it is in the texts that are learned from, the more (TF-IDF)."""

    idf: tuple[Any, ...]

    @classmethod
    def of(cls, counts: tuple[Matrix, ...]) -> Weights:
        """The weights of features, smoothed: ln((1 + texts) / (1 + texts that have it)) + 1."""
        made = []
        for matrix in counts:
            texts = np.bincount(matrix.indices, minlength=matrix.shape[1])
            made.append((np.log((1 + matrix.shape[0]) / (1 + texts)) + 1).astype(np.float32))
        return cls(tuple(made))

    def weighted(self, counts: tuple[Matrix, ...], more: list[Matrix]) -> Matrix:
        """Counts weighted (1 + ln count, times rarity), words and letters each made of one length; `more` beside them."""
        from scipy.sparse import hstack

        parts = []
        for matrix, idf, length in zip(counts, self.idf, _LENGTHS, strict=True):
            data = (1 + np.log(matrix.data)) * idf[matrix.indices]
            weighted = matrix.__class__((data, matrix.indices, matrix.indptr), shape=matrix.shape)
            own = np.sqrt(weighted.multiply(weighted).sum(axis=1)).astype(np.float32)
            weighted.data *= np.repeat(length / np.where(own > 0, own, 1), np.diff(matrix.indptr)).astype(np.float32)
            parts.append(weighted)
        whole = hstack([*parts, *more], format="csr", dtype=np.float32)
        whole.indices, whole.indptr = whole.indices.astype(np.int32), whole.indptr.astype(np.int32)  # liblinear's
        return whole
