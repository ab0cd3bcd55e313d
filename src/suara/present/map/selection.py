"""What is drawn of a view: its strongest nodes, and the strongest ties among them."""

from __future__ import annotations

import polars as pl

from suara.present.map.scene import FEW, SHAPES, View, typed

BEST = 10  # places that each of the many kinds has for sure
TIES = 4  # ties drawn per node, at most


def strongest(nodes: pl.DataFrame, ties: pl.DataFrame, limit: int) -> pl.DataFrame:
    """The nodes to draw with their `id`s, the few kinds first; equal input gives equal order.

    Of the many kinds the best come first, by size and by their number of ties; then who is tied to those or to one of the
    few, because the others would stand there alone: of an agency that speaks to thousands, nobody else has a tie.

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
    many = _in_turn(ranked.filter(~is_few), few["key"], ties)
    few = few.head(max(limit // 2, limit - many.height))
    chosen = pl.concat([few, many.head(limit - few.height)])
    return typed(nodes[chosen["row"]].with_columns(chosen["size"])).with_row_index("id")


def _in_turn(many: pl.DataFrame, few: pl.Series, ties: pl.DataFrame) -> pl.DataFrame:
    """The nodes of the many kinds: the best by size, those with the most ties, who is tied to any of these, the others."""
    hubs = pl.col("degree").rank("ordinal", descending=True).over("kind") <= BEST
    turn = pl.when(pl.col("rank") < BEST).then(0).when(hubs).then(1).otherwise(2)
    placed = many.join(_degrees(ties), on="key", how="left", maintain_order="left").with_columns(turn=turn)
    sure = pl.concat([few, placed.filter(pl.col("turn") < 2)["key"]])
    alone = (pl.col("turn") == 2) & ~pl.col("key").is_in(_neighbours(ties, sure).implode())
    return placed.sort("turn", alone, -pl.col("size"), "key").select(many.columns)


def _degrees(ties: pl.DataFrame) -> pl.DataFrame:
    """How many ties each node has: key, degree."""
    ends = pl.concat([ties["source"], ties["target"]]).cast(pl.String).alias("key")
    return ends.value_counts(name="degree")


def _neighbours(ties: pl.DataFrame, keys: pl.Series) -> pl.Series:
    """Who is tied to one of these."""
    ends = ties.select(pl.col("source", "target").cast(pl.String))
    both = pl.concat([ends, ends.select(source="target", target="source")])
    return both.filter(pl.col("source").is_in(keys.implode()) & (pl.col("source") != pl.col("target")))[
        "target"
    ].unique()


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
