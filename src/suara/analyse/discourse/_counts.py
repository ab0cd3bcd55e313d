"""How often who speaks about what at which position, and what two profiles of it have in common."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse

from suara.analyse.discourse.selection import Selected

Reals = npt.NDArray[np.float64]


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

    def weighted(self, weights: Reals) -> Any:
        """The counts, with the levels of each column mixed by a matrix of weights, levels x any number."""
        return self.table @ sparse.kron(sparse.eye_array(len(self.columns)), weights, format="csr")

    def without_levels(self) -> Counts:
        """Whatever the level."""
        return replace(self, levels=1, table=self.weighted(np.ones((self.levels, 1))))

    def once(self) -> Counts:
        """Whether at all, not how often."""
        return replace(self, table=self.table.sign())

    def product(self, kernel: Reals) -> Any:
        """For each two rows, the sum over columns and pairs of levels of count times count times the pair's weight."""
        return sparse.csr_array(self.weighted(kernel) @ self.table.T)

    def squares(self, kernel: Reals) -> Reals:
        """The same for each row with itself."""
        return np.asarray((self.weighted(kernel) * self.table).sum(axis=1)).ravel()


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
