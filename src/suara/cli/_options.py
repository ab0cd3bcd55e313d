"""Options that several commands share."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import msgspec

from suara import steps
from suara.present import tables
from suara.present.people import NAMES
from suara.workspace import Workspace

Command = Callable[..., Any]


def in_workspace(command: Command) -> Command:
    """--workspace and --store; the command gets a `Workspace` as its first argument."""

    @folder
    @store
    @functools.wraps(command)
    def found(*args: Any, folder: Path | None, store: str | None, **options: Any) -> Any:
        return command(Workspace.find(folder, store), *args, **options)

    return found


def folder(command: Command) -> Command:
    """--workspace: the folder of the study."""
    return click.option(
        "-w",
        "--workspace",
        "folder",
        type=click.Path(path_type=Path),
        help="The workspace; by default $SUARA_WORKSPACE, else the nearest folder above that is one.",
    )(command)


def store(command: Command) -> Command:
    """--store: which database holds the graph."""
    return click.option(
        "--store",
        envvar="SUARA_STORE",
        metavar="ADDRESS",
        help="The graph store: by default a file in the workspace; neo4j://user@host:7687/database for a server.",
    )(command)


def without_coordinated(command: Command) -> Command:
    """--without-coordinated: the command gets the workspace without the posts of accounts that coordinate."""

    @click.option(
        "--without-coordinated",
        is_flag=True,
        help="Leave out the posts of accounts that `suara coordination` flags, as last asked for.",
    )
    @functools.wraps(command)
    def seen(workspace: Workspace, *args: Any, without_coordinated: bool, **options: Any) -> Any:
        if without_coordinated:
            workspace = steps.without_coordinated(workspace)
            number = len(workspace.leaves_out or ())
            click.echo(f"{number:,} {'post' if number == 1 else 'posts'} of flagged accounts left out", err=True)
        return command(workspace, *args, **options)

    return seen


def number(_context: click.Context, _parameter: click.Parameter, value: float | None) -> float | None:
    """A number that isn't "nan", which no comparison refuses."""
    if value is not None and math.isnan(value):
        raise click.BadParameter("it isn't a number")
    return value


def engine(command: Command) -> Command:
    """--engine: where accounts are measured."""
    return click.option(
        "--engine",
        type=click.Choice(steps.ENGINES),
        default="auto",
        show_default=True,
        help=f"Measure here (igraph) or in a Neo4j with Graph Data Science (gds); auto: there from {steps.GDS_FROM:,} ties on.",
    )(command)


def as_table(command: Command) -> Command:
    """--format and --output; the command returns (table, what to print otherwise)."""

    @click.option("-f", "--format", "form", type=click.Choice(tables.FORMATS), help="Write the table in this format.")
    @click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
    @click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path, dir_okay=False),
        help="The file to write; standard output without it. Its ending tells the format.",
    )
    @functools.wraps(command)
    def written(*args: Any, form: str | None, as_json: bool, output: Path | None, **options: Any) -> None:
        if as_json and form not in (None, "json"):
            raise click.UsageError(f"--json and --format {form} contradict each other: leave one out")
        form = "json" if as_json else form
        told = None if output is None else output.suffix.removeprefix(".").lower()
        if told in tables.FORMATS and form not in (None, told):
            raise click.UsageError(f"--format {form} and the ending of {output} contradict each other: leave one out")
        if output is not None and form is None:
            form = told
            if form not in tables.FORMATS:
                raise click.UsageError(
                    f"--format is needed: {output} doesn't end in one of {', '.join(tables.FORMATS)}"
                )
        table, show = command(*args, **options)
        if form is None:
            show()
        else:
            tables.write(table, form, output)
            if output is not None:
                click.echo(f"{output}: {table.height:,} {'row' if table.height == 1 else 'rows'}", err=True)

    return written


def as_facts(command: Command) -> Command:
    """--json; the command returns (a mapping of what it did, what to print otherwise)."""

    @click.option("--json", "as_json", is_flag=True, help="Tell what was done as JSON.")
    @functools.wraps(command)
    def told(*args: Any, as_json: bool, **options: Any) -> None:
        facts, show = command(*args, **options)
        if as_json:
            click.echo(msgspec.json.encode(facts, enc_hook=_plain))
        else:
            show()

    return told


def _plain(value: object) -> object:
    """Paths and the like as text; a number that JSON doesn't know as unknown."""
    return None if isinstance(value, float) and not math.isfinite(value) else str(value)


def at_time(_context: click.Context, _parameter: click.Parameter, given: str | None) -> datetime | None:
    """A time; without a zone it is by the clock of --timezone."""
    if given is None:
        return None
    try:
        return datetime.fromisoformat(given)
    except ValueError:
        raise click.BadParameter(f"{given!r} is no time: write it as 2026-03-01 or 2026-03-01T07:00") from None


def names(command: Command) -> Command:
    """--names: whose names leave the workspace."""
    return click.option(
        "--names",
        type=click.Choice(NAMES),
        default="public",
        show_default=True,
        help="Whose names are shown: agencies, organisations, media, verified and widely followed accounts; everybody's; or "
        "nobody's but agencies' and organisations'.",
    )(command)


def language(command: Command) -> Command:
    """--lang: the language of labels."""
    return click.option(
        "--lang",
        type=click.Choice(["id", "en"]),
        default="id",
        show_default=True,
        envvar="SUARA_LANG",
        help="The language of labels: Indonesian or English.",
    )(command)
