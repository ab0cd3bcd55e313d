"""Bluesky, live: against a server on this machine, with all that servers do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.collect.live.fediverse_server import CUT, START, Answer, Bluesky, serving

from suara.cli.collect import collect as group
from suara.collect.live import _guarded, bluesky
from suara.collect.live._collecting import Collected, Request
from suara.collect.live._collecting import collect as collecting
from suara.errors import SourceError
from suara.steps._collecting import fetch
from suara.workspace import Workspace

ME = "peneliti-contoh.example"


@pytest.fixture
def server() -> Iterator[Bluesky]:
    """Of 230 posts, an hour apart."""
    with serving(Bluesky(230)) as made:
        yield made


def collected(
    server: Bluesky, folder: Path, first: Request | None = None, login: str | None = None, **more: Any
) -> Collected:
    """What a collection of an account brings."""
    fetcher = bluesky.fetcher(server.url, login, "rahasia-contoh" if login else None)
    first = first or bluesky.first(account="warga-contoh.example")
    return collecting(folder / "a.jsonl", first, fetcher, source="bluesky", **({"sleep": lambda seconds: None} | more))


def lines(result: Collected) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.journal.read_text().splitlines()]


def test_account_with_threads(server: Bluesky, tmp_path: Path) -> None:
    """All pages, each with the threads of its posts before the next; read as posts with whom they answer."""
    workspace = Workspace.create(tmp_path / "hasil")
    first = bluesky.first(account="warga-contoh.example")
    found = fetch(workspace, bluesky.SOURCE, first, bluesky.fetcher(server.url), name="air")
    assert (found.collected.posts, found.collected.finished) == (230, True)
    posts = workspace.corpus.read()
    assert posts.height == 230 + 10
    answers = posts.filter(author_id=Bluesky.PDAM)
    assert (answers.height, answers["reply_to"].null_count()) == (10, 0)
    assert set(answers["reply_to"]) <= set(posts["id"])
    assert (posts["collected_at"].null_count(), posts["context"].any()) == (0, False)
    assert len(server.paths("getPostThread")) == 10


def test_search_for_who_is_logged_in(server: Bluesky, tmp_path: Path) -> None:
    """A search lets itself in once, with the app password, which stays out of what is kept."""
    server.password = "rahasia-contoh"
    result = collected(server, tmp_path, bluesky.first(query="air mati"), ME)
    assert (result.posts, len(server.paths("createSession"))) == (230, 1)
    assert "rahasia-contoh" not in result.journal.read_text()
    assert "kartu-" not in result.journal.read_text()


def test_search_for_others(server: Bluesky, tmp_path: Path) -> None:
    """Who isn't logged in can't search, and is told how to; a wrong password is told as that."""
    server.password = "lain"
    with pytest.raises(SourceError, match=r"lets only users search: log in: --login .*SUARA_BLUESKY_PASSWORD"):
        collected(server, tmp_path, bluesky.first(query="air mati"))
    with pytest.raises(SourceError, match=r"doesn't accept the app password .*Invalid identifier or password"):
        collected(server, tmp_path, bluesky.first(query="air mati"), ME)


def test_let_in_again(server: Bluesky, tmp_path: Path) -> None:
    """A session that has ended is begun again, once."""
    server.password = "rahasia-contoh"
    ended = Answer({"error": "ExpiredToken", "message": "Token has expired"}, 400)
    server.failing = {"searchPosts": [ended]}
    assert collected(server, tmp_path, bluesky.first(query="air", replies=False), ME).posts == 230
    assert len(server.paths("createSession")) == 2
    server.failing = {"getAuthorFeed": [ended] * 9}
    with pytest.raises(SourceError, match="Token has expired"):
        collected(server, tmp_path / "b", None, ME)


def test_between_times(server: Bluesky, tmp_path: Path) -> None:
    """Only what is between the times is kept, and nothing much older is asked for; a search asks for it so."""
    since, until = START + timedelta(hours=140), START + timedelta(hours=200)
    for what in ({"account": "warga-contoh.example"}, {"query": "air"}):
        first = bluesky.first(**what, since=since, until=until, replies=False)
        result = collected(server, tmp_path / next(iter(what)), first)
        assert result.posts == 60
    assert len(server.paths("getAuthorFeed")) == 2
    assert server.paths("searchPosts")[0]["since"] == "2026-03-06T20:00:00.000000Z"


def test_reposts_by_their_own_time(server: Bluesky, tmp_path: Path) -> None:
    """An old post that was passed on lately is of lately, and its thread isn't fetched."""
    reason = {"by": {"did": Bluesky.PDAM}, "indexedAt": "2026-03-20T00:00:00Z"}
    feed = {"feed": [{"post": server.posts[0], "reason": reason}, {"post": server.posts[5]}]}
    server.answer = lambda *asked: Answer(feed)  # type: ignore[method-assign]
    first = bluesky.first(account="pdam-contoh.example", since=START + timedelta(days=10))
    assert collected(server, tmp_path, first).posts == 1
    assert server.paths("getPostThread") == []


