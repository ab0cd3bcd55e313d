"""Networks as files: what was written is read back by the programs that people use."""

import json
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree as ET

import igraph
import networkx
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import gephi

from suara.errors import FileError, InputError
from suara.present import exports
from suara.present.node_link import LOOKS, NodeLink

GEXF = "{http://gexf.net/1.3}"
HOSTILE = [
    "=cmd|' /C calc'!A0",
    "]]><script>\"&'",
    "a\x00b\x1b",
    "\u202egnorts",
    "{}{0}",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
]
ANY_TEXT = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


def network(**more: object) -> NodeLink:
    """Two nodes and a link, with what is hard to write."""
    nodes = pl.DataFrame(
        {
            "id": ["x:1", 'x:@a"<b>&\x00'],
            "label": ["KAI", "=cmd|' /C calc'!A0 ]]>"],
            "posts": [3, None],
            "rank": [0.25, None],
            "verified": [None, True],
            "colour": ["#0072b2", None],
            "size": [4.0, 40.0],
            "x": [0.5, -3.0],
            "y": [1.0, 2.0],
        }
    )
    first = [datetime(2026, 3, 1, tzinfo=UTC)]
    links = pl.DataFrame({"source": nodes["id"][1:], "target": ["x:1"], "weight": [2], "first": first})
    return NodeLink.of(nodes, links.with_columns(**more))


def as_read_by_igraph(ids: list[str]) -> list[str]:
    """igraph leaves one mark in attributes of XML as it is written there."""
    return [identity.replace("&#38;", "&") for identity in ids]


def test_gexf_comes_back(tmp_path: Path):
    """NetworkX reads the same nodes, links and typed attributes; nothing stands for what is unknown."""
    made = network()
    exports.write(made, tmp_path / "a.gexf")
    graph = networkx.read_gexf(tmp_path / "a.gexf", version="1.3")
    kai, other = made.nodes["id"]

    assert list(graph.nodes) == [kai, other]
    assert graph.nodes[kai]["posts"] == 3
    assert graph.nodes[kai]["viz"] == {
        "color": {"r": 0, "g": 114, "b": 178, "a": 1.0}, "size": 4.0, "position": {"x": 0.5, "y": 1.0, "z": 0.0},
    }  # fmt: skip
    assert graph.nodes[other]["label"] == "=cmd|' /C calc'!A0 ]]>"
    assert graph.nodes[other]["verified"] is True
    assert not graph.nodes[other].keys() & {"posts", "rank"}
    assert graph.edges[other, kai] == {"id": "0", "weight": 2.0, "first": "2026-03-01T00:00:00Z"}


def test_spells_make_a_dynamic_gexf(tmp_path: Path):
    """Each time that a link was there, open where an end isn't known."""
    start, end = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)
    spells = pl.Series([[{"start": start, "end": end}, {"start": end, "end": None}]])
    exports.write(network(spells=spells), tmp_path / "a.gexf")
    root = ET.parse(tmp_path / "a.gexf").getroot()

    assert root.find(f"{GEXF}graph").attrib == {
        "mode": "dynamic", "defaultedgetype": "directed", "idtype": "string",
        "timeformat": "dateTime", "timerepresentation": "interval", "timezone": "UTC",
    }  # fmt: skip
    assert [spell.attrib for spell in root.iter(f"{GEXF}spell")] == [
        {"start": "2026-03-01T00:00:00Z", "end": "2026-03-02T00:00:00Z"},
        {"start": "2026-03-02T00:00:00Z"},
    ]


def test_gexf_keeps_to_its_schema(tmp_path: Path):
    """The order of elements, and attributes that only declared ones refer to (GEXF 1.3, gexf.xsd and dynamics.xsd)."""
    exports.write(network(kind=pl.Series(["reply"])), tmp_path / "a.gexf")
    root = ET.parse(tmp_path / "a.gexf").getroot()
    graph = root.find(f"{GEXF}graph")

    assert root.attrib == {"version": "1.3"}
    assert [child.tag for child in root] == [f"{GEXF}meta", f"{GEXF}graph"]
    assert [child.tag for child in graph] == [
        f"{GEXF}{name}" for name in ("attributes", "attributes", "nodes", "edges")
    ]
    for declared, elements in zip(graph.findall(f"{GEXF}attributes"), list(graph)[2:], strict=True):
        types = {attribute.get("id"): attribute.get("type") for attribute in declared}
        assert set(types.values()) <= {"boolean", "long", "double", "string"}
        assert {value.get("for") for value in elements.iter(f"{GEXF}attvalue")} <= types.keys()
    assert [edge.get("kind") for edge in graph.iter(f"{GEXF}edge")] == ["reply"]


