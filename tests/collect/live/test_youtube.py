"""Collecting from YouTube: the real client against a server of this machine that keeps to the API's contract."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from suara.cli import cli
from suara.collect import youtube_api
from suara.collect._importing import read_file
from suara.collect.live import _http, youtube
from suara.collect.live._collecting import Collected, Later, collect
from suara.errors import SourceError

KEY = "AIzaRahasiaContoh-0123456789"
CHANNEL = "UCcontohLayananAir000000"
PARTS = {"search": "id", "channels": "snippet,contentDetails,statistics", "playlistItems": "contentDetails"}
PARTS |= {"videos": "snippet,statistics", "commentThreads": "snippet,replies", "comments": "snippet"}


def error(status: int, reason: str, domain: str = "youtube.commentThread") -> Any:
    """An answer that says no, as Google writes it."""
    told = [{"message": f"contoh {reason}", "domain": domain, "reason": reason}]
    return status, {"error": {"code": status, "message": f"contoh {reason}", "errors": told}}, {}


class YouTubeOfContoh:
    """Videos with comments: two threads a page, one reply of a thread's comes with it, two replies a page."""

    def __init__(self, **videos: list[int]) -> None:
        """`videos`: of each video, how many replies each of its threads has."""
        self.videos = {name.replace("__", "-"): threads for name, threads in videos.items()}
        self.gone: set[str] = set()  # videos.list doesn't know them
        self.failing: dict[tuple[str, str], list[Any]] = {}  # answers given first, by path and what is asked for
        self.per_list = 2

    def __call__(self, path: str, params: dict[str, str]) -> Any:
        path = path.removeprefix("/")
        assert params["part"] == PARTS[path]
        asked = next(
            (params[n] for n in ("q", "videoId", "parentId", "playlistId", "forHandle", "id") if n in params), ""
        )
        at = int(params.get("pageToken", "hal-0").removeprefix("hal-"))
        if left := self.failing.get((path, asked if not at else f"{asked}@{at}")):
            return left.pop(0)
        match path:
            case "search":
                found = [{"kind": "youtube#searchResult", "id": {"videoId": v}} for v in self.videos]
                return self.page("search", found, at, self.per_list)
            case "channels":
                found = [{"kind": "youtube#channel", "id": CHANNEL, "snippet": {"customUrl": "@layanan_contoh"}}]
                found[0] |= {"contentDetails": {"relatedPlaylists": {"uploads": "UUcontoh"}}}
                return self.page("channel", found if asked in (CHANNEL, "@layanan_contoh") else [], 0, 9)
            case "playlistItems":
                details = [{"videoId": v, "videoPublishedAt": when(i)} for i, v in enumerate(self.videos)]
                found = [{"kind": "youtube#playlistItem", "id": "x", "contentDetails": d} for d in details]
                return self.page("playlistItem", found, at, self.per_list)
            case "videos":
                assert len(asked.split(",")) <= 50
                there = [v for v in asked.split(",") if v in self.videos and v not in self.gone]
                return self.page("video", [self.video(v) for v in there], 0, 50)
            case "commentThreads":
                found = [self.thread(asked, i, n) for i, n in enumerate(self.videos[asked])]
                return self.page("commentThread", found, at, 2)
            case _:
                video, number = re.fullmatch(r"Ugx(.{11})-(\d)AaABAg", asked).groups()  # type: ignore[union-attr]
                found = [reply(asked, i) for i in range(self.videos[video][int(number)])]
                return self.page("comment", found, at, 2)

    def page(self, kind: str, items: list[Any], at: int, size: int) -> Any:
        more = {"nextPageToken": f"hal-{at + size}"} if at + size < len(items) else {}
        return 200, {"kind": f"youtube#{kind}ListResponse", "items": items[at : at + size], **more}, {}

    def video(self, id_: str) -> Any:
        said = {"title": f"Video {id_}", "channelId": CHANNEL, "publishedAt": when(0)}
        replies = sum(self.videos[id_]) + len(self.videos[id_])
        return {"kind": "youtube#video", "id": id_, "snippet": said, "statistics": {"commentCount": str(replies)}}

    def thread(self, video: str, number: int, replies: int) -> Any:
        id_ = f"Ugx{video}-{number}AaABAg"
        said = {"textOriginal": f"keluhan {number}", "authorDisplayName": "@warga_contoh", "publishedAt": when(number)}
        told = {"videoId": video, "topLevelComment": {"id": id_, "snippet": said}, "totalReplyCount": replies}
        made = {"kind": "youtube#commentThread", "id": id_, "snippet": told}
        return made | ({"replies": {"comments": [reply(id_, 0)]}} if replies else {})


