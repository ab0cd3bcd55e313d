"""Timelines as a person reads them in a terminal."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from rich.markup import escape

from suara.analyse.crosstab.attributes import Attribute
from suara.analyse.timeline.periods import WHOLE
from suara.analyse.timeline.telling import Timeline
from suara.analyse.timeline.volume import COUNTS
from suara.cli import _show, _show_responses

BARS = "▁▂▃▄▅▆▇█"
_NOUNS = {
    "posts": ("post",),
    "accounts": ("post",),
    "complaints": ("complaint",),
    "addressed": ("post to an agency", "posts to agencies"),
    "reposts": ("repost",),
    "answered": ("case",),
}
_A = {"hour": "an hour", "day": "a day", "week": "a week", "month": "a month"}
_SHARE, _MEDIAN = (
    ("share", "share_low", "share_high"),
    ("median_minutes", "median_low", "median_high"),
)
WIDEST, LAST, NAMED = 60, 14, 4
"""Signs of a line of bars, periods that are listed, and things behind a change that are."""


def bars(values: pl.Series, widest: int = WIDEST) -> str:
    """A line of bars, from 0 to the greatest; of more values than there is room for, the means of as many in a row.

    Example:
        >>> bars(pl.Series([0, 1, 4, None, 8]))
        '▁▂▅ █'
    """
    numbers = values.cast(pl.Float64).fill_null(np.nan).to_numpy()
    each = max(1, -(-numbers.size // widest))
    groups = [part[~np.isnan(part)] for part in np.split(numbers, range(each, numbers.size, each))]
    means = [float(part.mean()) if part.size else None for part in groups]
    most = max((mean for mean in means if mean is not None), default=0.0) or 1.0
    return "".join(" " if mean is None else BARS[round(mean / most * (len(BARS) - 1))] for mean in means)


def show(found: Timeline) -> None:
    """The bars, the latest periods, the changes and what is behind them."""
    table = found.table
    undated = f"; {_show.count(found.undated, 'post')} without a time {'is' if found.undated == 1 else 'are'} in none"
    periods = table["period"].n_unique()
    counted = _show.count(found.posts, *_NOUNS[found.count])
    _show.say(f"{counted} in {_show.count(periods, found.unit)}, {found.timezone}" + (undated if found.undated else ""))
    if table.is_empty():
        _show.say("Nothing to show: no post with a time is left.", style="yellow")
        return
    _show.out.print()
    if found.count == "answered":
        _answered(found)
    elif found.by is None:
        _volume(found)
    else:
        _shares(found, found.by)
    _show.out.print()
    _changes(found)


def _volume(found: Timeline) -> None:
    table, counts = found.table, found.table[found.count]
    first, last, most = table["period"][0], table["period"][-1], counts.to_numpy().max()
    _show.say(f"{first} {bars(counts)} {last}  (most: {most:,})")
    _show.out.print()
    partly = pl.when(pl.col("covered") < WHOLE).then(pl.lit(" (in part)")).otherwise(pl.lit(""))
    shown = table.select(pl.concat_str("period", partly).alias(found.unit), *COUNTS).tail(LAST)
    _show.table(shown, rows=LAST, right=True)
    if table.height > LAST:
        _show.say(f"... and {table.height - LAST:,} before; all of them with --format csv", style="dim")


def _answered(found: Timeline) -> None:
    table = found.table
    first, last = table["period"][0], table["period"][-1]
    _show.say(f"{first} {bars(table['share'])} {last}  (share answered in time)")
    _show.out.print()
    shares = [_show.interval(*row) if row[0] is not None else "-" for row in table.select(_SHARE).iter_rows()]
    waits = [_show_responses.wait(*row) for row in table.select(_MEDIAN).iter_rows()]
    shown = table.select(
        pl.col("period").alias(found.unit),
        "cases",
        "in_time",
        pl.Series("share (95 %)", shares, pl.String),
        pl.Series("median wait (95 %)", waits, pl.String),
        too_young="waiting",
    )
    _show.table(shown.tail(LAST), rows=LAST, right=True)
    if table.height > LAST:
        _show.say(f"... and {table.height - LAST:,} before; all of them with --format csv", style="dim")


def _shares(found: Timeline, by: Attribute) -> None:
    parts = found.table.partition_by("series", maintain_order=True)
    rows = []
    for part in parts[: _show.ROWS]:
        n, whole = (int(part[name].sum()) for name in ("n", "total"))
        rows.append((part["label"][0], n, _show.share(n / whole if whole else None), bars(part["share"], 40)))
    first, last = parts[0]["period"][0], parts[0]["period"][-1]
    shown = pl.DataFrame(rows, schema=[by.name, found.count, "%", f"share, {first} to {last}"], orient="row")
    _show.table(shown, rows=_show.ROWS)
    if len(parts) > len(rows):
        _show.say(f"... and {len(parts) - len(rows):,} more; all of them with --format csv", style="dim")


def _changes(found: Timeline) -> None:
    if found.why is not None:
        _show.say(f"No changes: {found.why}.", style="yellow")
        return
    if found.changes.is_empty():
        _show.say("No change of level that lasts: the differences may be chance.")
    labels = {} if found.by is None else found.by.labels
    for row in found.changes.iter_rows(named=True):
        name = f" {labels.get(row['series'], row['series'])}:" if row["series"] is not None else ""
        rose = row["after"] > row["before"]
        before, after = (_level(row, side, found) for side in ("before", "after"))
        text = f"{'▲' if rose else '▼'} {row['period']}{name} from {before} to {after}"
        _show.say(escape(_show.printable(text)), style="bold")
        _behind(found.behind.filter(pl.col("series").eq_missing(row["series"]), period=row["period"]), rose)


def _level(row: dict[str, Any], side: str, found: Timeline) -> str:
    level, low, high = (row[f"{side}{end}"] for end in ("", "_low", "_high"))
    if found.by is not None or found.count == "answered":
        return _show.interval(level, low, high)
    return f"{level:,.1f} ({low:,.1f}-{high:,.1f}) {_A[found.unit]}"


def _behind(reasons: pl.DataFrame, rose: bool) -> None:
    if reasons.is_empty():
        same = "these posts apart: more" if rose else "the posts before it apart: less"
        _show.say(f"  nothing sets {same} of the same", style="dim")
    for row in reasons.head(NAMED).iter_rows(named=True):
        first, then = (row["rest_share"], row["share"]) if rose else (row["share"], row["rest_share"])
        what = f"{row['kind']} {_show.short(row['label'], 50)}"
        text = (
            f"  {what}: {_show.share(first)} to {_show.share(then)} of the posts; as {row['examples'].split('; ')[0]}"
        )
        _show.say(escape(_show.printable(text)), style="dim")
    if reasons.height > NAMED:
        _show.say(f"  ... and {reasons.height - NAMED} more with --kind behind", style="dim")
