"""Questions to the coded posts: what goes together with what, which words there are, and where a word stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from suara._html import card
from suara.analyse.crosstab.attributes import TIMEZONE, Asked, Attribute, attribute, chosen
from suara.analyse.crosstab.table import COUNTS, SHOWN, Crosstab, counted, tabulate
from suara.analyse.words import find as _find
from suara.analyse.words.collocations import collocations as _collocations
from suara.analyse.words.frequency import frequency
from suara.analyse.words.keyness import keyness
from suara.analyse.words.query import parse
from suara.analyse.words.terms import KINDS, Terms, of_marks, of_words
from suara.coding.own import own_text
from suara.coding.words import stream
from suara.errors import InputError
from suara.graph.model import CALLED
from suara.present import drawing, heatmap
from suara.steps._coding import graph
from suara.steps._importing import Report, silent
from suara.steps._measuring import members_held
from suara.workspace import Workspace


def crosstab(
    workspace: Workspace,
    rows: str,
    columns: str,
    *,
    count: str = "posts",
    where: Sequence[str] = (),
    timezone: str = TIMEZONE,
    lang: str = "id",
    figure: str | Path | None = None,
    show: str = "counts",
    report: Report = silent,
) -> Crosstab:
    """Two attributes of the posts against each other; see `suara.analyse.crosstab.table.tabulate`.

    Args:
        workspace: the workspace.
        rows: an attribute; see `suara.analyse.crosstab.attributes.attribute` for those there are.
        columns: another, or the same.
        count: "posts" (all but reposts), "complaints", or "accounts" (who wrote the posts).
        where: conditions that the posts fulfil, as in `agency=kai`; all of them.
        timezone: where days and hours are counted.
        lang: the language of labels, "id" or "en".
        figure: a file for a heat map (.svg, .html or .png).
        show: what the heat map shows: "counts", "rows", "columns" or "residuals".
        report: see `Report`.

    Raises:
        InputError: an attribute, a condition, the time zone or the ending of the figure is unknown.
        NotYet: there are no posts.
    """
    if count not in COUNTS or show not in SHOWN:
        raise InputError(f"count is one of {', '.join(COUNTS)}, and show one of {', '.join(SHOWN)}")
    if figure is not None:
        drawing.check(Path(figure))
    asked = asked_of(workspace, [rows, columns, *where], timezone, lang, report)
    report("counting", 0, 0)
    posts, left_out = counted(asked.graph, count)
    posts = posts.join(chosen(asked, where), on="post", how="semi", maintain_order="left")
    made = tabulate(posts, attribute(asked, rows), attribute(asked, columns), count=count, left_out=left_out)
    if figure is not None:
        report("drawing the heat map", 0, 0)
        heatmap.draw(made, Path(figure), show=show, lang=lang)
    return made


def asked_of(workspace: Workspace, names: Sequence[str], timezone: str, lang: str, report: Report) -> Asked:
    """The graph, and the communities if they are asked for."""
    made = graph(workspace, report=report)
    community = any(name.partition("=")[0] == "community" for name in names)
    return Asked(made, timezone, lang, members_held(workspace, made) if community else None)


@dataclass(frozen=True)
class Words:
    """What was counted, among how many posts that have a text; and the attribute that makes the groups, if any."""

    table: pl.DataFrame
    posts: int
    by: Attribute | None = None

    def _repr_html_(self) -> str:
        return card("Words", {"posts with a text": self.posts, "by": self.by and self.by.name}, self.table)


FEWEST = 5
"""How often a word (or pair) has to be there to be compared between groups, or taken for a collocation."""


def words(
    workspace: Workspace,
    *,
    of: str = "words",
    by: str | None = None,
    collocations: bool = False,
    ngrams: int = 1,
    window: int = 5,
    at_least: int | None = None,
    stems: bool = False,
    stop_words: bool = False,
    where: Sequence[str] = (),
    timezone: str = TIMEZONE,
    lang: str = "id",
    report: Report = silent,
) -> Words:
    """How frequent words are; with `by` which words set groups apart; or which stand together.

    Words are counted as they are meant ("gak" is "tidak"). Reposts and posts that came along with collected ones don't
    count, nor what a post repeats of another's text.

    Args:
        workspace: the workspace.
        of: "words", or what platforms mark: "hashtags", "mentions" or "links" (the sites).
        by: an attribute whose values are compared, each with all others; see `suara.analyse.words.keyness`.
        collocations: ask for pairs instead; see `suara.analyse.words.collocations`.
        ngrams: how many words in a row are counted as one, 1 to 4.
        window: of collocations, in words.
        at_least: what is rarer is left out; 5 with groups and collocations, else 1.
        stems: words of one stem are one word.
        stop_words: whether words that say little ("yang", "the") count too.
        where: conditions that the posts fulfil, as in `agency=kai`; all of them.
        timezone: where days and hours are counted.
        lang: the language of labels.
        report: see `Report`.

    Returns:
        The table of `suara.analyse.words.frequency.frequency`, `...keyness.keyness` or `...collocations.collocations`.

    Raises:
        InputError: an attribute or a condition is unknown, or what is asked for doesn't go together.
        NotYet: there are no posts.
    """
    _check_words(of, by, collocations, ngrams, stems)
    asked = asked_of(workspace, [by or "", *where], timezone, lang, report)
    groups = None if by is None else attribute(asked, by)
    posts = _texts(asked, where)
    report("counting", 0, 0)
    fewest = at_least if at_least is not None else FEWEST if by or collocations else 1
    if collocations:
        pairs = _collocations(
            stream(posts["own"]), window=window, at_least=fewest, keep_stop_words=stop_words, stems=stems
        )
        return Words(pairs, posts.height)
    numbered = posts.select(pl.int_range(pl.len()).alias("row"), post="key")
    terms: Terms
    if of == "words":
        terms = of_words(stream(posts["own"]), length=ngrams, stems=stems, keep_stop_words=stop_words)
    else:
        terms = of_marks(asked.graph.tables, numbered, of)
    if groups is None:
        return Words(frequency(terms, posts["account"], at_least=fewest), posts.height)
    of_posts = numbered.join(groups.values, on="post").select("row", "value")
    return Words(keyness(terms, of_posts, at_least=fewest), posts.height, groups)


def _check_words(of: str, by: str | None, collocations: bool, ngrams: int, stems: bool) -> None:
    if of not in KINDS or not 1 <= ngrams <= 4:
        raise InputError(f"words are counted of {', '.join(KINDS)}, and 1 to 4 in a row")
    if of != "words" and (collocations or ngrams > 1 or stems):
        raise InputError(f"{of} have no collocations, rows or stems: ask for these of words")
    if collocations and (by is not None or ngrams > 1):
        raise InputError(
            "collocations are of pairs and of all posts: narrow them with --where, not by groups or n-grams"
        )


def _texts(asked: Asked, where: Sequence[str]) -> pl.DataFrame:
    """The posts that count and have a text: key, text, own (what its author wrote), created_at, account, handle, agency."""
    tables = asked.graph.tables
    posts, _ = counted(asked.graph, "posts")
    posts = posts.select(key="post").join(chosen(asked, where), left_on="key", right_on="post", how="semi")
    written = asked.graph.posts.select("key", "text", "created_at").with_columns(own=own_text(asked.graph.posts))
    authors = tables["POSTED"].select(key="to", account="from")
    called = tables["Account"].select(account="key", handle=CALLED)
    agencies = tables["ADDRESSED_TO"].group_by(key="from").agg(agency=pl.col("to").sort().str.join("; "))
    return (
        written.drop_nulls("text")
        .join(posts, on="key", how="semi", maintain_order="left")
        .join(authors, on="key", how="left", maintain_order="left")
        .join(called, on="account", how="left", maintain_order="left")
        .join(agencies, on="key", how="left", maintain_order="left")
    )


@dataclass(frozen=True)
class Found:
    """Where a query is true, and how many posts were searched."""

    table: pl.DataFrame
    posts: int

    def _repr_html_(self) -> str:
        return card("Found", {"places": self.table.height, "posts searched": self.posts}, self.table)


def find(
    workspace: Workspace,
    query: str,
    *,
    context: int = 8,
    sort: str = "time",
    where: Sequence[str] = (),
    timezone: str = TIMEZONE,
    report: Report = silent,
) -> Found:
    """Where a word, a phrase or several of them stand in the posts; see `suara.analyse.words.find.find`.

    Reposts and posts that came along with collected ones aren't searched, nor what a post repeats of another's text.

    Args:
        workspace: the workspace.
        query: what is looked for: words, "phrases", stem~, prefix*, AND, OR, NOT, parentheses, NEAR/5.
        context: how many words are shown on each side.
        sort: "time" or "right" (what stands to the right).
        where: conditions that the posts fulfil, as in `agency=kai`; all of them.
        timezone: where days and hours of conditions are counted.
        report: see `Report`.

    Raises:
        InputError: the query can't be read (the message says where), or a condition is unknown.
        NotYet: there are no posts.
    """
    if sort not in _find.SORTS or context < 0:
        raise InputError(f"what is found is sorted by {' or '.join(_find.SORTS)}, and has 0 or more words beside it")
    parse(query)
    asked = asked_of(workspace, where, timezone, "id", report)
    posts = _texts(asked, where)
    report("searching", 0, 0)
    return Found(_find.find(posts, query, context=context, sort=sort), posts.height)
