"""Texts that are nearly the same, found without comparing all with all.

A text is the set of its runs of words (shingles), and two texts are as alike as the Jaccard similarity of these sets:
what they share over all that they have. MinHash makes of each set some numbers that two sets have in common as often as
they are alike; texts that agree in a whole band of them are candidates, and of each pair of these the similarity is
worked out exactly.

Source: Broder 1997, On the resemblance and containment of documents; Leskovec, Rajaraman & Ullman, Mining of Massive
Datasets, ch. 3.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from suara.coding.words import HIDDEN, Stream, stream

Hashes = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int64]

RECALL = 0.99
"""Share of the pairs just at the threshold that become candidates; those above it do more often."""

LEAST = 0.1
"""The least threshold: texts that share less have too little in common for bands to find."""

_MOST = 64  # numbers a text; more are more certain, and slower
_ROUNDS = 8  # with how many of those that agree with it in a band a text is compared
_BLOCK = 1 << 24  # bytes of text that are worked on at a time
_PAIRS = 1 << 18  # pairs that are compared at a time
_SHINGLE_BITS = 42  # the rest of 64 is for the number of the text in its block, which is below a fifth of _BLOCK
_SEED = 20260301


def near_duplicates(
    texts: pl.Series, threshold: float = 0.8, shingle: int = 3, within: pl.Series | None = None
) -> pl.DataFrame:
    """Groups of texts that are nearly the same; two texts in a group may be so by way of others.

    Words are compared as they are meant; links and mentions don't count. A text of fewer words than a shingle is alike
    only to one of the same words. The groups don't depend on the order of the texts. Of the pairs just at the threshold
    about 1 in 100 isn't found, unless another way leads from one text to the other; no pair below it is joined.

    Args:
        texts: the texts.
        threshold: the least Jaccard similarity of two texts that are nearly the same, from `LEAST` to 1.
        shingle: how many words in a row are compared as one.
        within: a label of each text; only texts with the same label are compared.

    Returns:
        One row a text, in their order: row, group (from 1, by falling size; null where the text has no word), size (how
        many texts the group has: 1 where a text has no like).

    Raises:
        ValueError: the threshold or the length of a shingle makes no sense.

    Example:
        >>> texts = ["Maaf, laporan sudah kami teruskan", "maaf laporan sdh kami teruskan!", "Padam", ""]
        >>> near_duplicates(pl.Series(texts)).rows()
        [(0, 1, 2), (1, 1, 2), (2, 2, 1), (3, None, None)]
    """
    if not LEAST <= threshold <= 1 or shingle < 1:
        raise ValueError(f"no threshold from {LEAST} to 1, or no shingle of a word or more: {threshold}, {shingle}")
    frame = texts.cast(pl.String).fill_null("").to_frame("text")
    frame = frame.with_columns(within=pl.lit("") if within is None else within)
    distinct = frame.unique().sort("text", "within", nulls_last=True)  # so that the order of the rows changes nothing
    sets, signatures = _hashed(distinct, shingle, *_bands(threshold))
    label = _connected(sets, signatures, threshold)
    distinct = distinct.with_columns(label=pl.Series(label), words=pl.Series(sets.sizes > 0))
    found = frame.join(distinct, on=["text", "within"], how="left", maintain_order="left", nulls_equal=True)
    found = found.select(row=pl.int_range(pl.len()), label=pl.when("words").then("label"))
    groups = found.drop_nulls().group_by("label").agg(size=pl.len().cast(pl.Int64), first=pl.col("row").min())
    groups = groups.sort("size", "first", descending=[True, False]).with_columns(
        group=pl.int_range(1, pl.len() + 1, dtype=pl.Int64)
    )
    return found.join(groups, on="label", how="left", maintain_order="left").select("row", "group", "size")


def _bands(threshold: float) -> tuple[int, int]:
    """How many bands of how many numbers: as many in each as finds enough of the pairs at the threshold.

    Example:
        >>> _bands(0.8), _bands(0.5), _bands(1.0)
        ((12, 5), (17, 2), (1, 1))
    """
    if threshold == 1:
        return 1, 1
    of = {rows: math.ceil(math.log(1 - RECALL) / math.log1p(-(threshold**rows))) for rows in range(1, _MOST)}
    fit = [rows for rows, bands in of.items() if rows * bands <= _MOST]
    return of[fit[-1]], fit[-1]


# ---------------------------------------------------------------------------------------------- sets and their signatures


@dataclass(frozen=True)
class Sets:
    """The shingles of texts one after the other, sorted and each once within a text; `starts` ends with their number."""

    shingles: Numbers
    starts: Numbers

    @property
    def sizes(self) -> Numbers:
        """How many shingles each text has."""
        return np.diff(self.starts)

    def matrix(self) -> Any:
        """The same as a sparse matrix of texts and shingles, which is never laid out."""
        from scipy.sparse import csr_matrix

        ones = np.ones(len(self.shingles), dtype=np.int8)
        matrix = csr_matrix((ones, self.shingles, self.starts), shape=(len(self.starts) - 1, 1 << _SHINGLE_BITS))
        matrix.has_canonical_format = True
        return matrix


def shingled(texts: pl.Series, length: int, within: pl.Series | None = None) -> Sets:
    """The sets of shingles of texts, as hashes.

    Example:
        >>> shingled(pl.Series(["a b c d", "b c d", "", "d"]), 3).sizes.tolist()
        [2, 1, 0, 1]
    """
    words = stream(texts)
    words = words.where(~words.vocabulary.eq(HIDDEN).to_numpy()[words.word])
    row, hashes = _runs(words, length)
    if within is not None:
        hashes = hashes ^ within.hash(_SEED).to_numpy()[row]
    keys = np.sort(
        (row.astype(np.uint64) << np.uint64(_SHINGLE_BITS)) | (_mixed(hashes) >> np.uint64(64 - _SHINGLE_BITS))
    )
    keys = keys[np.flatnonzero(np.diff(keys, prepend=~keys[:1]))] if len(keys) else keys
    starts = np.searchsorted(keys, np.arange(len(texts) + 1, dtype=np.uint64) << np.uint64(_SHINGLE_BITS))
    return Sets((keys & np.uint64((1 << _SHINGLE_BITS) - 1)).astype(np.int64), starts.astype(np.int64))


def _runs(words: Stream, length: int) -> tuple[Numbers, Hashes]:
    """The text and the hash of each run of words; a text of fewer words is one run."""
    hashed = words.vocabulary.hash(_SEED).to_numpy()[words.word]
    total = len(hashed)
    end = np.searchsorted(words.row, words.row, side="right")  # of the text that each word is in
    first = np.searchsorted(words.row, words.row) == np.arange(total)
    at = np.flatnonzero((np.arange(total) + length <= end) | first)
    run = np.zeros(len(at), dtype=np.uint64)
    for k in range(length):
        there = at + k < end[at]
        run[there] = _mixed(run[there] + hashed[at[there] + k])
    return words.row[at], run


def _mixed(values: Hashes) -> Hashes:
    """Numbers of which each bit hangs on all bits of the given ones (the finaliser of SplitMix64, Steele et al. 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _hashed(distinct: pl.DataFrame, length: int, bands: int, rows: int) -> tuple[Sets, Hashes]:
    """The sets of texts, and for each band a number of each text that equal ones have in common."""
    many, shingles, sizes, signatures = 0, [], [], []
    for block in _blocks(distinct):
        sets = shingled(block["text"], length, block["within"])
        shingles.append(sets.shingles)
        sizes.append(sets.sizes)
        signatures.append(_signatures(sets, bands, rows))
        many += block.height
    starts = np.concatenate([[0], np.cumsum(np.concatenate([*sizes, np.zeros(0, dtype=np.int64)]))])
    together = np.concatenate([*shingles, np.zeros(0, dtype=np.int64)])
    return Sets(together, starts), np.concatenate([*signatures, np.zeros((bands, 0), dtype=np.uint64)], axis=1)


def _blocks(distinct: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Texts by so many bytes at a time."""
    number = (distinct["text"].str.len_bytes().cast(pl.Int64) + 5).cum_sum() // _BLOCK
    yield from (block for _, block in distinct.group_by(number.alias("block"), maintain_order=True))


def _signatures(sets: Sets, bands: int, rows: int) -> Hashes:
    """The least of each of some permutations of a text's shingles, those of a band in one number; of an empty text 0."""
    found = np.zeros((bands, len(sets.sizes)), dtype=np.uint64)
    filled = np.flatnonzero(sets.sizes)
    if not len(filled):
        return found
    values, starts = (_mixed(sets.shingles.astype(np.uint64)) >> np.uint64(32)).astype(np.uint32), sets.starts[filled]
    rng = np.random.default_rng(_SEED)
    for band in range(bands):
        for _ in range(rows):
            factor, mask = (rng.integers(1 << 32, dtype=np.uint32) for _ in range(2))
            least = np.minimum.reduceat((values ^ mask) * (factor | np.uint32(1)), starts)
            found[band, filled] = _mixed(found[band, filled] + least)
    return found


# ------------------------------------------------------------------------------------------------------ pairs and groups


def _connected(sets: Sets, signatures: Hashes, threshold: float) -> Numbers:
    """The group of each text, numbered by its first one: texts that pairs alike enough lead to from each other."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    many = len(sets.sizes)
    label, matrix = np.arange(many), sets.matrix()
    for band in signatures:
        one, two = _edges(sets, matrix, band, label, threshold)
        graph = coo_matrix((np.ones(len(one), dtype=np.int8), (label[one], label[two])), shape=(many, many))
        label = connected_components(graph, directed=False)[1][label]
    return label.astype(np.int64)


def _edges(sets: Sets, matrix: Any, band: Hashes, label: Numbers, threshold: float) -> tuple[Numbers, Numbers]:
    """Pairs of texts that agree in a band and are alike enough, none of the same `label`.

    In a bucket each text is compared with the first few only, so that 200,000 texts make no 20,000,000,000 pairs; in a
    small one all are compared.
    """
    order = np.argsort(band, kind="stable")
    order = order[sets.sizes[order] > 0]
    begins = np.flatnonzero(np.diff(band[order], prepend=~band[order][:1]))
    start = np.repeat(begins, np.diff(begins, append=len(order)))
    leader = label[order]  # changes with what is found in this bucket
    found, place = [np.zeros((2, 0), dtype=np.int64)], np.arange(len(order))
    for k in range(_ROUNDS):
        place = place[place > start[place] + k]
        centre = start[place] + k
        apart = leader[place] != leader[centre]
        one, two = centre[apart], place[apart]
        alike = jaccard(sets, matrix, order[one], order[two]) >= threshold
        found.append(order[np.stack((one, two))[:, alike]])
        leader[two[alike]] = leader[one[alike]]
    first, other = np.concatenate(found, axis=1)
    return first, other


def jaccard(sets: Sets, matrix: Any, one: Numbers, two: Numbers) -> npt.NDArray[np.float64]:
    """The Jaccard similarity of pairs of texts, worked out from their whole sets.

    Example:
        >>> sets = shingled(pl.Series(["a b c d", "a b c e", "x y"]), 1)
        >>> jaccard(sets, sets.matrix(), np.array([0, 0]), np.array([1, 2])).tolist()
        [0.6, 0.0]
    """
    found = [np.zeros(0)]
    for start in range(0, len(one), _PAIRS):
        a, b = one[start : start + _PAIRS], two[start : start + _PAIRS]
        both = np.diff(matrix[a].multiply(matrix[b]).indptr)
        found.append(both / (sets.sizes[a] + sets.sizes[b] - both))
    return np.concatenate(found)
