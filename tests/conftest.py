"""What several rooms' tests share: the sample, run once, and the real files where they are."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import settings

import suara
from suara.graph.model import NODES, RELATIONS, empty
from suara.graph.stores import opened

ROOT = Path(__file__).parent.parent
TESTS = ROOT / "tests"
WHOLE = (  # what runs commands, whole graphs or registries, draws, or tries many invented cases: seconds, not milliseconds
    TESTS / "analyse" / "backbone",
    TESTS / "analyse" / "coordination",
    TESTS / "analyse" / "discourse",
    TESTS / "analyse" / "test_agencies.py",
    TESTS / "analyse" / "test_escalation.py",
    TESTS / "analyse" / "test_find.py",
    TESTS / "analyse" / "test_government_path.py",
    TESTS / "analyse" / "test_handoffs.py",
    TESTS / "analyse" / "test_kinds.py",
    TESTS / "analyse" / "test_similarity.py",
    TESTS / "analyse" / "test_survival.py",
    TESTS / "analyse" / "test_working.py",
    TESTS / "cli",
    TESTS / "coding" / "test_agencies_named.py",
    TESTS / "coding" / "test_by_hand.py",
    TESTS / "coding" / "test_review.py",
    TESTS / "coding" / "test_words.py",
    TESTS / "collect" / "live",
    TESTS / "graph" / "test_queries.py",
    TESTS / "graph" / "test_runs.py",
    TESTS / "graph" / "test_statements.py",
    TESTS / "present" / "map" / "test_using.py",
    TESTS / "present" / "map" / "test_views.py",
    TESTS / "present" / "test_dendrogram.py",
    TESTS / "present" / "test_figures.py",
    TESTS / "present" / "test_refi.py",
    TESTS / "present" / "test_report.py",
    TESTS / "test_debate.py",
    TESTS / "test_docs.py",
    TESTS / "test_privacy.py",
)
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


os.environ.pop("COLUMNS", None)  # tables are as wide as where no terminal tells how wide it is
settings.register_profile("suara", deadline=None)  # machines are noisy: nothing is judged by its time
settings.load_profile("suara")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What runs whole commands, servers to ask, or whole graphs is told from unit tests."""
    for item in items:
        if any(item.path.is_relative_to(whole) for whole in WHOLE):
            item.add_marker("commands")


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def sample() -> list[Path]:
    """The files of the bundled sample."""
    return [ROOT / "sample" / "posts_x_api.jsonl", ROOT / "sample" / "keluhan.csv"]


@pytest.fixture(scope="session")
def result(sample: list[Path], tmp_path_factory: pytest.TempPathFactory):
    """The sample, run once; tests only read it."""
    return suara.run(sample, tmp_path_factory.mktemp("run") / "hasil")


@pytest.fixture
def here(result, tmp_path, monkeypatch) -> Path:
    """A folder with the sample and its workspace, as the README has it."""
    (tmp_path / "sample").symlink_to(ROOT / "sample")
    subprocess.run(["cp", "-r", result.workspace.root, tmp_path / "hasil"], check=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real files, which aren't part of the project."""
    folder = Path(os.environ.get("SUARA_REAL_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"real data isn't there: {folder}")
    return folder


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A real Chromium."""
    executable = shutil.which("chromium")
    if executable is None:
        reason = "chromium isn't installed"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str | None]]:
    """A real Neo4j and its Browser: $SUARA_TEST_NEO4J and $SUARA_TEST_NEO4J_BROWSER, else one that is started here."""
    if given := os.environ.get("SUARA_TEST_NEO4J"):
        yield given, os.environ.get("SUARA_TEST_NEO4J_BROWSER")
        return
    if not (shutil.which("java") and shutil.which("mvn")):
        if os.environ.get("CI"):
            pytest.fail("Java or Maven isn't there, which the tests on a real Neo4j need")
        pytest.skip("Java or Maven isn't there, and SUARA_TEST_NEO4J names no Neo4j")
    os.environ["SUARA_NEO4J_PASSWORD"] = "rahasia-uji"
    home = ROOT / ".neo4j"
    lib, test_home = home / "lib", tmp_path_factory.mktemp("neo4j")
    home.mkdir(exist_ok=True)
    bolt, http = free_port(), free_port()
    command = [sys.executable, ROOT / "tools" / "neo4j" / "serve.py", "--home", test_home, "--lib", lib]
    with subprocess.Popen(
        [*command, "--bolt", str(bolt), "--http", str(http), "--guide", "0"], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        ready = server.stdout.readline()
        assert ready.startswith("ready"), ready
        yield f"neo4j://neo4j@127.0.0.1:{bolt}", f"http://127.0.0.1:{http}"
        server.terminate()


@pytest.fixture(scope="session")
def neo4j_address(neo4j_server: tuple[str, str | None]) -> str:
    """The address of a real Neo4j; what it holds is deleted."""
    return neo4j_server[0]


@pytest.fixture(scope="session")
def neo4j_browser(neo4j_server: tuple[str, str | None]) -> str:
    """The address of its Browser."""
    if neo4j_server[1] is None:
        reason = "SUARA_TEST_NEO4J is given, but SUARA_TEST_NEO4J_BROWSER isn't"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return neo4j_server[1]


def whole(kind: str, **columns: Any) -> pl.DataFrame:
    """A table with all columns of its kind, null where none are given."""
    table = pl.concat([empty(kind), pl.DataFrame(columns)], how="diagonal_relaxed")
    return table.cast((NODES.get(kind) or RELATIONS[kind]).columns)


def empty_neo4j(address: str) -> None:
    """Take all out of a server that a test has for itself."""
    with opened(address, Path("unused")) as store:
        store.ask("MATCH (n) DETACH DELETE n")


@pytest.fixture(scope="module")
def neo4j_sample(neo4j_address: str, sample: list[Path], tmp_path_factory: pytest.TempPathFactory):
    """The sample, run into a real Neo4j."""
    empty_neo4j(neo4j_address)
    return suara.run(sample, tmp_path_factory.mktemp("run") / "hasil", store=neo4j_address)
