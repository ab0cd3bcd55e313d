"""`suara collect watch`: what agencies post and who mentions them on X, from run to run."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from suara.cli import _show
from suara.cli.collect import _live
from suara.cli.collect.x import KEY, cost
from suara.collect.live import _keys, x
from suara.collect.live._collecting import Say, patiently
from suara.errors import SuaraError, WorkspaceBusy
from suara.steps._watching import Watched, accounts_of, planned, seen_in, watch
from suara.workspace import Workspace

if TYPE_CHECKING:
    from suara.collect.live._x_client import Client

BUSY = 75  # what programs that cron starts say for "not now, try again" (EX_TEMPFAIL)


@click.command("watch")
@click.option("--agency", "agencies", multiple=True, callback=_live.several, metavar="ID", help="Only these agencies.")
@click.option("--since", callback=_live.at, metavar="TIME", help="Where the first run begins; else 7 days ago.")
@click.option("--archive", is_flag=True, help="Search all of X, where the key allows it: runs may be weeks apart.")
@click.option("--reposts", is_flag=True, help="Also mere reposts; X counts each like a post.")
@click.option("--log", type=click.Path(path_type=Path, dir_okay=False), help="Add lines with UTC times to this file.")
@_live.made_folder
@_live.key_file
@_live.dry_run
@_live.quiet
def command(
    folder: Path | None,
    key_file: Path | None,
    log: Path | None,
    dry_run: bool,
    quiet: bool,
    agencies: list[str],
    since: datetime | None,
    archive: bool,
    reposts: bool,
) -> None:
    """Follow the agencies of the registry on X: what they post, and the posts that mention them, since the last run.

    Each run asks for what is new, imports it, and ends: with 0 also where nothing is new, with 75 where another run is
    at work. X's search holds 7 days; what can't be fetched any more after a longer break is said.

    \b
    Example:
        suara collect watch -w hasil/ --agency kai,pln --dry-run
    In a crontab, each quarter of an hour:
        */15 * * * * SUARA_X_KEY_FILE=$HOME/.x-key suara collect watch -w $HOME/hasil --log $HOME/watch.log
    """
    from suara.collect.live._x_client import Client  # loads tweepy

    how: dict[str, Any] = {"archive": archive, "since": since, "reposts": reposts}
    with _logging(log) as tell:
        client = Client(_keys.key(KEY, key_file))
        with _live.saying(quiet, tell if log else None) as say:
            if dry_run:
                _would(client, folder, agencies, say, **how)
                return
            workspace = _live.workspace_of(folder)
            found = watch(workspace, client, agencies=agencies, tell=tell, say=say, **how)
        tell(_brought(found))


def _would(client: Client, folder: Path | None, agencies: list[str], say: Say, **how: Any) -> None:
    """Say what a run would ask for; the workspace stays as it is, or isn't made."""
    workspace = Workspace.find(folder)
    seen, accounts = seen_in(workspace), accounts_of(workspace, agencies)
    run, gaps = planned(seen, accounts, datetime.now(UTC), **how)
    told = x.cost(client, run.plan if run else x.Plan(()), lambda ask: patiently(ask, say))
    for gap in gaps:
        _show.say(str(gap))
    if seen.running:
        _show.say("An earlier run wasn't completed: that comes first, and what it still needs isn't counted")
    _show.say(_show.count(len(accounts), "account") + " on X")
    cost(told)


def _brought(found: Watched) -> str:
    posts = _show.count(found.tally.imported, "new post") if found.tally.imported else "nothing new"
    return f"{posts} up to {found.until:%Y-%m-%d %H:%M} UTC ({_show.count(found.pages, 'page')} asked for)"


@contextmanager
def _logging(log: Path | None) -> Iterator[Callable[[str], None]]:
    """Tell what happens, in the log where there is one, else on standard error; the log has failures too."""
    seen_by_somebody = log is None or sys.stderr.isatty()

    def tell(line: str) -> None:
        if seen_by_somebody:
            _show.err.print(line, markup=False, soft_wrap=True)  # above the line that moves, which is there too
        if log is not None:
            flat = " ".join(line.split())
            with log.open("a", encoding="utf-8") as file:
                file.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {flat}\n")

    def failed(line: str) -> None:
        nonlocal seen_by_somebody
        seen_by_somebody = False  # the command itself says it on standard error
        if log is not None:
            tell(f"failed: {line}")

    try:
        yield tell
    except WorkspaceBusy as busy:
        busy.exit_code = BUSY
        failed(str(busy))
        raise
    except SuaraError as error:
        failed(str(error))
        raise
    except KeyboardInterrupt:
        failed("stopped; the next run goes on from there")
        raise
