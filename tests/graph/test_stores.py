"""What every store does, on the real embedded one: loads are bulk, incremental and idempotent."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from tests.conftest import empty_neo4j, whole

from suara.errors import QueryError, StoreError, WorkspaceBusy
from suara.graph.model import NODES, RELATIONS, empty
from suara.graph.stores import opened
from suara.graph.stores.embedded import Embedded, schema
from suara.posts.post import TIME

AT = datetime(2026, 3, 1, 23, 59, 59, 123456, tzinfo=UTC)


def tables(accounts: int = 3, **changes: pl.DataFrame) -> dict[str, pl.DataFrame]:
    keys = [f"x:{i}" for i in range(accounts)]
    made = {
        "Account": pl.DataFrame({"key": keys, "name": keys}),
        "Hashtag": pl.DataFrame({"key": ["#a", "#b"], "tag": ["a", "b"]}),
        "Post": pl.DataFrame({"key": keys, "likes": range(accounts)}),
        "POSTED": pl.DataFrame({"from": keys, "to": keys}),
        "INTERACTS": pl.DataFrame({"from": keys[:1], "to": keys[1:2], "weight": [2]}),
        "TAGGED": pl.DataFrame({"from": keys[:2], "to": ["#a", "#b"]}),
        **changes,
    }
    return {name: whole(name, **table.to_dict()) for name, table in made.items()}


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def stores(request: pytest.FixtureRequest, tmp_path: Path):
    """Opens an empty store of either kind, or with `fresh=False` the same one again."""
    address = request.getfixturevalue("neo4j_address") if request.param == "neo4j" else None

    def open_one(*, fresh: bool = True, read_only: bool = False):
        path = tmp_path / "graph.lbug"
        if fresh:
            if address:
                empty_neo4j(address)
            path.unlink(missing_ok=True)
            Path(f"{path}.wal").unlink(missing_ok=True)
        store = opened(address, path, read_only=read_only)
        if not read_only:
            store.setup()
        return store

    return open_one


@pytest.fixture
def store(stores):
    with stores() as one:
        yield one


def content(store) -> dict[str, list]:
    """All of the graph, sorted."""
    found = {}
    for node in NODES.values():
        if node.name != "Run":
            names = ", ".join(f"n.{name} AS {name}" for name in node.columns)
            found[node.name] = sorted(store.ask(f"MATCH (n:{node.name}) RETURN {names}").rows(), key=str)
    for relation in RELATIONS.values():
        own = "".join(f", r.{name} AS `{name}`" for name in relation.properties)
        query = f"MATCH (a:{relation.source})-[r:`{relation.name}`]->(b:{relation.target}) RETURN a.key AS a, b.key AS b{own}"
        found[relation.name] = sorted(store.ask(query).rows(), key=str)
    return found


def test_setup_and_load_can_be_repeated(store):
    """The second time changes nothing."""
    store.load(tables())
    first = content(store)
    store.setup()
    store.load(tables())

    assert first["POSTED"] == [("x:0", "x:0"), ("x:1", "x:1"), ("x:2", "x:2")]
    assert content(store) == first


def test_load_brings_in_line(stores):
    """What is new is added, what differs is changed, what is gone goes; as if loaded into an empty store."""
    changed = tables(
        5,
        Hashtag=pl.DataFrame({"key": ["#b"], "tag": ["b"]}),
        TAGGED=pl.DataFrame({"from": ["x:4"], "to": ["#b"]}),
        INTERACTS=pl.DataFrame({"from": ["x:0", "x:1"], "to": ["x:1", "x:0"], "weight": [3, 1]}),
        Post=pl.DataFrame({"key": [f"x:{i}" for i in range(5)], "likes": [None, 1, 2, 3, 7], "created_at": [AT] * 5}),
    )
    with stores() as store:
        store.load(tables())
        store.load(changed)
        step_by_step = content(store)
    with stores() as store:
        store.load(changed)

        assert content(store) == step_by_step


def test_load_leaves_measures_and_other_kinds_alone(store):
    """A later load of some kinds keeps what analyses have set and the kinds that it doesn't name."""
    store.load(tables())
    store.update("Account", pl.DataFrame({"key": ["x:1"], "pagerank": [0.5]}))
    store.load({"Account": tables()["Account"].with_columns(name=pl.lit("new"))})

    assert store.ask("MATCH (a:Account) RETURN a.key, a.name, a.pagerank ORDER BY a.key").rows() == [
        ("x:0", "new", None),
        ("x:1", "new", 0.5),
        ("x:2", "new", None),
    ]
    assert store.ask("MATCH (:Account)-[r:POSTED]->(:Post) RETURN count(r)").item() == 3


def test_parameters_are_values_not_cypher(store):
    """What a parameter holds is compared, never run."""
    store.load(tables())
    evil = "x:1'}) DETACH DELETE a //"

    assert store.ask("MATCH (a:Account {key: $key}) RETURN a.key", {"key": evil}).height == 0
    assert store.ask("MATCH (a:Account {key: $key}) RETURN a.key", {"key": "x:1"}).height == 1


