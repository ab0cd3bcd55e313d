"""Zeeschuimer's posts of Instagram: field by field in three shapes, and what a grid keeps to itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from suara.collect import zeeschuimer_instagram as source
from suara.collect._input import Input
from suara.collect._instagram import media_id
from suara.posts import Notice


def test_field_by_field(read: Any) -> None:
    """Each field has its place; who is tagged in the picture is mentioned, and each is mentioned once."""
    expected = {
        "platform": "instagram",
        "id": media_id("C1contoh001"),
        "url": "https://www.instagram.com/p/C1contoh001/",
        "author_id": "5100000001",
        "author_handle": "warga.contoh",
        "author_name": "Warga Contoh",
        "author_followers": None,
        "author_verified": False,
        "text": "Lampu jalan mati sepekan @dinas.contoh. Mohon diperbaiki #lampujalan",
        "lang": None,
        "created_at": datetime(2024, 9, 1, 9, tzinfo=UTC),
        "conversation": media_id("C1contoh001"),
        "reply_to": None,
        "reply_to_author_id": None,
        "reply_to_author_handle": None,
        "repost_of": None,
        "repost_of_author_id": None,
        "repost_of_author_handle": None,
        "quote_of": None,
        "quote_of_author_id": None,
        "quote_of_author_handle": None,
        "mention_ids": ["5100000002", "5100000004"],
        "mention_handles": ["dinas.contoh", "kabar.contoh"],
        "hashtags": ["lampujalan"],
        "links": None,
        "likes": 57,
        "reposts": None,
        "replies": 6,
        "quotes": None,
        "views": None,
        "place": "Alun-alun Contoh",
        "collected_at": datetime(2024, 9, 1, 9, tzinfo=UTC),
        "source": "zeeschuimer_instagram",
        "context": False,
    }
    assert expected == read("zeeschuimer_instagram/export.ndjson").post("001")


def test_reel(read: Any) -> None:
    """Where the views are null the plays are told."""
    post = read("zeeschuimer_instagram/export.ndjson").post("002")
    assert (post["views"], post["author_verified"]) == (900, True)


def test_hidden_counts(read: Any) -> None:
    """Likes that their author hides are not told, nor is a count of -1; no caption is no text, and no hashtag."""
    post = read("zeeschuimer_instagram/export.ndjson").post("003")
    assert [post[name] for name in ("likes", "replies", "text", "hashtags")] == [None, None, None, []]


def test_older_graph(read: Any) -> None:
    """The older shape has the same in other places."""
    post = read("zeeschuimer_instagram/export.ndjson").post("004")
    assert [post[name] for name in ("text", "likes", "replies", "place", "mention_handles", "mention_ids")] == [
        "Trotoar rusak #trotoar",
        21,
        4,
        "Pasar Contoh",
        ["dinas.contoh"],
        ["5100000002"],
    ]
    assert (post["author_handle"], post["author_id"]) == ("sari.contoh", "5100000003")
    assert post["created_at"] == datetime(2024, 9, 2, 20, 46, 40, tzinfo=UTC)


def test_grid(read: Any, fixture_file: Callable[[str], Path]) -> None:
    """What a grid showed has neither time nor counts but views, and it is said; without a caption nothing is of it."""
    result = read("zeeschuimer_instagram/export.ndjson")
    post, bare = result.post("005"), result.post("006")
    assert [post[name] for name in ("created_at", "likes", "replies", "views")] == [None, None, None, 410]
    assert (post["text"], post["hashtags"]) == ("Genangan di depan sekolah #banjir", ["banjir"])
    assert [bare[name] for name in ("text", "hashtags", "mention_handles")] == [None, None, None]
    found = source.read(Input(fixture_file("zeeschuimer_instagram/export.ndjson")))
    assert [(item.kind, item.line) for item in found if isinstance(item, Notice)] == [("partial", 5), ("partial", 6)]


def test_opened_after_the_grid(read: Any, fixture_file: Any, file_of: Any) -> None:
    """A post that was seen in a grid and then opened, in two files, is one post with all that is known of it."""
    lines = fixture_file("zeeschuimer_instagram/export.ndjson").read_text().splitlines(keepends=True)
    seen, opened = lines[4].replace("C1contoh005", "C1contoh002"), lines[1]
    read(file_of(seen, "satu"))
    post = read(file_of(opened, "dua")).post("002")
    assert (post["likes"], post["created_at"]) == (3, datetime(2024, 9, 2, 9, tzinfo=UTC))


def test_faults(read: Any) -> None:
    """A code that a spreadsheet has mangled and an impossible time are told by line; the same again is a duplicate."""
    result = read("zeeschuimer_instagram/export.ndjson")
    assert [(problem.line, problem.kind) for problem in result.problems] == [(7, "mangled_id"), (8, "impossible_time")]
    assert result.tally.duplicates == 1