def when(number: int) -> str:
    """The first is the newest."""
    return f"2025-03-{20 - number:02}T00:00:00Z"


def reply(thread: str, number: int) -> Any:
    """An answer, as comments.list gives it: without the video."""
    said = {"textOriginal": f"jawaban {number}", "parentId": thread, "publishedAt": "2025-03-21T00:00:00Z"}
    return {"kind": "youtube#comment", "id": f"{thread}.{number}", "snippet": said}


def collected(server: Any, tmp_path: Path, first: Any, **options: Any) -> tuple[Collected, Any, list[str]]:
    """What comes of a collection: how it went, the journal as it is read, what was said."""
    said: list[str] = []
    client = youtube.YouTube(KEY, url=server.url, say=said.append)
    journal = tmp_path / "raw" / "uji.jsonl"
    try:
        result = collect(
            journal, first, client, source="youtube", say=said.append, sleep=lambda seconds: None, **options
        )
        return result, read_file(journal, youtube_api), said
    finally:
        client.close()
        if journal.exists():
            assert KEY.encode() not in journal.read_bytes()
        assert KEY not in str(server.asked) + str(said)


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the environment counts."""
    for name in ("SUARA_YOUTUBE_KEY", "SUARA_YOUTUBE_KEY_FILE", "SUARA_YOUTUBE_URL"):
        monkeypatch.delenv(name, raising=False)


def paths(server: Any) -> list[str]:
    """What was asked, in short."""
    return [path.removeprefix("/") for path, _ in server.asked]


def test_a_video_with_all_its_replies(server: Any, tmp_path: Path) -> None:
    """Threads page by page, and replies of those that didn't come whole; each with its video, none missing."""
    server.answers = YouTubeOfContoh(conToh_0001=[3, 0, 1])
    result, reading, _ = collected(server, tmp_path, youtube.videos(["conToh_0001"]))
    assert paths(server) == ["videos", "commentThreads", "comments", "comments", "commentThreads"]
    assert (result.pages, result.finished, result.posts) == (5, True, 1 + 3 + 3 + 2)
    assert reading.posts["id"].n_unique() == 1 + 3 + 4
    assert set(reading.posts["conversation"]) == {"conToh_0001"}
    assert (reading.notices, reading.problems, reading.unknown_fields) == ([], [], [])
    assert reading.posts["collected_at"].null_count() == 0
    assert {headers["X-Goog-Api-Key"] for headers in server.headers} == {KEY}


def test_a_channel(server: Any, tmp_path: Path) -> None:
    """The uploads of a channel are walked page by page, without a search."""
    server.answers = YouTubeOfContoh(conToh_0001=[0], __onToh_0002=[1], conToh_0003=[])
    _, reading, _ = collected(server, tmp_path, youtube.channel("@layanan_contoh"))
    assert paths(server) == [
        *("channels", "playlistItems", "videos", "commentThreads", "commentThreads", "playlistItems", "videos")
    ]  # the third video has no comments, so none are asked for
    assert reading.posts["id"].n_unique() == 6
    assert set(reading.posts.filter(reading.posts["author_id"] == CHANNEL)["author_handle"]) == {"layanan_contoh"}


def test_a_channel_in_a_period(server: Any, tmp_path: Path) -> None:
    """Of the uploads those of the period are asked for, and no page that is older."""
    server.answers = YouTubeOfContoh(**{f"conToh_000{n}": [0] for n in range(1, 8)})
    since, until = datetime(2025, 3, 18, tzinfo=UTC), datetime(2025, 3, 20, tzinfo=UTC)
    collected(server, tmp_path, youtube.channel(CHANNEL, since, until))
    assert [params["id"] for path, params in server.asked if path == "/videos"] == ["conToh_0002", "conToh_0003"]
    assert paths(server).count("playlistItems") == 3


def test_no_such_channel(server: Any, tmp_path: Path) -> None:
    """A channel that isn't there is said."""
    server.answers = YouTubeOfContoh()
    with pytest.raises(SourceError, match="knows no channel @tiada_contoh"):
        collected(server, tmp_path, youtube.channel("@tiada_contoh"))