def test_graphml_comes_back_to_networkx_and_igraph(tmp_path: Path):
    """Typed attributes and the names that Gephi knows; igraph has NaN for a number that isn't there."""
    made = network()
    exports.write(made, tmp_path / "a.graphml")
    graph = networkx.read_graphml(tmp_path / "a.graphml")
    kai, other = made.nodes["id"]

    assert graph.nodes[kai] == {
        "label": "KAI", "posts": 3, "rank": 0.25, "size": 4.0, "x": 0.5, "y": 1.0, "r": 0, "g": 114, "b": 178,
    }  # fmt: skip
    assert graph.nodes[other]["verified"] == "true"
    assert graph.edges[other, kai] == {"weight": 2, "first": "2026-03-01T00:00:00Z"}

    read = igraph.Graph.Read_GraphML(str(tmp_path / "a.graphml"))
    assert as_read_by_igraph(read.vs["id"]) == [kai, other]
    assert read.vs["posts"][0] == 3
    assert read.vs["posts"][1] != read.vs["posts"][1]  # NaN
    assert (read.is_directed(), read.get_edgelist(), read.es["weight"]) == (True, [(1, 0)], [2])


def test_csv_has_the_headers_that_gephi_wants(tmp_path: Path):
    """Ids match between both files, and no text is a formula."""
    made = network()
    links, nodes = (pl.read_csv(path) for path in exports.write(made, tmp_path / "a.csv"))

    assert links.columns == ["Source", "Target", "Type", "Weight", "first"]
    assert nodes.columns[:2] == ["Id", "Label"]
    assert set(links["Source"]) | set(links["Target"]) == set(nodes["Id"])
    assert nodes["Label"][1].startswith("'=")


def test_signs_are_colours_to_gephi(tmp_path: Path):
    """Gephi complains about weights below 0; the other formats have them as they are."""
    made = network(weight=pl.Series([-2]))
    exports.write(made, tmp_path / "a.gexf")
    exports.write(made, tmp_path / "a.json")
    ((*_, tie),) = networkx.read_gexf(tmp_path / "a.gexf", version="1.3").edges(data=True)
    (edge,) = ET.parse(tmp_path / "a.gexf").getroot().iter(f"{GEXF}edge")

    assert (tie["weight"], tie["signed_weight"]) == (2.0, -2)
    assert edge.find("{http://gexf.net/1.3/viz}color").attrib == {"r": "213", "g": "94", "b": "0"}
    assert json.loads((tmp_path / "a.json").read_text())["edges"][0]["weight"] == -2


@pytest.mark.parametrize(
    ("nodes", "links"),
    [
        ({"id": ["a", "a"]}, {"source": ["a"], "target": ["a"], "weight": [1]}),
        ({"id": ["a", "b"]}, {"source": ["a"], "target": ["c"], "weight": [1]}),
        ({"id": ["a", "b"]}, {"source": ["a"], "target": ["b"], "weight": [0]}),
        ({"id": ["a", "b"]}, {"source": ["a"], "target": ["b"], "weight": pl.Series([None], dtype=pl.Int64)}),
    ],
)
def test_what_is_no_network(nodes: dict[str, Any], links: dict[str, Any]):
    """Ids twice, loose ends, and links without weight are mistakes of a program."""
    with pytest.raises(ValueError, match="have to"):
        NodeLink.of(pl.DataFrame(nodes).with_columns(label="id"), pl.DataFrame(links))


def test_files_that_cannot_be_written(tmp_path: Path):
    """An ending that tells no format, and a folder that isn't there."""
    with pytest.raises(InputError, match="tells no format"):
        exports.write(network(), tmp_path / "a.pickle")
    with pytest.raises(FileError, match="can't be written"):
        exports.write(network(), tmp_path / "nowhere" / "a.gexf")


@pytest.mark.slow
def test_gephi_opens_them_without_a_warning(tmp_path: Path):
    """Gephi's own importers, from Maven Central: every node, link and type, and nothing to complain about."""
    spells = [[{"start": datetime(2026, 3, 1, tzinfo=UTC), "end": None}]]
    made = {
        "plain": network(),
        "signed": network(weight=pl.Series([-2])),
        "dynamic": network(spells=pl.Series(spells)),
    }
    paths = [
        path
        for name, each in made.items()
        for form in ("gexf", "graphml")
        for path in exports.write(each, tmp_path / f"{name}.{form}")
    ]

    for told in gephi.read(paths):
        assert gephi.complaints(told) == []
        assert (told["verified"], told["nodes"], told["edges"], told["coloured"], told["placed"]) == (True, 2, 1, 1, 2)
        assert sorted(told["labels"]) == ["=cmd|' /C calc'!A0 ]]>", "KAI"]
        assert told["nodeColumns"].items() >= {"posts": "Long", "rank": "Double"}.items()
        assert told["dynamic"] == told["file"].endswith("dynamic.gexf")


