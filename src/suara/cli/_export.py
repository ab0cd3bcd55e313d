"""`suara export`: networks for Gephi, NodeXL, R, Python and spreadsheets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import polars as pl
from rich.markup import escape

from suara import steps
from suara.cli import _show
from suara.cli._options import folder, language, store
from suara.graph.build import WAYS
from suara.present import exports, networks
from suara.present.people import NAMES
from suara.workspace import Workspace


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@folder
@store
@click.option(
    "--what",
    type=click.Choice(networks.names()),
    default="accounts",
    show_default=True,
    help="Which network; `suara export list` says what each ties to what.",
)
@click.option(
    "--names",
    type=click.Choice(NAMES),
    default="public",
    show_default=True,
    help="Whose names go out: agencies, verified and widely followed accounts; everybody's; or agencies' only.",
)
@click.option(
    "--ties",
    multiple=True,
    type=click.Choice(WAYS),
    help="In the network of accounts, only these ways of turning to others; may be given several times.",
)
@click.option(
    "--min-component", type=click.IntRange(1), default=1, metavar="N", help="Leave out components of fewer nodes."
)
@click.option("--max-component", type=click.IntRange(1), metavar="N", help="Leave out components of more nodes.")
@language
def export(
    file: Path,
    folder: Path | None,
    store: str | None,
    ties: tuple[str, ...],
    min_component: int,
    max_component: int | None,
    **options: Any,
) -> None:
    """Write a network to a FILE for Gephi (.gexf, .graphml), NodeXL or a spreadsheet (.csv), R or Python.

    People who aren't public go under pseudonyms; ids and texts that lead to them stay here.

    \b
    Example:
        suara export list
        suara export jaringan.gexf --workspace hasil/
        suara export balasan.csv --workspace hasil/ --ties replies --names none
    """
    if str(file) == "list":
        told = [(name, networks.summary(name)) for name in networks.names()]
        _show.table(pl.DataFrame(told, schema=["network", "ties"], orient="row"))
        _show.say(f"Formats: .{', .'.join(exports.names())}", style="dim")
        return
    with _show.progress() as report:
        done = steps.export(
            Workspace.find(folder, store),
            file,
            ties=ties or WAYS,
            components=(min_component, max_component),
            report=report,
            **options,
        )
    named = " and ".join(escape(str(path)) for path in done.paths)
    _show.say(f"{named}: {_show.count(done.nodes, 'node')}, {_show.count(done.links, 'link')}")
    if done.left_out:
        _show.say(f"{_show.count(done.left_out, 'node')} left out: their components are smaller or larger", style="dim")


COMMANDS = (export,)
