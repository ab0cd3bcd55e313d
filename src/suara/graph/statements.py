"""Statements in posts: who holds which position on which concept, from the codes of the posts and the words for positions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from suara.coding.codebook import Codebook
from suara.coding.statements import STATEMENTS
from suara.graph.build import Graph
from suara.graph.model import CALLED

POST = "post"
"""The type of the statements that come from the codes of posts."""

ATTRIBUTES: dict[str, pl.DataType | type[pl.DataType]] = {
    "platform": pl.String,
    "agency": pl.String,
    "region": pl.String,
    "conversation": pl.String,
    "person.name": pl.String,
    "person.platform": pl.String,
    "person.verified": pl.Boolean,
    "organisation.name": pl.String,
    "organisation.kind": pl.String,
    "concept.label_id": pl.String,
    "concept.label_en": pl.String,
    "concept.codebook": pl.String,
    "qualifier.text": pl.String,
}
"""The attributes of statements in posts: `agency` and `region` are those that the post is addressed to (several with "; "
between them), `person.name` is how people call the account, `qualifier.text` the words that the position was taken from."""

POSITIONS = {"stance": {"support": 1, "oppose": 0}, "sentiment": {"positive": 1, "negative": 0}}
"""The codebooks that tell positions, with what their codes are as a qualifier; other codes of theirs tell none."""

GIVEN = {"given": 1, "none": None}
"""Qualifiers that need no codebook: who names a concept agrees with it, or nothing is said of positions."""

_SENTENCE = r"[.!?…\n]+(?:\s|$)"
_ELSEWHERE = 1_000_000  # characters that the end of a sentence counts for


def of_posts(
    graph: Graph,
    concepts: pl.DataFrame,
    positions: pl.DataFrame | int | None,
    books: Sequence[Codebook],
) -> pl.DataFrame:
    """The statements in posts: one per post, concept and position.

    A concept has the position whose words stand nearest to its own: in the same sentence if there are any, else in the
    nearest one; as far away on both sides, it has both. So "setuju subsidi, tapi tolak kenaikan" is two statements of
    different positions, as a coder of clauses would have it. (A phrase stands where it is first said.) Where a code is
    known without its place (given by hand to the whole post, or learned), all positions in the post are taken.

    A concept in a post without any position has one statement, whose qualifier is null: somebody names it without judging
    it. Reposts, and posts that came along with collected ones, make no statements. Source: Leifeld 2017, Discourse Network
    Analysis, in The Oxford Handbook of Political Networks: a statement is an actor, a concept, and whether they agree.

    Args:
        graph: the posts, and who is who in them.
        concepts: the codes that are concepts; see `suara.coding.codes.CODES`.
        positions: the codes that are positions, with `value` (what they are as a qualifier); or one value for all.
        books: the codebooks of the concepts, which label them.

    Returns:
        See `suara.coding.statements.STATEMENTS` and `ATTRIBUTES`; sorted by time.
    """
    posts = graph.posts.filter(~pl.col("context")).select(post="key", written="text")
    said = concepts.join(posts, on="post", maintain_order="left").with_columns(
        concept=pl.concat_str("codebook", pl.lit(":"), "topic"), sentence=_sentence()
    )
    if isinstance(positions, pl.DataFrame):
        taken = positions.join(posts, on="post").with_columns(sentence=_sentence())
        held = _nearest(said, taken)
    else:
        held = said.with_columns(value=pl.lit(positions, pl.Int64), told=pl.lit(None, pl.String))
    made = (
        held.sort("post", "concept", "start", "end", nulls_last=True, maintain_order=True)
        .group_by("post", "concept", "value", maintain_order=True)
        .agg(
            pl.col("codebook", "evidence", "start", "end", "by").first(),
            pl.col("told").drop_nulls().unique(maintain_order=True).str.join("; ").replace("", None),
        )
    )
    return _described(graph, made, books)


def _sentence() -> pl.Expr:
    """The number of the sentence in which a code's words begin; null without a place."""
    return pl.col("written").str.slice(0, pl.col("start")).str.count_matches(_SENTENCE).cast(pl.Int64)


