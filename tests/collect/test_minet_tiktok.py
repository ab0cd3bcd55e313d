"""minet's videos of TikTok: field by field, duets, searches without a result."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any


def test_field_by_field(read: Any) -> None:
    """Each column has its field; mentions are read from the description, hashtags from the challenges."""
    expected = {
        "platform": "tiktok",
        "id": "7300000000000000101",
        "url": "https://www.tiktok.com/@warga.contoh/video/7300000000000000101",
        "author_id": "6900000000000000001",
        "author_handle": "warga.contoh",
        "author_name": "Warga Contoh",
        "author_followers": 210,
        "author_verified": False,
        "text": "Air mati tiga hari di Kelurahan Contoh, @pdam.contoh kapan mengalir? #airmati #pdam",
        "lang": None,
        "created_at": datetime(2023, 9, 8, 1, tzinfo=UTC),
        "conversation": "7300000000000000101",
        "reply_to": None,
        "reply_to_author_id": None,
        "reply_to_author_handle": None,
        "repost_of": None,
        "repost_of_author_id": None,
        "repost_of_author_handle": None,
        "quote_of": None,
        "quote_of_author_id": None,
        "quote_of_author_handle": None,
        "mention_ids": [None],
        "mention_handles": ["pdam.contoh"],
        "hashtags": ["airmati", "pdam"],
        "links": None,
        "likes": 17,
        "reposts": 4,
        "replies": 6,
        "quotes": None,
        "views": 905,
        "place": None,
        "collected_at": None,
        "source": "minet_tiktok",
        "context": False,
    }
    assert expected == read("minet_tiktok/videos.csv").post("0101")


def test_duet(read: Any) -> None:
    """A duet quotes the video that it shows beside its own; without seconds the time is read from `utc_time`."""
    post = read("minet_tiktok/videos.csv").post("0102")
    quoted = (post["quote_of"], post["quote_of_author_id"], post["quote_of_author_handle"])
    assert quoted == ("7300000000000000101", "6900000000000000001", "warga.contoh")
    assert post["created_at"] == datetime(2023, 9, 8, 3, 30, tzinfo=UTC)
    assert (post["likes"], post["hashtags"]) == (None, [])


def test_faults(read: Any) -> None:
    """Mangled ids, impossible times and searches without a result are told by line."""
    result = read("minet_tiktok/videos.csv")
    assert result.told == [(5, "author_id"), (6, None), (7, None), (8, None)]
    assert [problem.kind for problem in result.problems] == [
        *("mangled_id", "mangled_id", "impossible_time", "not_a_post"),
    ]
    assert result.post("0103")["author_id"] is None
