"""What agencies post and who mentions them, from run to run: each asks X for what is new since the last one.

A run asks for a window of time, from the end of the last window to half a minute ago, so that windows meet without a
gap. It is written down before anything is asked: one that was killed or failed is completed first by the next run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import polars as pl

from suara._files import whole
from suara.collect._input import NOT_JSON
from suara.collect.live import x
from suara.collect.live._collecting import Say
from suara.errors import DataError, WorkspaceError
from suara.posts import Tally
from suara.steps._coding import _registry
from suara.steps._collecting import fetch, journal_of
from suara.steps._importing import Report, silent
from suara.workspace import Workspace

if TYPE_CHECKING:
    from suara.collect.live._x_client import Client

SETTLED = timedelta(seconds=30)  # X finds a post some seconds after it was made
GRACE = timedelta(hours=1)  # a run may wait for limits while the eldest of the seven days go


class Run(msgspec.Struct, kw_only=True):
    """A window that is asked for: until when, of which accounts, and how."""

    until: datetime
    accounts: list[str]
    steps: tuple[x.Step, ...]
    archive: bool = False

    @property
    def plan(self) -> x.Plan:
        """What is asked."""
        return x.Plan(self.steps, self.archive)

    @property
    def name(self) -> str:
        """The journal that it is kept in: one a day."""
        return f"watch-{self.until:%Y-%m-%d}"


class Gap(msgspec.Struct, kw_only=True, frozen=True):
    """What can't be fetched any more."""

    since: datetime
    until: datetime
    accounts: list[str]

    def __str__(self) -> str:
        """In a sentence."""
        few = len(self.accounts) <= 3
        whom = " for " + ", ".join(f"@{account}" for account in self.accounts) if few else ""
        return (
            f"nothing can be fetched between {_said(self.since)} and {_said(self.until)} UTC{whom}: "
            "X's recent search holds 7 days (suara collect watch --archive reaches further, where the key allows it)"
        )


class Seen(msgspec.Struct, kw_only=True):
    """What runs have seen: kept in the workspace, beside the journals."""

    accounts: dict[str, datetime] = {}  # handle in lower case -> up to when
    running: Run | None = None  # begun, and not complete
    gaps: list[Gap] = []


@dataclass
class Watched:
    """What a run brought."""

    until: datetime
    pages: int = 0
    tally: Tally = field(default_factory=Tally)
    gaps: list[Gap] = field(default_factory=list)


