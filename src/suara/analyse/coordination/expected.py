"""How many pairs two accounts would make if they had nothing to do with each other: by the clock, and by usual haste.

By the clock: whoever shared something on a day could have done so whenever somebody posted on that day.

By usual haste: what is new is shared at once by many who don't know each other, so two shares of the same thing are nearer
in time than two posts of the same day. How near is usual is told by all objects of the kind that are shared as often, and
in each of them by those who aren't under suspicion themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from suara.analyse.coordination.pairs import Window, bounds, reach, stretches
from suara.analyse.coordination.shares import SECOND, Coded, Numbers

DAY = 86_400 * SECOND
PRIOR = 20  # objects shared by the clock, so that a few objects of one group don't make their haste a usual one

_CELLS = 1 << 22  # counts of accounts that are multiplied at a time
_PAIRS = (pl.len().cast(pl.Float64) * (pl.len().cast(pl.Float64) - 1) / 2).alias("pairs")
_RATE = pl.when(pl.col("pairs") > 0).then(pl.col("near") / pl.col("pairs"))  # unknown where there is no pair

Rates = npt.NDArray[np.float64]


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
    possible, made = np.zeros((2, len(coded.objects)))
    for product in _products(coded, coded.object, ties):
        possible += np.asarray(product.sum(axis=0)).ravel()
    np.add.at(made, pairs["object"].to_numpy(), 1)
    clock = _clock(coded, ties, window)
    haste = _by_haste(coded, possible, made, clock.always, window)
    days, of_days = _by_day(coded, clock)
    return ties.with_columns(
        by_clock=pl.Series(_summed(_products(coded, days, ties), of_days)),
        by_haste=pl.Series(_summed(_products(coded, coded.object, ties), haste)),
    )


def _products(coded: Coded, column: Numbers, ties: pl.DataFrame) -> Iterator[Any]:
    """For some ties at a time, a sparse matrix of ties and columns: n m, the numbers of shares of the two."""
    from scipy.sparse import csr_matrix

    shape = (len(coded.accounts), int(column.max(initial=0)) + 1)
    counts = csr_matrix((np.ones(len(coded)), (coded.account, column)), shape=shape)
    one, two = (ties[name].cast(pl.Int64).to_numpy() for name in ("account", "partner"))
    sizes = np.diff(counts.indptr)
    for begin, end in zip(*stretches(np.cumsum(sizes[one] + sizes[two]) // _CELLS), strict=True):
        yield counts[one[begin:end]].multiply(counts[two[begin:end]]).tocsr()


def _summed(products: Iterator[Any], rates: Rates) -> Rates:
    """N m q of each tie."""
    return np.concatenate([np.zeros(0), *(product @ rates[: product.shape[1]] for product in products)])


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
    days = _near(others, window, length=DAY).join(always, on="kind")
    q = (pl.col("near") + PRIOR * pl.col("always")) / (pl.col("pairs") + PRIOR)
    return _Clock(days.select("kind", "day", q=q), always)


def _by_day(coded: Coded, clock: _Clock) -> tuple[Numbers, Rates]:
    """A number for each object and day of the shares, and the rate of each number."""
    day = coded.time // DAY
    days = np.unique(day, return_inverse=True)[1]
    _, first, number = np.unique(
        coded.object * (days.max(initial=0) + 1) + days, return_index=True, return_inverse=True
    )
    table = pl.DataFrame({"kind": coded.kind[first], "day": day[first]})
    table = table.join(clock.days, on=["kind", "day"], how="left", maintain_order="left")
    table = table.join(clock.always, on="kind", how="left", maintain_order="left")
    return number, table.select(pl.coalesce("q", "always")).to_series().to_numpy()


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


def _by_haste(coded: Coded, possible: Rates, made: Rates, always: pl.DataFrame, window: Window) -> Rates:
    """How often two shares of an object are within the window, where it is shared as often: one number an object.

    `possible` and `made` are the pairs of an object that don't count: all of them, and those within the window.
    """
    near = bounds(coded, coded.object, window)[1] - np.arange(1, len(coded) + 1)
    frame = pl.DataFrame({"kind": coded.kind, "object": coded.object, "near": near})
    objects = frame.group_by("kind", "object").agg(pl.len(), _PAIRS, pl.col("near").sum()).sort("object")
    objects = objects.with_columns(
        size=pl.col("len").log(2).floor(),
        pairs=pl.col("pairs") - pl.Series(possible),
        near=pl.col("near") - pl.Series(made),
    )
    objects = objects.with_columns(own=_RATE).join(always, on="kind", how="left", maintain_order="left")
    mean = (pl.col("own").sum() + PRIOR * pl.col("always").first()) / (pl.col("own").count() + PRIOR)
    return objects.select(mean.over("kind", "size")).to_series().to_numpy()