# ------------------------------------------------------------------------------------------- whatever people write


@st.composite
def networks(draw: st.DrawFn) -> NodeLink:
    ids = draw(st.lists(ANY_TEXT, min_size=1, max_size=5, unique=True))
    rows = st.fixed_dictionaries(
        {
            "label": st.none() | ANY_TEXT,
            "whole": st.none() | st.integers(-(2**53), 2**53),
            "real": st.none() | st.floats(allow_subnormal=False),
            "yes": st.none() | st.booleans(),
            draw(ANY_TEXT.filter(lambda name: name.strip() not in ("id", "label", "whole", "real", "yes", *LOOKS)))
            or "text": st.none() | ANY_TEXT,
        }
    )
    schema = [("label", pl.String), ("whole", pl.Int64), ("real", pl.Float64), ("yes", pl.Boolean)]
    attributes = pl.DataFrame([draw(rows) for _ in ids], schema_overrides=dict(schema))
    pairs = draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=6, unique=True))
    weights = draw(st.lists(st.integers(1, 9), min_size=len(pairs), max_size=len(pairs)))
    links = pl.DataFrame(
        {"source": [a for a, _ in pairs], "target": [b for _, b in pairs], "weight": weights},
        schema={"source": pl.String, "target": pl.String, "weight": pl.Int64},
    )
    return NodeLink.of(attributes.select(pl.Series("id", ids), pl.all()), links)


def written(made: NodeLink, form: str) -> Any:
    """The network as it is read back by NetworkX (two tables in CSV and Parquet, by Polars)."""
    with TemporaryDirectory() as folder:
        paths = exports.write(made, Path(folder) / f"a.{form}")
        match form:
            case "gexf":
                return networkx.read_gexf(paths[0], version="1.3")
            case "graphml":
                return networkx.read_graphml(paths[0])
            case "json":
                return networkx.node_link_graph(json.loads(paths[0].read_text()), edges="edges")
            case "csv":
                return [pl.read_csv(path, infer_schema=False) for path in paths]
            case "parquet":
                return [pl.read_parquet(path) for path in paths]


@pytest.mark.commands
@pytest.mark.parametrize("form", ["gexf", "graphml", "json"])
@settings(max_examples=60)
@given(made=networks())
def test_any_network_comes_back(form: str, made: NodeLink):
    """The same nodes and links, and every attribute with its type, whatever is in the texts."""
    graph, expected = written(made, form), made.networkx()

    assert list(graph.nodes) == list(expected.nodes)
    assert {(a, b): d["weight"] for a, b, d in graph.edges(data=True)} == {
        (a, b): d["weight"] for a, b, d in expected.edges(data=True)
    }
    doubtful = form == "graphml" and made.nodes["yes"].null_count()
    for node, told in expected.nodes(data=True):
        read = graph.nodes[node]
        if doubtful and "yes" in told:
            told = told | {"yes": str(told["yes"]).lower()}
        if form == "gexf":
            told = {"label": None} | told
        assert read == told


@pytest.mark.commands
@settings(max_examples=60)
@given(made=networks())
def test_any_network_comes_back_as_tables(made: NodeLink):
    """Parquet is the same to the bit; CSV has the same ids, and nothing in it is a formula."""
    links, nodes = written(made, "parquet")
    assert links.equals(made.links)
    assert nodes.equals(made.nodes)

    links, nodes = written(made, "csv")
    assert links.height == made.links.height
    assert nodes.height == made.nodes.height
    assert set(links["Source"]) | set(links["Target"]) <= set(nodes["Id"])
    cells = [cell for table in (links, nodes) for cell in table.select(pl.exclude("whole", "real")).unpivot()["value"]]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells if cell)


@pytest.mark.commands
@settings(max_examples=40)
@given(made=networks())
def test_igraph_reads_any_network(made: NodeLink):
    """Ids, ends and weights."""
    with TemporaryDirectory() as folder:
        (path,) = exports.write(made, Path(folder) / "a.graphml")
        read = igraph.Graph.Read_GraphML(str(path))

    assert as_read_by_igraph(read.vs["id"]) == made.nodes["id"].to_list()
    number = {identity: i for i, identity in enumerate(made.nodes["id"])}
    assert read.get_edgelist() == [(number[a], number[b]) for a, b in made.links.select("source", "target").rows()]