def test_values_come_back_as_they_went_in(store):
    """Text with any sign, times in UTC, unknown as null, sums as whole numbers."""
    text = "'\"\\ \n\t😤 $x {y} é"
    at = pl.Series(["2026-03-01T00:00:00.123456Z"]).str.to_datetime(time_zone="UTC", time_unit="us")
    table = empty("Post").select("key").clear().vstack(pl.DataFrame({"key": ["x:1"]}))
    table = pl.concat([empty("Post"), table.with_columns(text=pl.lit(text), created_at=at)], how="diagonal_relaxed")
    store.load({"Post": table.cast(NODES["Post"].columns)})
    found = store.ask("MATCH (p:Post) RETURN p.text AS text, p.created_at AS at, p.likes AS likes, sum(1) AS n")

    assert found.rows() == [(text, at[0], None, 1)]
    assert found.schema["at"] == TIME


def test_wrong_cypher_is_a_query_error(store):
    """One line that says what is wrong."""
    with pytest.raises(QueryError) as caught:
        store.ask("MATCH (a:Account RETURN a")

    assert "RETURN" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_query_can_be_kept_from_writing(stores):
    """A store opened to read refuses to write."""
    stores().close()
    with stores(fresh=False, read_only=True) as store, pytest.raises(QueryError):
        store.ask("CREATE (:Hashtag {key: '#x'})")


def test_damaged_file_is_said(tmp_path):
    """What isn't a database isn't opened."""
    path = tmp_path / "graph.lbug"
    path.write_bytes(b"this is no database" * 1000)

    with pytest.raises(StoreError, match=r"graph\.lbug"):
        opened(None, path).setup()


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("mysql://x", "no such store"),
        ("neo4j://user:secret@host", "holds a password"),
        ("neo4j://", "names no host"),
        ("neo4j://nobody@localhost:1", "can't be reached"),
    ],
)
def test_other_addresses(tmp_path, monkeypatch, address, told):
    """Each has its own message, and no password in it."""
    monkeypatch.setenv("SUARA_NEO4J_PASSWORD", "secret-of-nobody")
    with pytest.raises(StoreError, match=told) as caught:
        opened(address, tmp_path / "g.lbug")

    assert "secret" not in str(caught.value)


HOLD = """
import sys, time
from pathlib import Path
from suara.graph.stores import opened
with opened(None, Path(sys.argv[1])) as store:
    store.setup(); print("ready", flush=True); time.sleep(60)
"""


def test_two_programs_at_once(tmp_path):
    """The second is told that the first is there."""
    path = tmp_path / "graph.lbug"
    with subprocess.Popen([sys.executable, "-c", HOLD, path], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        try:
            with pytest.raises(WorkspaceBusy):
                Embedded(path)
        finally:
            other.kill()


LOAD = """
import sys
from pathlib import Path
import polars as pl
from suara.graph.model import empty
from suara.graph.stores import opened
keys = [f"x:{i}" for i in range(200_000)]
rows = pl.concat([empty("Post"), pl.DataFrame({"key": keys, "text": keys})], how="diagonal_relaxed")
with opened(None, Path(sys.argv[1])) as store:
    store.setup(); print("ready", flush=True); store.load({"Post": rows, "Hashtag": empty("Hashtag")})
print("done", flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.05, 0.3, 0.6])
def test_killed_while_loading(tmp_path, seconds):
    """The file opens again, and the next load makes it whole."""
    path = tmp_path / "graph.lbug"
    with subprocess.Popen([sys.executable, "-c", LOAD, path], stdout=subprocess.PIPE) as loading:
        assert loading.stdout is not None
        loading.stdout.readline()
        time.sleep(seconds)
        os.kill(loading.pid, signal.SIGKILL)
    with opened(None, path) as store:
        assert store.ask("MATCH (p:Post) RETURN count(p)").item() in (0, 200_000)
    subprocess.run([sys.executable, "-c", LOAD, path], check=True)
    with opened(None, path) as store:
        assert store.ask("MATCH (p:Post) RETURN count(p)").item() == 200_000


def test_schema_file_is_the_one_in_use(root):
    """cypher/schema/embedded.cypher says what the program creates."""
    text = (root / "cypher" / "schema" / "embedded.cypher").read_text(encoding="utf-8")
    statements = [part.strip() for part in text.split("\n", 1)[1].split(";") if part.strip()]

    assert schema() == statements


@pytest.mark.neo4j
def test_wrong_password(neo4j_address, tmp_path, monkeypatch):
    """It says that the server refuses, and not what was tried."""
    monkeypatch.setenv("SUARA_NEO4J_PASSWORD", "not-the-password")
    with pytest.raises(StoreError, match="refuses the user or the password") as caught:
        opened(neo4j_address, tmp_path)

    assert "not-the-password" not in str(caught.value)


def test_columns_that_came_later_are_added(tmp_path):
    """A file that an earlier suara made is brought up to date, with what it holds."""
    with opened(None, tmp_path / "graph.lbug") as store:
        store.setup()
        store.load({"Agency": whole("Agency", key=["kai"], name=["KAI"])})
        for kind, column in (("Agency", "region"), ("ADDRESSED_TO", "region")):
            store._run(f"ALTER TABLE `{kind}` DROP {column}")
        store.setup()
        store.load({"Agency": whole("Agency", key=["kai"], name=["KAI"], region=["dki_jakarta"])})

        assert store.ask("MATCH (a:Agency) RETURN a.name, a.region").rows() == [("KAI", "dki_jakarta")]
        assert store.ask("MATCH (:Post)-[r:ADDRESSED_TO]->() RETURN r.region").is_empty()
