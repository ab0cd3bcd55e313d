"""`suara agencies`: the registry, what something resolves to in it, and what the posts say that it lacks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import polars as pl
from rich.markup import escape

from suara import steps
from suara.cli import _show
from suara.cli._options import as_facts, as_table, folder, in_workspace, language
from suara.errors import WorkspaceError
from suara.steps import CheckedAgencies
from suara.workspace import Workspace

files = click.option(
    "--agencies",
    "files",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="TOML files with agencies of your own, beside those of the workspace.",
)


@click.group()
def agencies() -> None:
    """The agency registry: what is in it, what something resolves to, and what the posts say that it lacks.

    \b
    Example:
        suara agencies list
        suara agencies check --workspace hasil/
    """


def _workspace(folder: Path | None) -> Workspace | None:
    """The workspace that is named or lies around; none is fine, as the bundled registry needs none."""
    try:
        return Workspace.find(folder)
    except WorkspaceError:
        if folder is not None:
            raise
        return None


@agencies.command("list")
@folder
@files
@as_table
def list_(folder: Path | None, files: tuple[Path, ...]) -> Any:
    """The agencies that are known: bundled ones, those of the workspace, and those of files.

    \b
    Example:
        suara agencies list
        suara agencies list --workspace hasil/ --output registry.csv
    """
    found = steps.agencies_listed(steps.registry(_workspace(folder), files))
    shown = found.select("agency", "name", "parent", "region", "handles")
    return found, lambda: _show.table(shown, rows=found.height)


@agencies.command()
@click.argument("asked", metavar="ID|@HANDLE|TEXT")
@folder
@files
@language
@as_table
def show(asked: str, folder: Path | None, files: tuple[Path, ...], lang: str) -> Any:
    """What an id, a handle or a text resolves to, and why.

    \b
    Example:
        suara agencies show dukcapil
        suara agencies show @KAI_121 --lang en
        suara agencies show "antre di Disdukcapil Kota Bandung, BPJS juga"
    """
    found = steps.agencies_found(asked, steps.registry(_workspace(folder), files), lang)

    def say() -> None:
        if found.is_empty():
            _show.say("No agency of the registry: no id, no account, and no name in it.", style="yellow")
        for row in found.iter_rows(named=True):
            agency = row["agency"] or f"{row['candidates']} ?"
            where = f" ({row['region']})" if row["region"] else ""
            _show.say(escape(f"{row['evidence']} -> {agency}{where}: {row['says']}"))

    return found, say


@agencies.command()
@in_workspace
@click.option(
    "--table",
    type=click.Choice(["accounts", "handles", "lookalikes", "ambiguous", "unseen"]),
    default="accounts",
    show_default=True,
    help="Which table --format writes.",
)
@click.option(
    "--least",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help="How many people turn to a handle that is listed.",
)
@click.option(
    "--score",
    type=click.FloatRange(0, 1),
    default=0.55,
    show_default=True,
    help="From which score on an account is suggested.",
)
@click.option(
    "--draft",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the suggested accounts as a file of agencies, to be completed by hand.",
)
@as_table
def check(workspace: Workspace, table: str, least: int, score: float, draft: Path | None) -> Any:
    """What the registry may lack: accounts that behave like an agency, handles that people turn to, names left open.

    Suggestions for a person; nothing is changed. The score of an account is the weighted mean of what is known of: how many
    people it replies to (weight 2), the share of its posts that are replies (1) and of those that come within a day after
    that person turned to it (2), sign-offs (1), wording it uses again (3), a word like "layanan" in its name (1), verified (1);
    each is a column. `lookalikes` of official accounts, as impersonators use them, are told apart and never suggested.

    \b
    Example:
        suara agencies check --workspace hasil/
        suara agencies check --workspace hasil/ --table handles --output handles.csv
        suara agencies check --workspace hasil/ --draft instansi.toml
    """
    with _show.progress() as report:
        found = steps.check_agencies(workspace, least=least, score=score, report=report)
    if draft is not None:
        number = steps.draft_agencies(found, draft)
        _show.err.print(
            f"{draft}: {_show.count(number, 'suggestion')}; complete what is marked # ?, then: suara code --agencies {draft}",
            markup=False,
            soft_wrap=True,
        )
    return getattr(found, table), lambda: _checked(found)


@agencies.command()
@click.argument("output", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@as_facts
def new(output: Path) -> Any:
    """Write a first file of agencies of your own, to be changed by hand.

    \b
    Example:
        suara agencies new instansi.toml
    """
    steps.new_agencies(output)
    said = f"{output}: change it, look with `suara agencies list --agencies {output}`, then `suara code --agencies {output}`"
    return {"file": output}, lambda: _show.say(said)


def _checked(found: CheckedAgencies) -> None:
    """What was found, table by table."""
    called = pl.coalesce(pl.lit("@") + pl.col("handle"), "account").alias("account")
    signals = [pl.col(name).round(2) for name in ("score", "reply_ratio", "prompt", "signed", "alike")]
    suggested = found.accounts.select(called, *signals, "people", "words", "verified", "speaks_for")
    _part(suggested, "Behave like an agency", "accounts", "No account behaves like an agency that the registry lacks.")
    handles = found.handles.select(called, "accounts", "posts", "complaining", "missed", "own_posts", "resembles")
    _part(handles, "Turned to, and nobody's in the registry", "handles", "People turn to no account that isn't known.")
    looks = found.lookalikes.select(called, "resembles", "official", "how", "people", "turned_to")
    _part(
        looks,
        "Look like an official account: impersonators, typing errors, or agencies with a similar name",
        "lookalikes",
        "No account looks like an official one.",
    )
    names = found.ambiguous.filter(pl.col("posts") > 0).with_columns(settled=pl.col("posts") - pl.col("open"))
    shown = names.select("name", "candidates", "posts", "settled", "open", "missed")
    _part(shown, "Ambiguous names", "ambiguous", "No ambiguous name stands in a text.")
    _show.say(
        f"{_show.count(found.unseen.height, 'agency', 'agencies')} of the registry not seen in these posts.",
        style="dim",
    )


def _part(table: pl.DataFrame, title: str, name: str, none: str) -> None:
    if table.is_empty():
        _show.say(none)
    else:
        _show.table(table, title, 10, rest=f"with --table {name} --format csv")
    _show.out.print()
