"""twarc-csv: field by field, reposts with the text of their original, and the first generation."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest


def test_field_by_field(read: Any) -> None:
    """Each column has its field; a line break is one again."""
    post = read("twarc_csv/columns.csv").post("601")
    expected = {
        "platform": "x",
        "id": "1700000000000000601",
        "url": "https://x.com/warga_contoh/status/1700000000000000601",
        "author_id": "9000000001",
        "author_handle": "warga_contoh",
        "author_name": "Warga Contoh",
        "author_followers": 41,
        "author_verified": False,
        "text": "@layanan_contoh pipa bocor & banjir\nsudah dua hari #pipa https://t.co/aaa",
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
        "quote_of_author_id": "9000000004",
        "quote_of_author_handle": "kabar_contoh",
        "mention_ids": [None, None],
        "mention_handles": ["layanan_contoh", "sari_contoh"],
        "hashtags": ["pipa"],
        "links": ["https://kabar.example/pipa"],
        "likes": 5,
        "reposts": 2,
        "replies": 1,
        "quotes": 3,
        "views": 90,
        "place": "Kelurahan Contoh, Kota Contoh",
        "collected_at": datetime(2023, 3, 8, 2, 30, tzinfo=UTC),
        "source": "twarc_csv",
        "context": False,
    }
    assert expected == post


def test_merged_repost(read: Any) -> None:
    """A repost that has its original's text gets its "RT @name" back; the likes are its original's, so not its own."""
    post = read("twarc_csv/columns.csv").post("602")
    assert post["text"] == "RT @kabar_contoh: Air mati sejak pagi, kata @layanan_contoh #air"
    assert (post["repost_of"], post["repost_of_author_id"]) == ("1700000000000000298", "9000000004")
    assert (post["likes"], post["replies"], post["quotes"], post["reposts"]) == (None, None, None, 31)
    assert (post["mention_handles"], post["hashtags"]) == (["layanan_contoh"], ["air"])


def test_repost_that_was_not_merged(read: Any) -> None:
    """A repost with its own text has its own counts, and the "RT @name" is no mention."""
    post = read("twarc_csv/columns.csv").post("603")
    assert post["text"].startswith("RT @kabar_contoh: Air mati")
    assert (post["likes"], post["mention_handles"]) == (70, ["layanan_contoh"])


def test_first_generation(read: Any) -> None:
    """In 2021 the references were one list, and hashtags, links and mentions were objects."""
    post = read("twarc_csv/first.csv").post("611")
    assert (post["reply_to"], post["reply_to_author_handle"]) == ("1700000000000000300", "layanan_contoh")
    assert (post["mention_ids"], post["mention_handles"]) == (["9000000002"], ["layanan_contoh"])
    assert (post["hashtags"], post["links"]) == (["pipa"], ["https://kabar.example/pipa"])


def test_faults(read: Any) -> None:
    """Mangled ids, impossible times and lists that aren't JSON are told by line; what can be kept is."""
    columns, first = read("twarc_csv/columns.csv"), read("twarc_csv/first.csv")
    assert [(problem.line, problem.field, problem.kind) for problem in columns.problems] == [
        (5, "referenced_tweets.replied_to.id", "mangled_id"),
        (6, "entities.hashtags", "broken"),
        (7, None, "mangled_id"),
        (8, None, "not_a_post"),
        (9, None, "impossible_time"),
    ]
    assert first.told == [(3, "referenced_tweets.quoted.id")]
    assert columns.post("604")["reply_to_author_id"] == "9000000002"


@pytest.mark.parametrize("encoded", [False, True])
def test_written_as_json(encoded: bool, read: Any, file_of: Any) -> None:
    """Texts that were written as JSON are what they were, with their line breaks and backslashes."""
    row = {
        "id": "1700000000000000001",
        "conversation_id": "1700000000000000001",
        "author_id": "9000000001",
        "created_at": "2023-03-08T01:00:00.000Z",
        "text": 'dua "baris"\n',
        "public_metrics.like_count": "5",
    }
    cells = [json.dumps(value) for value in row.values()]
    plain = [value.replace("\n", "\\n") for value in row.values()]
    written = io.StringIO()
    csv.writer(written).writerows([row, cells if encoded else plain])
    post = read(file_of(written.getvalue())).post("001")
    assert (post["text"], post["likes"], post["author_id"]) == ('dua "baris"\n', 5, "9000000001")


@pytest.mark.parametrize("listed", ['[{"type":[],"id":{}}]', "[1,null]", "{}", "[[[", '[{"tag":5}]', '"teks"'])
def test_lists_of_other_things(listed: str, read: Any, file_of: Any) -> None:
    """Whatever stands where a list should, the post is kept."""
    names = "id,conversation_id,author_id,created_at,text,public_metrics.like_count,referenced_tweets"
    names += ",entities.hashtags,entities.mentions,entities.urls"
    cells = ["1700000000000000001", "", "", "2023-03-08T01:00:00Z", "halo", "", *[listed] * 4]
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    post = read(file_of(f"{names}\n{written.getvalue()}")).post("001")
    assert (post["mention_handles"], post["hashtags"], post["reply_to"]) in (([], [], None), ([], ["teks"], None))
