"""What coalitions are made of: their members, and the concepts that unite and that divide them."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from suara.analyse.discourse.debate import Debate
from suara.analyse.discourse.selection import Selected

MEMBERS = {
    "actor": pl.String,
    "coalition": pl.Int64,
    "statements": pl.Int64,
    "concepts": pl.Int64,
    "agrees_inside": pl.Float64,
    "agrees_outside": pl.Float64,
    "disagrees_inside": pl.Float64,
    "disagrees_outside": pl.Float64,
    "fit": pl.Float64,
}
CONCEPTS = {
    "concept": pl.String,
    "coalition": pl.Int64,
    "actors": pl.Int64,
    "statements": pl.Int64,
    "position": pl.Float64,
    "difference": pl.Float64,
    "verdict": pl.String,
}


def members(selected: Selected, debate: Debate, coalitions: pl.DataFrame) -> pl.DataFrame:
    """Who is in which coalition (`MEMBERS`), and how well they fit in.

    Args:
        selected: the statements.
        debate: congruence and conflict of the same.
        coalitions: actor, coalition; null for who is in none.

    Returns:
        With the sums of congruence (agrees) and conflict (disagrees) with members of the own coalition and of others, and `fit`:
        the share of both that lies where it should, agreement inside and disagreement outside; below 0.5 an actor stands
        between the coalitions. Sorted by coalition, the most statements first.

    Example:
        >>> from suara.analyse.discourse.debate import debate
        >>> from suara.analyse.discourse.selection import select
        >>> said = pl.DataFrame({"organisation": ["PLN", "YLKI"], "concept": ["tarif"] * 2, "qualifier": [1, 0]})
        >>> both = pl.DataFrame({"actor": ["PLN", "YLKI"], "coalition": [1, 2]})
        >>> members(select(said), debate(select(said)), both).select("actor", "disagrees_outside", "fit").rows()
        [('PLN', 1.0, 1.0), ('YLKI', 1.0, 1.0)]
    """
    actors = pl.DataFrame({"actor": debate.actors.cast(pl.String)})
    placed = actors.join(coalitions, on="actor", how="left", maintain_order="left")
    label = placed["coalition"].fill_null(0).to_numpy()
    sums: dict[str, np.ndarray] = {}
    for name, matrix in (("agrees", debate.congruence), ("disagrees", debate.conflict)):
        sums |= {f"{name}_{side}": values for side, values in _sides(matrix, label).items()}
    said = selected.table.group_by(pl.col(selected.actor).cast(pl.String).alias("actor")).agg(
        statements=pl.len(), concepts=pl.col(selected.concept).n_unique()
    )
    table = placed.with_columns(**{name: pl.Series(values) for name, values in sums.items()}).join(said, on="actor")
    good = pl.col("agrees_inside") + pl.col("disagrees_outside")
    every = good + pl.col("agrees_outside") + pl.col("disagrees_inside")
    fit = pl.when((every > 0) & pl.col("coalition").is_not_null()).then(good / every)
    order = ("coalition", "statements", "actor")
    found = table.with_columns(fit=fit).sort(order, descending=[False, True, False], nulls_last=True)
    return found.select(pl.col(name).cast(dtype) for name, dtype in MEMBERS.items())


def _sides(matrix: Any, label: np.ndarray) -> dict[str, np.ndarray]:
    """The sum of each row over the own coalition, and over the others; who is in none is of neither."""
    row = np.repeat(np.arange(len(label)), np.diff(matrix.indptr))
    mine, theirs = label[row], label[matrix.indices]
    known = (mine > 0) & (theirs > 0)
    parts = {"inside": known & (mine == theirs), "outside": known & (mine != theirs)}
    return {side: np.bincount(row[at], matrix.data[at], minlength=len(label)) for side, at in parts.items()}


def concepts(selected: Selected, coalitions: pl.DataFrame) -> pl.DataFrame:
    """Where each coalition stands on each concept (`CONCEPTS`), what divides most first.

    Args:
        selected: the statements.
        coalitions: actor, coalition; who is in none is left out.

    Returns:
        A row a concept and coalition that speaks about it. `position` is the mean of its members, each of whom counts once,
        from -1 (against) to 1 (for), or along the scale; `difference` is that between the coalitions that are farthest
        apart. `verdict`: "unites" (all coalitions speak about it, on the same side, less than 0.5 apart), "divides" (they
        stand on different sides, 0.5 apart or more), "one" (only one speaks about it), else "mixed".

    Example:
        >>> from suara.analyse.discourse.selection import select
        >>> said = pl.DataFrame({"organisation": ["PLN", "YLKI"], "concept": ["tarif"] * 2, "qualifier": [1, 0]})
        >>> both = pl.DataFrame({"actor": ["PLN", "YLKI"], "coalition": [1, 2]})
        >>> concepts(select(said), both).select("coalition", "position", "verdict").rows()
        [(1, 1.0, 'divides'), (2, -1.0, 'divides')]
    """
    said = selected.table.select(
        pl.col(selected.actor).cast(pl.String).alias("actor"),
        pl.col(selected.concept).cast(pl.String).alias("concept"),
        side=selected.sides(),
    ).join(coalitions.drop_nulls("coalition"), on="actor")
    each = said.group_by("concept", "coalition", "actor").agg(statements=pl.len(), side=pl.col("side").mean())
    table = each.group_by("concept", "coalition").agg(
        actors=pl.len(), statements=pl.col("statements").sum(), position=pl.col("side").mean().round(12)
    )
    low, high = pl.col("position").min().over("concept"), pl.col("position").max().over("concept")
    spoken = pl.len().over("concept")
    verdict = (
        pl.when(spoken == 1).then(pl.lit("one"))
        .when((low < 0) & (high > 0) & (high - low >= 0.5)).then(pl.lit("divides"))
        .when((spoken == coalitions["coalition"].drop_nulls().n_unique())
              & (low * high > 0) & (high - low < 0.5)).then(pl.lit("unites"))
        .otherwise(pl.lit("mixed"))
    )  # fmt: skip
    found = table.with_columns(difference=pl.when(spoken > 1).then(high - low), verdict=verdict)
    found = found.sort("difference", "concept", "coalition", descending=[True, False, False], nulls_last=True)
    return found.select(pl.col(name).cast(dtype) for name, dtype in CONCEPTS.items())
