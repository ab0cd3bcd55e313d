"""What becomes of servers that fail: one clear line, and nothing lost or double when they are back."""

import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from tests.conftest import ROOT, empty_neo4j, free_port, whole

from suara.errors import StoreError
from suara.graph.model import NODES, RELATIONS
from suara.graph.stores import opened, server

sys.path.insert(0, str(ROOT / "tools" / "neo4j"))
import serve

ROWS = 60_000
LOAD = """
import sys
from pathlib import Path
from suara.graph.stores import opened
from tests.graph.test_faults import tables
with opened(sys.argv[1], Path("unused")) as store:
    store.setup(); print("ready", flush=True); store.load(tables())
"""


def tables() -> dict[str, pl.DataFrame]:
    """Posts of some accounts, each a reply to the one after it."""
    keys = [f"x:{i}" for i in range(ROWS)]
    return {
        "Account": whole("Account", key=keys[:5000]),
        "Post": whole("Post", key=keys, text=["lama sekali " * 20] * ROWS),
        "POSTED": whole("POSTED", **{"from": [keys[i % 5000] for i in range(ROWS)], "to": keys}),
        "REPLIES_TO": whole("REPLIES_TO", **{"from": keys, "to": keys[1:] + keys[:1]}),
    }


def loading(address: str) -> subprocess.Popen[str]:
    """A program that loads posts; it is in the middle of it."""
    program = subprocess.Popen(
        [sys.executable, "-c", LOAD, address],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert program.stdout is not None
    program.stdout.readline()
    return program


def assert_all_is_there(address: str) -> None:
    """Each node and relation once, with what it should have."""
    with opened(address, Path("unused")) as store:
        for name, table in tables().items():
            kind = NODES.get(name) or RELATIONS[name]
            by = ["key"] if name in NODES else ["from", "to"]
            assert store._there(kind).sort(by).equals(table.sort(by)), name


def load(address: str) -> None:
    subprocess.run([sys.executable, "-c", LOAD, address], cwd=ROOT, check=True, timeout=200)


class Own:
    """A Neo4j of one test's own, to be killed and started again."""

    def __init__(self, home: Path) -> None:
        self.home, self.bolt = home, free_port()
        self.address = f"neo4j://neo4j@127.0.0.1:{self.bolt}"
        (ROOT / ".neo4j").mkdir(exist_ok=True)
        self.lib = serve.jars(ROOT / ".neo4j" / "lib")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *more: str) -> None:
        serve.prepare(self.home, self.lib, more, bolt=self.bolt, http=free_port(), guide=free_port())
        self.process = serve.start(self.home, self.lib)
        serve.wait(self.bolt, os.environ["SUARA_NEO4J_PASSWORD"], self.process)

    def end(self, how: int = signal.SIGTERM) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(60)


@pytest.fixture
def own(neo4j_address: str, tmp_path: Path) -> Iterator[Own]:
    """Stopped; `neo4j_address` is asked for as it skips or fails where there is no Java, and sets the password."""
    one = Own(tmp_path / "neo4j")
    yield one
    one.end(signal.SIGKILL)


@pytest.mark.slow
@pytest.mark.neo4j
def test_server_killed_in_the_middle_of_a_load(own):
    """The load says so in one line; the same load again, on the server started again, completes it."""
    own.start()
    with loading(own.address) as program:
        time.sleep(1)
        own.end(signal.SIGKILL)
        _, said = program.communicate(timeout=120)
    assert program.returncode == 1
    assert "StoreError" in said.strip().splitlines()[-1]
    assert "can't be reached" in said
    own.start()
    with opened(own.address, Path("unused")) as store:
        there = sum(store.ask(f"MATCH (n:{kind}) RETURN count(n)").item() for kind in ("Account", "Post"))
    assert there < ROWS + 5000  # it was in the middle
    load(own.address)

    assert_all_is_there(own.address)


