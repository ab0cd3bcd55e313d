"""Agreement between coders: published examples, other libraries, and what must always hold."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from suara.analyse.coders.agreement import AGREEMENT, Units, alpha, disagreements, kappa, table
from suara.coding.by_hand import decisions_of


def codings(*coders: str) -> pl.DataFrame:
    """What each coder gave to the posts in turn, a character each; "." is nothing."""
    rows = [(post, number, value) for number, line in enumerate(coders) for post, value in enumerate(line)]
    table = pl.DataFrame(rows, schema=["post", "coder", "value"], orient="row")
    return table.filter(pl.col("value") != ".")


@pytest.mark.parametrize(
    ("coders", "expected"),
    [
        (("0100000010", "1110010000"), 0.095),  # Krippendorff 2011, A: binary data, two observers
        (("aabbdcccedda", "babbbccceddd"), 0.692),  # B: nominal data, two observers
        (("123321412...", "1233224125.3", ".3332342251.", "12332441251."), 0.743),  # C: four, missing data
    ],
)
def test_published_alpha(coders, expected):
    """The worked examples of Krippendorff 2011, Computing Krippendorff's alpha-reliability."""
    assert round(alpha(codings(*coders)), 3) == expected


values = st.sampled_from("abc")


@settings(deadline=None)  # the first call loads scikit-learn
@given(st.lists(st.tuples(values, values), min_size=1, max_size=40))
def test_kappa_is_that_of_scikit_learn(pairs):
    """On any two coders; where it is 0 by 0 there it can't be told."""
    one, other = zip(*pairs, strict=True)
    found = kappa(codings("".join(one), "".join(other)))
    if len({*one, *other}) == 1:
        assert found is None
    else:
        assert found == pytest.approx(cohen_kappa_score(one, other))


lines = st.integers(2, 12).flatmap(
    lambda posts: st.lists(st.text("abc.", min_size=posts, max_size=posts), min_size=2, max_size=4)
)


@given(lines, st.randoms(use_true_random=False))
def test_neither_the_order_of_coders_nor_of_posts_matters(coders, random):
    """Alpha and kappa are the same for the same codings."""
    shuffled = random.sample(coders, len(coders))
    order = random.sample(range(len(coders[0])), len(coders[0]))
    moved = ["".join(line[at] for at in order) for line in shuffled]
    for measure in (alpha, kappa):
        before, after = measure(codings(*coders)), measure(codings(*moved))
        assert before == after if before is None else after == pytest.approx(before)


@given(st.text("abc", min_size=2, max_size=20), st.integers(2, 4))
def test_perfect_agreement_is_one(line, coders):
    """Unless nothing differs at all."""
    found = codings(*[line] * coders)
    expected = None if len(set(line)) == 1 else pytest.approx(1)

    assert alpha(found) == expected
    assert kappa(found) == expected


@given(lines)
def test_alpha_by_its_definition(coders):
    """1 - observed / expected disagreement, pair by pair as the paper defines it."""
    units = [[v for v in column if v != "."] for column in zip(*coders, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    pool = [v for unit in units for v in unit]
    observed = sum(
        sum(a != b for i, a in enumerate(unit) for j, b in enumerate(unit) if i != j) / (len(unit) - 1)
        for unit in units
    )
    expected = sum(a != b for i, a in enumerate(pool) for j, b in enumerate(pool) if i != j)
    found = alpha(codings(*coders))

    assert found == (pytest.approx(1 - (len(pool) - 1) * observed / expected) if expected else None)


def test_intervals_hold_what_is_drawn_again():
    """They are the same each time, hold the figure, and shrink with the number of posts."""
    few = Units.of(codings("aabbabab" * 2, "aabbabba" * 2)).estimate("alpha")
    many = Units.of(codings("aabbabab" * 40, "aabbabba" * 40)).estimate("alpha")

    assert few.low <= few.value <= few.high
    assert many.low <= many.value <= many.high
    assert many.high - many.low < few.high - few.low
    assert few == Units.of(codings("aabbabab" * 2, "aabbabba" * 2)).estimate("alpha")


def test_the_interval_covers_the_truth():
    """Of samples from coders that are known, nearly all intervals hold the agreement of all that they ever code."""
    rng = np.random.default_rng(1)
    truth = rng.integers(0, 2, 40_000)
    sees = [np.where(rng.random(len(truth)) < 0.85, truth, 1 - truth) for _ in range(2)]
    expected = cohen_kappa_score(*sees)
    held = 0
    for sample in rng.integers(0, len(truth), (60, 120)):
        found = codings(*("".join(map(str, coder[sample])) for coder in sees))
        _, low, high = Units.of(found).estimate("kappa")
        held += low <= expected <= high

    assert held >= 52


HAND = decisions_of(
    [
        ("x:1", "b", "slow", "ani"),
        ("x:1", "b", "slow", "budi"),
        ("x:2", "b", "slow", "ani"),
        ("x:2", "b", "rude", "ani"),
        ("x:2", "b", "slow", "budi"),
        ("x:3", "b", None, "ani"),
        ("x:3", "b", None, "budi"),
        ("x:4", "b", "rude", "ani"),
        ("x:5", "other", "rude", "ani"),
    ]
)


def test_a_row_a_code_and_one_a_book():
    """Codes are given or not; the book is the same where all codes are. What one person coded is no agreement."""
    found = table(HAND, {"b": ["slow", "rude", "levy"], "other": ["rude"]})

    assert found.schema == AGREEMENT
    assert found.select("codebook", "topic", "coders", "posts", "agreed").rows() == [
        ("b", None, 2, 3, pytest.approx(2 / 3)),
        ("b", "slow", 2, 3, 1.0),
        ("b", "rude", 2, 3, pytest.approx(2 / 3)),
        ("b", "levy", 2, 3, 1.0),
    ]
    assert found["kappa"].to_list() == [pytest.approx(0.5), 1.0, 0.0, None]


def test_nobody_has_coded():
    """No rows, with the columns."""
    assert table(HAND.clear(), {"b": ["slow"]}).schema == AGREEMENT
    assert alpha(codings("..", "..")) is None
    assert Units.of(codings("..")).agreed() is None


def test_where_coders_differ():
    """With what each gave, and the text."""
    found = disagreements(HAND, pl.DataFrame({"post": ["x:2"], "text": ["lama dan judes"]}))

    assert found.rows() == [("b", "x:2", "ani: rude, slow; budi: slow", "lama dan judes")]
