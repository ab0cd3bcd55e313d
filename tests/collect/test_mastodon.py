"""Mastodon: addresses instead of numbers, HTML as text, reposts, quotes, threads of several servers."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from suara.collect import mastodon
from suara.collect._html import LONGEST, plain
from suara.collect._input import Input
from suara.collect._mastodon_thread import Named
from suara.posts import Notice, Post

HOME, AWAY = "https://contoh.social", "https://warga.contoh.example"
COMPLAINT = f"{AWAY}/users/siti_contoh/statuses/113999999999999555"
ANSWER = f"{HOME}/users/pdam_contoh/statuses/114000000000000202"


def status(number: str, uri: str, **more: Any) -> dict[str, Any]:
    """A status with just what it must have."""
    account = {"id": "7", "acct": "siti_contoh", "url": f"{HOME}/@siti_contoh"}
    return {"id": number, "uri": uri, "created_at": "2025-03-01T01:00:00Z", "content": "", "account": account} | more


def notices(path: Any) -> list[tuple[str, int, int]]:
    return [(n.kind, n.line, n.count) for n in mastodon.read(Input(path)) if isinstance(n, Notice)]


def test_field_by_field(read: Any) -> None:
    """Each field of a status has its place; the warning before the text belongs to it."""
    assert read("mastodon/journal.jsonl").post("113999999999999555") == {
        "platform": "mastodon",
        "id": COMPLAINT,
        "url": f"{AWAY}/@siti_contoh/113999999999999555",
        "author_id": f"{AWAY}/@siti_contoh",
        "author_handle": "siti_contoh@warga.contoh.example",
        "author_name": "Siti Contoh",
        "author_followers": 12,
        "author_verified": None,
        "text": "Keluhan air\n\n@pdam_contoh air mati tiga hari di RT 05 & RT 06!\n"
        "Lihat https://foto.example/keran/panjang?jam=7&rt=5\n\n#AirMati",
        "lang": "id",
        "created_at": datetime(2025, 3, 1, 1, tzinfo=UTC),
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
        "mention_ids": [f"{HOME}/@pdam_contoh"],
        "mention_handles": ["pdam_contoh@contoh.social"],
        "hashtags": ["AirMati"],
        "links": ["https://foto.example/keran/panjang?jam=7&rt=5"],
        "likes": 2,
        "reposts": 3,
        "replies": 4,
        "quotes": 5,
        "views": None,
        "place": None,
        "collected_at": datetime(2025, 3, 5, 0, 0, 1, tzinfo=UTC),
        "source": "mastodon",
        "context": False,
    }


def test_answers(read: Any) -> None:
    """A reply tells a number; the post of that number is in the file, before it or after it, and the thread's first too."""
    result = read("mastodon/timeline.json")
    answer, thanks = result.post("0202"), result.post("9777")
    assert (answer["reply_to"], answer["conversation"]) == (COMPLAINT, COMPLAINT)
    assert (answer["reply_to_author_id"], answer["reply_to_author_handle"]) == (
        f"{AWAY}/@siti_contoh",
        "siti_contoh@warga.contoh.example",
    )
    assert (thanks["reply_to"], thanks["conversation"]) == (ANSWER, COMPLAINT)


def test_answer_to_a_post_of_ones_own(read: Any) -> None:
    """How a server writes the addresses of an account shows in its other posts: a thread of its own hangs together."""
    post = read("mastodon/timeline.json").post("0404")
    assert post["reply_to"] == f"{HOME}/users/pdam_contoh/statuses/114000000000000403"
    assert (post["reply_to_author_id"], post["conversation"]) == (f"{HOME}/@pdam_contoh", None)


def test_answer_to_a_post_that_is_not_there(read: Any, fixture_file: Any) -> None:
    """A number alone is no address: the post that is answered stays unknown, its author doesn't, and a notice says so."""
    post = read("mastodon/timeline.json").post("0505")
    assert (post["reply_to"], post["conversation"]) == (None, None)
    assert post["reply_to_author_handle"] == "siti_contoh@warga.contoh.example"
    assert [(kind, count) for kind, _, count in notices(fixture_file("mastodon/timeline.json"))] == [
        ("parent_unknown", 1)
    ]


