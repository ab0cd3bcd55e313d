"""The paths from complaints to answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from suara import steps
from suara.analyse.paths.escalation import LARGE
from suara.cli import _figures, _show, _show_paths
from suara.cli._options import as_table, in_workspace, language, without_coordinated
from suara.workspace import Workspace

_BY = {
    "handoffs": ("agency", "way", "step"),
    "escalation": ("event", "complaint", "post"),
    "shortest": ("step",),
}


@click.command()
@in_workspace
@without_coordinated
@click.option(
    "--kind",
    type=click.Choice(list(_BY)),
    default="handoffs",
    show_default=True,
    help="Who is sent on to whom; what came before an answer; or the shortest ways from a topic to an agency.",
)
@click.option(
    "--by",
    metavar="NAME",
    help="Which table is written: of hand-offs by agency (the default), way or step; of escalation by event (the "
    "default), complaint or post.",
)
@click.option("--topic", help="Only ways from this code of the complaints codebook (--kind shortest).")
@click.option("--agency", help="Only ways to this agency (--kind shortest).")
@click.option(
    "--large",
    type=click.IntRange(min=0),
    default=LARGE,
    show_default=True,
    metavar="FOLLOWERS",
    help="From when on an account that passes a complaint on is a large one (--kind escalation).",
)
@_figures.option("handoffs")
@language
@as_table
def paths(
    workspace: Workspace,
    kind: str,
    by: str | None,
    topic: str | None,
    agency: str | None,
    large: int,
    figures: list[tuple[str, Path]],
    lang: str,
) -> Any:
    """Complaint, amplification, response: who is sent on to whom, what came before the answer, and the shortest ways.

    \b
    Example:
        suara paths --workspace hasil/
        suara paths --workspace hasil/ --by way --output jalan.csv
        suara paths --workspace hasil/ --figure alih.svg --figure alih.html --lang en
        suara paths --workspace hasil/ --kind escalation
        suara paths --workspace hasil/ --kind shortest --topic slow_service --agency pln
    """
    if by is not None and by not in _BY[kind]:
        raise click.BadParameter(f"of {kind} it is {' or '.join(_BY[kind])}", param_hint="--by")
    if kind != "shortest" and (topic is not None or agency is not None):
        raise click.UsageError("--topic and --agency go with --kind shortest")
    by = by or _BY[kind][0]
    with _show.progress() as report:
        found = steps.paths(workspace, large=large, report=report)
        _figures.draw(workspace, figures, lang=lang, report=report)
    if kind == "shortest":
        ways = found.shortest(topic, agency)
        return ways, lambda: _show_paths.shortest(ways)
    if kind == "escalation":
        what = found.escalation
        tables = {"event": what.summary, "complaint": what.complaints, "post": what.events}
        return tables[by], lambda: _show_paths.escalation(what)
    sent = found.handoffs
    tables = {"agency": sent.between, "way": sent.ways, "step": sent.steps}
    return tables[by], lambda: _show_paths.handoffs(sent, found.graph.tables)


COMMANDS = (paths,)
