"""Real files, where they are there: the counts that are known of them, and nothing of what they say."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from suara.collect._importing import recognise
from suara.errors import UnknownFormat

pytestmark = pytest.mark.real_data

DATA = Path(os.environ.get("SUARA_REAL_DATA") or Path(__file__).parents[3] / "shared" / "data")


def real(name: str) -> Path:
    """A real file; without it the test is skipped."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"real data isn't there: {path} (name its folder in $SUARA_REAL_DATA)")
    return path


def test_kai_access(read: Any) -> None:
    """Thirteen crawls that overlap: 4,891 rows are 3,645 posts of 3,151 conversations, none with a name."""
    files = [path for path in sorted(real("th-kai-access").glob("kai*.csv")) if "merged" not in path.name]
    assert len(files) == 13
    results = [read(path) for path in files]
    posts = results[-1].posts
    assert {"tweet_harvest"} == {result.source for result in results}
    assert sum(result.tally.read for result in results) == 4891
    assert sum(result.tally.rejected + result.tally.refused for result in results) == 0
    assert (posts.height, posts["conversation"].n_unique()) == (3645, 3151)
    assert posts["author_handle"].null_count() == 3645
    # two agency accounts, known by id alone, wrote most of them
    written = dict(posts["author_id"].value_counts(sort=True).head(2).rows())
    assert written == {"516165629": 1902, "341987176": 307}


def test_kai_access_in_any_order(read_alone: Any, read: Any, tmp_path: Path) -> None:
    """The other way round the overlapping crawls make the same posts."""
    files = [path for path in sorted(real("th-kai-access").glob("kai*.csv")) if "merged" not in path.name]
    for path in files[:-1]:
        read(path)
    forward = read(files[-1]).posts
    for path in files[::-1]:
        again = read(path)
        assert (again.tally.imported, again.tally.updated) == (0, 0)
    assert forward.equals(again.posts)


def test_ids_that_a_spreadsheet_has_kept(read_alone: Any) -> None:
    """The ids of the labelled CSV are whole: every post of it is one of the crawls'."""
    labelled = read_alone(real("th-kai-access") / "FINALBGT_kai_matched_by_textlabel.csv")
    assert (labelled.tally.imported, labelled.tally.rejected) == (1434, 0)
    assert [n for n in ("likes", "views", "lang") if labelled.posts[n].null_count() == 1434] == [
        "likes",
        "views",
        "lang",
    ]


def test_ppn12(read: Any) -> None:
    """2,372 rows, of which 8 are there twice; every author has a name."""
    result = read(real("th-ppn12") / "tweets_raw.csv")
    assert (result.tally.read, result.tally.imported, result.tally.duplicates) == (2372, 2364, 8)
    assert result.posts["author_handle"].null_count() == 0


def test_pln_blackout(read: Any) -> None:
    """301 rows with times in ISO 8601, from 22 May to 5 June 2026."""
    result = read(real("th-pln-blackout") / "tweets_sumatera.csv")
    assert (result.tally.read, result.tally.imported) == (301, 301)
    assert [str(f(result.posts["created_at"]).date()) for f in (pl.Series.min, pl.Series.max)] == [
        "2026-05-22",
        "2026-06-05",
    ]


def test_flattened_or_not(read_alone: Any) -> None:
    """noflat and flat are the same 100 tweets, and 64 that came along; equal in every field."""
    pages, flattened = (read_alone(real("twarc2-jsonl") / name).posts for name in ("noflat.jsonl", "flat.jsonl"))
    assert pages.filter(~pl.col("context")).height == 100
    assert pages.sort("id").to_dicts() == flattened.sort("id").to_dicts()


def test_twarc_network(read: Any) -> None:
    """500 tweets, of which 367 are reposts and 35 answer a post (5 more answer an account without naming a post)."""
    result = read(real("twarc2-jsonl") / "twarc-network-tweets.jsonl")
    posts = result.posts.filter(~pl.col("context"))
    assert (posts.height, posts["repost_of"].count(), posts["reply_to"].count()) == (500, 367, 35)
    assert posts["reply_to_author_id"].count() == 40
    assert result.tally.context == 176


def test_stream_that_broke_off(read: Any) -> None:
    """The last line of a stream that was stopped is half a tweet: it is told, and the seven before are there."""
    result = read(real("twarc2-jsonl") / "streaming_output_with_error.jsonl")
    assert result.told == [(8, None)]
    assert result.posts.filter(~pl.col("context")).height == 7


@pytest.mark.parametrize(
    ("name", "collected"), [("2sets.jsonl", 200), ("withheld.jsonl", 215), ("entities_test.jsonl", 474)]
)
def test_more_pages(name: str, collected: int, read: Any) -> None:
    """All tweets of a page are taken, whatever they lack."""
    result = read(real("twarc2-jsonl") / name)
    assert (collected, 0) == (result.posts.filter(~pl.col("context")).height, result.tally.rejected)


def test_twitwi(read: Any) -> None:
    """Four tweets from 2021: two answer a post whose id is there, one is a repost of another of them."""
    result = read(real("twitwi-bluesky-twitter") / "tweet-export.csv")
    posts = result.posts
    assert (result.source, result.tally.imported, result.problems) == ("twitwi", 4, [])
    assert (posts["reply_to"].count(), posts["repost_of"].count()) == (2, 1)
    assert set(posts["repost_of"].drop_nulls()) < set(posts["id"])
    # the collector's clock was an hour ahead of UTC, and everything was fetched after it was written
    assert ((posts["collected_at"] - posts["created_at"]).drop_nulls().min().total_seconds()) > 0


OTHERS = [
    *("th-ppn12/tweets_cleaned.csv", "th-pln-blackout/dataset_sumatera_blackout.csv", "dna-sample/sample.dna"),
    "twcs-labelled-process/twcs-AmazonHelp-200-inbound.xlsx",
    *("coortweet/german_elections.csv.gz", "coortweet/german_elections.rda", "net-classics/football.zip"),
    *(f"twarc2-jsonl/{name}.jsonl" for name in ("users", "counts", "lists", "users_compliance", "tweets_compliance")),
    *(f"twitwi-bluesky-twitter/{name}.csv" for name in ("user-export", "bluesky-profiles-export")),
]


@pytest.mark.parametrize("name", OTHERS)
def test_refused(name: str) -> None:
    """What no source covers is refused as unknown, be it a table, a spreadsheet or a database."""
    with pytest.raises(UnknownFormat):
        recognise(real(name))
