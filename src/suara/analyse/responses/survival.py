"""How long people wait, by Kaplan-Meier: who is still waiting at the end counts as waiting, not as never answered."""

from __future__ import annotations

import warnings

import numpy as np
import polars as pl

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

    Source: Kaplan & Meier 1958; the interval by inverting the log-log band, Brookmeyer & Crowley 1982; computed by
    SciPy's `ecdf` on censored data.

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


def _of(waited: np.ndarray, answered: np.ndarray, limit: float) -> tuple[float | None, ...]:
    if not answered.any():
        nobody = 0.0 if waited.max() >= limit else None
        return None, None, None, None, nobody
    from scipy import stats  # takes half a second to load

    data = stats.CensoredData(uncensored=waited[answered], right=waited[~answered])
    curve = stats.ecdf(data).sf
    with warnings.catch_warnings():  # it warns that the band is not a number where the curve is 0 or 1
        warnings.simplefilter("ignore", RuntimeWarning)
        band = curve.confidence_interval(method="log-log")
    at, left = curve.quantiles, curve.probabilities
    within = 1 - float(curve.evaluate(limit)) if waited.max() >= limit or left[-1] == 0 else None
    return (
        _first(at, left, 0.5),
        _first(at, band.low.probabilities, 0.5),
        _first(at, band.high.probabilities, 0.5),
        _first(at, left, 0.1),
        within,
    )


def _first(at: np.ndarray, left: np.ndarray, share: float) -> float | None:
    """The first time at which no more than `share` is left; a hair of rounding is forgiven."""
    below = np.flatnonzero(left <= share + 1e-12)
    return float(at[below[0]]) if below.size else None
