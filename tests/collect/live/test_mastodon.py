"""Mastodon, live: the real client against a server on this machine, with all that servers do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.collect.live.fediverse_server import CUT, START, Answer, Mastodon, serving

from suara.cli.collect import collect as group
from suara.collect.live import _guarded, _http, mastodon
from suara.collect.live._collecting import Collected, Request
from suara.collect.live._collecting import collect as collecting
from suara.errors import SourceError
from suara.steps._collecting import fetch
from suara.workspace import Workspace

pytest.importorskip("mastodon", reason="Mastodon.py isn't installed")


@pytest.fixture
def server() -> Iterator[Mastodon]:
    """Of 90 posts, an hour apart."""
    with serving(Mastodon(90)) as made:
        yield made


def collected(
    server: Mastodon, folder: Path, first: Request | None = None, token: str | None = None, **more: Any
) -> Collected:
    """What a collection of the hashtag brings."""
    first = first or mastodon.first(server.url, tag="AirMati")
    more = {"sleep": lambda seconds: None} | more
    return collecting(folder / "a.jsonl", first, mastodon.fetcher(server.url, token), source="mastodon", **more)


def lines(result: Collected) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.journal.read_text().splitlines()]


def test_hashtag_with_threads(server: Mastodon, tmp_path: Path) -> None:
    """All pages, each with the threads of its posts before the next; read as posts with whom they answer."""
    workspace = Workspace.create(tmp_path / "hasil")
    first = mastodon.first(server.url, tag="#AirMati")
    found = fetch(workspace, mastodon.SOURCE, first, mastodon.fetcher(server.url), name="air")
    assert (found.collected.posts, found.collected.pages, found.collected.finished) == (90, 10, True)
    posts = workspace.corpus.read()
    assert posts.height == 90 + 6
    answers = posts.filter(author_handle="pdam_contoh@127.0.0.1")
    assert (answers.height, answers["reply_to"].null_count(), answers["conversation"].null_count()) == (6, 0, 0)
    assert set(answers["reply_to"]) <= set(posts["id"])
    assert posts["collected_at"].null_count() == 0
    assert len(server.paths("/context")) == 6


def test_without_threads(server: Mastodon, tmp_path: Path) -> None:
    """Threads are left out where nobody wants them."""
    result = collected(server, tmp_path, mastodon.first(server.url, tag="AirMati", replies=False))
    assert ([len(line["statuses"]) for line in lines(result)], server.paths("/context")) == ([40, 40, 10, 0], [])


def test_account(server: Mastodon, tmp_path: Path) -> None:
    """An account is looked up once."""
    result = collected(server, tmp_path, mastodon.first(server.url, account="@siti_contoh"))
    assert (result.posts, len(server.paths("lookup"))) == (90, 1)


def test_account_that_is_not_there(server: Mastodon, tmp_path: Path) -> None:
    """An account that the server doesn't know is told as that."""
    with pytest.raises(SourceError, match=r"127\.0\.0\.1 doesn't know this account"):
        collected(server, tmp_path, mastodon.first(server.url, account="lain_contoh"))


def test_search(server: Mastodon, tmp_path: Path) -> None:
    """A search goes through its pages with the token, and never makes the server fetch anything."""
    server.token = "rahasia"
    result = collected(server, tmp_path, mastodon.first(server.url, query="air mati"), "rahasia")
    assert result.posts == 90
    assert {params.get("resolve") for params in server.paths("/search")} == {None}
    assert "rahasia" not in result.journal.read_text()


def test_search_without_token(server: Mastodon, tmp_path: Path) -> None:
    """Where a server wants a token, how to get one is said; a wrong one is told as that."""
    server.token = "rahasia"
    first = mastodon.first(server.url, query="air mati")
    with pytest.raises(SourceError, match=r"to its users only.*SUARA_MASTODON_TOKEN.*requires an authenticated user"):
        collected(server, tmp_path, first)
    with pytest.raises(SourceError, match=r"doesn't accept the token in \$SUARA_MASTODON_TOKEN"):
        collected(server, tmp_path, first, "salah")


def test_between_times(server: Mastodon, tmp_path: Path) -> None:
    """Only what is between the times is kept; what is newer is leapt over, and nothing older is asked for."""
    server.posts = [server.status(number) for number in range(400)]
    since, until = START + timedelta(hours=100), START + timedelta(hours=150)
    first = mastodon.first(server.url, tag="AirMati", since=since, until=until, replies=False)
    result = collected(server, tmp_path, first)
    times = [datetime.fromisoformat(status["created_at"]) for line in lines(result) for status in line["statuses"]]
    assert (len(times), min(times), max(times)) == (50, since, until - timedelta(hours=1))
    assert len(server.paths("/tag/")) == 4  # the newest, two within, and one that is too old


