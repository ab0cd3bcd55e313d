"""Results as a person reads them in a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import polars as pl
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

from suara.cli._columns import fitted
from suara.graph.build import COMPLAINTS
from suara.graph.model import CALLED
from suara.steps import Communities, Report, Status

out = Console(highlight=False, width=None if sys.stdout.isatty() else int(os.environ.get("COLUMNS") or 110))
err = Console(stderr=True, highlight=False)

ROWS = 15
NAME = 40  # up to so many characters what a row is about is told in full, to be told from others
REST = "with --format csv"


class _Left(ProgressColumn):
    """How long it will still take, where that can be told."""

    def render(self, task: Task) -> Text:
        left = task.time_remaining
        return Text("" if left is None or task.finished else f"{timedelta(seconds=round(left))} left")


@contextmanager
def progress() -> Iterator[Report]:
    """A bar on standard error while steps work, with the time left; nothing where that is no terminal."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TimeElapsedColumn(),
        _Left(),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        tasks: dict[str, TaskID] = {}

        def report(what: str, done: int, whole: int) -> None:
            if what not in tasks:  # one bar at a time: how long a step took says nothing of the next
                for task in tasks.values():
                    bar.update(task, visible=False)
                tasks[what] = bar.add_task(printable(what), total=whole or None)
            bar.update(tasks[what], completed=done, visible=True)

        yield report


def count(number: int | None, one: str, more: str | None = None) -> str:
    """A number with its noun.

    Example:
        >>> count(1, "post"), count(1200, "post"), count(2, "reply", "replies")
        ('1 post', '1,200 posts', '2 replies')
    """
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def share(value: float | None) -> str:
    """A share in percent.

    Example:
        >>> share(0.1234), share(None)
        ('12 %', '-')
    """
    return "-" if value is None else f"{100 * value:.0f} %"


def table(frame: pl.DataFrame, title: str = "", rows: int = ROWS, *, rest: str = REST, right: bool = False) -> None:
    """A frame as a table, the first rows of it, with a line on what was left out and where the rest is.

    Numbers stand to the right; with `right` all but the first column does.
    """
    cells = [[_cell(value) for value in column] for column in frame.head(rows).iter_columns()]
    numbers = [
        i > 0 and (right or dtype.is_numeric() or "%" in name or name == "in 3 days")
        for i, (name, dtype) in enumerate(frame.schema.items())
    ]
    texts = [dtype == pl.String and not number for dtype, number in zip(frame.dtypes, numbers, strict=True)]
    heads, widths, gap = fitted([printable(name) for name in frame.columns], cells, texts, out.width)
    shown = Table(title=title or None, title_justify="left", title_style="bold", box=None, pad_edge=False)
    shown.padding = (0, 1, 0, gap - 1)
    for i, (head, wide, number, text) in enumerate(zip(heads, widths, numbers, texts, strict=True)):
        fold = text and (frame.width < 4 or (i == 0 and max(map(len, cells[0]), default=0) <= NAME))
        shown.add_column(
            escape(head),
            justify="right" if number else "left",
            no_wrap=not fold,
            overflow="fold" if fold else "ellipsis",
            width=wide,
            vertical="top",
        )
    for row in zip(*cells, strict=True):
        shown.add_row(*map(escape, row))
    out.print(shown)
    _more(frame.height - rows, rest)


def _more(number: int, rest: str) -> None:
    if number > 0:
        say(f"... and {number:,} more; all of them {rest}", style="dim")


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    text = f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
    return printable(text)


def printable(text: str) -> str:
    """A text in one line, without the signs that move the cursor."""
    return "".join(char if char.isprintable() else " " for char in text)


def short(text: str, most: int) -> str:
    """A text of at most so many letters.

    Example:
        >>> short("Kementerian", 8)
        'Kemente…'
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


def say(text: str, style: str = "") -> None:
    """A sentence; the terminal wraps it."""
    out.print(text, style=style or None, soft_wrap=True)


def interval(value: float | None, low: float, high: float) -> str:
    """A share with its interval.

    Example:
        >>> interval(0.5, 0.31, 0.69), interval(None, 0, 0)
        ('50 % (31-69)', 'not observed')
    """
    return "not observed" if value is None else f"{share(value)} ({100 * low:.0f}-{100 * high:.0f})"


def topics(frame: pl.DataFrame, rows: int = ROWS, *, rest: str = REST) -> None:
    """The ranking of topics."""
    if COMPLAINTS not in frame["codebook"].to_list():
        say("The codebook `complaints` isn't in use: these are no complaints, but codes of posts.", style="yellow")
    counted = frame.filter(pl.col("posts") > 0)
    shares = [interval(*row) for row in counted.select("share", "share_low", "share_high").iter_rows()]
    survey = pl.col("survey_share").alias("survey %")
    shown = counted.select("label", "posts", pl.Series("share (95 %)", shares, pl.String), "accounts", survey)
    complained = frame["codebook"].unique().to_list() == [COMPLAINTS]
    if not complained:
        shown = shown.insert_column(1, counted["codebook"])
    table(shown, "What is complained about" if complained else "How often codes are given", rows, rest=rest)


def communities(found: Communities, rows: int = ROWS, *, rest: str = REST) -> None:
    """The communities, each in two lines."""
    frame = found.table
    say(f"{count(frame.height, 'community', 'communities')}, modularity {found.modularity:.3f}", style="bold")
    for row in frame.head(rows).iter_rows(named=True):
        counts = f"{count(row['accounts'], 'account')}, {count(row['posts'], 'post')}, "
        say(f"{row['community']:>3}  {counts}{count(row['complaints'], 'complaint')}")
        tops = [row[name] for name in ("top_accounts", "top_agencies", "top_hashtags") if row[name]]
        out.print(f"     {escape(' | '.join(tops))}", style="dim", no_wrap=True, overflow="ellipsis")
    _more(frame.height - rows, rest)


def accounts(frame: pl.DataFrame, rows: int = ROWS) -> None:
    """The most central accounts."""
    between = pl.format("{} ± {}", *(pl.col(n).round_sig_figs(2) for n in ("betweenness", "betweenness_error")))
    exact = pl.col("betweenness").round_sig_figs(3).cast(pl.String)
    shown = frame.select(
        CALLED.alias("account"),
        "agency",
        "posts",
        pl.col("in_degree").alias("in"),
        pl.col("out_degree").alias("out"),
        "pagerank",
        pl.when(pl.col("betweenness_error") > 0).then(between).otherwise(exact).alias("betweenness"),
        "community",
    )
    table(shown, "The most central accounts", rows)


def status(found: Status) -> None:
    """What a workspace holds."""
    say(
        f"{escape(str(found.root))}: {count(found.posts, 'post')}"
        + (f", {found.context:,} of which only came along with others" if found.context else "")
    )
    if found.posts:
        say("platforms: " + ", ".join(f"{name} {n:,}" for name, n in found.platforms.items()))
        if found.first and found.last:
            say(f"from {found.first:%Y-%m-%d %H:%M} to {found.last:%Y-%m-%d %H:%M} UTC")
    say(f"coded: {_yes(found.coded)}; graph built: {_yes(found.built)}")
    if found.tables:
        old = "" if found.answered else " (older than the posts or codes: `suara run` writes them anew)"
        say("tables: " + ", ".join(found.tables) + old)


def _yes(done: bool | None) -> str:
    if done is None:
        return "unknown, as its store can't be asked (any command that needs it says why)"
    return "up to date" if done else "not with the latest posts, codebooks and agencies (the next analysis does it)"
