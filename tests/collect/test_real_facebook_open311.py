"""Real tickets and real posts of pages, where they are there: the counts that are known of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from suara.collect._importing import read_file, recognise

pytestmark = pytest.mark.real_data


def real(folder: Path, name: str) -> Path:
    """A real file; without it the test is skipped."""
    if not (folder / name).exists():
        pytest.skip(f"real data isn't there: {folder / name}")
    return folder / name


def test_chicago(real_data: Path, read: Any) -> None:
    """50 requests and 276 notes, of which 50 say "opened" and 13 "submitted"; 52 hand-overs and 51 of them closed."""
    path = real(real_data, "chicago-open311/requests.extracted.json")
    result = read(path)
    assert (result.source, result.tally.imported, result.problems) == ("open311", 50 + 276 - 50 - 13, [])
    notes = result.posts.filter(pl.col("reply_to").is_not_null())
    assert notes.filter(pl.col("mention_handles").list.len() > 0).height == 52
    assert (
        notes.filter(pl.col("text").str.starts_with("Follow-on"), pl.col("text").str.contains("Closed\n")).height == 51
    )
    requests = result.posts.filter(pl.col("reply_to").is_null())
    assert (requests.height, requests["author_handle"].count()) == (50, 0)
    assert set(notes["conversation"]) <= set(requests["id"])
    assert notes["author_handle"].null_count() == 0
    reading = read_file(path, recognise(path)[1])
    assert [(notice.kind, notice.count) for notice in reading.notices] == [("no_answers", 63)]
    assert reading.unknown_fields == []


def test_chicago_has_no_address(real_data: Path, read: Any) -> None:
    """Of where a request is only the ward is taken."""
    posts = read(real(real_data, "chicago-open311/requests.extracted.json")).posts
    assert posts["place"].drop_nulls().str.contains(r"^ward \d+$").all()


def test_buzzfeed(real_data: Path, read: Any) -> None:
    """2,282 posts of 9 pages from 19 to 27 September 2016, whose ids of 15 to 16 digits are whole."""
    path = real(real_data, "facebook-pages-buzzfeed/facebook-fact-check.csv")
    result = read(path)
    posts = result.posts
    assert (result.source, result.tally.imported, result.problems) == ("facebook_pages", 2282, [])
    assert (posts["author_id"].n_unique(), posts["author_name"].n_unique()) == (9, 9)
    assert (posts["id"].str.len_chars() >= 15).all()
    assert posts["url"].str.ends_with(posts["id"]).all()
    assert posts["text"].null_count() == 2282
    days = posts["created_at"].dt.date()
    assert (str(days.min()), str(days.max())) == ("2016-09-19", "2016-09-27")
    table = pl.read_csv(path)
    for field, column in (("likes", "reaction_count"), ("reposts", "share_count"), ("replies", "comment_count")):
        assert (posts[field].sum(), posts[field].null_count()) == (table[column].sum(), table[column].null_count())
    reading = read_file(path, recognise(path)[1])
    assert [(notice.kind, notice.count) for notice in reading.notices] == [("date_only", 2282)]
    assert reading.unknown_fields == []
