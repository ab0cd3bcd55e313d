"""Zeeschuimer's posts of Threads: field by field, and what came along."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any


def test_field_by_field(read: Any) -> None:
    """Each field has its place; addresses are taken out of the page that Threads leads over, a tag has no "#"."""
    expected = {
        "platform": "threads",
        "id": "C9contoh001",
        "url": "https://www.threads.com/@warga.contoh/post/C9contoh001",
        "author_id": "6300000001",
        "author_handle": "warga.contoh",
        "author_name": "Warga Contoh",
        "author_followers": None,
        "author_verified": False,
        "text": "@dinas.contoh sampah menumpuk di pasar lapor.example/7 Kebersihan",
        "lang": None,
        "created_at": datetime(2024, 9, 1, 9, tzinfo=UTC),
        "conversation": "C9contoh001",
        "reply_to": None,
        "reply_to_author_id": None,
        "reply_to_author_handle": None,
        "repost_of": None,
        "repost_of_author_id": None,
        "repost_of_author_handle": None,
        "quote_of": None,
        "quote_of_author_id": None,
        "quote_of_author_handle": None,
        "mention_ids": ["6300000002"],
        "mention_handles": ["dinas.contoh"],
        "hashtags": ["Kebersihan"],
        "links": ["https://lapor.example/7"],
        "likes": 41,
        "reposts": 2,
        "replies": 3,
        "quotes": 1,
        "views": None,
        "place": None,
        "collected_at": datetime(2024, 9, 1, 9, tzinfo=UTC),
        "source": "zeeschuimer_threads",
        "context": False,
    }
    assert expected == read("zeeschuimer_threads/export.ndjson").post("001")


def test_reply(read: Any) -> None:
    """A reply tells whose post it answers; which, and which began it, isn't told."""
    post = read("zeeschuimer_threads/export.ndjson").post("002")
    assert (post["reply_to_author_id"], post["reply_to_author_handle"]) == ("6300000001", "warga.contoh")
    assert (post["reply_to"], post["conversation"]) == (None, None)


def test_quote_and_repost(read: Any, read_alone: Any, fixture_file: Any, file_of: Any) -> None:
    """What is quoted or passed on is told, and came along."""
    result = read("zeeschuimer_threads/export.ndjson")
    quote, repost = result.post("003"), result.post("004")
    assert (quote["quote_of"], quote["quote_of_author_id"], quote["quote_of_author_handle"]) == (
        "C9contoh001",
        "6300000001",
        "warga.contoh",
    )
    assert (repost["repost_of"], repost["repost_of_author_handle"], repost["text"]) == (
        "C9contoh002",
        "dinas.contoh",
        None,
    )
    lines = fixture_file("zeeschuimer_threads/export.ndjson").read_text().splitlines(keepends=True)
    alone = read_alone(file_of(lines[2])).posts
    assert alone.select("id", "context").rows() == [("C9contoh003", False), ("C9contoh001", True)]


def test_faults(read: Any) -> None:
    """A mangled code and an impossible time are told by line."""
    result = read("zeeschuimer_threads/export.ndjson")
    assert [(problem.line, problem.kind) for problem in result.problems] == [(5, "mangled_id"), (6, "impossible_time")]