def test_two_servers_tell_of_the_same_post(read: Any, file_of: Any) -> None:
    """The number of a post is another one on every server, its key the same."""
    read("mastodon/journal.jsonl")
    author = {"id": "1", "acct": "siti_contoh", "url": f"{AWAY}/@siti_contoh"}
    again = read(file_of(json.dumps(status("113999999999999555", COMPLAINT, account=author))))
    assert (again.tally.imported, again.tally.duplicates) == (0, 1)
    assert again.post("9555")["author_handle"] == "siti_contoh@warga.contoh.example"


def test_the_same_number_on_two_servers(file_of: Any, read: Any) -> None:
    """Pages of two servers in one file aren't mixed up."""
    lines = []
    for server in (HOME, AWAY):
        both = [status("1", f"{server}/users/a/statuses/x1"), status("2", f"{server}/users/a/x2", in_reply_to_id="1")]
        lines.append(json.dumps({"statuses": both, "__suara": {"source": "mastodon", "asked": {"server": server}}}))
    posts = read(file_of("\n".join(lines))).posts
    assert posts["reply_to"].drop_nulls().to_list() == [f"{server}/users/a/statuses/x1" for server in (HOME, AWAY)]


def test_repost(read: Any) -> None:
    """A boost is a post of its own without text and counts; the original came along."""
    result = read("mastodon/timeline.json")
    boost = result.post("activity")
    assert (boost["repost_of"], boost["repost_of_author_handle"]) == (COMPLAINT, "siti_contoh@warga.contoh.example")
    assert boost["repost_of_author_id"] == f"{AWAY}/@siti_contoh"
    assert (boost["author_handle"], boost["text"], boost["likes"]) == ("pdam_contoh@contoh.social", None, None)


def test_what_came_along_is_context(read_alone: Any, file_of: Any) -> None:
    """What is passed on or quoted came along; what stands above in a thread too, what answers was collected."""
    original = status("1", COMPLAINT)
    for more in ({"reblog": original}, {"quote": {"quoted_status": original}}, {"quote": original}):
        posts = read_alone(file_of(json.dumps(status("2", f"{HOME}/2", **more)))).posts
        assert dict(posts.select("id", "context").rows()) == {f"{HOME}/2": False, COMPLAINT: True}
    posts = read_alone("mastodon/context.json").posts
    assert posts["context"].to_list() == [True, False]


def test_quote(read: Any) -> None:
    """A quote knows what it quotes, and doesn't repeat its address as text or link."""
    post = read("mastodon/timeline.json").post("0707")
    assert (post["quote_of"], post["quote_of_author_id"]) == (COMPLAINT, f"{AWAY}/@siti_contoh")
    assert (post["text"], post["links"], post["author_followers"]) == ("Ini benar!", [], None)


def test_replies_that_are_missing(fixture_file: Any) -> None:
    """Where a context was asked for, the answers that the server counted and didn't give are told."""
    assert notices(fixture_file("mastodon/journal.jsonl")) == [("replies_missing", 2, 3), ("replies_missing", 3, 1)]


def test_faults(read: Any) -> None:
    """Mangled addresses, impossible times, no account, an error and half a line are told by line."""
    result = read("mastodon/statuses.jsonl")
    assert result.told == [(2, None), (3, None), (4, None), (5, "reply_to"), (6, None), (7, "errors"), (9, None)]
    post = result.post("807")
    assert (post["text"], post["lang"], post["url"], post["likes"]) == (None, None, None, None)
    assert post["author_handle"] == "budi_contoh@contoh.social"


def test_numbers_as_numbers(read: Any, file_of: Any) -> None:
    """Old servers write ids as numbers."""
    both = [status("1", COMPLAINT) | {"id": 1}, status("2", f"{HOME}/2") | {"in_reply_to_id": 1}]
    assert read(file_of(json.dumps(both))).posts["reply_to"].to_list() == [None, COMPLAINT]


