"""The noise-corrected backbone against the paper's equations, tie by tie, and against the authors' own wording of them."""

from fractions import Fraction
from math import sqrt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suara.analyse.backbone import noise_corrected

edges = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 20)), max_size=20)
SCHEMA = {"from": pl.String, "to": pl.String, "weight": pl.Int64}


def ties(rows) -> pl.DataFrame:
    return pl.DataFrame([(f"a{a}", f"a{b}", w) for a, b, w in rows], schema=SCHEMA, orient="row")


def slow(table: pl.DataFrame, authors: bool = False):
    """Directed ties in exact fractions: the score, and its standard deviation (None where there is none)."""
    weights: dict[tuple[str, str], int] = {}
    for a, b, w in table.iter_rows():
        if a != b:
            weights[a, b] = weights.get((a, b), 0) + w
    n = Fraction(sum(weights.values()))
    found = {}
    for (a, b), w in weights.items():
        out = Fraction(sum(v for ends, v in weights.items() if ends[0] == a))
        into = Fraction(sum(v for ends, v in weights.items() if ends[1] == b))
        kappa = n / (out * into)
        score = (kappa * w - 1) / (kappa * w + 1)
        mean = out * into / n**2
        variance = out * into * (n - out) * (n - into) / (n**4 * (n - 1)) if n > 1 else 0
        if variance == 0:
            found[a, b] = (float(score), None)
            continue
        alpha = mean**2 / variance * (1 - mean) - mean
        beta = mean / variance * ((1 - mean**2) if authors else (1 - mean) ** 2) - (1 - mean)
        p = (alpha + w) / (alpha + w + beta + n - w)
        slope = 1 / (out * into) - n * (out + into) / (out * into) ** 2
        by_weight = 2 * (kappa + w * slope) / (kappa * w + 1) ** 2
        spread = sqrt(p * (1 - p) * n) * abs(by_weight)
        found[a, b] = (float(score), spread or None)
    return found


@given(edges)
def test_agrees_with_the_equations(rows):
    """Score and deviation of any directed network."""
    found = noise_corrected.measure(ties(rows))
    expected = slow(ties(rows))

    assert len(expected) == found.height
    for a, b, _, score, deviation, sigmas in found.iter_rows():
        assert score == pytest.approx(expected[a, b][0])
        if expected[a, b][1] is None:
            assert deviation is None
            assert sigmas is None
        else:
            assert deviation == pytest.approx(expected[a, b][1], rel=1e-6)
            assert sigmas == pytest.approx(score / deviation)


def test_the_authors_program_differs_little_in_a_large_network():
    """Where no tie's ends hold much of all weight, its wording of the prior comes to the same."""
    rows = [(a, b, 1 + (a * 7 + b * 3) % 11) for a in range(30) for b in range(30) if (a + 2 * b) % 3]
    found = noise_corrected.measure(ties(rows))
    theirs = slow(ties(rows), authors=True)

    for a, b, _, score, deviation, _ in found.iter_rows():
        assert score == pytest.approx(theirs[a, b][0])
        assert deviation == pytest.approx(theirs[a, b][1], rel=0.01)


@given(edges)
def test_undirected_ties_are_ties_both_ways(rows):
    """They have the same figures as the directed network with each tie in both directions."""
    both = ties(rows + [(b, a, w) for a, b, w in rows])
    one, other = noise_corrected.measure(ties(rows), directed=False), noise_corrected.measure(both)
    joined = one.join(other, on=["from", "to"], how="left")

    assert joined["score"].to_list() == pytest.approx(joined["score_right"].to_list())
    assert joined["weight"].to_list() == joined["weight_right"].to_list()


def test_quiet_ties_stay_and_busy_ones_go():
    """Two hubs that anything would tie, and two quiet accounts that speak to each other only."""
    rows = [(0, i, 10) for i in range(2, 12)] + [(i, 1, 10) for i in range(2, 12)] + [(0, 1, 10), (20, 21, 5)]
    sigmas = {(a, b): s for a, b, *_, s in noise_corrected.measure(ties(rows)).iter_rows()}

    assert sigmas["a20", "a21"] > noise_corrected.DELTA > sigmas["a0", "a1"]


def test_nothing():
    """Without ties the table has its columns."""
    found = noise_corrected.measure(ties([]))

    assert found.columns == ["from", "to", "weight", "score", "deviation", "sigmas"]
    assert found.is_empty()
