"""What is behind a change: what more of the posts after it have than before, and which posts these are."""

from __future__ import annotations

from statistics import NormalDist

import polars as pl

from suara.analyse.crosstab.attributes import Asked, attribute
from suara.analyse.words.keyness import log_likelihood
from suara.analyse.words.terms import of_words
from suara.coding.own import own_text
from suara.coding.words import stream
from suara.graph.build import COMPLAINTS
from suara.graph.model import CALLED, Columns

REASONS: Columns = {
    "series": pl.String,
    "period": pl.String,
    "kind": pl.String,
    "value": pl.String,
    "label": pl.String,
    "posts": pl.Int64,
    "rest_posts": pl.Int64,
    "share": pl.Float64,
    "rest_share": pl.Float64,
    "g2": pl.Float64,
    "examples": pl.String,
    "urls": pl.String,
}
"""The columns of what is behind changes, one row a change and thing.

series, period  which change it is of, see `suara.analyse.timeline.changes.CHANGES`
kind        word, hashtag, link (its site), topic, agency, platform, account (that wrote them) or post (that was passed on)
value       its key; label: what people call it, of a post how it begins
posts       that have it, on the side of the change where more was posted; rest_posts: on the other side
share       of the posts of that side; rest_share: of the other's
g2          Dunning's log-likelihood ratio of the two shares; what may be chance is left out, see `behind`
examples    keys of the posts that have it and had most reposts, replies and likes, on the side where more was posted
urls        their addresses, as far as they are told
"""

FEWEST, PER_KIND, EXAMPLES = 3, 5, 3
"""Posts that have a thing at least, things of a kind that are told, and posts that are named of each."""

LETTERS = 80
"""Of the text of a post that was passed on."""

CHANCE = 0.05
"""How probable it may be that anything of a kind is told that is chance."""

NEAR = 2
"""How many of the shortest levels before and after a change are compared, if the levels last so long."""


def behind(asked: Asked, posts: pl.DataFrame, *, more: pl.Expr) -> pl.DataFrame:
    """What sets the posts on one side of a change apart from those on the other.

    A thing is told if its share rose by more than chance would have it of any thing of its kind (G2, Bonferroni).

    Source: see `suara.analyse.words.keyness.log_likelihood`, of posts that have a thing in place of occurrences of a word.

    Args:
        asked: the graph, and the language of labels.
        posts: the posts of both sides, `post`.
        more: whether a post is on the side where more was posted.

    Returns:
        The columns of `REASONS` after `period`; what stands out most first.
    """
    sides = posts.select("post", more=more)
    marks = _marks(asked, sides["post"]).join(sides, on="post")
    here, there = (pl.lit(sides.filter(pl.col("more") == side).height) for side in (True, False))
    a, b = pl.col("posts"), pl.col("rest_posts")
    counted = (
        marks.group_by("kind", "value")
        .agg(posts=pl.col("more").sum().cast(pl.Int64), rest_posts=(~pl.col("more")).sum().cast(pl.Int64))
        .filter(a + b >= FEWEST)
        .with_columns(share=a / here, rest_share=b / there, g2=log_likelihood(a, b, here, there))
    )
    kept = (
        counted.join(_thresholds(counted), on="kind")
        .filter(pl.col("share") > pl.col("rest_share"), pl.col("g2") > pl.col("threshold"))
        .sort("g2", "kind", "value", descending=[True, False, False])
        .filter(pl.int_range(pl.len()).over("kind") < PER_KIND)
    )
    found = kept.join(_examples(asked, marks.filter("more")), on=["kind", "value"], how="left", maintain_order="left")
    named = found.join(_labels(asked), on=["kind", "value"], how="left", maintain_order="left")
    return named.with_columns(label=pl.coalesce("label", "value")).select(list(REASONS)[2:])


def _thresholds(counted: pl.DataFrame) -> pl.DataFrame:
    """What g2 has to exceed, by kind: the more things there are, the more of them stand out by chance."""
    kinds = counted.group_by("kind").len()
    limits = [NormalDist().inv_cdf(1 - CHANCE / (2 * things)) ** 2 for things in kinds["len"]]
    return kinds.select("kind").with_columns(threshold=pl.Series(limits, dtype=pl.Float64))


def _marks(asked: Asked, posts: pl.Series) -> pl.DataFrame:
    """All that posts have: post, kind, value; each once."""
    tables = asked.graph.tables
    written = asked.graph.posts.filter(pl.col("key").is_in(posts.implode()))
    own = written.with_columns(own=own_text(written)).drop_nulls("text")
    words = of_words(stream(own["own"]))
    named = words.named(words.found).select("row", value="word").unique()
    of_words_ = named.select(own["key"].gather(named["row"]).alias("post"), "value")
    relations = {
        "hashtag": tables["TAGGED"].select(post="from", value="to"),
        "link": tables["LINKS_TO"].select(post="from", value="to"),
        "agency": tables["ADDRESSED_TO"].select(post="from", value="to"),
        "account": tables["POSTED"].select(post="to", value="from"),
        "post": tables["REPOSTS"].select(post="from", value="to"),
        "platform": written.select(post="key", value="platform"),
    }
    if COMPLAINTS in tables["Codebook"]["key"]:
        relations["topic"] = attribute(asked, "topic").values
    parts = [of_words_.with_columns(kind=pl.lit("word"))]
    for kind, marks in relations.items():
        parts.append(marks.filter(pl.col("post").is_in(posts.implode())).with_columns(kind=pl.lit(kind)))
    return pl.concat(parts, how="diagonal").unique()


def _examples(asked: Asked, marks: pl.DataFrame) -> pl.DataFrame:
    """The posts that have a thing and were heard most: kind, value, examples, urls."""
    heard = pl.sum_horizontal(pl.col("reposts", "replies", "likes").fill_null(0))
    told = asked.graph.tables["Post"].select("url", heard=heard, post="key", at="created_at")
    first = marks.join(told, on="post").sort("heard", "at", "post", descending=[True, False, False])
    named = first.group_by("kind", "value", maintain_order=True).agg(
        examples=pl.col("post").head(EXAMPLES), urls=pl.col("url").head(EXAMPLES).drop_nulls()
    )
    return named.with_columns(pl.col("examples", "urls").list.join("; ").replace("", None))


def _labels(asked: Asked) -> pl.DataFrame:
    """What people call agencies, accounts and topics, and how posts begin: kind, value, label."""
    tables = asked.graph.tables
    topics = tables["Topic"].filter(pl.col("key").str.starts_with(f"{COMPLAINTS}:"))
    return pl.concat(
        [
            tables["Agency"].select(kind=pl.lit("agency"), value="key", label="name"),
            tables["Account"].select(kind=pl.lit("account"), value="key", label=CALLED),
            tables["Post"].select(kind=pl.lit("post"), value="key", label=pl.col("text").str.slice(0, LETTERS)),
            topics.select(kind=pl.lit("topic"), value="topic", label=f"label_{asked.lang}"),
        ]
    )
