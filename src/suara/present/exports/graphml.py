"""GraphML, for Gephi, igraph, NetworkX, visone and yEd: typed attributes, and what is unknown is left out.

Colours, sizes and places have the names that Gephi knows them by (r, g, b, size, x, y). Spells aren't in it, and programs
other than NetworkX may take several links between the same two nodes for one: GEXF keeps both. igraph reads a number that
isn't there as NaN, a text as "", and a yes or no as no; so a column of yes and no of which some are unknown is text. An
"&" in an id is "&#38;" to igraph, in a label it is right.
Source: GraphML 1.0, graphml.graphdrawing.org; how Gephi 0.10, igraph 1.0 and NetworkX 3.6 read it.
"""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import polars as pl

from suara._files import whole
from suara.coding.refi._text import escaped
from suara.present.node_link import NodeLink

_TYPES: dict[pl.DataType | type[pl.DataType], str] = {
    pl.Boolean: "boolean",
    pl.Int64: "long",
    pl.Float64: "double",
    pl.String: "string",
}
_SCHEMA = "http://graphml.graphdrawing.org/xmlns"
_OPENING = (
    f'<graphml xmlns="{_SCHEMA}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    f'xsi:schemaLocation="{_SCHEMA} {_SCHEMA}/1.0/graphml.xsd">'
)


def write(network: NodeLink, path: Path) -> list[Path]:
    """Write a network as GraphML; returns its path."""
    with whole(path) as unfinished:
        unfinished.write_text(as_graphml(network), encoding="utf-8", newline="\n")
    return [path]


def as_graphml(network: NodeLink) -> str:
    """The document.

    Example:
        >>> nodes = pl.DataFrame({"id": ["a", "b"], "label": ["KAI", "warga"], "posts": [3, None]})
        >>> links = pl.DataFrame({"source": ["b"], "target": ["a"], "weight": [2]})
        >>> print(as_graphml(NodeLink.of(nodes, links)).splitlines()[7])
        <node id="a"><data key="n0">KAI</data><data key="n1">3</data></node>
    """
    nodes, links = (
        _certain(_channels(table)).drop("spells", strict=False) for table in (network.nodes, network.unsigned().links)
    )
    told, tied = nodes.columns[1:], links.columns[2:]
    node = pl.format('<node id="{}">{}</node>', escaped(pl.col("id")), _values("n", told))
    ends = map(escaped, map(pl.col, ("source", "target")))
    edge = pl.format('<edge source="{}" target="{}">{}</edge>', *ends, _values("e", tied))
    direction = "directed" if network.directed else "undirected"
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        _OPENING,
        f"<desc>{escape(network.title)}</desc>",
        *_declared("node", told, nodes),
        *_declared("edge", tied, links),
        f'<graph edgedefault="{direction}">',
        *nodes.select(node).to_series(),
        *links.select(edge).to_series(),
        "</graph>\n</graphml>\n",
    ]
    return "\n".join(lines)


def _declared(of: str, attributes: list[str], table: pl.DataFrame) -> list[str]:
    return [
        f'<key id="{of[0]}{i}" for="{of}" attr.name={quoteattr(name)} attr.type="{_TYPES[table.schema[name]]}"/>'
        for i, name in enumerate(attributes)
    ]


def _values(prefix: str, attributes: list[str]) -> pl.Expr:
    each = [
        (pl.lit(f'<data key="{prefix}{i}">') + escaped(pl.col(name).cast(pl.String)) + "</data>").fill_null("")
        for i, name in enumerate(attributes)
    ]
    return pl.concat_str(pl.lit(""), *each)


def _channels(table: pl.DataFrame) -> pl.DataFrame:
    """Colours as the three numbers that Gephi reads."""
    if "colour" not in table.columns:
        return table
    channels = {
        name: pl.col("colour").str.slice(i, 2).str.to_integer(base=16) for name, i in (("r", 1), ("g", 3), ("b", 5))
    }
    return table.with_columns(**channels).drop("colour")


def _certain(table: pl.DataFrame) -> pl.DataFrame:
    doubtful = [name for name, dtype in table.schema.items() if dtype == pl.Boolean and table[name].null_count()]
    return table.with_columns(pl.col(doubtful).cast(pl.String))
