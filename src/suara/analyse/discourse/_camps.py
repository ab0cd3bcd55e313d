"""Partitions of actors into k camps: all of them where they are few, else swaps and moves that better a start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, permutations
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import linalg, sparse
from scipy.sparse.linalg import eigsh

Labels = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]

EXACT = 1 << 15
"""Partitions up to which all of them are tried."""

_FEW = 18  # actors: of more there are 46,189 equal halves and more
_DENSE = 2_000  # actors up to which a table of all pairs is at hand
_TOP = 48  # of a camp: those whose swaps are looked at first
_LEAST = 1e-12  # what counts as better


def every(n: int, k: int, *, balanced: bool) -> Labels | None:
    """All partitions of n into k camps, a row each; None where there are more than 2^15.

    Args:
        n: how many actors.
        k: how many camps; none of them is empty.
        balanced: whether their sizes may differ by one at most.

    Example:
        >>> every(4, 2, balanced=True).tolist()
        [[0, 0, 1, 1], [0, 1, 0, 1], [0, 1, 1, 0]]
        >>> len(every(4, 2, balanced=False)), every(40, 2, balanced=True)
        (7, None)
    """
    if n > _FEW and k <= n // 2:  # there are more than 2^15 of them
        return None
    rows: Labels = np.zeros((1, 1), dtype=np.int64)
    limit = -(-n // k) if balanced else n
    for done in range(1, n):
        # the next actor joins a camp that there is, or opens the next one; each partition comes up once
        new = np.arange(k)
        rows = np.column_stack((np.repeat(rows, k, axis=0), np.tile(new, len(rows))))
        opened = rows[:, :-1].max(axis=1)
        sizes = (rows[:, :, None] == new).sum(axis=1)
        missing = np.maximum((n // k if balanced else 1) - sizes, 0).sum(axis=1)
        rows = rows[(rows[:, -1] <= opened + 1) & (sizes.max(axis=1) <= limit) & (missing <= n - done - 1)]
        if len(rows) > EXACT:
            return None
    return rows if n >= k else rows[:0]


def starts(signed: sparse.csr_array, k: int, restarts: int, seed: int) -> Iterator[Labels]:
    """Where a search begins: equal parts along the leading eigenvector, then equal parts at random."""
    n = signed.shape[0]
    sizes = np.diff(np.linspace(0, n, k + 1).round().astype(int))
    parts = np.repeat(np.arange(k), sizes)
    rng = np.random.default_rng(seed)
    for order in (np.argsort(_leading(signed), kind="stable"), *(rng.permutation(n) for _ in range(restarts))):
        labels = np.empty(n, dtype=np.int64)
        labels[order] = parts
        yield labels


def _leading(signed: sparse.csr_array) -> Reals:
    """The eigenvector of the greatest eigenvalue."""
    n = signed.shape[0]
    if n <= 300:
        vector = linalg.eigh(signed.toarray(), subset_by_index=[n - 1, n - 1])[1][:, 0]
    else:
        vector = eigsh(signed, k=1, which="LA", v0=np.linspace(1, 2, n))[1][:, 0]
    found: Reals = vector.round(9)
    return found


def swapped(inside: sparse.csr_array, labels: Labels, k: int) -> Labels:
    """Swap actors of different camps, the best swap first, until none adds to what lies inside camps.

    Args:
        inside: what two actors add when they are in the same camp (symmetric, no diagonal).
        labels: the camp of each.
        k: how many camps.
    """
    labels = labels.copy()
    gained = inside @ _members(labels, k)
    table = inside.toarray() if len(labels) <= _DENSE else inside
    while (swap := _best_swap(table, labels, gained, k)) is not None:
        i, j = swap
        change = _block(table, [i], None)[0] - _block(table, [j], None)[0]  # what others lose where i was, and j comes
        gained[:, labels[i]] -= change
        gained[:, labels[j]] += change
        labels[i], labels[j] = labels[j], labels[i]
    return labels


def _block(table: Any, rows: Any, columns: Any) -> Reals:
    """Some rows and columns as a table."""
    part = table[rows] if columns is None else table[rows][:, columns]
    found: Reals = part if isinstance(part, np.ndarray) else part.toarray()
    return found


def _members(labels: Labels, k: int) -> Reals:
    table: Reals = (labels[:, None] == np.arange(k)).astype(np.float64)
    return table


def _best_swap(inside: Any, labels: Labels, gained: Reals, k: int) -> tuple[int, int] | None:
    best, found = _LEAST, None
    for a, b in combinations(range(k), 2):
        sides = [_by_gain(labels, gained, *ends) for ends in ((a, b), (b, a))]
        for top in (_TOP, None):
            (first, u), (second, v) = ((side[:top], gain[:top]) for side, gain in sides)
            if not len(first) or not len(second):
                break
            total = u[:, None] + v - 2 * _block(inside, first, second)
            at = np.unravel_index(np.argmax(total), total.shape)
            if total[at] > best:
                best, found = total[at], (int(first[at[0]]), int(second[at[1]]))
                break
    return found


def _by_gain(labels: Labels, gained: Reals, a: int, b: int) -> tuple[Labels, Reals]:
    """The members of a camp, those first who would gain most by going over to another."""
    members = np.flatnonzero(labels == a)
    gain = gained[members, b] - gained[members, a]
    order = np.argsort(-gain, kind="stable")
    return members[order], gain[order]


def moved(
    labels: Labels, k: int, value: Callable[[Labels], float], inside_of: Callable[[Labels], sparse.csr_array]
) -> Labels:
    """Move actors from camp to camp, alone or many at a time, as long as that makes the value greater.

    Args:
        labels: the camp of each.
        k: how many camps; none is emptied.
        value: of a partition.
        inside_of: what two actors add when they are in the same camp, at the sizes that a partition has.
    """
    best, better = value(labels), True
    while better:
        better = False
        for a, b in permutations(range(k), 2):
            members = np.flatnonzero(labels == a)
            if len(members) < 2:
                continue
            tried = labels.copy()
            tried[members[0]] = b  # what an actor gains hangs on the sizes, not on who it is
            gained = inside_of(tried) @ _members(labels, k)
            order, _ = _by_gain(labels, gained, a, b)
            many, kept = 1, labels
            while many < len(members):
                tried = labels.copy()
                tried[order[:many]] = b
                if (now := value(tried)) <= best + _LEAST:
                    break
                kept, best, better, many = tried, now, True, many * 2
            labels = kept
    return labels
