"""The structure of a debate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from suara import steps
from suara.analyse.discourse.polarisation import SEED
from suara.cli import _figures, _show, _show_structure
from suara.cli._discourse_options import selecting
from suara.cli._options import as_table, at_time, in_workspace, language, names
from suara.cli._queries import timezone
from suara.cli._statements import chosen
from suara.steps._structured import TABLES, TIES
from suara.workspace import Workspace

_KEPT = (None, "coalitions", "concepts")  # tables that coalitions are found for, which the graph then has as well


@click.command()
@in_workspace
@chosen
@selecting
@timezone
@click.option(
    "--least", type=click.IntRange(min=1), default=1, show_default=True, help="Leave out actors with fewer statements."
)
@click.option("--camps", type=click.IntRange(min=2), default=2, show_default=True, help="How many coalitions to find.")
@click.option("--balanced", is_flag=True, help="Coalitions of the same size, as Leifeld and Fisher have them.")
@click.option(
    "--ties",
    type=click.Choice(TIES),
    default=TIES[0],
    show_default=True,
    help="Of what E-I index, brokers and core are: who turns to whom, or who agrees with whom.",
)
@click.option(
    "--by",
    default="coalition",
    show_default=True,
    metavar="NAME",
    help="The groups of E-I index and brokers: coalition, community, or a column of the statements, as platform.",
)
@click.option("--backbone", is_flag=True, help="Show the ties of agreement that are more than chance.")
@click.option("--concepts-backbone", is_flag=True, help="Show which concepts the debate could do without.")
@click.option("--compare", callback=at_time, metavar="DATE", help="Compare what was before with what was from then on.")
@click.option("--table", "name", type=click.Choice(list(TABLES)), help="Which table to write; coalitions by default.")
@click.option(
    "--draws",
    type=click.IntRange(min=1),
    metavar="N",
    help="How often chance is asked; by default 100 times of up to 200 actors, else 40 times.",
)
@_figures.option("dendrogram")
@names
@click.option("--seed", type=int, default=SEED, show_default=True, help="Of whatever is left to chance.")
@language
@as_table
def structure(
    workspace: Workspace,
    name: str | None,
    backbone: bool,
    concepts_backbone: bool,
    figures: list[tuple[str, Path]],
    names: str,
    lang: str,
    **options: Any,
) -> Any:
    """Coalitions: who is in them, what unites and divides them, and whether they are more than chance.

    Two coalitions (or --camps) are found that agree within and disagree with each other as much as can be. Any debate has
    some that fit best, so that polarisation stands beside what the same debate gives with its positions dealt anew.
    docs/structure.md has the formulas. The coalitions are kept in the graph, as coalition of (:Actor).

    The tables ties, positions, said and members are of two periods, and need --compare.

    \b
    Example:
        suara structure --workspace hasil/ --qualifier sentiment --least 6
        suara structure --workspace hasil/ --qualifier sentiment --least 6 --backbone --concepts-backbone --draws 40
        suara structure --workspace hasil/ --qualifier sentiment --least 6 --table clusters --figure siapa.html
        suara structure --workspace hasil/ --qualifier sentiment --least 6 --table backbone --output ikatan.csv
        suara structure --workspace hasil/ --qualifier sentiment --least 6 --compare 2026-04-15 --table positions
    """
    with _show.progress() as report:
        found = steps.structure(workspace, report=report, **options)
        if name in _KEPT:
            steps.keep_coalitions(workspace, found, **{key: options[key] for key in ("concepts", "qualifier", "of")})
        for _, path in figures:
            _figures.told(steps.draw_dendrogram(workspace, found, path, names=names, lang=lang))
        if name is not None:
            table = found.table(name)
            return table, lambda: _show_structure.table(table, name)
        table = found.members
        found.work_out(backbone=backbone, concepts=concepts_backbone)
    return table, lambda: _show_structure.show(found, lang, backbone=backbone, concepts=concepts_backbone)


COMMANDS = (structure,)
