"""Collecting from X with the real tweepy, against a small X on this machine."""

from __future__ import annotations

import json
import logging
import os
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.collect.live.x_server import KEY, X, cut, limited, refusing, used_up, written

from suara.cli.collect._live import _plainly
from suara.collect._importing import recognise
from suara.collect.live import _x_client
from suara.collect.live import x as live
from suara.collect.live._collecting import Collected, collect
from suara.collect.live._x_client import Client
from suara.errors import SourceError
from suara.steps._x import collect_x
from suara.workspace import Workspace

SUARA = Path(sys.executable).parent / "suara"


def run(x: X, *arguments: object, key: str = KEY, **more: Any) -> subprocess.CompletedProcess[str]:
    """The real command, asking this X."""
    command = [SUARA, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment(x, key), **more)


def environment(x: X, key: str = KEY) -> dict[str, str]:
    return {**os.environ, "SUARA_X_KEY": key, "SUARA_X_API": x.address}


def wrong(done: subprocess.CompletedProcess[str]) -> str:
    """The one line that says what is wrong."""
    assert done.returncode == 9, done
    assert KEY not in done.stderr + done.stdout
    (line,) = done.stderr.strip().splitlines()
    return line


def gathered(x: X, journal: Path, steps: list[live.Step] | None = None, **more: Any) -> Collected:
    """A search for power cuts, into a journal; waiting takes no time."""
    plan = live.Plan(tuple(steps or live.query_of("listrik padam")))
    pages = live.pages_of(Client(KEY, x.address), plan)
    more.setdefault("sleep", lambda seconds: None)
    return collect(journal, plan.first, pages, source="x_api", **more)


def lines(journal: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in journal.read_bytes().splitlines()]


def test_pages_as_they_came(busy_x: X, tmp_path: Path) -> None:
    """The journal holds what X sent, page after page, and what was asked for each."""
    sent: list[dict[str, Any]] = []
    extra = {"errors": [{"title": "Not Found Error", "detail": "gone", "x_y": 1.25}], "includes": {"media": [{"w": 1}]}}
    busy_x.changed = lambda number, page: sent.append(page | extra) or sent[-1]
    result = gathered(busy_x, tmp_path / "a.jsonl")
    kept = lines(result.journal)
    told = [page.pop("__suara") for page in kept]
    assert kept == sent
    assert (result.pages, result.posts, result.finished) == (4, 35, True)
    assert [page["asked"].get("token") for page in told] == [None, "t-10", "t-20", "t-30"]
    assert told[-1]["next"] is None


def test_into_the_corpus(busy_x: X, tmp_path: Path) -> None:
    """The file source for X reads the journal, with who wrote and when it was fetched."""
    workspace = Workspace.create(tmp_path / "w")
    plan = live.Plan(tuple(live.query_of("listrik padam")))
    (found,) = collect_x(workspace, Client(KEY, busy_x.address), plan, name="padam")
    assert found.collected.journal == workspace.root / "raw" / "x_api" / "padam.jsonl"
    assert recognise(found.collected.journal)[0] == "x_api"
    posts = workspace.corpus.read()
    assert (posts.height, found.imported.total.imported, found.imported.total.rejected) == (35, 35, 0)
    assert set(posts["author_handle"]) == {f"warga_contoh{n}" for n in range(7)}
    assert posts["collected_at"].null_count() == 0
    assert posts["mention_handles"].to_list() == [["layanan_contoh"]] * 35


def test_all_fields_are_asked_for(busy_x: X, tmp_path: Path) -> None:
    """And all that a post refers to; but nothing that only its author may see."""
    gathered(busy_x, tmp_path / "a.jsonl")
    _, parameters, headers = busy_x.asked[0]
    for field in ("public_metrics", "conversation_id", "referenced_tweets", "note_tweet", "context_annotations", "geo"):
        assert field in parameters["tweet.fields"].split(",")
    assert {"full_name", "public_metrics", "verified"} <= set(
        f"{parameters['place.fields']},{parameters['user.fields']}".split(",")
    )
    assert "referenced_tweets.id.author_id" in parameters["expansions"].split(",")
    assert "non_public" not in str(parameters)
    assert headers["Authorization"] == f"Bearer {KEY}"