def test_a_search(server: Any, tmp_path: Path) -> None:
    """A search gives ids, page by page, and passes the period on."""
    server.answers = YouTubeOfContoh(conToh_0001=[0], conToh_0002=[0], conToh_0003=[0])
    first = youtube.search("air mati", datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 2, 1, tzinfo=UTC))
    _, reading, _ = collected(server, tmp_path, first)
    searches = [params for path, params in server.asked if path == "/search"]
    assert [params.get("pageToken") for params in searches] == [None, "hal-2"]
    assert searches[0] | {"q": "air mati", "publishedAfter": "2025-01-01T00:00:00Z", "type": "video"} == searches[0]
    assert searches[0]["publishedBefore"] == "2025-02-01T00:00:00Z"
    assert reading.posts["id"].n_unique() == 6


def test_comments_since(server: Any, tmp_path: Path) -> None:
    """With --video, no page of comments is asked for after one that is older."""
    server.answers = YouTubeOfContoh(conToh_0001=[0] * 9)
    collected(server, tmp_path, youtube.videos(["conToh_0001"], datetime(2025, 3, 18, tzinfo=UTC)))
    assert paths(server).count("commentThreads") == 3


def test_more_videos_than_are_looked_up_at_once(server: Any, tmp_path: Path) -> None:
    """Fifty videos are looked up with one request."""
    videos = [f"conToh_{n:04}" for n in range(70)]
    server.answers = YouTubeOfContoh(**{video: [] for video in videos})
    collected(server, tmp_path, youtube.videos(videos))
    assert [len(params["id"].split(",")) for _, params in server.asked] == [50, 20]


def test_killed_after_any_page(server: Any, tmp_path: Path) -> None:
    """Stopped after each page and begun again, it asks for nothing twice and gets the same posts."""
    server.answers = YouTubeOfContoh(conToh_0001=[3, 0, 5], __onToh_0002=[2])
    first = youtube.videos(["conToh_0001", "-onToh_0002"])
    whole, reading, _ = collected(server, tmp_path, first)
    asked, server.asked = server.asked, []
    for limit in range(1, 40):
        last, again, _ = collected(server, tmp_path / "lagi", first, limit=limit)
    assert (server.asked, last.finished) == (asked, True)
    assert reading.posts.drop("collected_at").equals(again.posts.drop("collected_at"))
    states = [json.loads(line)["__suara"] for line in whole.journal.read_text().splitlines()]
    assert max(len(json.dumps(state)) for state in states) < 1000


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (error(403, "commentsDisabled"), "its comments are switched off"),
        (error(404, "videoNotFound"), "it isn't there any more"),
        (error(403, "forbidden"), "it isn't open to everybody"),
        (error(400, "processingFailure"), "can't process it"),
    ],
)
def test_a_video_that_can_not_be_had(answer: Any, says: str, server: Any, tmp_path: Path) -> None:
    """It is passed over, which is said, now and whenever the journal is read; the next video is fetched."""
    server.answers = YouTubeOfContoh(conToh_0001=[0], conToh_0002=[0])
    server.answers.failing = {("commentThreads", "conToh_0001"): [answer]}
    result, reading, said = collected(server, tmp_path, youtube.videos(["conToh_0001", "conToh_0002"]))
    assert [line for line in said if says in line] == [f"video conToh_0001: {says}".replace("can't", "YouTube can't")]
    assert (result.finished, reading.posts["id"].n_unique()) == (True, 3)
    assert [(problem.field, problem.kind) for problem in reading.problems] == [("errors", "api_error")]


def test_a_video_that_is_gone(server: Any, tmp_path: Path) -> None:
    """A video that isn't looked up any more is said, and its comments aren't asked for."""
    server.answers = YouTubeOfContoh(conToh_0001=[0], conToh_0002=[0])
    server.answers.gone = {"conToh_0001"}
    _, _, said = collected(server, tmp_path, youtube.videos(["conToh_0001", "conToh_0002"]))
    assert "video conToh_0001: it isn't there any more" in said
    assert paths(server) == ["videos", "commentThreads"]


def test_a_thread_that_is_gone(server: Any, tmp_path: Path) -> None:
    """Replies whose comment was deleted meanwhile are passed over; that they are missing is told."""
    server.answers = YouTubeOfContoh(conToh_0001=[3, 2])
    thread = "UgxconToh_0001-0AaABAg"
    server.answers.failing = {("comments", thread): [error(404, "commentNotFound", "youtube.comment")]}
    result, reading, said = collected(server, tmp_path, youtube.videos(["conToh_0001"]))
    assert f"replies to {thread}: it isn't there any more" in said
    assert (result.finished, [(n.kind, n.count) for n in reading.notices]) == (True, [("replies_missing", 2)])


