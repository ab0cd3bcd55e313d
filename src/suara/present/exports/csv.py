"""Two CSV files, links and nodes, with the headers that Gephi, NodeXL and spreadsheets expect.

The links are in the file that is named, the nodes beside it (jaringan.csv, jaringan_nodes.csv). In both, texts that a
spreadsheet could take for a formula begin with an apostrophe; ids as well, so that they still are the same in both.
Source: Gephi, Import spreadsheet (Source, Target, Type, Weight, Id, Label).
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from suara._files import whole
from suara.present.node_link import NodeLink
from suara.present.tables import as_csv


def write(network: NodeLink, path: Path) -> list[Path]:
    """Write links and nodes; returns both paths."""
    beside = path.with_name(f"{path.stem}_nodes{path.suffix}")
    for table, file in ((links_of(network), path), (nodes_of(network), beside)):
        with whole(file) as unfinished:
            unfinished.write_bytes(as_csv(table))
    return [path, beside]


def links_of(network: NodeLink) -> pl.DataFrame:
    """The links as Gephi wants them: Source, Target, Type, Weight, then what else is known."""
    return network.unsigned().links.select(
        pl.col("source").alias("Source"),
        pl.col("target").alias("Target"),
        pl.lit("Directed" if network.directed else "Undirected").alias("Type"),
        pl.col("weight").alias("Weight"),
        pl.exclude("source", "target", "weight", "spells"),
    )


def nodes_of(network: NodeLink) -> pl.DataFrame:
    """The nodes as Gephi wants them: Id, Label, then what else is known."""
    table = network.nodes
    return table.select(pl.col("id").alias("Id"), pl.col("label").alias("Label"), pl.exclude("id", "label", "spells"))
