r"""Polarisation: how far agreement lies within camps, and disagreement between them.

Of k camps with W ordered pairs within and B between them, an ideally polarised debate of the same amount of congruence ‖C‖ and
conflict ‖F‖ has all congruence within camps, e = ‖C‖/W a pair, and all conflict between them, h = ‖F‖/B a pair. The
distance of a debate from that ideal is

    sum within (|C - e| + F) + sum between (C + |F - h|), divided by 2 (‖C‖ + ‖F‖)

and the camps are those that make it least. Since |C - e| = C + e - 2 min(C, e), it is the same to say that

    polarisation = 1 - distance = (sum within min(C, e) + sum between min(F, h)) / (‖C‖ + ‖F‖)

the share of all congruence and conflict that lies where an ideally polarised debate has it. 1 is two camps of one mind that
dispute all between them. There is no 0: who agrees alike with everybody has half of that within any two halves, so that
perfect consensus gives about 1/2, and the best of many partitions of a debate at random gives something as well. It
says something only beside what chance gives (`suara.analyse.discourse.chance`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import polars as pl
from scipy import sparse

from suara.analyse.discourse._camps import Labels, Reals, every, moved, starts, swapped
from suara.analyse.network import by_size
from suara.errors import InputError

Ideal = Literal["even", "dna"]
SEED = 7
RESTARTS = 8


@dataclass(frozen=True)
class Polarisation:
    """The camps of a debate and how polarised it is.

    members       actor, camp: from 1, the largest first; null for those who neither agree nor disagree with anybody
    distance      from the ideal, 0 (polarised) to 1; null where there are no camps
    exact         whether all partitions were tried; else the best that was found
    reason        why there are no camps
    """

    members: pl.DataFrame
    distance: float | None
    exact: bool
    reason: str | None = None

    @property
    def polarisation(self) -> float | None:
        """1 - distance."""
        return None if self.distance is None else 1 - self.distance


def distance(
    congruence: sparse.csr_array, conflict: sparse.csr_array, labels: Sequence[int], *, ideal: Ideal = "even"
) -> float:
    """How far a partition is from ideal polarisation, from 0 (it is the ideal) to 1; NaN where nobody has ties.

    With `ideal="dna"` each camp's pairs are expected to have only that camp's share of e (and each two camps' pairs their
    share of h), as Discourse Network Analyzer 3.1 has it: that ideal holds about 1/k of what there is, so that a perfectly
    polarised debate of two equal camps gets 1/4. Take it to compare with figures of that program, which moreover reports
    the partition that is farthest from the ideal.

    Source: Leifeld & Fisher 2025 (two camps, swapping), as in Discourse Network Analyzer.

    Example:
        >>> congruence = sparse.csr_array(np.kron(np.eye(2), 1 - np.eye(2)))
        >>> conflict = sparse.csr_array(np.kron(1 - np.eye(2), np.ones((2, 2))))
        >>> distance(congruence, conflict, [1, 1, 2, 2]), distance(congruence, conflict, [1, 1, 2, 2], ideal="dna")
        (0.0, 0.25)
    """
    camps = np.unique(labels, return_inverse=True)[1].astype(np.int64)
    return float(_pairs(congruence, conflict).distances(camps[None, :], ideal)[0])


@dataclass(frozen=True)
class _Pairs:
    """Congruence and conflict without a diagonal, and their sums."""

    congruence: sparse.csr_array
    conflict: sparse.csr_array
    agreed: float
    disputed: float

    @cached_property
    def ties(self) -> tuple[sparse.coo_array, sparse.coo_array]:
        """Both as lists of ties."""
        return self.congruence.tocoo(), self.conflict.tocoo()

    def expected(self, sizes: Reals, ideal: Ideal) -> tuple[Reals, Reals]:
        """What the ideal has a pair, for camps of these sizes (a row a partition): within each, and between each two."""
        within, between = _dyads(sizes)
        all_within, all_between = within.sum(axis=1)[:, None], between.sum(axis=(1, 2))[:, None, None]
        share = np.where(within > 0, self.agreed / np.maximum(all_within, 1), 0)
        apart = np.where(between > 0, self.disputed / np.maximum(all_between, 1), 0)
        if ideal == "dna":
            share, apart = share * within / np.maximum(all_within, 1), apart * between / np.maximum(all_between, 1)
        return share, apart

    def inside(self, labels: Labels) -> sparse.csr_array:
        """What two actors add to the overlap with the even ideal by being in the same camp."""
        share, apart = self.expected(_sizes(labels[None, :]), "even")
        return sparse.csr_array(_capped(self.congruence, share.max()) - _capped(self.conflict, apart.max()))

    def distances(self, partitions: Labels, ideal: Ideal) -> Reals:
        """The distance of each partition (a row each) from the ideal."""
        total = self.agreed + self.disputed
        if not total:
            return np.full(len(partitions), np.nan)
        sizes = _sizes(partitions)
        share, apart = self.expected(sizes, ideal)
        within, between = _dyads(sizes)
        held = (share * within).sum(axis=1) + (apart * between).sum(axis=(1, 2))
        every = np.arange(len(partitions))[:, None]
        c, f = self.ties
        at, to = partitions[:, c.row], partitions[:, c.col]
        overlap = (np.minimum(c.data, share[every, at]) * (at == to)).sum(axis=1)
        overlap += np.minimum(f.data, apart[every, partitions[:, f.row], partitions[:, f.col]]).sum(axis=1)
        found: Reals = np.maximum((total + held - 2 * overlap) / (2 * total), 0)
        return found

    def closeness(self, labels: Labels) -> float:
        """1 - the distance of one partition from the even ideal."""
        return 1 - float(self.distances(labels[None, :], "even")[0])


def _sizes(partitions: Labels) -> Reals:
    found: Reals = (partitions[:, :, None] == np.arange(partitions.max() + 1)).sum(axis=1).astype(np.float64)
    return found


def _dyads(sizes: Reals) -> tuple[Reals, Reals]:
    """The ordered pairs within each camp, and between each two."""
    between = sizes[:, :, None] * sizes[:, None, :] * (1 - np.eye(sizes.shape[1]))
    return sizes * (sizes - 1), between


def _pairs(congruence: sparse.csr_array, conflict: sparse.csr_array) -> _Pairs:
    both = []
    for name, matrix in (("congruence", congruence), ("conflict", conflict)):
        found = sparse.coo_array(matrix, dtype=np.float64)
        off = (found.row != found.col) & (found.data != 0)
        if (found.data[off] < 0).any():
            raise InputError(f"{name} can't be negative: give the two networks apart, not their difference")
        ends = (found.row[off], found.col[off])
        both.append(sparse.csr_array((found.data[off], ends), shape=found.shape))
    return _Pairs(both[0], both[1], float(both[0].sum()), float(both[1].sum()))


def _capped(matrix: sparse.csr_array, most: float) -> sparse.csr_array:
    return sparse.csr_array((np.minimum(matrix.data, most), matrix.indices, matrix.indptr), shape=matrix.shape)


def polarised(
    actors: Sequence[str],
    congruence: sparse.csr_array,
    conflict: sparse.csr_array,
    *,
    camps: int = 2,
    balanced: bool = True,
    ideal: Ideal = "even",
    restarts: int = RESTARTS,
    seed: int = SEED,
) -> Polarisation:
    """The camps that make the distance from ideal polarisation least.

    All partitions are tried where there are at most 2^15 of them (two camps of equal sizes: up to 18 actors). Else the
    search begins with equal parts along the leading eigenvector and with `restarts` random ones, and swaps actors (and, where
    sizes are free, moves them) as long as that betters anything: a good partition, not surely the best. The same
    network and seed give the same camps, in whatever order the actors are given.

    Args:
        actors: their names, in the order of rows and columns.
        congruence: how much each two agree (symmetric, not negative); the diagonal isn't looked at.
        conflict: how much they disagree.
        camps: how many.
        balanced: whether the sizes of camps may differ by one at most.
        ideal: see `distance`; "dna" only where all partitions can be tried.
        restarts: random beginnings.
        seed: of these.

    Raises:
        InputError: fewer than two camps are asked for, values are negative, or "dna" for too many actors.

    Example:
        >>> congruence = sparse.csr_array(np.kron(1 - np.eye(2), np.eye(2)))
        >>> conflict = sparse.csr_array(np.kron(np.ones((2, 2)), 1 - np.eye(2)))
        >>> found = polarised(["kai", "ani", "budi", "citra"], congruence, conflict)
        >>> found.polarisation, found.members.rows()
        (1.0, [('ani', 1), ('budi', 2), ('citra', 1), ('kai', 2)])
    """
    if camps < 2:
        raise InputError(f"polarisation takes two camps or more, not {camps}")
    names = np.array(actors, dtype=object)
    order = np.argsort(names, kind="stable")
    pairs = _pairs(congruence[order][:, order], conflict[order][:, order])
    tied = np.diff(pairs.congruence.indptr) + np.diff(pairs.conflict.indptr) > 0
    members = pl.DataFrame({"actor": names[order].tolist()}, schema={"actor": pl.String})
    none = members.with_columns(camp=pl.lit(None, pl.Int64))
    if tied.sum() <= camps:
        said = f"{tied.sum()} actors agree or disagree with anybody, too few for {camps} camps"
        return Polarisation(none, None, True, said)
    at = np.flatnonzero(tied)
    pairs = _pairs(pairs.congruence[at][:, at], pairs.conflict[at][:, at])
    labels, exact = _least(pairs, camps, balanced, ideal, restarts, seed)
    camp = np.zeros(len(names), dtype=np.int64)
    camp[at] = by_size(labels)
    told = members.with_columns(camp=pl.Series(camp, dtype=pl.Int64)).with_columns(pl.col("camp").replace(0, None))
    return Polarisation(told, float(pairs.distances(labels[None, :], ideal)[0]), exact)


def _least(pairs: _Pairs, camps: int, balanced: bool, ideal: Ideal, restarts: int, seed: int) -> tuple[Labels, bool]:
    """The best partition there is, or that is found, and whether all were tried."""
    n = pairs.congruence.shape[0]
    partitions = every(n, camps, balanced=balanced)
    if partitions is not None:
        distances = np.concatenate([pairs.distances(rows, ideal) for rows in _chunks(partitions)])
        return partitions[np.argmin(distances.round(12))], True
    if ideal == "dna":
        raise InputError(
            f"the ideal of DNA is only searched where all partitions can be tried: {n} actors are too many"
        )
    found = []
    for start in starts(sparse.csr_array(pairs.congruence - pairs.conflict), camps, restarts, seed):
        labels = swapped(pairs.inside(start), start, camps)
        if not balanced:
            labels = moved(labels, camps, pairs.closeness, pairs.inside)
            labels = max(labels, swapped(pairs.inside(labels), labels, camps), key=pairs.closeness)
        found.append((pairs.closeness(labels), labels))
    return max(found, key=lambda one: round(one[0], 12))[1], False


def _chunks(partitions: Labels, rows: int = 2048) -> list[Labels]:
    return [partitions[at : at + rows] for at in range(0, len(partitions), rows)]
