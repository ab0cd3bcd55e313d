"""tweet-harvest: the generations of its header, and what appending, editors and spreadsheets do to its files."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from suara.collect import tweet_harvest
from suara.collect._input import Input
from suara.posts import Notice

HEADER = "conversation_id_str,created_at,favorite_count,full_text,id_str,in_reply_to_screen_name,tweet_url,username"
ID = "17000000000000000{:02}".format


def row(number: int, text: str = "halo", **other: str) -> str:
    fields = dict.fromkeys(HEADER.split(","), "")
    fields |= {"conversation_id_str": ID(number), "id_str": ID(number), "full_text": text}
    fields |= {"created_at": "2023-09-08T01:00:00.000Z", "username": "warga_contoh"} | other
    return ",".join(f'"{value}"' for value in fields.values())


def table(*rows: str, end: str = "\r\n") -> str:
    return end.join([HEADER, *rows, ""])


def test_alphabetical_columns(read: Any) -> None:
    """Since 2.5.3 the columns stand in the order of the alphabet and times are ISO; every field is taken."""
    post = read("tweet_harvest/alphabetical.csv").post("201")
    expected = {
        "platform": "x",
        "id": "1700000000000000201",
        "url": "https://x.com/warga_contoh/status/1700000000000000201",
        "author_id": "9000000001",
        "author_handle": "warga_contoh",
        "author_name": None,
        "author_followers": None,
        "author_verified": None,
        "text": "@layanan_contoh antrean loket panjang & lambat #Loket https://t.co/contoh4",
        "lang": "in",
        "created_at": datetime(2025, 12, 15, 3, 4, 5, tzinfo=UTC),
        "conversation": "1700000000000000201",
        "reply_to": None,
        "reply_to_author_id": None,
        "reply_to_author_handle": "layanan_contoh",
        "repost_of": None,
        "repost_of_author_id": None,
        "repost_of_author_handle": None,
        "quote_of": None,
        "quote_of_author_id": None,
        "quote_of_author_handle": None,
        "mention_ids": [None],
        "mention_handles": ["layanan_contoh"],
        "hashtags": ["Loket"],
        "links": ["https://t.co/contoh4"],
        "likes": 8,
        "reposts": 2,
        "replies": 1,
        "quotes": 1,
        "views": None,
        "place": "Kota Contoh",
        "collected_at": None,
        "source": "tweet_harvest",
        "context": False,
    }
    assert expected == post


def test_appended_batches(read: Any) -> None:
    """A post that a second crawl appended again is one post, with the higher count, as no time of fetching is told."""
    tally = read("tweet_harvest/alphabetical.csv").tally
    assert (tally.imported, tally.duplicates) == (4, 1)


def test_text_of_several_lines(read: Any) -> None:
    """A line break within quotes belongs to the text."""
    assert read("tweet_harvest/alphabetical.csv").post("202")["text"] == "@warga_contoh Mohon maaf\nkami tambah petugas"


def test_doubled_quotes(read: Any) -> None:
    """Doubled quotes are quotes, and a number is no hashtag."""
    post = read("tweet_harvest/alphabetical.csv").post("204")
    assert (post["text"], post["hashtags"]) == ('Semoga "cepat" selesai, ya; #2025 😀', [])


def test_repost_told_by_its_text(read: Any) -> None:
    """ "RT @name:" makes a repost of that author's; the name is no mention, those after it are."""
    post = read("tweet_harvest/alphabetical.csv").post("203")
    assert (
        post["repost_of_author_handle"],
        post["repost_of"],
        post["mention_handles"],
    ) == ("kabar_contoh", None, ["layanan_contoh"])


def test_pick_order_columns(read: Any) -> None:
    """From 2.4.2 to 2.5.2 the columns stood in another order, with times as Twitter wrote them."""
    post = read("tweet_harvest/pick_order.csv").post("211")
    assert (datetime(2023, 9, 8, 1, tzinfo=UTC), 3, "9000000001") == (
        post["created_at"],
        post["likes"],
        post["author_id"],
    )


