"""snscrape: field by field, its generations, and posts that couldn't be seen any more."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

ONE = {
    "_type": "snscrape.modules.twitter.Tweet",
    "id": 1700000000000000001,
    "url": "https://twitter.com/warga_contoh/status/1700000000000000001",
    "date": "2023-03-08T01:00:00+00:00",
    "rawContent": "halo",
}


def test_field_by_field(read: Any) -> None:
    """Each field of a post has its place."""
    post = read("snscrape/tweets.jsonl").post("501")
    expected = {
        "platform": "x",
        "id": "1700000000000000501",
        "url": "https://twitter.com/warga_contoh/status/1700000000000000501",
        "author_id": "9000000001",
        "author_handle": "warga_contoh",
        "author_name": "Warga Contoh",
        "author_followers": 41,
        "author_verified": True,
        "text": "@layanan_contoh pipa bocor & banjir #pipa https://t.co/aaa",
        "lang": "in",
        "created_at": datetime(2023, 3, 8, 1, tzinfo=UTC),
        "conversation": "1700000000000000300",
        "reply_to": "1700000000000000300",
        "reply_to_author_id": "9000000002",
        "reply_to_author_handle": "layanan_contoh",
        "repost_of": None,
        "repost_of_author_id": None,
        "repost_of_author_handle": None,
        "quote_of": "1700000000000000299",
        "quote_of_author_id": "9000000002",
        "quote_of_author_handle": "layanan_contoh",
        "mention_ids": ["9000000002"],
        "mention_handles": ["layanan_contoh"],
        "hashtags": ["pipa"],
        "links": ["https://kabar.example/pipa"],
        "likes": 5,
        "reposts": 2,
        "replies": 1,
        "quotes": 3,
        "views": 90,
        "place": "Kelurahan Contoh, Kota Contoh",
        "collected_at": None,
        "source": "snscrape",
        "context": False,
    }
    assert expected == post
    assert read("snscrape/tweets.jsonl").post("299")["context"]


def test_repost(read: Any) -> None:
    """A repost has the whole text, hashtags and mentions of its original, which comes along."""
    result = read("snscrape/tweets.jsonl")
    post = result.post("502")
    assert post["text"] == "RT @kabar_contoh: Air mati sejak pagi & belum ada jawaban dari @layanan_contoh #air"
    assert (post["repost_of"], post["repost_of_author_handle"]) == ("1700000000000000298", "kabar_contoh")
    assert (post["hashtags"], post["mention_handles"]) == (["air"], ["layanan_contoh"])
    assert result.post("298")["context"]


def test_repost_of_what_could_not_be_read(read: Any) -> None:
    """Of an original that is only referred to, the id is told and the text says whose it was."""
    post = read("snscrape/tweets.jsonl").post("503")
    assert (post["repost_of"], post["repost_of_author_handle"]) == ("1700000000000000297", "kabar_contoh")
    assert post["mention_handles"] == ["sari_contoh"]


def test_null_is_none_at_all(read: Any) -> None:
    """Where snscrape writes null there was no mention and no hashtag, whatever the text looks like."""
    post = read("snscrape/tweets.jsonl").post("504")
    assert (post["mention_handles"], post["hashtags"], post["links"]) == ([], [], [])


def test_ids_for_readers_that_round(read: Any) -> None:
    """Where ids were written as text too, that text is taken: the number may have been rounded."""
    assert read("snscrape/tweets.jsonl").post("506")["conversation"] == "1700000000000000506"


def test_faults(read: Any) -> None:
    """Posts that couldn't be seen, mangled ids and impossible times are told by line."""
    result = read("snscrape/tweets.jsonl")
    assert [(problem.line, problem.field, problem.kind) for problem in result.problems] == [
        (5, None, "api_error"),
        (7, "conversationId", "mangled_id"),
        (8, None, "mangled_id"),
        (9, None, "impossible_time"),
        (10, None, "not_a_post"),
    ]


def test_old_generations(read: Any) -> None:
    """Before 2020 hashtags and mentions are read from the text; before 2023 the text is `content`."""
    result = read("snscrape/old.jsonl")
    first, second = result.post("001"), result.post("002")
    assert (first["author_handle"], first["author_id"], first["likes"]) == ("warga_contoh", None, None)
    assert (first["mention_handles"], first["hashtags"]) == (["layanan_contoh"], ["pipa"])
    assert (second["author_id"], second["likes"], second["place"]) == ("9000000001", 6, "Desa Contoh")
    assert first["links"] == second["links"] == ["https://kabar.example/pipa"]


def test_links_of_the_text(read: Any, file_of: Any) -> None:
    """A link in the text decides where a generation has no list of links."""
    made = json.dumps(ONE | {"rawContent": "lihat https://kabar.example/a."})
    assert read(file_of(made)).post("001")["links"] == ["https://kabar.example/a"]
