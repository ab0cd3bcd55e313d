"""Bluesky: answers of the API, threads, quotes, reposts, the firehose, and what other programs put into posts."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from suara.collect import bluesky
from suara.collect._input import Input
from suara.posts import Notice

WARGA, PDAM = "did:plc:wargacontoh", "did:plc:pdamcontoh"
COMPLAINT = f"at://{WARGA}/app.bsky.feed.post/3kaa1"


def view(text: str = "halo", **record: Any) -> dict[str, Any]:
    """A post of the API with just what it must have."""
    record = {"text": text, "createdAt": "2025-03-01T01:00:00Z"} | record
    return {"uri": COMPLAINT, "author": {"did": WARGA, "handle": "warga-contoh.example"}, "record": record}


def mention(did: str, start: object, end: object) -> dict[str, Any]:
    return {"index": {"byteStart": start, "byteEnd": end}, "features": [{"did": did}]}


def test_field_by_field(read: Any) -> None:
    """Each field of a post has its place; what is marked is found by bytes, behind an emoji too."""
    assert read("bluesky/search_pages.jsonl").post("3kaa1") == {
        "platform": "bluesky",
        "id": COMPLAINT,
        "url": "https://bsky.app/profile/warga-contoh.example/post/3kaa1",
        "author_id": WARGA,
        "author_handle": "warga-contoh.example",
        "author_name": "Warga Contoh",
        "author_followers": None,
        "author_verified": None,
        "text": "Air 💧 mati tiga hari di RT 05, @pdam-contoh.example tolong! #AirMati foto.example/keran...",
        "lang": "id",
        "created_at": datetime(2025, 3, 1, 1, 0, 0, 123000, tzinfo=UTC),
        "conversation": COMPLAINT,
        "reply_to": None,
        "reply_to_author_id": None,
        "reply_to_author_handle": None,
        "repost_of": None,
        "repost_of_author_id": None,
        "repost_of_author_handle": None,
        "quote_of": None,
        "quote_of_author_id": None,
        "quote_of_author_handle": None,
        "mention_ids": [PDAM],
        "mention_handles": ["pdam-contoh.example"],
        "hashtags": ["AirMati"],
        "links": ["https://foto.example/keran?jam=7"],
        "likes": 2,
        "reposts": 3,
        "replies": 4,
        "quotes": 5,
        "views": None,
        "place": None,
        "collected_at": datetime(2025, 3, 5, tzinfo=UTC),
        "source": "bluesky",
        "context": False,
    }


def test_answer_in_a_feed(read: Any) -> None:
    """An answer knows what it answers; that came along with the feed and is context, with its author's handle."""
    result = read("bluesky/author_feed.json")
    answer, complaint = result.post("3kaa2"), result.post("post/3kaa1")
    assert (answer["reply_to"], answer["conversation"]) == (COMPLAINT, COMPLAINT)
    assert (answer["reply_to_author_id"], answer["reply_to_author_handle"]) == (WARGA, "warga-contoh.example")
    assert (answer["author_verified"], answer["context"], complaint["context"]) == (True, False, True)


def test_answer_to_a_deleted_post(read: Any) -> None:
    """Of a post that is gone, its address and so its author are known still."""
    post = read("bluesky/author_feed.json").post("3kaa4")
    assert post["reply_to"] == "at://did:web:sari-contoh.example/app.bsky.feed.post/3kzz9"
    assert (post["reply_to_author_id"], post["reply_to_author_handle"]) == ("did:web:sari-contoh.example", None)


def test_repost(read: Any) -> None:
    """A repost is a post of its own, at its own time, without a text; the original came along."""
    result = read("bluesky/author_feed.json")
    repost, original = result.post(f"3kaa3#repost-{PDAM}"), result.post("3kaa3")
    assert (repost["author_id"], repost["author_handle"]) == (PDAM, "pdam-contoh.example")
    assert (repost["repost_of"], repost["repost_of_author_id"]) == (original["id"], WARGA)
    assert repost["repost_of_author_handle"] == "warga-contoh.example"
    assert repost["created_at"] == datetime(2025, 3, 1, 10, tzinfo=UTC)
    assert (repost["text"], repost["likes"], repost["conversation"]) == (None, None, None)
    assert (repost["context"], original["context"]) == (False, True)


