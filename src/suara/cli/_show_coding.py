"""Codes of posts and codebooks, as a person reads them."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from rich.markup import escape
from rich.text import Text

from suara.cli._show import out, printable, say, table
from suara.coding.codebook import Codebook
from suara.steps import CodedPost


def languages_without_rules(found: pl.DataFrame) -> None:
    """Posts in languages that no codebook in use has phrases for."""
    if found.height:
        shown = ", ".join(f"{lang} {posts:,}" for lang, posts in found.head(6).iter_rows())
        more = f" and {found.height - 6:,} more" if found.height > 6 else ""
        say(
            f"Posts in languages that no codebook in use has phrases for: {shown}{more}. They are coded only where they "
            "use words of the others.",
            style="yellow",
        )


def replaced(agencies: Sequence[str]) -> None:
    """Agencies of which less is known than before, as an entry of one's own took the place of another."""
    if agencies:
        say(
            f"Entries of your agency files take the place of those known as {', '.join(agencies)}, whose names and accounts "
            "no longer count: `extend = true` in an entry adds to them instead.",
            style="yellow",
        )


def codes(found: CodedPost) -> None:
    """A post with its words that say something marked, and what they say."""
    say(found.key, style="bold")
    text = Text(printable(found.text))
    for start, end in found.codes.drop_nulls("start").select("start", "end").iter_rows():
        text.stylize("bold underline", start, end)
    out.print(text, soft_wrap=True)
    out.print()
    if found.codes.is_empty():
        say("No code of the codebooks in use.")
    else:
        table(found.codes.select("codebook", "topic", "evidence", "start", "end", "rule", "by", "version"), rows=100)
    for agency, evidence in found.agencies.select("agency", "evidence").iter_rows():
        say(escape(printable(f"names the agency {agency}: {evidence}")))


def codebook(book: Codebook, found: pl.DataFrame, lang: str, *, whole: bool) -> None:
    """The codes of a codebook; of one code the definition and all phrases."""
    say(escape(printable(f"{book.title.get(lang, book.name)} ({book.name}, version {book.version})")), style="bold")
    if book.source:
        say(escape(printable(book.source)), style="dim")
    if not whole:
        counts = (pl.col(name).list.len().alias(name) for name in ("phrases", "patterns"))
        table(found.select("topic", "parent", "label", *counts), rows=found.height)
        return
    for row in found.iter_rows(named=True):
        say(escape(printable(f"{row['topic']}: {row['label']}. {row['definition'] or ''}")))
        for name in ("phrases", "patterns", "exclude"):
            if row[name]:
                say(escape(printable(f"{name}: {', '.join(row[name])}")))
        if row["negated"]:
            say(escape(f"negated it is {row['negated']}"))
