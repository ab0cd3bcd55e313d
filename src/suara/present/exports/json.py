"""NetworkX's node-link JSON, as its `node_link_graph` reads it (and d3, with `edges` for `links`).

What is unknown is left out. Source: NetworkX 3.4 and later, readwrite.json_graph.node_link (edges="edges").
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from suara._files import whole
from suara.present.node_link import NodeLink


def write(network: NodeLink, path: Path) -> list[Path]:
    """Write a network as node-link JSON; returns its path."""
    from networkx import node_link_data

    with whole(path) as unfinished:
        unfinished.write_bytes(msgspec.json.encode(node_link_data(network.networkx(), edges="edges")) + b"\n")
    return [path]
