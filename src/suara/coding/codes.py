"""The table `codes`: which codes posts carry, by which words, rule or person that is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from suara.coding.codebook import Codebook

CODES = {
    "post": pl.String,
    "codebook": pl.String,
    "topic": pl.String,
    "evidence": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "rule": pl.String,
    "by": pl.String,
    "probability": pl.Float64,
    "version": pl.String,
}
"""Columns of the codes: the words that matched and their place in characters of the text (null where no words say so),
the phrase or pattern of the codebook, `by` what ("words", "learning", "hand"), how probable (by learning only), and the
version of the codebook."""

LEARNED = {"post": pl.String, "codebook": pl.String, "topic": pl.String, "probability": pl.Float64}
"""Columns of codes that a learned model gives."""


def combined(
    posts: pl.DataFrame,
    words: pl.DataFrame,
    books: Sequence[Codebook],
    *,
    learned: pl.DataFrame | None = None,
    topics: Mapping[str, Sequence[str]] | None = None,
    decided: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """The codes of posts: by hand where people decided, else as learned where the code was, else by words.

    What people decided on a post and codebook is all that the post has of it. What was learned takes the place of what
    words say on the codes that were learned; in a book that allows one code a post, of what words say on any. Where
    words say the same, they stay as the evidence. A code that lies under another brings that one, by whatever it is by.

    Args:
        posts: `key` and `text` of all posts, in their order.
        words: the codes by words; see `CODES`.
        books: the codebooks. Decisions on other books, or on codes that a book hasn't got, give no code.
        learned: what was learned; see `LEARNED`.
        topics: for each codebook, the codes that were learned.
        decided: what people decided together; see `suara.coding.by_hand.decided`.

    Returns:
        See `CODES`; `by` says whose the code is.
    """
    known = pl.DataFrame(
        [(b.name, b.version, place, c.id, c.residual) for place, b in enumerate(books) for c in b.codes],
        schema={
            "codebook": pl.String,
            "book": pl.String,
            "place": pl.Int64,
            "topic": pl.String,
            "residual": pl.Boolean,
        },
        orient="row",
    )
    found = words
    if learned is not None and topics:
        found = _with_learned(found, learned, topics, known, [book.name for book in books if book.exclusive])
    if decided is not None and decided.height:
        found = _with_decided(found, words, decided.join(posts.select(post="key"), on="post", how="semi"), posts)
    code = ["post", "codebook", "topic"]
    above = with_parents(found, books).join(found.select(code), on=code, how="anti", maintain_order="left")
    found = pl.concat([found, above])
    order = posts.select(post="key").with_row_index("row").unique("post", keep="first")
    return (
        found.join(known, on=["codebook", "topic"], how="inner")
        .join(order, on="post", how="left")
        .with_columns(version="book")
        .sort("row", "place", "start", "end", "topic", "rule", nulls_last=True)
        .select(*CODES)
    )


def _with_learned(
    words: pl.DataFrame,
    learned: pl.DataFrame,
    topics: Mapping[str, Sequence[str]],
    known: pl.DataFrame,
    exclusive: Sequence[str],
) -> pl.DataFrame:
    of_learned = pl.DataFrame(
        [(book, topic) for book, several in topics.items() for topic in several],
        schema={"codebook": pl.String, "topic": pl.String},
        orient="row",
    )
    given = _evident(learned.select(*LEARNED), words).with_columns(by=pl.lit("learning"))
    unit = ["post", "codebook"]
    others = words.join(of_learned, on=["codebook", "topic"], how="anti", maintain_order="left")
    single = given.filter(pl.col("codebook").is_in(list(exclusive)))
    others = others.join(single.select(unit), on=unit, how="anti", maintain_order="left")
    both = pl.concat([given.select(*CODES), others])
    residual = known.filter("residual").select("codebook", "topic")
    needless = others.join(residual, on=["codebook", "topic"], how="semi").join(given.select(unit), on=unit, how="semi")
    return both.join(
        needless.select(*unit, "topic", "by"), on=[*unit, "topic", "by"], how="anti", maintain_order="left"
    )


def _with_decided(found: pl.DataFrame, words: pl.DataFrame, decided: pl.DataFrame, posts: pl.DataFrame) -> pl.DataFrame:
    unit = ["post", "codebook"]
    given = decided.drop_nulls("topic")
    placed = given.filter(pl.col("start").is_not_null()).join(
        posts.select("text", post="key").unique("post", keep="first"), on="post", how="left", maintain_order="left"
    )
    evidence = pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start"))
    placed = _filled(placed.with_columns(evidence=evidence))
    rest = given.filter(pl.col("start").is_null()).select(*unit, "topic")
    hand = pl.concat([placed, _evident(rest, words)]).with_columns(
        by=pl.lit("hand"), probability=pl.lit(None, pl.Float64)
    )
    return pl.concat(
        [found.join(decided.select(unit), on=unit, how="anti", maintain_order="left"), hand.select(*CODES)]
    )


def _evident(given: pl.DataFrame, words: pl.DataFrame) -> pl.DataFrame:
    """Codes with the evidence of words that say the same; in several rows where several do."""
    said = words.select("post", "codebook", "topic", "evidence", "start", "end", "rule")
    return _filled(given.join(said, on=["post", "codebook", "topic"], how="left", maintain_order="left"))


def _filled(codes: pl.DataFrame) -> pl.DataFrame:
    """All columns of the codes; null where they aren't there."""
    return codes.select(
        pl.col(name).cast(dtype) if name in codes.columns else pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in CODES.items()
    )


def with_parents(codes: pl.DataFrame, codebooks: Sequence[Codebook]) -> pl.DataFrame:
    """The codes, and for each one that lies under another that one as well, by the same words.

    Example:
        >>> from suara.coding.codebook import Code
        >>> book = Codebook(name="b", codes=[Code(id="goods"), Code(id="water", parent="goods")])
        >>> row = dict.fromkeys(CODES) | {"post": "x:1", "codebook": "b", "topic": "water"}
        >>> with_parents(pl.DataFrame([row], schema=CODES), [book])["topic"].to_list()
        ['water', 'goods']
    """
    pairs = [(book.name, code.id, code.parent) for book in codebooks for code in book.codes if code.parent]
    above = pl.DataFrame(pairs, schema=dict.fromkeys(("codebook", "topic", "parent"), pl.String), orient="row")
    found, lower = [codes], codes
    while lower.height:  # codebooks have no circles, so this ends
        lower = lower.join(above, on=["codebook", "topic"], maintain_order="left")
        lower = lower.with_columns(topic="parent").select(codes.columns)
        found.append(lower)
    return pl.concat(found).unique(["post", "codebook", "topic", "start", "end"], keep="first", maintain_order=True)
