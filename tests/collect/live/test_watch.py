"""Following agencies on X from run to run, against a small X on this machine."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.collect.live.x_server import KEY, X, cut, limited, refusing, used_up

from suara.collect.live._x_client import Client
from suara.errors import DataError, SourceError, WorkspaceError
from suara.steps._watching import Seen, Watched, accounts_of, planned, seen_in, watch
from suara.workspace import Workspace

SUARA = Path(sys.executable).parent / "suara"
AGENCIES = """
replace = true
[[agency]]
id = "listrik_contoh"
name = "Listrik Contoh"
handles = { x = ["Listrik_contoh", "listrik_contoh2"] }
[[agency]]
id = "air_contoh"
name = "Air Contoh"
handles = { x = ["air_contoh"], instagram = ["air_contoh_ig"] }
[[agency]]
id = "diam_contoh"
name = "Tanpa Akun"
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """With three invented agencies, of which two are on X."""
    made = Workspace.create(tmp_path / "w")
    (tmp_path / "agencies.toml").write_text(AGENCIES)
    settings = made.settings
    settings.agencies = [str(tmp_path / "agencies.toml")]
    made.save(settings)
    return made


class Clock:
    """The time, for suara and X alike; some weeks ago, so that it can go on."""

    def __init__(self, x: X) -> None:
        self.time = datetime.now(UTC).replace(microsecond=0) - timedelta(days=30)
        self.x = x
        x.now = self

    def __call__(self) -> datetime:
        return self.time

    def goes_on(self, **more: float) -> None:
        self.time += timedelta(**more)

    def post(self, handle: str, text: str, **before: float) -> None:
        """A post some time before now."""
        self.x.post(handle, text, self.time - timedelta(**before))


@pytest.fixture
def clock(x: X) -> Clock:
    return Clock(x)


def run(x: X, *arguments: object) -> subprocess.CompletedProcess[str]:
    """The real command, asking this X."""
    command = [SUARA, "collect", "watch", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment(x))


def environment(x: X) -> dict[str, str]:
    return {**os.environ, "SUARA_X_KEY": KEY, "SUARA_X_API": x.address}


def watched(workspace: Workspace, x: X, clock: Clock, **more: Any) -> tuple[Watched, list[str]]:
    told: list[str] = []
    return watch(workspace, Client(KEY, x.address), now=clock, tell=told.append, **more), told


def texts(workspace: Workspace) -> list[str]:
    return sorted(workspace.corpus.read()["text"])


def test_what_is_new_since_the_last_run(workspace: Workspace, x: X, clock: Clock) -> None:
    """Posts of the agencies and posts that mention them, each run only those since the last; windows meet."""
    clock.post("air_contoh", "pagi", days=3)
    clock.post("warga_contoh", "air mati @air_contoh", days=2)
    clock.post("warga_contoh", "hari ini hujan", days=2)
    clock.post("warga_contoh", "baru saja @air_contoh", seconds=10)
    found, told = watched(workspace, x, clock)
    assert (found.tally.imported, told) == (2, [])
    clock.goes_on(minutes=15)
    clock.post("warga_contoh", "padam @listrik_contoh2", minutes=5)
    found, _ = watched(workspace, x, clock)
    assert found.tally.imported == 2
    assert texts(workspace) == ["air mati @air_contoh", "baru saja @air_contoh", "padam @listrik_contoh2", "pagi"]
    (_, first, _), (_, second, _) = x.asked
    assert first["end_time"] == second["start_time"]
    assert first["query"] == (
        "(from:listrik_contoh OR @listrik_contoh OR from:listrik_contoh2 OR @listrik_contoh2"
        " OR from:air_contoh OR @air_contoh) -is:retweet"
    )


def test_nothing_new(workspace: Workspace, x: X, clock: Clock) -> None:
    """It is no fault; within half a minute nothing is asked at all."""
    assert watched(workspace, x, clock)[0].tally.imported == 0
    assert watched(workspace, x, clock)[0].pages == 0
    assert len(x.asked) == 1
    clock.goes_on(minutes=15)
    assert watched(workspace, x, clock)[0].pages == 1


def test_one_journal_a_day(workspace: Workspace, x: X, clock: Clock) -> None:
    """Runs of a day follow one another in one file."""
    clock.time = clock.time.replace(hour=1)
    for number in range(3):
        clock.post("warga_contoh", f"air mati {number} @air_contoh", minutes=5)
        watched(workspace, x, clock)
        clock.goes_on(hours=2)
    (journal,) = (workspace.root / "raw" / "x_api").glob("watch-*.jsonl")
    assert journal.name == f"watch-{clock.time:%Y-%m-%d}.jsonl"
    assert len(journal.read_bytes().splitlines()) == 3
    assert workspace.corpus.read().height == 3


def failed_run(workspace: Workspace, x: X, clock: Clock) -> None:
    """A first run that ends after one of its three pages."""
    x.page = 10
    for number in range(25):
        clock.post("warga_contoh", f"air mati {number} @air_contoh", hours=60, minutes=number)
    x.faults = [None, used_up]
    with pytest.raises(SourceError, match="used up"):
        watched(workspace, x, clock)
    assert workspace.corpus.read().height == 10


