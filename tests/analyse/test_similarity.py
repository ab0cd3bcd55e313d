"""Near-duplicates: as brute force finds them, whatever the order, and quick where texts are hostile."""

import random
import string
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suara.analyse import _similarity as similarity
from suara.analyse._similarity import near_duplicates

WORDS = ["zq" + letter for letter in string.ascii_lowercase]  # words that mean nothing but themselves


def groups(texts: list[str], **options) -> set[frozenset[int]]:
    """The rows of each group."""
    found = near_duplicates(pl.Series(texts, dtype=pl.String), **options).drop_nulls("group")
    return {frozenset(rows) for rows in found.group_by("group").agg("row")["row"].to_list()}


def alike(one: str, two: str, length: int) -> float:
    """The Jaccard similarity of two texts, written down as the definition says."""
    sets = []
    for text in (one, two):
        words = text.split()
        runs = [tuple(words[i : i + length]) for i in range(max(len(words) - length + 1, 1))]
        sets.append({run for run in runs if run})
    return len(sets[0] & sets[1]) / len(sets[0] | sets[1]) if sets[0] | sets[1] else 0.0


def by_brute_force(texts: list[str], threshold: float, length: int) -> set[frozenset[int]]:
    """Groups by comparing all with all."""
    group = {i: {i} for i, text in enumerate(texts) if text.split()}
    for i, j in combinations(group, 2):
        if alike(texts[i], texts[j], length) >= threshold:
            together = group[i] | group[j]
            group |= dict.fromkeys(together, together)
    return set(map(frozenset, group.values()))


texts = st.lists(st.lists(st.sampled_from(WORDS[:4]), max_size=7).map(" ".join), max_size=12)


@settings(max_examples=30)
@given(texts, st.integers(1, 3))
def test_identical_sets_are_what_brute_force_finds(rows, length):
    """At a threshold of 1 nothing is left to chance."""
    assert groups(rows, threshold=1.0, shingle=length) == by_brute_force(rows, 1.0, length)


@settings(max_examples=30)
@given(texts, st.sampled_from([0.3, 0.5, 0.8]), st.integers(1, 3))
def test_no_more_than_brute_force_finds(rows, threshold, length):
    """A group lies within one of brute force: no pair below the threshold is joined."""
    whole = by_brute_force(rows, threshold, length)

    assert all(any(group <= other for other in whole) for group in groups(rows, threshold=threshold, shingle=length))


def test_what_brute_force_finds_in_texts_of_a_length():
    """Twenty texts, each in five wordings: all found that are there to be found."""
    rng = random.Random(3)
    rows = [
        " ".join(rng.choice(WORDS) if rng.random() < change else word for word in body)
        for body in ([rng.choice(WORDS) for _ in range(60)] for _ in range(20))
        for change in (0, 0.01, 0.03, 0.03, 0.08)
    ]
    expected = by_brute_force(rows, 0.7, 2)

    assert groups(rows, threshold=0.7, shingle=2) == expected
    assert 20 < len(expected) < 60


@settings(max_examples=30)
@given(texts, st.randoms(use_true_random=False))
def test_identical_texts_share_a_group_in_any_order(rows, rng):
    """Who is with whom doesn't depend on where a text stands."""
    rows = rows + rows[:2]
    order = list(range(len(rows)))
    rng.shuffle(order)
    found = near_duplicates(pl.Series(rows, dtype=pl.String))
    again = near_duplicates(pl.Series([rows[i] for i in order], dtype=pl.String))

    assert {frozenset(order[i] for i in group) for group in groups([rows[i] for i in order])} == groups(rows)
    assert sorted(again["size"].to_list(), key=str) == sorted(found["size"].to_list(), key=str)
    for i, j in combinations(range(len(rows)), 2):
        if rows[i] == rows[j]:
            assert found["group"][i] == found["group"][j]


