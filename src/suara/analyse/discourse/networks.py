"""Networks of actors and concepts: affiliation, congruence and conflict.

Let a(i, j, k) be how many statements actor i makes on concept j at position q(k), n(i) their sum over j and k, and R how
far the ends of the scale are apart (1 for yes and no). All here are products of sparse matrices of these counts.

Source: Leifeld 2017, Discourse Network Analysis: Policy Debates as Dynamic Networks, in The Oxford Handbook of Political
Networks; Leifeld, Gruber & Bossner 2018, Discourse Network Analyzer Manual, ch. 2. What differs: docs/discourse.md.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from scipy import sparse

from suara.analyse.discourse import norms
from suara.analyse.discourse._counts import Counts, Factors, Reals, counted
from suara.analyse.discourse._ties import tied
from suara.analyse.discourse.matrix import Matrix
from suara.analyse.discourse.selection import Selected
from suara.errors import InputError

TWO_MODE = ("ignore", "subtract", "combine")
"""What becomes of positions in a network of actors and concepts."""

ONE_MODE = ("ignore", "congruence", "conflict", "subtract")
"""What becomes of positions in a network of actors, or of concepts."""

_BITS = 52  # levels of which one number can tell exactly which are there


def two_mode(
    selected: Selected,
    *,
    aggregation: str = "ignore",
    normalisation: str = "none",
    actors: pl.Series | None = None,
    concepts: pl.Series | None = None,
) -> Matrix:
    """The affiliations of actors with concepts.

    - ignore: how many statements, the sum over k of a(i, j, k).
    - subtract: how many more for it than against it; on a scale the sum of q(k) a(i, j, k), so that 0 should be its
      middle.
    - combine: which positions are there, as the bits of a number, the greatest position the lowest: of yes and no,
      1 is yes, 2 is no, 3 is both.

    Args:
        selected: the statements.
        aggregation: one of `TWO_MODE`.
        normalisation: what affiliations are divided by, see `suara.analyse.discourse.norms`.
        actors: who has a row, also without a statement; all actors of the statements must be among them.
        concepts: the same for columns.

    Raises:
        InputError: positions are words, which can't be subtracted, or there are too many to be combined.
        ValueError: there is no such network, or it needs positions that weren't selected.

    Example:
        >>> from suara.analyse.discourse.selection import select
        >>> said = pl.DataFrame({
        ...     "organisation": ["PLN", "PLN", "YLKI"], "concept": ["tarif", "subsidi", "tarif"], "qualifier": [1, 0, 0],
        ... })
        >>> two_mode(select(said), aggregation="subtract").to_frame().rows()
        [('PLN', -1.0, 1.0), ('YLKI', 0.0, -1.0)]
    """
    _check(selected, aggregation, TWO_MODE, normalisation, norms.TWO_MODE)
    counts = counted(selected, actors, concepts, of_concepts=False)
    if aggregation == "combine":
        if normalisation != "none":
            raise ValueError("which positions are there is no quantity that could be normalised")
        values = counts.once().weighted(_bits(counts.levels))
    else:
        weights = np.ones((counts.levels, 1)) if aggregation == "ignore" else _signs(selected)
        values = norms.per_side(counts.weighted(weights), counts, normalisation)
    values = sparse.csr_array(values)
    values.eliminate_zeros()
    return Matrix(counts.rows, counts.columns, values, selected.table.height)


def one_mode(
    selected: Selected,
    *,
    of: str = "actors",
    aggregation: str = "congruence",
    normalisation: str = "none",
    actors: pl.Series | None = None,
    concepts: pl.Series | None = None,
) -> Matrix:
    """Ties among actors that speak about the same concepts, or among concepts that the same actors speak about.

    The tie of actors i and i' is the sum over j, k and k' of a(i, j, k) a(i', j, k') times

    - ignore: 1.
    - congruence: 1 - |q(k) - q(k')| / R, how close their positions are.
    - conflict: |q(k) - q(k')| / R, how far they are apart.
    - subtract: congruence - conflict.

    Of concepts likewise, with actors in the place of concepts. Where positions are words, the same words are congruent;
    conflict is how often one of two says what the other never says. No node has a tie with itself.

    Args:
        selected: the statements.
        of: `actors` or `concepts`.
        aggregation: one of `ONE_MODE`.
        normalisation: what ties are divided by, see `suara.analyse.discourse.norms`.
        actors: who is there, also without a statement; all actors of the statements must be among them.
        concepts: the same for concepts.

    Raises:
        InputError: there are more than 125 million pairs of nodes with a tie.
        ValueError: there is no such network, or it needs positions that weren't selected.

    Example:
        >>> from suara.analyse.discourse.selection import select
        >>> said = pl.DataFrame({
        ...     "organisation": ["PLN", "PLN", "YLKI", "ESDM"], "concept": ["tarif", "subsidi", "tarif", "tarif"],
        ...     "qualifier": [1, 0, 0, 1],
        ... })
        >>> one_mode(select(said)).edges().rows()
        [('ESDM', 'PLN', 1.0)]
        >>> one_mode(select(said), aggregation="conflict").edges().rows()
        [('ESDM', 'YLKI', 1.0), ('PLN', 'YLKI', 1.0)]
    """
    _check(selected, aggregation, ONE_MODE, normalisation, norms.ONE_MODE)
    if of not in ("actors", "concepts"):
        raise ValueError(f"a network is of actors or of concepts, not of {of!r}")
    counts = counted(selected, actors, concepts, of_concepts=of == "concepts")
    values = ties_of(counts, selected, aggregation, normalisation)
    return Matrix(counts.rows, counts.rows, values, selected.table.height, one_mode=True)


def ties_of(counts: Counts, selected: Selected, aggregation: str, normalisation: str) -> Any:
    """The ties of `one_mode` as a sparse matrix, of who says what how often; `selected` tells the positions."""
    said = counts.without_levels() if aggregation == "ignore" else counts
    if normalisation == "jaccard":
        said = said.once()
    kernels = _kernels(selected, aggregation)
    words = selected.scale is None and aggregation in ("conflict", "subtract")
    factors = _in_words(said, aggregation) if words else [said.factors(kernels.tie)]
    return tied(factors, counts, said, kernels, normalisation)


def _check(
    selected: Selected, aggregation: str, aggregations: tuple[str, ...], normalisation: str, known: tuple[str, ...]
) -> None:
    if aggregation not in aggregations or normalisation not in known:
        raise ValueError(
            f"positions are treated as one of {', '.join(aggregations)} and ties divided by one of {', '.join(known)}; "
            f"not {aggregation!r} and {normalisation!r}"
        )
    if aggregation != "ignore" and not selected.qualified:
        raise ValueError(f"{aggregation} needs positions: select the statements with qualifier=True")


def _signs(selected: Selected) -> Reals:
    """What a statement at each level adds to an actor's leaning."""
    if selected.scale is None:
        raise InputError("positions that are words can't be subtracted from each other: ignore or combine them")
    levels = selected.levels.to_numpy().astype(float)
    yes_no = selected.scale == 1 and selected.levels.to_list() == [0, 1]
    return (2 * levels - 1 if yes_no else levels)[:, np.newaxis]


def _bits(levels: int) -> Reals:
    if levels > _BITS:
        raise InputError(f"{levels} different positions are too many to be combined; {_BITS} can be")
    bits: Reals = np.exp2(np.arange(levels - 1, -1, -1.0))
    return bits[:, np.newaxis]


def _kernels(selected: Selected, aggregation: str) -> norms.Kernels:
    if aggregation == "ignore":
        one = np.ones((1, 1))
        return norms.Kernels(one, one, one)
    if selected.scale is None:
        same = np.eye(len(selected.levels))
        return norms.Kernels(same, same, same)
    levels = selected.levels.to_numpy().astype(np.float64)
    far = np.abs(np.subtract.outer(levels, levels))
    unit = selected.scale or 1.0  # a scale of one level has no distances
    near = unit - far
    tie = {"congruence": near, "conflict": far, "subtract": near - far}[aggregation]
    return norms.Kernels(tie, near, near if aggregation == "conflict" else tie, unit)


def _in_words(said: Counts, aggregation: str) -> list[Factors]:
    """Conflict where positions are words: what only one of two says is all that both say, less what both say."""
    used, one = said.table.sign(), sparse.csr_array(np.ones((len(said.rows), 1)))
    sizes = sparse.csr_array(said.sizes[:, np.newaxis])
    conflict = [(sizes, one), (one, sizes), (-said.table, used), (-used, said.table)]
    if aggregation == "conflict":
        return conflict
    return [(said.table, said.table), *((-left, right) for left, right in conflict)]