def test_a_failed_run_is_completed_first(workspace: Workspace, x: X, clock: Clock) -> None:
    """What it had fetched isn't asked for again; then comes what is new since."""
    failed_run(workspace, x, clock)
    clock.goes_on(minutes=30)
    clock.post("warga_contoh", "berikutnya @air_contoh", minutes=5)
    found, told = watched(workspace, x, clock)
    assert "an earlier run wasn't completed" in told[0]
    assert (found.tally.imported, workspace.corpus.read().height) == (16, 26)
    assert [parameters.get("next_token") for _, parameters, _ in x.asked] == [None, "t-10", "t-10", "t-20", None]
    assert x.asked[4][1]["start_time"] == x.asked[3][1]["end_time"]


def test_a_failed_run_that_x_does_not_go_on_with(workspace: Workspace, x: X, clock: Clock) -> None:
    """A day later its window begins before X's seven days: the rest is asked for, and not what it had brought."""
    failed_run(workspace, x, clock)
    begun = clock()
    clock.goes_on(days=1)
    found, told = watched(workspace, x, clock)
    lost = f"{begun - timedelta(days=7) + timedelta(hours=1):%Y-%m-%d %H:%M}"
    assert told[1].startswith(f"nothing can be fetched between {lost} and ")
    assert (len(told), told[1]) == (2, str(found.gaps[0]))
    assert workspace.corpus.read().height == 25
    refused, rest, rest_more, new = x.asked[2:]
    assert [asked[1].get("next_token") for asked in (refused, rest, rest_more, new)] == ["t-10", None, "t-10", None]
    begin = begun - timedelta(hours=60, minutes=9) + timedelta(seconds=1)  # the tenth post, and not the nine after it
    assert rest[1]["end_time"] == f"{begin:%Y-%m-%dT%H:%M:%SZ}"
    assert new[1]["start_time"] == refused[1]["end_time"]
    assert seen_in(workspace).running is None


def test_a_failed_run_of_which_nothing_is_left(workspace: Workspace, x: X, clock: Clock) -> None:
    """Its window is out of X's reach: that is said, and the new window is asked for."""
    failed_run(workspace, x, clock)
    clock.goes_on(days=20)
    clock.post("warga_contoh", "masih ada @air_contoh", days=6)
    found, told = watched(workspace, x, clock)
    assert (found.tally.imported, workspace.corpus.read().height) == (1, 11)
    assert sum(line.startswith("nothing can be fetched between") for line in told) == 2
    first, second = found.gaps
    assert first.until < second.since < second.until
    assert watched(workspace, x, clock)[1] == []


def test_a_run_that_x_never_takes(workspace: Workspace, x: X, clock: Clock) -> None:
    """It doesn't stand in the way of a later one for ever."""
    for refused in (1, 2):
        x.faults = [refusing(400)] * refused
        with pytest.raises(SourceError, match="doesn't take the request"):
            watched(workspace, x, clock)
    assert seen_in(workspace).running is None
    clock.post("warga_contoh", "air mati @air_contoh", hours=1)
    assert watched(workspace, x, clock)[0].tally.imported == 1


def test_a_longer_break(workspace: Workspace, x: X, clock: Clock) -> None:
    """After more than seven days it is said what is lost, it is kept, and the run does what can be done."""
    watched(workspace, x, clock)
    last = clock() - timedelta(seconds=30)
    clock.goes_on(days=10)
    clock.post("warga_contoh", "hilang @air_contoh", days=8)
    clock.post("warga_contoh", "ada @air_contoh", days=6)
    found, told = watched(workspace, x, clock)
    oldest = clock() - timedelta(days=7) + timedelta(hours=1)
    assert told == [str(found.gaps[0])]
    assert told[0].startswith(
        f"nothing can be fetched between {last:%Y-%m-%d %H:%M} and {oldest:%Y-%m-%d %H:%M} UTC "
        "for @listrik_contoh, @listrik_contoh2, @air_contoh: X's recent search holds 7 days"
    )
    assert seen_in(workspace).gaps == found.gaps
    assert texts(workspace) == ["ada @air_contoh"]
    assert watched(workspace, x, clock)[1] == []


def test_a_longer_break_with_the_archive(workspace: Workspace, x: X, clock: Clock) -> None:
    """Nothing is lost there."""
    watched(workspace, x, clock)
    clock.goes_on(days=10)
    clock.post("warga_contoh", "lama @air_contoh", days=8)
    found, told = watched(workspace, x, clock, archive=True)
    assert (found.tally.imported, told) == (1, [])


def test_only_some_agencies(workspace: Workspace, x: X, clock: Clock) -> None:
    """The others, watched later, begin where they were left: at nothing."""
    watched(workspace, x, clock, agencies=["air_contoh"])
    clock.goes_on(hours=1)
    watched(workspace, x, clock)
    assert [query.count("from:") for query in x.queries()] == [1, 2, 1]
    starts = [parameters["start_time"] for _, parameters, _ in x.asked]
    assert starts[1] < starts[2] == x.asked[0][1]["end_time"]
    with pytest.raises(DataError, match="there is no agency 'salah'; there are: air_contoh, diam_contoh"):
        watched(workspace, x, clock, agencies=["salah"])
    with pytest.raises(DataError, match="has an account on X"):
        watched(workspace, x, clock, agencies=["diam_contoh"])


