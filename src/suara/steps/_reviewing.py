"""Review by people: samples for them, what they decided, and how good the codes are by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from suara._html import card
from suara.analyse.coders import agreement, performance
from suara.coding import by_hand, by_words, review
from suara.coding.codebook import Codebook
from suara.coding.codes import CODES, with_parents
from suara.coding.reviewed import REVIEWS
from suara.errors import DataError, NotYet
from suara.posts.post import KEYED
from suara.present import review_file
from suara.present import tables as _tables
from suara.steps import _coding, _decisions, _learning
from suara.steps._importing import Report, silent
from suara.workspace import Workspace

STRATA = ("code", "agency", "platform", "month")
"""By what samples can be stratified."""


@dataclass(frozen=True)
class Sample:
    """Posts to review, drawn at random within strata; see `suara.coding.review`."""

    book: Codebook
    drawn: pl.DataFrame  # see review.draw
    table: pl.DataFrame  # see review.sheet

    @property
    def strata(self) -> pl.DataFrame:
        """How many posts were drawn of each stratum: stratum, posts, drawn, probability; the biggest first."""
        told = self.drawn.group_by(stratum="name").agg(
            posts=pl.col("stratum_posts").first(), drawn=pl.len(), probability=pl.col("probability").first()
        )
        return told.sort("posts", "stratum", descending=[True, False])


def draw_sample(
    workspace: Workspace,
    output: str | Path | None = None,
    *,
    codebook: str | None = None,
    size: int = 200,
    seed: int = 0,
    by: str = "code",
    blind: bool = False,
    lang: str = "id",
    report: Report = silent,
) -> Sample:
    """A random sample of posts for people to review, written as CSV or XLSX where `output` names a file.

    The posts are those that the codebook codes: those with a text that aren't reposts, by people or by agencies.

    Args:
        workspace: the workspace.
        output: the file to write, .csv or .xlsx.
        codebook: the name of one of the workspace's codebooks; the first without it.
        size: how many posts.
        seed: another seed draws other posts.
        by: one of `STRATA`; with "code" the rarest code that was found in a post, or that none was.
        blind: leave out what the program found, so that it doesn't sway who reviews.
        lang: the language of labels and definitions in XLSX ("id" or "en").
        report: see `Report`.

    Raises:
        DataError: there is no such codebook, or nothing to draw from.
        FileError: the file can't be written.
    """
    with workspace.lock():
        book = _book(workspace, codebook)
        machine = _machine(workspace, report).filter(codebook=book.name)
        posts = _reviewable(workspace, book)
        strata = _strata(workspace, posts, machine, by, report)
        drawn = review.draw(strata, size, seed=seed, name=book.name)
    table = review.sheet(drawn, posts, machine, book, blind=blind)
    if output is not None:
        review_file.write(table, Path(output), book, lang=lang)
    return Sample(book, drawn, table)


@dataclass(frozen=True)
class ReadBack:
    """What was read of marked files: posts by coder (coder, posts), and rows that nobody has marked."""

    coders: pl.DataFrame
    unmarked: int


def read_reviewed(workspace: Workspace, files: Sequence[str | Path], *, coder: str | None = None) -> ReadBack:
    """Keep the decisions of files that people have marked; of the same coder, post and codebook the new one stands.

    Args:
        workspace: the workspace.
        files: samples that were written by `draw_sample`, marked; CSV or XLSX.
        coder: who marked the rows that name nobody.

    Raises:
        FileError: something in a file can't be right; the message says in which rows, and nothing is kept.
    """
    with workspace.lock():
        posts = _coding.all_posts(workspace).select("text", key=KEYED)
        read = _decisions.read(files, posts, _coding._books(workspace, workspace.settings), coder)
        if read.decisions.height:
            _decisions.keep(workspace, read.decisions, read.reviews)
    coders = read.reviews.group_by("coder").agg(posts=pl.len().cast(pl.Int64)).sort("coder")
    return ReadBack(coders, read.unmarked)


def decide(workspace: Workspace, sample: Sample, post: str, topics: Sequence[str], coder: str) -> None:
    """Keep the decision on one post of a sample: these codes hold, and no others of its codebook.

    Raises:
        DataError: a code isn't of the book, or the coder has no name.
    """
    if unknown := set(topics) - {code.id for code in sample.book.codes}:
        raise DataError(f"{sorted(unknown)[0]!r} is no code of {sample.book.name}")
    given: list[str | None] = [*topics] or [None]
    decisions = by_hand.decisions_of([(post, sample.book.name, topic, coder) for topic in given])
    told = sample.drawn.filter(post=post).with_columns(codebook=pl.lit(sample.book.name), coder=pl.lit(coder))
    with workspace.lock():
        told = told.with_columns(note=pl.lit(None, pl.String)).select(*REVIEWS)
        _decisions.keep(workspace, decisions.drop("at"), told)


def undecided(workspace: Workspace, sample: Sample, coder: str) -> list[str]:
    """The posts of a sample that a coder hasn't decided on yet, in the order of the sample."""
    done = _decisions.hand(workspace).filter(coder=coder, codebook=sample.book.name)
    return sample.drawn.join(done, on="post", how="anti", maintain_order="left")["post"].to_list()


