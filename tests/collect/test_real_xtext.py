"""Real exports of X, where they are there: counts, and another decoder's answers field by field."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from suara.collect import x_v1
from suara.collect._importing import read_file, recognise
from suara.collect._input import Input
from suara.posts import Notice

pytestmark = pytest.mark.real_data

SAME = {  # ours: twitwi's
    "author_id": "user_id",
    "author_handle": "user_screen_name",
    "author_name": "user_name",
    "lang": "lang",
    "author_followers": "user_followers",
    "author_verified": "user_verified",
    "repost_of": "retweeted_id",
    "repost_of_author_id": "retweeted_user_id",
    "repost_of_author_handle": "retweeted_user",
    "quote_of": "quoted_id",
    "quote_of_author_id": "quoted_user_id",
    "quote_of_author_handle": "quoted_user",
    "likes": "like_count",
    "replies": "reply_count",
    "views": "impression_count",
}
ANSWERED = {"reply_to": "to_tweetid", "reply_to_author_id": "to_userid", "reply_to_author_handle": "to_username"}


@pytest.fixture
def real(real_data: Path) -> Any:
    """A real file; without it the test is skipped."""

    def found(name: str) -> Path:
        if not (real_data / name).exists():
            pytest.skip(f"real data isn't there: {real_data / name}")
        return real_data / name

    return found


def by_id(path: Path) -> dict[str, dict[str, Any]]:
    """The posts of a file, those collected before those that came along."""
    posts = read_file(path, recognise(path)[1]).posts
    return {post["id"]: post for post in posts.sort("context", descending=True).to_dicts()}


def differing(post: dict[str, Any], answer: dict[str, Any], names: dict[str, str]) -> list[tuple[str, Any, Any]]:
    pairs = [(ours, post[ours], answer.get(theirs)) for ours, theirs in names.items()]
    pairs.append(("created_at", int(post["created_at"].timestamp()), answer["timestamp_utc"]))
    return [pair for pair in pairs if pair[1] != pair[2]]


def without_links(text: str) -> str:
    """A text as far as twitwi leaves it: links resolved, quotes written out at its end."""
    return " ".join(word for word in text.split("« ")[0].split() if "http" not in word)


V1 = [("normalization.json", number) for number in range(9)] + [("normalization-no-api-key.json", n) for n in range(3)]


@pytest.mark.parametrize(("name", "number"), V1)
def test_v1_as_twitwi_has_it(name: str, number: int, real: Any, tmp_path: Path) -> None:
    """Tweets of the API v1.1 and embedded ones, each field as twitwi has it.

    twitwi takes what a quoted tweet mentions, and whom a repost passes on, for mentions; links to what is quoted are none
    to it, and that to the rest of a text is one.
    """
    item = json.loads(real(f"twitwi-bluesky-twitter/{name}").read_text())[number]
    path = tmp_path / "berkas"
    path.write_text(json.dumps(item["source"]))
    posts = by_id(path)
    assert recognise(path)[0] == "x_v1"
    answers = item["normalized"] if isinstance(item["normalized"], list) else [item["normalized"]]
    assert {answer["id"] for answer in answers} <= posts.keys()
    for answer in answers:
        post = posts[answer["id"]]
        names = SAME | ANSWERED if post["repost_of"] else SAME | ANSWERED | {"reposts": "retweet_count"}
        assert differing(post, answer, names) == []
        assert post["place"] == (answer.get("place_name") or answer.get("user_location"))
        mentions = {(h.lower(), i) for h, i in zip(post["mention_handles"], post["mention_ids"], strict=True)}
        theirs = set(zip(answer["mentioned_names"], answer["mentioned_ids"], strict=True))
        hashtags = {hashtag.lower() for hashtag in post["hashtags"]}
        assert mentions <= theirs
        assert hashtags <= set(answer["hashtags"])
        if not (post["quote_of"] or post["repost_of"]):
            assert (mentions, hashtags) == (theirs, set(answer["hashtags"]))
            assert set(answer["links"]) - set(post["links"]) <= {f"https://twitter.com/i/web/status/{post['id']}"}
        assert without_links(post["text"]) == without_links(answer["text"])


@pytest.mark.parametrize("kind", ["search", "show", "stream"])
def test_v1_of_each_access(kind: str, real: Any) -> None:
    """The same tweet as three accesses of the API gave it."""
    path = real(f"twitwi-bluesky-twitter/normalization-payload-{kind}.json")
    name, source = recognise(path)
    reading = read_file(path, source)
    assert (name, reading.problems, reading.unknown_fields) == ("x_v1", [], [])
    collected = reading.posts.filter(~pl.col("context"))
    assert collected.height == 1
    assert collected["text"].str.ends_with("…").sum() == 0


V2 = ["payload-v2", "payload-v2-geo", "payload-v2-tweet-retweet", "payload-v2-video", "payload-v2-singletweet"]


@pytest.mark.parametrize(
    ("names", "answers", "count"),
    [
        (V2, "normalized-tweets-v2", 20),
        (V2, "normalized-tweets-v2-all", 24),
        (["alternative-payload-v2"], "normalized-alternative-payload", 157),
    ],
)
def test_v2_as_twitwi_has_it(names: list[str], answers: str, count: int, real: Any) -> None:
    """Tweets of the API v2, over many lines, each field as twitwi has it.

    twitwi gives a repost no counts; of what is answered it tells nothing where the answered tweet isn't included.
    """
    posts: dict[str, dict[str, Any]] = {}
    for name in names:
        posts |= by_id(real(f"twitwi-bluesky-twitter/{name}.json"))
    found = json.loads(real(f"twitwi-bluesky-twitter/{answers}.json").read_text())
    assert len(found) == count
    for answer in found:
        post = posts[answer["id"]]
        counts = {} if post["repost_of"] else {"reposts": "retweet_count", "quotes": "quote_count"}
        answered = ANSWERED if answer.get("to_tweetid") else {}
        assert differing(post, answer, SAME | counts | answered) == []
        assert answer["hashtags"] == sorted(set(post["hashtags"]))
        ours, theirs = (
            {pair for pair in zip(handles, ids, strict=True) if pair[0] != post["repost_of_author_handle"]}
            for handles, ids in (
                (post["mention_handles"], post["mention_ids"]),
                (answer["mentioned_names"], answer["mentioned_ids"]),
            )
        )
        assert ours == theirs
        if not post["repost_of"]:
            assert without_links(post["text"]) == without_links(answer["text"])


TWEEPY = {"bpjs_1000": 986, "bpjs_1000_november_2022": 833, "bpjs_2022-2-nov": 1000, "bpjs_2022-nov": 1000}


def test_tweepy(real: Any, read_alone: Any) -> None:
    """Every one of the 1,316 replied-to ids is refused and every post kept; reposts are half of a file."""
    results = {name: read_alone(real(f"tweepy-bpjs-2022/{name}.csv")) for name in TWEEPY}
    assert {name: result.tally.imported for name, result in results.items()} == TWEEPY
    told = Counter((p.kind, p.field) for result in results.values() for p in result.problems)
    assert told == {("mangled_id", "reply_to_status"): 1316}
    assert sum(result.posts["reply_to"].count() for result in results.values()) == 0
    assert sum(result.posts["reply_to_author_handle"].count() for result in results.values()) == 1339
    reposts = results["bpjs_2022-nov"].posts.filter(pl.col("repost_of_author_handle").is_not_null())
    assert (reposts.height, reposts["text"].value_counts()["count"].max()) == (717, 461)


def test_tweepy_header_only(real: Any, read: Any) -> None:
    """A file with nothing but its header holds no posts."""
    result = read(real("tweepy-bpjs-2022/bpjs_2022-master-pages_nov.csv"))
    assert (result.source, result.tally.read) == ("tweepy_csv", 0)


def test_tweepy_shifted(real: Any) -> None:
    """All 27 rows of the table with a shifted header are put back: numbers and dates stand where they must."""
    path = real("tweepy-bpjs-2022/bpjs.csv")
    reading = read_file(path, recognise(path)[1])
    assert (reading.posts.height, reading.problems) == (27, [])
    assert [(notice.kind, notice.count) for notice in reading.notices] == [("no_ids", 1), ("put_back", 27)]
    assert set(reading.posts["created_at"].dt.date().cast(pl.String)) == {"2022-12-04"}
    assert reading.posts["author_followers"].null_count() == 0


def test_labelled_spreadsheet(real: Any, read: Any) -> None:
    """The spreadsheet rounded all ids and has no addresses: 76 are right by chance, which can't be seen in it."""
    result = read(real("th-kai-access/kai_full_label_FIB.xlsx"))
    assert (result.source, result.tally.imported) == ("tweet_harvest", 0)
    assert Counter(problem.kind for problem in result.problems) == {"mangled_id": 1434}


@pytest.mark.parametrize("folder", ["th-kai-access", "th-ppn12", "th-pln-blackout"])
def test_no_row_is_wrapped(folder: str, real: Any) -> None:
    """None of the CSV files was wrapped by a spreadsheet, and in none is a row taken for such a one."""
    for path in sorted(real(folder).glob("*.csv")):
        if path.name not in ("tweets_cleaned.csv", "dataset_sumatera_blackout.csv"):
            assert [n for n in recognise(path)[1].read(Input(path)) if isinstance(n, Notice)] == []


def test_truncated_is_seen(real: Any, tmp_path: Path) -> None:
    """A tweet whose end wasn't fetched is told."""
    item = json.loads(real("twitwi-bluesky-twitter/normalization.json").read_text())[7]
    path = tmp_path / "berkas"
    path.write_text(json.dumps(item["source"]))
    assert [n.kind for n in x_v1.read(Input(path)) if isinstance(n, Notice)] == ["truncated"]
