"""youtube-comment-downloader: no times, counts as shown to people, and ids that must be made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from suara.collect import youtube_comment_downloader
from suara.collect._importing import read_file, recognise
from suara.collect._values import made_id, shown
from suara.errors import UnknownFormat

TABLE = "author,text,time,likes\n@warga_contoh,Air mati,{},{}\n"


def notices(path: Path) -> list[tuple[str, int, str | None]]:
    """What is to be known of a file."""
    return [(n.kind, n.count, n.example) for n in read_file(path, youtube_comment_downloader).notices]


def test_field_by_field(read: Any) -> None:
    """An answer knows which comment it answers, and whose; neither time nor video is told."""
    post = read("youtube_comment_downloader/comments.jsonl").post("9contohC1")
    assert {name: value for name, value in post.items() if value is not None} == {
        "platform": "youtube",
        "id": "UgxContohMacet001AaABAg.9contohC1",
        "author_id": "UCcontohDinasJalan000000",
        "author_handle": "dinas_jalan_contoh",
        "text": "Halo Kak, kami cek ya",
        "reply_to": "UgxContohMacet001AaABAg",
        "reply_to_author_id": "UCcontohWarga00000000000",
        "reply_to_author_handle": "warga_contoh",
        "mention_ids": [],
        "mention_handles": [],
        "hashtags": [],
        "links": [],
        "likes": 15,
        "source": "youtube_comment_downloader",
        "context": False,
    }


def test_a_comment(read: Any) -> None:
    """Rounded counts are taken; hashtags, links and mentions are read from the text."""
    post = read("youtube_comment_downloader/comments.jsonl").post("Macet001AaABAg")
    assert (post["likes"], post["replies"], post["reply_to"]) == (1200, 2, None)
    assert (post["mention_handles"], post["hashtags"], post["links"]) == (
        ["dinas_jalan_contoh"],
        ["jalanrusak"],
        ["https://foto.example/2"],
    )


def test_times_are_no_times(read: Any, fixture_file: Any) -> None:
    """A relative time is never made one, not even by the program's own `time_parsed`; it is said."""
    result = read("youtube_comment_downloader/comments.jsonl")
    assert result.posts["created_at"].null_count() == result.posts.height == 4
    assert notices(fixture_file("youtube_comment_downloader/comments.jsonl")) == [
        ("relative_time", 4, "2 hari yang lalu"),
        ("rounded_count", 1, "1,2 rb"),
    ]


def test_faults(read: Any) -> None:
    """A mangled id of a comment costs it, that of a channel only the channel; a wrong type is told."""
    result = read("youtube_comment_downloader/comments.jsonl")
    assert result.told == [(4, None), (5, "channel"), (6, None)]
    assert result.post("Kanal003AaABAg")["author_handle"] == "kanal_contoh"


def test_pretty(read: Any) -> None:
    """All comments in one object, as --pretty writes them."""
    result = read("youtube_comment_downloader/pretty.json")
    assert result.posts["likes"].to_list() == [3400, 2]


def test_pretty_with_faults(file_of: Any) -> None:
    """Of all comments in one object, those that are broken are told and the others taken."""
    made = b'{"comments": [{"cid": "UgxContohRapi0001AaABAg", "text": "halo"}, {"cid": 5}, {"cid": "\xb7"}]}'
    reading = read_file(file_of(made), youtube_comment_downloader)
    assert ([problem.kind for problem in reading.problems], reading.posts.height) == (["not_a_post", "not_json"], 1)


def test_a_table_without_ids(read: Any, fixture_file: Any) -> None:
    """An id is made of author and text; the same text twice is one post, and that is said."""
    result = read("youtube_comment_downloader/table.csv")
    assert (result.tally.read, result.tally.imported, result.tally.duplicates, result.tally.rejected) == (6, 4, 1, 1)
    assert result.posts["id"].str.starts_with("~").all()
    assert result.posts["likes"].to_list() == [4, 1200, 2, None]
    assert result.posts["mention_handles"].to_list() == [[], ["warga_contoh"], [], []]
    assert result.posts["author_handle"].to_list() == ["warga_contoh", "sari_contoh", "sari_contoh", None]
    assert notices(fixture_file("youtube_comment_downloader/table.csv")) == [
        ("no_ids", 5, None),
        ("relative_time", 5, "48 detik yang lalu"),
        ("rounded_count", 1, "1,2\u00a0rb"),
    ]


def test_the_same_comment_fetched_later(read: Any, file_of: Any) -> None:
    """Fetched a week later it has another relative time, and is the same post with newer likes."""
    read(file_of(TABLE.format("2 hari yang lalu", 3)))
    result = read(file_of(TABLE.format("1 minggu yang lalu", 5)))
    assert (result.tally.duplicates, result.posts["likes"].to_list()) == (1, [5])


@pytest.mark.parametrize("time", ["1 detik yang lalu", "2 weeks ago", "3 bulan lalu", "1 year ago (edited)"])
def test_tables_with_relative_times(time: str, file_of: Any) -> None:
    """A table of these four columns is one of these if its times are relative."""
    assert recognise(file_of(TABLE.format(time, 1)))[0] == "youtube_comment_downloader"


@pytest.mark.parametrize("time", ["2025-01-02 03:04:05", "", "kemarin"])
def test_tables_with_other_times(time: str, file_of: Any) -> None:
    """A table whose times aren't relative is some other program's."""
    with pytest.raises(UnknownFormat):
        recognise(file_of(TABLE.format(time, 1)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,2 rb", (1200, True)),
        ("1,2\u00a0rb", (1200, True)),
        ("12 ribu", (12_000, True)),
        ("3,4K", (3400, True)),
        ("3.4k", (3400, True)),
        ("1.25K", (1250, True)),
        ("2 jt", (2_000_000, True)),
        ("2,5 juta", (2_500_000, True)),
        ("1.1M", (1_100_000, True)),
        ("1,2 M", (None, False)),  # a milliard in Indonesian, a million elsewhere
        ("1 B", (1_000_000_000, True)),
        ("1.234", (1234, False)),
        ("1,234,567", (1_234_567, False)),
        ("12", (12, False)),
        (" 7 ", (7, False)),
        ("0", (0, False)),
        ("12.0", (12, False)),
        ("12,5", (None, False)),
        ("1234 rb", (None, False)),
        ("-3", (None, False)),
        ("banyak", (None, False)),
        ("", (None, False)),
        (None, (None, False)),
    ],
)
def test_counts_as_shown(text: str | None, expected: tuple[int | None, bool]) -> None:
    """Counts that are written short in Indonesian or English; what is unclear isn't guessed."""
    assert shown(text) == expected


def test_made_ids() -> None:
    """The same parts make the same id, others another one; lone surrogates do no harm."""
    assert made_id("a", "b") == made_id("a", "b") != made_id("b", "a")
    assert made_id("a\ud800").startswith("~")
    assert len({made_id("a", None), made_id("a", ""), made_id("a"), made_id(None, "a")}) == 4
