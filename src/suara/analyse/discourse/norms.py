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

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

from suara.analyse.discourse._counts import Counts, Factors, Reals

TWO_MODE = ("none", "activity", "prominence")
"""What affiliations can be divided by."""

ONE_MODE = ("none", "average", "jaccard", "cosine", "dna_jaccard", "dna_cosine")
"""What ties of one mode can be divided by."""


Divisors = Callable[[Any, Any, Any], Any]


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


def beside(counts: Counts, said: Counts, kernels: Kernels, normalisation: str) -> list[Factors]:
    """What must be known of two nodes beside their tie: the imaginary part of one product, so that it's where ties are."""
    if normalisation == "jaccard":
        return [said.factors(1j * kernels.near)]
    if normalisation == "dna_jaccard":  # a(i) a(i') - a(i) - a(i') = (a(i) - 1) (a(i') - 1) - 1 in what both use
        used = counts.table.sign()
        return [(1j * (counts.table - used), counts.table - used), (-1j * used, used)]
    return []


def per_pair(counts: Counts, said: Counts, kernels: Kernels, normalisation: str) -> Divisors:
    """The divisors of ties.

    Args:
        counts: what each node says, and how often.
        said: what of it the ties are made of.
        kernels: and how.
        normalisation: one of `ONE_MODE`.

    Returns:
        A function of the rows and columns of ties, and of what is known `beside` them.
    """
    sizes, unit = counts.sizes, kernels.unit
    if normalisation in ("jaccard", "cosine"):
        sizes = said.squares(kernels.near if normalisation == "jaccard" else kernels.own)
    divisors: dict[str, Divisors] = {
        "none": lambda row, _column, _shared: np.full(len(row), unit),
        "average": lambda row, column, _: (sizes[row] + sizes[column]) / 2 * unit,
        "jaccard": lambda row, column, shared: sizes[row] + sizes[column] - shared,
        "cosine": lambda row, column, _: np.sqrt(sizes[row] * sizes[column]),
        "dna_jaccard": lambda row, column, shared: (sizes[row] + sizes[column] + shared) * unit,
        "dna_cosine": lambda row, column, _: sizes[row] * sizes[column] * unit,
    }
    return divisors[normalisation]


def divided(ties: Any, first: int, divisors: Divisors) -> Any:
    """Some rows of the ties, from the `first` on, divided, and without ties of a node with itself."""
    row = first + np.repeat(np.arange(ties.shape[0]), np.diff(ties.indptr))
    divisor = divisors(row, ties.indices, ties.data.imag)
    weights = np.divide(ties.data.real, divisor, out=np.zeros(len(row)), where=divisor > 0)
    weights[row == ties.indices] = 0
    ties = sparse.csr_array((weights, ties.indices, ties.indptr), shape=ties.shape)
    ties.eliminate_zeros()
    return ties


def _inverse(divisor: Reals) -> Reals:
    return np.divide(1.0, divisor, out=np.zeros_like(divisor), where=divisor > 0)
