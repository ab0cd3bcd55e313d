"""How long people wait, by Kaplan-Meier: who is still waiting at the end counts as waiting, not as never answered."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from suara.analyse._intervals import Z95

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

TIMES = {
    "agency": pl.String,
    "median_minutes": pl.Float64,
    "median_low": pl.Float64,
    "median_high": pl.Float64,
    "p90_minutes": pl.Float64,
    "within_limit": pl.Float64,
}


def quantiles(pairs: pl.DataFrame, limit: float) -> pl.DataFrame:
    """Median with its 95 % interval, 90th percentile (in minutes) and share answered within `limit` minutes.

    Null where the curve never comes down so far: too few were answered to say. `within_limit` is null where nobody
    was observed that long.

    Source: Kaplan & Meier 1958; the interval by inverting the log-log band, Brookmeyer & Crowley 1982.

    Args:
        pairs: agency, status ("answered" or not), waited (minutes to the answer or to the end of the collection).
        limit: minutes.

    Example:
        >>> pairs = pl.DataFrame({"agency": ["a"] * 4, "status": ["answered"] * 3 + ["censored"], "waited": [1.0, 2, 3, 9]})
        >>> quantiles(pairs, 5).select("median_minutes", "p90_minutes", "within_limit").row(0)
        (2.0, None, 0.75)
    """
    rows = []
    for (agency,), group in pairs.drop_nulls("waited").group_by("agency", maintain_order=True):
        waited, answered = group["waited"].to_numpy(), (group["status"] == "answered").to_numpy()
        rows.append((agency, *_of(waited, answered, limit)))
    return pl.DataFrame(rows, schema=TIMES, orient="row")


def _of(waited: Numbers, answered: Flags, limit: float) -> tuple[float | None, ...]:
    if not answered.any():
        nobody = 0.0 if waited.max() >= limit else None
        return None, None, None, None, nobody
    at, left, low, high = curve(waited, answered)
    known = waited.max() >= limit or left[-1] == 0
    within = 1 - left[at <= limit][-1] if (at <= limit).any() else 0.0
    return (
        _first(at, left, 0.5),
        _first(at, low, 0.5),
        _first(at, high, 0.5),
        _first(at, left, 0.1),
        within if known else None,
    )


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
        low, high = (left ** np.exp(sign * Z95 * spread) for sign in (-1, 1))
    return at, left, low, high


def _first(at: Numbers, left: Numbers, share: float) -> float | None:
    """The first time at which no more than `share` is left; a hair of rounding is forgiven."""
    below = np.flatnonzero(left <= share + 1e-12)
    return float(at[below[0]]) if below.size else None
