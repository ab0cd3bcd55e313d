"""The noise-corrected backbone: ties that are stronger than what both ends do otherwise makes one expect."""

from __future__ import annotations

import polars as pl

from suara.analyse.backbone._ties import both_ways, pairs

DELTA = 1.64
"""Standard deviations from which on a tie is in the backbone; 1.28, 1.64 and 2.32 are about 10, 5 and 1 %."""


def measure(ties: pl.DataFrame, *, directed: bool = True) -> pl.DataFrame:
    r"""How sure it is that a tie is more than noise: `from`, `to`, `weight`, `score`, `deviation`, `sigmas`.

    With n the sum of all weights, n_i what goes out of a tie's source and n_j what comes in to its target (of undirected
    ties: all weights at either end), n_i n_j / n is expected. `score` is the lift L = w n / (n_i n_j) on a scale from
    -1 to 1: (L - 1) / (L + 1). `deviation` is its standard deviation, from a binomial count whose probability has a beta prior
    with the mean and the variance of the hypergeometric null model, and by the delta method. `sigmas` is score / deviation;
    the backbone is `sigmas > 1.64`, or another number. Unlike the disparity filter it asks both ends at once, so that weak
    ties among quiet actors can stay, and strong ones that any two busy actors would have can go.

    The prior's beta is (1 - mean) times (mean (1 - mean) / variance - 1), as the moments ask for; the authors' program has
    1 - mean^2 in place of (1 - mean)^2 there, which differs where a tie's ends hold much of all weight. Weights are taken
    for counts: unlike `score`, `deviation` hangs on their unit. Null where one tie is all there is.

    Source: Coscia & Neffke 2017, Network backboning with noisy data.

    Args:
        ties: `from`, `to`, `weight`; see `pairs` for what becomes of loops and of the same pair twice.
        directed: whether ties have a direction.

    Raises:
        InputError: a weight is negative or isn't a number.

    Example:
        >>> ends = {"from": ["a", "a", "b", "c"], "to": ["b", "c", "c", "d"], "weight": [20, 2, 2, 20]}
        >>> found = measure(pl.DataFrame(ends), directed=False)
        >>> found.select("from", "to", pl.col("score", "sigmas").round(3)).rows()
        [('a', 'b', 0.569, 18.336), ('a', 'c', -0.5, -1.52), ('b', 'c', -0.5, -1.52), ('c', 'd', 0.571, 18.074)]
    """
    found = pairs(ties, directed=directed)
    counted = (found if directed else both_ways(found)).with_columns(
        n=pl.col("weight").sum(),
        out=pl.col("weight").sum().over("from"),
        into=pl.col("weight").sum().over("to"),
    )
    weight, n, out, into = (pl.col(name) for name in ("weight", "n", "out", "into"))
    mean = out * into / n**2
    variance = out * into * (n - out) * (n - into) / (n**4 * (n - 1))
    # a beta distribution of this mean and variance is worth this many observations
    prior = mean * (1 - mean) / variance - 1
    posterior = (mean * prior + weight) / (prior + n)
    lift = n / (out * into)
    slope = 1 / (out * into) - n * (out + into) / (out * into) ** 2  # of the lift, as the weight grows with its sums
    by_weight = 2 * (lift + weight * slope) / (lift * weight + 1) ** 2
    deviation = (posterior * (1 - posterior) * n).sqrt() * by_weight.abs()
    known = (variance > 0) & variance.is_finite() & (deviation > 0) & deviation.is_finite()
    scored = counted.select(
        "from",
        "to",
        score=(lift * weight - 1) / (lift * weight + 1),
        deviation=pl.when(known).then(deviation),
    ).with_columns(sigmas=pl.col("score") / pl.col("deviation"))
    return found.join(scored, on=["from", "to"], how="left", maintain_order="left")
