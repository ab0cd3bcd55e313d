"""Zeeschuimer's videos of TikTok: field by field, and the two shapes of their authors."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any


def test_field_by_field(read: Any) -> None:
    """Each field has its place."""
    expected = {
        "platform": "tiktok",
        "id": "7400000000000000501",
        "url": "https://www.tiktok.com/@warga.contoh/video/7400000000000000501",
        "author_id": "6900000000000000001",
        "author_handle": "warga.contoh",
        "author_name": "Warga Contoh",
        "author_followers": 5400,
        "author_verified": False,
        "text": "Jalan depan pasar rusak parah @dinas.contoh #jalanrusak",
        "lang": "id",
        "created_at": datetime(2024, 9, 1, 9, tzinfo=UTC),
        "conversation": "7400000000000000501",
        "reply_to": None,
        "reply_to_author_id": None,
        "reply_to_author_handle": None,
        "repost_of": None,
        "repost_of_author_id": None,
        "repost_of_author_handle": None,
        "quote_of": None,
        "quote_of_author_id": None,
        "quote_of_author_handle": None,
        "mention_ids": ["6900000000000000002"],
        "mention_handles": ["dinas.contoh"],
        "hashtags": ["jalanrusak"],
        "links": None,
        "likes": 120,
        "reposts": 8,
        "replies": 15,
        "quotes": None,
        "views": 3400,
        "place": "ID",
        "collected_at": datetime(2024, 9, 1, 9, tzinfo=UTC),
        "source": "zeeschuimer_tiktok",
        "context": False,
    }
    assert expected == read("zeeschuimer_tiktok/export.ndjson").post("501")


def test_duet(read: Any) -> None:
    """A duet quotes the video beside it; a named place comes before the country; an unknown language is none."""
    post = read("zeeschuimer_tiktok/export.ndjson").post("502")
    assert (post["quote_of"], post["place"], post["lang"]) == ("7400000000000000501", "Pasar Contoh", None)
    assert post["created_at"] == datetime(2024, 9, 2, 9, tzinfo=UTC)  # told as text


def test_author_as_a_bare_handle(read: Any) -> None:
    """A video that stood in the page names its author in three fields, and its hashtags as challenges."""
    post = read("zeeschuimer_tiktok/export.ndjson").post("503")
    assert (post["author_id"], post["author_handle"], post["author_name"]) == (
        "6900000000000000003",
        "sari.contoh",
        "Sari Contoh",
    )
    assert (post["text"], post["hashtags"], post["likes"], post["author_verified"]) == (
        None,
        ["jalanrusak"],
        None,
        None,
    )


def test_faults(read: Any) -> None:
    """Mangled ids, impossible times and what isn't a video are told by line; the same video again is a duplicate."""
    result = read("zeeschuimer_tiktok/export.ndjson")
    assert result.told == [(4, None), (5, None), (6, "author_id"), (8, None), (9, None)]
    assert result.post("506")["author_id"] is None
    assert result.tally.duplicates == 1
