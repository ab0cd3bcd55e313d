"""What ties are divided by, so that who says much doesn't stand in the middle for that alone.

Two-mode (`TWO_MODE`): `activity` is how many statements the actor makes, `prominence` how many there are on the concept.

One-mode (`ONE_MODE`), of nodes i and i' with n(i) and n(i') statements:

- none: 1.
- average: (n(i) + n(i')) / 2, average activity.
- jaccard: how often doesn't count, a(i, j, k) is 1 or 0. What both say, over what either says: c(i, i) + c(i', i') -
  c(i, i'), with c the congruence (without positions: the number of shared concepts). On yes and no that is the size of
  the union of their positions, so that congruence is the Jaccard index of the two sets; on a scale, Tanimoto's.
- cosine: the square root of t(i, i) t(i', i'), with t the tie itself, so that it is the cosine of the angle between the
  two. Conflict is no such product: it is divided as congruence is, and so is subtract where positions are words.
- dna_jaccard: as Discourse Network Analyzer counts it, the statements of i in cells (j, k) that i' doesn't use, plus
  those of i' in cells that i doesn't use, plus the sum of a(i, j, k) a(i', j, k). If nobody says a thing twice, and
  positions are yes, no or words, congruence is divided as in jaccard; else by a mix of counts and their products.
- dna_cosine: n(i) n(i'), which that program calls cosine. It is none: two that are the same don't come to 1.

Where a divisor is 0 there is no tie.

Source: Leifeld, Gruber & Bossner 2018, Discourse Network Analyzer Manual, ch. 2; Jaccard 1912; Tanimoto 1958.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

from suara.analyse.discourse._counts import Counts, Reals

TWO_MODE = ("none", "activity", "prominence")
"""What affiliations can be divided by."""

ONE_MODE = ("none", "average", "jaccard", "cosine", "dna_jaccard", "dna_cosine")
"""What ties of one mode can be divided by."""


class Kernels(NamedTuple):
    """What a pair of levels counts: in the tie that is asked for, in congruence, in a node's product with itself."""

    tie: Reals
    near: Reals
    own: Reals
    unit: float = 1.0  # what 1 is in them: whole numbers are summed without error, in whatever order


def per_side(values: Any, counts: Counts, normalisation: str) -> Any:
    """Affiliations, normalised."""
    if normalisation == "activity":
        return sparse.diags_array(_inverse(counts.sizes)) @ values
    if normalisation == "prominence":
        per_column = np.asarray(counts.without_levels().table.sum(axis=0)).ravel()
        return values @ sparse.diags_array(_inverse(per_column))
    return values


def per_pair(ties: Any, counts: Counts, said: Counts, kernels: Kernels, normalisation: str) -> Any:
    """Ties of one mode, normalised.

    Args:
        ties: the ties.
        counts: what each node says, and how often.
        said: what of it the ties are made of.
        kernels: and how.
        normalisation: one of `ONE_MODE`.
    """
    if normalisation == "none":
        return ties / kernels.unit
    row, column, sizes = rows_of(ties), ties.indices, counts.sizes
    match normalisation:
        case "average":
            divisor = (sizes[row] + sizes[column]) / 2 * kernels.unit
        case "dna_cosine":
            divisor = sizes[row] * sizes[column] * kernels.unit
        case "dna_jaccard":
            divisor = (sizes[row] + sizes[column] + _at(_used_by_both(counts), row, column)) * kernels.unit
        case "jaccard":
            squares = said.squares(kernels.near)
            divisor = squares[row] + squares[column] - _at(said.product(kernels.near), row, column)
        case _:
            squares = said.squares(kernels.own)
            divisor = np.sqrt(squares[row] * squares[column])
    ties.data = np.divide(ties.data, divisor, out=np.zeros_like(divisor), where=divisor > 0)
    return ties


def rows_of(values: Any) -> Any:
    """The row of each stored value."""
    return np.repeat(np.arange(values.shape[0]), np.diff(values.indptr))


def _used_by_both(counts: Counts) -> Any:
    """For each two rows: products of counts, less the counts, in the cells that both use."""
    used = counts.table.sign()
    shared = counts.table @ used.T
    return sparse.csr_array(counts.table @ counts.table.T - shared - shared.T)


def _at(values: Any, row: Any, column: Any) -> Reals:
    found: Reals = np.asarray(values[row, column] if len(row) else [], dtype=np.float64)
    return found


def _inverse(divisor: Reals) -> Reals:
    return np.divide(1.0, divisor, out=np.zeros_like(divisor), where=divisor > 0)
