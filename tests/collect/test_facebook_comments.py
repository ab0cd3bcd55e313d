"""Comments on Facebook pages: Netvizz's table, with its posts as context, and facebook-page-post-scraper's."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import polars as pl

from suara.collect import facebook_comments
from suara.collect._input import Input
from suara.collect._values import made_id
from suara.posts import Notice

UNDER = "2000000000001111"


def test_field_by_field(read: Any) -> None:
    """Each column of Netvizz's has its field; the page's id is no part of the post's."""
    post = read("facebook_comments/netvizz.tab").post("1201")
    told = {name: value for name, value in post.items() if value is not None}
    assert told == {
        "platform": "facebook",
        "id": "2000000000001111_3000000000001201",
        "author_id": made_id("Warga Contoh"),
        "author_name": "Warga Contoh",
        "text": "Sudah lima jam padam #listrik",
        "created_at": datetime(2017, 6, 2, 2, tzinfo=UTC),
        "conversation": UNDER,
        "reply_to": UNDER,
        "hashtags": ["listrik"],
        "likes": 6,
        "source": "facebook_comments",
        "context": False,
    }


def test_reply_of_netvizz(read: Any) -> None:
    """Netvizz says that a comment is a reply, and not to which: none is made up."""
    reply = read("facebook_comments/netvizz.tab").post("1202")
    assert (reply["conversation"], reply["reply_to"]) == (UNDER, None)


def test_post_comes_along(read: Any) -> None:
    """The post that Netvizz repeats in each row comes along once, as context."""
    result = read("facebook_comments/netvizz.tab")
    assert result.tally.context == 1
    post = result.posts.filter(pl.col("id") == UNDER).row(0, named=True)
    assert (post["author_id"], post["author_name"]) == ("100000000000801", "PLN Contoh")
    assert (post["text"], post["created_at"]) == (
        "Gangguan listrik di Contoh Utara #listrik",
        datetime(2017, 6, 2, 1, tzinfo=UTC),
    )


def test_scraped(read: Any) -> None:
    """The scraper names the comment that a reply answers; its clock is five hours behind UTC."""
    result = read("facebook_comments/scraper.csv")
    comment, reply = result.post("1211"), result.post("1212")
    assert (comment["conversation"], comment["reply_to"], comment["likes"]) == (UNDER, UNDER, 4)
    assert comment["created_at"] == datetime(2017, 6, 2, 2, tzinfo=UTC)
    assert (reply["conversation"], reply["reply_to"]) == (UNDER, comment["id"])


def test_faults(read: Any, fixture_file: Any) -> None:
    """Mangled ids and times that are none are told by line, times without a zone once for the file."""
    assert read("facebook_comments/netvizz.tab").told == [(5, None), (6, None), (7, "post_id")]
    found = list(facebook_comments.read(Input(fixture_file("facebook_comments/netvizz.tab"))))
    assert found[-1] == Notice(kind="zone_doubt", example="UTC")