def watch(
    workspace: Workspace,
    client: Client,
    *,
    agencies: Sequence[str] = (),
    archive: bool = False,
    since: datetime | None = None,
    reposts: bool = False,
    tell: Callable[[str], None] = lambda line: None,
    say: Say = lambda line: None,
    report: Report = silent,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Watched:
    """Fetch and import what agencies posted and who mentioned them since the last run.

    Args:
        workspace: with the agencies of its settings.
        client: X.
        agencies: ids of the registry; all with accounts on X by default.
        archive: search all of X, so that runs may be more than seven days apart.
        since: where to begin for accounts that were never watched; by default the past seven days.
        reposts: also mere reposts, which X counts like posts.
        tell: told what is to be known of the run, such as times of which nothing can be fetched.
        say: told how it goes.
        report: told how the import goes.
        now: the clock.

    Raises:
        SourceError: X refuses or can't be reached; the next run goes on from there.
        WorkspaceBusy: another run is at work.
        DataError: there is no such agency, or none has an account on X.
    """
    with workspace.lock():
        seen = seen_in(workspace)
        accounts = accounts_of(workspace, agencies)
        result = Watched(now())

        def complete(run: Run) -> None:
            if run.steps:
                pages = x.pages_of(client, run.plan)
                found = fetch(
                    workspace, x.SOURCE, run.plan.first, pages, name=run.name, again=True, say=say, report=report
                )
                result.pages += found.collected.pages
                result.tally += found.imported.total
            result.until = run.until
            seen.accounts |= dict.fromkeys(run.accounts, run.until)
            seen.running = None
            _write(workspace, seen)

        def lost(gaps: list[Gap]) -> None:
            result.gaps += gaps
            for gap in gaps:
                tell(str(gap))

        if seen.running is not None:
            tell(f"an earlier run wasn't completed: going on with it (up to {_said(seen.running.until)} UTC)")
            lost(_go_on(workspace, seen, seen.running, now(), complete))
        run, gaps = planned(seen, accounts, now(), archive=archive, since=since, reposts=reposts)
        lost(gaps)
        if run is not None:
            seen.running, seen.gaps = run, [*seen.gaps, *gaps]
            _write(workspace, seen)
            complete(run)
    return result


def accounts_of(workspace: Workspace, agencies: Sequence[str] = ()) -> list[str]:
    """The accounts on X of these agencies, or of all.

    Raises:
        DataError: there is no such agency, or none of them has an account on X.
    """
    registry = _registry(workspace, workspace.settings)
    known = set(registry.frame["agency"])
    if wrong := [agency for agency in agencies if agency not in known]:
        raise DataError(f"there is no agency {wrong[0]!r}; there are: {', '.join(sorted(known))}")
    on_x = registry.accounts.filter(pl.col("platform") == "x").drop_nulls("handle")
    if agencies:
        on_x = on_x.filter(pl.col("agency").is_in(list(agencies)))
    if on_x.is_empty():
        raise DataError("none of these agencies has an account on X in the registry: add one (see --agencies)")
    return x.handles_of(on_x["handle"].unique(maintain_order=True).to_list())


def planned(
    seen: Seen,
    accounts: Sequence[str],
    now: datetime,
    *,
    archive: bool = False,
    since: datetime | None = None,
    reposts: bool = False,
) -> tuple[Run | None, list[Gap]]:
    """The window that is to be asked for, if there is one, and what is lost before it."""
    until = (now - SETTLED).replace(microsecond=0)
    oldest = _oldest(now)
    begins: dict[datetime, list[str]] = {}
    lost: dict[datetime, list[str]] = {}
    for account in accounts:
        last = seen.accounts.get(account, since)
        begin = oldest if last is None or (last < oldest and not archive) else last
        if last is not None and last < begin:
            lost.setdefault(last, []).append(account)
        if begin < until:
            begins.setdefault(begin, []).append(account)
    gaps = [Gap(since=last, until=oldest, accounts=whose) for last, whose in sorted(lost.items())]
    steps = [
        x.Step(query=query, since=x.written(begin), until=x.written(until))
        for begin, whose in sorted(begins.items())
        for query in _queries(whose, archive, reposts)
    ]
    asked = [account for whose in begins.values() for account in whose]
    return (Run(until=until, accounts=asked, steps=tuple(steps), archive=archive) if steps else None), gaps


def seen_in(workspace: Workspace) -> Seen:
    """What runs have seen so far.

    Raises:
        WorkspaceError: what was noted of it is damaged.
    """
    path = _file(workspace)
    try:
        return msgspec.json.decode(path.read_bytes(), type=Seen)
    except FileNotFoundError:
        return Seen()
    except NOT_JSON as error:
        raise WorkspaceError(
            f"{path} is damaged ({error}): move it away, and the past 7 days are asked for again"
        ) from None


def _queries(accounts: Sequence[str], archive: bool, reposts: bool) -> list[str]:
    clauses = [f"from:{account} OR @{account}" for account in accounts]
    return x.packed(clauses, x.LONGEST_QUERY[archive], "" if reposts else "-is:retweet")


def _go_on(workspace: Workspace, seen: Seen, run: Run, now: datetime, complete: Callable[[Run], None]) -> list[Gap]:
    """Complete an earlier run. Where X takes its requests no more, only what they hadn't brought yet is asked for anew."""
    from suara.collect.live._x_client import Misunderstood  # loads tweepy

    try:
        complete(run)
        return []
    except Misunderstood:
        oldest = x.written(_oldest(now)) if not run.archive else ""
        steps, lost = x.rest_of(journal_of(workspace, x.SOURCE, run.name), run.plan, oldest)
    times = [datetime.fromisoformat(time) for time in lost or ()]
    gaps = [Gap(since=times[0], until=times[1], accounts=run.accounts)] if times else []
    seen.running = Run(until=run.until, accounts=run.accounts, steps=steps, archive=run.archive)
    seen.gaps = [*seen.gaps, *gaps]
    _write(workspace, seen)
    try:
        complete(seen.running)
    except Misunderstood:
        seen.running = None  # else every run would fail at it, also with other agencies; the next one begins anew
        _write(workspace, seen)
        raise
    return gaps


def _oldest(now: datetime) -> datetime:
    return (now - x.DAYS + GRACE).replace(microsecond=0)


def _file(workspace: Workspace) -> Path:
    return workspace.root / "raw" / "x_api" / "watch.json"


def _write(workspace: Workspace, seen: Seen) -> None:
    path = _file(workspace)
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as unfinished:
        unfinished.write_bytes(msgspec.json.format(msgspec.json.encode(seen)) + b"\n")


def _said(time: datetime) -> str:
    return f"{time.astimezone(UTC):%Y-%m-%d %H:%M}"
