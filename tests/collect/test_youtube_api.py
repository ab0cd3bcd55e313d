"""YouTube Data API: threads and their answers, videos told in full or in short, and what is missing."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from suara.collect import youtube_api
from suara.collect._importing import read_file

AGENCY = "UCcontohLayananAir000000"
WARGA = "UCcontohWarga00000000000"
THREAD = "UgxContohBocor001AaABAg"


def notices(path: Path) -> list[tuple[str, int]]:
    """Kind and count of what is to be known of a file."""
    return [(notice.kind, notice.count) for notice in read_file(path, youtube_api).notices]


def response(*items: Any) -> str:
    """A response, as text."""
    return json.dumps({"kind": "youtube#commentThreadListResponse", "items": items})


def thread(**said: Any) -> dict[str, Any]:
    """A thread whose first comment says this."""
    top = {"id": THREAD, "snippet": {"textOriginal": "halo", "publishedAt": "2025-03-01T08:30:00Z"} | said}
    return {
        "kind": "youtube#commentThread",
        "id": THREAD,
        "snippet": {"videoId": "conToh_0001", "topLevelComment": top},
    }


def test_a_comment_field_by_field(read: Any) -> None:
    """A comment on a video answers the video, and is addressed to its channel."""
    assert read("youtube_api/journal.jsonl").post(THREAD) == {
        "platform": "youtube",
        "id": THREAD,
        "url": f"https://www.youtube.com/watch?v=conToh_0001&lc={THREAD}",
        "author_id": WARGA,
        "author_handle": "warga_contoh",
        "author_name": None,
        "author_followers": None,
        "author_verified": None,
        "text": "Pipa di jalan kami bocor sejak kemarin, @layanan_air_contoh tolong! #bocor https://foto.example/1",
        "lang": None,
        "created_at": datetime(2025, 3, 1, 8, 30, tzinfo=UTC),
        "conversation": "conToh_0001",
        "reply_to": "conToh_0001",
        "reply_to_author_id": AGENCY,
        "reply_to_author_handle": "layanan_air_contoh",
        "repost_of": None,
        "repost_of_author_id": None,
        "repost_of_author_handle": None,
        "quote_of": None,
        "quote_of_author_id": None,
        "quote_of_author_handle": None,
        "mention_ids": [None],
        "mention_handles": ["layanan_air_contoh"],
        "hashtags": ["bocor"],
        "links": ["https://foto.example/1"],
        "likes": 7,
        "reposts": None,
        "replies": 3,
        "quotes": None,
        "views": None,
        "place": None,
        "collected_at": datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC),
        "source": "youtube_api",
        "context": False,
    }


def test_an_answer(read: Any) -> None:
    """An answer knows whom it answers, and of what video, though comments.list names neither."""
    post = read("youtube_api/journal.jsonl").post("9contohA2")
    assert (post["reply_to"], post["conversation"], post["replies"]) == (THREAD, "conToh_0001", None)
    assert (post["reply_to_author_id"], post["reply_to_author_handle"]) == (WARGA, "warga_contoh")


def test_a_video(read: Any) -> None:
    """A video is a post by its channel: title and description, with views, and its channel's followers."""
    post = read("youtube_api/journal.jsonl").post("conToh_0001")
    assert post["text"] == (
        "Perbaikan pipa bocor\n\n"
        "Pekerjaan selesai hari ini. #pipabocor\nInfo: https://air.example/info @layanan_air_contoh"
    )
    assert (post["author_id"], post["author_handle"], post["author_name"], post["author_followers"]) == (
        AGENCY,
        "layanan_air_contoh",
        "Layanan Air Contoh",
        5400,
    )
    assert (post["likes"], post["replies"], post["views"], post["lang"]) == (40, 5, 1500, "id")
    assert (post["conversation"], post["reply_to"]) == ("conToh_0001", None)


def test_counts_that_are_hidden(read: Any) -> None:
    """Likes that a channel hides, and comments that are off, aren't none: they aren't told."""
    post = read("youtube_api/journal.jsonl").post("-conToh_002")
    assert (post["likes"], post["replies"], post["views"]) == (None, None, 300)


def test_replies_that_are_missing(fixture_file: Any) -> None:
    """What the platform counted beyond what the file holds is said; an answer that is there twice counts once."""
    assert notices(fixture_file("youtube_api/journal.jsonl")) == [("replies_missing", 1)]
    assert notices(fixture_file("youtube_api/threads.json")) == [("replies_missing", 3)]


