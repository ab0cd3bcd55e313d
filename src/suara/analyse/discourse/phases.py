"""Phases of a debate: how far the networks of different times are apart, and which of them belong together.

Source: rDNA's dna_phaseTransitions; its "spectral" distance is taken of the Laplacian itself here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from suara.analyse.discourse.matrix import Matrix
from suara.errors import InputError

Numbers = npt.NDArray[np.float64]

DISTANCES = ("absdiff", "spectral")
"""How far two networks are apart."""

LINKAGES = ("single", "average", "complete")
"""How groups of moments are joined."""

MOST = 2_000
"""Moments that are compared at most."""

_MOST_ACTORS = 1_500  # of spectra, which take dense matrices


def distances(found: Sequence[Matrix], how: str = "absdiff") -> Numbers:
    """How far each two networks are apart, from 0 (the same) to 1 (the two that are farthest apart).

    - absdiff: the sum of the absolute differences of all ties.
    - spectral: the Euclidean distance of the eigenvalues of their Laplacians, D - A with D the sums of absolute ties, each
      set divided by its sum; who changes places with whom makes no difference.

    Source: see the module; of signed networks Kunegis et al. 2010, Spectral analysis of signed graphs.

    Args:
        found: networks of the same actors in the same order.
        how: one of `DISTANCES`.

    Raises:
        InputError: there is no such distance, or there are too many networks or actors.

    Example:
        >>> import polars as pl
        >>> from scipy.sparse import csr_array
        >>> names = pl.Series(["a", "b"])
        >>> apart = [Matrix(names, names, csr_array([[0.0, tie], [tie, 0.0]]), 2, True) for tie in (1.0, 3.0, 5.0)]
        >>> distances(apart).tolist()
        [[0.0, 0.5, 1.0], [0.5, 0.0, 0.5], [1.0, 0.5, 0.0]]
    """
    if how not in DISTANCES:
        raise InputError(f"there is no distance {how!r}: name one of {', '.join(DISTANCES)}")
    if len(found) > MOST:
        raise InputError(f"{len(found):,} networks are too many to compare each with each: take longer steps")
    apart = _absolute(found) if how == "absdiff" else _spectral(found)
    most = apart.max(initial=0.0)
    return apart / most if most > 0 else apart


def _absolute(found: Sequence[Matrix]) -> Numbers:
    apart = np.zeros((len(found), len(found)))
    for i, one in enumerate(found):
        for j in range(i):
            apart[i, j] = apart[j, i] = abs(one.values - found[j].values).sum()
    return apart


def _spectral(found: Sequence[Matrix]) -> Numbers:
    if found and len(found[0].rows) > _MOST_ACTORS:
        raise InputError(f"{len(found[0].rows):,} actors are too many for spectra: use absdiff, or select fewer")
    spectra = [_spectrum(each.values.toarray()) for each in found]
    apart: Numbers = np.array([[np.linalg.norm(one - other) for other in spectra] for one in spectra])
    return apart.reshape(len(found), len(found))


def _spectrum(ties: Numbers) -> Numbers:
    values = np.linalg.eigvalsh(np.diag(np.abs(ties).sum(axis=1)) - ties)
    whole = values.sum()
    return np.asarray(values / whole if whole > 0 else values, dtype=np.float64)


@dataclass(frozen=True)
class Phases:
    """Which phase each moment is in, numbered as they begin; and how well the phases part the moments (modularity)."""

    labels: list[int]
    modularity: float
    linkage: str | None  # how they were found; None where all is one phase


def phases(apart: Numbers) -> Phases:
    """The phases that part moments best, of all cuts of hierarchical clusterings, by the modularity of likeness.

    Likeness is 1 - distance, of each with each. A moment may come back to an earlier phase. Where no cut parts the moments
    better than none (modularity 0), all is one phase. Of equals the one with fewer phases is taken, then the first linkage.

    Source: rDNA picks among twelve clusterings in the same way; modularity of weighted networks: Newman 2004.

    Args:
        apart: as `distances` gives them.

    Example:
        >>> there_and_back = np.array([0, 0.1, 1, 0.9, 0.1, 0])
        >>> phases(abs(np.subtract.outer(there_and_back, there_and_back))).labels
        [1, 1, 2, 2, 1, 1]
    """
    size = len(apart)
    best = Phases([1] * size, 0.0, None)
    if size < 3:
        return best
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    near = 1 - apart
    np.fill_diagonal(near, 0.0)
    for name in LINKAGES:
        tree = linkage(squareform(apart, checks=False), method=name)
        for number in range(2, min(size, 20)):
            labels = fcluster(tree, number, criterion="maxclust")
            value = modularity(near, labels)
            fewer = value > best.modularity - 1e-12 and number < max(best.labels) and best.linkage is not None
            if value > best.modularity + 1e-12 or fewer:
                best = Phases(_numbered(labels), value, name)
    return best


def modularity(near: Numbers, labels: Any) -> float:
    """Newman's modularity of a partition of a weighted network.

    Args:
        near: symmetric weights, without a diagonal.
        labels: the group of each node.
    """
    whole = near.sum()
    if whole <= 0:
        return 0.0
    strength = near.sum(axis=1)
    same = np.equal.outer(labels, labels)
    return float(((near - np.outer(strength, strength) / whole) * same).sum() / whole)


def _numbered(labels: Any) -> list[int]:
    """Groups numbered in the order in which they appear."""
    order = {label: i for i, label in enumerate(dict.fromkeys(labels.tolist()), start=1)}
    return [order[label] for label in labels.tolist()]
