"""minet's posts and comments of Instagram: field by field, and the post that a comment is under."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from suara.collect import minet_instagram
from suara.collect._input import Input
from suara.collect._instagram import media_id
from suara.posts import Notice

HEADER = "{},id,parent_id,child_index,text,comment_like_count,created_at_utc,username"


def test_post_field_by_field(read: Any) -> None:
    """Each column of a post has its field."""
    post = read("minet_instagram/posts.csv").post("0301")
    told = {name: value for name, value in post.items() if value is not None}
    assert told == {
        "platform": "instagram",
        "id": "3400000000000000301",
        "url": "https://www.instagram.com/p/DContohAir1/",
        "author_handle": "dishub_contoh",
        "author_name": "Dinas Contoh",
        "author_verified": True,
        "text": "Perbaikan lampu jalan hari ini, info @info.contoh #lampujalan",
        "created_at": datetime(2023, 9, 8, tzinfo=UTC),
        "conversation": "3400000000000000301",
        "mention_ids": [None],
        "mention_handles": ["info.contoh"],
        "hashtags": ["lampujalan"],
        "likes": 88,
        "replies": 41,
        "source": "minet_instagram",
        "context": False,
    }


def test_hidden_likes(read: Any) -> None:
    """Where the author hides the likes, the number that Instagram gives instead isn't taken for theirs."""
    assert read("minet_instagram/posts.csv").post("0302")["likes"] is None


def test_posts_of_a_hashtag(read: Any) -> None:
    """Posts found by hashtag have their author's id, but no name."""
    post = read("minet_instagram/hashtag.csv").post("0311")
    assert (post["author_id"], post["author_handle"], post["likes"], post["views"]) == ("50000003", None, 9, 120)


def test_comments(read: Any) -> None:
    """A comment answers the post that the file of links names, a reply the comment above it."""
    result = read("minet_instagram/comments.csv")
    under = media_id("DContohAir1")
    comment, reply = result.post("0201"), result.post("0202")
    assert (comment["conversation"], comment["reply_to"]) == (under, under)
    assert (reply["conversation"], reply["reply_to"]) == (under, comment["id"])
    assert (comment["likes"], comment["replies"], comment["mention_handles"]) == (12, 3, ["dishub_contoh"])
    assert result.told == [(4, "user_id"), (5, None), (6, None)]


@pytest.mark.parametrize(
    ("column", "given", "expected"),
    [
        ("post_url", "https://www.instagram.com/reel/DZxvMgyH8yR/?igsh=1", "3923124318436838545"),
        ("shortcode", "DZxvMgyH8yR", "3923124318436838545"),
        ("post_id", "3923124318436838545_787132", "3923124318436838545"),
        ("post", "", None),
        ("catatan", "DZxvMgyH8yR", None),
    ],
)
def test_whose_comment(column: str, given: str, expected: str | None, read: Any, file_of: Any) -> None:
    """The post is known by its address, its short code or its id, in a column of the file that minet was given."""
    made = f"{HEADER.format(column)}\n{given},18000000000000299,,,halo,1,1694134800,warga_contoh\n"
    post = read(file_of(made)).post("0299")
    assert (expected, expected) == (post["conversation"], post["reply_to"])


def test_replies_that_are_missing(fixture_file: Any) -> None:
    """Replies that Instagram counts and minet didn't get are told."""
    found = list(minet_instagram.read(Input(fixture_file("minet_instagram/comments.csv"))))
    assert found[-1] == Notice(kind="replies_missing", count=2, example="18000000000000201")
