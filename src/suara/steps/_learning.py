"""Codes learned from what people decided: one model a codebook, learned again wherever it isn't known any more."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
import polars as pl

from suara.coding import by_hand, by_learning, by_words
from suara.coding.codebook import Codebook
from suara.coding.codes import LEARNED, combined, with_parents
from suara.coding.transformer import SentenceModel
from suara.errors import WorkspaceError
from suara.present import tables
from suara.steps._importing import Report
from suara.workspace import Settings, Workspace

Schema = Mapping[str, type[pl.DataType]]

HELD_OUT = {"post": pl.String, "codebook": pl.String, "topic": pl.String}
PERFORMANCE = {"codebook": pl.String, **by_learning.PERFORMANCE}


@dataclass(frozen=True)
class Learned:
    """What models gave, which codes they know, how good they are, and what they gave to texts held out from them."""

    codes: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=LEARNED))
    topics: Mapping[str, Sequence[str]] = field(default_factory=dict)
    performance: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=PERFORMANCE))
    held_out: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=HELD_OUT))


def sentence_model(workspace: Workspace, settings: Settings) -> SentenceModel | None:
    """The sentence model to learn with; None without one, or where nothing is learned.

    Raises:
        DataError: a file of it isn't there.
    """
    if settings.model is None or not settings.learn:
        return None
    return SentenceModel.of(workspace.named(settings.model))


def decided(hand: pl.DataFrame, books: Sequence[Codebook]) -> pl.DataFrame:
    """What people decided together; a code that lies under another brings that one."""
    together = by_hand.decided(hand, exclusive(books))
    return with_parents(together, books).sort("post", "codebook", maintain_order=True)


def exclusive(books: Sequence[Codebook]) -> dict[str, list[str]]:
    """The codes of each book that allows one a post, those under others first: the more exact one holds."""
    found = {}
    for book in books:
        if book.exclusive:
            parents = {code.id: code.parent for code in book.codes}
            depth = dict.fromkeys(parents, 0)
            for code in parents:
                above = parents[code]
                while above is not None:
                    depth[code] += 1
                    above = parents.get(above)
            found[book.name] = sorted(parents, key=lambda code: -depth[code])
    return found


def learned(
    workspace: Workspace,
    settings: Settings,
    books: Sequence[Codebook],
    posts: pl.DataFrame,
    words: pl.DataFrame,
    hand: pl.DataFrame,
    report: Report,
) -> Learned:
    """The codes of all posts by models of the codebooks that are to be learned.

    Args:
        workspace: its memory keeps the models, and what the decisions were that they have learned from.
        settings: which codebooks to learn, and the sentence model, if any.
        books: the codebooks in use.
        posts: the posts to code: key, text, by_agency.
        words: their codes by words; see `suara.coding.codes.CODES`.
        hand: decisions by hand; see `suara.coding.by_hand.HAND`.
        report: see `Report`.

    Raises:
        DataError: the sentence model can't be used.
    """
    parts = []
    embedding = sentence_model(workspace, settings)
    if embedding is not None:
        embedding(pl.Series(["uji coba"]))  # says at once what is wrong with it
    for book in books:
        if book.name in settings.learn:
            report(f"learning {book.name}", 0, 0)
            theirs = posts if book.of == "all" else posts.filter(pl.col("by_agency") == (book.of == "agencies"))
            parts.append(_of_book(workspace, book, theirs, words.filter(codebook=book.name), hand, embedding))
    if not parts:
        return Learned()
    return Learned(
        pl.concat([part.codes for part in parts]),
        {book: topics for part in parts for book, topics in part.topics.items()},
        pl.concat([part.performance for part in parts]),
        pl.concat([part.held_out for part in parts]),
    )


def _of_book(
    workspace: Workspace,
    book: Codebook,
    posts: pl.DataFrame,
    words: pl.DataFrame,
    hand: pl.DataFrame,
    embedding: by_learning.Embedding | None,
) -> Learned:
    topics = [code.id for code in book.codes]
    of_book = hand.filter(codebook=book.name)
    together = by_hand.decided(of_book, exclusive([book])) if book.exclusive else decided(of_book, [book])
    seen = posts.join(together.select(key="post").unique(), on="key", how="semi", maintain_order="left")
    labels = pl.DataFrame([seen["key"].is_in(_having(together, topic)).alias(topic) for topic in topics])
    if book.exclusive:  # what its words say of all codes, not only of the one that they tell best
        words = by_words.code(posts, [msgspec.structs.replace(book, exclusive=False)])
    hints = by_learning.hints_of(words, seen["key"], topics)
    model = _model(workspace, book, seen["text"], labels, hints, embedding)
    given = model.predict(posts, by_learning.hints_of(words, posts["key"], topics))
    held_out = [seen.filter(model.held_out[topic]).select(post="key", topic=pl.lit(topic)) for topic in model.topics]
    named = pl.lit(book.name).alias("codebook")
    return Learned(
        given.with_columns(named).select(*LEARNED),
        {book.name: model.topics},
        model.performance.select(named, *by_learning.PERFORMANCE),
        pl.concat([pl.DataFrame(schema=HELD_OUT), *(part.with_columns(named).select(*HELD_OUT) for part in held_out)]),
    )


def _having(together: pl.DataFrame, topic: str) -> pl.Series:
    return together.filter(topic=topic)["post"].implode()


def _model(
    workspace: Workspace,
    book: Codebook,
    texts: pl.Series,
    labels: pl.DataFrame,
    hints: pl.DataFrame,
    embedding: by_learning.Embedding | None,
) -> by_learning.Model:
    """The model of a codebook; the one that this process has learned from the same, if it has."""
    data = pl.concat([labels.cast(pl.Float64), hints.rename(lambda name: f"hint {name}")], how="horizontal")
    told = data.with_columns(texts.alias("text")).write_csv()
    state = hashlib.sha256(f"{embedding} {told}".encode()).hexdigest()
    kept = workspace.memory.setdefault("models", {}).get(book.name)
    if kept is not None and kept[0] == state:
        model: by_learning.Model = kept[1]
        return model
    model = by_learning.train(texts, labels, hints=hints, embedding=embedding, exclusive=book.exclusive)
    workspace.memory["models"][book.name] = (state, model)
    return model


def together(
    posts: pl.DataFrame,
    words: pl.DataFrame,
    books: Sequence[Codebook],
    found: Learned,
    decided: pl.DataFrame,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The codes by hand, learning and words; and those of the program where people have decided."""
    machine = combined(posts, words, books, learned=found.codes, topics=found.topics)
    overruled = machine.join(decided, on=["post", "codebook"], how="semi", maintain_order="left")
    if decided.is_empty():
        return machine, overruled
    return combined(posts, words, books, learned=found.codes, topics=found.topics, decided=decided), overruled


def learning(workspace: Workspace) -> pl.DataFrame:
    """How good what was learned is, by texts held out: codebook, and see `suara.coding.by_learning.PERFORMANCE`."""
    path = workspace.root / "codes" / "learning.parquet"
    return kept(workspace, path.name, PERFORMANCE) if path.is_file() else pl.DataFrame(schema=PERFORMANCE)


def kept(workspace: Workspace, name: str, columns: Schema) -> pl.DataFrame:
    """A table that coding keeps beside the codes.

    Raises:
        WorkspaceError: it is gone or damaged.
    """
    path = workspace.root / "codes" / name
    try:
        return pl.read_parquet(path, glob=False).select(pl.col(n).cast(d) for n, d in columns.items())
    except (OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise WorkspaceError(f"{path} can't be read ({error}): `suara code` makes it again") from None


def keep(workspace: Workspace, found: Learned) -> None:
    """Keep what is to be known of the models, for the report and, as tables/learning.csv, for people."""
    folder = workspace.root / "codes"
    found.held_out.write_parquet(folder / "held_out.parquet")
    found.performance.write_parquet(folder / "learning.parquet")
    if found.performance.height:
        tables.write(found.performance, "csv", workspace.tables / "learning.csv")