@pytest.mark.slow
@pytest.mark.neo4j
def test_full_disk(own):
    """A server that can write no more is told of; with room again, the same load completes."""
    own.start()
    assert own.process is not None
    unlimited = resource.prlimit(own.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(own.process.pid, resource.RLIMIT_FSIZE, (20_000_000, unlimited[1]))
    with loading(own.address) as program:
        _, said = program.communicate(timeout=200)
    assert program.returncode == 1
    assert "its disk may be full" in said
    own.end(signal.SIGKILL)
    own.start()
    load(own.address)

    assert_all_is_there(own.address)


@pytest.mark.slow
@pytest.mark.neo4j
def test_read_only_server(own, tmp_path):
    """It says which setting that is."""
    own.start()  # a database is made before it is only read
    own.end()
    own.start("server.databases.read_only=neo4j")

    with opened(own.address, tmp_path) as store, pytest.raises(StoreError, match=r"server\.databases\.read_only"):
        store.setup()


@pytest.mark.slow
@pytest.mark.neo4j
@pytest.mark.parametrize("seconds", [0.3, 1.0, 2.0])
def test_program_killed_in_the_middle_of_a_load(neo4j_address, seconds):
    """The next load completes it."""
    empty_neo4j(neo4j_address)
    with loading(neo4j_address) as program:
        time.sleep(seconds)
        program.kill()
    load(neo4j_address)

    assert_all_is_there(neo4j_address)


@pytest.mark.neo4j
def test_two_programs_load_at_once(neo4j_address):
    """Both come to their end, and nothing is double."""
    empty_neo4j(neo4j_address)
    with loading(neo4j_address) as one, loading(neo4j_address) as other:
        said = [program.communicate(timeout=300) for program in (one, other)]

    assert [program.returncode for program in (one, other)] == [0, 0], said
    assert_all_is_there(neo4j_address)


READ = """
import resource, sys
from pathlib import Path
from suara.graph.stores import opened
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
with opened(sys.argv[1], Path("unused"), read_only=True) as store:
    store.ask("RETURN 1 AS i, 'x' AS key, 0.5 AS v")
    before = peak()
    found = store.ask("UNWIND range(1, 400000) AS i RETURN i, 'x:1600000000000' + i AS key, i * 0.5 AS v")
    print(found.height, peak() - before)
"""


@pytest.mark.slow
@pytest.mark.neo4j
def test_large_results_stream(neo4j_address):
    """400,000 rows take 14 MB as columns; as Python objects at once they would take 100 MB and more."""
    command = [sys.executable, "-c", READ, neo4j_address]
    rows, grown = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()

    assert int(rows) == 400_000
    assert float(grown) < 70


@pytest.fixture
def speaker():
    """Starts a server that answers every greeting with the same bytes, or with None never."""
    listening: list[socket.socket] = []

    def start(answer: bytes | None) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listening.append(listener)

        def serve_all() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                listening.append(connection)
                if answer is not None:
                    connection.recv(64)
                    connection.sendall(answer)
                    connection.close()

        threading.Thread(target=serve_all, daemon=True).start()
        return f"neo4j://neo4j@127.0.0.1:{listener.getsockname()[1]}"

    yield start
    for one in listening:
        one.close()


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (b"\0\0\0\0", "needs Neo4j 5 or newer"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "can't be reached"),
        (b"", "can't be reached"),
        (None, "can't be reached"),
    ],
    ids=["too old", "no Bolt", "hangs up", "silent"],
)
def test_servers_that_are_none(speaker, tmp_path, monkeypatch, answer, told):
    """One line, within the time that a server has to answer."""
    monkeypatch.setenv("SUARA_NEO4J_PASSWORD", "rahasia-uji")
    monkeypatch.setattr(server, "SECONDS", 1)

    with pytest.raises(StoreError, match=told) as caught:
        opened(speaker(answer), tmp_path)

    assert "\n" not in str(caught.value)
