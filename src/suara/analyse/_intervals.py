"""Intervals for shares."""

from __future__ import annotations

import polars as pl

Z95 = 1.959963984540054


def wilson(successes: pl.Expr, total: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Lower and upper end of the 95 % Wilson score interval for a share; null where there is nothing to share.

    Source: Wilson 1927, Probable inference, the law of succession, and statistical inference.

    Example:
        >>> low, high = wilson(pl.lit(8), pl.lit(10))
        >>> [round(x, 4) for x in pl.select(low=low, high=high).row(0)]
        [0.4902, 0.9433]
    """
    n = pl.when(total > 0).then(total.cast(pl.Float64))
    share, z2 = successes / n, Z95**2
    middle = share + z2 / (2 * n)
    half = Z95 * ((share * (1 - share) + z2 / (4 * n)) / n).sqrt()
    low, high = (middle - half) / (1 + z2 / n), (middle + half) / (1 + z2 / n)
    return low.clip(0.0, 1.0), high.clip(0.0, 1.0)


def newcombe(
    successes: pl.Expr, total: pl.Expr, other_successes: pl.Expr, other_total: pl.Expr
) -> tuple[pl.Expr, pl.Expr]:
    """Lower and upper end of the 95 % interval for the difference of two shares (the first less the other).

    Source: Newcombe 1998, Interval estimation for the difference between independent proportions, method 10.

    Example:
        >>> low, high = newcombe(pl.lit(56), pl.lit(70), pl.lit(48), pl.lit(80))
        >>> [round(x, 4) for x in pl.select(low=low, high=high).row(0)]
        [0.0524, 0.3339]
    """
    share, other = successes / total, other_successes / other_total
    low, high = wilson(successes, total)
    other_low, other_high = wilson(other_successes, other_total)
    below = ((share - low) ** 2 + (other_high - other) ** 2).sqrt()
    above = ((high - share) ** 2 + (other - other_low) ** 2).sqrt()
    return share - other - below, share - other + above
