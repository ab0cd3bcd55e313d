"""Who shares the same things at nearly the same time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from suara import steps
from suara.analyse.coordination.kinds import KINDS, USUAL, WORDS
from suara.analyse.coordination.pairs import Window
from suara.analyse.coordination.rules import PUBLISHED, WINDOW, Rules
from suara.cli import _show, _show_coordination
from suara.cli._options import as_table, folder, number, store
from suara.workspace import Workspace

TABLES = ("accounts", "pairs", "evidence", "chance")


def _rules(command: Callable[..., Any]) -> Callable[..., Any]:
    """What makes a pair, and from when on accounts are flagged."""
    usual = Rules()
    options = (
        click.option(
            "--window",
            multiple=True,
            metavar="SECONDS|KIND=SECONDS",
            help="The most seconds between two posts, for all kinds or for one; 60 without it.",
        ),
        click.option(
            "--min-participation",
            type=click.IntRange(min=1),
            default=usual.participation,
            show_default=True,
            help="The least number of times that an account shares something of a kind.",
        ),
        click.option(
            "--min-weight",
            type=click.IntRange(min=1),
            help=f"The least number of pairs of posts of two flagged accounts; {usual.least} without it.",
        ),
        click.option(
            "--e-value",
            type=click.FloatRange(min=0),
            callback=number,
            help="How many ties as heavy as a flagged one may come about by chance, by the clock or by usual haste; "
            f"{usual.e_value} without it.",
        ),
        click.option(
            "--quantile",
            type=click.FloatRange(0, 1),
            callback=number,
            help="Flag only ties above this quantile of the weights of all ties.",
        ),
        click.option(
            "--published",
            is_flag=True,
            help="Flag as CooRTweet does: ties above the median weight, or above --quantile, and nothing else.",
        ),
        click.option(
            "--shuffles",
            type=click.IntRange(0, 100),
            default=usual.shuffles,
            show_default=True,
            help="How often times are shuffled to see what comes about by chance.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@folder
@store
@click.option(
    "--kind",
    "kinds",
    type=click.Choice(list(KINDS)),
    multiple=True,
    help=f"What is looked at, several times for several kinds; {', '.join(USUAL)} without it.",
)
@_rules
@click.option(
    "--min-words",
    type=click.IntRange(min=1),
    default=WORDS,
    show_default=True,
    help="The least number of words of a text; shorter ones are said again by chance.",
)
@click.option(
    "--with-agencies", is_flag=True, help="Accounts of agencies and media, too, whose templates are their work."
)
@click.option(
    "--file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Look at a CSV or Parquet file of CooRTweet's (object_id, account_id, content_id, timestamp_share) instead.",
)
@click.option(
    "--table", "which", type=click.Choice(TABLES), help="Which table is shown and written; accounts without it."
)
@click.option(
    "--ranking",
    type=click.Choice(list(steps.RANKINGS)),
    help="Show a ranking with and without the posts of flagged accounts.",
)
@as_table
def coordination(
    folder: Path | None,
    store: str | None,
    kinds: tuple[str, ...],
    window: tuple[str, ...],
    min_words: int,
    with_agencies: bool,
    file: Path | None,
    which: str | None,
    ranking: str | None,
    **options: Any,
) -> Any:
    """Accounts that share the same link, text, hashtags or repost within seconds, again and again: a screen, no verdict.

    Each flagged account comes with its evidence, and with what chance alone would give. Flagged accounts stand in the graph
    as COORDINATES_WITH; `--without-coordinated` of other commands leaves their posts out.

    \b
    Example:
        suara coordination --workspace hasil/
        suara coordination --workspace hasil/ --kind text --window 3600 --table evidence
        suara coordination --workspace hasil/ --window 60 --window text=3600 --output akun.csv
        suara coordination --workspace hasil/ --ranking topics
        suara coordination --file shares.csv --published --min-participation 2 --window 60 --table pairs
    """
    if file is not None and (kinds or ranking or with_agencies):
        raise click.UsageError("--file goes without --kind, --with-agencies and --ranking")
    rules = _asked(window, tuple(KINDS) if file is None else (), **options)
    with _show.progress() as report:
        if file is not None:
            read = steps.coordination_in_file(file, rules=rules, report=report)
            found, shown = read.screen, {"accounts": read.screen.accounts, "pairs": read.screen.ties}
        else:
            workspace = Workspace.find(folder, store)
            screened = steps.coordination(
                workspace, kinds=kinds or USUAL, rules=rules, agencies=with_agencies, words=min_words, report=report
            )
            found, shown = screened.screen, {"accounts": screened.accounts, "pairs": screened.ties}
            if ranking is not None:
                both = steps.both_ways(workspace, ranking, report=report)
                return both, lambda: _show_coordination.both_ways(both, found)
    evidence = read.screen.evidence if file is not None else screened.evidence
    shown |= {"evidence": evidence, "chance": found.chance}
    left_out = read.rejected if file is not None else screened.shared

    def show() -> None:
        _show_coordination.overview(found, left_out)
        _show_coordination.tables(shown, which)

    return shown[which or "accounts"], show


def _asked(
    window: tuple[str, ...],
    kinds: tuple[str, ...],
    *,
    min_participation: int,
    min_weight: int | None,
    e_value: float | None,
    quantile: float | None,
    published: bool,
    shuffles: int,
) -> Rules:
    """The rules that the options mean."""
    rules = PUBLISHED if published else Rules()
    given = {"least": min_weight, "e_value": e_value, "quantile": quantile}
    told: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    return replace(rules, window=_window(window, kinds), participation=min_participation, shuffles=shuffles, **told)


def _window(given: tuple[str, ...], kinds: tuple[str, ...]) -> Window:
    """Seconds for all kinds, or for each."""
    usual, of = WINDOW, {}
    for one in given:
        kind, equals, seconds = one.rpartition("=")
        try:
            number = float(seconds)
        except ValueError:
            number = -1.0
        if not 0 <= number <= 366 * 86_400 or (equals and kind not in kinds):
            known = f", or as in {kinds[0]}=600 for one of {', '.join(kinds)}" if kinds else ""
            raise click.BadParameter(f"{one!r} is none: write seconds{known}", param_hint="--window")
        if equals:
            of[kind] = number
        else:
            usual = number
    return dict.fromkeys(kinds, usual) | of if of else usual


COMMANDS = (coordination,)
