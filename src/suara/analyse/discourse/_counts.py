"""How often who speaks about what at which position, and what two profiles of it have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse

from suara.analyse.discourse.selection import Selected

Reals = npt.NDArray[np.float64]
Factors = tuple[Any, Any]
"""Two sparse matrices; the first times the second transposed is meant."""

_CELLS = 1 << 23  # of a matrix that are worked out at a time: not the time hangs on it, but the memory


@dataclass(frozen=True)
class Counts:
    """A profile a row; in it a cell for each level of each column, those of a column side by side."""

    rows: pl.Series
    columns: pl.Series
    levels: int
    table: Any  # scipy.sparse.csr_array of floats

    @property
    def sizes(self) -> Reals:
        """How many statements each row has."""
        return np.asarray(self.table.sum(axis=1)).ravel()

    def weighted(self, weights: Any) -> Any:
        """The counts, with the levels of each column mixed by a matrix of weights, levels x any number."""
        return self.table @ sparse.kron(sparse.eye_array(len(self.columns)), weights, format="csr")

    def without_levels(self) -> Counts:
        """Whatever the level."""
        return replace(self, levels=1, table=self.weighted(np.ones((self.levels, 1))))

    def once(self) -> Counts:
        """Whether at all, not how often."""
        return replace(self, table=self.table.sign())

    def factors(self, kernel: Any) -> Factors:
        """Of which the product is, for each two rows, the sum over columns and levels of count x count x weight."""
        return self.weighted(kernel), self.table

    def squares(self, kernel: Reals) -> Reals:
        """The same for each row with itself."""
        return np.asarray((self.weighted(kernel) * self.table).sum(axis=1)).ravel()


def blocks(factors: list[Factors]) -> Iterator[tuple[int, Any]]:
    """The sum of products, some rows at a time: the first of them, and their part of the matrix."""
    left, right = (sparse.hstack(side, format="csr") for side in zip(*factors, strict=True))
    right = sparse.csr_array(right.T)
    rows = max(1, _CELLS // max(1, right.shape[1]))
    for first in range(0, max(1, left.shape[0]), rows):
        yield first, sparse.csr_array(left[first : first + rows] @ right)


def counted(selected: Selected, actors: pl.Series | None, concepts: pl.Series | None, *, of_concepts: bool) -> Counts:
    """The profiles of actors, or of concepts; a position that isn't known is a level of its own, the last."""
    table = selected.table
    sides = [
        (table[selected.actor], selected.actors if actors is None else actors.alias("actor")),
        (table[selected.concept], selected.concepts if concepts is None else concepts.alias("concept")),
    ]
    (row, rows), (column, columns) = reversed(sides) if of_concepts else sides
    known = len(selected.levels)
    level = _number(table["qualifier"], selected.levels).fill_null(known).to_numpy()
    levels = known + int((level == known).any())
    cell = _number(column, columns).to_numpy() * levels + level
    each = np.ones(table.height) if selected.weight is None else table[selected.weight].to_numpy()
    shape = (len(rows), len(columns) * levels)
    counts = sparse.coo_array((each, (_number(row, rows).to_numpy(), cell)), shape=shape)
    return Counts(rows, columns, max(levels, 1), sparse.csr_array(counts))


def _number(values: pl.Series, names: pl.Series) -> pl.Series:
    """The place of each among the names."""
    places = pl.DataFrame({"name": names.cast(pl.String), "place": pl.int_range(len(names), eager=True)})
    there = values.cast(pl.String).to_frame("name").join(places, on="name", how="left", maintain_order="left")
    return there["place"]