def test_a_search_that_goes_no_further(server: Bluesky, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Bluesky's search ends after so many posts, it is begun anew from the time of the last."""
    monkeypatch.setattr(bluesky, "FARTHEST", 200)
    answer = server.answer

    def stopping(path: str, params: dict[str, str], *more: Any) -> Answer:
        found = answer(path, params, *more)
        if int(params.get("cursor", 0)) >= 100:
            found.body.pop("cursor", None)
        return found

    server.answer = stopping  # type: ignore[method-assign]
    result = collected(server, tmp_path, bluesky.first(query="air", replies=False))
    assert (result.posts, len(server.paths("searchPosts"))) == (230, 3)


def test_limit(server: Bluesky, tmp_path: Path) -> None:
    """A limit leaves no post without its thread, and a higher one goes on."""
    assert collected(server, tmp_path, limit=1).posts == 100
    assert len(server.paths("getPostThread")) == 4
    assert collected(server, tmp_path, limit=230).all_posts == 230


@pytest.mark.parametrize("header", ["RateLimit-Reset", "Retry-After"])
def test_rate_limit(header: str, server: Bluesky, tmp_path: Path) -> None:
    """A limit is waited out as long as the server says: until a time by its own clock, or for seconds."""
    slept: list[float] = []
    told = {"RateLimit-Reset": "1577836920", "Retry-After": "120"}[header]
    headers = {header: told, "Date": "Wed, 01 Jan 2020 00:00:00 GMT"}
    server.failing = {"getAuthorFeed": [Answer({"error": "RateLimitExceeded"}, 429, headers)]}
    assert collected(server, tmp_path, sleep=slept.append).posts == 230
    assert sum(slept) == pytest.approx(120, abs=1.5)


def test_a_limit_of_a_day(server: Bluesky, tmp_path: Path) -> None:
    """What takes longer than anybody waits is told, and the same command goes on then."""
    server.failing = {"getAuthorFeed": [Answer({}, 429, {"Retry-After": "7200"})]}
    with pytest.raises(SourceError, match=r"for 2\.0 hours: the same command goes on then"):
        collected(server, tmp_path)


@pytest.mark.parametrize(
    "answer",
    [
        Answer({"error": "x"}, 429),
        Answer({"error": "x"}, 429, {"RateLimit-Reset": "besok"}),
        Answer({"error": "x"}, 503),
        Answer(b"<html>Bad Gateway</html>", 502),
        Answer({"feed": []}, CUT),
        Answer(b"<html>halo</html>"),
        Answer({"halo": 1}),
        Answer({"feed": {"a": 1}}),
        Answer(None),
        Answer([3]),
        Answer(b""),
    ],
    ids=lambda answer: f"{answer.status}-{answer.body}"[:30],
)
def test_out_of_order_for_a_while(answer: Answer, server: Bluesky, tmp_path: Path) -> None:
    """What is out of order is tried again; what stays so is given up after six times, and goes on later."""
    first = bluesky.first(account="warga-contoh.example", replies=False)
    server.failing = {"getAuthorFeed": [answer] * 2}
    assert collected(server, tmp_path, first, limit=1).posts == 100
    server.failing = {"getAuthorFeed": [answer] * 6}
    with pytest.raises(SourceError, match=r"tried 6 times\. The same command goes on from here"):
        collected(server, tmp_path, first)
    assert collected(server, tmp_path, first).all_posts == 230


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (400, {"error": "InvalidRequest", "message": "Profile not found"}, "Profile not found"),
        (401, {"error": "AuthMissing"}, "log in: --login"),
        (403, b"<html>", "only users"),
        (404, {"error": "XRPCNotSupported"}, "XRPCNotSupported"),
        (418, {"message": "Sudah\nhilang\x1b[31m" * 99}, r"refuses the request \(418\)"),
    ],
)
def test_refused(status: int, body: Any, said: str, server: Bluesky, tmp_path: Path) -> None:
    """What a server refuses is said at once, with its own words where it has some."""
    server.failing = {"getAuthorFeed": [Answer(body, status)]}
    with pytest.raises(SourceError, match=said) as error:
        collected(server, tmp_path)
    assert str(error.value).isprintable()
    assert len(str(error.value)) < 400