def test_pinned(read: Any) -> None:
    """A pinned post is no repost."""
    result = read("bluesky/author_feed.json")
    assert (result.post("3kaa5")["context"], result.posts["repost_of"].count()) == (False, 1)


def test_quotes_within_quotes(read: Any) -> None:
    """What is quoted came along, and what that quotes too, with or without counts."""
    result = read("bluesky/views.jsonl")
    outer, middle, inner = (result.post(key) for key in ("3kgg1", "3kgg2", "3kgg3"))
    assert (outer["quote_of"], outer["quote_of_author_handle"]) == (middle["id"], "sari-contoh.example")
    assert outer["quote_of_author_id"] == "did:web:sari-contoh.example"
    assert (middle["quote_of"], middle["likes"], middle["context"]) == (inner["id"], 9, True)
    assert (inner["likes"], inner["context"]) == (None, True)
    assert (outer["links"], outer["hashtags"]) == (["https://berita.example/jalan"], ["JalanRusak"])


def test_a_quote_that_was_taken_back(read: Any) -> None:
    """A quote whose original was detached is known by its address."""
    post = read("bluesky/views.jsonl").post("3kgh1")
    assert (post["quote_of"], post["quote_of_author_id"]) == (f"at://{PDAM}/app.bsky.feed.post/3kgh2", PDAM)
    assert post["quote_of_author_handle"] is None


def test_a_list_is_no_quote(read: Any) -> None:
    """Lists, feeds and profiles are embedded like quotes, and are none."""
    assert read("bluesky/views.jsonl").post("3kgg7")["quote_of"] is None


def test_nameless(read: Any) -> None:
    """An account whose handle isn't valid any more has its DID alone; a picture alone has no text and no link."""
    post = read("bluesky/views.jsonl").post("3kgg4")
    assert (post["author_handle"], post["author_name"], post["text"], post["links"]) == (None, None, None, [])
    assert post["url"] == "https://bsky.app/profile/did:plc:hilangcontoh/post/3kgg4"


def test_faults(read: Any) -> None:
    """Impossible times, mangled addresses, a post under another's address and half a line are told by line."""
    result = read("bluesky/views.jsonl")
    assert result.told == [(3, "created_at"), (4, None), (6, "conversation"), (7, None), (9, None)]
    # the author's clock was wrong: when Bluesky first saw the post stands in
    assert result.post("3kgg5")["created_at"] == datetime(2025, 3, 1, 1, 0, 3, tzinfo=UTC)
    assert (result.post("3kgg8")["reply_to"], result.post("3kgg8")["conversation"]) == (COMPLAINT, None)


def test_one_bad_post_in_a_page(read: Any) -> None:
    """A post of a page that can't be read is told; the others are taken. A page without posts is one too."""
    result = read("bluesky/search_pages.jsonl")
    assert (result.told, result.posts.height) == ([(3, None)], 3)


def test_firehose(read: Any) -> None:
    """Posts and reposts of the firehose; likes, deletions and new names aren't posts, and are told."""
    result = read("bluesky/firehose.jsonl")
    post, answer, repost = (result.post(key) for key in ("3kbb1", "3kbb2", "#repost-did:web:sari-contoh.example"))
    assert (post["author_id"], post["author_handle"], post["likes"]) == (WARGA, None, None)
    assert post["created_at"] == datetime(2025, 3, 1, 1, 0, 0, 123456, tzinfo=UTC)
    assert post["url"] == f"https://bsky.app/profile/{WARGA}/post/3kbb1"
    assert (answer["reply_to"], repost["repost_of"]) == (post["id"], post["id"])
    assert result.told == [(4, None), (5, None), (6, None)]


