"""4CAT's CSVs: field by field, the clocks, and what 4CAT writes for what it doesn't know."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from suara.collect import fourcat
from suara.collect._importing import recognise
from suara.collect._input import Input
from suara.errors import UnknownFormat
from suara.posts import Notice

NINE = datetime(2024, 9, 1, 8, tzinfo=UTC)  # 1725177600


def notices(path: Path) -> list[tuple[str, int]]:
    return [(item.kind, item.line) for item in fourcat.read(Input(path)) if isinstance(item, Notice)]


def with_columns(path: Path, delimiter: str = ",", **changed: str) -> str:
    """A table of one row, the first of a fixture with some cells changed; a column of None is left out."""
    row = next(csv.DictReader(io.StringIO(path.read_text())))
    row = {name: value for name, value in (row | changed).items() if value is not None}
    made = io.StringIO()
    writer = csv.DictWriter(made, row, delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerow(row)
    return made.getvalue()


@pytest.fixture
def changed(fixture_file: Callable[[str], Path], file_of: Callable[..., Path]) -> Callable[..., Path]:
    """A file of one row of a fixture, some of whose cells are changed."""
    return lambda name, **cells: file_of(with_columns(fixture_file(f"fourcat/{name}.csv"), **cells))


def test_field_by_field(read: Any) -> None:
    """Each column of X has its field; commas part lists, but not the addresses that hold one."""
    expected = {
        "platform": "x",
        "id": "1830000000000000501",
        "url": "https://x.com/warga_contoh/status/1830000000000000501",
        "author_id": "9000000001",
        "author_handle": "warga_contoh",
        "author_name": "Warga Contoh",
        "author_followers": None,
        "author_verified": False,
        "text": "@layanan_contoh air mati & keruh sejak kemarin #AirMati https://t.co/abc",
        "lang": "in",
        "created_at": NINE,
        "conversation": "1830000000000000501",
        "reply_to": None,
        "reply_to_author_id": None,
        "reply_to_author_handle": None,
        "repost_of": None,
        "repost_of_author_id": None,
        "repost_of_author_handle": None,
        "quote_of": None,
        "quote_of_author_id": None,
        "quote_of_author_handle": None,
        "mention_ids": [None, None],
        "mention_handles": ["layanan_contoh", "sari_contoh"],
        "hashtags": ["AirMati", "PDAM"],
        "links": ["https://lapor.example/9?a=1,2", "https://foto.example/3"],
        "likes": 7,
        "reposts": 2,
        "replies": 1,
        "quotes": 3,
        "views": 90,
        "place": "Kecamatan Contoh",
        "collected_at": None,
        "source": "fourcat",
        "context": False,
    }
    assert expected == read("fourcat/x.csv").post("501")


def test_x_replies_reposts_and_quotes(read: Any) -> None:
    """A reply names whom it answers, a repost whose post it passes on (who isn't mentioned), a quote the post too."""
    result = read("fourcat/x.csv")
    reply, repost, quote = (result.post(ending) for ending in ("502", "503", "504"))
    assert (reply["conversation"], reply["reply_to"], reply["reply_to_author_handle"]) == (
        "1830000000000000501",
        None,
        "warga_contoh",
    )
    assert (repost["repost_of_author_handle"], repost["mention_handles"], repost["likes"]) == (
        "kabar_contoh",
        ["warga_contoh"],
        None,
    )
    assert (quote["quote_of"], quote["quote_of_author_handle"]) == ("1830000000000000501", "warga_contoh")


def test_x_long_posts_are_cut(fixture_file: Callable[[str], Path]) -> None:
    """4CAT has only the beginning of a long post, and it is said."""
    assert notices(fixture_file("fourcat/x.csv")) == [("truncated", 6)]


def test_x_of_the_api(read: Any) -> None:
    """The older data source has followers; its `unix_timestamp` was off by the server's zone, its `timestamp` isn't."""
    result = read("fourcat/twitterv2.csv")
    assert set(result.posts["created_at"]) == {datetime(2022, 12, 6, 3, tzinfo=UTC)}
    assert [result.post(ending)["views"] for ending in ("601", "602")] == [None, 30]  # 0: X told none
    assert (result.post("601")["author_followers"], result.post("603")["author_followers"]) == (41, None)
    assert result.post("602")["reply_to_author_handle"] == "warga_contoh"
    assert result.post("603")["quote_of_author_handle"] == "warga_contoh"


def test_tiktok(read: Any) -> None:
    """A video's columns; a text of two lines with quotes in it stays whole."""
    post = read("fourcat/tiktok.csv").post("701")
    told = ("author_handle", "author_name", "author_followers", "likes", "replies", "reposts", "views", "place")
    assert [post[name] for name in told] == ["warga.contoh", "Warga Contoh", 5400, 120, 15, 8, 3400, "ID"]
    assert post["text"] == 'Jalan depan pasar rusak; sudah dilaporkan\n"tolong" #jalanrusak'
    assert (post["hashtags"], post["mention_handles"]) == (["jalanrusak", "pasar"], None)
    assert (post["platform"], post["created_at"], post["conversation"]) == ("tiktok", NINE, post["id"])


def test_semicolons(read: Any) -> None:
    """Zeeschuimer parts the columns with ";", and writes "undefined" for what isn't there."""
    result = read("fourcat/tiktok_zeeschuimer.csv")
    assert result.post("711")["text"] == 'Jalan depan pasar rusak; sudah dilaporkan\n"tolong" #jalanrusak'
    assert (result.post("712")["likes"], result.post("712")["views"]) == (None, 55)


def test_tiktok_comments(read: Any) -> None:
    """A comment answers the video or a comment; who has no handle is told by id; the server's clock isn't read."""
    result = read("fourcat/tiktok_comments.csv")
    video = "7400000000000000701"
    first, answer, hidden = (result.post(ending) for ending in ("801", "802", "803"))
    assert [post["reply_to"] for post in (first, answer, hidden)] == [video, first["id"], video]
    assert set(result.posts["conversation"]) == {video}
    assert (hidden["author_id"], hidden["author_handle"]) == ("6900000000000000004", None)
    assert (first["lang"], answer["lang"]) == ("id", None)
    assert first["created_at"] == datetime(2024, 9, 1, 10, tzinfo=UTC)  # `timestamp` says 17:00


def test_instagram(read: Any) -> None:
    """Who is tagged is mentioned once; hidden likes, -1 comments and a picture's 0 views aren't told."""
    result = read("fourcat/instagram.csv")
    first, reel, hidden = (result.post(ending) for ending in ("001", "002", "003"))
    assert first["mention_handles"] == ["dinas.contoh", "kabar.contoh"]
    assert (first["likes"], first["replies"], first["views"], first["place"]) == (57, 6, None, "Alun-alun Contoh")
    assert (reel["views"], reel["replies"], reel["author_verified"]) == (900, None, True)
    assert (hidden["likes"], hidden["replies"]) == (None, 2)


def test_instagram_of_a_grid(read: Any, changed: Callable[..., Path]) -> None:
    """Of a post that a grid showed 4CAT writes 0 for time and counts: they aren't told, and that is said."""
    nothing = dict.fromkeys(("timestamp", "unix_timestamp", "num_likes", "num_comments", "play_count"), "0")
    path = changed("instagram", **nothing, partial_item="true", body="", verified="false", usertags="", hashtags="")
    post = read(path).post("001")
    unknown = ("created_at", "likes", "replies", "views", "author_verified", "hashtags", "mention_handles", "text")
    assert [post[name] for name in unknown] == [None] * len(unknown)
    assert notices(path) == [("partial", 2)]


def test_threads(read: Any) -> None:
    """4CAT gives each post of Threads itself as its thread, so the conversation isn't told."""
    result = read("fourcat/threads.csv")
    post = result.post("001")
    assert [post[name] for name in ("likes", "reposts", "replies", "quotes")] == [41, 2, 3, 1]
    assert (post["links"], post["mention_handles"], post["conversation"]) == (
        ["https://lapor.example/7"],
        ["dinas.contoh"],
        None,
    )
    assert (post["created_at"], result.post("002")["author_verified"]) == (NINE, True)


def test_bluesky(read: Any) -> None:
    """Ids are addresses of records; an answered post has one where the account's id is told or it began the thread."""
    result = read("fourcat/bsky.csv")
    first, answer, by_id, quote, unknown = (result.post(f"contoh{letter}") for letter in "abcde")
    assert first["id"] == "at://did:plc:contoh1/app.bsky.feed.post/3kcontoha"
    assert (first["mention_ids"], first["mention_handles"]) == (
        [None, "did:plc:contoh9"],
        ["bpbd-contoh.bsky.social", None],
    )
    assert [post["reply_to"] for post in (answer, by_id, unknown)] == [first["id"], answer["id"], None]
    assert {post["conversation"] for post in (first, answer, by_id, unknown)} == {first["id"]}
    assert (by_id["reply_to_author_id"], by_id["reply_to_author_handle"]) == ("did:plc:contoh2", None)
    assert (unknown["reply_to_author_handle"], unknown["quote_of"]) == ("sari-contoh.bsky.social", None)
    assert (quote["quote_of"], quote["quote_of_author_handle"]) == (None, "warga-contoh.bsky.social")
    assert [post["lang"] for post in (first, answer, by_id)] == ["id", None, None]
    assert first["created_at"] == NINE


def test_facebook(read: Any) -> None:
    """There is no `thread_id`, and no count; who has no name in the address has an id there."""
    result = read("fourcat/facebook.csv")
    page, person = result.post("01"), result.post("02")
    assert (page["author_handle"], page["hashtags"], page["likes"]) == ("kelurahan.contoh", ["posyandu"], None)
    assert (person["author_handle"], person["author_id"], person["created_at"]) == (None, "6150000001", NINE)


def test_telegram(read: Any) -> None:
    """Messages are numbered within their chat, and so are those that they answer."""
    result = read("fourcat/telegram.csv")
    first, answer, passed_on = (result.post(ending) for ending in ("-11", "-12", "-13"))
    assert (first["url"], first["views"], first["mention_handles"], first["hashtags"]) == (
        "https://t.me/wargacontoh/11",
        210,
        ["dinascontoh"],
        ["air"],
    )
    assert (answer["reply_to"], answer["author_handle"], answer["author_id"]) == (
        first["id"],
        "dinascontoh",
        "7700000001",
    )
    assert (passed_on["repost_of_author_handle"], passed_on["repost_of_author_id"]) == ("kabarcontoh", "7700000009")


def test_uploads_of_youtube(read: Any, file_of: Callable[..., Path]) -> None:
    """Lists of YouTube Data Tools that went through 4CAT are told by their own columns."""
    comments = "id,thread_id,author,body,timestamp,unix_timestamp,isReplyTo,authorName,authorChannelId,likeCount\n"
    comments += "Ugx1.9a,Ugx1,@warga-contoh,Setuju,2024-09-01 08:00:00,1725152400,Ugx1,@warga-contoh,UCcontoh1,3\n"
    post = read(file_of(comments, "komentar")).post("9a")
    assert [post[name] for name in ("platform", "reply_to", "author_handle", "author_id", "likes", "created_at")] == [
        "youtube",
        "Ugx1",
        "warga-contoh",
        "UCcontoh1",
        3,
        NINE,
    ]
    videos = "id,thread_id,author,body,timestamp,publishedAt,videoId,channelId,channelTitle,videoTitle,viewCount\n"
    videos += "vidcontoh01,UC2,Kabar Contoh,Liputan,2024-09-01 08:00:00,2024,vidcontoh01,UC2,Kabar Contoh,Banjir,90\n"
    video = read(file_of(videos, "video")).post("vidcontoh01")
    assert [video[name] for name in ("platform", "text", "author_id", "author_handle", "conversation", "views")] == [
        "youtube",
        "Banjir\nLiputan",
        "UC2",
        None,
        "vidcontoh01",
        90,
    ]


def test_uploads_of_ones_own(read: Any, fixture_file: Callable[[str], Path]) -> None:
    """The least that 4CAT asks for is a post; without `unix_timestamp` the zone is in doubt, and that is said."""
    result = read("fourcat/upload.csv")
    first = result.post("-1")
    assert (first["platform"], first["author_handle"], first["conversation"]) == ("web", "warga_contoh", "utas-1")
    assert first["created_at"] == NINE  # `timestamp` says 15:00, by the server's clock
    assert result.post("-2")["created_at"] == datetime(2024, 9, 1, 16, tzinfo=UTC)
    assert notices(fixture_file("fourcat/upload.csv")) == [("zone_doubt", 3)]
    assert result.told == [(4, None), (5, None)]


@pytest.mark.parametrize(
    ("name", "doubtful"),
    [("x", False), ("tiktok", False), ("instagram", True), ("threads", True), ("facebook", True), ("telegram", True)],
)
def test_clock(name: str, doubtful: bool, changed: Callable[..., Path]) -> None:
    """Where only `timestamp` is left it is UTC for X and TikTok, and in doubt for what came by the server's clock."""
    assert notices(changed(name, unix_timestamp="")) == ([("zone_doubt", 2)] if doubtful else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-09-01T15:00:00+07:00", NINE),
        ("2024-09-01 08:00", NINE),
        ("1725177600", NINE),
        ("", None),
        ("undefined", None),
    ],
)
def test_ways_to_write_a_time(text: str, expected: datetime, read: Any, changed: Callable[..., Path]) -> None:
    """A zone that is told is kept to, seconds since 1970 are a time, and an empty cell is none."""
    assert read(changed("upload", timestamp=text, unix_timestamp="")).post("-1")["created_at"] == expected


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00:00+23:00", "9999-12-31", "kemarin", "32/01/2024", "7", "99999999999"]
)
def test_impossible_times(text: str, read: Any, changed: Callable[..., Path]) -> None:
    """What isn't a time of a post rejects the row."""
    assert [p.kind for p in read(changed("upload", timestamp=text, unix_timestamp="")).problems] == ["impossible_time"]