@dataclass(frozen=True)
class ReviewReport:
    """How good the codes are, how far coders agree, where they don't; and decisions on codes that are gone."""

    performance: pl.DataFrame  # see suara.analyse.coders.performance.PERFORMANCE
    agreement: pl.DataFrame  # see suara.analyse.coders.agreement.AGREEMENT
    disagreements: pl.DataFrame  # codebook, post, codings, text
    corrections: pl.DataFrame  # see suara.analyse.coders.performance.corrections, and text
    notes: pl.DataFrame  # codebook, post, coder, note, text
    gone: pl.DataFrame  # codebook, topic, posts

    def _repr_html_(self) -> str:
        facts = {"corrections": self.corrections.height, "disagreements": self.disagreements.height}
        return card("Agreement", facts, self.agreement) + card("Performance", table=self.performance)


def report_review(workspace: Workspace, *, codebook: str | None = None, report: Report = silent) -> ReviewReport:
    """Precision, recall and F1 of the codes by what people decided, and how far these agree; kept as tables.

    Codes that were learned are told as they were given to texts held out from the learning.

    Args:
        workspace: the workspace.
        codebook: the name of one of its codebooks; all without it.
        report: see `Report`.

    Raises:
        NotYet: nobody has decided on any post.
    """
    with workspace.lock():
        books = _coding._books(workspace, workspace.settings)
        books = books if codebook is None else [_book(workspace, codebook)]
        hand = _decisions.hand(workspace).filter(pl.col("codebook").is_in([book.name for book in books]))
        if hand.is_empty():
            raise NotYet("nobody has reviewed a post yet: `suara review --output sample.xlsx` draws a sample")
        _machine(workspace, report)  # so that what was learned is up to date
        report("reviewing", 0, 0)
        found = _report(workspace, books, hand)
        for name in TABLES:
            _tables.write(getattr(found, name), "csv", workspace.tables / f"{name}.csv")
    return found


TABLES = ("performance", "agreement", "disagreements", "corrections", "notes")


