"""CSV of tweepy scripts: destroyed ids, cut texts, columns whose values are shifted."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest

from suara.collect import tweepy_csv, tweepy_tutorial_csv
from suara.collect._input import Input
from suara.posts import Notice

FILLED = (
    "username,acctdesc,location,following,followers,totaltweets,usercreatedts,tweetcreatedts,retweetcount,text,hashtags"
)
ROW = "warga_contoh,akun,Desa,1,2,3,2012-10-10 20:19:24,2022-12-04 22:16:24,4,halo,[]"


def noticed(source: Any, path: Any) -> list[tuple[str, int, int, str | None]]:
    found = source.read(Input(path))
    return [(item.kind, item.line, item.count, item.example) for item in found if isinstance(item, Notice)]


def test_field_by_field(read: Any) -> None:
    """Each column has its field; nobody is told to have written it."""
    post = read("tweepy_csv/posts.csv").post("801")
    expected = dict.fromkeys(post) | {
        "platform": "x",
        "id": "1590000000000000801",
        "url": "https://x.com/i/status/1590000000000000801",
        "text": "@layanan_contoh kapan antrean dibuka? & di mana #antre https://kabar.example/antre",
        "created_at": datetime(2022, 12, 4, 23, 13, 47, tzinfo=UTC),
        "reply_to_author_handle": "layanan_contoh",
        "mention_ids": [None],
        "mention_handles": ["layanan_contoh"],
        "hashtags": ["antre"],
        "links": ["https://kabar.example/antre"],
        "likes": 5,
        "reposts": 2,
        "source": "tweepy_csv",
        "context": False,
    }
    assert expected == post


def test_repost(read: Any) -> None:
    """A repost is known by its text; the name that was cut off at its end is no mention."""
    post = read("tweepy_csv/posts.csv").post("802")
    assert (post["repost_of_author_handle"], post["mention_handles"]) == ("kabar_contoh", ["layanan_contoh"])


def test_cut_text(read: Any) -> None:
    """Of a text that was cut off, the last word and the link to the rest are left out of hashtags and links."""
    post = read("tweepy_csv/posts.csv").post("803")
    assert (post["hashtags"], post["links"]) == ([], [])
    assert post["text"].endswith("#Layan… https://t.co/aaa")


def test_faults(read: Any, fixture_file: Any) -> None:
    """Replied-to ids that were rounded are refused and the posts kept; a whole one is taken."""
    result = read("tweepy_csv/posts.csv")
    assert [(problem.line, problem.field, problem.kind) for problem in result.problems] == [
        (2, "reply_to_status", "mangled_id"),
        (9, None, "mangled_id"),
        (10, None, "impossible_time"),
        (11, None, "not_a_post"),
    ]
    assert result.post("804")["reply_to"] == "1590000000000000801"
    assert [notice[:2] for notice in noticed(tweepy_csv, fixture_file("tweepy_csv/posts.csv"))] == [
        ("truncated", 6),
        ("zone_doubt", 8),
    ]


def test_header_only(read: Any, file_of: Any) -> None:
    """A file with nothing but its header is read, and holds no posts."""
    header = ",tweet_id,text,favorite_count,retweet_count,created_at,source,reply_to_status,reply_to_user,retweets"
    result = read(file_of(header + "\n"))
    assert (result.source, result.posts.height, result.problems) == ("tweepy_csv", 0, [])


def test_tutorial_field_by_field(read: Any) -> None:
    """Each column has its field; the id is made up, of more digits than X's have."""
    result = read("tweepy_tutorial_csv/right.csv")
    post = result.posts.row(0, named=True)
    expected = dict.fromkeys(post) | {
        "platform": "x",
        "id": post["id"],
        "author_handle": "warga_contoh",
        "author_followers": 41,
        "text": "@layanan_contoh antrean panjang & lambat #antre https://kabar.example/antre",
        "created_at": datetime(2022, 12, 4, 22, 16, 24, tzinfo=UTC),
        "mention_ids": [None],
        "mention_handles": ["layanan_contoh"],
        "hashtags": ["antre"],
        "links": ["https://kabar.example/antre"],
        "reposts": 2,
        "place": "Desa Contoh",
        "source": "tweepy_tutorial_csv",
        "context": False,
    }
    assert expected == post
    assert [len(i) for i in result.posts["id"]] == [25, 25]
    assert [(problem.line, problem.kind) for problem in result.problems] == [(4, "impossible_time"), (5, "shifted")]


def test_shifted_columns(read: Any, fixture_file: Any) -> None:
    """Values beneath the wrong names are put back where they fit the script's own order, and else rejected."""
    result = read("tweepy_tutorial_csv/shifted.csv")
    assert sorted(zip(result.posts["author_handle"], result.posts["author_followers"], strict=True)) == [
        ("sari_contoh", 41),
        ("warga_contoh", 41),
    ]
    assert set(result.posts["text"]) == {"baris yang bergeser\ndua baris", "juga bergeser"}
    assert [tags for tags in result.posts["hashtags"].to_list() if tags] == [["geser"]]
    (problem,) = result.problems
    assert (problem.line, problem.field, problem.kind) == (5, None, "shifted")
    assert problem.reason.startswith("values stand beneath the wrong names: followers is '[]'")
    told = noticed(tweepy_tutorial_csv, fixture_file("tweepy_tutorial_csv/shifted.csv"))
    assert told == [("no_ids", 0, 1, None), ("put_back", 2, 2, "followers: [{'text': 'geser', 'indices': [0, 6]}]")]


def test_rows_that_are_not_shifted_stay(file_of: Any, fixture_file: Any) -> None:
    """Where the values are in their places, nothing is put anywhere."""
    told = Counter(kind for kind, *_ in noticed(tweepy_tutorial_csv, file_of(f"{FILLED}\n{ROW}\n")))
    assert told == {"no_ids": 1, "zone_doubt": 1}


@pytest.mark.parametrize("extra", [",kolom", ",text"])
def test_more_columns(extra: str, read: Any, file_of: Any) -> None:
    """A table with more columns is read by its names, and nothing in it is moved."""
    result = read(file_of(f"{FILLED}{extra}\n{ROW},lain\n{ROW.replace('2022-12', 'x')},lain\n"))
    assert (result.posts.height, [problem.kind for problem in result.problems]) == (1, ["shifted"])