def test_waits_for_the_limit(busy_x: X, tmp_path: Path) -> None:
    """As long as X says, by X's clock, with a countdown; then the same page is asked again."""
    busy_x.faults = [None, limited(3)]
    slept, said = [], []
    result = gathered(busy_x, tmp_path / "a.jsonl", say=said.append, sleep=slept.append)
    assert result.posts == 35
    assert 3 <= sum(slept) <= 4
    assert "X's limit of requests is reached: going on in 0:0" in said[1]
    tokens = [parameters.get("next_token") for _, parameters, _ in busy_x.asked]
    assert tokens == [None, "t-10", "t-10", "t-20", "t-30"]


def test_a_limit_that_does_not_end(busy_x: X, tmp_path: Path) -> None:
    """Six times, then the command gives up and says that it can go on."""
    busy_x.faults = [limited(1) for _ in range(6)]
    with pytest.raises(SourceError, match="limit of requests is reached: tried 6 times"):
        gathered(busy_x, tmp_path / "a.jsonl")
    assert len(busy_x.asked) == 6


def test_a_limit_by_the_day(busy_x: X, tmp_path: Path) -> None:
    """Too long to wait for: it says how long it takes."""
    end = str(int(time.time()) + 5 * 3600)
    busy_x.faults = [refusing(429, x_app_limit_24hour_remaining="0", x_app_limit_24hour_reset=end)]
    with pytest.raises(SourceError, match=r"reached, for 5\.0 hours"):
        gathered(busy_x, tmp_path / "a.jsonl")


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (used_up, "used up (Monthly cap)"),
        (refusing(401, {"title": "Unauthorized"}), "must be a bearer token"),
        (refusing(402, {"title": "CreditsDepleted"}), "no credits left"),
        (refusing(403, {"detail": "When authenticating..."}), "needs Basic, Pro, Enterprise or pay-per-use"),
        (refusing(400, {"errors": [{"message": "no viable alternative at 'OR'"}]}), "no viable alternative at 'OR'"),
        (refusing(404), "isn't there (404)"),
        (refusing(302, b"", Location="http://127.0.0.1:9/"), "refuses the request (302)"),
        (refusing(418, {"detail": f"key {KEY}\n\x1b[31mhere"}), "(X says: key ... [31mhere)"),
        (refusing(400, {"errors": [{"detail": "x" * 5000}]}), "x" * 300),
    ],
)
def test_refusals(busy_x: X, tmp_path: Path, fault: Any, told: str) -> None:
    """Each is said in plain words, at once; what came before is kept, and the same call goes on."""
    busy_x.faults = [None, fault]
    with pytest.raises(SourceError) as refused:
        gathered(busy_x, tmp_path / "a.jsonl")
    assert told in str(refused.value)
    assert KEY not in str(refused.value)
    assert "\n" not in str(refused.value)
    assert len(busy_x.asked) == 2
    result = gathered(busy_x, tmp_path / "a.jsonl")
    assert (result.pages_before, result.all_posts) == (1, 35)


def test_no_access_to_the_archive(busy_x: X, tmp_path: Path) -> None:
    """The words say which access level has it."""
    busy_x.faults = [refusing(403)]
    plan = live.Plan(tuple(live.query_of("padam", since="2026-01-01T00:00:00Z")), archive=True)
    with pytest.raises(SourceError, match="has the full archive: Pro, Enterprise or pay-per-use"):
        collect(tmp_path / "a", plan.first, live.pages_of(Client(KEY, busy_x.address), plan), source="x_api")


@pytest.mark.parametrize(
    "fault",
    [
        cut,
        refusing(503, b"<html>over capacity</html>"),
        refusing(500, {"errors": [1]}),
        refusing(200, b'{"data": ['),
        refusing(200, b"[]"),
        refusing(429),
        refusing(429, [1, 2]),
        refusing(429, x_rate_limit_reset="soon"),
    ],
)
def test_out_of_order_for_a_while(busy_x: X, tmp_path: Path, fault: Any) -> None:
    """The same page is asked again, after a moment, and nothing of the broken answer is kept."""
    busy_x.faults = [None, fault, fault]
    slept: list[float] = []
    result = gathered(busy_x, tmp_path / "a.jsonl", sleep=slept.append)
    assert (result.pages, result.posts, sum(slept)) == (4, 35, 6.0)
    assert len(busy_x.asked) == 6