def _nearest(said: pl.DataFrame, taken: pl.DataFrame) -> pl.DataFrame:
    """The mentions of concepts with the positions nearest to them (`value`, and `told`: its words)."""
    place = said.with_row_index("mention")
    pairs = place.select("mention", "post", "start", "end", "sentence").join(
        taken.select("post", "value", told="evidence", at="start", until="end", its="sentence"), on="post"
    )
    gap = pl.max_horizontal(pl.lit(0), pl.col("at") - pl.col("end"), pl.col("start") - pl.col("until"))
    apart = (pl.col("sentence") - pl.col("its")).abs() * _ELSEWHERE + gap
    apart = pl.when(pl.all_horizontal(pl.col("start", "at").is_not_null())).then(apart)
    near = pairs.with_columns(apart=apart).filter(
        pl.col("apart").is_null() | (pl.col("apart") == pl.col("apart").min().over("mention"))
    )
    return place.join(near.select("mention", "value", "told"), on="mention", how="left", maintain_order="left")


def _described(graph: Graph, made: pl.DataFrame, books: Sequence[Codebook]) -> pl.DataFrame:
    """Statements (post, concept, value and their evidence) with who made them, when, and their attributes."""
    tables = graph.tables
    posts = graph.posts.select("platform", "conversation", post="key", time="created_at")
    people = (
        tables["POSTED"]
        .select(post="to", key="from")
        .join(tables["Account"].select("key", "agency", "verified", platform="platform", called=CALLED), on="key")
        .select(
            "post",
            person="key",
            organisation="agency",
            **{"person.name": "called", "person.platform": "platform", "person.verified": "verified"},
        )
    )
    addressed = (
        tables["ADDRESSED_TO"]
        .group_by(post="from")
        .agg(
            agency=pl.col("to").sort().str.join("; "),
            region=pl.col("region").drop_nulls().unique().sort().str.join("; ").replace("", None),
        )
    )
    agencies = tables["Agency"].select(organisation="key", **{"organisation.name": "name", "organisation.kind": "kind"})
    number = pl.col("value").cast(pl.String).fill_null("-")
    described = (
        made.join(posts, on="post", how="left", maintain_order="left")
        .join(people, on="post", how="left", maintain_order="left")
        .join(addressed, on="post", how="left", maintain_order="left")
        .join(agencies, on="organisation", how="left", maintain_order="left")
        .join(labels(books), on="concept", how="left", maintain_order="left")
        .with_columns(statement=pl.concat_str("post", "concept", number, separator="|"), type=pl.lit(POST))
        .rename(
            {
                "post": "document",
                "value": "qualifier",
                "evidence": "text",
                "by": "coder",
                "codebook": "concept.codebook",
                "told": "qualifier.text",
            }
        )
    )
    return described.select(pl.col(name).cast(dtype) for name, dtype in {**STATEMENTS, **ATTRIBUTES}.items()).sort(
        "time", "statement", nulls_last=True
    )


def labels(books: Sequence[Codebook]) -> pl.DataFrame:
    """What people call concepts that are codes: concept, concept.label_id, concept.label_en.

    Example:
        >>> from suara.coding.codebook import load
        >>> labels([load("complaints")])["concept.label_en"][1]
        'Slow service'
    """
    codes = pl.concat([book.frame for book in books])
    return codes.select(
        pl.concat_str("codebook", pl.lit(":"), "topic").alias("concept"),
        pl.col("label_id").alias("concept.label_id"),
        pl.col("label_en").alias("concept.label_en"),
    )


def values(codes: pl.DataFrame, of: Mapping[str, int]) -> pl.DataFrame:
    """The codes that tell a position, with what it is as a qualifier (`value`)."""
    return codes.with_columns(value=pl.col("topic").replace_strict(of, default=None, return_dtype=pl.Int64)).drop_nulls(
        "value"
    )
