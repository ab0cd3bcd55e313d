"""What chance gives: worked out as shuffling finds it, and as counting by hand does."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suara.analyse.coordination.chance import by_chance, shuffled
from suara.analyse.coordination.expected import PRIOR, e_value, expected
from suara.analyse.coordination.pairs import Paired
from suara.analyse.coordination.rules import Rules
from suara.analyse.coordination.shares import SHARES, Coded
from suara.analyse.coordination.weights import weigh

DAY = datetime(2026, 1, 1, tzinfo=UTC)
NOBODY = pl.DataFrame(schema={"account": pl.Int64, "partner": pl.Int64})
NOTHING = pl.DataFrame(schema={"object": pl.Int64})


def coded(rows) -> Coded:
    """Shares of rows of object, account, post and seconds after midnight."""
    timed = [(o, a, p, DAY + timedelta(seconds=s)) for o, a, p, s in rows]
    return Coded.of(pl.DataFrame(timed, schema=SHARES, orient="row"))


def tie(shares: Coded, *names: str) -> pl.DataFrame:
    """The tie of two accounts by their numbers."""
    numbers = [shares.accounts.to_list().index(name) for name in names]
    return pl.DataFrame({"account": [numbers[0]], "partner": [numbers[1]]})


CLOCK = [("w", f"z{i}", f"q{i}", 3_000 * i) for i in range(6)] + [("w", "y", "r", 3_010)]
"""Posts of others on that day: 21 pairs of them, one of which is within a minute."""


def test_by_the_clock_as_counted_by_hand():
    """Two things that a (twice, once) and b (once, once) shared: 3 chances of 1 in 21."""
    rows = [("u", "a", "1", 0), ("u", "a", "2", 9), ("u", "b", "3", 5), ("v", "a", "4", 99), ("v", "b", "5", 98)]
    shares = coded(rows + CLOCK)
    found = expected(shares, tie(shares, "a", "b"), NOTHING, 60)

    assert found["by_clock"].item() == pytest.approx(3 / 21)


def test_days_are_by_themselves():
    """What two accounts shared on different days isn't expected to be near."""
    rows = [("u", "a", "1", 0), ("u", "b", "2", 86_400)]
    shares = coded(rows + CLOCK)

    assert expected(shares, tie(shares, "a", "b"), NOTHING, 60)["by_clock"].item() == 0


def test_by_usual_haste_as_counted_by_hand():
    """Of four other objects of two shares each, three were shared at once; the clock's rate is added PRIOR times."""
    others = [
        (f"o{i}", f"c{i}{j}", f"{i}{j}", 3_600 * i + (900 if i == 3 else 1) * j) for i in range(4) for j in range(2)
    ]
    rows = [("u", "a", "1", 80_000), ("u", "b", "2", 80_001)]
    shares = coded(rows + others)
    tied = tie(shares, "a", "b")
    evidence = weigh(Paired.of(shares, 60, participation=1)).evidence(tied)
    clock = 3 / 28  # of the eight other posts

    found = expected(shares, tied, evidence, 60)["by_haste"].item()

    assert found == pytest.approx((3 + PRIOR * clock) / (4 + PRIOR))


def test_a_group_does_not_make_its_own_haste_a_usual_one():
    """However many objects a group alone shares at once."""
    rows = [(f"u{i}", a, f"{a}{i}", 3_000 * i + j) for i in range(20) for j, a in enumerate("ab")]
    shares = coded(rows + CLOCK)
    tied = tie(shares, "a", "b")
    evidence = weigh(Paired.of(shares, 60)).evidence(tied)

    assert expected(shares, tied, evidence, 60)["by_haste"].item() == pytest.approx(20 * 1 / 21)  # by the clock alone


def test_the_clock_is_what_shuffling_finds():
    """All orders of five times among five posts of others: 60 s apart in as many as the rate says."""
    seconds = [0, 30, 400, 430, 900]
    shares = coded(
        [("w", f"z{i}", f"q{i}", s) for i, s in enumerate(seconds)] + [("u", "a", "1", 0), ("u", "b", "2", 0)]
    )
    near = [abs(one - two) <= 60 for one, two, *_ in permutations(seconds)]

    assert expected(shares, tie(shares, "a", "b"), NOTHING, 60)["by_clock"].item() == pytest.approx(np.mean(near))


shares_of_days = st.lists(
    st.tuples(st.sampled_from("uv"), st.sampled_from("abc"), st.integers(0, 200_000)), max_size=20
)


@given(shares_of_days, st.integers(0, 2**32))
def test_shuffling_keeps_who_shares_what_on_which_day(rows, seed):
    """And the times of each day; the shares stay sorted."""
    before = coded([(o, a, f"{a}{s}", s) for o, a, s in rows])
    after = shuffled(before, np.random.default_rng(seed))

    def told(shares: Coded) -> list:
        day = shares.time // 86_400_000_000
        return sorted(
            zip(shares.object.tolist(), shares.account.tolist(), shares.post.tolist(), day.tolist(), strict=True)
        )

    def times(shares: Coded) -> list:
        return sorted(
            {(p, t) for p, t in zip(shares.post.tolist(), shares.time.tolist(), strict=True)}, key=lambda x: x[1]
        )

    assert told(before) == told(after)
    assert [t for _, t in times(before)] == [t for _, t in times(after)]
    assert (np.lexsort((after.post, after.time, after.object)) == np.arange(len(after))).all()


def test_ties_by_chance_are_the_mean_of_the_shuffles():
    """A pair that is always the only one of its day stays; without shuffles nothing is said."""
    shares = coded([("u", "a", "1", 0), ("u", "b", "2", 1)])
    weights = pl.Series("weight", [1], dtype=pl.Int64)

    assert by_chance(shares, weights, Rules(participation=1)).rows() == [(1, 1, 1.0)]
    assert by_chance(shares, weights, Rules(participation=1, shuffles=0)).rows() == [(1, 1, None)]
    assert by_chance(coded([]), weights.clear(), Rules()).is_empty()


def test_e_value_is_poissons():
    """As many ties, times P(X >= 2 | X >= 1) of a Poisson variable; of what must happen, all of them."""
    row = {"posts": [2, 1], "partner_posts": [7, 1], "by_clock": [0.5, 0.0], "by_haste": [0.1, 0.0]}
    at_least_two = 1 - np.exp(-0.5) * 1.5
    found = e_value(pl.DataFrame(row), 100).to_list()

    assert found == pytest.approx([100 * at_least_two / (1 - np.exp(-0.5)), 100])
