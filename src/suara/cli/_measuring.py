"""The graph, who is central in it, which groups it has, and what it is about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import polars as pl

from suara import steps
from suara.cli import _figures, _show
from suara.cli._options import as_facts, as_table, engine, in_workspace, language, without_coordinated
from suara.workspace import Workspace


@click.command()
@in_workspace
@as_facts
def build(workspace: Workspace) -> Any:
    """Bring the stored graph in line with the posts and codes.

    \b
    Example:
        suara build --workspace hasil/
    """
    with _show.progress() as report:
        counts = steps.build(workspace, report=report)
    frame = pl.DataFrame(list(counts.items()), schema={"kind": pl.String, "number": pl.Int64}, orient="row")
    return counts, lambda: _show.table(frame, rows=len(counts))


@click.command()
@in_workspace
@without_coordinated
@engine
@as_table
def centrality(workspace: Workspace, engine: str) -> Any:
    """Degree, strength, PageRank and betweenness of the accounts.

    \b
    Example:
        suara centrality --workspace hasil/
        suara centrality --workspace hasil/ --output accounts.csv
    """
    with _show.progress() as report:
        found = steps.centrality(workspace, engine=engine, report=report)
    return found, lambda: _show.accounts(found)


@click.command()
@in_workspace
@without_coordinated
@click.option(
    "--resolution",
    type=click.FloatRange(min=0, min_open=True),
    default=1.0,
    show_default=True,
    help="Higher gives more and smaller communities.",
)
@engine
@as_table
def communities(workspace: Workspace, resolution: float, engine: str) -> Any:
    """Groups of accounts with more ties among them than with others (Leiden), and what each is about.

    \b
    Example:
        suara communities --workspace hasil/ --resolution 0.8
    """
    with _show.progress() as report:
        found = steps.communities(workspace, resolution=resolution, engine=engine, report=report)
    return found.table, lambda: _show.communities(found)


@click.command()
@in_workspace
@without_coordinated
@_figures.option("topics")
@language
@as_table
def topics(workspace: Workspace, figures: list[tuple[str, Path]], lang: str) -> Any:
    """What is complained about, and how much.

    \b
    Example:
        suara topics --workspace hasil/ --lang en
        suara topics --workspace hasil/ --figure keluhan.svg
    """
    with _show.progress() as report:
        found = steps.topics(workspace, lang=lang, report=report)
        _figures.draw(workspace, figures, lang=lang, report=report)
    return found, lambda: _show.topics(found)


COMMANDS = (build, centrality, communities, topics)
