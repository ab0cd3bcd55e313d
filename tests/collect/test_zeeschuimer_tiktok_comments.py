"""Zeeschuimer's comments on TikTok: what they answer, and which answers are missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from suara.collect import zeeschuimer_tiktok_comments as source
from suara.collect._input import Input
from suara.posts import Notice

VIDEO, FIRST, SECOND = "7400000000000000501", "7410000000000000601", "7410000000000000602"


def test_field_by_field(read: Any) -> None:
    """Each field has its place."""
    expected = {
        "platform": "tiktok",
        "id": FIRST,
        "url": f"https://m.tiktok.com/v/{VIDEO}.html?_d=x&comment_author_id=1&share_comment_id={FIRST}",
        "author_id": "6900000000000000003",
        "author_handle": "sari.contoh",
        "author_name": "Sari Contoh",
        "author_followers": None,
        "author_verified": None,
        "text": "Dari tahun lalu begini terus @dinas.contoh #jalanrusak",
        "lang": "id",
        "created_at": datetime(2024, 9, 1, 10, 3, 20, tzinfo=UTC),
        "conversation": VIDEO,
        "reply_to": VIDEO,
        "reply_to_author_id": None,
        "reply_to_author_handle": None,
        "repost_of": None,
        "repost_of_author_id": None,
        "repost_of_author_handle": None,
        "quote_of": None,
        "quote_of_author_id": None,
        "quote_of_author_handle": None,
        "mention_ids": [],
        "mention_handles": [],
        "hashtags": ["jalanrusak"],
        "links": None,
        "likes": 12,
        "reposts": None,
        "replies": 4,
        "quotes": None,
        "views": None,
        "place": None,
        "collected_at": datetime(2024, 9, 1, 9, tzinfo=UTC),
        "source": "zeeschuimer_tiktok_comments",
        "context": False,
    }
    assert expected == read("zeeschuimer_tiktok_comments/export.ndjson").post("601")


def test_what_is_answered(read: Any) -> None:
    """An answer within an exchange names the answer before it, another the comment that began the exchange."""
    result = read("zeeschuimer_tiktok_comments/export.ndjson")
    assert [result.post(ending)["reply_to"] for ending in ("602", "603", "604")] == [FIRST, SECOND, VIDEO]
    assert result.post("602")["reply_to_author_id"] == "6900000000000000003"
    assert {VIDEO, None} == set(result.posts["conversation"])  # None: mangled, and said


def test_mention(read: Any) -> None:
    """Who is mentioned is told by id; the text shows a name, of which no handle is made."""
    post = read("zeeschuimer_tiktok_comments/export.ndjson").post("603")
    assert (post["mention_ids"], post["mention_handles"]) == (["6900000000000000002"], [None])


def test_answers_that_are_missing(fixture_file: Callable[[str], Path]) -> None:
    """Of four answers that TikTok counted two are there, of another one none: three are missing in all."""
    found = list(source.read(Input(fixture_file("zeeschuimer_tiktok_comments/export.ndjson"))))
    assert [item for item in found if isinstance(item, Notice)] == [Notice(kind="replies_missing", count=3)]


def test_answers_beneath_their_comment(read_alone: Any, fixture_file: Any, file_of: Any) -> None:
    """The first answers stand within their comment, and are there though they were no items of their own."""
    lines = fixture_file("zeeschuimer_tiktok_comments/export.ndjson").read_text().splitlines(keepends=True)
    result = read_alone(file_of(lines[0]))
    assert result.posts["id"].to_list() == [FIRST, SECOND]
    assert result.post("602")["author_handle"] == "dinas.contoh"


def test_faults(read: Any) -> None:
    """Mangled ids and impossible times are told by line."""
    result = read("zeeschuimer_tiktok_comments/export.ndjson")
    assert result.told == [(5, None), (6, None), (7, "conversation"), (7, "reply_to")]
