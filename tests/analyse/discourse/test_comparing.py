"""Two periods: what changed is what was changed, and chance is told from it."""

from datetime import datetime
from itertools import permutations

import numpy as np
import polars as pl
import pytest
from scipy import sparse

from suara.analyse.discourse._qap import correlated
from suara.analyse.discourse.comparing import compared, split
from suara.analyse.discourse.matrix import Matrix
from suara.analyse.discourse.selection import select

SCHEMA = {"organisation": pl.String, "concept": pl.String, "qualifier": pl.Int64}


def said(rows) -> pl.DataFrame:
    table = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    return table.with_columns(statement=pl.int_range(pl.len()).cast(pl.String))


def debate(sides, concepts="uvw"):
    """Each actor says its side's position on each concept."""
    return [(who, concept, side) for who, side in sides.items() for concept in concepts]


FIRST = {"a": 1, "b": 1, "c": 1, "x": 0, "y": 0, "z": 0}


def test_who_changed_side_is_told_with_the_statements():
    """One actor goes over; another leaves, and a new one comes."""
    second = {**FIRST, "c": 0, "n": 1}
    del second["z"]
    found = compared(select(said(debate(FIRST))), select(said(debate(second))), draws=49)
    turned = found.positions.filter(change="turned")

    assert turned.select("actor", "concept", "before", "after").rows() == [("c", k, 1.0, -1.0) for k in "uvw"]
    assert found.said.select("period", "organisation", "concept", "qualifier").rows() == [
        (period, "c", concept, side) for concept in "uvw" for period, side in (("before", 1), ("after", 0))
    ]
    changes = dict(found.members.select("actor", "change").rows())
    assert changes == {"a": "same", "b": "same", "c": "changed", "n": "new", "x": "same", "y": "same", "z": "gone"}
    by_change = found.ties.group_by("change").len().sort("change").rows()
    assert by_change == [("gone", 5), ("new", 5), ("same", 6), ("turned", 4)]
    assert found.agreement[0] < 1


def test_the_same_twice_has_not_changed():
    """Correlation, Rand index and mutual information 1, no difference of polarisation, p 1."""
    selected = select(said(debate(FIRST)))
    found = compared(selected, selected, draws=19)

    assert found.qap.correlation == pytest.approx(1)
    assert found.agreement == (1.0, 1.0)
    assert found.polarisation.difference == 0
    assert found.polarisation.p == 1
    assert found.ties["change"].unique().to_list() == ["same"]
    assert found.said.is_empty()


def test_a_debate_that_splits_is_told_from_chance():
    """Noise first, two camps then: polarisation grows, and no deal of statements does as much."""
    rng = np.random.default_rng(4)
    actors = [f"a{i}" for i in range(8)]
    first = [(who, f"c{k}", int(rng.integers(2))) for who in actors for k in range(6)]
    second = debate({who: i % 2 for i, who in enumerate(actors)}, [f"c{k}" for k in range(6)])
    found = compared(select(said(first)), select(said(second)), draws=49).polarisation

    assert found.difference > found.high > 0 > found.low
    assert found.p == pytest.approx(1 / 50)


def test_qap_is_judged_by_all_permutations():
    """The correlation is NumPy's, and p is about that of all 720 orders."""
    rng = np.random.default_rng(0)
    names = pl.Series([f"a{i}" for i in range(6)])
    half = np.triu(rng.integers(0, 3, (6, 6)), 1).astype(float)
    one = half + half.T
    other = one + np.where(rng.random((6, 6)) < 0.2, 1, 0) * (1 - np.eye(6))
    other = np.maximum(other, other.T)
    off = ~np.eye(6, dtype=bool)

    def value(order):
        return np.corrcoef(one[off], other[np.ix_(order, order)][off])[0, 1]

    networks = (Matrix(names, names, sparse.csr_array(m), 0, one_mode=True) for m in (one, other))
    found = correlated(*networks, draws=5_000, seed=1)
    every = np.array([value(list(order)) for order in permutations(range(6))])

    assert found.correlation == pytest.approx(value(range(6)))
    assert found.p == pytest.approx((np.abs(every) >= abs(value(range(6))) - 1e-9).mean(), abs=0.01)


def test_split_by_time():
    """What has no time is in neither period."""
    table = said([("a", "u", 1)] * 3).with_columns(
        time=pl.Series([datetime(2026, 1, 1), datetime(2026, 3, 1), None], dtype=pl.Datetime)
    )
    before, after = split(select(table), datetime(2026, 2, 1))

    assert (before.table.height, after.table.height) == (1, 1)


def test_an_empty_period():
    """Nothing is compared with nothing, in tables with columns."""
    full, none = select(said(debate(FIRST))), select(said([]))
    for periods in ((full, none), (none, full), (none, none)):
        found = compared(*periods, draws=5)
        assert found.qap.correlation is None
        assert found.polarisation.difference is None
        assert found.agreement is None
        assert found.positions.is_empty()
        assert found.ties.columns == ["source", "target", "before", "after", "change"]
        assert found.members.columns == ["actor", "before", "after", "change"]