def test_nobody_there(x: X, tmp_path: Path) -> None:
    """An address that nobody answers at is tried, then said."""
    x.address = "http://127.0.0.1:9"
    with pytest.raises(SourceError, match=r"the connection to 127.0.0.1 was cut or can't be made: tried 6 times"):
        gathered(x, tmp_path / "a.jsonl")


def test_a_page_that_comes_twice(busy_x: X, tmp_path: Path) -> None:
    """It is kept, its posts aren't counted again, and the collection goes on."""
    second: list[dict[str, Any]] = []

    def repeated(number: int, page: dict[str, Any]) -> dict[str, Any]:
        if number == 2:
            second.append(page)
        return page | {"data": second[0]["data"]} if number == 3 else page

    busy_x.changed = repeated
    result = gathered(busy_x, tmp_path / "a.jsonl")
    assert (result.pages, result.posts, result.finished) == (4, 25, True)
    assert [page["__suara"].get("repeated", False) for page in lines(result.journal)] == [False, False, True, False]


def test_the_same_page_under_ever_new_tokens(busy_x: X, tmp_path: Path) -> None:
    """It stops after three, and stays stopped without asking."""
    first: list[dict[str, Any]] = []

    def stuck(number: int, page: dict[str, Any]) -> dict[str, Any]:
        first.append(page)
        return first[0] | {"meta": {"next_token": f"t-{number}"}}

    busy_x.changed = stuck
    for _ in range(2):
        with pytest.raises(SourceError, match="the same page again and again"):
            gathered(busy_x, tmp_path / "a.jsonl")
    assert len(busy_x.asked) == 4


def test_tokens_in_a_circle(busy_x: X, tmp_path: Path) -> None:
    """A token that was asked already isn't paid for again."""
    busy_x.changed = lambda number, page: page | {"meta": {"next_token": ["t-10", "t-20"][number % 2]}}
    for _ in range(2):
        with pytest.raises(SourceError, match="the same page again and again"):
            gathered(busy_x, tmp_path / "a.jsonl")
    assert len(busy_x.asked) == 3


def test_an_empty_page_in_the_middle(busy_x: X, tmp_path: Path) -> None:
    """Pages without posts, as the archive gives them, are no end."""
    busy_x.changed = lambda number, page: {"meta": {"result_count": 0, "next_token": "t-10"}} if number == 1 else page
    workspace = Workspace.create(tmp_path / "w")
    plan = live.Plan(tuple(live.query_of("listrik padam")))
    (found,) = collect_x(workspace, Client(KEY, busy_x.address), plan, name="padam")
    assert (found.collected.pages, found.collected.posts) == (4, 25)
    assert found.imported.total.imported == 25


def test_nothing_found(x: X, tmp_path: Path) -> None:
    """No posts is an answer: complete, nothing imported, nothing wrong."""
    done = run(x, "collect", "x", "--query", "tidak ada", "-w", tmp_path / "w", "--name", "sepi")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "sepi: 1 page with 0 posts fetched; complete"


def test_accounts(x: X, tmp_path: Path) -> None:
    """Their ids are looked up once, in one request; then their timelines follow one another."""
    x.page = 10
    for number in range(15):
        x.post("satu_contoh", f"kabar {number}", datetime.now(UTC) - timedelta(days=30 + number))
    x.post("dua_contoh", "kabar lain", datetime.now(UTC) - timedelta(days=400))
    steps = live.accounts_of(["@Satu_contoh", "dua_contoh", "satu_contoh"], None, None, archive=False)
    result = gathered(x, tmp_path / "a.jsonl", steps)
    one, two = x.users["satu_contoh"], x.users["dua_contoh"]
    assert x.paths() == ["/2/users/by", *[f"/2/users/{one}/tweets"] * 2, f"/2/users/{two}/tweets"]
    assert (result.pages, result.posts, result.finished) == (4, 16, True)
    kept = lines(result.journal)[0]
    assert [user["username"] for user in kept["includes"]["users"]] == ["satu_contoh", "dua_contoh"]
    assert recognise(result.journal)[0] == "x_api"


def test_an_account_that_is_none(x: X, tmp_path: Path) -> None:
    """It is named, before anything else is asked."""
    x.user("satu_contoh")
    steps = live.accounts_of(["satu_contoh", "hilang_contoh"], None, None, archive=False)
    with pytest.raises(SourceError, match="X knows no account @hilang_contoh"):
        gathered(x, tmp_path / "a.jsonl", steps)
    assert x.paths() == ["/2/users/by"]


