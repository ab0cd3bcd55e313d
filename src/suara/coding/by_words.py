"""Coding by words: which topics the texts of posts name, each with the words that say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from suara.coding._matching import Phrases, compiled, matches
from suara.coding.codebook import Codebook
from suara.coding.codes import CODES
from suara.coding.words import Stream, spans, stream

_HIT = {"row": pl.Int64, "topic": pl.String, "rule": pl.String, "order": pl.Int64, "residual": pl.Boolean}


def code(posts: pl.DataFrame, codebooks: Sequence[Codebook], words: Stream | None = None) -> pl.DataFrame:
    """The topics of posts (columns `key`, `text`): one row per post, topic, phrase and place; see `codes.CODES`.

    Where there is a column `by_agency`, a codebook codes the posts of those whom it is made for (`Codebook.of`) only.
    `words`: the texts as a stream, if they are one already.

    Example:
        >>> from suara.coding.codebook import load
        >>> posts = pl.DataFrame({"key": ["x:1"], "text": ["Lelet banget, ada pungli pula"]})
        >>> code(posts, [load("complaints")]).select("topic", "evidence", "start", "end").rows()
        [('slow_service', 'Lelet', 0, 5), ('illegal_levies', 'pungli', 18, 24)]
    """
    texts, found = stream(posts["text"]) if words is None else words, []
    for book in codebooks:
        rules = _rules(book)
        hits = pl.concat([_said(matches(texts, rules.phrases), rules), _patterned(posts["text"], rules)])
        if "by_agency" in posts.columns and book.of != "all":
            theirs = posts["by_agency"] == (book.of == "agencies")
            hits = hits.filter(theirs.gather(hits["row"]))
        found.append(_decided(hits, book))
    hits = pl.concat([pl.DataFrame(schema=_PLACED), *found])
    return _shown(posts, hits)


@dataclass(frozen=True)
class _Rules:
    """The phrases and patterns of a book with what they say; frames of one row a rule."""

    phrases: Phrases
    codes: pl.DataFrame  # topic, order (of the codes in the book), residual
    said: pl.DataFrame  # phrase (its number), topic, rule, turned (what it says negated), excludes, order, residual
    patterns: tuple[tuple[str, str, int, bool], ...]  # pattern, topic, order, residual


def _rules(book: Codebook) -> _Rules:
    """The rules of a book; worked out once for the same book."""
    rows = [
        (phrase, code.id, code.negated, excludes, order, code.residual)
        for order, code in enumerate(book.codes)
        for excludes, phrases in ((False, code.all_phrases), (True, code.exclude))
        for phrase in phrases
    ]
    schema = {
        "rule": pl.String, "topic": pl.String, "turned": pl.String,
        "excludes": pl.Boolean, "order": pl.Int64, "residual": pl.Boolean,
    }  # fmt: skip
    said = pl.DataFrame(rows, schema=schema, orient="row").with_row_index("phrase").cast({"phrase": pl.Int64})
    patterns = tuple((p, c.id, i, c.residual) for i, c in enumerate(book.codes) for p in c.patterns)
    codes = pl.DataFrame(
        [(code.id, order, code.residual) for order, code in enumerate(book.codes)],
        schema={"topic": pl.String, "order": pl.Int64, "residual": pl.Boolean},
        orient="row",
    )
    return _Rules(_compiled(tuple(said["rule"])), codes, said, patterns)


@lru_cache(maxsize=64)
def _compiled(phrases: tuple[str, ...]) -> Phrases:
    return compiled(phrases)


_PLACED = _HIT | {
    "first": pl.Int64,
    "last": pl.Int64,
    "evidence": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "codebook": pl.String,
    "version": pl.String,
}


def _said(found: pl.DataFrame, rules: _Rules) -> pl.DataFrame:
    """What the phrases that were found say: exclusions cancel those inside them, negated ones say the contrary.

    Of a code that is its own contrary, a phrase counts whether it is said, denied or asked: the post speaks of it.
    """
    told = found.join(rules.said, on="phrase", maintain_order="left")
    cancelled = _inside(told.filter(~pl.col("excludes")), told.filter("excludes"))
    anyway = pl.col("turned").eq_missing(pl.col("topic"))
    kept = told.filter(~pl.col("excludes"), ~pl.col("asked") | anyway).join(
        cancelled, on=["row", "topic", "first", "last"], how="anti", maintain_order="left"
    )
    target = rules.codes.select(turned="topic", turned_order="order", turned_residual="residual")
    return (
        kept.filter(~pl.col("negated") | pl.col("turned").is_not_null())
        .join(target, on="turned", how="left", maintain_order="left")
        .with_columns(
            topic=pl.when("negated").then("turned").otherwise("topic"),
            order=pl.when("negated").then("turned_order").otherwise("order"),
            residual=pl.when("negated").then("turned_residual").otherwise("residual"),
            first=pl.when("negated").then("negator").otherwise("first"),
        )
        .select("row", "topic", "rule", "order", "residual", "first", "last")
        .with_columns(evidence=pl.lit(None, pl.String), start=pl.lit(None, pl.Int64), end=pl.lit(None, pl.Int64))
    )


def _inside(found: pl.DataFrame, exclusions: pl.DataFrame) -> pl.DataFrame:
    """The matches that lie within an exclusion of the same topic."""
    tokens = pl.int_ranges(pl.col("first"), pl.col("last") + 1)
    around = exclusions.select("row", "topic", stop="last", first=tokens).explode("first")
    return found.join(around, on=["row", "topic", "first"]).filter(pl.col("last") <= pl.col("stop"))


def _patterned(texts: pl.Series, rules: _Rules) -> pl.DataFrame:
    """The first match of each pattern in each text."""
    parts = [pl.DataFrame(schema=_PLACED).drop("codebook", "version")]
    numbered = pl.DataFrame({"row": pl.int_range(len(texts), eager=True), "text": texts})
    for pattern, topic, order, residual in rules.patterns:
        sought = f"(?i){pattern}"
        hits = numbered.filter(pl.col("text").str.contains(sought))
        before = pl.col("text").cast(pl.Binary).bin.slice(0, pl.col("text").str.find(sought)).cast(pl.String)
        evidence = pl.col("text").str.extract(f"({sought})", 1)
        start = before.str.len_chars().cast(pl.Int64)
        said = hits.select(
            "row", "text", evidence=evidence, start=start, topic=pl.lit(topic), rule=pl.lit(pattern),
            order=pl.lit(order, pl.Int64), residual=pl.lit(residual), first=pl.lit(None, pl.Int64), last=pl.lit(None, pl.Int64),
        ).with_columns(end=pl.col("start") + pl.col("evidence").str.len_chars().cast(pl.Int64))  # fmt: skip
        parts.append(said.select(parts[0].columns))
    return pl.concat(parts)


def _decided(hits: pl.DataFrame, book: Codebook) -> pl.DataFrame:
    """Residual codes only where no other is; of an exclusive book one code a post; each rule once."""
    others = hits.filter(~pl.col("residual"))["row"].unique()
    hits = hits.filter(~pl.col("residual") | ~pl.col("row").is_in(others.implode()))
    if book.exclusive:
        best = (
            hits.group_by("row", "topic")
            .agg(pl.len(), pl.col("order").first())
            .sort("len", "order", descending=[True, False])
            .unique("row", keep="first", maintain_order=True)
        )
        hits = hits.join(best.select("row", "topic"), on=["row", "topic"], how="semi", maintain_order="left")
    hits = hits.sort("first", "start", maintain_order=True)
    for same in (["row", "topic", "rule"], ["row", "topic", "first", "last", "start"]):
        hits = hits.unique(same, keep="first", maintain_order=True)
    return hits.with_columns(codebook=pl.lit(book.name), version=pl.lit(book.version)).select(*_PLACED)


def _shown(posts: pl.DataFrame, hits: pl.DataFrame) -> pl.DataFrame:
    """Hits as the table of codes: with the words as they were written, and where."""
    by_pattern, by_phrase = hits.filter(pl.col("first").is_null()), hits.filter(pl.col("first").is_not_null())
    start, end = spans(posts["text"], *(by_phrase[name].to_numpy() for name in ("row", "first", "last")))
    by_phrase = by_phrase.with_columns(
        posts["text"].gather(by_phrase["row"]), start=pl.Series(start), end=pl.Series(end)
    )
    written = pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start"))
    hits = pl.concat([by_phrase.with_columns(evidence=written).drop("text"), by_pattern])
    return (
        hits.with_columns(
            post=posts["key"].gather(hits["row"]), by=pl.lit("words"), probability=pl.lit(None, pl.Float64)
        )
        .sort("row", "codebook", "start", "end", "topic")
        .select(*CODES)
    )
