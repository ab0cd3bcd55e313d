"""Precision, recall and F1 of the codes given against the true ones, with 95 % intervals.

Codes are flags: a matrix with one row a text and one column a code.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from suara.analyse._intervals import wilson

Flags = npt.NDArray[np.bool_]

SEED = 20230
DRAWS = 2_000
_BLOCK = 200  # draws at a time: 200 x 12,000 texts are 20 MB


def per_code(truth: Flags, given: Flags, codes: list[str]) -> pl.DataFrame:
    """One row a code: code, support, given, right, precision, recall (with `_low`, `_high` by Wilson), f1.

    What can't be said is null: the precision of a code that was never given, the recall of one that is never true.
    """
    table = pl.DataFrame(
        {"code": codes, "support": truth.sum(0), "given": given.sum(0), "right": (truth & given).sum(0)}
    )
    right, given_, support = pl.col("right"), pl.col("given"), pl.col("support")
    (p_low, p_high), (r_low, r_high) = wilson(right, given_), wilson(right, support)
    return table.with_columns(
        precision=right / pl.when(given_ > 0).then(given_),
        precision_low=p_low,
        precision_high=p_high,
        recall=right / pl.when(support > 0).then(support),
        recall_low=r_low,
        recall_high=r_high,
        f1=2 * right / pl.when(support + given_ > 0).then(support + given_),
    )


def macro_f1(truth: Flags, given: Flags) -> tuple[float, float, float]:
    """The mean F1 of the codes that are true of some text, and its interval: percentiles over texts drawn with replacement.

    A code that isn't true of any text of a draw, nor given to any, is left out of that draw's mean.
    Source: Efron & Tibshirani 1993, An introduction to the bootstrap, chapter 13.
    """
    known = truth.any(0)
    truth, given = truth[:, known].astype(np.float32), given[:, known].astype(np.float32)
    parts = truth * given, truth + given
    n = len(truth)
    rng = np.random.default_rng(SEED)
    drawn = []
    for _ in range(0, DRAWS, _BLOCK):
        weights = rng.multinomial(n, np.full(n, 1 / n), size=_BLOCK).astype(np.float32)
        drawn.append(_mean_f1(*(weights @ part for part in parts)))
    low, high = np.quantile(np.concatenate(drawn), (0.025, 0.975))
    whole = _mean_f1(*(part.sum(0)[None, :] for part in parts))
    return float(whole[0]), float(low), float(high)


def _mean_f1(right: npt.NDArray[np.float32], both: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Mean F1 of each row: twice what is right, of what is true and what is given."""
    f1 = np.divide(2.0 * right, both, out=np.full(right.shape, np.nan), where=both > 0)
    mean: npt.NDArray[np.float64] = np.nanmean(f1, axis=1)
    return mean
