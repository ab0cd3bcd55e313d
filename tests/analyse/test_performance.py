"""How good codes are: other libraries' figures, samples worked out by hand, intervals that hold the truth."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta
from sklearn.metrics import precision_recall_fscore_support

from suara.analyse.coders.performance import DESIGN, FIGURES, PERFORMANCE, corrections, table

TOPICS = ["slow", "rude"]
NO_DESIGN = pl.DataFrame(schema={**DESIGN, "codebook": pl.String})


def codes(given: list[set[str]], **more: str) -> pl.DataFrame:
    """Which codes posts have: a row a code, one with null for none."""
    rows = [(f"x:{at}", "b", topic) for at, topics in enumerate(given) for topic in (sorted(topics) or [None])]
    table = pl.DataFrame(rows, schema={"post": pl.String, "codebook": pl.String, "topic": pl.String}, orient="row")
    return table.with_columns(pl.lit(value).alias(name) for name, value in more.items())


def of(hand: list[set[str]], found: list[set[str]], design: pl.DataFrame = NO_DESIGN) -> dict[str | None, dict]:
    """The rows by topic, or by kind."""
    made = table(codes(hand), codes(found, by="words").drop_nulls("topic"), design, {"b": {"words": TOPICS}})
    assert made.schema == PERFORMANCE
    return {row["topic"] or row["kind"]: row for row in made.rows(named=True)}


def designed(*strata: tuple[str, int, int]) -> pl.DataFrame:
    """Posts in turn: the name of a stratum, how many of its posts were reviewed, how many it had."""
    rows = [("b", "s", name, size) for name, many, size in strata for _ in range(many)]
    table = pl.DataFrame(rows, schema=["codebook", "sample", "stratum", "stratum_posts"], orient="row")
    return table.with_columns(post=pl.format("x:{}", pl.int_range(pl.len())))


sets = st.sets(st.sampled_from(TOPICS))


@settings(deadline=None)
@given(st.lists(st.tuples(sets, sets), min_size=1, max_size=30))
def test_unweighted_figures_are_those_of_scikit_learn(pairs):
    """Each code, the mean over codes and all decisions together."""
    hand, found = map(list, zip(*pairs, strict=True))
    rows = of(hand, found)
    truth, said = ([[topic in one for topic in TOPICS] for one in side] for side in (hand, found))
    for topic, *expected in zip(
        TOPICS, *precision_recall_fscore_support(truth, said, zero_division=np.nan), strict=True
    ):
        *figures, support = expected
        assert rows[topic]["by_hand"] == support
        assert [rows[topic][name] for name in FIGURES] == [
            None if np.isnan(value) else pytest.approx(value) for value in figures
        ]
    *micro, _ = precision_recall_fscore_support(truth, said, average="micro", zero_division=np.nan)
    assert [rows["micro"][name] for name in FIGURES] == [
        None if np.isnan(value) else pytest.approx(value) for value in micro
    ]
    f1 = [rows[topic]["f1"] for topic in TOPICS if rows[topic]["f1"] is not None]
    assert rows["macro"]["f1"] == (pytest.approx(sum(f1) / len(f1)) if f1 else None)


def test_posts_stand_for_those_of_their_stratum():
    """4 of 20 coded posts were reviewed, 3 right; 4 of 80 others, 1 missed: 15 right, 5 wrong, 20 missed."""
    hand = [{"slow"}] * 3 + [set()] + [{"slow"}] + [set()] * 3
    found = [{"slow"}] * 4 + [set()] * 4
    slow = of(hand, found, designed(("slow", 4, 20), ("(none)", 4, 80)))["slow"]

    assert (slow["by_hand"], slow["found"], slow["right"], slow["weighted"]) == (4, 4, 3, True)
    assert slow["precision"] == pytest.approx(15 / 20)
    assert slow["recall"] == pytest.approx(15 / 35)
    assert slow["f1"] == pytest.approx(2 * 15 / (20 + 35))


def test_a_part_that_was_not_reviewed_is_like_the_rest_of_its_stratum():
    """Whoever reviews half of the posts of a stratum gets the same figures."""
    hand = ([{"slow"}] * 3 + [set()]) * 2 + ([{"slow"}] + [set()] * 3) * 2
    found = [{"slow"}] * 8 + [set()] * 8
    whole = of(hand, found, designed(("slow", 8, 20), ("(none)", 8, 80)))["slow"]
    half = of(hand[:4] + hand[8:12], found[:4] + found[8:12], designed(("slow", 4, 20), ("(none)", 4, 80)))["slow"]

    assert [half[name] for name in FIGURES] == [pytest.approx(whole[name]) for name in FIGURES]
    assert half["recall_high"] - half["recall_low"] > whole["recall_high"] - whole["recall_low"]


def test_where_all_posts_were_reviewed_nothing_is_uncertain():
    """The interval is the figure."""
    row = of([{"slow"}, set(), {"slow"}], [{"slow"}, {"slow"}, set()], designed(("(all)", 3, 3)))["slow"]

    for name in FIGURES:
        assert row[f"{name}_low"] == pytest.approx(row[name]) == row[f"{name}_high"]


def test_precision_of_a_simple_sample_has_the_interval_of_jeffreys():
    """Brown, Cai and DasGupta 2001; SciPy's beta distribution."""
    row = of([{"slow"}] * 17 + [set()] * 3, [{"slow"}] * 20)["slow"]

    assert row["precision_low"] == pytest.approx(beta.ppf(0.025, 17.5, 3.5), abs=0.01)
    assert row["precision_high"] == pytest.approx(beta.ppf(0.975, 17.5, 3.5), abs=0.01)


