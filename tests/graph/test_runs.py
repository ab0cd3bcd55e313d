"""What a stored graph says of itself: whose it is, which posts it shows, and which kinds needn't be loaded again."""

import pytest
from click.testing import CliRunner
from tests.conftest import empty_neo4j

import suara
from suara import steps
from suara.cli import cli
from suara.errors import StoreError
from suara.graph import runs
from suara.graph.model import NODES, RELATIONS
from suara.workspace import Workspace


@pytest.fixture
def built(sample, tmp_path) -> Workspace:
    """A workspace with a part of the sample, in the embedded store."""
    workspace = Workspace.create(tmp_path / "w")
    suara.import_files(workspace, sample[1:])
    suara.build(workspace)
    return workspace


def test_the_same_posts_are_not_loaded_again(built, monkeypatch):
    """A second build gives the store no table at all."""
    given = []
    with built.store() as store:
        monkeypatch.setattr(type(store), "load", lambda self, tables: given.append(list(tables)))
    suara.build(built)

    assert given == [[]]


def test_what_is_missing_is_loaded_again(built):
    """Where somebody has taken nodes or relations out, a build puts them back."""
    numbers = {name: number(built, name) for name in (*NODES, *RELATIONS) if name != "Run"}
    with built.store() as store:
        store.ask("MATCH (h:Hashtag) DETACH DELETE h")
        store.ask("MATCH (:Account)-[r:INTERACTS]->(:Account) DELETE r")
    suara.build(built)

    assert numbers["Hashtag"] > 0
    assert {name: number(built, name) for name in numbers} == numbers


def number(workspace: Workspace, name: str) -> int:
    with workspace.store() as store:
        return runs.number(store, name)


def test_a_load_that_broke_off_is_not_taken_for_whole(built, sample, monkeypatch):
    """The next step loads again, though the posts are the same."""
    suara.import_files(built, sample[:1])
    with built.store() as store:
        kind = type(store)
    load = kind.load

    def broken(self, tables):
        load(self, {name: table for name, table in tables.items() if name == "Account"})
        raise StoreError("gone")

    monkeypatch.setattr(kind, "load", broken)
    with pytest.raises(StoreError, match="gone"):
        suara.build(built)
    monkeypatch.undo()
    assert suara.status(built).built is False

    suara.centrality(built)
    assert suara.status(built).built is True
    assert number(built, "Post") == steps.graph(built).tables["Post"].height


def test_measures_of_other_posts_go(built, sample):
    """A build of more posts forgets what was measured on fewer."""
    suara.centrality(built)
    suara.import_files(built, sample[:1])
    suara.build(built)

    with built.store() as store:
        assert store.ask("MATCH (a:Account) WHERE a.pagerank IS NOT NULL RETURN a.key").is_empty()


def test_clear_empties_the_graph(built):
    """Nodes and relations go, the posts stay, and a build makes them again."""
    posts = number(built, "Post")

    assert steps.clear(built) > posts
    assert {number(built, name) for name in (*NODES, *RELATIONS)} == {0}
    suara.build(built)
    assert number(built, "Post") == posts


def test_status_without_a_store(built, monkeypatch):
    """What the workspace holds is told also where its server is down."""
    monkeypatch.setenv("SUARA_NEO4J_PASSWORD", "rahasia-uji")
    done = CliRunner().invoke(cli, ["status", "-w", str(built.root), "--store", "neo4j://neo4j@127.0.0.1:1"])

    assert done.exit_code == 0, done.output
    assert "graph built: unknown" in done.output


@pytest.mark.neo4j
def test_another_workspaces_graph_is_left_alone(sample, neo4j_address, tmp_path):
    """A second workspace is refused until the server is cleared; the first is known again after it was moved."""
    first, second = (Workspace.create(tmp_path / name, neo4j_address) for name in ("one", "two"))
    empty_neo4j(neo4j_address)
    for workspace in (first, second):
        suara.import_files(workspace, sample[1:])
    suara.build(first)
    moved = Workspace((tmp_path / "one").rename(tmp_path / "moved"), neo4j_address)

    with pytest.raises(StoreError, match="suara neo4j clear"):
        suara.build(second)
    assert suara.status(second).built is False
    suara.build(moved)
    command = ["neo4j", "clear", "--yes", "-w", str(second.root), "--store", neo4j_address]
    assert "were taken out" in CliRunner().invoke(cli, command, catch_exceptions=False).output
    suara.build(second)
    assert number(second, "Post") > 0
