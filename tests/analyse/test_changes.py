"""Change points: planted ones are found, none is found where nothing changes, and no cut is better than the one that is found."""

from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise

import numpy as np
import polars as pl
import pytest
import ruptures
from hypothesis import given
from hypothesis import strategies as st
from ruptures.base import BaseCost

from suara.analyse.timeline.changes import changes
from suara.analyse.timeline.periods import periods
from suara.analyse.timeline.rhythm import rhythm
from suara.analyse.timeline.segments import Observed, cuts, penalty, with_noise

START = datetime(2026, 3, 2, tzinfo=UTC)


def days(*counts: int) -> pl.DataFrame:
    whole = periods(START, START + timedelta(days=len(counts), microseconds=-1), "day", "UTC")
    return whole.with_columns(n=pl.Series(counts, dtype=pl.Int64))


def counted(counts) -> Observed:
    return Observed(np.array(counts, dtype=float), np.ones(len(counts)))


def deviance(observed: Observed, places: list[int]) -> float:
    """Of segments, each by itself and from the definition."""
    edges = [0, *places, observed.events.size]
    whole = 0.0
    for start, end in pairwise(edges):
        x, n = observed.events[start:end].sum(), observed.among[start:end].sum()
        ways = [(x, x / n)] + ([(n - x, 1 - x / n)] if observed.share else [])
        whole -= 2 * sum(k * np.log(p) for k, p in ways if k)
    return whole / observed.noise


