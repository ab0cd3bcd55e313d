"""What comes about by chance: the same shares, with their times of day shuffled among the posts of the same day (UTC).

Who shares what on which day stays as it is; only whether two are near each other in time is left to chance.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from suara.analyse.coordination.expected import DAY
from suara.analyse.coordination.pairs import Paired
from suara.analyse.coordination.rules import Rules
from suara.analyse.coordination.shares import Coded, Numbers
from suara.analyse.coordination.weights import weigh

SEED = 20260301
_FEW = 10


def shuffled(coded: Coded, rng: np.random.Generator) -> Coded:
    """The shares with the times of posts drawn anew from those of the same day, each once."""
    posts, first = np.unique(coded.post, return_index=True)
    times = coded.time[first]
    day = times // DAY
    in_order, drawn = np.lexsort((times, day)), np.lexsort((rng.random(len(times)), day))
    anew = np.zeros(len(coded.posts), dtype=np.int64)
    anew[posts[drawn]] = times[in_order]
    moved = replace(coded, time=anew[coded.post])
    return moved.where(np.lexsort((moved.post, moved.time, moved.object)))


def by_chance(coded: Coded, weights: pl.Series, rules: Rules) -> pl.DataFrame:
    """How many ties of at least each weight there are, and how many on average after shuffling times within days.

    Args:
        coded: all shares that count.
        weights: of the ties that were found.
        rules: see `Rules`; without shuffles the second number is unknown.

    Returns:
        weight, ties (of this weight or more), ties_by_chance; a row for each weight up to the greatest found, but of those
        above `_FEW` only for what is there.
    """
    rng, drawn = np.random.default_rng(SEED), []
    for _ in range(rules.shuffles):
        paired = Paired.of(shuffled(coded, rng), rules.window, participation=rules.participation)
        drawn.append(weigh(paired, distinct=rules.distinct, most=rules.most).ties["weight"])
    there = weights.unique().to_numpy()
    steps = np.union1d(there, np.arange(1, min(there.max(initial=0), _FEW) + 1))
    found = pl.DataFrame({"weight": steps, "ties": _at_least(weights, steps)})
    mean = np.mean([_at_least(one, steps) for one in drawn], axis=0) if drawn else [None] * len(steps)
    return found.with_columns(pl.Series("ties_by_chance", mean, dtype=pl.Float64))


def _at_least(weights: pl.Series, steps: Numbers) -> Numbers:
    """How many weights are at least as great as each of some."""
    return len(weights) - np.searchsorted(weights.sort().to_numpy(), steps)
