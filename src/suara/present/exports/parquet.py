"""Two Parquet files, links and nodes, for Polars, pandas, DuckDB and R's arrow; the only format in which all keep their types.

The links are in the file that is named, the nodes beside it (jaringan.parquet, jaringan_nodes.parquet).
"""

from __future__ import annotations

from pathlib import Path

from suara._files import whole
from suara.present.node_link import NodeLink


def write(network: NodeLink, path: Path) -> list[Path]:
    """Write links and nodes; returns both paths."""
    beside = path.with_name(f"{path.stem}_nodes{path.suffix}")
    for table, file in ((network.links, path), (network.nodes, beside)):
        with whole(file) as unfinished:
            table.write_parquet(unfinished)
    return [path, beside]
