"""Zeeschuimer's posts of X: field by field, and where X hides what is needed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from suara.collect import zeeschuimer_x
from suara.collect._input import Input
from suara.posts import Notice


def truncated(path: Path) -> list[tuple[int, str | None]]:
    found = [item for item in zeeschuimer_x.read(Input(path)) if isinstance(item, Notice)]
    assert {"truncated"} >= {notice.kind for notice in found}
    return [(notice.line, notice.example) for notice in found]


def one(tweet: dict[str, object], **legacy: object) -> str:
    kept = {"full_text": "halo", "created_at": "Sun Sep 01 08:00:00 +0000 2024", "user_id_str": "9"} | legacy
    return json.dumps({"source_platform": "twitter.com", "data": {"rest_id": "1", "legacy": kept} | tweet}) + "\n"


def test_field_by_field(read: Any) -> None:
    """Each field has its place; entities of HTML in the text are resolved."""
    expected = {
        "platform": "x",
        "id": "1830000000000000401",
        "url": "https://x.com/warga_contoh/status/1830000000000000401",
        "author_id": "9000000001",
        "author_handle": "warga_contoh",
        "author_name": "Warga Contoh",
        "author_followers": 41,
        "author_verified": False,
        "text": "@layanan_contoh air mati & keruh sejak kemarin #AirMati https://t.co/abc",
        "lang": "in",
        "created_at": datetime(2024, 9, 1, 8, tzinfo=UTC),
        "conversation": "1830000000000000401",
        "reply_to": None,
        "reply_to_author_id": None,
        "reply_to_author_handle": None,
        "repost_of": None,
        "repost_of_author_id": None,
        "repost_of_author_handle": None,
        "quote_of": None,
        "quote_of_author_id": None,
        "quote_of_author_handle": None,
        "mention_ids": ["9000000002"],
        "mention_handles": ["layanan_contoh"],
        "hashtags": ["AirMati"],
        "links": ["https://lapor.example/9"],
        "likes": 7,
        "reposts": 2,
        "replies": 1,
        "quotes": 3,
        "views": 90,
        "place": "Kecamatan Contoh",
        "collected_at": datetime(2024, 9, 1, 13, tzinfo=UTC),
        "source": "zeeschuimer_x",
        "context": False,
    }
    assert expected == read("zeeschuimer_x/export.ndjson").post("401")


def test_reply(read: Any) -> None:
    """A reply tells which post it answers; its id is `rest_id`, as `id` was rounded."""
    post = read("zeeschuimer_x/export.ndjson").post("402")
    assert (post["reply_to"], post["reply_to_author_id"], post["reply_to_author_handle"]) == (
        "1830000000000000401",
        "9000000001",
        "warga_contoh",
    )
    assert post["conversation"] == "1830000000000000401"
    assert (post["author_handle"], post["author_verified"], post["author_followers"]) == ("layanan_contoh", True, 52000)


def test_repost(read: Any) -> None:
    """A repost has the whole text and the mentions of its original, which came along."""
    result = read("zeeschuimer_x/export.ndjson")
    post, original = result.post("403"), result.post("404")
    assert (post["repost_of"], post["repost_of_author_id"], post["repost_of_author_handle"]) == (
        original["id"],
        "9000000004",
        "kabar_contoh",
    )
    assert post["text"] == f"RT @kabar_contoh: {original['text']}"
    assert (post["mention_handles"], post["hashtags"]) == (["layanan_contoh"], ["AirMati"])
    assert (post["likes"], post["views"]) == (None, None)
    assert (post["context"], original["context"], original["likes"]) == (False, True, 88)


def test_repost_of_which_the_original_is_missing(read: Any) -> None:
    """In the older shape the original is told by id, and its author by "RT @name:", which mentions nobody."""
    post = read("zeeschuimer_x/fourcat.ndjson").post("421")
    assert (post["repost_of"], post["repost_of_author_handle"]) == ("1830000000000000404", "kabar_contoh")
    assert post["mention_handles"] == ["layanan_contoh"]
    assert (post["author_handle"], post["author_followers"], post["views"]) == ("sari_contoh", 230, 12)


def test_quote(read: Any) -> None:
    """What is quoted is told, also one level deeper, where X limits who may answer."""
    post = read("zeeschuimer_x/export.ndjson").post("405")
    assert (post["quote_of"], post["quote_of_author_id"], post["quote_of_author_handle"]) == (
        "1830000000000000401",
        "9000000001",
        "warga_contoh",
    )


def test_quote_of_a_deleted_post(read: Any, file_of: Callable[..., Path]) -> None:
    """Of a quoted post that is gone, id and author are still in its address."""
    gone = {"quoted_status_result": {"result": {"__typename": "TweetTombstone", "tombstone": {}}}}
    link = {"expanded": "https://twitter.com/warga_contoh/status/77"}
    result = read(file_of(one(gone, quoted_status_id_str="77", quoted_status_permalink=link)))
    assert result.posts.height == 1
    assert (result.post("1")["quote_of"], result.post("1")["quote_of_author_handle"]) == ("77", "warga_contoh")


def test_long_posts(read: Any, fixture_file: Callable[[str], Path]) -> None:
    """A long post is read from its note; where that is missing the text is cut, and it is said."""
    result = read("zeeschuimer_x/export.ndjson")
    whole, cut = (str(result.post(ending)["text"]) for ending in ("406", "407"))
    assert whole.startswith(cut.removesuffix("…"))
    assert whole.endswith("#AirMati")
    assert result.post("406")["hashtags"] == ["AirMati"]
    assert truncated(fixture_file("zeeschuimer_x/export.ndjson")) == [(6, "ga sudah melapor lewat aplikasi dan tel…")]


def test_dots_of_the_author_cut_nothing(file_of: Callable[..., Path]) -> None:
    """A short post that ends in "…", a long one that doesn't, and a repost whose original does so are whole."""
    long = "kata " * 60
    original = {"rest_id": "5", "legacy": {"full_text": "begitulah…", "user_id_str": "8"}}
    reposted = {"result": original}
    made = one({}, full_text="begitulah…") + one({}, full_text=long)
    made += one({}, full_text="RT @kabar_contoh: begitulah…", retweeted_status_result=reposted)
    assert truncated(file_of(made)) == []
    assert truncated(file_of(one({}, full_text=f"{long}… https://t.co/abc"))) == [(1, f"{long[-39:].strip()} …"[-40:])]