def test_tap(read: Any) -> None:
    """Tap wraps records in its own way; hidden tags count as hashtags."""
    result = read("bluesky/tap.json")
    assert (result.post("3kee1")["hashtags"], len(result.told)) == (["sampah"], 1)


def test_sdk(read: Any) -> None:
    """Dumps of the SDK in snake_case, as 4CAT keeps them, are the same; 4CAT says when it fetched them."""
    post = read("bluesky/sdk.jsonl").post("3kcc1")
    assert (post["likes"], post["author_name"], post["hashtags"]) == (2, "Warga Contoh", ["KRL"])
    assert (post["mention_ids"], post["mention_handles"]) == (["did:web:sari-contoh.example"], ["sari-contoh.example"])
    assert post["collected_at"] == datetime.fromtimestamp(1741000000.5, UTC)


def test_thread(read: Any, fixture_file: Any) -> None:
    """Of a thread, what stands above came along, what answers was collected; who answers whom has a name."""
    result = read("bluesky/thread.json")
    assert dict(result.posts.select("id", "context").rows()) == {
        f"at://{PDAM}/app.bsky.feed.post/3kaa2": False,
        COMPLAINT: True,
        f"at://{WARGA}/app.bsky.feed.post/3kaa3": False,
        "at://did:web:sari-contoh.example/app.bsky.feed.post/3kff1": False,
    }
    assert result.post("3kff1")["reply_to_author_handle"] == "warga-contoh.example"
    assert result.told == [(1, "errors")]  # one reply is of an account that blocks
    found = bluesky.read(Input(fixture_file("bluesky/thread.json")))
    assert [(n.kind, n.count) for n in found if isinstance(n, Notice)] == [
        ("replies_missing", 3),
        ("replies_missing", 1),
    ]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (4, 24, "sari-contoh.example"),
        (5, 24, "sari-contoh.example"),  # without its @
        (3, 22, "sari-contoh.example"),  # one too early
        (0, 3, None),
        (-1, 9, None),
        (900, 999, None),
        (9, 2, None),
        ("4", "24", None),
        (None, None, None),
    ],
)
def test_mentions_that_are_marked_wrongly(
    start: object, end: object, expected: str | None, read: Any, file_of: Any
) -> None:
    """A mention has its DID wherever it is marked, and a handle where one stands there."""
    made = view("Kata @Sari-Contoh.example, begitu", facets=[mention("did:plc:saricontoh", start, end)])
    post = read(file_of(json.dumps(made))).post("3kaa1")
    assert (post["mention_ids"], post["mention_handles"]) == (["did:plc:saricontoh"], [expected])


@pytest.mark.parametrize(
    "facets", [[{}], [{"features": 3}], [{"features": [3]}], [{"features": [{"tag": 3, "uri": {}}]}]]
)
def test_facets_of_other_programs(facets: Any, read: Any, file_of: Any) -> None:
    """What other programs put where facets belong is passed over."""
    post = read(file_of(json.dumps(view(facets=facets, embed={"external": 3, "record": [1]})))).post("3kaa1")
    assert (post["hashtags"], post["links"], post["mention_ids"], post["quote_of"]) == ([], [], [], None)


def test_quotes_nested_without_end(read: Any, file_of: Any) -> None:
    """A hundred quotes, one in the other, are a hundred posts."""
    made: Any = None
    for number in range(100):
        uri = f"at://{WARGA}/app.bsky.feed.post/{number}"
        value = {"text": "kutip", "createdAt": "2025-03-01T01:00:00Z"}
        made = view() | {"uri": uri, "value": value} | ({"embeds": [{"record": made}]} if made else {})
    assert read(file_of(json.dumps(made))).posts.height == 100


def test_other_json_is_not_taken(file_of: Any) -> None:
    """JSON with the same names but other addresses is none of Bluesky."""
    for other in (
        {"posts": [{"uri": "https://contoh.example/1", "record": {}}]},
        {"feed": []},
        {"thread": {}},
        [],
        [3],
    ):
        assert not bluesky.recognise(Input(file_of(json.dumps(other))))
