"""GEXF 1.3, for Gephi and Gephi Lite: typed attributes, colours, sizes, places, and when each node and link was there.

A network with `spells` is a dynamic one: Gephi's timeline plays it. Links of several kinds between the same two nodes
have their `kind`, so that Gephi keeps them apart. Source: GEXF 1.3, gexf.net; how Gephi 0.10 reads it.
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
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_NAMESPACES = 'xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz"'


def write(network: NodeLink, path: Path) -> list[Path]:
    """Write a network as GEXF; returns its path."""
    with whole(path) as unfinished:
        unfinished.write_text(as_gexf(network), encoding="utf-8", newline="\n")
    return [path]


def as_gexf(network: NodeLink) -> str:
    """The document.

    Example:
        >>> nodes = pl.DataFrame({"id": ["a", "b"], "label": ["KAI", "warga"], "posts": [3, None]})
        >>> links = pl.DataFrame({"source": ["b"], "target": ["a"], "weight": [2]})
        >>> document = as_gexf(NodeLink.of(nodes, links))
        >>> '<attvalue for="0" value="3"/>' in document, '<edge id="0" source="b" target="a" weight="2"/>' in document
        (True, True)
    """
    network = network.unsigned()
    dynamic = any("spells" in table.columns for table in (network.nodes, network.links))
    mode = 'dynamic" timeformat="dateTime" timerepresentation="interval" timezone="UTC' if dynamic else "static"
    direction = "directed" if network.directed else "undirected"
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<gexf {_NAMESPACES} version="1.3">',
            f"<meta><creator>suara</creator><description>{escape(network.title)}</description></meta>",
            f'<graph mode="{mode}" defaultedgetype="{direction}" idtype="string">',
            _declared(network.nodes, network.attributes("nodes"), "node"),
            _declared(network.links, network.attributes("links"), "edge"),
            f"<nodes>\n{_joined(_nodes(network))}</nodes>",
            f"<edges>\n{_joined(_edges(network))}</edges>",
            "</graph>\n</gexf>\n",
        )
    )


def _declared(table: pl.DataFrame, attributes: list[str], of: str) -> str:
    """The attributes with their types."""
    each = "".join(
        f'<attribute id="{i}" title={quoteattr(name)} type="{_TYPES[table.schema[name]]}"/>\n'
        for i, name in enumerate(attributes)
    )
    return f'<attributes class="{of}" mode="static">\n{each}</attributes>'


def _nodes(network: NodeLink) -> pl.Series:
    table = network.nodes
    inside = [_values(network.attributes("nodes")), _spells(table), _size(table), _place(table), _colour(table)]
    label = _optional("label", "label")
    each = pl.concat_str(pl.lit('<node id="'), escaped(pl.col("id")), pl.lit('"'), label, pl.lit(">"), *inside)
    return table.select(each + "</node>").to_series()


def _edges(network: NodeLink) -> pl.Series:
    table = network.links.with_row_index("number")
    ends = pl.format(
        '<edge id="{}" source="{}" target="{}"', "number", *map(escaped, map(pl.col, ("source", "target")))
    )
    kind = _optional("kind", "kind") if "kind" in table.columns else pl.lit("")
    inside = pl.concat_str(_values(network.attributes("links")), _spells(table), _colour(table))
    closed = pl.when(inside == "").then(pl.lit("/>")).otherwise(pl.lit(">") + inside + "</edge>")
    return table.select(pl.concat_str(ends, _optional("weight", "weight"), kind, closed)).to_series()


def _optional(attribute: str, column: str) -> pl.Expr:
    """An attribute of XML, where its value is known."""
    value = escaped(pl.col(column).cast(pl.String))
    return (pl.lit(f' {attribute}="') + value + '"').fill_null("")


def _values(attributes: list[str]) -> pl.Expr:
    """What is known of a node or link."""
    each = [
        (pl.lit(f'<attvalue for="{i}" value="') + escaped(pl.col(name).cast(pl.String)) + '"/>').fill_null("")
        for i, name in enumerate(attributes)
    ]
    values = pl.concat_str(pl.lit(""), *each)
    return pl.when(values == "").then(pl.lit("")).otherwise(pl.lit("<attvalues>") + values + "</attvalues>")


def _spells(table: pl.DataFrame) -> pl.Expr:
    """When it was there; always, where nothing is said."""
    if "spells" not in table.columns:
        return pl.lit("")
    side = pl.element().struct.field
    ends = [(pl.lit(f' {name}="') + side(name).dt.strftime(_TIME) + '"').fill_null("") for name in ("start", "end")]
    each = pl.col("spells").list.eval(pl.concat_str(pl.lit("<spell"), *ends, pl.lit("/>"))).list.join("")
    return pl.when(each.fill_null("") == "").then(pl.lit("")).otherwise(pl.lit("<spells>") + each + "</spells>")


def _size(table: pl.DataFrame) -> pl.Expr:
    if "size" not in table.columns:
        return pl.lit("")
    return pl.format('<viz:size value="{}"/>', "size").fill_null("")


def _place(table: pl.DataFrame) -> pl.Expr:
    if not {"x", "y"} <= set(table.columns):
        return pl.lit("")
    return pl.format('<viz:position x="{}" y="{}" z="0.0"/>', "x", "y").fill_null("")


def _colour(table: pl.DataFrame) -> pl.Expr:
    if "colour" not in table.columns:
        return pl.lit("")
    channels = (pl.col("colour").str.slice(i, 2).str.to_integer(base=16) for i in (1, 3, 5))
    return pl.format('<viz:color r="{}" g="{}" b="{}"/>', *channels).fill_null("")


def _joined(rows: pl.Series) -> str:
    return "".join(f"{row}\n" for row in rows)
