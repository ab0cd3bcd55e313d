"""A discourse network as a person reads it in a terminal."""

from __future__ import annotations

import polars as pl
from rich.markup import escape

from suara.cli import _show
from suara.cli._show import count, say
from suara.coding.statements import Read
from suara.steps import Discourse, Kept

TIES = 10  # of each sign
MOST = 12  # rows and columns of a matrix that is shown

_LIKE = {
    ("actors", "ignore"): "Who speaks about the same",
    ("actors", "congruence"): "Who agrees most",
    ("actors", "conflict"): "Who disagrees most",
    ("concepts", "ignore"): "What the same actors speak about",
    ("concepts", "congruence"): "What the same actors take the same position on",
    ("concepts", "conflict"): "What the same actors take different positions on",
    ("two-mode", "ignore"): "Who says most about what",
    ("two-mode", "combine"): "Who takes which positions (1 for, 2 against, 3 both)",
}
_SIGNED = {
    "actors": ("Who agrees most", "Who disagrees most"),
    "concepts": ("What the same actors take the same position on", "What they take different positions on"),
    "two-mode": ("Who is for what", "Who is against what"),
}


def show(found: Discourse, kept: Kept | None, lang: str) -> None:
    """How many statements there are of what, what was left out, the strongest ties, and a small matrix."""
    _statements(found)
    if found.reason:
        _nothing(found)
        return
    ties = found.matrix.values.nnz // (2 if found.matrix.one_mode else 1)
    divided = "" if found.normalisation == "none" else f", divided by {found.normalisation.replace('_', ' ')}"
    say(f"{count(ties, 'tie')}: {found.aggregation}{divided}")
    _strongest(found, lang)
    if max(found.matrix.values.shape) <= MOST:
        _matrix(found, lang)
    if kept is not None:
        more = f"; {kept.left_out:,} weaker ones were left out" if kept.left_out else ""
        say(f"In the graph: {kept.agree:,} AGREES_WITH, {kept.disagree:,} DISAGREES_WITH{more}", style="dim")


def _statements(found: Discourse) -> None:
    selected = found.selected
    sizes = f"{count(len(selected.actors), 'actor')} on {count(len(selected.concepts), 'concept')}"
    say(f"{count(selected.table.height, 'statement')} of {found.said:,}, by {sizes}")
    if selected.dropped.height:
        left = ", ".join(f"{number:,} {reason}" for reason, number in selected.dropped.iter_rows())
        say(escape(f"Left out: {left}"), style="dim")
    if found.read is not None and found.read.problems:
        first = found.read.problems[0]
        say(
            escape(
                f"{count(len(found.read.problems), 'statement')} couldn't be read; line {first.line}: {first.reason}"
            ),
            style="yellow",
        )
    unknown = selected.table["time"].null_count()
    if unknown and unknown < selected.table.height:
        say(f"{count(unknown, 'statement')} without a time: no repetition of any in a period", style="dim")


def _read(read: Read) -> None:
    """What became of a file."""
    for note, number in read.notes.items():
        say(escape(f"{number:,}: {note}" if number > 1 else note), style="dim")
    if read.problems:
        first = read.problems[0]
        lost = f"{count(len(read.problems), 'statement')} couldn't be read; line {first.line}: {first.reason}"
        say(escape(_show.printable(lost)), style="yellow")


def _nothing(found: Discourse) -> None:
    hint = ""
    dropped = dict(found.selected.dropped.iter_rows())
    if found.selected.table.is_empty() and "no qualifier" in dropped:
        hint = ": where there is no stance there may be --qualifier sentiment; without positions there is --aggregation ignore"
    say(escape(f"No ties: {found.reason}{hint}."), style="yellow")


def _strongest(found: Discourse, lang: str) -> None:
    """The strongest ties by name, of each sign."""
    signed = found.aggregation == "subtract"
    titles = _SIGNED[found.of] if signed else (_LIKE[found.of, found.aggregation],)
    heads = {"actors": ("actor", "other"), "concepts": ("concept", "other"), "two-mode": ("actor", "concept")}[found.of]
    ties = found.ties(lang)
    for title, sign in zip(titles, (1, -1), strict=False):
        named = ties.filter(pl.col("weight") * sign > 0).select(
            pl.col("source_name").alias(heads[0]), pl.col("target_name").alias(heads[1]), "weight"
        )
        if named.is_empty():
            say(f"{title}: nobody" if found.of == "actors" else f"{title}: nothing")
        else:
            _show.table(named, title, TIES)


def _matrix(found: Discourse, lang: str) -> None:
    """All of it; columns are numbered, and so are rows where they are the same."""
    frame = found.matrix.to_frame()
    heading, *columns = frame.columns
    rows_called, columns_called = found.names(lang)
    names = pl.col(heading).replace(rows_called)
    if found.matrix.one_mode:
        names = pl.format("{} {}", pl.int_range(1, pl.len() + 1), names)
    numbers = dict(zip(columns, map(str, range(1, len(columns) + 1)), strict=True))
    cells = frame.with_columns(names.alias(heading), pl.col(pl.Float64).round(2)).rename(numbers)
    _show.table(cells, "All ties", MOST, right=True)
    if not found.matrix.one_mode:
        say(escape("; ".join(f"{number} {columns_called[name]}" for name, number in numbers.items())))
