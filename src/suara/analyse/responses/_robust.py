"""Standard errors of Cox's regression where some rows are alike, in linear time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def clustered_errors(
    x: Numbers,
    waited: Numbers,
    answered: Flags,
    strata: Places,
    clusters: Places,
    coefficients: Numbers,
    variance: Numbers,
) -> Numbers:
    """The standard error of each coefficient, rows of a cluster being alike.

    lifelines takes time that grows with the square of the rows for it, and the order of rows with equal times for theirs.

    Source: Lin & Wei 1989, The robust inference for the Cox proportional hazards model.

    Args:
        x: a row each, a column a covariate.
        waited: times.
        answered: whether the answer came then.
        strata: numbers of the strata.
        clusters: numbers of the clusters, from 0.
        coefficients: as fitted.
        variance: the inverse of the information.
    """
    centred = x - x.mean(axis=0)
    risk = np.exp(centred @ coefficients)
    scores = np.empty_like(centred)
    order = np.argsort(strata, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(strata[order])) + 1):
        scores[rows] = _scores(centred[rows], waited[rows], answered[rows], risk[rows])
    changes = scores @ variance
    together = np.stack([np.bincount(clusters, column) for column in changes.T])
    errors: Numbers = np.sqrt((together**2).sum(axis=1))
    return errors


def _scores(x: Numbers, waited: Numbers, answered: Flags, risk: Numbers) -> Numbers:
    """What each row of a stratum adds to the score."""
    at, number = np.unique(waited, return_inverse=True)
    here = np.stack([np.bincount(number, weights) for weights in (risk, *(risk * x.T))])
    waiting = here[:, ::-1].cumsum(axis=1)[:, ::-1]  # at a time or after it
    mean = (waiting[1:] / waiting[0]).T
    rate = np.bincount(number, answered, minlength=at.size) / waiting[0]
    hazard, drawn = rate.cumsum(), (rate[:, None] * mean).cumsum(axis=0)
    expected = risk[:, None] * (x * hazard[number, None] - drawn[number])
    scores: Numbers = np.where(answered[:, None], x - mean[number], 0.0) - expected
    return scores
