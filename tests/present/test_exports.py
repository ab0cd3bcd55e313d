"""Networks as files: what was written is read back by the programs that people use."""

from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx
import polars as pl

from suara.present import exports
from suara.present.node_link import NodeLink

GEXF = "{http://gexf.net/1.3}"


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
    links = pl.DataFrame(
        {"source": nodes["id"][1:], "target": ["x:1"], "weight": [2], "first": [datetime(2026, 3, 1, tzinfo=UTC)]}
    )
    return NodeLink.of(nodes, links.with_columns(**more))


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


def test_csv_has_the_headers_that_gephi_wants(tmp_path: Path):
    """Ids match between both files, and no text is a formula."""
    made = network()
    links, nodes = (pl.read_csv(path) for path in exports.write(made, tmp_path / "a.csv"))

    assert links.columns == ["Source", "Target", "Type", "Weight", "first"]
    assert nodes.columns[:2] == ["Id", "Label"]
    assert set(links["Source"]) | set(links["Target"]) == set(nodes["Id"])
    assert nodes["Label"][1].startswith("'=")
