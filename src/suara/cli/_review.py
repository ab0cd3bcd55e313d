"""Review by people: samples out, decisions in, and how good the codes are by them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from rich.markup import escape

from suara import steps
from suara.cli import _show, _show_review
from suara.cli._options import in_workspace, language
from suara.errors import FileError
from suara.present import review_file, tables
from suara.workspace import Workspace

_MODES = "--output FILE (a sample to mark), --terminal, --read FILE or --report"


@click.command()
@in_workspace
@click.option("--codebook", metavar="NAME", help="One of the workspace's codebooks; the first without it.")
@click.option(
    "--sample",
    "size",
    type=click.IntRange(1),
    default=200,
    show_default=True,
    metavar="N",
    help="How many posts to draw.",
)
@click.option(
    "--seed", type=click.IntRange(0), default=0, show_default=True, metavar="S", help="Another seed draws other posts."
)
@click.option(
    "--by",
    type=click.Choice(steps.STRATA),
    default="code",
    show_default=True,
    help="What the sample is stratified by; code: by the rarest code found, and posts without one.",
)
@click.option("--blind", is_flag=True, help="Don't show what the program found, so that it doesn't sway who reviews.")
@click.option("--terminal", is_flag=True, help="Review the sample here, post by post.")
@click.option(
    "--read",
    "files",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE [FILE...]",
    help="Read marked samples back.",
)
@click.option("--coder", metavar="NAME", help="Who reviews; with --read, who marked the rows that name nobody.")
@click.option(
    "--report",
    "reporting",
    is_flag=True,
    help="Precision, recall and F1 of the codes, and how far coders agree; also in tables/.",
)
@click.option("-f", "--format", "form", type=click.Choice(tables.FORMATS), help="Write the table of --report so.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write: a sample as .csv or .xlsx, or the table of --report.",
)
@language
@click.argument("more", nargs=-1, type=click.Path(path_type=Path, dir_okay=False))
def review(
    workspace: Workspace,
    files: tuple[Path, ...],
    more: tuple[Path, ...],
    reporting: bool,
    terminal: bool,
    coder: str | None,
    form: str | None,
    as_json: bool,
    output: Path | None,
    lang: str,
    **sampling: Any,
) -> None:
    """Let people confirm or correct the codes: draw a sample, read it back, tell how good the codes are.

    A sample is a table: a row a post, a column a code (1 or x: it holds; 0 or nothing: it doesn't). A row counts once
    its marks differ from those it came with, or `reviewed` is marked. What people decide takes the place of what the
    program found. Two people who mark the same sample, each a copy, show how far they agree.

    \b
    Example:
        suara review --sample 100 --output draft.xlsx --workspace hasil/
        suara review --sample 100 --terminal --coder ani --workspace hasil/
        suara review --read sample.csv --coder budi --workspace hasil/
        suara review --report --workspace hasil/
    """
    if more and not files:
        raise click.UsageError(f"{more[0]}: write --read before the names of marked files")
    if (form or as_json) and not reporting:
        raise click.UsageError("--format and --json are for --report")
    if bool(files) + reporting + terminal > 1:
        raise click.UsageError("--read, --report and --terminal are three ways: take one at a time")
    if files:
        _show_review.read_back(steps.read_reviewed(workspace, (*files, *more), coder=coder))
    elif reporting:
        _report(workspace, sampling["codebook"], "json" if as_json else form, output)
    elif terminal:
        _terminal(workspace, coder, lang, sampling)
    elif output is not None:
        _sample(workspace, output, lang, sampling)
    else:
        raise click.UsageError(f"say what to do: {_MODES}")


def _sample(workspace: Workspace, output: Path, lang: str, sampling: dict[str, Any]) -> None:
    if output.suffix.lower() not in review_file.ENDINGS:
        raise click.UsageError(f"{output} must end in {' or '.join(review_file.ENDINGS)}")
    if output.exists():
        raise FileError(f"{output} is there already, and may be marked: name a new file")
    with _show.progress() as report:
        drawn = steps.draw_sample(workspace, output, lang=lang, report=report, **sampling)
    _show_review.drawn(drawn, output)


def _report(workspace: Workspace, codebook: str | None, form: str | None, output: Path | None) -> None:
    told = None if output is None else output.suffix.removeprefix(".").lower()
    form = form or (told if told in tables.FORMATS else None)
    if output is not None and form is None:
        raise click.UsageError(f"--format is needed: {output} doesn't end in one of {', '.join(tables.FORMATS)}")
    with _show.progress() as report:
        found = steps.report_review(workspace, codebook=codebook, report=report)
    if form is not None:
        tables.write(found.performance, form, output)
    else:
        _show_review.report(found, workspace.root)


def _terminal(workspace: Workspace, coder: str | None, lang: str, sampling: dict[str, Any]) -> None:
    """One post after the other; each decision is kept at once."""
    if not (coder or "").strip():
        raise click.UsageError("--terminal needs --coder NAME: decisions are kept by who made them")
    name = str(coder).strip()
    with _show.progress() as report:
        drawn = steps.draw_sample(workspace, lang=lang, report=report, **sampling)
    waiting = steps.undecided(workspace, drawn, name)
    lines, kept = iter(sys.stdin.readline, ""), 0
    for number, post in enumerate(waiting, 1):
        given = _asked(drawn, post, f"{number} / {len(waiting)}", lang, lines)
        if given is None:
            break
        if given is not SKIPPED:
            steps.decide(workspace, drawn, post, given, name)
            kept += 1
    _show.say(
        f"{_show.count(kept, 'decision')} by {escape(name)} kept; {len(waiting) - kept:,} of the sample left. "
        "`suara review --report` tells what follows from them."
    )


SKIPPED: list[str] = ["(skipped)"]


def _asked(drawn: steps.Sample, post: str, at: str, lang: str, lines: Iterator[str]) -> list[str] | None:
    """The codes that a person confirms for a post; `SKIPPED`, or None to quit."""
    topics = [code.id for code in drawn.book.codes]
    given = _show_review.post(drawn, post, at, lang)
    for line in lines:
        keys = line.strip().lower().replace(",", " ").split()
        if keys == ["q"]:
            return None
        if keys == ["s"]:
            return SKIPPED
        if not keys:
            if drawn.book.exclusive and len(given) > 1:
                _show.say("This codebook allows one code a post: take the others away.", style="yellow")
            else:
                return given
        elif all(key.isdecimal() and 1 <= int(key) <= len(topics) for key in keys):
            for key in keys:
                topic = topics[int(key) - 1]
                given = [t for t in topics if (t in given) != (t == topic)]
        else:
            _show.say(f"numbers 1 to {len(topics)}, s, q, or nothing: {escape(line.strip())!r} is none", style="yellow")
        _show_review.choices(drawn.book, given, lang)
    return None


COMMANDS = (review,)
