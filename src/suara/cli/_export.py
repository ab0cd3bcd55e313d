"""`suara export`: networks for Gephi, NodeXL, R, Python and spreadsheets."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import polars as pl
from rich.markup import escape

from suara import steps
from suara.analyse.coordination.kinds import KINDS, USUAL
from suara.analyse.timeline.periods import UNITS
from suara.cli import _show
from suara.cli._options import as_facts, folder, language, store
from suara.cli._options import names as names_shown
from suara.graph.build import WAYS
from suara.present import exports, networks
from suara.workspace import Workspace


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@folder
@store
@click.option(
    "--what",
    type=click.Choice((*networks.names(), steps.SHARES)),
    default="accounts",
    show_default=True,
    help="Which network (`suara export list` says what each ties to what); or shares, for CooRTweet.",
)
@names_shown
@click.option(
    "--ties",
    multiple=True,
    type=click.Choice(WAYS),
    help="In the network of accounts, only these ways of turning to others; may be given several times.",
)
@click.option(
    "--unit",
    type=click.Choice(list(UNITS)),
    default="day",
    show_default=True,
    help="In the network of accounts over time: how long somebody is there who turned to another once.",
)
@click.option(
    "--min-component", type=click.IntRange(1), default=1, metavar="N", help="Leave out components of fewer nodes."
)
@click.option("--max-component", type=click.IntRange(1), metavar="N", help="Leave out components of more nodes.")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(tuple(KINDS)),
    help="Of shares, only these; see `suara coordination`.",
)
@click.option(
    "--concepts",
    multiple=True,
    metavar="NAME",
    help="In networks of discourse, the codebooks whose codes are the concepts; by default as in `suara statements`.",
)
@click.option(
    "--qualifier",
    type=click.Choice(steps.QUALIFIERS),
    default="stance",
    show_default=True,
    help="In networks of discourse, what tells positions in posts.",
)
@language
@as_facts
def export(
    file: Path,
    folder: Path | None,
    store: str | None,
    what: str,
    names: str,
    kinds: tuple[str, ...],
    min_component: int,
    max_component: int | None,
    **options: Any,
) -> Any:
    """Write a network to a FILE for Gephi (.gexf, .graphml), NodeXL or a spreadsheet (.csv), R or Python.

    People who aren't public go under pseudonyms; ids and texts that lead to them stay here.

    \b
    Example:
        suara export list
        suara export jaringan.gexf --workspace hasil/
        suara export balasan.csv --workspace hasil/ --ties replies --names none
        suara export bagian.csv --workspace hasil/ --what shares --kind link
    """
    if str(file) == "list":
        told = {name: networks.summary(name) for name in networks.names()}
        return told, lambda: _listed(told)
    workspace = Workspace.find(folder, store)
    with _show.progress() as report:
        if what == steps.SHARES:
            shares = steps.export_shares(workspace, file, kinds=kinds or USUAL, names=names, report=report)
            return asdict(shares), lambda: _shares(shares)
        options["ties"] = options["ties"] or WAYS
        components = (min_component, max_component)
        done = steps.export(workspace, file, what=what, names=names, components=components, report=report, **options)
    return asdict(done), lambda: _network(done)


def _listed(told: dict[str, str]) -> None:
    _show.table(pl.DataFrame(list(told.items()), schema=["network", "ties"], orient="row"))
    _show.say(f"Formats: .{', .'.join(exports.names())}", style="dim")


def _network(done: steps.ExportedNetwork) -> None:
    files = " and ".join(escape(str(path)) for path in done.paths)
    _show.say(f"{files}: {_show.count(done.nodes, 'node')}, {_show.count(done.links, 'link')}")
    if not done.nodes:
        _show.say("The network is empty: the posts hold nothing that it is made of", style="yellow")
    if done.left_out:
        _show.say(f"{_show.count(done.left_out, 'node')} left out: their components are smaller or larger", style="dim")


def _shares(done: steps.ExportedShares) -> None:
    told = f"{_show.count(done.objects, 'object')}, {_show.count(done.accounts, 'account')}"
    _show.say(f"{escape(str(done.path))}: {_show.count(done.shares, 'share')} of {told}")
    left = [f"{number:,} {why.replace('_', ' ')}" for why, number in done.left_out.items() if number]
    if left:
        _show.say(f"Posts left out: {', '.join(left)}", style="dim")


COMMANDS = (export,)