def test_recall_stays_uncertain_while_few_posts_without_the_code_were_seen():
    """None of 20 was missed, but 20 of 100,000 say little."""
    row = of([{"slow"}] * 20 + [set()] * 20, [{"slow"}] * 20 + [set()] * 20, designed(("s", 20, 200), ("n", 20, 10**5)))
    slow = row["slow"]

    assert slow["recall"] == 1
    assert slow["recall_low"] < 0.2
    assert slow["precision_low"] > 0.8


def test_a_code_that_nobody_gave_says_nothing():
    """It isn't 0, and isn't in the mean."""
    rows = of([{"slow"}, set()], [{"slow"}, set()])

    assert [rows["rude"][name] for name in (*FIGURES, "f1_low")] == [None] * 4
    assert rows["macro"]["f1"] == 1
    assert table(codes([]), codes([], by="words"), NO_DESIGN, {"b": {"words": TOPICS}}).is_empty()


def test_posts_that_were_not_drawn_dont_count_beside_those_that_were():
    """Nobody knows what they stand for."""
    hand, found = [{"slow"}, set(), {"slow"}], [{"slow"}, set(), set()]
    row = of(hand, found, designed(("s", 1, 10), ("n", 1, 10)))["slow"]

    assert (row["posts"], row["by_hand"], row["recall"]) == (2, 1, 1.0)


def test_two_samples_count_by_what_was_reviewed_of_them():
    """One of 1 post that is right, one of 3 of which one is: 10 * 1/4 right, and 10 * 3/4 * 1/3."""
    first = designed(("a", 1, 10))
    second = designed(("a", 4, 10)).filter(pl.col("post") != "x:0").with_columns(sample=pl.lit("t"))
    row = of([{"slow"}, {"slow"}, set(), set()], [{"slow"}] * 4, pl.concat([first, second]))["slow"]

    assert row["precision"] == pytest.approx((10 / 4 + 10 * 3 / 4 / 3) / 10)


def test_intervals_hold_the_truth():
    """Of 100 samples of 200 posts from posts that are known, nearly all."""
    rng = np.random.default_rng(2)
    truth = rng.random(5000) < 0.1
    found = np.where(truth, rng.random(5000) < 0.7, rng.random(5000) < 0.02)
    right = (truth & found).sum()
    figures = (right / found.sum(), right / truth.sum(), 2 * right / (truth.sum() + found.sum()))
    expected = dict(zip(FIGURES, figures, strict=True))
    held = dict.fromkeys(FIGURES, 0)
    for _ in range(100):
        drawn = np.concatenate([rng.choice(np.flatnonzero(found == has), 100, replace=False) for has in (True, False)])
        sets = ([{"slow"} if yes else set() for yes in side[drawn]] for side in (truth, found))
        row = of(*sets, designed(("s", 100, int(found.sum())), ("n", 100, int((~found).sum()))))["slow"]
        for name in FIGURES:
            held[name] += row[f"{name}_low"] <= expected[name] <= row[f"{name}_high"]

    assert min(held.values()) >= 88, held


def test_where_people_and_the_program_differ():
    """Also on posts that have none of the codes; what nobody reviewed isn't there."""
    found = codes([{"slow"}, {"slow"}, {"rude"}, {"slow"}], by="words", evidence="lama")
    differ = corrections(codes([{"slow", "rude"}, set(), {"rude"}]), found)

    assert differ.select("topic", "kind", "post", "evidence").rows() == [
        ("rude", "missed", "x:0", None),
        ("slow", "wrongly", "x:1", "lama"),
    ]
