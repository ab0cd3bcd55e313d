"""What stays when positions are dealt anew, and how often chance is called a camp."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suara.analyse.discourse.chance import judged
from suara.analyse.discourse.debate import dealt, debate
from suara.analyse.discourse.networks import one_mode
from suara.analyse.discourse.selection import select
from suara.errors import InputError

statements = st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("uvw"), st.integers(0, 1)), max_size=25)
SCHEMA = {"organisation": pl.String, "concept": pl.String, "qualifier": pl.Int64}


def said(rows) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


@pytest.mark.parametrize("normalisation", ["none", "average", "jaccard", "cosine"])
def test_a_debate_is_its_two_networks(normalisation):
    """As `suara discourse` makes them, on a scale, too."""
    rng = np.random.default_rng(2)
    rows = [(f"a{rng.integers(6)}", f"c{rng.integers(4)}", int(rng.integers(-2, 3))) for _ in range(40)]
    selected = select(said(rows))
    found = debate(selected, normalisation)
    for aggregation in ("congruence", "conflict"):
        network = one_mode(selected, aggregation=aggregation, normalisation=normalisation)
        assert np.allclose(getattr(found, aggregation).toarray(), network.values.toarray())


@given(statements, st.integers(0, 5))
def test_who_speaks_about_what_stays(rows, seed):
    """The sum of congruence and conflict of each two, and the positions on a concept that one actor alone speaks about."""
    selected = select(said(rows))
    before, after = debate(selected), dealt(selected, np.random.default_rng(seed))

    total = before.congruence + before.conflict
    assert np.allclose(total.toarray(), (after.congruence + after.conflict).toarray())
    assert after.actors.equals(before.actors)


def test_positions_are_dealt_and_none_is_lost():
    """One of four disagrees: always one does, and it isn't always the same one."""
    selected = select(said([("a", "u", 0), ("b", "u", 1), ("c", "u", 1), ("d", "u", 1), ("d", "u", 1)]))
    alone = set()
    for seed in range(40):
        conflict = dealt(selected, np.random.default_rng(seed), "none").conflict.toarray()
        one = int(np.argmax((conflict > 0).sum(axis=1)))
        assert (conflict[one] > 0).sum() == 3
        alone.add(one)

    assert alone == {0, 1, 2, 3}


def test_noise_is_seldom_called_a_camp():
    """Of debates at random about one in twenty has p below .05; planted camps have the least p there is."""
    p = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        rows = [(f"a{i}", f"c{j}", int(rng.integers(2))) for i in range(7) for j in range(5) if rng.random() < 0.7]
        p.append(judged(select(said(rows)), draws=19).measures["p"].to_list())
    camps = [(f"a{i}", f"c{j}", int(i % 2 == j % 2)) for i in range(8) for j in range(5)]

    for which in range(3):
        assert sum(values[which] <= 0.05 for values in p) <= 6
    assert judged(select(said(camps)), draws=39).measures["p"].to_list() == pytest.approx([1 / 40] * 3)


def test_camps_that_seldom_meet_are_told_from_chance():
    """Forty actors who speak about two or three of eight concepts each, and stray from their side now and then."""
    rng = np.random.default_rng(3)
    rows = []
    for i in range(40):
        for j in rng.choice(8, 3, replace=False):
            rows.append((f"a{i:02}", f"c{j}", int((i % 2 == j % 2) != (rng.random() < 0.1))))
    found = judged(select(said(rows)), draws=39, restarts=2)

    assert found.of("modularity")["p"] == pytest.approx(1 / 40)
    assert found.of("frustration")["p"] == pytest.approx(1 / 40)


def test_nothing_to_judge():
    """One actor, or nobody who shares a concept."""
    for rows in ([], [("a", "u", 1)], [("a", "u", 1), ("b", "v", 1)]):
        found = judged(select(said(rows)), draws=5)
        assert found.of("polarisation") == {
            "measure": "polarisation", "value": None, "expected": None, "low": None, "high": None, "p": None, "draws": 0,
        }  # fmt: skip
        assert "too few for 2 camps" in found.found.reason
    with pytest.raises(InputError, match="not words"):
        judged(select(said([]).with_columns(qualifier=pl.lit("for"))), draws=5)
