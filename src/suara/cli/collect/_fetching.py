"""What the commands for Mastodon and Bluesky share: options, and the way from a first request to posts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import msgspec

from suara.cli.collect import _live
from suara.collect.live._collecting import Page, Request
from suara.steps._collecting import fetch


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--since, --until, --no-replies, --limit, --name, --workspace and --quiet."""
    for option in (
        _live.quiet,
        _live.made_folder,
        click.option("--name", help="The name of the collection; by default made of what is asked."),
        click.option("--limit", type=click.IntRange(min=1), help="Stop after the page that reaches so many posts."),
        click.option("--replies/--no-replies", default=True, help="Fetch the threads of what is found too, or don't."),
        click.option("--until", callback=_live.at, metavar="TIME", help="The time before which posts end."),
        click.option(
            "--since",
            callback=_live.at,
            metavar="TIME",
            help="The earliest time, as 2026-03-01 or 2026-03-01T07:00+07:00.",
        ),
    ):
        command = option(command)
    return command


def one_of(since: datetime | None, until: datetime | None, **asked: str | None) -> None:
    """Make sure that one of these is asked for, and a time that isn't empty.

    Raises:
        UsageError: none or several are, or --since isn't before --until.
    """
    if sum(map(bool, asked.values())) != 1:
        names = [f"--{name}" for name in asked]
        raise click.UsageError(f"one of {', '.join(names[:-1])} and {names[-1]} is needed, and only one")
    if since and until and since >= until:
        raise click.UsageError("--since must be before --until")


def collected(
    source: ModuleType,
    first: Request,
    page: Callable[[Request], Page],
    *,
    what: str,
    name: str | None,
    folder: Path | None,
    limit: int | None,
    quiet: bool,
) -> None:
    """Collect, import, and say what came of it; `what` is asked for, for a name."""
    workspace = _live.workspace_of(folder)
    with _live.saying(quiet) as say:
        found = fetch(workspace, source, first, page, name=name or named(what, first), limit=limit, say=say)
    _live.fetched(found, workspace.root)


def named(what: str, first: Request) -> str:
    """A name for a collection: readable, and another one for another request.

    Example:
        >>> named("#air mati", {"query": "#air mati"})
        'air-mati-080a'
    """
    mark = hashlib.blake2b(msgspec.json.encode(first, order="deterministic"), digest_size=2).hexdigest()
    readable = re.sub(r"[\W_]+", "-", what).strip("-")[:60]
    return f"{readable}-{mark}" if readable else mark