def test_a_newer_count_holds(file_of: Any) -> None:
    """A thread that was fetched twice has the replies that were counted last."""
    made = []
    for total in (9, 2):
        made.append(thread())
        made[-1]["snippet"]["totalReplyCount"] = total
    assert notices(file_of(response(*made))) == [("replies_missing", 2)]


def test_text_for_display(read: Any) -> None:
    """Where only the text for display is there, it comes without its HTML."""
    post = read("youtube_api/threads.json").post("Listrik02AaABAg")
    assert post["text"] == "Listrik mati & air ikut mati\nSudah 3 jam @pln_contoh"
    assert post["mention_handles"] == ["pln_contoh"]


def test_names_before_there_were_handles(read: Any) -> None:
    """An author without @ is told by name."""
    post = read("youtube_api/journal.jsonl").post("Terima003AaABAg")
    assert (post["author_handle"], post["author_name"], post["likes"]) == (None, "Ibu Contoh Lama", None)


def test_faults(read: Any) -> None:
    """Mangled ids, impossible times and wrong types are told; a mangled second id costs that id only."""
    result = read("youtube_api/threads.json")
    assert [(problem.field, problem.kind) for problem in result.problems] == [
        (None, "mangled_id"),
        (None, "impossible_time"),
        ("authorChannelId", "mangled_id"),
        ("videoId", "mangled_id"),
        (None, "not_a_post"),
    ]
    post = result.post("KanalRusak1AaABAg")
    assert (post["author_id"], post["author_handle"]) == (None, "dua_contoh")
    assert (post["conversation"], post["reply_to"], post["url"]) == (None, None, None)


def test_a_mangled_parent(read: Any, file_of: Any) -> None:
    """An answer whose parent is mangled isn't taken for a comment on the video."""
    made = json.dumps(
        {"kind": "youtube#comment", "id": THREAD + ".9a", "snippet": {"parentId": "1.0", "videoId": "conToh_0001"}}
    )
    post = read(file_of(made)).post(".9a")
    assert (post["reply_to"], post["conversation"]) == (None, "conToh_0001")


def test_a_search(read: Any, fixture_file: Any) -> None:
    """Results of a search have HTML in their titles, and a description cut short, which is said."""
    post = read("youtube_api/items.json").post("conToh_0003")
    assert post["text"] == 'Warga "Kampung Contoh" keluhkan air\n\nSudah sepekan air tidak mengalir, kata warga ...'
    assert notices(fixture_file("youtube_api/items.json")) == [("truncated", 1)]


def test_a_video_told_in_short_and_in_full(read: Any, file_of: Any) -> None:
    """Where a file holds both, the full text is the post, whichever came first."""
    short = {"kind": "youtube#searchResult", "id": {"videoId": "conToh_0003"}, "snippet": {"title": "Air ..."}}
    full = {"kind": "youtube#video", "id": "conToh_0003", "snippet": {"title": "Air mati sepekan"}}
    path = file_of(response(short, short, full))
    result = read(path)
    assert (result.post("0003")["text"], result.tally.read, result.tally.duplicates) == ("Air mati sepekan", 3, 2)
    assert notices(path) == []


def test_a_playlist(read: Any) -> None:
    """A video of a playlist is by who made it and of when it came out, not of who listed it and when."""
    result = read("youtube_api/items.json")
    post = result.post("conToh_0004")
    assert (post["author_name"], post["created_at"]) == ("Kabar Contoh", datetime(2025, 2, 2, 3, tzinfo=UTC))
    assert [(problem.line, problem.kind) for problem in result.problems] == [(3, "not_a_post"), (5, "api_error")]


def test_an_error_in_a_journal_is_no_record(read: Any, file_of: Any) -> None:
    """A video that was passed over is told, and doesn't count as a record that is broken; elsewhere it does."""
    result = read("youtube_api/journal.jsonl")
    assert [(problem.line, problem.field, problem.kind) for problem in result.problems] == [(7, "errors", "api_error")]
    assert "disabled comments" in result.problems[0].reason
    result = read(file_of(response(thread()) + '\n{"kind": "youtube#x", "error": {"code": 500}}\n'))
    assert (result.told, result.tally.rejected) == ([(2, None)], 1)


def test_counts_that_can_be_none(read: Any, file_of: Any) -> None:
    """A count below nothing, or beyond what can be kept, makes its record a problem."""
    for likes in (-1, 1 << 63, 1.5, "7"):
        assert read(file_of(response(thread(likeCount=likes)))).told == [(1, None)]