@pytest.mark.parametrize("handle", ["a b", "a) OR (b", "a:b", "", "é", "x" * 21, "a\n"])
def test_what_is_no_handle(handle: str) -> None:
    """Nothing but a handle can get into a query or a path."""
    with pytest.raises(SourceError, match="is no handle on X"):
        live.mentions_of([handle], None, None, archive=False)


@pytest.mark.parametrize("archive", [False, True])
def test_many_accounts_in_few_queries(archive: bool) -> None:
    """All of them, each once, in queries that are as long as X allows and no longer."""
    handles = [f"instansi_contoh_{n}" for n in range(150)]
    queries = [step.query or "" for step in live.mentions_of(handles, None, None, archive=archive)]
    longest = 1024 if archive else 512
    assert [part for query in queries for part in query.split(" OR ")] == [f"@{handle}" for handle in handles]
    assert all(longest - 25 < len(query) <= longest for query in queries[:-1])


def test_conversations_since_they_began() -> None:
    """In the archive X searches 30 days unless told: the id of the first post tells since when."""
    (step,) = live.conversations_of(["1600000000000000000", "1500000000000000000", "20"], archive=True)
    assert (
        step.query == "conversation_id:20 OR conversation_id:1500000000000000000 OR conversation_id:1600000000000000000"
    )
    assert step.since == "2006-03-21T00:00:00Z"
    (step,) = live.conversations_of(["1500000000000000000"], archive=True)
    assert step.since == "2022-03-05T06:47:23Z"
    assert live.conversations_of(["1500000000000000000"], archive=False)[0].since is None
    with pytest.raises(SourceError, match="is no id"):
        live.conversations_of(["1.5E+18"], archive=False)


def test_what_agencies_answered(busy_x: X, tmp_path: Path) -> None:
    """Conversations of the posts are fetched after them; posts that nobody answered aren't asked for again."""
    workspace = Workspace.create(tmp_path / "w")
    plan = live.Plan(tuple(live.query_of("listrik padam")))
    client = Client(KEY, busy_x.address)
    found = collect_x(workspace, client, plan, name="padam", conversations=True)
    asked = sorted(post["id"] for post in busy_x.posts[33:35])
    assert busy_x.queries()[4:] == [" OR ".join(f"conversation_id:{number}" for number in asked)]
    assert [part.collected.journal.stem for part in found] == ["padam", "padam-conversations-4"]
    posts = workspace.corpus.read()
    assert (posts.height, posts["author_handle"].to_list().count("layanan_contoh")) == (37, 2)
    collect_x(workspace, client, plan, name="padam", conversations=True)
    assert len(busy_x.asked) == 5


def test_more_posts_bring_only_their_conversations(busy_x: X, tmp_path: Path) -> None:
    """A higher limit asks for the conversations of what it adds, and for none twice."""
    workspace, client = Workspace.create(tmp_path / "w"), Client(KEY, busy_x.address)
    plan = live.Plan(tuple(live.query_of("listrik padam")))
    busy_x.post("layanan_contoh", "Baik", datetime.now(UTC) - timedelta(hours=1), to=busy_x.posts[0])
    collect_x(workspace, client, plan, name="a", limit=10, conversations=True)
    collect_x(workspace, client, plan, name="a", conversations=True)
    threads = [query for query in busy_x.queries() if "conversation_id" in query]
    assert [query.count("conversation_id") for query in threads] == [2, 1]
    assert busy_x.posts[0]["id"] in threads[1]


def test_a_limit_asks_for_small_pages(busy_x: X, tmp_path: Path) -> None:
    """Posts are paid for: X sends no more than the limit needs, but ten at least."""
    for limit, size in ((3, "10"), (35, "35"), (1000, "100")):
        busy_x.asked.clear()
        run(busy_x, "collect", "x", "--query", "padam", "--limit", limit, "-w", tmp_path / "w", "--name", f"l{limit}")
        assert {parameters["max_results"] for _, parameters, _ in busy_x.asked} == {size}