def brute_force(observed: Observed, shortest: int, penalty: float) -> float:
    """The least that any way to cut costs."""
    size = observed.events.size
    ways = (c for k in range(size // shortest) for c in combinations(range(1, size), k))
    kept = (c for c in ways if all(b - a >= shortest for a, b in zip((0, *c), (*c, size), strict=True)))
    return min(deviance(observed, list(c)) + penalty * len(c) for c in kept)


small = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=4, max_size=12)


@given(small, st.booleans(), st.integers(2, 4), st.floats(0.1, 9))
def test_no_way_to_cut_is_better(drawn, share, shortest, cost):
    """Than what is found, of all there are."""
    events, rest = np.array(drawn, dtype=float).T
    observed = Observed(events, events + rest + 1 if share else rest + 1, share=share)

    found = cuts(observed, shortest=shortest, penalty=cost)

    if observed.events.size >= shortest:
        assert deviance(observed, found) + cost * len(found) == pytest.approx(
            brute_force(observed, shortest, cost), abs=1e-9
        )


class Poisson(BaseCost):
    """The same deviance, as ruptures takes it."""

    model, min_size = "poisson", 1

    def fit(self, signal):
        self.signal, self.sums = signal, np.concatenate([[0.0], np.cumsum(signal)])
        return self

    def error(self, start, end):
        x = self.sums[end] - self.sums[start]
        return -2 * x * np.log(x / (end - start)) if x else 0.0


@pytest.mark.parametrize("seed", range(8))
def test_ruptures_finds_the_same(seed):
    """PELT of ruptures, with the same cost and penalty."""
    random = np.random.default_rng(seed)
    levels = np.repeat(random.uniform(1, 30, 5), random.integers(8, 25, 5))
    series = random.poisson(levels)
    pelt = ruptures.Pelt(custom_cost=Poisson(), min_size=1, jump=1).fit(series.astype(float))

    found = cuts(counted(series), shortest=1, penalty=penalty(series.size))

    assert found == pelt.predict(pen=penalty(series.size))[:-1]


def test_planted_changes_are_found():
    """Where they are, with the levels that they have."""
    table = changes(days(*[5] * 20, *[20] * 15, *[8] * 25), "n", unit="day").table

    assert table["period"].to_list() == ["2026-03-22", "2026-04-06"]
    assert table["before"].to_list() == [5.0, 20.0]
    assert table["after"].to_list() == [20.0, 8.0]
    assert (table["before_low"] < table["before"]).all()
    assert (table["before"] < table["before_high"]).all()


@given(st.integers(0, 300), st.integers(14, 80))
def test_what_is_constant_has_no_change(level, length):
    """However much it is."""
    found = changes(days(*[level] * length), "n", unit="day")

    assert found.why is None
    assert found.table.is_empty()


def test_chance_is_rarely_taken_for_a_change():
    """In 200 series without one, also where they vary more than by chance."""
    random = np.random.default_rng(7)
    kinds = {
        "poisson": lambda: random.poisson(9, 70),
        "more varied": lambda: random.negative_binomial(3, 0.25, 70),
    }
    for kind, draw in kinds.items():
        wrong = sum(bool(cuts(with_noise(counted(draw())), shortest=7, penalty=penalty(70))) for _ in range(200))
        assert wrong <= 10, kind


@given(st.lists(st.integers(0, 60), min_size=30, max_size=60), st.integers(1, 400))
def test_the_date_makes_no_difference(counts, later):
    """The same series later has the same changes, later."""
    table = days(*counts)
    moved = table.with_columns(pl.col("start", "end") + timedelta(days=later))

    here, there = (changes(t, "n", unit="week").table for t in (table, moved))

    assert (here["start"] + timedelta(days=later)).equals(there["start"])
    assert here.drop("start", "since", "until", "period").equals(there.drop("start", "since", "until", "period"))


@pytest.mark.parametrize(("unit", "pattern"), [("day", [30] * 5 + [9] * 2), ("hour", [1] * 6 + [40] * 16 + [5] * 2)])
def test_a_rhythm_is_no_change(unit, pattern):
    """But a change of its level is, at its day."""
    random = np.random.default_rng(1)
    steady = random.poisson(pattern * 8)
    risen = random.poisson([*pattern * 8, *(3 * n for n in pattern * 8)])

    assert changes(days(*steady), "n", unit=unit).table.is_empty()
    (at,) = changes(days(*risen), "n", unit=unit).table["start"]
    assert abs((at - START).days - len(pattern) * 8) <= 3  # of a quiet weekend nobody can tell


def test_rhythm_takes_no_level_for_one():
    """A week that is ten times as busy says as much as another."""
    week = np.array([30, 30, 30, 30, 30, 9, 9], dtype=float)

    assert rhythm(np.concatenate([week, week, 10 * week, 10 * week]), "day") == pytest.approx(
        rhythm(np.tile(week, 4), "day"), abs=0.1
    )


def test_shares_change():
    """From 10 to 40 per cent; a period without a trial says nothing."""
    table = days(*[2] * 20, 0, *[8] * 20).with_columns(total=pl.Series([20] * 20 + [0] + [20] * 20))

    (row,) = changes(table, "n", unit="day", among="total").table.iter_rows(named=True)

    assert row["before"] == pytest.approx(0.1)
    assert row["after"] == pytest.approx(0.4)
    assert 0.07 < row["before_low"] < 0.1 < row["before_high"] < 0.14


def test_few_periods_tell_nothing():
    """And it is said."""
    found = changes(days(1, 2, 50), "n", unit="day")

    assert found.table.is_empty()
    assert found.why == "3 whole periods are too few to look for changes: it takes 14, as a level lasts at least 7"


def test_what_the_collection_does_not_cover_is_no_fall():
    """The last day has but an hour."""
    table = days(*[20] * 20, 1).with_columns(covered=pl.Series([1.0] * 20 + [0.04]))

    assert changes(table, "n", unit="day", shortest=2).table.is_empty()


def test_levels_have_the_score_interval():
    """Of counts: ends at which the score test is just not rejected; of shares Wilson's."""
    level, low, high = counted([4, 6]).level(0, 2)
    assert (level, 10 - 1.96 * (2 * low) ** 0.5) == (5.0, pytest.approx(2 * low, abs=1e-3))
    assert 10 + 1.96 * (2 * high) ** 0.5 == pytest.approx(2 * high, abs=1e-3)
    assert Observed(np.array([8.0]), np.array([10.0]), share=True).level(0, 1) == pytest.approx(
        (0.8, 0.4902, 0.9433), abs=1e-4
    )
    assert counted([0.0, 0.0]).level(0, 2) == pytest.approx((0.0, 0.0, 1.9207), abs=1e-3)
    assert Observed(np.zeros(2), np.zeros(2)).level(0, 2) == (None, None, None)