def test_the_quota_is_used_up(server: Any, tmp_path: Path) -> None:
    """It is said when there is new quota; what came before is kept, and the same call goes on there."""
    server.answers = YouTubeOfContoh(conToh_0001=[3, 0, 1])
    server.answers.failing = {("comments", "UgxconToh_0001-0AaABAg"): [error(403, "quotaExceeded", "youtube.quota")]}
    first = youtube.videos(["conToh_0001"])
    with pytest.raises(SourceError, match=r"quota .* midnight in California .*the same command goes on"):
        collected(server, tmp_path, first)
    server.asked.clear()
    result, reading, _ = collected(server, tmp_path, first)
    assert paths(server) == ["comments", "comments", "commentThreads"]
    assert (result.pages_before, reading.posts["id"].n_unique()) == (2, 8)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (error(400, "keyInvalid", "usageLimits"), "doesn't know this key"),
        ((400, {"error": {"message": "API key not valid. Please pass a valid API key."}}, {}), "doesn't know this key"),
        (error(403, "accessNotConfigured", "usageLimits"), "isn't switched on"),
        (error(403, "forbidden", "global"), "doesn't allow this with the key"),
        (error(400, "invalidFilters", "youtube.parameter"), "YouTube says: contoh invalidFilters"),
        ((401, {}, {}), "doesn't accept the key"),
        ((404, b"<html>", {}), "isn't there"),
        ((403, {"error": "tidak boleh"}, {}), "doesn't allow"),
        ((200, {"items": [{"snippet": {"totalReplyCount": "tiga"}}]}, {}), "otherwise than its documentation"),
        ((200, {"items": [], "nextPageToken": "x" * 5000}, {}), "can't be one"),
    ],
)
def test_refused(answer: Any, says: str, server: Any, tmp_path: Path) -> None:
    """What can't be passed over stops the collection, in plain words."""
    server.answers = YouTubeOfContoh(conToh_0001=[0])
    server.answers.failing = {("commentThreads", "conToh_0001"): [answer]}
    with pytest.raises(SourceError, match=says):
        collected(server, tmp_path, youtube.videos(["conToh_0001"]))


@pytest.mark.parametrize(
    "answer",
    [
        (503, {}, {}),
        (503, {}, {"Retry-After": "2"}),
        (429, {}, {}),
        (200, None, {"Content-Length": "1000"}),
        (200, b'{"items": [', {"Content-Length": "1000"}),
        error(403, "rateLimitExceeded", "usageLimits"),
    ],
    ids=["503", "503 with a time", "429", "cut at once", "cut", "too fast"],
)
def test_out_of_order_for_a_while(answer: Any, server: Any, tmp_path: Path) -> None:
    """What passes is tried again, and nothing is missing afterwards."""
    server.answers = YouTubeOfContoh(conToh_0001=[3])
    server.answers.failing = {("commentThreads", "conToh_0001"): [answer, answer]}
    result, reading, said = collected(server, tmp_path, youtube.videos(["conToh_0001"]))
    assert (result.finished, reading.posts["id"].n_unique()) == (True, 5)
    assert any("going on in" in line for line in said)


def test_the_same_page_again(server: Any, tmp_path: Path) -> None:
    """A page that is said to come after itself is the last, be there replies to ask for in between or not."""
    server.answers = YouTubeOfContoh(conToh_0001=[3, 0, 2, 0, 0], conToh_0002=[0])
    page = server.answers(
        "/commentThreads", {"part": "snippet,replies", "videoId": "conToh_0001", "pageToken": "hal-2"}
    )
    page[1]["nextPageToken"] = "hal-2"
    server.answers.failing = {("commentThreads", "conToh_0001@2"): [page, page]}
    result, _, said = collected(server, tmp_path, youtube.videos(["conToh_0001", "conToh_0002"]))
    assert any("the same page again" in line for line in said)
    assert (result.finished, len(server.answers.failing[("commentThreads", "conToh_0001@2")])) == (True, 1)


