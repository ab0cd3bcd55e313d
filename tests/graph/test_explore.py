"""What Neo4j Browser is given: tours that run and draw, a style for every kind of node, a guide made from both."""

import http.client
import re
import runpy
import threading
import zipfile

import pytest
from click.testing import CliRunner

import suara
from suara.cli import cli
from suara.errors import StoreError
from suara.graph import explore, queries
from suara.graph.model import NODES, RELATIONS
from suara.graph.stores import opened
from suara.present.map.colours import EDGE_GREY, GREY, INK, PALETTE

TOURS = explore.tours()
NAMES = [tour.name for tour in TOURS]


@pytest.mark.parametrize("tour", TOURS, ids=NAMES)
def test_tours_explain_themselves(tour):
    """A title, what is seen, what to try next; and one statement, as Browser draws no graph for several at once."""
    paragraphs, statement = explore.explained(tour)

    assert tour.asks.startswith(tour.name.split("_")[0] + ". ")
    assert len(paragraphs) == 2
    assert paragraphs[1].startswith("Try next: ")
    assert ";" not in tour.text
    assert "LIMIT" in statement
    assert max(map(len, tour.text.splitlines())) <= 125


def test_tours_are_numbered():
    """In their order, without a gap."""
    assert [name.split("_")[0] for name in NAMES] == [str(i + 1) for i in range(len(NAMES))]


def test_style_is_for_the_kinds_there_are():
    """Every kind of node and no other, relations that there are, colours of the map."""
    rules = explore.style()
    kinds = {kind for selector in rules if (kind := selector.partition("node.")[2])}
    relations = {kind for selector in rules if (kind := selector.partition("relationship.")[2])}

    assert kinds == set(NODES) == set(explore.MEANINGS)
    assert relations <= set(RELATIONS)
    assert {rule["color"] for rule in rules.values()} <= {*PALETTE, GREY, EDGE_GREY, INK}
    for kind in kinds:
        assert re.findall(r"\{(\w+)\}", rules[f"node.{kind}"]["caption"])[0] in NODES[kind].columns


def test_guide_is_current():
    """cypher/explore/guide.html is what tours, style and questions make."""
    assert (explore.folder() / explore.GUIDE).read_text(encoding="utf-8") == explore.guide()


def test_guide_escapes():
    """What a file says is text in the guide."""
    slide = explore._tour_slide(
        queries.parsed("q", "// <script>a</script>\n// <b> & c\nMATCH (a) WHERE a.b < 'x' RETURN a")
    )

    assert re.findall("<(script|b)>", slide) == []
    assert "a.b &lt; &#x27;x&#x27;" in slide


def test_guide_is_served_for_reading(root):
    """To pages of other addresses, after they asked leave; only the files, nothing above them, no list, no writing."""
    server = runpy.run_path(str(root / "tools" / "neo4j" / "guide.py"))["server"](0)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def answer(method: str, path: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection(*server.server_address, timeout=10)
        connection.request(method, path)
        return connection.getresponse()

    try:
        guide = answer("GET", "/guide.html")
        assert guide.read().decode() == explore.guide()
        assert guide.getheader("Access-Control-Allow-Origin") == "*"
        assert guide.getheader("Content-Type") == "text/html; charset=utf-8"
        assert answer("OPTIONS", "/guide.html").getheader("Access-Control-Allow-Headers") == "*"
        assert {answer("GET", path).status for path in ("/", "/../../README.md", "/%2e%2e/schema/neo4j.cypher")} == {
            404
        }
        assert {answer(method, "/guide.html").status for method in ("PUT", "POST", "DELETE")} == {501}
        assert server.server_address[0] == "127.0.0.1"
    finally:
        server.shutdown()
        server.server_close()


def test_setup_needs_a_server(tmp_path, monkeypatch):
    """One line that says what to give; nothing is left behind."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SUARA_STORE", raising=False)
    with pytest.raises(StoreError, match="--store neo4j://"):
        CliRunner().invoke(cli, ["neo4j", "setup"], catch_exceptions=False)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.neo4j
def test_setup_can_be_repeated(neo4j_address, tmp_path, monkeypatch):
    """Indexes and files, the second time as the first; the folder is the workspace's where there is one."""
    suara.Workspace.create(tmp_path / "w")
    monkeypatch.setenv("SUARA_STORE", neo4j_address)
    found = []
    for _ in range(2):
        done = CliRunner().invoke(cli, ["neo4j", "setup", "-w", str(tmp_path / "w")], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        with opened(neo4j_address, tmp_path) as store:
            indexes = store.ask("SHOW INDEXES YIELD name, type, state RETURN name, type, state ORDER BY name").rows()
        found.append((indexes, {path.name: path.read_bytes() for path in (tmp_path / "w" / "neo4j-browser").iterdir()}))

    assert found[0] == found[1]
    indexes, files = found[0]
    assert ("post_text", "FULLTEXT", "ONLINE") in indexes
    assert {name for name, _, _ in indexes} >= {"post_created_at", "account_handle", "agency_key"}
    assert {explore.STYLE, explore.GUIDE, explore.ARCHIVE, "1_overview.cypher"} <= set(files)
    assert explore.STYLE in done.output


@pytest.mark.neo4j
def test_tours_and_saved_questions_answer(neo4j_sample, neo4j_address, tmp_path):
    """Each on the sample, with rows, and few enough to look at."""
    explore.setup(neo4j_address, tmp_path)
    archive = zipfile.ZipFile(tmp_path / explore.ARCHIVE)
    saved = {name: archive.read(name).decode() for name in archive.namelist()}

    assert len(saved) == len(TOURS) + len(queries.questions())
    with opened(neo4j_address, tmp_path, read_only=True) as store:
        for name, text in saved.items():
            rows = store.ask(f"CALL {{\n{text}\n}} RETURN count(*)").item()
            none = ("hand_offs_back_and_forth", "hand_off_ways", ":Actor", ":Statement", "COORDINATES_WITH")
            least = 0 if any(some in name + text for some in none) else 1  # none in the sample; see test_queries
            assert least <= rows <= 300, name
