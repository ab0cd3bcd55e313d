"""X API v1.1: field by field, long texts, tweets within tweets."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from suara.collect import x_v1
from suara.collect._input import Input
from suara.posts import Notice, Post

USER = {"id_str": "9000000001", "screen_name": "warga_contoh"}
ONE = {
    "id_str": "1700000000000000001",
    "created_at": "Fri Sep 08 01:00:00 +0000 2023",
    "full_text": "halo",
    "user": USER,
}


def of(*tweets: dict[str, Any]) -> str:
    return "".join(json.dumps(tweet) + "\n" for tweet in tweets)


def test_field_by_field(read: Any) -> None:
    """Each field of a tweet has its place in the post."""
    post = read("x_v1/tweets.jsonl").post("401")
    expected = {
        "platform": "x",
        "id": "1700000000000000401",
        "url": "https://x.com/warga_contoh/status/1700000000000000401",
        "author_id": "9000000001",
        "author_handle": "warga_contoh",
        "author_name": "Warga Contoh",
        "author_followers": 41,
        "author_verified": False,
        "text": "@layanan_contoh pipa bocor & banjir lagi https://t.co/aaa #pipa",
        "lang": "in",
        "created_at": datetime(2023, 9, 8, 1, tzinfo=UTC),
        "conversation": None,
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
        "links": ["https://twitter.com/layanan_contoh/status/1700000000000000299"],
        "likes": 5,
        "reposts": 2,
        "replies": 1,
        "quotes": 3,
        "views": 90,
        "place": "Kelurahan Contoh, Kota Contoh",
        "collected_at": None,
        "source": "x_v1",
        "context": False,
    }
    assert expected == post


def test_repost(read: Any) -> None:
    """A repost has the whole text, the hashtags and the mentions of its original, whose author is no mention."""
    result = read("x_v1/tweets.jsonl")
    post, original = result.post("402"), result.post("298")
    assert post["text"] == "RT @kabar_contoh: " + original["text"]
    assert (post["hashtags"], post["mention_handles"]) == (["air", "mati"], ["layanan_contoh"])
    assert (post["repost_of"], post["repost_of_author_id"], post["repost_of_author_handle"]) == (
        "1700000000000000298",
        "9000000004",
        "kabar_contoh",
    )
    assert (post["likes"], post["reposts"], original["likes"], original["context"]) == (None, 31, 5, True)


def test_quote_of_a_repost_is_its_original_s(read: Any, file_of: Any) -> None:
    """Who reposts a quote quotes nothing."""
    quoted = ONE | {"id_str": "1700000000000000003"}
    original = ONE | {
        "id_str": "1700000000000000002",
        "quoted_status": quoted,
        "quoted_status_id_str": quoted["id_str"],
    }
    result = read(file_of(of(ONE | {"retweeted_status": original, "quoted_status_id_str": quoted["id_str"]})))
    assert [result.post(i)["quote_of"] for i in ("001", "002", "003")] == [None, quoted["id_str"], None]


def test_repost_in_a_stream_counts_as_its_original(read: Any, file_of: Any) -> None:
    """A stream counts 0 reposts of what was just reposted; the original knows better."""
    made = of(ONE | {"retweet_count": 0, "retweeted_status": ONE | {"id_str": "17", "retweet_count": 8297}})
    assert read(file_of(made)).post("001")["reposts"] == 8297


def test_long_text_of_a_stream(read: Any) -> None:
    """The whole text and what is in it stand apart; the link to the rest of the text is no link."""
    post = read("x_v1/stream.jsonl").post("403")
    assert post["text"] == "Sudah tiga hari air tidak mengalir di RT 05, mohon dibantu @layanan_contoh #air"
    assert (post["hashtags"], post["mention_handles"], post["links"]) == (["air"], ["layanan_contoh"], [])


def test_lost_end_is_told(fixture_file: Any) -> None:
    """Where the whole text isn't there it is said, and the link to it is no link."""
    found = list(x_v1.read(Input(fixture_file("x_v1/stream.jsonl"))))
    assert [(item.kind, item.line) for item in found if isinstance(item, Notice)] == [("truncated", 2)]
    (post,) = [item for item in found if isinstance(item, Post) and item.id.endswith("404")]
    assert (post.links, post.text) == ([], "Sudah tiga hari air tidak mengalir di RT 05, mohon… https://t.co/bbb")


def test_quoted_post_that_is_gone(read: Any) -> None:
    """Of a quoted tweet that was deleted the id is left."""
    post = read("x_v1/stream.jsonl").post("405")
    assert (post["quote_of"], post["quote_of_author_id"]) == ("1700000000000000111", None)


def test_copied_by_hand_is_no_repost(read: Any) -> None:
    """A text that begins with "RT @" without an original was typed."""
    assert read("x_v1/stream.jsonl").post("410")["repost_of_author_handle"] is None


def test_faults(read: Any) -> None:
    """Messages of a stream, mangled ids, impossible times and fields of another type are told by line."""
    result = read("x_v1/stream.jsonl")
    assert [(problem.line, problem.field, problem.kind) for problem in result.problems] == [
        (4, None, "not_a_post"),
        (5, "in_reply_to_status_id_str", "mangled_id"),
        (6, None, "mangled_id"),
        (7, None, "impossible_time"),
        (8, None, "not_a_post"),
    ]
    assert (result.post("406")["reply_to"], result.post("406")["reply_to_author_handle"]) == (None, "layanan_contoh")


def test_search_and_array(read: Any) -> None:
    """An answer of the search and an array are as good as lines."""
    assert [i[-3:] for i in read("x_v1/search.json").posts["id"]] == ["411", "412"]


def test_embedded(read: Any) -> None:
    """A tweet as a web page embeds it brings what it answers and what it quotes."""
    result = read("x_v1/embedded.json")
    post = result.post("413")
    assert (post["reply_to"], post["quote_of"], post["replies"]) == (
        "1700000000000000414",
        "1700000000000000415",
        4,
    )
    assert [result.post(i)["context"] for i in ("413", "414", "415")] == [False, True, True]


def test_place_of_the_author_stands_in(read: Any) -> None:
    """Without a place of the post, where its author says to live is the place; "" is none."""
    result = read("x_v1/search.json")
    assert [result.post(i)["place"] for i in ("411", "412")] == ["Kota Contoh", None]


@pytest.mark.parametrize("depth", [3, 300])
def test_tweets_within_tweets(depth: int, read: Any, file_of: Any) -> None:
    """However deep tweets lie in one another, each is read."""
    tweet = ONE
    for number in range(2, depth + 1):
        tweet = ONE | {"id_str": str(1700000000000000000 + number), "quoted_status": tweet}
    assert read(file_of(of(tweet))).tally.read == depth


def test_hashtag_that_a_scraper_left_out(read: Any, file_of: Any) -> None:
    """Where no hashtags are told, those in the text count."""
    assert read(file_of(of(ONE | {"full_text": "air #mati"}))).post("001")["hashtags"] == ["mati"]