def test_a_thread_that_is_gone(server: Bluesky, tmp_path: Path) -> None:
    """A post that was deleted since is told as that, and the collection goes on."""
    workspace = Workspace.create(tmp_path / "hasil")
    server.failing = {"getPostThread": [Answer({"error": "NotFound", "message": "Post not found"}, 400)] * 3}
    first = bluesky.first(account="warga-contoh.example")
    found = fetch(workspace, bluesky.SOURCE, first, bluesky.fetcher(server.url), name="air")
    assert (found.collected.posts, found.imported.total.refused) == (230, 3)


def test_a_page_that_comes_again_and_again(server: Bluesky, tmp_path: Path) -> None:
    """A server that gives the same posts under ever new cursors is noticed."""
    counting = iter(range(1000))
    page = [{"post": server.posts[1]}]
    server.answer = lambda *asked: Answer({"feed": page, "cursor": f"c{next(counting)}"})  # type: ignore[method-assign]
    with pytest.raises(SourceError, match="the same page again and again"):
        collected(server, tmp_path)
    assert len(server.asked) < 15


def test_pages_without_posts(server: Bluesky, tmp_path: Path) -> None:
    """A feed may have pages without posts in between; a search without any ends."""
    server.failing = {"getAuthorFeed": [Answer({"feed": [], "cursor": "0"})]}
    assert collected(server, tmp_path).posts == 230
    with serving(Bluesky()) as empty:
        assert collected(empty, tmp_path / "b", bluesky.first(query="air")).posts == 0


def test_sent_elsewhere(server: Bluesky, tmp_path: Path) -> None:
    """Where a server sends on to isn't asked; a password isn't sent there."""
    with serving(Bluesky(1)) as other:
        there = other.url.replace("127.0.0.1", "localhost")
        for path in ("getAuthorFeed", "createSession"):
            server.failing = {path: [Answer({}, 307, {"Location": f"{there}/xrpc/{path}"})] * 2}
            with pytest.raises(SourceError, match="sends on to localhost"):
                collected(server, tmp_path / path, None, ME if path == "createSession" else None)
        assert other.asked == []


def test_too_much(server: Bluesky, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer without end isn't read to its end."""
    monkeypatch.setattr(_guarded, "BIGGEST", 1 << 20)
    server.failing = {"getAuthorFeed": [Answer(b" " * (3 << 20))]}
    with pytest.raises(SourceError, match="more than 1 MB"):
        collected(server, tmp_path)


@pytest.mark.parametrize(
    "asked",
    [{"account": "warga contoh"}, {"account": "did:"}, {"account": "a/b"}, {}, {"account": "a.b", "query": "c"}],
)
def test_what_can_be_no_request(asked: dict[str, str]) -> None:
    """What can't be an account is refused before anything is asked."""
    with pytest.raises(SourceError):
        bluesky.first(**asked)


def test_odd_items(server: Bluesky, tmp_path: Path) -> None:
    """Whatever a page holds is kept as it came or left out, and stops nothing."""
    odd = [3, None, {}, {"post": 3}, {"post": {"record": 3, "replyCount": 1}}, {"post": {"uri": "x", "replyCount": 1}}]
    server.answer = lambda *asked: Answer({"feed": odd})  # type: ignore[method-assign]
    assert collected(server, tmp_path).posts == 4
    assert server.paths("getPostThread") == []


def test_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where requests isn't installed, it is said how to get it."""
    modules = __import__("sys").modules
    monkeypatch.setitem(modules, "requests", None)
    for name in [name for name in modules if name.startswith("suara.collect.live._")]:
        monkeypatch.delitem(modules, name)
    with pytest.raises(Exception, match=r"needs requests, which isn't installed: pip install 'suara\[live\]'"):
        bluesky.fetcher()


def test_command(server: Bluesky, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command fetches, imports and says so; its password comes from the environment and stays out of what is kept."""
    server.password = "rahasia-contoh"
    monkeypatch.setenv("SUARA_BLUESKY_PASSWORD", "rahasia-contoh")
    folder = tmp_path / "hasil"
    command = ["bluesky", "--server", server.url, "--query", "air", "--login", ME, "-w", str(folder), "--limit", "10"]
    result = CliRunner().invoke(group, command, catch_exceptions=False)
    assert (result.exit_code, "100 posts fetched" in result.output) == (0, True)
    kept = [path for path in folder.rglob("*") if path.is_file() and b"rahasia-contoh" in path.read_bytes()]
    assert kept == []
    monkeypatch.delenv("SUARA_BLUESKY_PASSWORD")
    with pytest.raises(SourceError, match="SUARA_BLUESKY_PASSWORD"):
        CliRunner().invoke(group, command, catch_exceptions=False)
    assert CliRunner().invoke(group, ["bluesky"]).exit_code == 2