def _report(workspace: Workspace, books: Sequence[Codebook], hand: pl.DataFrame) -> ReviewReport:
    topics = {book.name: [code.id for code in book.codes] for book in books}
    known = pl.DataFrame(
        [(book, topic) for book, several in topics.items() for topic in several],
        schema={"codebook": pl.String, "topic": pl.String},
        orient="row",
    )
    gone = hand.drop_nulls("topic").join(known, on=["codebook", "topic"], how="anti")
    texts = _coding.texts_to_code(workspace, _coding._registry(workspace, workspace.settings))
    texts = texts.join(hand.select(key="post").unique(), on="key", how="semi", maintain_order="left")
    held_out = _learning.kept(workspace, "held_out.parquet", _learning.HELD_OUT)
    learned = _learning.learning(workspace).filter("learned")
    held_out = held_out.join(learned, on=["codebook", "topic"], how="semi").with_columns(
        by=pl.lit("learning"), evidence=pl.lit(None, pl.String)
    )
    said = ["post", "codebook", "topic", "by", "evidence"]
    coded = pl.concat([with_parents(by_words.code(texts, books), books).select(said), held_out.select(said)])
    ways = {
        book: {"words": several, "learning": learned.filter(codebook=book)["topic"].to_list()}
        for book, several in topics.items()
    }
    shown = _coding.all_posts(workspace).select("text", post=KEYED)
    decided, reviews = _learning.decided(hand, books), _decisions.reviews(workspace)
    notes = reviews.drop_nulls("note").join(known.select("codebook").unique(), on="codebook", how="semi")
    asked = pl.DataFrame(
        [(book, by, topic) for book, of_book in ways.items() for by, several in of_book.items() for topic in several],
        schema=dict.fromkeys(("codebook", "by", "topic"), pl.String),
        orient="row",
    )
    corrected = performance.corrections(decided, coded).join(asked, on=asked.columns, how="semi", maintain_order="left")
    return ReviewReport(
        performance.table(decided, coded, reviews, ways),
        agreement.table(hand, topics),
        agreement.disagreements(hand, shown),
        corrected.join(shown, on="post", how="left", maintain_order="left"),
        notes.join(shown, on="post", how="left")
        .select("codebook", "post", "coder", "note", "text")
        .unique(maintain_order=True),
        gone.group_by("codebook", "topic")
        .agg(posts=pl.col("post").n_unique().cast(pl.Int64))
        .sort("codebook", "topic"),
    )


def _book(workspace: Workspace, name: str | None) -> Codebook:
    books = _coding._books(workspace, workspace.settings)
    for book in books:
        if name in (None, book.name):
            return book
    raise DataError(f"{name} is no codebook of the workspace; it has {', '.join(book.name for book in books)}")


def _machine(workspace: Workspace, report: Report) -> pl.DataFrame:
    """The codes as the program found them, also where people have decided otherwise; up to date."""
    _, codes, _ = _coding._codes(workspace, report)
    overruled = _learning.kept(workspace, "overruled.parquet", CODES)
    return pl.concat([codes.filter(pl.col("by") != "hand"), overruled])


def _reviewable(workspace: Workspace, book: Codebook) -> pl.DataFrame:
    """The posts that a codebook codes: post, text (as it was posted), platform, created_at, url."""
    coded = _coding.texts_to_code(workspace, _coding._registry(workspace, workspace.settings))
    if book.of != "all":
        coded = coded.filter(pl.col("by_agency") == (book.of == "agencies"))
    posts = _coding.all_posts(workspace).select("text", "platform", "created_at", "url", post=KEYED)
    posts = posts.join(coded.select(post="key"), on="post", how="semi", maintain_order="left")
    return posts.filter(pl.col("text").str.strip_chars() != "")


def _strata(workspace: Workspace, posts: pl.DataFrame, machine: pl.DataFrame, by: str, report: Report) -> pl.DataFrame:
    """Posts with their stratum."""
    if by == "platform":
        return posts.select("post", stratum="platform")
    if by == "month":
        return posts.select("post", stratum=pl.col("created_at").dt.strftime("%Y-%m"))
    given = machine if by == "code" else _agencies(workspace, report)
    given = given.join(posts.select("post"), on="post", how="semi")
    return posts.select("post").with_columns(stratum=review.rarest_code(posts["post"], given))


def _agencies(workspace: Workspace, report: Report) -> pl.DataFrame:
    """The agencies that posts are addressed to, or written by: post, topic."""
    made = _coding.graph(workspace, report=report).tables
    addressed = made["ADDRESSED_TO"].select(post="from", topic="to")
    written = made["POSTED"].join(made["OPERATED_BY"], on="from").select(post="to", topic="to_right")
    return pl.concat([addressed, written])