def test_dry_run_counts_only(busy_x: X, tmp_path: Path) -> None:
    """It asks X's counts and nothing else, and makes no workspace."""
    done = run(busy_x, "collect", "x", "--query", "listrik padam", "--dry-run", "-w", tmp_path / "w")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "35 posts counted by X: 1 request to fetch them",
        "Asked for this: 1 request for counts, no posts",
    ]
    assert busy_x.paths() == ["/2/tweets/counts/recent"]
    assert not (tmp_path / "w").exists()
    done = run(busy_x, "collect", "x", "--user", "warga_contoh1,warga_contoh2", "--dry-run")
    assert "10 posts counted by X: 3 requests" in done.stdout
    assert "at most 6,410 posts" in done.stdout
    assert set(busy_x.paths()) == {"/2/tweets/counts/recent"}


def test_the_archive_is_counted_month_by_month(x: X) -> None:
    """The counts of the archive come in pages, a month each."""
    pages = [{"meta": {"total_tweet_count": 150, "next_token": "b"}}, {"meta": {"total_tweet_count": 75}}]
    x.changed = lambda number, page: pages[number - 1]
    plan = live.Plan(tuple(live.query_of("padam", since="2026-01-01T00:00:00Z")), archive=True)
    told = live.cost(Client(KEY, x.address), plan, lambda ask: ask())
    assert (told.posts, told.requests, told.asked) == (225, 3, 2)
    assert x.asked[1][1]["next_token"] == "b"


