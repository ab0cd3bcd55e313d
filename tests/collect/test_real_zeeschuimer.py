"""Real exports of Zeeschuimer, where they are there, against what another decoder made of them."""

from __future__ import annotations

import csv
from html import unescape
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from suara.collect._importing import read_file, recognise

pytestmark = pytest.mark.real_data

SHARED_COLUMNS = {"id": "id", "author_followers": "author_followers", "author_name": "author"}
OF_X = SHARED_COLUMNS | {"views": "view_count", "likes": "heart_count", "reposts": "retweet_count"}
OF_X |= {"replies": "reply_count"}
OF_TIKTOK = SHARED_COLUMNS | {"views": "play_count", "likes": "digg_count", "reposts": "share_count"}
OF_TIKTOK |= {"replies": "comment_count", "url": "url"}


@pytest.fixture
def folder(real_data: Path) -> Path:
    found = real_data / "zeeschuimer-ndjson"
    if not found.is_dir():
        pytest.skip(f"real data isn't there: {found}")
    return found


def answers(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def told(posts: pl.DataFrame, columns: dict[str, str]) -> list[dict[str, str]]:
    return [{theirs: str(post[ours]) for ours, theirs in columns.items()} for post in posts.to_dicts()]


def test_x(folder: Path, read: Any) -> None:
    """104 posts as the other decoder has them, 23 that they quote; one long post is whole here and cut there."""
    result = read(folder / "twitter-test.ndjson")
    posts = result.posts.filter(~pl.col("context"))
    expected = answers(folder / "twitter-test.csv")
    assert (result.source, result.problems, posts.height, len(expected)) == ("zeeschuimer_x", [], 104, 104)
    assert told(posts, OF_X) == [{name: row[name] for name in OF_X.values()} for row in expected]
    assert posts["url"].to_list() == [row["url"].replace("www.twitter.com/@", "x.com/") for row in expected]
    texts = zip(posts["text"], (unescape(row["tweet"]) for row in expected), strict=True)
    different = [(ours, theirs) for ours, theirs in texts if ours != theirs]
    assert [(len(ours), len(theirs)) for ours, theirs in different] == [(516, 270)]
    assert all(ours.startswith(theirs.removesuffix("…")) for ours, theirs in different)
    # 57 answer a post, and 2 more an account of whose post nothing is told
    assert (posts["reply_to"].count(), posts["reply_to_author_id"].count()) == (57, 59)
    assert (posts["quote_of"].count(), posts["quote_of_author_handle"].count()) == (24, 24)


def test_tiktok(folder: Path, read: Any) -> None:
    """96 videos as the other decoder has them; nine have no description."""
    result = read(folder / "tiktok-test.ndjson")
    expected = answers(folder / "tiktok-test.csv")
    assert (result.source, result.problems, result.posts.height) == ("zeeschuimer_tiktok", [], 96)
    assert told(result.posts, OF_TIKTOK) == [{name: row[name] for name in OF_TIKTOK.values()} for row in expected]
    assert [text or "" for text in result.posts["text"]] == [row["description"] for row in expected]
    assert result.posts["text"].null_count() == 9


@pytest.mark.parametrize("name", ["twitter", "tiktok"])
def test_whole_document(name: str, folder: Path, read_alone: Any) -> None:
    """One item, written over many lines, is the first of the export."""
    (first,) = read_alone(folder / f"{name}.json").posts.filter(~pl.col("context")).to_dicts()
    assert first == read_alone(folder / f"{name}-test.ndjson").posts.row(0, named=True)


@pytest.mark.parametrize("name", ["twitter-test", "tiktok-test"])
def test_every_field_is_known(name: str, folder: Path) -> None:
    """Nothing of the real items is neither taken nor left on purpose, and nothing is to be warned of."""
    path = folder / f"{name}.ndjson"
    reading = read_file(path, recognise(path)[1])
    assert (reading.unknown_fields, reading.notices) == ([], [])
