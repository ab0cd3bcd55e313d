"""TCAT's columns, as TCAT and as gazouilloire writes them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any


def test_field_by_field(read: Any) -> None:
    """Each column has its field; lists are parted at "; ", and of the links the resolved ones are taken."""
    post = read("tcat/export.csv").post("701")
    expected = {
        "platform": "x",
        "id": "1700000000000000701",
        "url": "https://x.com/warga_contoh/status/1700000000000000701",
        "author_id": "9000000001",
        "author_handle": "warga_contoh",
        "author_name": "Warga Contoh",
        "author_followers": 41,
        "author_verified": True,
        "text": "@layanan_contoh pipa bocor & banjir #pipa https://t.co/aaa https://t.co/bbb",
        "lang": "in",
        "created_at": datetime(2023, 9, 8, 1, 0, tzinfo=UTC),
        "conversation": None,
        "reply_to": "1700000000000000300",
        "reply_to_author_id": None,
        "reply_to_author_handle": "layanan_contoh",
        "repost_of": None,
        "repost_of_author_id": None,
        "repost_of_author_handle": None,
        "quote_of": "1700000000000000299",
        "quote_of_author_id": None,
        "quote_of_author_handle": None,
        "mention_ids": [None, None],
        "mention_handles": ["layanan_contoh", "sari_contoh"],
        "hashtags": ["pipa", "banjir"],
        "links": ["https://kabar.example/a;x", "https://kabar.example/b"],
        "likes": 5,
        "reposts": 2,
        "replies": None,
        "quotes": None,
        "views": None,
        "place": "Desa Contoh",
        "collected_at": None,
        "source": "tcat",
        "context": False,
    }
    assert expected == post


def test_repost(read: Any) -> None:
    """A repost is known by its text; the name there is no mention. Links that weren't followed are taken as they are."""
    post = read("tcat/export.csv").post("702")
    assert (post["repost_of_author_handle"], post["mention_handles"]) == ("kabar_contoh", ["layanan_contoh"])
    assert (post["links"], post["author_verified"]) == (["https://kabar.example/c"], False)


def test_gazouilloire(read: Any) -> None:
    """gazouilloire gives ids of the mentioned, the id of the answered account, and a local time beside `time`."""
    result = read("tcat/gazouilloire.csv")
    post, repost = result.post("711"), result.post("712")
    assert (post["mention_ids"], post["mention_handles"]) == (["9000000002", "9000000005"], [None, None])
    assert (post["hashtags"], post["links"]) == (
        ["lampu", "padam"],
        ["https://kabar.example/d", "https://kabar.example/e"],
    )
    assert (post["reply_to_author_id"], post["created_at"]) == ("9000000002", datetime(2023, 9, 8, 1, tzinfo=UTC))
    assert (repost["mention_ids"], repost["mention_handles"]) == ([None], ["layanan_contoh"])


def test_without_lists(read: Any) -> None:
    """An export without lists, parted by tabs, has its mentions, hashtags and links from the text."""
    post = read("tcat/short.tsv").post("721")
    assert (post["mention_handles"], post["hashtags"], post["links"]) == (
        ["layanan_contoh"],
        ["jalan"],
        ["https://t.co/ccc"],
    )


def test_faults(read: Any) -> None:
    """Mangled ids and impossible times are told by line; a post with a mangled second id stays without it."""
    result = read("tcat/export.csv")
    assert [(problem.line, problem.field, problem.kind) for problem in result.problems] == [
        (5, "in_reply_to_status_id", "mangled_id"),
        (6, None, "mangled_id"),
        (7, None, "impossible_time"),
        (8, None, "not_a_post"),
    ]
