"""A debate as two networks of actors, what they agree on and what they don't; and the same with positions dealt anew."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from suara.analyse.discourse import norms
from suara.analyse.discourse._counts import Counts, counted
from suara.analyse.discourse._ties import tied
from suara.analyse.discourse.selection import Selected
from suara.errors import InputError


@dataclass(frozen=True)
class Debate:
    """Who agrees and disagrees with whom, and how much."""

    actors: pl.Series
    congruence: Any  # scipy.sparse.csr_array of floats, symmetric, without a diagonal
    conflict: Any


def debate(selected: Selected, normalisation: str = "average") -> Debate:
    """The congruence and the conflict of statements that were selected with their positions.

    Args:
        selected: the statements.
        normalisation: what ties are divided by, see `suara.analyse.discourse.norms`.

    Raises:
        InputError: positions are words, of which nobody can say how far they are apart.

    Example:
        >>> from suara.analyse.discourse.selection import select
        >>> said = pl.DataFrame({"organisation": ["PLN", "YLKI"], "concept": ["tarif"] * 2, "qualifier": [1, 0]})
        >>> found = debate(select(said))
        >>> found.congruence.nnz, found.conflict.toarray().tolist()
        (0, [[0.0, 1.0], [1.0, 0.0]])
    """
    return _of(selected, _counts(selected), normalisation)


def dealt(selected: Selected, rng: np.random.Generator, normalisation: str = "average") -> Debate:
    """The same debate, with the positions on each concept dealt anew among those who speak about it.

    Who speaks about what, and how often, stays; so does which positions there are on a concept, as shares of what an actor
    says about it. Only whose they are is left to chance. With yes and no, congruence and conflict of two keep their sum.

    Args:
        selected: the statements.
        rng: the chance.
        normalisation: as in `debate`.

    Example:
        >>> from suara.analyse.discourse.selection import select
        >>> said = pl.DataFrame({"organisation": ["PLN", "YLKI"], "concept": ["tarif"] * 2, "qualifier": [1, 0]})
        >>> float(dealt(select(said), np.random.default_rng(1)).conflict.sum())
        2.0
    """
    counts = _counts(selected)
    table = counts.table.tocoo()
    cell = table.row.astype(np.int64) * len(counts.columns) + table.col // counts.levels
    pairs, pair = np.unique(cell, return_inverse=True)
    said = np.bincount(pair, table.data)
    shares = np.zeros((len(pairs), counts.levels))
    np.add.at(shares, (pair, table.col % counts.levels), table.data / said[pair])
    concept = pairs % len(counts.columns)
    order = np.lexsort((rng.random(len(pairs)), concept))
    deal = np.empty(len(pairs), dtype=np.int64)
    deal[np.argsort(concept, kind="stable")] = order  # the places of a concept get its shares in another order
    values = said[:, None] * shares[deal]
    at, level = np.nonzero(values)
    column = concept[at] * counts.levels + level
    new = type(table)((values[at, level], (pairs[at] // len(counts.columns), column)), shape=table.shape).tocsr()
    return _of(selected, replace(counts, table=new), normalisation)


def _counts(selected: Selected) -> Counts:
    if selected.scale is None:
        raise InputError("how far a debate is polarised is told of positions that are numbers, not words")
    return counted(selected, None, None, of_concepts=False)


def _of(selected: Selected, counts: Counts, normalisation: str) -> Debate:
    levels = selected.levels.to_numpy().astype(np.float64)
    far = np.abs(np.subtract.outer(levels, levels)) / (selected.scale or 1.0)
    near = 1 - far
    said = counts.once() if normalisation == "jaccard" else counts
    congruence, conflict = (
        tied([said.factors(tie)], counts, said, norms.Kernels(tie, near, near), normalisation) for tie in (near, far)
    )
    return Debate(counts.rows, congruence, conflict)
