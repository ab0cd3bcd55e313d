"""Apify's TikTok datasets: videos and comments, as JSON and as the table made of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from suara.collect import apify_tiktok
from suara.collect._input import Input
from suara.posts import Notice

VIDEO = {"id": "7300000000000000401", "text": "halo", "webVideoUrl": "https://x.example", "authorMeta": {"id": "6"}}


def test_field_by_field(read: Any) -> None:
    """Each field of a video has its place; mentions have their ids."""
    post = read("apify_tiktok/videos.json").post("0401")
    told = {name: value for name, value in post.items() if value is not None}
    assert told == {
        "platform": "tiktok",
        "id": "7300000000000000401",
        "url": "https://www.tiktok.com/@budi.contoh/video/7300000000000000401",
        "author_id": "6900000000000000011",
        "author_handle": "budi.contoh",
        "author_name": "Budi Contoh",
        "author_followers": 340,
        "author_verified": False,
        "text": "Jalan rusak parah @pupr.contoh #jalanrusak",
        "lang": "id",
        "created_at": datetime(2023, 9, 8, 1, tzinfo=UTC),
        "conversation": "7300000000000000401",
        "mention_ids": ["6900000000000000012"],
        "mention_handles": ["pupr.contoh"],
        "hashtags": ["jalanrusak"],
        "likes": 55,
        "reposts": 8,
        "replies": 3,
        "views": 4300,
        "place": "ID",
        "source": "apify_tiktok",
        "context": False,
    }


def test_what_is_not_told(read: Any) -> None:
    """No counts are None, a language that TikTok can't tell is none, and no mentions are told to be none."""
    post = read("apify_tiktok/videos.json").post("0402")
    assert [post[name] for name in ("likes", "reposts", "replies", "views", "lang", "text", "place")] == [None] * 7
    assert (post["mention_handles"], post["hashtags"]) == ([], [])
    assert post["created_at"] == datetime(2023, 9, 8, 1, tzinfo=UTC)


def test_comments(read: Any) -> None:
    """A comment answers the video and its author, a reply the comment above it, in one conversation."""
    result = read("apify_tiktok/comments.jsonl")
    comment, reply = result.post("0501"), result.post("0502")
    assert (comment["conversation"], comment["reply_to"]) == ("7300000000000000401", "7300000000000000401")
    assert (comment["author_id"], comment["reply_to_author_handle"]) == ("6900000000000000021", "budi.contoh")
    assert (reply["conversation"], reply["reply_to"]) == ("7300000000000000401", "7300000000000000501")
    assert (reply["reply_to_author_handle"], comment["mention_handles"]) == (None, ["pupr.contoh"])


def test_replies_that_are_missing(fixture_file: Any) -> None:
    """Replies that TikTok counts and the scraper didn't get are told."""
    found = list(apify_tiktok.read(Input(fixture_file("apify_tiktok/comments.jsonl"))))
    assert found[-1] == Notice(kind="replies_missing", count=2, example="7300000000000000501")


def test_table(read: Any) -> None:
    """The table that Apify makes of a dataset gives what the dataset gives."""
    result = read("apify_tiktok/videos.csv")
    post = result.post("0421")
    assert (post["author_handle"], post["author_followers"], post["author_verified"]) == ("budi.contoh", 340, False)
    assert (post["hashtags"], post["mention_ids"]) == (["jalanrusak", "banjir"], ["6900000000000000012"])
    assert result.post("0422")["likes"] is None
    assert result.told == [(4, None)]


def test_faults(read: Any) -> None:
    """What the scraper says of its failures, ids that were numbers with a point, and relative times are told."""
    result = read("apify_tiktok/videos.json")
    assert [problem.kind for problem in result.problems] == [
        *("api_error", "mangled_id", "impossible_time", "not_a_post"),
    ]
    assert read("apify_tiktok/comments.jsonl").told == [(3, "repliesToId")]


@pytest.mark.parametrize(
    "at", [1694134800, "1694134800", 1694134800000, "1694134800000", "2023-09-08T08:00:00+07:00"], ids=repr
)
def test_times(at: object, read: Any, file_of: Any) -> None:
    """Seconds or milliseconds since 1970, as number or text, and ISO 8601 are the same time."""
    post = read(file_of(json.dumps([VIDEO | {"createTime": at}]))).post("0401")
    assert post["created_at"] == datetime(2023, 9, 8, 1, tzinfo=UTC)


@pytest.mark.parametrize("at", [0, -1, "", 1e300, "kemarin", "2023-09-08T08:00:00", "0001-01-01T00:00:00+14:00"])
def test_impossible_times(at: object, read: Any, file_of: Any) -> None:
    """What makes no time of a post rejects it; no time at all doesn't."""
    result = read(file_of(json.dumps([VIDEO | {"createTime": at}])))
    assert result.tally.rejected == (at != "")


def test_ids_that_are_numbers(read: Any, file_of: Any) -> None:
    """A whole number is an id, written as text."""
    post = read(file_of(json.dumps([VIDEO | {"id": 7300000000000000401, "authorMeta": {"id": 6900000000000000011}}])))
    assert (post.post("0401")["author_id"], post.problems) == ("6900000000000000011", [])


def test_columns_that_contradict(read: Any, file_of: Any) -> None:
    """A column for a whole beside columns for its parts, and paths without an end, break nothing."""
    deep = "/".join(["a"] * 5000)
    made = f"id,text,webVideoUrl,authorMeta,authorMeta/id,{deep}\n7300000000000000401,halo,u,x,6,y\n"
    assert read(file_of(made)).post("0401")["author_id"] == "6"
