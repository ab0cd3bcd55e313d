"""What is drawn of a view: its strongest nodes, and the strongest ties among them."""

from __future__ import annotations

import polars as pl

from suara.present.map.scene import FEW, SHAPES, View, typed

BEST = 10  # places that each of the many kinds has for sure
TIES = 4  # ties drawn per node, at most


def strongest(nodes: pl.DataFrame, limit: int) -> pl.DataFrame:
    """The nodes to draw with their `id`s, the few kinds first; equal input gives equal order.

    Raises:
        ValueError: a kind of node is unknown.
    """
    unknown = sorted(map(str, set(nodes["kind"]) - set(SHAPES)))
    if unknown:
        raise ValueError(f"unknown kinds of nodes: {', '.join(unknown)}; known are {', '.join(SHAPES)}")
    ranked = (
        nodes.select("key", "kind", _finite("size"), row=pl.int_range(pl.len()))
        .sort("size", "key", descending=[True, False])
        .with_columns(rank=pl.int_range(pl.len()).over("kind"))
    )
    is_few = pl.col("kind").is_in(FEW)
    # By rank in the own kind, so that neither agencies nor topics push the other out.
    few = ranked.filter(is_few).sort("rank", "kind")
    many = ranked.filter(~is_few).sort(pl.col("rank") >= BEST, -pl.col("size"), "key")
    few = few.head(max(limit // 2, limit - many.height))
    chosen = pl.concat([few, many.head(limit - few.height)])
    return typed(nodes[chosen["row"]].with_columns(chosen["size"])).with_row_index("id")


def strongest_ties(view: View, shown: pl.DataFrame, most: int) -> tuple[pl.DataFrame, int]:
    """The heaviest ties among the shown nodes, with `from` and `to` ids, and the number of all real ties."""
    keys, ids = view.nodes.select("key"), shown.select("key", "id")
    real = (
        view.ties.select(pl.col("source", "target", "kind").cast(pl.String), _finite("weight"))
        .join(keys, left_on="source", right_on="key", how="semi")
        .join(keys, left_on="target", right_on="key", how="semi")
    )
    drawn = (
        real.filter(pl.col("source") != pl.col("target"))
        .join(ids.rename({"key": "source", "id": "from"}), on="source")
        .join(ids.rename({"key": "target", "id": "to"}), on="target")
        .sort(-pl.col("weight"), "from", "to", "kind")
    )
    return drawn.head(most), real.height


def _finite(column: str) -> pl.Expr:
    """The column as numbers of zero or more; what isn't one counts as zero."""
    number = pl.col(column).cast(pl.Float64)
    return pl.when(number.is_finite() & (number > 0)).then(number).otherwise(0.0).alias(column)
