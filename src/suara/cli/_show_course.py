"""The course of a debate as a person reads it in a terminal."""

from __future__ import annotations

import polars as pl

from suara.analyse.discourse.course import Course
from suara.cli import _show
from suara.cli._show_timeline import bars

_FORMS = {"second": "%Y-%m-%d %H:%M:%S", "minute": "%Y-%m-%d %H:%M", "hour": "%Y-%m-%d %H:%M"}


def show(found: Course, unit: str) -> None:
    """The windows, what is in them, the phases, and what isn't in any."""
    table = found.table
    statements, used = found.selected.table.height, found.within
    _show.say(
        f"{_show.count(statements, 'statement')} with a position by {_show.count(len(found.selected.actors), 'actor')}, "
        f"{_show.count(table.height, 'window')}, {found.timezone}"
    )
    for reason, number in _left_out(found):
        _show.say(f"left out, as {reason}: {number:,}", style="dim")
    if table.is_empty():
        _show.say(
            "Nothing to show: no statement has a position and a time, or all are within less time than a window takes.",
            style="yellow",
        )
        return
    _show.out.print()
    local = pl.col("start", "end").dt.convert_time_zone(found.timezone).dt.strftime(_FORMS.get(unit, "%Y-%m-%d"))
    shares = [_show.share(share) for share in table["agreement"]]
    shown = table.with_columns(local).select(
        "start", "end", "statements", "actors", "agreeing", "disagreeing", pl.Series("agreement", shares), "phase"
    )
    _show.say(f"agreement {bars(table['agreement'])}")
    _show.table(shown, "Who agrees and disagrees (pairs of actors)", rows=_show.ROWS, right=True)
    phases = found.phases
    several = f"{max(phases.labels)} phases (modularity {phases.modularity:.2f}, {phases.linkage} linkage)"
    _show.say(several if phases.linkage else "No phases: the networks don't part better than as one.")
    if used < statements:
        _show.say(
            f"{_show.count(statements - used, 'statement')} in no window: see --until, or take shorter windows",
            style="yellow",
        )


def _left_out(found: Course) -> list[tuple[str, int]]:
    told = list(found.selected.dropped.iter_rows())
    return [*told, ("no time", found.found.undated)] if found.found.undated else told
