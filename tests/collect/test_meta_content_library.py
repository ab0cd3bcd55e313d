"""Meta Content Library: posts and comments of both platforms, reshares, private commenters."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from suara.collect import meta_content_library
from suara.collect._input import Input
from suara.posts import Notice


def test_facebook_field_by_field(read: Any) -> None:
    """Each column of a post on Facebook has its field; names are tagged without a sign, so mentions aren't told."""
    post = read("meta_content_library/facebook_posts.csv").post("1001")
    told = {name: value for name, value in post.items() if value is not None}
    assert told == {
        "platform": "facebook",
        "id": "900000000001001",
        "url": "https://perpustakaan.example/facebook/900000000001001",
        "author_id": "900000000000001",
        "author_handle": "kebersihancontoh",
        "author_name": "Kebersihan Contoh",
        "text": "Truk sampah datang hari Rabu",
        "lang": "id",
        "created_at": datetime(2024, 5, 6, 1, tzinfo=UTC),
        "conversation": "900000000001001",
        "links": ["https://kota.example/sampah"],
        "likes": 40,
        "reposts": 6,
        "replies": 15,
        "views": 2100,
        "source": "meta_content_library",
        "context": False,
    }


def test_reshares(read: Any) -> None:
    """A post shared with words of one's own is quoted, without any it is passed on."""
    result = read("meta_content_library/facebook_posts.csv")
    with_words, without = result.post("1002"), result.post("1003")
    assert (with_words["quote_of"], with_words["repost_of"]) == ("900000000001001", None)
    assert (without["quote_of"], without["repost_of"]) == (None, "900000000001001")
    assert (with_words["views"], with_words["likes"], with_words["author_handle"]) == (None, None, None)


def test_instagram(read: Any) -> None:
    """Without Facebook's columns and kinds of accounts a file is of Instagram; a time without a zone is UTC."""
    result = read("meta_content_library/instagram_posts.csv")
    assert set(result.posts["platform"]) == {"instagram"}
    post = result.post("1011")
    assert (post["hashtags"], post["mention_handles"], post["author_verified"]) == (
        *(["sampah", "kota"], ["info.contoh"]),
        True,
    )
    assert post["created_at"] == datetime(2024, 5, 6, 1, tzinfo=UTC)
    assert result.post("1012")["hashtags"] == []


def test_comments(read: Any) -> None:
    """A comment answers its post, a reply its comment; of a private commenter nothing is told."""
    result = read("meta_content_library/facebook_comments.csv")
    comment, reply = result.post("2001"), result.post("2002")
    assert (comment["platform"], comment["author_id"], comment["reply_to"]) == ("facebook", None, "900000000001001")
    assert (reply["conversation"], reply["reply_to"]) == ("900000000001001", "900000000002001")
    assert (comment["replies"], comment["likes"]) == (2, 4)


def test_replies_that_are_missing(fixture_file: Any) -> None:
    """Of two replies that are counted one is there."""
    found = list(meta_content_library.read(Input(fixture_file("meta_content_library/facebook_comments.csv"))))
    assert found[-1] == Notice(kind="replies_missing", count=1, example="900000000002001")


def test_faults(read: Any) -> None:
    """Mangled ids and impossible times are told by line; a post with a mangled second id stays without it."""
    result = read("meta_content_library/facebook_posts.csv")
    assert result.told == [(5, "post_owner.id"), (6, None), (7, None)]
    assert result.post("1004")["author_id"] is None
