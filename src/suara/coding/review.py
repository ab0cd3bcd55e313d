"""Samples of posts for people to review: drawn at random within strata, and laid out as a table to mark.

The strata make sure that rare codes are seen, and that posts without a code are: only these tell what was missed. What
each stratum had is kept beside each post, so that figures can be told for all posts and not for the sample alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from suara.coding.codebook import Codebook
from suara.errors import DataError

Numbers = npt.NDArray[np.int64]

NONE, OTHERS = "(none)", "(others)"
"""The stratum of posts without a code (agency, month), and of strata too small to be drawn from by themselves."""

CODE = "code:"
"""Begins the name of each column to mark."""

SHOWN = ("post", "text", "platform", "created_at", "url", "found", "words")
TOLD = ("reviewed", "coder", "note", "codebook", "sample", "stratum", "stratum_posts", "probability")
"""The columns before and behind those to mark; all are text."""

LEAST = 2  # posts of each stratum: of one alone nobody knows how they differ
_LONGEST = 32_000  # characters of a text; a cell of XLSX holds 32,767
_CONTROL = r"[\x00-\x08\x0B-\x1F\x7F\x{80}-\x{9F}\x{FFFE}\x{FFFF}]"


def rarest_code(posts: pl.Series, codes: pl.DataFrame) -> pl.Series:
    """For each post the code that the fewest posts have, of those it has (`post`, `topic`); null where it has none.

    Example:
        >>> codes = pl.DataFrame({"post": ["x:1", "x:1", "x:2"], "topic": ["slow", "rude", "slow"]})
        >>> rarest_code(pl.Series(["x:1", "x:2", "x:3"]), codes).to_list()
        ['rude', 'slow', None]
    """
    each = codes.select("post", "topic").unique()
    rarest = (
        each.with_columns(many=pl.len().over("topic"))
        .sort("many", "topic")
        .unique("post", keep="first", maintain_order=True)
    )
    return posts.to_frame("post").join(rarest, on="post", how="left", maintain_order="left")["topic"]


def draw(strata: pl.DataFrame, size: int, *, seed: int, name: str) -> pl.DataFrame:
    """A random sample within strata: the same posts for the same seed, in whatever order they come.

    Each stratum gives posts in proportion to the square root of its size, at least `LEAST`: Bankier 1988, Power
    allocations. Where there are too many strata for that, the smallest are one, `OTHERS`.

    Args:
        strata: a row a post, with its `stratum` (null: `NONE`).
        size: how many posts; all of them if there are fewer.
        seed: another seed draws other posts.
        name: what the sample is of; a part of its own name.

    Returns:
        post, sample, stratum (its number, so that it doesn't give away what was found), name (of the stratum),
        stratum_posts (how many it has), probability (that a post of it was drawn); in random order, so that who stops in
        the middle has reviewed a sample too.

    Raises:
        DataError: there are no posts to draw from.

    Example:
        >>> posts = pl.DataFrame({"post": [f"x:{n}" for n in range(100)], "stratum": ["slow"] * 16 + [None] * 84})
        >>> drawn = draw(posts, 30, seed=0, name="complaints")
        >>> drawn.group_by("name").len().sort("name").rows()
        [('(none)', 21), ('slow', 9)]
    """
    if strata.is_empty():
        raise DataError("there are no posts to review: this codebook codes none of the posts that were collected")
    posts = strata.select("post", pl.col("stratum").fill_null(NONE)).sort("post")
    posts = posts.with_columns(stratum=_merged(posts["stratum"], size))
    sizes = posts.group_by("stratum").agg(stratum_posts=pl.len().cast(pl.Int64)).sort("stratum")
    sizes = sizes.with_row_index("number", offset=1)
    sizes = sizes.with_columns(drawn=pl.Series(_allocated(sizes["stratum_posts"].to_numpy(), size)))
    told = hashlib.sha256(posts.write_csv().encode() + f"{size} {seed} {name}".encode()).hexdigest()
    first, again = np.random.default_rng(seed).random((2, posts.height))
    chosen = (
        posts.with_columns(random=pl.Series(first), again=pl.Series(again))
        .join(sizes, on="stratum", maintain_order="left")
        .filter(pl.col("random").rank("ordinal").over("stratum") <= pl.col("drawn"))
    )
    return chosen.sort("again").select(
        "post",
        pl.lit(f"{name}-{told[:8]}").alias("sample"),
        pl.col("number").cast(pl.String).alias("stratum"),
        pl.col("stratum").alias("name"),
        "stratum_posts",
        probability=pl.col("drawn") / pl.col("stratum_posts"),
    )


def _merged(stratum: pl.Series, size: int) -> pl.Series:
    """Strata of which the smallest are one where there would be too many."""
    by_size = stratum.value_counts(name="many").sort("many", "stratum", descending=[True, False])["stratum"]
    most = max(size // LEAST, 1)
    if len(by_size) <= most:
        return stratum
    kept = by_size.head(most - 1)
    return stratum.to_frame("s").select(
        pl.when(pl.col("s").is_in(kept.implode())).then("s").otherwise(pl.lit(OTHERS)).alias("stratum")
    )["stratum"]


def _allocated(sizes: Numbers, wanted: int) -> Numbers:
    """How many posts of each stratum: by square roots, at least `LEAST`, never more than there are."""
    wanted = min(wanted, int(sizes.sum()))
    given: Numbers = np.minimum(min(LEAST, wanted), sizes).astype(np.int64)
    while (left := wanted - given.sum()) > 0:
        open_ = given < sizes
        share = np.where(open_, np.sqrt(sizes), 0)
        more = np.minimum(np.floor(left * share / share.sum()).astype(np.int64), sizes - given)
        if not more.any():  # less than one post for each: one by one, to those that want it most
            order = np.argsort(-np.where(open_, share / (given + 1), -1), kind="stable")
            more[order[:left]] = open_[order[:left]]
        given += more
    return given


def sheet(
    drawn: pl.DataFrame, posts: pl.DataFrame, codes: pl.DataFrame, book: Codebook, *, blind: bool
) -> pl.DataFrame:
    """A sample as a table to mark: `SHOWN`, a column a code (its id behind `CODE`), `TOLD`; all text, null where empty.

    Args:
        drawn: see `draw`.
        posts: post, text, platform, created_at, url.
        codes: what was found: post, topic, evidence.
        book: the codebook.
        blind: leave out what was found, so that it doesn't sway who reviews.
    """
    found = codes.clear() if blind else codes.filter(pl.col("topic").is_in([code.id for code in book.codes]))
    told = found.group_by("post").agg(
        found=pl.col("topic").unique().sort().str.join(" "),
        words=pl.col("evidence").drop_nulls().unique(maintain_order=True).str.join("; "),
    )
    table = drawn.join(posts, on="post", how="left", maintain_order="left")
    table = table.join(told, on="post", how="left", maintain_order="left")
    marks = [
        pl.when(pl.col("post").is_in(found.filter(topic=code.id)["post"].implode()))
        .then(pl.lit("1"))
        .alias(CODE + code.id)
        for code in book.codes
    ]
    empty = [pl.lit(None, pl.String).alias(name) for name in ("reviewed", "coder", "note")]
    table = table.with_columns(*marks, *empty, shown(pl.col("text")).alias("text"), codebook=pl.lit(book.name))
    names = (*SHOWN, *(CODE + code.id for code in book.codes), *TOLD)
    time = pl.col("created_at").dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    return table.select(time if name == "created_at" else pl.col(name).cast(pl.String) for name in names)


def shown(text: pl.Expr) -> pl.Expr:
    r"""A text as a table to mark has it: without characters that no file can hold, and not longer than a cell may be.

    Example:
        >>> pl.select(shown(pl.lit("lama\x00\r\nsekali"))).item()
        'lama  \nsekali'
    """
    plain = text.str.replace_all(_CONTROL, " ")
    return pl.when(plain.str.len_chars() > _LONGEST).then(plain.str.head(_LONGEST) + " [...]").otherwise(plain)


def codes_of(columns: Sequence[str]) -> list[str]:
    """The codes that a table to mark has columns for."""
    return [name.removeprefix(CODE) for name in columns if name.startswith(CODE)]
