"""YouTube Data Tools: three generations of comments, and lists of videos."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from suara.collect import youtube_data_tools
from suara.collect._importing import read_file


def notices(path: Path) -> list[tuple[str, int, str | None]]:
    """What is to be known of a file."""
    return [(n.kind, n.count, n.example) for n in read_file(path, youtube_data_tools).notices]


def test_field_by_field(read: Any) -> None:
    """A comment with all that the table tells of it."""
    post = read("youtube_data_tools/comments_python.csv").post("9contohG2")
    assert {name: value for name, value in post.items() if value is not None} == {
        "platform": "youtube",
        "id": "UgxContohBaru0001AaABAg.9contohG2",
        "url": "https://www.youtube.com/watch?v=conToh_0021&lc=UgxContohBaru0001AaABAg.9contohG2",
        "author_id": "UCcontohSari000000000000",
        "author_handle": "sari_contoh",
        "text": "@bus_contoh kapan selesai?",
        "created_at": datetime(2025, 9, 1, 4, tzinfo=UTC),
        "conversation": "conToh_0021",
        "reply_to": "UgxContohBaru0001AaABAg.9contohG1",
        "reply_to_author_id": "UCcontohBus0000000000000",
        "reply_to_author_handle": "bus_contoh",
        "mention_ids": [None],
        "mention_handles": ["bus_contoh"],
        "hashtags": [],
        "links": [],
        "likes": 1,
        "source": "youtube_data_tools",
        "context": False,
    }


def test_written_by_php(read: Any) -> None:
    """Quotes after a backslash stay as they are, and a text that ends in a backslash ends there."""
    result = read("youtube_data_tools/comments_php.csv")
    assert result.posts["text"].to_list() == [
        r"Rel \"patah\" di dekat stasiun, @kereta_contoh mohon dicek #rel https://foto.example/4",
        'Halo Kak, "sudah" kami teruskan',
        "jalur ke selatan \\",
    ]
    assert result.posts["created_at"][0] == datetime(2023, 8, 1, 2, tzinfo=UTC)


def test_answers_without_the_video(read: Any) -> None:
    """Before 2025 the video isn't told, but who answers whom is."""
    result = read("youtube_data_tools/comments_php.csv")
    top, answer = result.post("Peluk001AaABAg"), result.post("9contohE1")
    assert (top["conversation"], top["reply_to"], top["replies"]) == (None, None, 4)
    assert (answer["reply_to"], answer["reply_to_author_handle"]) == ("UgxContohPeluk001AaABAg", "warga_contoh")


def test_faults(read: Any) -> None:
    """Mangled ids, times that are none, the header again and half a row are told by line."""
    result = read("youtube_data_tools/comments_php.csv")
    assert [(problem.line, problem.kind) for problem in result.problems] == [
        (5, "mangled_id"),
        (6, "impossible_time"),
        (7, "header_again"),
        (8, "field_count"),
    ]


def test_between_tabs(read: Any) -> None:
    """The oldest files have tabs without quotes, and texts for display."""
    result = read("youtube_data_tools/comments_old.tab")
    assert result.posts["text"][0] == '"Kereta terlambat & penuh\nmohon ditambah'
    assert result.posts["author_name"].to_list() == ["Warga Contoh", "Kereta Contoh"]
    assert result.post("9contohF1")["reply_to_author_id"] == "UCcontohWarga00000000000"


def test_what_is_to_be_known(fixture_file: Any) -> None:
    """Replies that were counted but aren't there; times by the clock of a server, where the file is of that age."""
    assert notices(fixture_file("youtube_data_tools/comments_php.csv")) == [
        ("zone_doubt", 4, "UTC"),
        ("replies_missing", 3, None),
    ]
    assert notices(fixture_file("youtube_data_tools/comments_python.csv")) == [("replies_missing", 1, None)]


def test_what_was_not_found(read: Any) -> None:
    """A row in the place of a video that wasn't found is no post."""
    for name in ("comments_python.csv", "videos.csv"):
        (problem,) = read(f"youtube_data_tools/{name}").problems
        assert (problem.kind, "not found: conToh_0022" in problem.reason) == ("api_error", True)


def test_videos(read: Any) -> None:
    """A video is its channel's post."""
    post = read("youtube_data_tools/videos.csv").post("conToh_0021")
    assert post["text"] == "Halte baru dibuka\n\nLokasi halte #bus"
    assert (post["author_name"], post["place"], post["lang"]) == ("Bus Contoh", "Kota Contoh", "id")
    assert (post["views"], post["likes"], post["replies"]) == (500, 44, 4)
