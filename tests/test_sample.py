"""The synthetic sample scores coding, answers and communities against what was planted in it."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

ROOT = Path(__file__).parent.parent
TEXT = {"id": pl.String, "author_id": pl.String, "complaint": pl.String, "response": pl.String}


@pytest.fixture(scope="module")
def planted() -> pl.DataFrame:
    return pl.read_csv(ROOT / "sample" / "truth" / "posts.csv", schema_overrides=TEXT)


@pytest.fixture(scope="module")
def answers() -> pl.DataFrame:
    return pl.read_csv(ROOT / "sample" / "truth" / "responses.csv", schema_overrides=TEXT)


def test_generator_makes_the_very_files(tmp_path):
    """The sample in the repository is what its generator writes."""
    command = [sys.executable, ROOT / "sample" / "make_sample.py", tmp_path]
    subprocess.run(command, check=True, capture_output=True)

    for name in ("posts_x_api.jsonl", "keluhan.csv", "truth/posts.csv", "truth/responses.csv"):
        assert (tmp_path / name).read_bytes() == (ROOT / "sample" / name).read_bytes(), name


def test_all_is_read(result, planted):
    """Read = imported + duplicates + rejected, nothing is rejected, and every planted post is there."""
    tally = result.imported.total
    posts = result.workspace.corpus.read()

    assert tally.rejected == 0
    assert tally.imported == planted["id"].n_unique() == posts.height
    assert set(posts["id"]) == set(planted["id"])


def test_coding_finds_what_was_planted(result, planted):
    """Complaints: few of those found are none, and a good part is found, though the wordings weren't made to fit."""
    complaints = set(planted.filter(kind="complaint")["id"])
    found = {key.removeprefix("x:") for key in result.responses.responses["complaint"]}

    assert len(found & complaints) / len(found) >= 0.9
    assert len(found & complaints) / len(complaints) >= 0.5


def test_topics_of_found_complaints(result, planted):
    """Of the topics given to planted complaints, most are the planted ones."""
    true = planted.filter(kind="complaint").select("id", topic=pl.col("topics").str.split(";")).explode("topic")
    given = result.responses.responses.select(
        id=pl.col("complaint").str.strip_prefix("x:"), topic=pl.col("topics").str.split("; ")
    ).explode("topic")
    given = given.join(true.select("id").unique(), on="id", how="semi")
    right = given.join(true, on=["id", "topic"], how="semi").height

    assert right / given.height >= 0.8


def test_every_answer_is_the_planted_one(result, answers):
    """Response, evidence and minutes of each complaint that was found, exactly."""
    told = result.responses.responses.select(
        complaint=pl.col("complaint").str.strip_prefix("x:"),
        found=pl.col("response").str.strip_prefix("x:"),
        found_minutes="minutes",
        found_evidence=pl.col("evidence").str.replace(" (by parent)", "", literal=True).fill_null("none"),
    )
    both = answers.with_columns(pl.col("response").replace("", None)).join(told, on="complaint")

    wrong = both.filter(pl.col("response").ne_missing(pl.col("found")))
    assert wrong.height == 0, wrong
    assert both.filter(pl.col("evidence") != pl.col("found_evidence")).height == 0
    assert (both["minutes"] - both["found_minutes"]).abs().max() < 0.02


def test_communities_are_the_planted_ones(result, planted):
    """Normalised mutual information of at least 0.85 among citizens."""
    true = planted.drop_nulls("community").select(key="x:" + pl.col("author_id"), planted="community").unique("key")
    both = true.join(result.accounts.drop_nulls("community").select("key", "community"), on="key")

    assert both.height > 400
    assert nmi(both["planted"].to_numpy(), both["community"].to_numpy()) >= 0.85


def nmi(one: np.ndarray, other: np.ndarray) -> float:
    """Normalised mutual information (arithmetic mean)."""
    table = np.array([[np.sum((one == a) & (other == b)) for b in np.unique(other)] for a in np.unique(one)]) / len(one)
    rows, columns = table.sum(1), table.sum(0)
    known = table > 0
    mutual = np.sum(table[known] * np.log(table[known] / np.outer(rows, columns)[known]))
    return float(2 * mutual / -(np.sum(rows * np.log(rows)) + np.sum(columns * np.log(columns))))


def test_agencies_with_a_sure_rate_are_in_their_interval(result, planted, answers):
    """The planted share of answered complaints lies in the stated interval for nearly every agency."""
    true = (
        answers.with_columns(pl.col("response").replace("", None))
        .group_by("agency")
        .agg(true=pl.col("response").is_not_null().mean(), n=pl.len())
    )
    both = result.responses.agencies.join(true, on="agency").filter(pl.col("complaints") >= 10)
    inside = both.filter(pl.col("true").is_between("rate_low", "rate_high"))

    assert both.height >= 8
    assert inside.height >= both.height - 2
