"""Degree and strength: with how many others an account has ties, and how often."""

from __future__ import annotations

import numpy as np
import polars as pl

from suara.analyse.network import Network


def measure(network: Network) -> pl.DataFrame:
    """In- and out-degree (distinct others) and in- and out-strength (sum of weights) of each account.

    Source: Barrat et al. 2004, The architecture of complex weighted networks (strength).

    Example:
        >>> ties = pl.DataFrame({"from": ["a", "c"], "to": ["b", "b"], "weight": [2, 5]})
        >>> measure(Network.of(ties)).row(1)
        ('b', 2, 0, 7, 0)
    """

    def total(ends: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
        return np.bincount(ends, weights, minlength=network.size).astype(np.int64)

    return network.table(
        in_degree=total(network.targets),
        out_degree=total(network.sources),
        in_strength=total(network.targets, network.weights),
        out_strength=total(network.sources, network.weights),
    )
