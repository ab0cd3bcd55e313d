"""What differs between the tables and what a store holds."""

from __future__ import annotations

import polars as pl


def different(table: pl.DataFrame, there: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """The rows of `table` whose key is there with other values."""
    both = table.join(there, on=key, how="inner", suffix="_there")
    names = [name for name in table.columns if name not in key]
    if not names:
        return table.clear()
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_there")) for name in names)
    return both.filter(differs).select(table.columns)
