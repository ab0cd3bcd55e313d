"""twitwi: field by field, and the clock of the collector."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

HEADER = "id,timestamp_utc,local_time,user_screen_name,text,to_tweetid,collection_time,user_verified"


def one(**other: str) -> str:
    fields = dict.fromkeys(HEADER.split(","), "")
    fields |= {"id": "1700000000000000001", "timestamp_utc": "1694134800", "text": "halo"} | other
    return f"{','.join(fields)}\n{','.join(fields.values())}\n"


def test_field_by_field(read: Any) -> None:
    """Each column of twitwi has its field; lists are parted at the bars."""
    post = read("twitwi/posts.csv").post("301")
    expected = {
        "platform": "x",
        "id": "1700000000000000301",
        "url": "https://twitter.com/warga_contoh/status/1700000000000000301",
        "author_id": "9000000001",
        "author_handle": "warga_contoh",
        "author_name": "Warga Contoh",
        "author_followers": 41,
        "author_verified": True,
        "text": "@layanan_contoh pipa bocor & banjir",
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
        "quote_of_author_id": "9000000004",
        "quote_of_author_handle": "kabar_contoh",
        "mention_ids": ["9000000002", "9000000005"],
        "mention_handles": ["layanan_contoh", "sari_contoh"],
        "hashtags": ["pipa", "banjir"],
        "links": ["https://foto.example/1", "https://foto.example/2"],
        "likes": 7,
        "reposts": 2,
        "replies": 1,
        "quotes": None,
        "views": 90,
        "place": "Kelurahan Contoh",
        "collected_at": datetime(2023, 9, 8, 2, 30, 0, 250000, tzinfo=UTC),
        "source": "twitwi",
        "context": False,
    }
    assert expected == post


def test_repost(read: Any) -> None:
    """A repost has its original's id and author, whose name in the text is no mention, in whatever case."""
    post = read("twitwi/posts.csv").post("302")
    assert (
        post["repost_of"],
        post["repost_of_author_id"],
        post["repost_of_author_handle"],
    ) == ("1700000000000000298", "9000000004", "Kabar_Contoh")
    assert (post["mention_ids"], post["mention_handles"]) == (["9000000005"], ["sari_contoh"])


def test_place_of_the_author_stands_in(read: Any) -> None:
    """Without a place of the post, where its author says to live is the place."""
    assert read("twitwi/posts.csv").post("302")["place"] == "Desa Contoh"


def test_mentions_out_of_step(read: Any) -> None:
    """Ids that don't go with the names are left out: none is given to the wrong name."""
    post = read("twitwi/posts.csv").post("303")
    assert (post["mention_ids"], post["mention_handles"]) == ([None, None], ["warga_contoh", "layanan_contoh"])


def test_mentions_with_a_gap(read: Any, file_of: Any) -> None:
    """Where one of them has no id, the others keep theirs."""
    made = one(mentioned_names="warga_contoh|layanan_contoh|", mentioned_ids="|9000000002|")
    post = read(file_of(made)).post("001")
    assert (post["mention_ids"], post["mention_handles"]) == ([None, "9000000002"], ["warga_contoh", "layanan_contoh"])


def test_text_of_two_lines(read: Any) -> None:
    """A line break within quotes belongs to the text."""
    assert read("twitwi/posts.csv").post("303")["text"] == "dua baris\ndalam satu teks"


def test_faults(read: Any) -> None:
    """Mangled ids and impossible times are told by line; a post with a mangled second id stays without it."""
    result = read("twitwi/posts.csv")
    assert result.told == [(6, "to_tweetid"), (7, None), (8, None)]
    assert (
        result.post("304")["reply_to"],
        result.post("304")["reply_to_author_handle"],
    ) == (None, "warga_contoh")


@pytest.mark.parametrize(
    ("local", "fetched", "expected"),
    [
        ("2023-09-08T08:00:00", "2023-09-08T09:30:00", datetime(2023, 9, 8, 2, 30, tzinfo=UTC)),
        ("2023-09-08T01:00:00", "2023-09-08T09:30:00", datetime(2023, 9, 8, 9, 30, tzinfo=UTC)),
        ("2023-09-07T20:00:00", "2023-09-07T23:30:00", datetime(2023, 9, 8, 4, 30, tzinfo=UTC)),
        ("", "2023-09-08T09:30:00", None),
        ("2023-09-08T08:00:00", "", None),
        ("2023-09-08T08:00:00", "kemarin", None),
        ("2023-09-08T08:00:00+07:00", "2023-09-08T09:30:00", None),
        ("9999-12-31T23:00:00", "0001-01-01T00:00:00", None),
    ],
)
def test_time_of_collection(local: str, fetched: str, expected: datetime | None, read: Any, file_of: Any) -> None:
    """`collection_time` is the collector's own clock, and `local_time` shows how far that is from UTC."""
    post = read(file_of(one(local_time=local, collection_time=fetched))).post("001")
    assert expected == post["collected_at"]
    assert datetime(2023, 9, 8, 1, tzinfo=UTC) == post["created_at"]


@pytest.mark.parametrize("at", ["nan", "inf", "-1", "0", "1e400", "99999999999", "kemarin"])
def test_impossible_times(at: str, read: Any, file_of: Any) -> None:
    """Seconds that make no time of a post reject the row."""
    assert read(file_of(one(timestamp_utc=at))).told == [(2, None)]


@pytest.mark.parametrize(("written", "expected"), [("1", True), ("True", True), ("0", False), ("", None)])
def test_verified(written: str, expected: bool | None, read: Any, file_of: Any) -> None:
    """Verified is yes, no, or not told."""
    assert expected is read(file_of(one(user_verified=written))).post("001")["author_verified"]
