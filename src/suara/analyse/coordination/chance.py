"""How many pairs two accounts would make if they had nothing to do with each other: by the clock, and by usual haste.

By the clock: the same shares, with their times of day shuffled among the posts of the same day (UTC). Who shares what on
which day stays as it is; only whether two are near each other in time is left to chance.

By usual haste: what is new is shared at once by many who don't know each other, so two shares of the same thing are nearer
in time than two posts of the same day. How near is usual is told by all objects of the kind that are shared as often, and
in each of them by those who aren't under suspicion themselves.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import polars as pl

from suara.analyse.coordination.pairs import Paired, Window, bounds, reach
from suara.analyse.coordination.rules import Rules
from suara.analyse.coordination.shares import SECOND, Coded, Numbers
from suara.analyse.coordination.weights import weigh

SEED = 20260301
PRIOR = 20  # objects shared by the clock, so that a few objects of one group don't make their haste a usual one
_DAY = 86_400 * SECOND
_PAIRS = (pl.len().cast(pl.Float64) * (pl.len().cast(pl.Float64) - 1) / 2).alias("pairs")
_RATE = pl.when(pl.col("pairs") > 0).then(pl.col("near") / pl.col("pairs"))  # unknown where there is no pair


def expected(coded: Coded, ties: pl.DataFrame, pairs: pl.DataFrame, window: Window) -> pl.DataFrame:
    """How many pairs each tie would have, in two ways; worked out, not drawn.

    Of an object that one account shares n times and the other m times, n m q pairs are expected.

    By the clock n and m are of one day, and q is the number of pairs of posts of that day, of whatever, that are within
    the window, over the number of all its pairs of posts. Only posts of accounts without such ties are counted, and
    `PRIOR` pairs are added that are as near as those of the whole collection.

    By usual haste q is the mean of (pairs of shares within the window / all pairs of shares) over the objects of the same
    kind and class, the pairs of these ties left out; `PRIOR` objects are added that are shared by the clock. Objects are
    of one class if their numbers of shares have the same power of two below them.

    Args:
        coded: all shares that count.
        ties: account and partner, by their numbers.
        pairs: those of the ties, see `suara.analyse.coordination.weights.Weighed.evidence`.
        window: as in `suara.analyse.coordination.pairs.pairs`.

    Returns:
        The ties with by_clock and by_haste; two posts that share several objects count for each of them.
    """
    rows = pl.DataFrame({name: getattr(coded, name) for name in ("account", "kind", "object", "time")})
    daily = _together(rows.with_columns(day=pl.col("time") // _DAY), ties, ["object", "kind", "day"])
    ever = _together(rows, ties, ["object"])
    left_out = ever.group_by("object").agg(possible=pl.col("product").sum())
    left_out = left_out.join(pairs.group_by("object").agg(made=pl.len()), on="object", how="left")
    clock = _clock(coded, ties, window)
    by_clock = daily.join(clock.days, on=["kind", "day"], how="left").join(clock.always, on="kind")
    by_clock = by_clock.with_columns(q=pl.coalesce("q", "always"))
    by_haste = ever.join(_near_by_haste(coded, left_out, clock.always, window), on="object")
    for name, both in (("by_clock", by_clock), ("by_haste", by_haste)):
        both = both.sort("account", "partner", "object", "q")  # sums of fractions hang on the order
        sums = both.group_by("account", "partner").agg((pl.col("product") * pl.col("q")).sum().alias(name))
        ties = ties.join(sums, on=["account", "partner"], how="left", maintain_order="left")
    return ties.with_columns(pl.col("by_clock", "by_haste").fill_null(0.0))


def _together(rows: pl.DataFrame, ties: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    """For each tie and object that both have shared: account, partner, those columns, product (of their numbers)."""
    counts = rows.group_by("account", *on).agg(n=pl.len().cast(pl.Float64))
    both = ties.select("account", "partner").join(counts, on="account")
    both = both.join(counts.rename({"account": "partner", "n": "m"}), on=["partner", *on])
    return both.select("account", "partner", *on, product=pl.col("n") * pl.col("m"))


def e_value(tied: pl.DataFrame, all_ties: int) -> pl.Series:
    """How many of all ties would be as heavy as this one is, if all were expected to have as many pairs as it is.

    That is the number of all ties, times the probability that a Poisson variable of this mean, which isn't 0, comes to as
    much. The mean is the greater of what the clock and the usual haste give. What it is compared with is the lesser
    number of posts of the two, not the weight: one post that is near ten others is no ten coincidences.

    Example:
        >>> row = {"posts": [5], "partner_posts": [9], "by_clock": [0.02], "by_haste": [0.1]}
        >>> round(e_value(pl.DataFrame(row), 1000).item(), 5)
        0.00081
    """
    from scipy.special import pdtrc  # SciPy takes a quarter of a second to load

    mean = tied.select(pl.max_horizontal("by_clock", "by_haste").clip(1e-9)).to_series().to_numpy()
    number = tied.select(pl.min_horizontal("posts", "partner_posts")).to_series().to_numpy()
    return pl.Series("e_value", all_ties * pdtrc(number - 1, mean) / -np.expm1(-mean), dtype=pl.Float64)


class _Clock(NamedTuple):
    days: pl.DataFrame  # kind, day, q: how often two posts of a day are within the window of a kind
    always: pl.DataFrame  # kind, always: how often two posts of the whole collection are


def _clock(coded: Coded, ties: pl.DataFrame, window: Window) -> _Clock:
    """How near posts are by the clock, those of accounts with these ties not counted where there are others."""
    tied = pl.concat([ties["account"], ties["partner"]]).unique().to_numpy()
    others = coded.where(~np.isin(coded.account, tied))
    rates = _near(others if len(np.unique(others.post)) > 1 else coded, window, length=1 << 62)
    always = rates.select("kind", always=_RATE.fill_null(0.0))
    days = _near(others, window, length=_DAY).join(always, on="kind")
    q = (pl.col("near") + PRIOR * pl.col("always")) / (pl.col("pairs") + PRIOR)
    return _Clock(days.select("kind", "day", q=q), always)


def _near(coded: Coded, window: Window, length: int) -> pl.DataFrame:
    """kind, day (or a longer time), pairs (of its posts), near (those within the window of the kind)."""
    times = np.sort(coded.time[np.unique(coded.post, return_index=True)[1]])
    day = times // length
    ends, begins = np.searchsorted(day, day, side="right"), np.arange(1, len(times) + 1)
    parts = [pl.DataFrame(schema={"kind": pl.Int64, "day": pl.Int64, "pairs": pl.Float64, "near": pl.Int64})]
    for kind, far in enumerate(reach(coded.kinds, window)):
        near = np.minimum(np.searchsorted(times, times + far, side="right"), ends) - begins
        frame = pl.DataFrame({"day": day, "near": near}).group_by("day").agg(_PAIRS, pl.col("near").sum())
        parts.append(frame.select(pl.lit(kind, dtype=pl.Int64).alias("kind"), "day", "pairs", "near"))
    return pl.concat(parts)


def _near_by_haste(coded: Coded, left_out: pl.DataFrame, always: pl.DataFrame, window: Window) -> pl.DataFrame:
    """object, q: how often two shares of an object are within the window, where it is shared as often as this one."""
    near = bounds(coded, coded.object, window)[1] - np.arange(1, len(coded) + 1)
    frame = pl.DataFrame({"kind": coded.kind, "object": coded.object, "near": near})
    objects = frame.group_by("kind", "object").agg(pl.len(), _PAIRS, pl.col("near").sum())
    objects = objects.join(left_out, on="object", how="left").select(
        "kind",
        "object",
        size=pl.col("len").log(2).floor(),
        pairs=pl.col("pairs") - pl.col("possible").fill_null(0),
        near=pl.col("near") - pl.col("made").fill_null(0),
    )
    objects = objects.with_columns(own=_RATE).join(always, on="kind", how="left").sort("object")
    mean = (pl.col("own").sum() + PRIOR * pl.col("always").first()) / (pl.col("own").count() + PRIOR)
    return objects.select("object", q=mean.over("kind", "size"))


def shuffled(coded: Coded, rng: np.random.Generator) -> Coded:
    """The shares with the times of posts drawn anew from those of the same day, each once."""
    posts, first = np.unique(coded.post, return_index=True)
    times = coded.time[first]
    day = times // _DAY
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
        weight, ties (of this weight or more), ties_by_chance; a row for each weight that is there.
    """
    rng, drawn = np.random.default_rng(SEED), []
    for _ in range(rules.shuffles):
        paired = Paired.of(shuffled(coded, rng), rules.window, participation=rules.participation)
        drawn.append(weigh(paired, distinct=rules.distinct, most=rules.most).ties["weight"])
    steps = pl.concat([weights, *drawn]).unique().sort()
    found = pl.DataFrame({"weight": steps, "ties": _at_least(weights, steps)})
    mean = np.mean([_at_least(one, steps) for one in drawn], axis=0) if drawn else [None] * len(steps)
    return found.with_columns(pl.Series("ties_by_chance", mean, dtype=pl.Float64))


def _at_least(weights: pl.Series, steps: pl.Series) -> Numbers:
    """How many weights are at least as great as each of some."""
    return len(weights) - np.searchsorted(weights.sort().to_numpy(), steps.to_numpy())