def test_a_circle(read: Any, file_of: Any) -> None:
    """Two posts that answer each other have no beginning."""
    both = [status(n, f"{HOME}/{n}", in_reply_to_id=other) for n, other in (("1", "2"), ("2", "1"))]
    posts = read(file_of(json.dumps(both))).posts
    assert posts["conversation"].to_list() == [None, None]
    assert posts["reply_to"].to_list() == [f"{HOME}/2", f"{HOME}/1"]


def test_one_bad_status_in_a_page(read: Any, file_of: Any) -> None:
    """The others of its page are taken."""
    result = read(file_of(json.dumps({"statuses": [status("1", COMPLAINT), 3, {"uri": 4}, status("2", f"{HOME}/2")]})))
    assert (result.posts.height, result.tally.rejected) == (2, 2)


@pytest.mark.parametrize(
    ("acct", "url", "expected"),
    [
        ("siti_contoh", f"{HOME}/@siti_contoh", "siti_contoh@contoh.social"),
        ("siti_contoh@lain.example", f"{HOME}/@siti_contoh", "siti_contoh@lain.example"),
        ("siti_contoh", None, None),
        ("siti_contoh", "https://[", None),
        ("", f"{HOME}/@siti_contoh", None),
    ],
)
def test_handles(acct: str, url: str | None, expected: str | None) -> None:
    """A handle has its server, which the server that was asked leaves out for its own accounts."""
    assert Named(id="1", acct=acct, url=url).handle == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>satu</p><p>dua</p>", "satu\n\ndua"),
        ("<p>satu<br/>dua<br>\n tiga</p>", "satu\ndua\ntiga"),
        ("<ul><li>satu</li><li>dua</li></ul>", "- satu\n- dua"),
        ("a &lt;b&gt; &amp;amp; &#x1F4A7;", "a <b> &amp; 💧"),
        ("<pre>a  b\n  c</pre>", "a  b\nc"),
        ("<script>alert(1)</script><b>halo</b><style>x{}</style>", "halo"),
        ("5 < 6 dan 7 > 3", "5 < 6 dan 7 > 3"),
        ("<a href='", "<a href='"),
        ("<!-- apa --> <![CDATA[ itu", "<!-- apa --> <![CDATA[ itu"),
        ("<p>belum <b>tutup", "belum tutup"),
        ("</p></pre></div>", ""),
        ("<title>x<br>y</title>z", "z"),
    ],
)
def test_html_as_text(html: str, expected: str) -> None:
    """HTML as a person reads it; what is no tag stays."""
    assert plain(html).text == expected


@pytest.mark.parametrize("piece", ["<a href='", "<p", "<", "<a b='>'", "<!-", "</", "<a x='", "<script>", "&", "<li>"])
def test_html_that_takes_long(piece: str, file_of: Any) -> None:
    """No HTML keeps the reader busy, and what is longer than any post is cut and told."""
    made = status("1", COMPLAINT, content=piece * LONGEST * 2)
    found = list(mastodon.read(Input(file_of(json.dumps(made)))))
    assert [getattr(item, "kind", type(item)) for item in found] == ["truncated", Post]


def test_links_lead_to_pages(read: Any) -> None:
    """Only what leads to a page is a link."""
    html = (
        '<a href="javascript:alert(1)">x</a><a href="https://a.example">y</a><a>z</a><a href="https://a.example">w</a>'
    )
    assert plain(html).links == ["https://a.example"]


def test_other_json_is_not_taken(file_of: Any) -> None:
    """JSON with some of the same names is none of Mastodon."""
    others = (
        {"statuses": [{"id": 1, "text": "x"}]},
        {"statuses": []},
        {"uri": "x", "account": "y"},
        [],
        [3],
        {"__suara": {}},
    )
    for other in others:
        assert not mastodon.recognise(Input(file_of(json.dumps(other))))
