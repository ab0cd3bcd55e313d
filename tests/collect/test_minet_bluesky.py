"""minet's CSV of Bluesky: field by field, its clock, and rows that hold two posts."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

WARGA, PDAM, SARI = "did:plc:wargacontoh", "did:plc:pdamcontoh", "did:web:sari-contoh.example"
COMPLAINT = f"at://{WARGA}/app.bsky.feed.post/3kmm1"


def test_field_by_field(read: Any) -> None:
    """Each column has its field; the text is what was written, and the fraction of the second isn't lost."""
    assert read("minet_bluesky/posts.csv").post("3kmm1") == {
        "platform": "bluesky",
        "id": COMPLAINT,
        "url": "https://bsky.app/profile/warga-contoh.example/post/3kmm1",
        "author_id": WARGA,
        "author_handle": "warga-contoh.example",
        "author_name": "Warga Contoh",
        "author_followers": None,
        "author_verified": None,
        "text": "Air mati tiga hari, @pdam-contoh.example tolong!\n#AirMati",
        "lang": "id",
        "created_at": datetime(2025, 3, 1, 1, 0, 0, 250000, tzinfo=UTC),
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
        "mention_ids": [PDAM, SARI],
        "mention_handles": ["pdam-contoh.example", "sari-contoh.example"],
        "hashtags": ["airmati", "air"],
        "links": ["https://foto.example/keran", "https://foto.example/2"],
        "likes": 2,
        "reposts": 3,
        "replies": 4,
        "quotes": 5,
        "views": None,
        "place": None,
        "collected_at": datetime(2025, 3, 5, 2, 30, tzinfo=UTC),  # the collector's clock was seven hours ahead
        "source": "minet_bluesky",
        "context": False,
    }


def test_reply_and_repost_in_one_row(read: Any) -> None:
    """A row that says who reposted a post is the repost and what was reposted."""
    result = read("minet_bluesky/posts.csv")
    answer, repost = result.post("3kmm2"), result.post(f"3kmm2#repost-{SARI}")
    assert (answer["reply_to"], answer["reply_to_author_id"], answer["conversation"]) == (COMPLAINT, WARGA, COMPLAINT)
    assert (answer["context"], answer["lang"]) == (True, "id")
    assert (repost["author_id"], repost["author_handle"]) == (SARI, "sari-contoh.example")
    assert (repost["repost_of"], repost["repost_of_author_id"]) == (answer["id"], PDAM)
    assert (repost["created_at"], repost["context"]) == (datetime(2025, 3, 1, 3, 0, 0, 500000, tzinfo=UTC), False)


def test_quoted(read: Any) -> None:
    """A quote knows what it quotes; one that came along with another is context; a list isn't quoted."""
    result = read("minet_bluesky/posts.csv")
    quote = result.post("3kmm3")
    assert (quote["quote_of"], quote["quote_of_author_id"]) == (COMPLAINT, WARGA)
    assert (quote["quote_of_author_handle"], quote["context"], quote["likes"]) == ("warga-contoh.example", True, None)
    assert (quote["mention_ids"], quote["mention_handles"]) == ([PDAM, WARGA], [None, None])  # out of step
    other = result.post("3kmm4")
    assert (other["quote_of"], other["author_handle"], other["author_name"], other["text"]) == (None, None, None, None)


def test_faults(read: Any) -> None:
    """Mangled addresses and impossible times are told by line; a post whose parent is mangled stays without it."""
    result = read("minet_bluesky/posts.csv")
    assert result.told == [(8, "to_post_uri"), (9, None), (10, None)]
    assert (result.post("3kmm5")["reply_to"], result.post("3kmm5")["text"]) == (None, "Menjawab yang rusak.")


def test_firehose(read: Any) -> None:
    """The export of the firehose has fewer columns: no names and no counts."""
    post = read("minet_bluesky/firehose.csv").post("3knn1")
    assert (post["author_id"], post["author_handle"], post["likes"]) == (WARGA, None, None)


def test_same_keys_as_the_api(read: Any, file_of: Any) -> None:
    """The same post and the same repost are the same, whichever way they came."""
    first = read("minet_bluesky/posts.csv")
    answer = first.post("3kmm2")
    view = {"uri": answer["id"], "author": {"did": PDAM}, "record": {"text": "", "createdAt": "2025-03-01T02:00:00Z"}}
    reason = {"by": {"did": SARI}, "indexedAt": "2025-03-01T03:00:00.500Z"}
    again = read(file_of(json.dumps({"feed": [{"post": view, "reason": reason}]})))
    assert (again.tally.imported, again.tally.duplicates, again.tally.retimed) == (0, 2, 0)
