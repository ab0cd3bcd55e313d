"""What the commands of live sources share: options, words on how it goes, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

import click
from rich.markup import escape
from rich.status import Status

from suara.cli import _show, _show_importing
from suara.collect._doctor import LANGUAGES
from suara.collect.live._collecting import Say
from suara.steps._collecting import Fetched
from suara.workspace import Workspace

_LANG = "suara.lang"
EVERY = 60.0  # seconds between two lines of the same kind where no terminal shows them in one place

key_file = click.option(
    "--key-file",
    type=click.Path(path_type=Path),
    help="A file that holds the key and that only you can read (chmod 600), in place of the environment.",
)
dry_run = click.option("--dry-run", is_flag=True, help="Only say how many posts and requests it would be.")
quiet = click.option("--quiet", is_flag=True, help="No moving lines: one a minute while it waits or fetches.")


def made_folder(command: Callable[..., Any]) -> Callable[..., Any]:
    """--workspace, made if it isn't there, and the language of what is said of the posts that come into it."""
    folder = click.option(
        "-w", "--workspace", "folder", type=click.Path(path_type=Path), help="The workspace, made if it isn't there."
    )
    language = click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        default="id",
        show_default=True,
        envvar="SUARA_LANG",
        expose_value=False,
        callback=lambda ctx, param, value: ctx.meta.update({_LANG: value}),
        help="The language of what is said of the posts: Indonesian or English.",
    )
    return folder(language(command))


def at(ctx: click.Context, param: click.Parameter, given: str | None) -> datetime | None:
    """A time as 2026-03-01 or 2026-03-01T07:00, in UTC unless it says otherwise (+07:00)."""
    if given is None:
        return None
    try:
        found = datetime.fromisoformat(given)
        return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        raise click.BadParameter(f"{given!r} is no time: write it as 2026-03-01 or 2026-03-01T07:00") from None


def several(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> list[str]:
    """Values of an option that is given several times, or once with commas."""
    return [value for text in given for value in re.split(r"[,\s]+", text) if value]


def workspace_of(folder: Path | None) -> Workspace:
    """The workspace to fetch into."""
    return Workspace.create(folder) if folder is not None else Workspace.find()


@contextmanager
def saying(quiet: bool = False, to: Say | None = None) -> Iterator[Say]:
    """Say how it goes: in one line that moves on a terminal, else in plain lines, at most one of a kind a minute.

    Where there is no terminal, `to` gets the lines, or standard error.
    """
    if quiet or not _show.err.is_terminal:
        yield _plainly(to or (lambda line: _show.err.print(line, markup=False, soft_wrap=True)))
        return
    with Status("", console=_show.err) as moving:  # gone when it is done
        yield lambda line: moving.update(escape(line))


def _plainly(out: Callable[[str], None], now: Callable[[], float] = monotonic) -> Say:
    last: dict[str, float] = {}
    begun = now()

    def say(line: str) -> None:
        kind = re.sub(r"\d+", "", line).replace(",", "")
        before = last.get(kind, begun - EVERY if "going on in" in kind else begun)  # a wait is said at once
        if (time := now()) - before >= EVERY:
            last[kind] = time
            out(line)

    return say


def fetched(found: Fetched, root: Path) -> None:
    """What a collection brought."""
    went = found.collected
    before = f", {went.pages_before:,} before" if went.pages_before else ""
    state = "complete" if went.finished else "there is more (a higher --limit goes on)"
    if went.finished and not went.pages:
        state = "complete since an earlier run, nothing was asked (another --name begins anew)"
    pages, posts = _show.count(went.pages, "page"), _show.count(went.posts, "post")
    _show.say(f"{went.journal.stem}: {pages} with {posts} fetched{before}; {state}")
    if found.imported.files:
        _show_importing.imported(found.imported, root, click.get_current_context().meta[_LANG])
