"""Coding by hand: what people have decided on posts, and what several of them together have.

A decision is on a post and a codebook, and whole: all codes of the book that hold for the post, or that none does. Who
decides again on the same post and book takes back the earlier decision.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from suara._files import whole
from suara.errors import DataError, WorkspaceError
from suara.posts.post import TIME

HAND: dict[str, pl.DataType | type[pl.DataType]] = {
    "post": pl.String,
    "codebook": pl.String,
    "topic": pl.String,
    "coder": pl.String,
    "at": TIME,
    "start": pl.Int64,
    "end": pl.Int64,
}
"""Columns of decisions by hand, a row a code: `topic` null says that none of the book's codes holds; `at` is when the
decision was read (UTC); `start` and `end` are characters of the text, null where nobody told a place."""

DECISION = ("post", "codebook", "coder")
"""What makes rows parts of the same decision."""


def load(path: Path) -> pl.DataFrame:
    """The decisions that a Parquet file keeps, see `HAND`; none where there is no file.

    Raises:
        WorkspaceError: it is damaged.
    """
    return kept(path, HAND)


def kept(path: Path, schema: Mapping[str, pl.DataType | type[pl.DataType]]) -> pl.DataFrame:
    """What of reviewed files a Parquet file keeps, with the columns of a schema; no rows where there is no file.

    Raises:
        WorkspaceError: it is damaged.
    """
    if not path.is_file():
        return pl.DataFrame(schema=dict(schema))
    try:
        return pl.read_parquet(path, glob=False).select(pl.col(name).cast(dtype) for name, dtype in schema.items())
    except (OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise WorkspaceError(
            f"{path} can't be read: {error}; move it away, then read the reviewed files again"
        ) from None


def keep(path: Path, decisions: pl.DataFrame) -> pl.DataFrame:
    """Add decisions to a Parquet file, whole or not at all; returns all that it then keeps.

    Raises:
        DataError: a decision contradicts itself; see `checked`.
        WorkspaceError: the file is damaged, or can't be written.
    """
    kept = replaced(load(path), checked(decisions))
    try:
        path.parent.mkdir(exist_ok=True)
        with whole(path) as unfinished:
            kept.write_parquet(unfinished)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise WorkspaceError(f"{path} can't be written: {error}") from None
    return kept


def replaced(known: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Decisions with new ones, which take the place of the same coder's on the same post and codebook.

    Example:
        >>> one = decisions_of([("x:1", "complaints", "slow_service", "ani"), ("x:2", "complaints", None, "ani")])
        >>> two = decisions_of([("x:1", "complaints", None, "ani"), ("x:1", "complaints", "rude", "budi")])
        >>> replaced(one, two).select("post", "topic", "coder").rows()
        [('x:1', None, 'ani'), ('x:1', 'rude', 'budi'), ('x:2', None, 'ani')]
    """
    rest = known.join(new.select(DECISION), on=DECISION, how="anti")
    return pl.concat([rest, new.select(*HAND)]).sort(*DECISION, "topic", "start", "end", nulls_last=False)


def checked(decisions: pl.DataFrame) -> pl.DataFrame:
    """Decisions without rows that say the same twice.

    Raises:
        DataError: post, codebook or coder are missing, "none of the codes" stands beside a code, or a place is none.

    Example:
        >>> checked(decisions_of([("x:1", "complaints", "rude", "ani"), ("x:1", "complaints", "rude", "ani")])).height
        1
    """
    unnamed = decisions.filter(pl.any_horizontal(pl.col(DECISION).is_null() | (pl.col(DECISION) == "")))
    none = pl.col("topic").is_null()
    torn = decisions.filter((none.any() & ~none.all()).over(DECISION))
    placed = pl.col("start").is_not_null() | pl.col("end").is_not_null()
    right = (pl.col("start") >= 0) & (pl.col("end") > pl.col("start")) & ~none
    misplaced = decisions.filter(placed & ~right.fill_null(value=False))
    for wrong, why in (
        (unnamed, "has no post, no codebook or no coder"),
        (torn, "says that no code holds, and names one"),
        (misplaced, "names a place in the text that can't be one"),
    ):
        for row in wrong.head(1).iter_rows(named=True):
            raise DataError(f"the decision by {row['coder']} on {row['post']} ({row['codebook']}) {why}")
    return decisions.unique([*DECISION, "topic", "start", "end"], keep="last", maintain_order=True)


def decisions_of(rows: Sequence[tuple[str, str, str | None, str]]) -> pl.DataFrame:
    """Decisions from (post, codebook, topic, coder), without time and place."""
    table = pl.DataFrame(rows, schema=dict(list(HAND.items())[:4]), orient="row")
    return table.select(
        table[name] if name in table.columns else pl.lit(None, dtype=dtype).alias(name) for name, dtype in HAND.items()
    )


def decided(hand: pl.DataFrame, exclusive: Mapping[str, Sequence[str]] | None = None) -> pl.DataFrame:
    """What all coders together have decided: a code holds where at least half of a post's coders gave it.

    So the majority decides, code by code (Snow et al. 2008, Cheap and fast, but is it good?), and a tie counts as
    given: two coders' codes are those of either. Content analysis has ties settled by one more coder (Krippendorff
    2019, Content analysis, chapter 12), whose decision is then the majority's.

    Args:
        hand: decisions; see `HAND`.
        exclusive: the codes, in their order, of each codebook that allows a post one code at most. Of several codes
            that half of the coders gave, the one given most often holds, then the earlier.

    Returns:
        post, codebook, topic (null: none of the codes), start, end; in several rows where several places were told.

    Example:
        >>> votes = [("x:1", "b", "slow", "ani"), ("x:1", "b", "rude", "budi"), ("x:1", "b", "rude", "citra")]
        >>> decided(decisions_of(votes)).select("post", "topic").rows()
        [('x:1', 'rude')]
    """
    unit = ["post", "codebook"]
    coders = hand.group_by(unit, maintain_order=True).agg(coders=pl.col("coder").n_unique())
    votes = (
        hand.drop_nulls("topic")
        .group_by(*unit, "topic", maintain_order=True)
        .agg(votes=pl.col("coder").n_unique())
        .join(coders, on=unit)
        .filter(pl.col("votes") * 2 >= pl.col("coders"))
    )
    places = hand.select(*unit, "topic", "start", "end").unique(maintain_order=True)
    told = places.filter(pl.col("start").is_not_null() | ~pl.col("start").is_not_null().any().over(*unit, "topic"))
    given = _one_each(votes, exclusive or {}).join(told, on=[*unit, "topic"], how="left")
    return (
        coders.select(unit)
        .join(given.select(*unit, "topic", "start", "end"), on=unit, how="left")
        .sort(*unit, "start", "end", "topic", nulls_last=True)
    )


def _one_each(votes: pl.DataFrame, exclusive: Mapping[str, Sequence[str]]) -> pl.DataFrame:
    """Votes of which those on books that allow one code a post are one a post."""
    order = pl.DataFrame(
        [(book, topic, place) for book, codes in exclusive.items() for place, topic in enumerate(codes)],
        schema={"codebook": pl.String, "topic": pl.String, "place": pl.Int64},
        orient="row",
    )
    several = votes.filter(~pl.col("codebook").is_in(list(exclusive)))
    single = (
        votes.filter(pl.col("codebook").is_in(list(exclusive)))
        .join(order, on=["codebook", "topic"], how="left")
        .sort("votes", "place", "topic", descending=[True, False, False], nulls_last=True)
        .unique(["post", "codebook"], keep="first", maintain_order=True)
    )
    return pl.concat([several, single.drop("place")])
