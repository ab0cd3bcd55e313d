"""How things go on in time, and when that changes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from suara import steps
from suara.analyse.discourse.kernels import KERNELS
from suara.analyse.responses.tables import WITHIN
from suara.analyse.timeline.periods import UNITS
from suara.analyse.timeline.telling import COUNTED
from suara.cli import _figures, _show, _show_course, _show_timeline
from suara.cli._discourse_options import scale
from suara.cli._options import as_table, at_time, in_workspace, language, without_coordinated
from suara.cli._queries import timezone, where
from suara.cli._statements import chosen
from suara.workspace import Workspace

KINDS = ("periods", "changes", "behind", "windows", "ties")
MORE_UNITS = ("second", "minute", "year")


@click.command()
@in_workspace
@without_coordinated
@click.option(
    "--unit",
    type=click.Choice([*UNITS, *MORE_UNITS]),
    default="day",
    show_default=True,
    help="What a row is; weeks are ISO 8601's. Seconds, minutes and years are for --windows.",
)
@click.option(
    "--count",
    type=click.Choice(COUNTED),
    default="posts",
    show_default=True,
    help="Of what changes are looked for, and shares are; addressed: posts of people to an agency; answered: the share of "
    "complaints that was answered in time, by when they were made.",
)
@click.option(
    "--by",
    metavar="ATTRIBUTE",
    help="Follow the share of each topic, agency, platform ...: any that `suara crosstab` knows.",
)
@click.option(
    "--topic", metavar="CODE", help="Only posts with this code of the complaints codebook: --where topic=CODE."
)
@click.option("--agency", metavar="AGENCY", help="Only posts that are addressed to it: --where agency=AGENCY.")
@where
@click.option(
    "--since",
    callback=at_time,
    metavar="TIME",
    help="Leave out what is earlier, as 2026-03-01; by the clock of --timezone.",
)
@click.option("--until", callback=at_time, metavar="TIME", help="Leave out what is at that time or later.")
@click.option(
    "--within",
    type=click.FloatRange(min=0, min_open=True),
    default=WITHIN / timedelta(days=1),
    show_default=True,
    metavar="DAYS",
    help="How soon an answer is in time.",
)
@click.option(
    "--shortest",
    type=click.IntRange(min=2),
    metavar="N",
    help="Periods that a level lasts at least, for a change to count: by default 24 hours, 7 days, 4 weeks, 3 months.",
)
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    help="Which table is written: a row a period (the default), a change, or a thing behind a change; of --windows a row a "
    "window (the default), or a pair of actors (ties).",
)
@click.option(
    "--windows",
    type=click.IntRange(min=1),
    metavar="N",
    help="Discourse networks in windows of N units in place of posts: who agrees and who disagrees, and the phases.",
)
@click.option(
    "--step",
    type=click.IntRange(min=1),
    metavar="N",
    help="Units from a window to the next; by default N.",
)
@click.option(
    "--most",
    type=click.IntRange(min=2),
    default=steps.MOST_ACTORS,
    show_default=True,
    metavar="N",
    help="Of --windows: only the actors with most statements.",
)
@click.option("--kernel", type=click.Choice(KERNELS), help="Smoothed slices that are so wide, in place of --windows.")
@scale
@chosen
@_figures.option("timeline")
@click.option(
    "--gexf",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the network of all accounts with the hours, days, ... in which they turned to each other: Gephi plays it.",
)
@timezone
@language
@as_table
def timeline(
    workspace: Workspace,
    kind: str | None,
    windows: int | None,
    step: int | None,
    kernel: str | None,
    most: int,
    scale: tuple[int, int] | None,
    concepts: tuple[str, ...],
    qualifier: str,
    of: str,
    topic: str | None,
    agency: str | None,
    where: tuple[str, ...],
    within: float,
    figures: list[tuple[str, Path]],
    gexf: Path | None,
    **options: Any,
) -> Any:
    """How much is posted when, about what, and when that changed: each change with what is behind it.

    A change is a level that lasts; one peak is none. Levels have 95 % intervals. Behind a change is what a larger share of
    the posts after it have than before it (of a fall, the other way round): words, hashtags, topics, agencies, platforms,
    accounts, posts that were passed on. The rhythm of the day and of the week is no change.

    With --count answered a period is that in which complaints were made; where some of them are younger at the end of the
    collection than --within, its share isn't known yet, and left empty.

    With --windows it is of statements (see `suara statements`): how many pairs of actors agree and disagree in each window,
    and which windows are alike (phases). --gexf then has the network of actors, whom Gephi's timeline plays.

    \b
    Example:
        suara timeline --workspace hasil/
        suara timeline --workspace hasil/ --unit week --by topic --count complaints
        suara timeline --workspace hasil/ --unit hour --count reposts --kind behind --output sebab.csv
        suara timeline --workspace hasil/ --unit week --count answered --within 1
        suara timeline --workspace hasil/ --count complaints --figure keluhan.html
        suara timeline --workspace hasil/ --windows 2 --unit week --qualifier sentiment --gexf debat.gexf
        suara timeline --workspace hasil/ --agency kai --since 2026-03-15 --until 2026-05-01
    """
    if windows is not None:
        if kind not in (None, "windows", "ties") or where or topic or agency or options["by"]:
            raise click.UsageError(
                "--windows goes with --kind windows or ties, and not with --by, --topic, --agency, --where"
            )
        asked = {name: options[name] for name in ("unit", "since", "until", "timezone")}
        said = {"concepts": concepts, "qualifier": qualifier, "of": of}
        return _windows(
            workspace,
            kind,
            figures,
            gexf,
            options["lang"],
            width=windows,
            step=step,
            kernel=kernel,
            most=most,
            scale=scale,
            **asked,
            **said,
        )
    if kind in ("windows", "ties") or kernel or step or options["unit"] in MORE_UNITS:
        raise click.UsageError("--kind windows and ties, --step, --kernel and such units go with --windows")
    conditions = [*where, *(f"{name}={value}" for name, value in (("topic", topic), ("agency", agency)) if value)]
    with _show.progress() as report:
        found = steps.timeline(workspace, where=conditions, within=timedelta(days=within), report=report, **options)
        for _, path in figures:
            _figures.told(steps.draw_timeline(found, path, lang=options["lang"]))
        if gexf is not None:
            same = {name: options[name] for name in ("unit", "timezone", "lang")}
            steps.export(workspace, gexf, what="accounts_over_time", report=report, **same)
            _show.err.print(f"network: {gexf}", markup=False, soft_wrap=True)
    tables = {"periods": found.table, "changes": found.changes, "behind": found.behind}
    return tables[kind or "periods"], lambda: _show_timeline.show(found)


def _windows(
    workspace: Workspace,
    kind: str | None,
    figures: list[tuple[str, Path]],
    gexf: Path | None,
    lang: str,
    **asked: Any,
) -> Any:
    """The course of the debate in statements."""
    with _show.progress() as report:
        found = steps.course(workspace, report=report, **asked)
        for _, path in figures:
            _figures.told(steps.draw_course(workspace, found, path, lang=lang))
        if gexf is not None:
            for path in steps.export_course(workspace, found, gexf, lang=lang):
                _show.err.print(f"network: {path}", markup=False, soft_wrap=True)
    return found.ties if kind == "ties" else found.table, lambda: _show_course.show(found, asked["unit"])


COMMANDS = (timeline,)
