"""Waits and tests between groups: what SciPy and lifelines say of the same rows."""

import warnings
from functools import partial

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter
from lifelines.statistics import multivariate_logrank_test, pairwise_logrank_test
from scipy import stats

from suara.analyse.responses.logrank import COMPARED, holm, logrank, pairwise
from suara.analyse.responses.survival import HORIZONS, quantiles

rows = st.tuples(st.sampled_from("abcd"), st.integers(0, 12).map(lambda n: n * 500.0), st.booleans())
many = st.lists(rows, min_size=1, max_size=40)
near = partial(pytest.approx, abs=1e-9, rel=1e-9)
"""To 1e-9."""


def pairs(told) -> pl.DataFrame:
    agency, waited, answered = (list(column) for column in zip(*told, strict=True))
    return pl.DataFrame(
        {"agency": agency, "waited": waited, "status": ["answered" if a else "censored" for a in answered]}
    )


def arrays(table: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    return table["waited"].to_numpy(), (table["status"] == "answered").to_numpy()


@given(many)
def test_shares_and_their_intervals_are_scipys(told):
    """At each horizon that somebody was watched so long; beyond it nothing is said."""
    (found,) = quantiles(pairs(told), 1000, by=[]).iter_rows(named=True)
    waited, answered = arrays(pairs(told))
    curve = stats.ecdf(stats.CensoredData(uncensored=waited[answered], right=waited[~answered])).sf
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        band = curve.confidence_interval(method="log-log")
    everybody = answered[waited == waited.max()].all()
    for name, minutes in HORIZONS.items():
        share, low, high = (found[f"within_{name}{end}"] for end in ("", "_low", "_high"))
        if minutes > waited.max() and not everybody:
            assert (share, low, high) == (None, None, None)
            continue
        left = curve.evaluate(minutes)
        assert share == near(1 - left)
        if 1e-9 < left < 1:
            assert (low, high) == near((1 - band.high.evaluate(minutes), 1 - band.low.evaluate(minutes)))
        else:
            assert (low, high) == (None, None)


@given(many)
def test_times_and_their_intervals_are_lifelines(told):
    """When lifelines' curve and its band come down to a half and a tenth."""
    (found,) = quantiles(pairs(told), 1000, by=[]).iter_rows(named=True)
    waited, answered = arrays(pairs(told))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        fitted = KaplanMeierFitter().fit(waited, answered)
    band = fitted.confidence_interval_survival_function_
    lines = fitted.survival_function_.iloc[:, 0], band.iloc[:, 0], band.iloc[:, 1]
    names = (("median_minutes", "median_low", "median_high"), ("p90_minutes", "p90_low", "p90_high"))
    for share, columns in zip((0.5, 0.1), names, strict=True):
        for line, column in zip(lines, columns, strict=True):
            inner = line[(lines[0] > 1e-9) & (lines[0] < 1 - 1e-9)] if "minutes" not in column else line
            below = inner[inner <= share + 1e-12]
            assert found[column] == (below.index[0] if len(below) else None)


@given(many)
def test_naive_figures_are_of_the_answered_alone(told):
    """As others count."""
    (found,) = quantiles(pairs(told), 1000, by=[]).iter_rows(named=True)
    answered = [waited for _, waited, is_answered in told if is_answered]

    if answered:
        assert found["naive_mean_minutes"] == near(np.mean(answered))
        assert found["naive_median_minutes"] == near(np.median(answered))
    else:
        assert found["naive_mean_minutes"] is found["naive_median_minutes"] is None


def test_the_naive_mean_is_too_short():
    """Ninety wait in vain, ten are answered at once: the mean of the answered hides it."""
    told = pairs([("a", 10.0, True)] * 10 + [("a", 5000.0, False)] * 90)
    (found,) = quantiles(told, 1000).iter_rows(named=True)

    assert (found["naive_mean_minutes"], found["median_minutes"]) == (10.0, None)
    assert found["within_3d"] == near(0.1)
    assert found["within_3d_low"] < 0.1 < found["within_3d_high"]
    assert found["within_5d"] is None


@given(many)
def test_groups_are_what_they_are_alone(told):
    """By several columns, of which one may be unknown."""
    table = pairs(told).with_columns(topic=pl.when(pl.col("waited") > 2000).then(pl.lit("slow")))
    found = quantiles(table, 1000, by=["agency", "topic"])

    assert found.columns[:2] == ["agency", "topic"]
    for row in found.iter_rows(named=True):
        part = table.filter(pl.col("agency") == row["agency"], pl.col("topic").eq_missing(pl.lit(row["topic"])))
        assert quantiles(part, 1000, by=[]).row(0) == tuple(row.values())[2:]


def test_nobody_at_all():
    """No rows, no groups."""
    nothing = pairs([("a", 1.0, True)]).clear()

    assert quantiles(nothing, 1000, by=[]).height == quantiles(nothing, 1000).height == 0
    assert logrank(nothing, ["agency"]).row(0) == (0, 0, 0, None, None, None)
    assert pairwise(nothing, ["agency"]).columns == ["agency_a", "agency_b", *COMPARED]


# ------------------------------------------------------------------------------------------------ log-rank


@given(many)
def test_logrank_is_lifelines(told):
    """Statistic and p of several groups; where a group can't be compared, lifelines still counts a degree of freedom."""
    table = pairs(told)
    (found,) = logrank(table, ["agency"]).iter_rows(named=True)
    waited, answered = arrays(table)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        expected = multivariate_logrank_test(waited, table["agency"].to_numpy(), answered)
    if found["statistic"] is None:
        assert expected.test_statistic == near(0)
        return
    assert found["statistic"] == near(expected.test_statistic)
    if found["df"] == found["groups"] - 1:
        assert found["p"] == near(expected.p_value)
    else:
        assert found["p"] == near(stats.chi2.sf(expected.test_statistic, found["df"]))


@given(many)
def test_two_groups_are_scipys(told):
    """SciPy gives the root of the statistic."""
    table = pairs(told).filter(pl.col("agency").is_in(["a", "b"]))
    samples = [
        stats.CensoredData(uncensored=waited[answered], right=waited[~answered])
        for waited, answered in (arrays(table.filter(agency=name)) for name in "ab")
    ]
    (found,) = logrank(table, ["agency"]).iter_rows(named=True)
    if found["statistic"] is not None:
        expected = stats.logrank(*samples)
        assert found["statistic"] == near(expected.statistic**2)
        assert found["p"] == near(expected.pvalue)


@given(many)
def test_pairs_are_lifelines(told):
    """Each two groups by themselves, corrected by Holm's steps as the book has them."""
    table = pairs(told)
    found = pairwise(table, ["agency"])
    waited, answered = arrays(table)
    if table["agency"].n_unique() < 2:
        assert found.is_empty()
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        expected = pairwise_logrank_test(waited, table["agency"].to_numpy(), answered).summary
    for row in found.iter_rows(named=True):
        if row["statistic"] is not None:
            told_there = expected.loc[(row["agency_a"], row["agency_b"])]
            assert (row["statistic"], row["p"]) == near((told_there["test_statistic"], told_there["p"]))
    ordered = sorted(p for p in found["p"] if p is not None)
    steps = [min(1.0, max((len(ordered) - i) * p for i, p in enumerate(ordered[: k + 1]))) for k in range(len(ordered))]
    assert sorted(p for p in found["p_holm"] if p is not None) == near(steps)


def test_holm_by_hand():
    """Four values, one unknown."""
    found = pl.DataFrame({"p": [0.02, None, 0.01, 0.9]}).select(holm(pl.col("p"))).to_series()

    assert found.fill_null(-1).to_list() == near([0.04, -1, 0.03, 0.9])


@given(many, st.integers(1, 1000))
def test_only_the_order_counts(told, factor):
    """In hours or in minutes, the test says the same; in another order of the rows, too."""
    table = pairs(told)
    stretched = table.with_columns(pl.col("waited") * factor).reverse()
    (one,), (other,) = (logrank(some, ["agency"]).fill_null(-1).rows() for some in (table, stretched))

    assert one == near(other)
