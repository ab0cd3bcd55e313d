r"""Groups in a network of agreement and disagreement: signed modularity, and how far the network is from balance.

With w+ and w- the sums of positive and negative weights, and k+ and k- those of each actor, a partition has the modularity

    Q = sum over pairs in the same group of (w_ij+ - w_ij- - k_i+ k_j+ / 2w+ + k_i- k_j- / 2w-), divided by 2w+ + 2w-

more agreement and less disagreement within groups than the actors' own amounts of both make one expect. Without negative
ties it is the modularity of Newman and Girvan. How many groups there are comes out of it; of camps of a given number
and size, see `suara.analyse.discourse.polarisation`.

Source: Gomez, Jensen & Arenas 2009, Analysis of community structure in networks of correlated data. igraph's Leiden finds no
such groups (its null model has one term, this one two) and its spin glass asks for a connected network and hangs on chance, so
that the search is our own: Blondel et al. 2008 (moves of actors, then of whole groups), from several orders of actors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl
from scipy import sparse

from suara.analyse.discourse._camps import Labels, Reals, every, moved, starts, swapped
from suara.analyse.network import by_size

SEED, RESTARTS = 7, 8

EXACT = 9
"""Actors up to which all partitions are tried (21,147 of 9)."""

_LEAST = 1e-10


@dataclass(frozen=True)
class Groups:
    """Groups of actors by whom they agree and disagree with.

    members      actor, group: from 1, the largest first; null for who has no ties
    modularity   of the groups; null where nobody has ties
    """

    members: pl.DataFrame
    modularity: float | None


def modularity(agree: sparse.csr_array, disagree: sparse.csr_array, labels: Sequence[int]) -> float:
    """The signed modularity of a partition; NaN where nobody has ties.

    Example:
        >>> agree = sparse.csr_array(np.kron(np.eye(2), 1 - np.eye(2)))
        >>> disagree = sparse.csr_array(np.kron(1 - np.eye(2), np.ones((2, 2))))
        >>> round(modularity(agree, disagree, [1, 1, 2, 2]), 6)
        0.5
    """
    camps = np.unique(labels, return_inverse=True)[1]
    return _quality(_Signed.of(agree, disagree), camps)


def grouped(
    actors: Sequence[str],
    agree: sparse.csr_array,
    disagree: sparse.csr_array,
    *,
    restarts: int = RESTARTS,
    seed: int = SEED,
) -> Groups:
    """The groups of the highest signed modularity: exact up to 9 actors, of which all partitions are tried.

    Of more actors it is the best that is found, by moves from several orders of actors; there may be a better one. The same
    network and seed give the same groups, in whatever order the actors are given.

    Args:
        actors: their names, in the order of rows and columns.
        agree: positive weights (symmetric); the diagonal isn't looked at.
        disagree: negative weights, without their sign.
        restarts: orders of actors to begin with, beside that of their names.
        seed: of these.

    Example:
        >>> agree = sparse.csr_array(np.kron(np.eye(2), 1 - np.eye(3)))
        >>> disagree = sparse.csr_array(np.kron(1 - np.eye(2), np.eye(3)))
        >>> grouped(list("abcxyz"), agree, disagree).members["group"].to_list()
        [1, 1, 1, 2, 2, 2]
    """
    names = np.array(actors, dtype=object)
    order = np.argsort(names, kind="stable")
    signed = _Signed.of(agree[order][:, order], disagree[order][:, order])
    members = pl.DataFrame({"actor": names[order].tolist()}, schema={"actor": pl.String})
    at = np.flatnonzero(signed.tied)
    if not len(at):
        return Groups(members.with_columns(group=pl.lit(None, pl.Int64)), None)
    signed = signed.part(at)
    best = _best_of_all(signed) if len(at) <= EXACT else _best_found(signed, restarts, seed)
    group = np.zeros(len(names), dtype=np.int64)
    group[at] = by_size(best)
    told = members.with_columns(group=pl.Series(group)).with_columns(pl.col("group").replace(0, None))
    return Groups(told, _quality(signed, best))


def frustration(
    agree: sparse.csr_array, disagree: sparse.csr_array, *, restarts: int = RESTARTS, seed: int = SEED
) -> float:
    """The share of all weight that stands in the way of two camps: agreement between them, disagreement within.

    It is 0 where the network is balanced: friends of friends are friends, and enemies of enemies. Exact up to 16 actors; of
    more it is that of the best two camps found, and the true one may be less. NaN where nobody has ties.

    Source: Harary 1959, On the measurement of structural balance (line index); Aref & Wilson 2018, Measuring partial balance.

    Example:
        >>> triangle = sparse.csr_array(1 - np.eye(3))
        >>> round(frustration(triangle, triangle * 0), 3), round(frustration(triangle * 0, triangle), 3)
        (0.0, 0.333)
    """
    signed = _Signed.of(agree, disagree)
    signed = signed.part(np.flatnonzero(signed.tied))
    n, total = signed.size, signed.plus.sum() + signed.minus.sum()
    if not n:
        return float("nan")
    inside = sparse.csr_array(signed.plus - signed.minus)
    value = partial(_together, inside)
    partitions = every(n, 2, balanced=False)
    if partitions is None:
        partitions = np.array(
            [
                moved(swapped(inside, start, 2), 2, value, lambda _: inside)
                for start in starts(inside, 2, restarts, seed)
            ]
        )
    best = max([_together(inside, np.zeros(n, dtype=np.int64)), *(value(labels) for labels in partitions)])
    return float((signed.plus.sum() - best) / total)


def _together(inside: sparse.csr_array, labels: Labels) -> float:
    row = np.repeat(np.arange(len(labels)), np.diff(inside.indptr))
    return float(inside.data[labels[row] == labels[inside.indices]].sum())


@dataclass(frozen=True)
class _Signed:
    """Positive and negative weights; the diagonal holds what lies within groups that were made one."""

    plus: sparse.csr_array
    minus: sparse.csr_array

    @classmethod
    def of(cls, agree: sparse.csr_array, disagree: sparse.csr_array) -> _Signed:
        both = []
        for matrix in (agree, disagree):
            found = sparse.coo_array(matrix, dtype=np.float64)
            off = (found.row != found.col) & (found.data != 0)
            ends = (found.row[off], found.col[off])
            both.append(sparse.csr_array((found.data[off], ends), shape=found.shape))
        return cls(*both)

    @property
    def size(self) -> int:
        return int(self.plus.shape[0])

    @property
    def tied(self) -> Labels:
        found: Labels = np.diff(self.plus.indptr) + np.diff(self.minus.indptr)
        return found

    def part(self, at: Labels) -> _Signed:
        return _Signed(self.plus[at][:, at], self.minus[at][:, at])

    def merged(self, labels: Labels) -> _Signed:
        shape = (self.size, int(labels.max()) + 1)
        member = sparse.csr_array((np.ones(self.size), (np.arange(self.size), labels)), shape=shape)
        return _Signed(*(sparse.csr_array(member.T @ sign @ member) for sign in (self.plus, self.minus)))


def _quality(signed: _Signed, labels: Labels) -> float:
    total = signed.plus.sum() + signed.minus.sum()
    if not total:
        return float("nan")
    quality = _together(signed.plus, labels) - _together(signed.minus, labels)
    for sign, matrix in ((-1, signed.plus), (1, signed.minus)):
        if matrix.nnz:
            strength = np.bincount(labels, matrix.sum(axis=1))
            quality += sign * float((strength**2).sum()) / matrix.sum()
    return float(quality / total)


def _best_of_all(signed: _Signed) -> Labels:
    plus, minus = signed.plus.toarray(), signed.minus.toarray()
    gain = plus - minus
    for sign, matrix in ((-1, plus), (1, minus)):
        if matrix.any():
            gain += sign * np.outer(matrix.sum(axis=1), matrix.sum(axis=1)) / matrix.sum()
    n = signed.size
    partitions = [every(n, k, balanced=False) for k in range(1, n + 1)]
    rows = np.concatenate([found for found in partitions if found is not None])
    inside = ((rows[:, :, None] == rows[:, None, :]) * gain).sum(axis=(1, 2))
    best: Labels = rows[np.argmax(inside.round(9))]
    return best


def _best_found(signed: _Signed, restarts: int, seed: int) -> Labels:
    rng = np.random.default_rng(seed)
    orders = [np.arange(signed.size), *(rng.permutation(signed.size) for _ in range(restarts))]
    found = [_found(signed, way) for way in orders]
    return max(found, key=lambda labels: round(_quality(signed, labels), 10))


def _found(signed: _Signed, order: Labels) -> Labels:
    """Moves of actors, then of whole groups, and of actors again, as long as that betters anything."""
    labels, quality = np.arange(signed.size), -np.inf
    while (now := _quality(signed, labels)) > quality + _LEAST:
        quality = now
        labels = _settled(signed, labels, order)
        merged = signed.merged(labels)
        labels = _settled(merged, np.arange(merged.size), np.arange(merged.size))[labels]
        labels = np.unique(labels, return_inverse=True)[1]
    return labels


def _settled(signed: _Signed, labels: Labels, order: Labels) -> Labels:
    """Move one at a time to the group where it adds most, until none wants to move; groups are numbered anew."""
    labels = labels.copy()
    count = signed.size
    sides = [
        (sign, m, np.asarray(m.sum(axis=1)), m.sum()) for sign, m in ((1, signed.plus), (-1, signed.minus)) if m.nnz
    ]
    strengths = [np.bincount(labels, strength, minlength=count) for _, _, strength, _ in sides]
    changed = True
    while changed:
        changed = False
        for i in order:
            gain = np.zeros(count)
            for (sign, matrix, strength, total), held in zip(sides, strengths, strict=True):
                row = slice(matrix.indptr[i], matrix.indptr[i + 1])
                others = matrix.indices[row] != i
                where = labels[matrix.indices[row][others]]
                held[labels[i]] -= strength[i]
                gain += sign * (
                    np.bincount(where, matrix.data[row][others], minlength=count) - strength[i] * held / total
                )
            best = _choice(gain, int(labels[i]))
            changed |= best != labels[i]
            labels[i] = best
            for (_, _, strength, _), held in zip(sides, strengths, strict=True):
                held[best] += strength[i]
    found: Labels = np.unique(labels, return_inverse=True)[1]
    return found


def _choice(gain: Reals, now: int) -> int:
    """The group of the greatest gain, that of now among equal ones; one that is empty gains 0."""
    best = int(np.argmax(gain))
    return best if gain[best] > gain[now] + _LEAST else now