def test_author_that_x_left_out(read: Any) -> None:
    """Where the account is missing, its id is with the post and its handle in the address of a picture."""
    post = read("zeeschuimer_x/export.ndjson").post("408")
    assert (post["author_id"], post["author_handle"], post["author_name"]) == ("9000000005", "budi_contoh", None)
    assert (post["author_followers"], post["author_verified"]) == (None, None)
    assert post["url"] == "https://x.com/budi_contoh/status/1830000000000000408"


def test_reply_of_limited_visibility(read: Any) -> None:
    """A post that Zeeschuimer kept one level deeper is read all the same."""
    assert read("zeeschuimer_x/export.ndjson").post("409")["reply_to"] == "1830000000000000402"


def test_faults(read: Any) -> None:
    """Deleted posts, mangled ids, impossible times, other platforms and half lines are told by line and kind."""
    result = read("zeeschuimer_x/export.ndjson")
    assert [(problem.line, problem.field, problem.kind) for problem in result.problems] == [
        (9, None, "api_error"),
        (10, None, "mangled_id"),
        (11, None, "impossible_time"),
        (12, "reply_to", "mangled_id"),
        (14, None, "other_platform"),
        (15, None, "not_json"),
    ]
    assert (result.post("413")["reply_to"], result.post("413")["reply_to_author_handle"]) == (None, "layanan_contoh")
    assert result.tally.duplicates == 2  # one was captured twice, one quoted as well


def test_repost_of_somebody_left_out(read: Any, file_of: Callable[..., Path]) -> None:
    """Where X left out the account of the original, its handle is in the text."""
    reposted = {"result": {"rest_id": "5", "legacy": {"full_text": "air mati", "user_id_str": "8"}}}
    text = "RT @kabar_contoh: air m…"
    post = read(file_of(one({}, full_text=text, retweeted_status_result=reposted))).post("1")
    assert (post["text"], post["repost_of"]) == ("RT @kabar_contoh: air mati", "5")
    assert (post["repost_of_author_id"], post["repost_of_author_handle"]) == ("8", "kabar_contoh")