def test_the_archive_is_asked_once_a_second(busy_x: X, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """X allows no more."""
    monkeypatch.setattr(_x_client, "PACE", 0.2)
    plan = live.Plan(tuple(live.query_of("listrik padam", since="2026-01-01T00:00:00Z")), archive=True)
    begin = time.monotonic()
    collect(tmp_path / "a", plan.first, live.pages_of(Client(KEY, busy_x.address), plan), source="x_api")
    assert time.monotonic() - begin >= 0.6
    assert set(busy_x.paths()) == {"/2/tweets/search/all"}


def test_the_key_is_nowhere(busy_x: X, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Not in what is printed, even with --debug, in no file, no address, and not in the logs of any library."""
    busy_x.faults = [None, refusing(403, {"detail": f"Bearer {KEY}"})]
    done = run(busy_x, "--debug", "collect", "x", "--query", "padam", "-w", tmp_path / "w")
    assert "Traceback" in done.stderr
    assert KEY not in done.stderr + done.stdout
    with caplog.at_level(logging.DEBUG):
        gathered(busy_x, tmp_path / "w" / "raw" / "x_api" / "b.jsonl")
        busy_x.faults = [cut] * 6
        with pytest.raises(SourceError) as failed:
            gathered(busy_x, tmp_path / "c.jsonl")
    assert "Making API request" in caplog.text
    assert KEY not in caplog.text + repr(failed.value.__context__) + repr(vars(Client(KEY, busy_x.address)).keys())
    assert not [file for file in tmp_path.rglob("*") if file.is_file() and KEY.encode() in file.read_bytes()]
    assert not [path for path, parameters, _ in busy_x.asked if KEY in path + str(parameters)]


@pytest.mark.parametrize(
    "address",
    ["http://api.example", "ftp://127.0.0.1", "https://u:p@api.example", "api.example", "https://", "http://[::"],
)
def test_addresses_a_key_is_not_sent_to(address: str) -> None:
    """HTTPS only, or this machine."""
    with pytest.raises(SourceError, match="begins with https"):
        Client(KEY, address)


def test_no_key(x: X, tmp_path: Path) -> None:
    """Nothing is asked; the line says where keys come from. A file that others can read is refused."""
    command = ["collect", "x", "--query", "padam", "-w", tmp_path / "w"]
    assert "no key: set $SUARA_X_KEY" in wrong(run(x, *command, key=""))
    file = tmp_path / "key"
    file.write_text(KEY + "\n")
    file.chmod(0o644)
    assert "others can read" in wrong(run(x, *command, "--key-file", file, key=""))
    file.chmod(0o600)
    assert run(x, *command, "--key-file", file, key="").returncode == 0
    assert len(x.asked) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--query", "a", "--user", "b"],
        ["--query", "a", "--archive"],
        ["--query", "a", "--since", "kemarin"],
        ["--query", "a", "--since", "2026-03-02", "--until", "2026-03-01"],
        ["--query", "a", "--limit", "0"],
    ],
)
def test_options_that_make_no_sense(x: X, arguments: list[str]) -> None:
    """They are refused before anything is asked."""
    assert run(x, "collect", "x", *arguments).returncode == 2
    assert x.asked == []


def test_the_same_command_goes_on(busy_x: X, tmp_path: Path) -> None:
    """After a failure the posts are there, and the same command, which names its collection itself, completes them."""
    busy_x.faults = [None, None, used_up]
    command = ["collect", "x", "--query", "listrik padam", "--since", written(datetime.now(UTC) - timedelta(days=2))]
    command += ["-w", str(tmp_path / "w")]
    assert "used up" in wrong(run(busy_x, *command))
    assert Workspace(tmp_path / "w").corpus.read().height == 20
    done = run(busy_x, *command)
    assert "2 pages with 15 posts fetched, 2 before; complete" in done.stdout
    assert "35 read = 15 imported + 20 duplicates + 0 rejected" in done.stdout
    assert len(busy_x.asked) == 5
    assert "nothing was asked" in run(busy_x, *command).stdout
    assert len(busy_x.asked) == 5


def test_two_at_once(busy_x: X, tmp_path: Path) -> None:
    """The second says so, in one line, and asks nothing."""
    with Workspace.create(tmp_path / "w").lock():
        done = run(busy_x, "collect", "x", "--query", "padam", "-w", tmp_path / "w")
    assert done.returncode == 4
    assert "another suara is at work" in done.stderr
    assert busy_x.asked == []


@pytest.mark.slow
def test_killed_at_any_moment(busy_x: X, tmp_path: Path) -> None:
    """With SIGKILL, again and again: no page is lost, and only what was under way may have been asked for twice."""
    busy_x.page = 1
    command = [SUARA, "collect", "x", "--query", "listrik padam", "-w", tmp_path / "w", "--name", "a"]
    kills, returned = 0, None
    while returned != 0:
        seen = len(busy_x.asked)
        with subprocess.Popen(command, env=environment(busy_x), stdout=subprocess.DEVNULL) as started:
            while len(busy_x.asked) < seen + 4 and started.poll() is None:
                time.sleep(0.001)
            time.sleep(kills * 0.0015)  # at another moment each time
            if kills < 12 and started.poll() is None:
                started.send_signal(signal.SIGKILL)
            returned = started.wait(timeout=60)
        kills += returned == -signal.SIGKILL
    assert kills > 3
    asked = Counter(parameters.get("next_token") for _, parameters, _ in busy_x.asked)
    assert len(asked) == 35
    assert sum(asked.values()) <= 35 + kills
    kept = [page["__suara"]["asked"].get("token") for page in lines(tmp_path / "w" / "raw" / "x_api" / "a.jsonl")]
    assert kept == [None, *(f"t-{number}" for number in range(1, 35))]
    assert Workspace(tmp_path / "w").corpus.read().height == 35


def small_files() -> None:
    """As a full disk does: nothing beyond 12 kB is written."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (12_000, 12_000))


def test_no_room_left(busy_x: X, tmp_path: Path) -> None:
    """What is in the journal is whole; with room again the same command goes on, and asks only for what it lacks."""
    command = ["collect", "x", "--query", "listrik padam", "-w", tmp_path / "w", "--name", "a"]
    done = run(busy_x, *command, preexec_fn=small_files)
    assert done.returncode != 0
    assert len(done.stderr.strip().splitlines()) == 1
    journal = tmp_path / "w" / "raw" / "x_api" / "a.jsonl"
    whole = len(lines(journal))
    assert 0 < whole < 4
    asked = len(busy_x.asked)
    assert run(busy_x, *command).returncode == 0
    assert len(busy_x.asked) == asked + 4 - whole
    assert Workspace(tmp_path / "w").corpus.read().height == 35


def test_plain_lines_are_few() -> None:
    """Where no terminal shows them in one place, a line of a kind is said once a minute."""
    said: list[str] = []
    clock = iter(range(1000))
    say = _plainly(said.append, lambda: next(clock) / 2)
    for second in range(200):
        say(f"X's limit of requests is reached: going on in {second // 60}:{second % 60:02}")
    say("1,200 pages, 34,000 posts")
    assert [line[-4:] for line in said] == ["0:00", "2:00", "osts"]
