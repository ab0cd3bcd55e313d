"""Results as a person reads them in a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from suara.analyse.responses.tables import Responses
from suara.posts import Tally
from suara.steps import Communities, Imported, Report, Status

out = Console(highlight=False, soft_wrap=False)
err = Console(stderr=True, highlight=False)

ROWS = 15


@contextmanager
def progress() -> Iterator[Report]:
    """A bar on standard error while steps work; nothing where that is no terminal."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("", total=None)

        def report(what: str, done: int, whole: int) -> None:
            bar.update(task, description=escape(what), completed=done, total=whole or None)

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


def duration(minutes: float | None) -> str:
    """Minutes in the unit that people would use.

    Example:
        >>> duration(12.3), duration(200), duration(5000), duration(None)
        ('12 min', '3.3 h', '3.5 d', '-')
    """
    if minutes is None:
        return "-"
    if minutes < 120:
        return f"{minutes:.0f} min"
    return f"{minutes / 60:.1f} h" if minutes < 48 * 60 else f"{minutes / 1440:.1f} d"


def table(frame: pl.DataFrame, title: str = "", rows: int = ROWS, right: tuple[str, ...] = ()) -> None:
    """A frame as a table, the first rows of it, with a line on what was left out."""
    shown = Table(
        title=title or None, title_justify="left", title_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0)
    )
    for name, dtype in frame.schema.items():
        number = dtype.is_numeric() or name in right
        shown.add_column(
            name, justify="right" if number else "left", overflow="fold" if frame.width < 5 else "ellipsis"
        )
    for row in frame.head(rows).iter_rows():
        shown.add_row(*(escape(_cell(value)) for value in row))
    out.print(shown)
    if frame.height > rows:
        out.print(f"... and {frame.height - rows:,} more; all of them with --format csv", style="dim")


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.4g}"
    text = f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
    return "".join(char if char.isprintable() else " " for char in text)


def imported(result: Imported, workspace: Path) -> None:
    """What became of each file."""
    for path, tally in result.files.items():
        out.print(f"{escape(str(path))}: {_tally(tally)}")
    total = result.total
    if len(result.files) > 1:
        out.print(f"All files: {_tally(total)}")
    if total.rejected or total.refused:
        lost = [count(total.rejected, "record")] if total.rejected else []
        lost += [count(total.refused, "part") + " of kept records"] if total.refused else []
        out.print(f"{' and '.join(lost)} couldn't be read: see {workspace}/tables/rejected.csv", style="yellow")
    if total.retimed:
        out.print(
            f"{count(total.retimed, 'copy', 'copies')} told another time for a known post: the first is kept",
            style="yellow",
        )


def _tally(tally: Tally) -> str:
    text = f"{tally.read:,} read = {tally.imported:,} imported + {tally.duplicates:,} duplicates + {tally.rejected:,} rejected"
    notes = [f"{tally.context:,} of the imported only came along with others"] if tally.context else []
    notes += [f"{tally.updated:,} of the duplicates brought news"] if tally.updated else []
    return text + (f" ({'; '.join(notes)})" if notes else "")


def agencies(found: Responses, rows: int = ROWS) -> None:
    """How each agency answers."""
    frame = found.agencies.select(
        pl.col("name").alias("agency"),
        "complaints",
        "answered",
        pl.struct("rate", "rate_low", "rate_high").map_elements(_rate, return_dtype=pl.String).alias("rate (95 %)"),
        pl.struct("median_minutes", "median_low", "median_high")
        .map_elements(_median, return_dtype=pl.String)
        .alias("median wait (95 %)"),
        pl.struct(pl.col("within_limit"))
        .map_elements(lambda row: share(row["within_limit"]), return_dtype=pl.String)
        .alias("in 3 days"),
        "handed_off",
    )
    table(frame, "How agencies answer complaints", rows, right=("rate (95 %)", "median wait (95 %)", "in 3 days"))


def _rate(row: dict[str, float | None]) -> str:
    if row["rate"] is None:
        return "not observed"
    return f"{share(row['rate'])} ({100 * (row['rate_low'] or 0):.0f}-{100 * (row['rate_high'] or 0):.0f})"


def _median(row: dict[str, float | None]) -> str:
    if row["median_minutes"] is None:
        return "-"
    low, high = duration(row["median_low"]), duration(row["median_high"])
    return f"{duration(row['median_minutes'])} ({low} to {'?' if high == '-' else high})"


def responses(found: Responses, rows: int = ROWS) -> None:
    """Complaints and their answers, in short, and how agencies answer."""
    status = dict(found.responses.group_by("status").len().rows())
    evidence = found.responses.drop_nulls("evidence").group_by("evidence").len().sort("len", descending=True).rows()
    total = found.responses.height
    out.print(
        f"{count(total, 'complaint')}: {status.get('answered', 0):,} answered, "
        f"{status.get('censored', 0):,} not answered by the end of the collection, "
        f"{status.get('unobserved', 0):,} to agencies of which no post was collected"
    )
    if evidence:
        out.print("known by: " + ", ".join(f"{name} {n:,}" for name, n in evidence))
    if found.along:
        out.print(
            f"{count(found.along, 'post')} that only came along with collected ones would be complaints too; they don't "
            "count, as answered ones come along more often",
            style="yellow",
        )
    if found.agencies.height:
        out.print()
        agencies(found, rows)


def topics(frame: pl.DataFrame, rows: int = ROWS) -> None:
    """The ranking of topics."""
    counted = frame.filter(pl.col("posts") > 0)
    shares = pl.struct("share", "share_low", "share_high").map_elements(
        lambda row: f"{share(row['share'])} ({100 * row['share_low']:.0f}-{100 * row['share_high']:.0f})",
        return_dtype=pl.String,
    )
    shown = counted.select(
        "topic", "label", "posts", shares.alias("share (95 %)"), "accounts", pl.col("survey_share").alias("survey %")
    )
    table(shown, "What is complained about", rows, right=("share (95 %)",))


def communities(found: Communities, rows: int = ROWS) -> None:
    """The communities."""
    frame = found.table
    out.print(f"{count(frame.height, 'community', 'communities')}, modularity {found.modularity:.3f}")
    table(
        frame.select("community", "accounts", "posts", "complaints", "top_accounts", "top_agencies", "top_topics"),
        rows=rows,
    )


def accounts(frame: pl.DataFrame, rows: int = ROWS) -> None:
    """The most central accounts."""
    name = pl.coalesce(pl.lit("@") + pl.col("handle"), "name", "key").alias("account")
    columns = (
        "posts",
        "complaints",
        "in_degree",
        "out_degree",
        "pagerank",
        "betweenness",
        "betweenness_error",
        "community",
    )
    table(frame.select(name, "agency", *columns), "The most central accounts", rows)


def status(found: Status) -> None:
    """What a workspace holds."""
    out.print(
        f"{escape(str(found.root))}: {count(found.posts, 'post')}"
        + (f", {found.context:,} of which only came along with others" if found.context else "")
    )
    if found.posts:
        out.print("platforms: " + ", ".join(f"{name} {n:,}" for name, n in found.platforms.items()))
        if found.first and found.last:
            out.print(f"from {found.first:%Y-%m-%d %H:%M} to {found.last:%Y-%m-%d %H:%M} UTC")
    out.print(f"coded: {_yes(found.coded)}; graph built: {_yes(found.built)}")
    if found.tables:
        out.print("tables: " + ", ".join(found.tables))


def _yes(done: bool) -> str:
    return "up to date" if done else "not with the latest posts (the next analysis does it)"