def test_reply_without_its_column(read: Any) -> None:
    """Before 2024 the replied-to name had no column: in a conversation of another's it is the leading mention."""
    result = read("tweet_harvest/pick_order.csv")
    assert result.post("212")["reply_to_author_handle"] == "warga_contoh"
    assert None is result.post("211")["reply_to_author_handle"]


def test_semicolons(read: Any) -> None:
    """Before 2.4.1 semicolons stood between the fields."""
    result = read("tweet_harvest/semicolons.csv")
    assert result.posts["text"].to_list() == ["Tarif naik; kenapa, ya?", 'Setuju, "mahal"']
    assert result.posts["likes"].to_list() == [6, None]


def test_no_names(read: Any) -> None:
    """Where `username` is empty and the address says "undefined", the author is known by id alone."""
    post = read("tweet_harvest/no_names.csv").post("231")
    assert (
        post["author_handle"],
        post["author_id"],
        post["url"],
    ) == (None, "9000000001", "https://x.com/i/status/1700000000000000231")


def test_name_from_the_address(read: Any) -> None:
    """Where only the address names the author, that is the handle."""
    assert read("tweet_harvest/no_names.csv").post("233")["author_handle"] == "sari_contoh"


def test_utf16(read: Any) -> None:
    """Files that a spreadsheet has saved as "Unicode text" are read."""
    result = read("tweet_harvest/utf16.csv")
    assert result.posts["text"].to_list() == ["Jalan berlubang – hati‑hati", "Sudah ditambal"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_of_both_orders(encoding: str, read: Any, file_of: Any) -> None:
    """UTF-16 says itself which byte comes first."""
    result = read(file_of(("\ufeff" + table(row(1, "padam – lagi"))).encode(encoding)))
    assert result.posts["text"].to_list() == ["padam – lagi"]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("before", ["", "\r\n"])
def test_ends_of_lines_and_marks(mark: str, end: str, before: str, read: Any, file_of: Any) -> None:
    """Neither the kind of line ends nor a byte order mark nor a blank line before the header changes a post."""
    result = read(file_of(mark + before + table(row(1), row(2), end=end)))
    assert ([ID(1), ID(2)], []) == (result.posts["id"].to_list(), result.problems)
    assert result.posts["text"].to_list() == ["halo", "halo"]


def test_faults(read: Any) -> None:
    """Of a damaged file every row that can be taken is taken, and the rest is said line by line."""
    result = read("tweet_harvest/faults.csv")
    assert [i[-3:] for i in result.posts["id"]] == ["251", "252", "255", "257", "261"]
    assert result.told == [
        (3, None),
        (5, None),
        (7, None),
        (8, None),
        (9, "conversation_id_str"),
        (10, None),
        (11, None),
    ]


def test_reasons(read: Any) -> None:
    """The reason says what is wrong with the row."""
    reasons = {problem.line: problem.reason for problem in read("tweet_harvest/faults.csv").problems}
    assert reasons[3] == "the header again"
    assert reasons[5].endswith("(perhaps a quote that isn't closed)")
    assert reasons[7] == "3 fields where the header has 15"
    assert reasons[8] == "a mangled id: '1.23E+18'"
    assert reasons[10] == "not UTF-8 text"
    assert reasons[11].startswith("an impossible time: 'Thu Jan 01 00:00:00 +0000 1970'")


def test_post_without_a_sound_conversation_is_kept(read: Any) -> None:
    """A mangled id of a conversation is left out; the post stays."""
    assert None is read("tweet_harvest/faults.csv").post("257")["conversation"]


def test_rejected_bytes_are_shown(read: Any) -> None:
    """Bytes that aren't UTF-8 are kept as escapes, so that the record can be found."""
    (problem,) = [problem for problem in read("tweet_harvest/faults.csv").problems if problem.line == 10]
    assert "caf\\xe9 bukan utf-8" in problem.raw


def test_open_quote_swallows_nothing(read: Any, file_of: Any) -> None:
    """Reading goes on at the line after one with an open quote, however long the file is."""
    rows = [row(1).removesuffix('"'), *(row(number) for number in range(2, 100))]
    result = read(file_of(table(*rows)))
    assert [ID(number) for number in range(2, 100)] == result.posts["id"].to_list()
    assert result.told == [(2, None)]


def test_header_with_an_open_quote(read: Any, file_of: Any) -> None:
    """An open quote in the header doesn't swallow the rows: each is told not to fit."""
    result = read(file_of(table(row(1), row(2)).replace(HEADER, HEADER + ',"lain')))
    assert result.told == [(2, None), (3, None)]


@pytest.mark.parametrize(("written", "expected"), [("12", 12), ("12.0", 12), ("0", 0), ("", None), ("-1", None)])
def test_counts(written: str, expected: int | None, read: Any, file_of: Any) -> None:
    """A count is a whole number or unknown; 0 only where it is told."""
    assert expected == read(file_of(table(row(1, favorite_count=written)))).post("01")["likes"]


@pytest.mark.parametrize("written", ["9" * 18, "9" * 30, "1.5", "1e3", "1,000", "banyak"])
def test_counts_are_never_guessed(written: str, read: Any, file_of: Any) -> None:
    """What isn't plainly a count that fits is unknown."""
    likes = read(file_of(table(row(1, favorite_count=written)))).post("01")["likes"]
    assert (int(written) if written == "9" * 18 else None) == likes


@pytest.mark.parametrize("at", ["", "Wed Foo 10 20:19:24 +0000 2018", "2018-02-30T00:00:00.000Z", "08/09/2023 01.00"])
def test_times(at: str, read: Any, file_of: Any) -> None:
    """A time that is none rejects the row; one that isn't told leaves the post without."""
    result = read(file_of(table(row(1, created_at=at))))
    assert ([None] if at == "" else []) == result.posts["created_at"].to_list()
    assert ([] if at == "" else [(2, None)]) == result.told


def test_other_columns_are_left_alone(read: Any, file_of: Any) -> None:
    """Columns that somebody added, as labels, don't stop a file from being read."""
    result = read(file_of(table(row(1) + ',"NEGATIF"').replace("username", "username,label")))
    assert ([ID(1)], []) == (result.posts["id"].to_list(), result.problems)


def test_wrapped_by_a_spreadsheet(read: Any, fixture_file: Any) -> None:
    """Rows that a spreadsheet has wrapped in quotes are read as they were, and it is said how many."""
    result = read("tweet_harvest/wrapped.csv")
    assert result.problems[0].kind == "mangled_id"
    assert [result.post(i)["text"] for i in ("271", "272", "273")] == [
        "tanpa koma",
        "air mati, sudah lapor @layanan_contoh",
        'katanya "segera", belum juga; lalu bagaimana',
    ]
    assert result.post("273")["author_handle"] == "warga_contoh"
    found = tweet_harvest.read(Input(fixture_file("tweet_harvest/wrapped.csv")))
    notices = [item for item in found if isinstance(item, Notice)]
    assert notices == [
        Notice(kind="recovered_id", line=5, example="1.7E+18"),
        Notice(kind="unwrapped", line=3, count=3),
    ]


def test_id_recovered_from_the_address(read: Any) -> None:
    """A post whose id was rounded has it from its address, as far as that is there; nothing else is recovered."""
    result = read("tweet_harvest/labelled.xlsx")
    assert sorted(i[-3:] for i in result.posts["id"]) == ["281", "282"]
    assert [(problem.line, problem.field, problem.kind) for problem in result.problems] == [
        (2, "conversation_id_str", "mangled_id"),
        (3, "user_id_str", "mangled_id"),
        (4, None, "mangled_id"),
    ]
    assert result.post("281")["text"] == "ID pulih dari alamat"
    assert result.post("281")["author_id"] == "9000000001"
