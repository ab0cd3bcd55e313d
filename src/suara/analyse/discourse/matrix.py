"""A network as a matrix with names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from suara._html import ROWS, card
from suara.errors import InputError

EDGES = {"source": pl.String, "target": pl.String, "weight": pl.Float64}

MOST_CELLS = 1_000_000
"""A table with more cells is no longer one to look at."""


@dataclass(frozen=True)
class Matrix:
    """Ties between rows and columns; those that are absent aren't stored."""

    rows: pl.Series
    columns: pl.Series
    values: Any  # scipy.sparse.csr_array of floats
    statements: int  # how many it is made of
    one_mode: bool = False  # rows are columns, and it is symmetric without a diagonal

    def _repr_html_(self) -> str:
        size = {"rows": len(self.rows), "columns": len(self.columns), "ties": self.edges().height}
        return card("Network", size | {"statements": self.statements}, self.edges(ROWS))

    def edges(self, most: int | None = None) -> pl.DataFrame:
        """The ties: source, target and weight, the strongest first whatever their sign; of each pair once.

        Args:
            most: how many; all by default.

        Example:
            >>> from scipy.sparse import csr_array
            >>> Matrix(pl.Series(["PLN", "YLKI"]), pl.Series(["tarif"]), csr_array([[1.0], [-2.0]]), 3).edges().rows()
            [('YLKI', 'tarif', -2.0), ('PLN', 'tarif', 1.0)]
        """
        ties = self.values.tocoo()
        found = ties.row < ties.col if self.one_mode else np.ones(ties.nnz, dtype=bool)
        if most is not None and found.sum() > most > 0:
            sizes = np.abs(ties.data)
            found &= sizes >= -np.partition(-sizes[found], most - 1)[most - 1]
        table = pl.DataFrame(
            {
                "source": self.rows.gather(ties.row[found]),
                "target": self.columns.gather(ties.col[found]),
                "weight": ties.data[found],
            },
            schema_overrides=EDGES,
        )
        table = table.sort(pl.col("weight").abs(), "source", "target", descending=[True, False, False])
        return table if most is None else table.head(most)

    def to_frame(self) -> pl.DataFrame:
        """The matrix as a table: the names of the rows, then a column for each of the columns.

        Raises:
            InputError: it has more than `MOST_CELLS` cells.

        Example:
            >>> from scipy.sparse import csr_array
            >>> matrix = Matrix(pl.Series("actor", ["PLN"]), pl.Series("concept", ["tarif"]), csr_array([[1.0]]), 1)
            >>> matrix.to_frame().to_dicts()
            [{'actor': 'PLN', 'tarif': 1.0}]
        """
        if len(self.rows) * len(self.columns) > MOST_CELLS:
            size = f"{len(self.rows):,} x {len(self.columns):,}"
            raise InputError(f"a matrix of {size} is too big for a table: write its ties instead, or select less")
        heading = self.rows.name
        while heading in self.columns:  # somebody's concept may be called "actor"
            heading += "_"
        schema = dict.fromkeys(self.columns, pl.Float64)
        return pl.DataFrame(self.values.toarray(), schema=schema).insert_column(0, self.rows.alias(heading))
