"""Apify's Instagram datasets: posts with their comments, comments with their replies."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from suara.collect import apify_instagram
from suara.collect._input import Input
from suara.collect._instagram import media_id
from suara.posts import Notice

UNDER = media_id("DContohPus1")


def test_field_by_field(read: Any) -> None:
    """Each field of a post has its place."""
    post = read("apify_instagram/posts.json").post("0501")
    told = {name: value for name, value in post.items() if value is not None}
    assert told == {
        "platform": "instagram",
        "id": "3400000000000000501",
        "url": "https://www.instagram.com/p/DContohPus1/",
        "author_id": "50000011",
        "author_handle": "dinkes_contoh",
        "author_name": "Dinas Kesehatan Contoh",
        "text": "Jadwal puskesmas keliling @info.contoh #puskesmas",
        "created_at": datetime(2023, 9, 8, 1, tzinfo=UTC),
        "conversation": "3400000000000000501",
        "mention_ids": [None],
        "mention_handles": ["info.contoh"],
        "hashtags": ["puskesmas"],
        "likes": 73,
        "replies": 14,
        "place": "Puskesmas Contoh",
        "source": "apify_instagram",
        "context": False,
    }


def test_hidden_likes(read: Any) -> None:
    """-1 likes are likes that the author hides; plays are views; the author's id after the post's is no part of it."""
    post = read("apify_instagram/posts.json").post("0502")
    assert (post["id"], post["likes"], post["views"]) == ("3400000000000000502", None, 905)


def test_comments_that_came_with_a_post(read: Any) -> None:
    """The newest comments of a post are posts that answer it and its author."""
    comment = read("apify_instagram/posts.json").post("0601")
    assert (comment["conversation"], comment["reply_to"]) == ("3400000000000000501", "3400000000000000501")
    assert (comment["reply_to_author_handle"], comment["likes"]) == ("dinkes_contoh", 5)


def test_comments(read: Any) -> None:
    """A comment answers the post of its address, a reply that came with it the comment and its author."""
    result = read("apify_instagram/comments.json")
    comment, reply = result.post("0701"), result.post("0711")
    assert (comment["conversation"], comment["reply_to"], comment["author_id"]) == (UNDER, UNDER, "50000021")
    assert (reply["conversation"], reply["reply_to"]) == (UNDER, comment["id"])
    assert (reply["reply_to_author_handle"], reply["author_verified"]) == ("warga.contoh", True)
    assert (comment["mention_handles"], result.post("0702")["text"]) == (["dinkes_contoh"], None)


def test_replies_that_are_missing(fixture_file: Any) -> None:
    """Of two replies that Instagram counts one came along: the other is told to be missing."""
    found = list(apify_instagram.read(Input(fixture_file("apify_instagram/comments.json"))))
    assert found[-1] == Notice(kind="replies_missing", count=1, example="18000000000000701")


def test_table(read: Any) -> None:
    """The table that Apify makes of comments has their replies in numbered columns."""
    result = read("apify_instagram/comments.csv")
    assert (result.tally.imported, result.told) == (3, [(4, None)])
    reply = result.post("0731")
    assert (reply["reply_to"], reply["conversation"]) == ("18000000000000721", UNDER)


def test_faults(read: Any) -> None:
    """What the scraper says of its failures, mangled ids and relative times are told by line and field."""
    result = read("apify_instagram/posts.json")
    assert [(problem.kind, problem.field) for problem in result.problems] == [
        ("api_error", None),
        ("mangled_id", None),
        ("impossible_time", None),
        ("mangled_id", "ownerId"),
    ]
    assert result.post("0505")["author_id"] is None
