"""Discourse networks: who shares positions with whom."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import polars as pl

from suara import steps
from suara.analyse.discourse import networks, norms
from suara.cli import _show, _show_discourse
from suara.cli._discourse_options import selecting
from suara.cli._options import as_table, folder, language, store
from suara.cli._queries import timezone
from suara.cli._statements import chosen
from suara.workspace import Workspace

AGGREGATIONS = tuple(dict.fromkeys((*networks.ONE_MODE, *networks.TWO_MODE)))
NORMS = tuple(dict.fromkeys((*norms.ONE_MODE, *norms.TWO_MODE)))


@click.command()
@folder
@store
@click.option(
    "--network",
    type=click.Choice(steps.NETWORKS),
    default="actors",
    show_default=True,
    help="What is tied: actors with each other, concepts with each other, or actors with concepts (two-mode).",
)
@click.option(
    "--aggregation",
    type=click.Choice(AGGREGATIONS),
    default="subtract",
    show_default=True,
    help="What becomes of positions: agreement less disagreement (subtract), either of both (congruence, conflict), none "
    "(ignore); in two-mode networks also which there are (combine).",
)
@click.option(
    "--normalise",
    "normalisation",
    type=click.Choice(NORMS),
    help="What ties are divided by: average activity (average) by default, in two-mode networks nothing (none), activity of "
    "the actor or prominence of the concept; jaccard and cosine, and what DNA calls so.",
)
@selecting
@click.option(
    "--position", default="qualifier", show_default=True, metavar="COLUMN", help="The positions: numbers, or words."
)
@timezone
@chosen
@click.option(
    "--statements",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Of the statements in a file (a table, .dna, .qdpx), without a workspace.",
)
@click.option("--matrix", is_flag=True, help="Write the matrix in place of a row per tie.")
@language
@as_table
def discourse(
    folder: Path | None, store: str | None, file: Path | None, matrix: bool, lang: str, **options: Any
) -> Any:
    """Who agrees with whom, and which positions go together: discourse networks.

    Two actors are tied by each concept on which they hold the same position (or, below 0, different ones); the more
    often, the more strongly. Formulas, and what differs from Discourse Network Analyzer, are in docs/discourse.md.
    Agreement and disagreement of actors are kept in the graph, as AGREES_WITH and DISAGREES_WITH of (:Actor).

    \b
    Example:
        suara discourse --workspace hasil/ --qualifier sentiment
        suara discourse --workspace hasil/ --qualifier sentiment --network concepts --normalise cosine
        suara discourse --workspace hasil/ --qualifier sentiment --where platform=x --output ties.csv
        suara discourse --statements sample/pernyataan.csv --network two-mode --matrix --output matrix.csv
    """
    stated = {name: options.pop(name) for name in ("concepts", "qualifier", "of")}
    kept = None
    with _show.progress() as report:
        if file is not None:
            found = steps.discourse_in_file(file, report=report, **options)
        else:
            workspace = Workspace.find(folder, store)
            found = steps.discourse(workspace, report=report, **stated, **options)
            kept = steps.keep_agreement(workspace, found, report=report, **stated)
    table: pl.DataFrame = found.matrix.to_frame() if matrix else found.ties(lang)
    return table, lambda: _show_discourse.show(found, kept, lang)


COMMANDS = (discourse,)