@pytest.mark.parametrize(("threshold", "above", "below"), [(0.5, 12, 15), (0.8, 4, 6), (0.9, 2, 4)])
def test_recall_of_planted_pairs(threshold, above, below):
    """Of 1,000 pairs that just reach the threshold at least 95 in 100 are found, and none of 1,000 well below it."""
    rng = np.random.default_rng(5)
    pairs = []
    for changed in [above] * 1000 + [below] * 1000:  # words at the end, of 40
        body, more = (["zq" + letters(int(x)) for x in rng.integers(1 << 37, size=40)] for _ in range(2))
        pairs.append((" ".join(body), " ".join(body[:-changed] + more[:changed])))
    shares = [alike(*pair, 3) for pair in pairs[999:1001]]
    found = near_duplicates(pl.Series([text for pair in pairs for text in pair]), threshold)
    joined = (found["group"].gather_every(2) == found["group"].gather_every(2, offset=1)).to_list()

    assert shares[0] - 0.025 < threshold <= shares[0]
    assert shares[1] < threshold - 0.05
    assert sum(joined[:1000]) >= 950
    assert sum(joined[1000:]) == 0


def letters(number: int) -> str:
    return "".join(string.ascii_lowercase[number // 26**k % 26] for k in range(8))


def test_a_bucket_is_not_compared_all_with_all(monkeypatch):
    """2,000 texts that agree in each band: the pairs compared grow with the texts, not with their square."""
    compared = 0
    exact = similarity.jaccard

    def counting(sets, matrix, one, two):
        nonlocal compared
        compared += len(one)
        return exact(sets, matrix, one, two)

    monkeypatch.setattr(similarity, "jaccard", counting)
    body = " ".join(WORDS)
    rows = [f"{body} zqq{letters(i)}" for i in range(2000)]

    assert near_duplicates(pl.Series(rows))["size"].to_list() == [2000] * 2000
    assert compared < 5 * 2000


@pytest.mark.slow
def test_many_identical_texts():
    """200,000 times the same text is one text."""
    found = near_duplicates(pl.Series(["mohon maaf atas ketidaknyamanannya kak"] * 200_000))

    assert found["size"].unique().to_list() == [200_000]


def test_words_of_any_length_and_nothing_at_all():
    """A word of 100,000 letters is a word; what has no word has no group."""
    long = "a" * 100_000
    rows = [f"{long} b c", f"{long} b c", long[:-1], None, "", "!?", "@warga https://x.y", "\u202e\x00"]
    found = near_duplicates(pl.Series(rows))

    assert found["group"].to_list() == [1, 1, 2, None, None, None, None, None]
    assert found["size"].to_list() == [2, 2, 1, None, None, None, None, None]


def test_texts_shorter_than_a_shingle():
    """They are alike only where they are the same words in the same order."""
    assert groups(["padam lagi", "Padam LAGI!", "lagi padam", "padam"]) == {
        frozenset([0, 1]), frozenset([2]), frozenset([3]),
    }  # fmt: skip


def test_links_and_mentions_do_not_count():
    """Nor does how words are written."""
    assert groups(["@a lampu padam sdh 3 jam https://t.co/x", "lampu padam sudah 3 jam @b"]) == {frozenset([0, 1])}


def test_only_within_a_label():
    """The same text of two agencies is two templates."""
    found = near_duplicates(pl.Series(["lampu padam lagi"] * 3), within=pl.Series(["a", "b", "a"]))

    assert found["group"].to_list() == [1, 2, 1]
    assert found["size"].to_list() == [2, 1, 2]


def test_blocks_change_nothing(monkeypatch):
    """Texts are worked on some at a time."""
    rng = random.Random(1)
    rows = pl.Series([" ".join(rng.choices(WORDS[:6], k=rng.randrange(9))) for _ in range(300)])
    whole = near_duplicates(rows, 0.5)
    monkeypatch.setattr(similarity, "_BLOCK", 200)
    monkeypatch.setattr(similarity, "_PAIRS", 7)

    assert near_duplicates(rows, 0.5).equals(whole)
    assert whole["size"].max() > 3


@pytest.mark.parametrize(
    "options", [{"threshold": 0.05}, {"threshold": 1.1}, {"threshold": float("nan")}, {"shingle": 0}]
)
def test_what_makes_no_sense(options):
    """It is refused."""
    with pytest.raises(ValueError, match="threshold"):
        near_duplicates(pl.Series(["a"]), **options)
