"""Options of commands on debates: which statements count, and who acts in them."""

from __future__ import annotations

from collections.abc import Sequence

import click

from suara.analyse.discourse.called import ACTOR
from suara.analyse.discourse.selection import DUPLICATES
from suara.cli._options import Command, at_time


def values(_context: click.Context, parameter: click.Parameter, given: Sequence[str]) -> dict[str, list[str]]:
    """Columns and values of them; of the same column several.

    Example:
        >>> values(None, click.Option(["--where"]), ["section=1", "section=2", "concept=a=b"])  # type: ignore[arg-type]
        {'section': ['1', '2'], 'concept': ['a=b']}
    """
    found: dict[str, list[str]] = {}
    for pair in given:
        column, equals, value = pair.partition("=")
        if not (column and equals):
            raise click.BadParameter(f"{pair!r}: write it as COLUMN=VALUE, as in {parameter.opts[0]} section=1")
        found.setdefault(column, []).append(value)
    return found


scale = click.option(
    "--scale",
    type=int,
    nargs=2,
    default=None,
    metavar="LOW HIGH",
    help="The ends of the scale of positions, as in -5 5; without it the least and the greatest there is.",
)
"""--scale: how far apart positions can be."""

_SELECTING = (
    click.option(
        "--actor",
        default=ACTOR,
        show_default=True,
        metavar="COLUMN",
        help="Who acts: the organisation, else the person (actor); or person, organisation, any column of the statements.",
    ),
    click.option(
        "--duplicates",
        type=click.Choice(DUPLICATES),
        default="include",
        show_default=True,
        help="Within what a statement counts once; include: each counts.",
    ),
    click.option(
        "--exclude",
        multiple=True,
        callback=values,
        metavar="COLUMN=VALUE",
        help="Leave out statements with this value, as in concept=complaints:price; may be given several times.",
    ),
    click.option(
        "--where",
        multiple=True,
        callback=values,
        metavar="COLUMN=VALUE",
        help="Only statements with this value, as in platform=x; of one column any of several, of several columns all.",
    ),
    click.option("--since", callback=at_time, metavar="TIME", help="Leave out statements that are earlier."),
    click.option("--until", callback=at_time, metavar="TIME", help="Leave out statements from then on."),
    scale,
)


def selecting(command: Command) -> Command:
    """--actor, --duplicates, --exclude, --where, --since, --until, --scale: which statements a debate is made of."""
    for option in reversed(_SELECTING):
        command = option(command)
    return command
