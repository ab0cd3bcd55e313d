"""The rules of the screen: what makes a pair, and from when on a tie is flagged."""

from __future__ import annotations

from dataclasses import dataclass

from suara.analyse.coordination.pairs import Window
from suara.analyse.coordination.weights import MOST

WINDOW = 60.0
"""Seconds, as in CooRTweet's vignette."""


@dataclass(frozen=True)
class Rules:
    """What makes a pair, and from when on a tie is flagged.

    window: the most seconds between two shares, which count themselves; for all kinds or for each. participation: the
    least number of shares of an account, and of its shares in pairs, of a kind. least: the least weight; two pairs may be
    coincidence. e_value: how many ties may be as heavy as this by chance, at most, see
    `suara.analyse.coordination.expected.e_value`; None asks nothing of it. quantile: the weight is more than this quantile
    (interpolated) of the weights of all ties, if one is given. distinct: two posts that share several things are one
    pair. shuffles: how often times are shuffled for the table `chance`. most: how many pairs are listed, see
    `suara.analyse.coordination.weights.Weighed`.
    """

    window: Window = WINDOW
    participation: int = 2
    least: int = 3
    e_value: float | None = 0.05
    quantile: float | None = None
    distinct: bool = True
    shuffles: int = 3
    most: int = MOST


PUBLISHED = Rules(least=1, e_value=None, quantile=0.5, distinct=False)
"""As CooRTweet does it: above the median. It flags nobody where all ties weigh the same, as where one group is alone."""