def test_pseudonyms(read: Any, changed: Callable[..., Path]) -> None:
    """A pseudonym stands for an account as an id does; "REDACTED" for nobody."""
    pseudonym = "0123456789abcdef" * 3
    post = read(changed("x", author=pseudonym, author_id=pseudonym, author_fullname="REDACTED")).post("501")
    assert (post["author_id"], post["author_handle"], post["author_name"]) == (pseudonym, pseudonym, None)


def test_redacted(read: Any, changed: Callable[..., Path]) -> None:
    """Nobody is no account: not one that all posts share."""
    post = read(changed("x", author="REDACTED", author_id="REDACTED")).post("501")
    assert (post["author_id"], post["author_handle"]) == (None, None)


def test_faults(read: Any) -> None:
    """Mangled ids, impossible times and rows cut short are told by line."""
    result = read("fourcat/x.csv")
    assert [(problem.line, problem.field, problem.kind) for problem in result.problems] == [
        (7, None, "mangled_id"),
        (8, None, "impossible_time"),
        (9, "conversation", "mangled_id"),
        (9, "author_id", "mangled_id"),
        (11, None, "field_count"),
    ]
    assert result.tally.duplicates == 1


@pytest.mark.parametrize(
    "header", ["id,author,body,timestamp", "id,thread_id,author,body", "thread_id,author,timestamp"]
)
def test_less_than_the_least(header: str, file_of: Callable[..., Path]) -> None:
    """A table without one of the columns that 4CAT always has isn't 4CAT's."""
    with pytest.raises(UnknownFormat):
        recognise(file_of(f"{header}\n" + ",".join("1" * len(header.split(",")))))