def test_an_empty_page(server: Any, tmp_path: Path) -> None:
    """A page without items isn't the end if another follows, and no fault if none does."""
    server.answers = YouTubeOfContoh(conToh_0001=[0, 0, 0])
    empty = (200, {"kind": "youtube#commentThreadListResponse", "items": [], "nextPageToken": "hal-0"}, {})
    server.answers.failing = {("commentThreads", "conToh_0001"): [empty]}
    result, reading, _ = collected(server, tmp_path, youtube.videos(["conToh_0001"]))
    assert (result.finished, reading.posts["id"].n_unique(), reading.problems) == (True, 4, [])


def test_a_page_that_was_forgotten(server: Any, tmp_path: Path) -> None:
    """A page token that has run out begins the video anew, once; then the video is passed over."""
    server.answers = YouTubeOfContoh(conToh_0001=[0, 0, 0], conToh_0002=[0])
    forgotten = error(400, "invalidPageToken", "youtube.parameter")
    server.answers.failing = {("commentThreads", "conToh_0001@2"): [forgotten]}
    _, reading, said = collected(server, tmp_path / "sekali", youtube.videos(["conToh_0001", "conToh_0002"]))
    assert "video conToh_0001: YouTube has forgotten this page; it is begun anew" in said
    assert reading.posts["id"].n_unique() == 6
    server.answers.failing = {("commentThreads", "conToh_0001@2"): [forgotten, forgotten]}
    result, reading, said = collected(server, tmp_path / "lagi", youtube.videos(["conToh_0001", "conToh_0002"]))
    assert "video conToh_0001: YouTube has forgotten a page of it" in said
    assert (result.finished, reading.posts["id"].n_unique()) == (True, 5)


def test_an_answer_that_holds_the_key(server: Any, tmp_path: Path) -> None:
    """Even an answer that repeats the key doesn't bring it into the journal."""
    server.answers = YouTubeOfContoh(conToh_0001=[0], conToh_0002=[0])
    page = server.answers("/commentThreads", {"part": "snippet,replies", "videoId": "conToh_0001"})
    page[1]["etag"] = f"kunci {KEY}"
    refusal = error(404, "videoNotFound")
    refusal[1]["error"]["message"] = f"kunci {KEY}"
    server.answers.failing = {("commentThreads", "conToh_0001"): [page], ("commentThreads", "conToh_0002"): [refusal]}
    result, _, _ = collected(server, tmp_path, youtube.videos(["conToh_0001", "conToh_0002"]))
    assert result.journal.read_text().count("kunci (key)") == 2


@pytest.mark.parametrize("change", [{"ask": "hapus"}, {"ask": "replies"}, {"ask": "threads", "videos": "x"}, {}])
def test_a_journal_that_was_changed(change: Any, server: Any) -> None:
    """A state that can't be is refused before anything is asked."""
    client = youtube.YouTube(KEY, url=server.url)
    with pytest.raises(SourceError, match="journal"):
        client(change)
    client.close()
    assert server.asked == []


@pytest.mark.parametrize("url", ["http://www.googleapis.com/youtube/v3", "ftp://localhost", "https://a:b@c.example"])
def test_an_unsafe_address(url: str) -> None:
    """The key isn't sent over a connection that others can read."""
    with pytest.raises(SourceError):
        youtube.YouTube(KEY, url=url)


@pytest.mark.parametrize(
    ("given", "id_"),
    [
        ("https://www.youtube.com/watch?v=conToh_0001&t=3s", "conToh_0001"),
        ("https://m.youtube.com/watch?app=desktop&v=conToh_0001#x", "conToh_0001"),
        ("youtu.be/conToh_0001?si=x", "conToh_0001"),
        ("https://www.youtube.com/shorts/conToh_0001", "conToh_0001"),
        ("https://www.youtube.com/live/conToh_0001?feature=share", "conToh_0001"),
        ("-onToh_0001", "-onToh_0001"),
    ],
)
def test_videos_by_address(given: str, id_: str) -> None:
    """A video is given as people have it: by any of its addresses, or by its id."""
    assert youtube.videos([given, given])["waiting"] == [id_]


@pytest.mark.parametrize(
    "given", ["", "halo", "https://contoh.example/watch?v=conToh_0001", "conToh_0001x", "a&b=conToh_0"]
)
def test_no_video(given: str) -> None:
    """What can't be a video is said to be none, before anything is asked."""
    with pytest.raises(SourceError, match="no video"):
        youtube.videos([given])


@pytest.mark.parametrize("given", ["", "UCpendek", "https://www.youtube.com/c/NamaLama", "@a", "x&forHandle=@y"])
def test_no_channel(given: str) -> None:
    """What can't be a channel is said to be none."""
    with pytest.raises(SourceError, match="no channel"):
        youtube.channel(given)


