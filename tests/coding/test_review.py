"""Samples of posts: the same for the same seed, every post with its chance, every stratum seen."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suara.coding.codebook import Code, Codebook
from suara.coding.review import LEAST, NONE, OTHERS, SHOWN, TOLD, draw, rarest_code, sheet
from suara.errors import DataError

BOOK = Codebook(name="b", codes=[Code(id="slow"), Code(id="rude")])


def strata(*sizes: int) -> pl.DataFrame:
    """Strata of these sizes, named by letters; the first is of posts without a code."""
    names = [None if n == 0 else chr(96 + n) for n, size in enumerate(sizes) for _ in range(size)]
    table = pl.DataFrame({"stratum": pl.Series(names, dtype=pl.String)})
    return table.select(post=pl.format("x:{}", pl.int_range(pl.len())), stratum="stratum")


many = st.lists(st.integers(0, 300), min_size=1, max_size=12).filter(sum)


@settings(deadline=None)
@given(many, st.integers(1, 200), st.integers(0, 3), st.randoms(use_true_random=False))
def test_samples(sizes, size, seed, random):
    """Of the size asked for, no post twice, each with its chance, and the same whatever order the posts come in."""
    posts = strata(*sizes)
    drawn = draw(posts, size, seed=seed, name="b")
    shuffled = posts[random.sample(range(posts.height), posts.height)]
    groups = drawn.group_by("stratum").agg(pl.len(), pl.col("stratum_posts", "probability").first())

    assert drawn.height == min(size, posts.height)
    assert drawn["post"].is_unique().all()
    assert draw(shuffled, size, seed=seed, name="b").equals(drawn)
    assert (groups["len"] / groups["stratum_posts"]).to_list() == pytest.approx(groups["probability"].to_list())
    assert groups.filter(pl.col("len") < pl.min_horizontal(LEAST, "stratum_posts")).is_empty() or size < LEAST
    assert groups["stratum_posts"].sum() == posts.height or groups.height < min(
        size // LEAST, posts["stratum"].n_unique()
    )


def test_what_a_sample_stands_for_is_all_posts():
    """The chances of the drawn posts, turned round, add up to all posts."""
    drawn = draw(strata(5000, 40, 7), 60, seed=1, name="b")

    assert drawn.select((1 / pl.col("probability")).sum()).item() == pytest.approx(5047)


def test_every_post_of_a_stratum_has_the_same_chance():
    """Over many seeds, each is drawn as often as its chance says."""
    times = np.zeros(30)
    for seed in range(400):
        drawn = draw(strata(20, 10), 9, seed=seed, name="b")
        times[drawn["post"].str.slice(2).cast(pl.Int64).to_numpy()] += 1
        chance = dict(drawn.select("name", "probability").unique().rows())
    expected = np.array([chance[NONE]] * 20 + [chance["a"]] * 10)
    off = (times / 400 - expected) / np.sqrt(expected * (1 - expected) / 400)

    assert np.abs(off).max() < 4


def test_another_seed_draws_other_posts():
    """And has another name, so that samples can be told apart."""
    one, other = (draw(strata(500), 20, seed=seed, name="b") for seed in (0, 1))

    assert set(one["post"]) != set(other["post"])
    assert one["sample"][0] != other["sample"][0]
    assert one["sample"].n_unique() == 1


def test_too_many_strata_are_brought_together():
    """The biggest stay; none is left out."""
    drawn = draw(strata(50, *[3] * 20), 10, seed=0, name="b")

    assert OTHERS in drawn["name"].to_list()
    assert NONE in drawn["name"].to_list()
    assert dict(drawn.select("name", "stratum_posts").unique().rows())[OTHERS] == 60 - 3 * 3


def test_nothing_to_draw_from():
    """It is said."""
    with pytest.raises(DataError, match="no posts to review"):
        draw(strata(0), 10, seed=0, name="b")


def test_the_rarest_code_of_a_post():
    """So that it is seen often enough."""
    codes = pl.DataFrame({"post": ["1", "1", "2", "3", "1"], "topic": ["slow", "rude", "slow", "slow", "rude"]})

    assert rarest_code(pl.Series(["3", "1", "9"]), codes).to_list() == ["slow", "rude", None]


POSTS = pl.DataFrame(
    {"post": ["x:1", "x:2"], "text": ["=lama\x00!", "b" * 40_000], "platform": "x", "created_at": None, "url": None}
).cast({"created_at": pl.Datetime("us", "UTC"), "url": pl.String})
CODES = pl.DataFrame({"post": ["x:1", "x:1"], "topic": ["slow", "slow"], "evidence": ["lama", None]})


def test_a_table_to_mark():
    """With what was found and the words that say so; what no file can hold is taken out, what is too long is cut."""
    drawn = draw(POSTS.select("post", stratum=pl.lit("a")), 2, seed=0, name="b").sort("post")
    table = sheet(drawn, POSTS, CODES, BOOK, blind=False)
    first, second = table.rows(named=True)

    assert table.columns == [*SHOWN, "code:slow", "code:rude", *TOLD]
    assert set(table.dtypes) == {pl.String}
    assert (first["text"], first["found"], first["words"]) == ("=lama !", "slow", "lama")
    assert (first["code:slow"], first["code:rude"], first["stratum_posts"]) == ("1", None, "2")
    assert len(second["text"]) < 32_767
    assert second["found"] is None


def test_a_blind_table_says_nothing_of_what_was_found():
    """The stratum does, so it is told by its number only."""
    drawn = draw(POSTS.select("post", stratum=pl.Series(["slow", None])), 2, seed=0, name="b")
    table = sheet(drawn, POSTS, CODES, BOOK, blind=True)

    assert table.select("found", "words", "code:slow", "code:rude").null_count().row(0) == (2, 2, 2, 2)
    assert not table.select(pl.any_horizontal(pl.col("stratum", "sample").str.contains("slow|none")).any()).item()
