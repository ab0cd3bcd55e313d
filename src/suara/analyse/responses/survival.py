"""How long people wait, by Kaplan-Meier: who is still waiting at the end counts as waiting, not as never answered."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from suara.analyse._intervals import Z95

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Share = tuple[float | None, float | None, float | None]
"""A share and its interval."""

HORIZONS = {"1h": 60.0, "1d": 1440.0, "3d": 3 * 1440.0, "5d": 5 * 1440.0, "14d": 14 * 1440.0, "60d": 60 * 1440.0}
"""For the columns `within_1h`, `within_1d`, ...: minutes."""

TIMES = dict.fromkeys(
    [
        "median_minutes", "median_low", "median_high", "p90_minutes", "p90_low", "p90_high", "within_limit",
        *(f"within_{name}{end}" for name in HORIZONS for end in ("", "_low", "_high")),
        "naive_mean_minutes", "naive_median_minutes",
    ],
    pl.Float64,
)  # fmt: skip
"""The columns of `quantiles`, after those that are grouped by."""


def quantiles(pairs: pl.DataFrame, limit: float, by: Sequence[str] = ("agency",)) -> pl.DataFrame:
    """How long it takes until an answer in each group, by Kaplan-Meier, with 95 % intervals.

    - `median_minutes` and `p90_minutes`: when a half and nine tenths are answered. Null where the curve never comes down so
      far: too few were answered to say.
    - `within_limit`, `within_1h`, `within_1d`, ... `within_60d`: the share answered by then. Null where nobody was observed that
      long; the interval is null too where the share is 0 or 1, for which there is none.
    - `naive_mean_minutes`, `naive_median_minutes`: of the answered alone, as others count. Both are too short wherever
      somebody still waits; they are here to be compared.

    Source: Kaplan & Meier 1958, Nonparametric estimation from incomplete observations; intervals of times by inverting the
    log-log band, Brookmeyer & Crowley 1982, A confidence interval for the median survival time.

    Args:
        pairs: the columns to group by, status ("answered" or not), waited (minutes to the answer or to the end of the
            collection). Rows without `waited` don't count.
        limit: of `within_limit`, in minutes.
        by: columns; null is a group too. None at all: everything is one group.

    Example:
        >>> pairs = pl.DataFrame({"agency": ["a"] * 4, "status": ["answered"] * 3 + ["censored"], "waited": [1.0, 2, 3, 9]})
        >>> quantiles(pairs, 5).select("median_minutes", "p90_minutes", "within_limit", "naive_mean_minutes").row(0)
        (2.0, None, 0.75, 2.0)
    """
    schema = {name: pairs.schema[name] for name in by} | TIMES
    known = pairs.drop_nulls("waited")
    whole = known.with_columns(_all=pl.lit(0)) if not by else known
    rows = []
    for group, part in whole.group_by(*(by or ["_all"]), maintain_order=True):
        waited, answered = part["waited"].to_numpy(), (part["status"] == "answered").to_numpy()
        rows.append((*(group if by else ()), *_of(waited, answered, limit)))
    return pl.DataFrame(rows, schema=schema, orient="row")


def _of(waited: Numbers, answered: Flags, limit: float) -> list[float | None]:
    longest = waited.max()
    if not answered.any():
        horizons: list[Share] = [(0.0 if longest >= minutes else None, None, None) for minutes in HORIZONS.values()]
        nobody = 0.0 if longest >= limit else None
        return [*[None] * 6, nobody, *(value for horizon in horizons for value in horizon), None, None]
    at, left, low, high = curve(waited, answered)
    at_most = longest if left[-1] > 0 else np.inf
    horizons = [_within(at, (left, low, high), minutes, at_most) for minutes in HORIZONS.values()]
    naive = waited[answered]
    return [
        *(_first(at, line, share) for share in (0.5, 0.1) for line in (left, low, high)),
        _within(at, (left, low, high), limit, at_most)[0],
        *(value for horizon in horizons for value in horizon),
        float(naive.mean()),
        float(np.median(naive)),
    ]


def _within(at: Numbers, lines: tuple[Numbers, Numbers, Numbers], minutes: float, at_most: float) -> Share:
    """The share answered within so many minutes, with its interval; null where nobody was observed so long."""
    if minutes > at_most:
        return None, None, None
    place = np.searchsorted(at, minutes, side="right") - 1
    if place < 0:
        return 0.0, None, None
    left, low, high = (float(line[place]) for line in lines)
    return 1 - left, _or_none(1 - high), _or_none(1 - low)


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else value


def curve(waited: Numbers, answered: Flags) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """The Kaplan-Meier curve: times, the share still waiting after each, and its 95 % log-log interval (low, high).

    The interval has Greenwood's variance; it is not a number where the share is 0 or 1.

    Source: as `quantiles`; compared with SciPy's `ecdf` in the tests, which takes a second to load.

    Example:
        >>> curve(np.array([1.0, 2.0, 2.0, 3.0]), np.array([True, True, False, False]))[1].round(3).tolist()
        [0.75, 0.5, 0.5]
    """
    at, number = np.unique(waited, return_inverse=True)
    leaving = np.bincount(number)
    events = np.bincount(number, answered)
    at_risk = leaving[::-1].cumsum()[::-1]
    left = np.cumprod(1 - events / at_risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(np.cumsum(events / (at_risk * (at_risk - events)))) / np.log(left)
        low, high = (np.where(left < 1, left ** np.exp(sign * Z95 * spread), np.nan) for sign in (-1, 1))
    return at, left, low, high


def _first(at: Numbers, left: Numbers, share: float) -> float | None:
    """The first time at which no more than `share` is left; a hair of rounding is forgiven."""
    below = np.flatnonzero(left <= share + 1e-12)
    return float(at[below[0]]) if below.size else None