def test_numbers_that_tell_no_time(server: Mastodon, tmp_path: Path) -> None:
    """Where numbers aren't Mastodon's, nothing is leapt over."""
    server.posts = [server.status(number, id=str(number + 1)) for number in range(100)]
    first = mastodon.first(server.url, tag="AirMati", until=START + timedelta(hours=10), replies=False)
    assert collected(server, tmp_path, first).posts == 10


def test_limit(server: Mastodon, tmp_path: Path) -> None:
    """A limit leaves no post without its thread, and a higher one goes on."""
    result = collected(server, tmp_path, limit=30)
    assert (result.posts, len(server.paths("/context")), result.finished) == (40, 2, False)
    assert collected(server, tmp_path, limit=90).all_posts == 90
    assert len(server.paths("/context")) == 6


def test_killed_in_the_threads(server: Mastodon, tmp_path: Path) -> None:
    """A collection that ends in the middle of a page's threads goes on there."""
    server.failing = {"/context": [Answer({}, 403)] * 1}
    with pytest.raises(SourceError, match="doesn't allow this"):
        collected(server, tmp_path)
    assert collected(server, tmp_path).all_posts == 90
    assert len(server.paths("/context")) == 7


def test_rate_limit(server: Mastodon, tmp_path: Path) -> None:
    """A limit is waited out as long as the server says, by its own clock."""
    slept: list[float] = []
    headers = {
        "X-RateLimit-Reset": "2020-01-01T00:02:00.000000Z",
        "X-RateLimit-Remaining": "0",
        "Date": "Wed, 01 Jan 2020 00:00:00 GMT",
    }
    server.failing = {"/tag/": [Answer({"error": "Throttled"}, 429, headers)]}
    said: list[str] = []
    assert collected(server, tmp_path, sleep=slept.append, say=said.append).posts == 90
    assert sum(slept) == pytest.approx(120, abs=1.5)
    assert "127.0.0.1 asks to wait (429): going on in 2:00" in said


@pytest.mark.parametrize(
    "answer",
    [
        Answer({"error": "x"}, 429),
        Answer({"error": "x"}, 429, {"X-RateLimit-Reset": "kemarin"}),
        Answer({"error": "x"}, 503),
        Answer(b"<html>Bad Gateway</html>", 502),
        Answer({"statuses": []}, CUT),
        Answer(b"<html>halo</html>"),
        Answer({"halo": 1}),
        Answer(None),
        Answer(3),
        Answer(b""),
    ],
    ids=lambda answer: f"{answer.status}-{answer.body}"[:30],
)
def test_out_of_order_for_a_while(answer: Answer, server: Mastodon, tmp_path: Path) -> None:
    """What is out of order is tried again; what stays so is given up after six times, and goes on later."""
    server.failing = {"/tag/": [answer] * 2}
    assert collected(server, tmp_path, limit=1).posts == 40
    server.failing = {"/tag/": [answer] * 6}
    with pytest.raises(SourceError, match=r"tried 6 times\. The same command goes on from here"):
        collected(server, tmp_path)
    assert collected(server, tmp_path).all_posts == 90


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "to its users only"),
        (403, "doesn't allow this"),
        (404, "doesn't know"),
        (410, "gone"),
        (422, "doesn't take the request"),
        (418, r"refuses the request \(418\)"),
    ],
)
def test_refused(status: int, said: str, server: Mastodon, tmp_path: Path) -> None:
    """What a server refuses is said at once, with its own words where it has some."""
    server.failing = {"/tag/": [Answer({"error": "Sudah\nhilang\x1b[31m"}, status)]}
    with pytest.raises(SourceError, match=said) as error:
        collected(server, tmp_path)
    assert str(error.value).isprintable()


def test_a_thread_that_is_gone(server: Mastodon, tmp_path: Path) -> None:
    """A post that was deleted since has no thread, and the collection goes on."""
    server.failing = {"/context": [Answer({"error": "Record not found"}, 404)] * 3}
    assert collected(server, tmp_path).posts == 90


def test_odd_threads(server: Mastodon, tmp_path: Path) -> None:
    """What is no thread gives no posts."""
    odd = iter([{"ancestors": 3}, [], {"descendants": [3, None, {"id": "../../x"}]}] * 6)
    server.context = lambda key: next(odd)
    assert collected(server, tmp_path).posts == 90


def test_numbers_that_lead_elsewhere(server: Mastodon, tmp_path: Path) -> None:
    """A server's number of a post isn't put into an address if it could lead elsewhere."""
    server.posts = [server.status(number) for number in range(5)]
    server.answer = lambda *asked: Answer([{**server.posts[0], "id": "1/../../../../oauth/revoke?"}])  # type: ignore[method-assign]
    assert collected(server, tmp_path).posts == 1
    assert {path for path, _ in server.asked} == {"/api/v1/timelines/tag/AirMati"}