def test_the_bundled_agencies_fit_into_a_few_queries(tmp_path: Path) -> None:
    """All of their accounts, each once, within X's length."""
    accounts = accounts_of(Workspace.create(tmp_path / "w"))
    assert len(accounts) > 20
    planning, _ = planned(Seen(), accounts, datetime.now(UTC))
    assert planning is not None
    queries = [step.query or "" for step in planning.steps]
    assert sorted(re.findall(r"from:(\w+)", " ".join(queries))) == sorted(accounts)
    assert all(len(query) <= 512 for query in queries)
    assert len(queries) < 6


def test_damaged_notes(workspace: Workspace, x: X, clock: Clock) -> None:
    """It is said, and nothing is asked."""
    watched(workspace, x, clock)
    (workspace.root / "raw" / "x_api" / "watch.json").write_text('{"accounts": {"a": 1}}')
    with pytest.raises(WorkspaceError, match=r"watch\.json is damaged"):
        watched(workspace, x, clock)
    assert len(x.asked) == 1


def test_from_cron(workspace: Workspace, x: X, tmp_path: Path) -> None:
    """Nothing on the terminal, lines with UTC times in the log, 0 also where nothing is new."""
    log = tmp_path / "watch.log"
    x.post("warga_contoh", "air mati @air_contoh", datetime.now(UTC) - timedelta(hours=1))
    x.faults = [limited(1)]
    for _ in range(2):
        done = run(x, "-w", workspace.root, "--log", log)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    lines = log.read_text().splitlines()
    assert all(re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ ", line) for line in lines)
    assert "X's limit of requests is reached: going on in" in lines[0]
    assert "1 new post up to" in lines[1]
    assert "nothing new up to" in lines[2]


def test_failing_from_cron(workspace: Workspace, x: X, tmp_path: Path) -> None:
    """One line on standard error, the same in the log, and a code that isn't 0."""
    log = tmp_path / "watch.log"
    x.faults = [refusing(401)]
    done = run(x, "-w", workspace.root, "--log", log)
    assert (done.returncode, done.stdout) == (9, "")
    (line,) = done.stderr.splitlines()
    assert "doesn't accept the key" in line
    assert "failed: X doesn't accept the key" in log.read_text()
    assert KEY not in log.read_text() + done.stderr


def test_one_at_a_time(workspace: Workspace, x: X, tmp_path: Path) -> None:
    """The second ends at once, with a code of its own and one line."""
    log = tmp_path / "watch.log"
    with workspace.lock():
        done = run(x, "-w", workspace.root, "--log", log)
    assert done.returncode == 75
    assert len(done.stderr.splitlines()) == len(log.read_text().splitlines()) == 1
    assert "another suara is at work" in log.read_text()
    assert x.asked == []


def test_dry_run(workspace: Workspace, x: X) -> None:
    """Counts only; nothing is noted."""
    x.post("warga_contoh", "air mati @air_contoh", datetime.now(UTC) - timedelta(hours=1))
    done = run(x, "-w", workspace.root, "--dry-run")
    assert done.stdout.splitlines() == [
        "3 accounts on X",
        "1 post counted by X: 1 request to fetch them",
        "Asked for this: 1 request for counts, no posts",
    ]
    assert x.paths() == ["/2/tweets/counts/recent"]
    assert not (workspace.root / "raw").exists()


@pytest.mark.slow
def test_killed_at_any_moment(workspace: Workspace, x: X) -> None:
    """With SIGKILL, again and again: all posts come, and only what was under way may be asked for twice."""
    x.page, start = 1, datetime.now(UTC) - timedelta(hours=5)
    for number in range(20):
        x.post("warga_contoh", f"air mati {number} @air_contoh", start + timedelta(minutes=number))
    x.faults = [None, None, None, cut]
    kills, returned = 0, None
    while returned != 0:
        seen = len(x.asked)
        command = [SUARA, "collect", "watch", "-w", workspace.root]
        with subprocess.Popen(
            command, env=environment(x), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as started:
            while len(x.asked) < seen + 3 and started.poll() is None:
                time.sleep(0.001)
            time.sleep(kills * 0.0015)
            if kills < 8 and started.poll() is None:
                started.send_signal(signal.SIGKILL)
            returned = started.wait(timeout=60)
        kills += returned == -signal.SIGKILL
    assert kills > 2
    assert Workspace(workspace.root).corpus.read().height == 20
    assert len(x.asked) <= 20 + kills + 1 + 1  # the cut one, and the new window after the old one
    journals = [path.read_bytes().splitlines() for path in (workspace.root / "raw" / "x_api").glob("watch-*.jsonl")]
    assert 20 <= sum(map(len, journals)) <= 21
