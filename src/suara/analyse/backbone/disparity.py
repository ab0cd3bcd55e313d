"""The disparity filter: ties that take a larger share of an actor's weight than an even chance would give them."""

from __future__ import annotations

import polars as pl

from suara.analyse.backbone._ties import both_ways, pairs


def measure(ties: pl.DataFrame, *, directed: bool = True) -> pl.DataFrame:
    r"""The significance of each tie: `from`, `to`, `weight`, `alpha`; the backbone is `alpha < 0.05`, or another level.

    An actor with k ties of the total weight s has a tie of weight w by chance, were the s spread at random over the k, with
    alpha = (1 - w/s)^(k-1). Each tie is judged from both its ends (of directed ties: as one that goes out of its source, and
    as one that comes in to its target), and the lesser alpha counts. An actor with a single tie says nothing of it
    (alpha 1), so that only the other end can keep it. Levels aren't corrected for the number of ties.

    Source: Serrano, Boguna & Vespignani 2009, Extracting the multiscale backbone of complex weighted networks.

    Args:
        ties: `from`, `to`, `weight`; see `pairs` for what becomes of loops and of the same pair twice.
        directed: whether ties have a direction.

    Raises:
        InputError: a weight is negative or isn't a number.

    Example:
        >>> ends = {"from": ["a", "a", "a", "b"], "to": ["b", "c", "d", "c"], "weight": [8, 1, 1, 1]}
        >>> measure(pl.DataFrame(ends), directed=False)["alpha"].round(4).to_list()
        [0.04, 0.5, 0.81, 0.5]
    """
    found = pairs(ties, directed=directed)
    out = found if directed else both_ways(found)
    share = 1 - pl.col("weight") / pl.col("weight").sum()
    chance = pl.when(pl.len() > 1).then(share.clip(0, 1) ** (pl.len() - 1)).otherwise(1.0)
    out = out.with_columns(alpha=pl.min_horizontal(chance.over("from"), chance.over("to")))
    return found.join(out.select("from", "to", "alpha"), on=["from", "to"], maintain_order="left")