def run(*args: str, **environment: str) -> Any:
    """`suara collect youtube` with these arguments."""
    return CliRunner(env=environment).invoke(cli, ["collect", "youtube", *args])


def test_the_command(server: Any, tmp_path: Path) -> None:
    """Collected, imported, and said; again it asks for nothing; the key is nowhere."""
    server.answers = YouTubeOfContoh(conToh_0001=[3, 0, 1], conToh_0002=[0])
    server.answers.failing = {("commentThreads", "conToh_0002"): [error(403, "commentsDisabled")]}
    key_file = tmp_path / "kunci"
    key_file.touch(mode=0o600)
    key_file.write_text(KEY + "\n")
    args = ["--video", "conToh_0001", "--video", "conToh_0002", "-w", str(tmp_path / "w"), "--key-file", str(key_file)]
    shown = run(*args, SUARA_YOUTUBE_URL=server.url)
    assert shown.exit_code == 0, shown.output
    assert "Passed over: video conToh_0002: its comments are switched off" in shown.output
    assert "10 read = 9 imported + 1 duplicates + 0 rejected" in shown.output
    asked = len(server.asked)
    again = run(*args, SUARA_YOUTUBE_URL=server.url)
    assert "0 pages with 0 posts fetched, 6 before" in again.output
    assert len(server.asked) == asked
    kept = [path for path in (tmp_path / "w").rglob("*") if path.is_file()]
    assert [path for path in kept if KEY.encode() in path.read_bytes()] == []
    assert KEY not in shown.output + again.output
    assert {path.parent.name for path in kept if path.suffix == ".jsonl"} == {"youtube"}


def test_the_command_with_a_limit(server: Any, tmp_path: Path) -> None:
    """A limit stops it, and it says how to go on."""
    server.answers = YouTubeOfContoh(conToh_0001=[0] * 8)
    args = ["--video", "conToh_0001", "-w", str(tmp_path), "--limit", "3"]
    shown = run(*args, SUARA_YOUTUBE_URL=server.url, SUARA_YOUTUBE_KEY=KEY)
    assert "there is more (a higher --limit goes on)" in shown.output
    assert paths(server) == ["videos", "commentThreads"]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--video", "conToh_0001", "--video", "conToh_0002"], "At least 3 requests, 3 units"),
        (["--channel", "@layanan_contoh"], "At least 4 requests, 4 units"),
        (["--search", "air mati"], "At least 3 requests, 102 units"),
    ],
)
def test_dry_run(args: list[str], says: str) -> None:
    """What it will cost at least is said without a key, a workspace or a request."""
    shown = run(*args, "--dry-run")
    assert (shown.exit_code, says in shown.output) == (0, True)


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["--video", "conToh_0001", "--search", "x"],
        ["--video", "conToh_0001", "--until", "2025-01-01"],
        ["--search", "x", "--since", "2025-02-01", "--until", "2025-01-01"],
        ["--search", "x", "--since", "kemarin"],
        ["--search", "x", "--limit", "0"],
    ],
)
def test_options_that_do_not_go_together(args: list[str]) -> None:
    """They are refused before anything is asked."""
    assert run(*args, "--dry-run").exit_code == 2


def test_the_command_without_a_key(tmp_path: Path) -> None:
    """Without a key, or with one that others can read, it says what to do; no workspace is made."""
    shown = run("--search", "x", "-w", str(tmp_path / "w"))
    assert isinstance(shown.exception, SourceError)
    assert "SUARA_YOUTUBE_KEY" in str(shown.exception)
    key_file = tmp_path / "kunci"
    key_file.write_text(KEY)
    key_file.chmod(0o644)
    shown = run("--search", "x", "-w", str(tmp_path / "w"), "--key-file", str(key_file))
    assert "chmod 600" in str(shown.exception)
    assert not (tmp_path / "w").exists()


def test_what_a_client_says_of_itself(server: Any) -> None:
    """A client shown in a log or a traceback doesn't show its key."""
    client = youtube.YouTube(KEY, url=server.url)
    assert KEY not in repr(client)
    server.answers = lambda path, params: (500, {}, {})
    with pytest.raises(Later) as later:
        client(youtube.search("x"))
    assert KEY not in str(later.value) + repr(later.value)
    client.close()
    assert KEY not in repr(_http.session().headers)