def test_a_page_that_comes_again_and_again(server: Mastodon, tmp_path: Path) -> None:
    """A server that gives the same posts under ever new numbers of pages is noticed."""
    counting = iter(range(1000, 2000))

    def answer(*asked: Any) -> Answer:
        link = f'<{server.url}/api/v1/timelines/tag/AirMati?max_id={next(counting)}>; rel="next"'
        return Answer([{**server.posts[1]}], headers={"Link": link})

    server.answer = answer  # type: ignore[method-assign]
    with pytest.raises(SourceError, match="the same page again and again"):
        collected(server, tmp_path)
    assert len(server.asked) < 15


def test_nothing_there(tmp_path: Path) -> None:
    """A hashtag without posts is a page without posts."""
    with serving(Mastodon()) as server:
        assert (collected(server, tmp_path).posts, len(server.paths("/tag/"))) == (0, 1)


def test_sent_elsewhere(server: Mastodon, tmp_path: Path) -> None:
    """Where a server sends on to isn't asked, whatever it is; nor is a token sent there."""
    with serving(Mastodon(1)) as other:
        there = f"{other.url}/api/v1/timelines/tag/AirMati".replace("127.0.0.1", "localhost")
        for to in (there, "https://contoh.example/x", "/api/v1/lain"):
            server.failing = {"": [Answer({}, 302, {"Location": to})] * 2}
            with pytest.raises(SourceError, match="sends on to"):
                collected(server, tmp_path, None, "rahasia")
        assert other.asked == []


def test_too_much(server: Mastodon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer without end isn't read to its end."""
    monkeypatch.setattr(_guarded, "BIGGEST", 1 << 20)
    server.failing = {"/tag/": [Answer(b" " * (3 << 20))]}
    with pytest.raises(SourceError, match="more than 1 MB"):
        collected(server, tmp_path)


@pytest.mark.parametrize(
    "address", ["http://contoh.social", "ftp://contoh.social", "https://", "https://a:b@contoh.social"]
)
def test_not_asked(address: str) -> None:
    """A server is asked over HTTPS only, but for one on this machine."""
    with pytest.raises(SourceError):
        mastodon.first(address, tag="AirMati")
    assert _http.safe("http://127.0.0.1:1") == "http://127.0.0.1:1"


@pytest.mark.parametrize(
    "asked",
    [
        {"tag": "air/../../x"},
        {"tag": ""},
        {"account": "siti contoh"},
        {"account": "a/b"},
        {"account": "a@b@c"},
        {},
        {"tag": "a", "query": "b"},
    ],
)
def test_what_can_be_no_request(asked: dict[str, str]) -> None:
    """What can't be a hashtag or an account is refused before anything is asked."""
    with pytest.raises(SourceError):
        mastodon.first("contoh.social", **asked)


def test_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Mastodon.py isn't installed, it is said how to get it."""
    monkeypatch.setitem(__import__("sys").modules, "mastodon", None)
    with pytest.raises(SourceError, match=r"needs mastodon, which isn't installed: pip install 'suara\[live\]'"):
        mastodon.fetcher("contoh.social")


def test_command(server: Mastodon, tmp_path: Path) -> None:
    """The command fetches, imports and says so; again, it asks nothing."""
    command = [
        "mastodon",
        "--server",
        server.url,
        "--tag",
        "AirMati",
        "-w",
        str(tmp_path / "hasil"),
        "--since",
        "2026-03-04",
    ]
    result = CliRunner().invoke(group, command, catch_exceptions=False)
    assert (result.exit_code, "18 posts fetched" in result.output) == (0, True)
    before = len(server.asked)
    assert "nothing was asked" in CliRunner().invoke(group, command, catch_exceptions=False).output
    assert len(server.asked) == before
    assert CliRunner().invoke(group, ["mastodon", "--server", server.url]).exit_code == 2
    wrong = ["mastodon", "--server", server.url, "--tag", "a", "--since", "2026-03-04", "--until", "2026-03-04"]
    assert CliRunner().invoke(group, wrong).exit_code == 2


def test_token_from_the_environment(server: Mastodon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token comes from the environment, goes to the server, and stays out of what is kept."""
    server.token = "rahasia-contoh"
    monkeypatch.setenv("SUARA_MASTODON_TOKEN", "rahasia-contoh")
    command = ["mastodon", "--server", server.url, "--query", "air", "-w", str(tmp_path / "hasil"), "--name", "air"]
    assert CliRunner().invoke(group, command, catch_exceptions=False).exit_code == 0
    kept = [
        path for path in (tmp_path / "hasil").rglob("*") if path.is_file() and b"rahasia-contoh" in path.read_bytes()
    ]
    assert kept == []


def test_now_is_not_before_the_posts() -> None:
    """The invented posts are of times that a post can have."""
    assert datetime.now(UTC) > START
