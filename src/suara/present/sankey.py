"""Where the nodes and ribbons of a Sankey diagram lie: columns from left to right, as thick as what flows."""

from __future__ import annotations

import numpy as np
import polars as pl

FINE = 24
"""Pieces that the bend of a ribbon is drawn in."""


def laid_out(flows: pl.DataFrame, height: float, gap: float) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Nodes below each other in their columns, the biggest first, and the ribbons between them.

    A flow may pass columns by. Nodes are as high as what flows in or out of them, whichever is more; all columns have the
    same scale, and the fullest fills the height.

    Args:
        flows: column, source, to_column, target, kind, n; one row each.
        height: of the whole.
        gap: between two nodes of a column.

    Returns:
        Nodes: column, node, n, top, bottom. Ribbons: the flows, with from_top, from_bottom, to_top, to_bottom.

    Example:
        >>> flow = {"column": 0, "source": "kai", "to_column": 1, "kind": "arrived"}
        >>> flows = pl.DataFrame([flow | {"target": "pln", "n": 3}, flow | {"target": "djp", "n": 1}])
        >>> nodes, ribbons = laid_out(flows, height=110, gap=10)
        >>> nodes.select("node", "top", "bottom").rows()
        [('kai', 0.0, 100.0), ('pln', 0.0, 75.0), ('djp', 85.0, 110.0)]
        >>> ribbons.select("target", "from_top", "to_top").rows()
        [('pln', 0.0, 0.0), ('djp', 75.0, 85.0)]
    """
    nodes = _nodes(flows)
    column = nodes.group_by("column").agg(pl.col("n").sum(), nodes=pl.len())
    scale = column.select(((height - gap * (pl.col("nodes") - 1)) / pl.col("n")).min()).item() or 0.0
    above = pl.col("n").cum_sum().over("column") - pl.col("n")
    place = pl.int_range(pl.len()).over("column")
    nodes = nodes.with_columns(top=above * scale + place * gap).with_columns(bottom=pl.col("top") + pl.col("n") * scale)
    ribbons = flows
    for side, where, node in (("from", "column", "source"), ("to", "to_column", "target")):
        ends = nodes.select(
            pl.col("column").alias(where), pl.col("node").alias(node), pl.col("top").alias(f"{side}_node")
        )
        ribbons = ribbons.join(ends, on=[where, node], maintain_order="left")
    for side, where, node, other in (
        ("from", "column", "source", ["to_node", "to_column"]),
        ("to", "to_column", "target", ["from_node", "column"]),
    ):
        ribbons = ribbons.sort(*other, "kind")
        top = pl.col(f"{side}_node") + (pl.col("n").cum_sum() - pl.col("n")).over(where, node) * scale
        ribbons = ribbons.with_columns(top.alias(f"{side}_top"), (top + pl.col("n") * scale).alias(f"{side}_bottom"))
    return nodes, ribbons.drop("from_node", "to_node").sort("column", "from_top")


def _nodes(flows: pl.DataFrame) -> pl.DataFrame:
    """What flows through each node, the biggest of each column first: column, node, n."""
    out = flows.group_by("column", node="source").agg(pl.col("n").sum())
    into = flows.group_by(column="to_column", node="target").agg(pl.col("n").sum())
    both = pl.concat([out, into.select(out.columns)]).group_by("column", "node").agg(pl.col("n").max())
    return both.sort("column", "n", "node", descending=[False, True, False])


def bent(ribbons: pl.DataFrame, x_of: pl.Expr, to_x: pl.Expr) -> pl.DataFrame:
    """The edges of ribbons, point by point: the ribbons' columns (and `ribbon`, a number), x, y, y2.

    Args:
        ribbons: as `laid_out` makes them.
        x_of: where a ribbon begins.
        to_x: where it ends.
    """
    along = np.linspace(0, 1, FINE + 1)
    bend = pl.DataFrame({"along": along, "bend": along**2 * (3 - 2 * along)})
    points = ribbons.with_row_index("ribbon").join(bend, how="cross")

    def between(start: pl.Expr, end: pl.Expr, share: str) -> pl.Expr:
        return start + (end - start) * pl.col(share)

    return points.with_columns(
        x=between(x_of, to_x, "along"),
        y=between(pl.col("from_top"), pl.col("to_top"), "bend"),
        y2=between(pl.col("from_bottom"), pl.col("to_bottom"), "bend"),
    )
