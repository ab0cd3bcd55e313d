"""Agencies with how they answer."""

from __future__ import annotations

import polars as pl

from suara.present.networks import Source

FIGURES = ("complaints", "answered", "rate", "rate_low", "rate_high", "median_minutes", "median_low", "median_high")
"""Columns of the table `agencies` that go with them; see `suara.analyse.responses.columns.GROUPS`."""


def agencies(source: Source) -> pl.DataFrame:
    """All agencies of the registry: key, label, type (of agency), region, and `FIGURES`."""
    table = source.graph.tables["Agency"].select("key", label="name", type="kind", region="region")
    figures = source.responses.agencies.select(pl.col("agency").alias("key"), *FIGURES)
    return table.join(figures, on="key", how="left", maintain_order="left")
