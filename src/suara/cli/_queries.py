"""Questions to the coded posts: crosstabs, words, and words in their context."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import polars as pl
from rich.markup import escape
from rich.table import Table

from suara import steps
from suara.analyse.crosstab.attributes import TIMEZONE
from suara.analyse.crosstab.table import COUNTS, SHOWN
from suara.analyse.words.find import SORTS
from suara.cli import _crosstab, _show
from suara.cli._options import as_table, in_workspace, language, without_coordinated
from suara.workspace import Workspace

where = click.option(
    "--where",
    multiple=True,
    metavar="NAME=VALUE",
    help="Only posts with that value of an attribute, as in agency=kai; several: all of them.",
)
timezone = click.option(
    "--timezone", default=TIMEZONE, show_default=True, metavar="ZONE", help="Where days and hours are counted."
)


@click.command()
@click.argument("rows")
@click.argument("columns")
@in_workspace
@without_coordinated
@click.option("--count", type=click.Choice(COUNTS), default="posts", show_default=True, help="What is counted.")
@click.option(
    "--show", type=click.Choice(list(SHOWN)), default="counts", show_default=True, help="What the printed matrix shows."
)
@click.option(
    "--figure",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Draw a heat map of what --show says: .svg, .html or .png.",
)
@where
@timezone
@language
@as_table
def crosstab(workspace: Workspace, rows: str, columns: str, **options: Any) -> Any:
    """What of the coded posts goes together with what: two attributes against each other.

    Attributes: agency (addressed), topic, any codebook in use (or code:BOOK), complaint, reply_kind (of the first
    answer to a complaint), platform, lang, month, week, day, weekday, hour, account_kind (agency, verified, large,
    other), community. The same twice: which codes go together (Jaccard).

    A post with several codes counts for each of them. Chi-square then doesn't hold, and cells are tested one by one
    (Holm). Residuals beyond +-2 are rarely chance; * marks expected counts below 5. Posts of one account
    are hardly independent of each other: with --count accounts each counts once.

    \b
    Example:
        suara crosstab agency topic --workspace hasil/
        suara crosstab account_kind complaint --workspace hasil/ --count accounts --show rows
        suara crosstab topic topic --workspace hasil/ --output topics.csv
        suara crosstab weekday topic --workspace hasil/ --show residuals --figure weekdays.svg
    """
    with _show.progress() as report:
        found = steps.crosstab(workspace, rows, columns, report=report, **options)
    return found.table, lambda: _crosstab.show(found, options["show"], options["figure"])


@click.command()
@in_workspace
@without_coordinated
@click.option("--hashtags", "of", flag_value="hashtags", help="Count hashtags in place of words.")
@click.option("--mentions", "of", flag_value="mentions", help="Count mentioned accounts in place of words.")
@click.option("--links", "of", flag_value="links", help="Count linked sites in place of words.")
@click.option(
    "--by", metavar="ATTRIBUTE", help="Which words set groups apart: by any attribute that `suara crosstab` knows."
)
@click.option("--collocations", is_flag=True, help="Which pairs of words stand together more often than by chance.")
@click.option(
    "--window", type=click.IntRange(1, 20), default=5, show_default=True, help="How many words apart pairs may be."
)
@click.option(
    "--ngrams", type=click.IntRange(1, 4), default=1, show_default=True, help="Count so many words in a row as one."
)
@click.option("--at-least", type=click.IntRange(1), help="Leave out what is rarer; 5 with groups and pairs, else 1.")
@click.option("--stems", is_flag=True, help="Take words of one stem for one word.")
@click.option("--stop-words", is_flag=True, help='Count words that say little, too ("yang", "the").')
@where
@timezone
@language
@as_table
def words(workspace: Workspace, of: str | None, **options: Any) -> Any:
    """How frequent words are, which set groups apart, and which stand together.

    Words are counted as they are meant ("gak" is "tidak"), once for all who only repost them. With --by: z is of the
    log-odds ratio (Monroe et al. 2008; beyond +-1.96 is rarely chance), g2 the log-likelihood ratio (Dunning 1993),
    log_ratio how much more frequent (1: twice, 2: four times). Accounts are named as the workspace holds them.

    \b
    Example:
        suara words --workspace hasil/ --where complaint=yes
        suara words --workspace hasil/ --by agency --output words.csv
        suara words --workspace hasil/ --collocations --window 3
        suara words --workspace hasil/ --hashtags
    """
    with _show.progress() as report:
        found = steps.words(workspace, of=of or "words", report=report, **options)
    return found.table, lambda: _words(found)


MOST = 5
"""Words of a group that are shown."""


def _words(found: steps.Words) -> None:
    table, by = found.table, found.by
    _show.say(f"{_show.count(table.height, 'row')} from {_show.count(found.posts, 'post')} with a text")
    if table.is_empty():
        _show.say("Nothing is that frequent: ask for --at-least 1, or for more posts.", style="yellow")
        return
    if by is None:
        _show.table(table, rows=25)
        return
    groups = table.group_by("group").agg(pl.col("times").sum()).sort("times", "group", descending=[True, False])
    order = groups.select("group").with_row_index("_place")
    first = table.filter(pl.col("z") > 0).group_by("group", maintain_order=True).head(MOST)
    called = first["group"].replace(by.labels).alias("group")
    placed = (
        first.join(order, on="group", maintain_order="left").with_columns(called).sort("_place", maintain_order=True)
    )
    title = f"The {MOST} words of each {by.name} that set it most apart from the others"
    _show.table(placed.drop("_place", "log_odds"), title, rows=50)


@click.command()
@click.argument("query")
@in_workspace
@without_coordinated
@click.option(
    "--context", type=click.IntRange(0, 100), default=8, show_default=True, help="How many words to show on each side."
)
@click.option(
    "--sort",
    type=click.Choice(SORTS),
    default="time",
    show_default=True,
    help="By time, or by what stands to the right.",
)
@where
@timezone
@as_table
def find(workspace: Workspace, query: str, **options: Any) -> Any:
    """Where words stand in the posts, with what stands around them.

    Words are found as they are meant (gak finds "tidak"); "several words" in a row; prefix*; stem~; AND, OR, NOT in
    capitals and parentheses; a NEAR/5 b: at most five words apart. Accounts are named as the workspace holds them.

    \b
    Example:
        suara find 'antre~ NEAR/5 lama' --workspace hasil/
        suara find '(pungli OR "uang pelicin") NOT lapor*' --workspace hasil/ --sort right
        suara find bayar --workspace hasil/ --where agency=kai --output bayar.csv
    """
    with _show.progress() as report:
        found = steps.find(workspace, query, report=report, **options)
    return found.table, lambda: _found(found)


ROWS, HANDLE, MATCH = 30, 16, 40
"""Places that are shown; letters of a handle and of what was found."""


def _found(found: steps.Found) -> None:
    """One line a place, the matches below each other."""
    table = found.table
    posts, accounts = table["post"].n_unique(), table["account"].drop_nulls().n_unique()
    _show.say(
        f"{_show.count(table.height, 'place')} in {_show.count(posts, 'post')} by {_show.count(accounts, 'account')}, "
        f"of {_show.count(found.posts, 'post')} with a text"
    )
    shown = Table(box=None, pad_edge=False, show_header=False)
    for justify in ("left", "left", "right", "left", "left"):
        shown.add_column(justify=justify, no_wrap=True)
    rows = table.head(ROWS)
    longest = min(MATCH, max((len(match) for match in rows["match"]), default=1))
    beside = max((_show.out.width - len("2026-01-01") - HANDLE - longest - 10) // 2, 10)
    for row in rows.iter_rows(named=True):
        when = "-" if row["created_at"] is None else f"{row['created_at']:%Y-%m-%d}"
        left, match, right = (_show.printable(row[name]) for name in ("left", "match", "right"))
        handle = _show.printable(row["handle"] or "-")
        cells = (when, _show.short(handle, HANDLE), left[-beside:], _show.short(match, MATCH), right[:beside])
        plain = [escape(cell) for cell in cells]
        shown.add_row(*plain[:3], f"[bold]{plain[3]}[/bold]", plain[4])
    _show.out.print(shown)
    if (more := table.height - ROWS) > 0:
        _show.say(f"... and {more:,} more; all of them with --format csv", style="dim")


COMMANDS = (crosstab, words, find)
