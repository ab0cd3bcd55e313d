"""Ties of one mode, some rows at a time."""

from __future__ import annotations

from typing import Any

from scipy import sparse

from suara.analyse.discourse import norms
from suara.analyse.discourse._counts import Counts, Factors, blocks
from suara.errors import InputError

MOST = 250_000_000
"""Values of a matrix, in which each pair is twice: more would take more than 3 GB."""


def tied(factors: list[Factors], counts: Counts, said: Counts, kernels: norms.Kernels, normalisation: str) -> Any:
    """The sum of the products of factors, normalised, without the ties of nodes with themselves.

    Args:
        factors: whose products are the ties.
        counts: what each node says, and how often.
        said: what of it the ties are made of.
        kernels: and how.
        normalisation: see `norms`.

    Raises:
        InputError: there are more than `MOST`.
    """
    factors = factors + norms.beside(counts, said, kernels, normalisation)
    divisors = norms.per_pair(counts, said, kernels, normalisation)
    parts: list[Any] = []
    for first, part in blocks(factors):
        parts.append(norms.divided(part, first, divisors))
        if sum(part.nnz for part in parts) > MOST:
            raise InputError(
                f"these are more than {MOST // 2:,} ties among {part.shape[1]:,} nodes: exclude what almost all share, "
                "or select fewer statements"
            )
    return sparse.vstack(parts, format="csr")
