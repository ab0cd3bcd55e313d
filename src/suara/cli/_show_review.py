"""Samples, decisions and how good codes are, as a person reads them in a terminal."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from rich.markup import escape
from rich.text import Text

from suara.cli import _show
from suara.coding.by_learning import ENOUGH
from suara.coding.codebook import Codebook
from suara.coding.review import CODE
from suara.steps import ReadBack, ReviewReport, Sample
from suara.steps._reviewing import TABLES


def drawn(found: Sample, output: Path) -> None:
    """What was drawn, and what to do with it."""
    strata = found.strata
    whole = sum(strata["posts"].to_list())
    _show.say(
        f"{escape(str(output))}: {_show.count(found.drawn.height, 'post')} of {_show.count(whole, 'post')} "
        f"that {escape(found.book.name)} codes, drawn within {_show.count(strata.height, 'stratum', 'strata')}"
    )
    _show.table(strata, rows=30)
    _show.say(f"Mark it, then `suara review --read {escape(str(output))} --coder NAME`.")


def read_back(found: ReadBack) -> None:
    """Whose decisions were read."""
    for coder, posts in found.coders.iter_rows():
        _show.say(f"{_show.count(posts, 'post')} reviewed by {escape(coder)}")
    if found.unmarked:
        _show.say(
            f"{_show.count(found.unmarked, 'row')} not reviewed: no mark was changed, and `reviewed` isn't marked",
            style="yellow",
        )


def report(found: ReviewReport, root: Path) -> None:
    """How good the codes are, how far coders agree, and where they don't."""
    for book, by in found.performance.select("codebook", "by").unique(maintain_order=True).iter_rows():
        rows = found.performance.filter(codebook=book, by=by)
        weighted = rows["weighted"].any()
        posts = _show.count(rows["posts"][0], "post")
        of = (
            f"{posts} reviewed, which stand for all they were drawn from"
            if weighted
            else f"{posts} reviewed, as they are"
        )
        _show.table(_performance(rows), f"{book} by {by}: {of}", rows=60)
        _show.out.print()
    if found.agreement.height:
        _show.table(_agreement(found.agreement), "Agreement between coders (95 % intervals)", rows=60)
        _show.out.print()
    if found.disagreements.height:
        _show.table(
            found.disagreements.select("post", "codings", "text"), "Where they differ", rest=f"in {root}/tables"
        )
    for book, topic, posts in found.gone.iter_rows():
        _show.say(
            f"{escape(book)} has no code {escape(topic)!r} (any more): it was given to {_show.count(posts, 'post')} by hand",
            style="yellow",
        )
    said = [_show.count(found.corrections.height, "correction") + " of what the program found"]
    said += [_show.count(found.notes.height, "note")] if found.notes.height else []
    _show.say(" and ".join(said))
    _show.say(f"Tables: {root / 'tables'} ({', '.join(TABLES)})")


def _performance(rows: pl.DataFrame) -> pl.DataFrame:
    figures = {name: _with_interval(rows, name) for name in ("precision", "recall", "f1")}
    topic = pl.coalesce("topic", pl.col("kind") + " average")
    return rows.select(topic.alias("code"), "by_hand", "found", "right").with_columns(**figures)


def _agreement(rows: pl.DataFrame) -> pl.DataFrame:
    figures = {name: _with_interval(rows, name) for name in ("kappa", "alpha")}
    told = rows.select("codebook", pl.col("topic").fill_null("(all codes)").alias("code"), "coders", "posts", "agreed")
    return told.with_columns(**figures)


def learning(found: pl.DataFrame) -> None:
    """How good what was learned is, and what wasn't for there is too little to learn from."""
    learned = found.filter("learned")
    if learned.height:
        columns = ("topic", "positives", "negatives", "precision", "recall", "f1")
        _show.table(learned.select("codebook", *columns), "Learned; the figures are of posts held out", rows=60)
        _show.say(f"mean F1 {sum(learned['f1'].to_list()) / learned.height:.2f}")
    for row in found.filter(~pl.col("learned")).iter_rows(named=True):
        side = "posts with it" if row["positives"] < ENOUGH else "posts without it"
        fewer = min(row["positives"], row["negatives"])
        few = f"too little to learn, {fewer} of {ENOUGH} {side}" if fewer < ENOUGH else "no words to learn from"
        _show.say(f"{escape(row['topic'])}: {few}; left to words", style="yellow")


def _with_interval(rows: pl.DataFrame, name: str) -> pl.Series:
    """A figure with its interval as text."""
    told = [
        "-" if value is None else f"{value:.2f} ({low:.2f} to {high:.2f})"
        for value, low, high in rows.select(name, f"{name}_low", f"{name}_high").iter_rows()
    ]
    return pl.Series(name, told, dtype=pl.String)


def post(sample: Sample, key: str, at: str, lang: str) -> list[str]:
    """Show a post of a sample and the codes to choose from; returns those it comes with."""
    (row,) = sample.table.filter(post=key).rows(named=True)
    given = [code.id for code in sample.book.codes if row[CODE + code.id]]
    _show.out.print()
    _show.say("  ".join(escape(part) for part in (at, key, row["created_at"], row["url"]) if part), style="dim")
    _show.out.print(Text(_show.printable(row["text"])))
    if row["words"]:
        _show.say(f"found: {escape(row['words'])}", style="dim")
    choices(sample.book, given, lang)
    return given


def choices(book: Codebook, given: list[str], lang: str) -> None:
    """The codes with their numbers, those that are given marked; and the keys."""
    for number, code in enumerate(book.codes, 1):
        mark = "x" if code.id in given else " "
        _show.say(escape(f"{number:3} [{mark}] {code.label.get(lang, code.id)}"), style="bold" if mark == "x" else "")
    _show.say("a number turns a code on or off; enter confirms, s skips, q quits", style="dim")
