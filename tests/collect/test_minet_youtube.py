"""minet's YouTube tables: threads, videos, and titles that an old version wrote beneath the wrong name."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from suara.collect import minet_youtube
from suara.collect._importing import read_file

THREAD = "UgxContohSampah01AaABAg"
SEARCH = "video_id,title,published_at,description,channel_id,channel_title,default_language"


def notices(path: Path) -> list[tuple[str, int]]:
    """Kind and count of what is to be known of a file."""
    return [(notice.kind, notice.count) for notice in read_file(path, minet_youtube).notices]


def test_field_by_field(read: Any) -> None:
    """A comment with all that the table tells of it."""
    post = read("minet_youtube/comments.csv").post(THREAD)
    assert {name: value for name, value in post.items() if value is not None} == {
        "platform": "youtube",
        "id": THREAD,
        "url": f"https://www.youtube.com/watch?v=conToh_0011&lc={THREAD}",
        "author_id": "UCcontohWarga00000000000",
        "author_handle": "warga_contoh",
        "text": "Sampah menumpuk di pasar, @dinas_bersih_contoh kapan diangkut? #sampah https://foto.example/3",
        "created_at": datetime(2024, 5, 1, 1, tzinfo=UTC),
        "conversation": "conToh_0011",
        "reply_to": "conToh_0011",
        "mention_ids": [None],
        "mention_handles": ["dinas_bersih_contoh"],
        "hashtags": ["sampah"],
        "links": ["https://foto.example/3"],
        "likes": 21,
        "replies": 3,
        "source": "minet_youtube",
        "context": False,
    }


def test_an_answer(read: Any) -> None:
    """An answer knows which comment it answers, and whose; likes that aren't told aren't none."""
    post = read("minet_youtube/comments.csv").post("9contohD2")
    assert (post["reply_to"], post["conversation"], post["likes"]) == (THREAD, "conToh_0011", None)
    assert (post["reply_to_author_id"], post["reply_to_author_handle"]) == ("UCcontohWarga00000000000", "warga_contoh")
    assert post["text"] == "Terima kasih\nsudah diangkut"


def test_replies_that_are_missing(fixture_file: Any) -> None:
    """Of three replies that were counted two are there."""
    assert notices(fixture_file("minet_youtube/comments.csv")) == [("replies_missing", 1)]


def test_faults(read: Any) -> None:
    """Mangled ids and impossible times are told by line; an answer with a mangled parent isn't one to the video."""
    result = read("minet_youtube/comments.csv")
    assert result.told == [(7, None), (8, None), (9, "video_id"), (9, "parent_comment_id")]
    post = result.post("Induk001AaABAg.9a")
    assert (post["reply_to"], post["conversation"], post["url"]) == (None, None, None)


def test_videos(read: Any) -> None:
    """A video is its channel's post; counts that are hidden aren't told."""
    result = read("minet_youtube/videos.csv")
    post = result.post("conToh_0011")
    assert post["text"] == "Pengangkutan sampah pasar\n\nLaporan harian #kebersihan"
    assert (post["author_name"], post["views"], post["likes"], post["replies"], post["lang"]) == (
        "Dinas Kebersihan Contoh",
        900,
        31,
        7,
        "id",
    )
    assert result.post("-onToh_0012")["views"] is None
    assert result.told == [(4, None)]


def test_titles_beneath_the_wrong_name(read: Any, fixture_file: Any) -> None:
    """A search by an old minet has title and channel swapped: a channel with one title and many names shows it."""
    post = read("minet_youtube/search_before_2026.csv").post("conToh_0013")
    assert (post["author_name"], post["text"]) == ("Kabar Contoh", "Sampah menggunung di pasar\n\nCuplikan")
    assert notices(fixture_file("minet_youtube/search_before_2026.csv")) == [("swapped_back", 2)]


def test_titles_beneath_the_right_name(read: Any, file_of: Any) -> None:
    """A search by a newer minet, or of one video a channel, stays as it is."""
    channel = "UCcontohKabar00000000000"
    rows = [f"conToh_00{n},Judul {n},2026-03-01T00:00:00Z,,{channel},Kabar Contoh," for n in (15, 16)]
    path = file_of("\n".join([SEARCH, *rows]))
    assert read(path).post("15")["author_name"] == "Kabar Contoh"
    assert notices(path) == []
