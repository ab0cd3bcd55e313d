"""What goes with a sooner answer: Cox's proportional hazards, fitted by lifelines."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from suara.analyse._intervals import Z95
from suara.analyse.responses._robust import clustered_errors
from suara.analyse.responses.survival import curve
from suara.errors import DataError

Numbers = npt.NDArray[np.float64]

EVENTS_EACH = 10
"""Answers that each covariate takes; with fewer its figure says little (Peduzzi et al. 1995)."""

HAZARDS = dict.fromkeys(("hazard_ratio", "low", "high", "p", "proportional_p"), pl.Float64)
"""The columns of `Fit.hazards`, after `covariate`."""


@dataclass(frozen=True)
class Fit:
    """What Cox's regression says.

    `hazards`: one row a covariate, with its hazard ratio (how many times as likely an answer comes at any moment where it
    is higher by one) with its 95 % interval, p, and proportional_p: where it is small, the ratio changes as time goes by,
    and the figure is an average. No rows where nothing can be said; `refused` says why: "no_covariates", "few_answers" or
    "no_convergence".
    """

    hazards: pl.DataFrame
    n: int
    events: int
    concordance: float | None = (
        None  # how often of two complaints of a stratum the sooner answered is told; 0.5 by chance
    )
    unstable: bool = False  # lifelines warns of the figures
    refused: str | None = None


def cox(
    rows: pl.DataFrame,
    covariates: Sequence[str],
    *,
    waited: str = "waited",
    answered: str = "answered",
    strata: Sequence[str] = (),
    cluster: str | None = None,
) -> Fit:
    """Cox's proportional hazards regression, ties by Efron; see `Fit`.

    Refused where there are fewer than `EVENTS_EACH` answers a covariate. The check of proportionality is the test of
    Grambsch and Therneau on scaled Schoenfeld residuals, against time as the Kaplan-Meier curve has it. (lifelines' own
    one takes the order of the rows for the time where there are strata.)

    Source: Cox 1972, Regression models and life-tables; Grambsch & Therneau 1994, Proportional hazards tests and
    diagnostics based on weighted residuals; intervals of clustered rows by Lin & Wei 1989, The robust inference for the
    Cox proportional hazards model; Davidson-Pilon 2019, lifelines.

    Args:
        rows: the columns named here, nothing null.
        covariates: columns of numbers.
        waited: a column of times.
        answered: a column that says whether the answer came then.
        strata: columns; each of their combinations has a pace of its own.
        cluster: a column; rows of the same are not independent of each other.

    Raises:
        DataError: lifelines isn't installed.

    Example:
        >>> few = pl.DataFrame({"waited": [1.0, 2.0], "answered": [True, False], "verified": [1.0, 0.0]})
        >>> cox(few, ["verified"]).refused
        'few_answers'
    """
    events = int(rows[answered].sum())
    none = pl.DataFrame(schema={"covariate": pl.String, **HAZARDS})
    if not covariates:
        return Fit(none, rows.height, events, refused="no_covariates")
    if events < EVENTS_EACH * len(covariates):
        return Fit(none, rows.height, events, refused="few_answers")
    lifelines = _lifelines()
    plain = {f"x{i}": pl.col(name).cast(pl.Float64) for i, name in enumerate(covariates)}
    layer = pl.struct(strata).rank("dense").cast(pl.Int64) if strata else pl.lit(0, pl.Int64)
    table = rows.select(**plain, waited=pl.col(waited).cast(pl.Float64), answered=pl.col(answered), layer=layer)
    frame = table.to_pandas()
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            model = lifelines.CoxPHFitter().fit(frame, "waited", "answered", strata=["layer"])
        except lifelines.exceptions.ConvergenceError:
            return Fit(none, rows.height, events, refused="no_convergence")
        constant = _proportional(model, frame)
        concordance = float(model.concordance_index_)
    unstable = any(issubclass(one.category, lifelines.exceptions.ConvergenceWarning) for one in told)
    errors = model.standard_errors_.to_numpy()
    if cluster is not None:
        errors = _clustered(model, table.select(*plain).to_numpy(), table, rows[cluster])
    hazards = _ratios(covariates, model.params_.to_numpy(), errors, constant)
    return Fit(hazards, rows.height, events, concordance, unstable)


def _clustered(model: Any, x: Numbers, table: pl.DataFrame, clusters: pl.Series) -> Numbers:
    numbers = (clusters.rank("dense") - 1).cast(pl.Int64).to_numpy()
    waited, answered, layers = (table[name].to_numpy() for name in ("waited", "answered", "layer"))
    fitted = model.params_.to_numpy(), model.variance_matrix_.to_numpy()
    return clustered_errors(x, waited, answered, layers, numbers, *fitted)


def _ratios(covariates: Sequence[str], coefficients: Numbers, errors: Numbers, constant: Numbers) -> pl.DataFrame:
    from scipy.special import chdtrc

    with np.errstate(over="ignore"):  # where one settles all, an interval has no end
        low, high = (np.exp(coefficients + sign * Z95 * errors) for sign in (-1, 1))
    columns = [np.exp(coefficients), low, high, chdtrc(1, (coefficients / errors) ** 2), constant]
    table = pl.DataFrame([list(covariates), *columns], schema={"covariate": pl.String, **HAZARDS})
    return table.with_columns(pl.col(HAZARDS).fill_nan(None))


def _lifelines() -> Any:
    try:
        return import_module("lifelines")
    except ImportError as error:
        raise DataError(f"Cox's regression needs the package {error.name}: pip install 'suara[survival]'") from None


def _proportional(model: Any, frame: Any) -> Numbers:
    """For each covariate the p of a ratio that stays the same."""
    from scipy.special import chdtrc

    residuals = model.compute_residuals(frame, kind="scaled_schoenfeld")
    waited, answered = frame["waited"].to_numpy(), frame["answered"].to_numpy()
    at, left, *_ = curve(waited, answered)
    gone = 1 - left[np.searchsorted(at, waited[residuals.index.to_numpy()])]
    moved = gone - gone.mean()
    spread = residuals.shape[0] * np.diag(model.variance_matrix_) * (moved**2).sum()
    with np.errstate(invalid="ignore"):  # where all were answered at once
        p: Numbers = chdtrc(1, (moved @ residuals.to_numpy()) ** 2 / spread)
    return p
