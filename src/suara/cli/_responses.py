"""Does the agency answer: complaints, cases and groups of them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from suara import steps
from suara.analyse.crosstab.attributes import check_timezone
from suara.analyse.responses.cases import CLOCKS
from suara.analyse.responses.columns import CASES, COMPLAINTS, GROUPS, explained
from suara.analyse.responses.grouping import GROUPS as GROUPED
from suara.analyse.responses.limits import load as load_service
from suara.cli import _figures, _show, _show_responses
from suara.cli._options import as_table, in_workspace, language, number, without_coordinated
from suara.workspace import Workspace

limits = click.option(
    "--limits",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="TOML files with hours and limits of service of your own; see docs/responsiveness.md.",
)

_COLUMNS = f"""\b
Columns of the complaints:
{explained(COMPLAINTS)}

\b
Columns of the cases (--by case):
{explained(CASES)}

\b
Columns of agencies and other groups:
{explained(GROUPS)}"""


@click.command(epilog=_COLUMNS)
@in_workspace
@without_coordinated
@click.option(
    "--by",
    type=click.Choice(["complaint", "case", *GROUPED]),
    default="complaint",
    show_default=True,
    help="Which table is shown and written: a row a complaint or case, or how often and how fast each group is answered.",
)
@click.option(
    "--clock",
    type=click.Choice(CLOCKS),
    default="first",
    show_default=True,
    help="From when a case is counted: its first post, or its latest before the answer.",
)
@click.option(
    "--window",
    type=click.FloatRange(0, 36_500),
    callback=number,
    default=7.0,
    show_default=True,
    metavar="DAYS",
    help="How long after a complaint an answer may come that is known by a mention only.",
)
@click.option(
    "--same-case",
    type=click.FloatRange(0, 876_000),
    callback=number,
    default=24.0,
    show_default=True,
    metavar="HOURS",
    help="How soon a complaint of the same person to the same agency about the same topic is the same case.",
)
@limits
@click.option("--pairs", is_flag=True, help="Each two groups compared (log-rank, p by Holm), in place of the groups.")
@click.option(
    "--timezone",
    default="Asia/Jakarta",
    show_default=True,
    help="Where months begin (--by month), and hours (--figure week).",
)
@_figures.option("survival", "ranking", "waiting", "week")
@language
@as_table
def responses(
    workspace: Workspace,
    by: str,
    window: float,
    same_case: float,
    timezone: str,
    limits: tuple[Path, ...],
    pairs: bool,
    lang: str,
    figures: list[tuple[str, Path]],
    **terms: Any,
) -> Any:
    """Which agency answers which complaint, how fast, how often, and how sure that is.

    \b
    Example:
        suara responses --workspace hasil/
        suara responses --workspace hasil/ --by agency --output agencies.csv
        suara responses --workspace hasil/ --by topic
        suara responses --workspace hasil/ --figure ranking peringkat.svg --figure week minggu.html
    """
    check_timezone(timezone)
    terms |= {"window": timedelta(days=window), "same_case": timedelta(hours=same_case), "limits": limits}
    with _show.progress() as report:
        found = steps.responses(workspace, report=report, **terms)
        _figures.draw(workspace, figures, lang=lang, timezone=timezone, found=found, report=report)
    if pairs and by in ("complaint", "case"):
        raise click.UsageError("--pairs compares groups: name them with --by, as in --by agency")
    if by == "complaint":
        return found.responses, lambda: _show_responses.responses(found, 50)
    if by == "case":
        return found.cases.select(*CASES), lambda: _show_responses.overdue(found.cases, load_service(limits))
    compared = None if by == "topic" else steps.compare_responses(found, by, timezone=timezone)
    if pairs and compared is None:
        raise click.UsageError("--pairs: a complaint may have several topics, so these groups overlap")
    if pairs and compared is not None:
        return compared.pairs, lambda: _show.table(compared.pairs, "Two by two (log-rank, p by Holm)", 50)
    groups = found.agencies if by == "agency" else steps.response_groups(found, by, timezone=timezone)

    def show() -> None:
        if by == "agency":
            _show_responses.responses(found, 50)
        else:
            labels = steps.topics(workspace, lang=lang).select("topic", "label") if by == "topic" else None
            _show_responses.groups(groups, by, 50, labels=labels)
        _show_responses.compared(compared)

    return groups, show


@click.command()
@in_workspace
@without_coordinated
@click.option(
    "--by",
    type=click.Choice(GROUPED),
    default="account_size",
    show_default=True,
    help="The groups whose plain shares are told beside the regression.",
)
@limits
@language
@as_table
def equity(workspace: Workspace, by: str, lang: str, limits: tuple[Path, ...]) -> Any:
    """Who is answered sooner: big accounts, much reposted complaints, a platform, a tone, an hour?

    Cox's regression within agencies, with what it can't show, and plain shares beside it. Needs `pip install 'suara[survival]'`.

    \b
    Example:
        suara equity --workspace hasil/ --lang en
    """
    with _show.progress() as report:
        found = steps.equity(workspace, by=by, limits=limits, report=report)
    return found.equity.hazards, lambda: _show_responses.equity(found, by, lang)


COMMANDS = (responses, equity)
