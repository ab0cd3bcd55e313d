"""Commands for a graph in a Neo4j server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich.markup import escape

from suara import steps
from suara.cli import _show
from suara.cli._options import as_facts, folder, in_workspace, store
from suara.errors import WorkspaceError
from suara.graph import explore
from suara.workspace import Workspace


@click.group()
def neo4j() -> None:
    """The graph in a Neo4j server: what helps to explore it in Neo4j Browser, and emptying it.

    \b
    Example:
        SUARA_STORE=neo4j://neo4j@localhost:7687 suara neo4j setup --workspace hasil/
    """


@neo4j.command()
@folder
@store
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder for Browser's files; by default neo4j-browser/ in the workspace, or here without one.",
)
@as_facts
def setup(folder: Path | None, store: str | None, out: Path | None) -> Any:
    """Create indexes on the server, and leave tours, style and guide for Neo4j Browser in a folder.

    \b
    Example:
        SUARA_STORE=neo4j://neo4j@localhost:7687 suara neo4j setup --workspace hasil/
    """
    out = out or _browser_folder(folder)
    explore.setup(store, out)
    said = (
        f"The indexes are there, and the files for Neo4j Browser in {escape(str(out))}.\n"
        "With `make neo4j` or `docker compose up`, Browser opens with the guide by itself. With another server, open Browser "
        f"and drop onto it, one after the other:\n"
        f"  {explore.STYLE}  for colours and captions by kind of node\n"
        f"  {explore.ARCHIVE}  for the tours and questions, which then are under the star at the left"
    )
    return {"folder": out, "style": explore.STYLE, "archive": explore.ARCHIVE}, lambda: _show.say(said)


@neo4j.command()
@in_workspace
@click.confirmation_option(prompt="Take suara's graph out of the server? It can be made again from the posts.")
@as_facts
def clear(workspace: Workspace) -> Any:
    """Take all that suara has put into the server out of it, whichever workspace it was for; the posts stay.

    \b
    Example:
        SUARA_STORE=neo4j://neo4j@localhost:7687 suara neo4j clear --workspace hasil/ --yes
    """
    nodes = steps.clear(workspace)
    return {"nodes": nodes}, lambda: _show.say(f"{nodes:,} nodes and their relations were taken out.")


def _browser_folder(folder: Path | None) -> Path:
    try:
        root = Workspace.find(folder).root
    except WorkspaceError:
        if folder is not None:
            raise
        root = Path()
    return root / "neo4j-browser"
