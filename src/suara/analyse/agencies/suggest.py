"""Accounts that behave like an agency, though the registry knows none that operates them: suggestions for a person."""

from __future__ import annotations

from math import log

import polars as pl

from suara.analyse.agencies import _behaving as behaving
from suara.analyse.agencies._speaking import signs, turns, written
from suara.coding.regions import simplified
from suara.graph.build import Graph

LEAST = 5
"""How many others an account has to reply to before its behaviour says anything."""

MANY = 100
"""Replying to so many others counts in full."""

LIKELY = 0.55
"""From this score on an account is suggested."""

WEIGHTS = {"people": 2, "reply_ratio": 1, "prompt": 2, "signed": 1, "alike": 3, "words": 1, "verified": 1}
"""How much each signal counts in the score."""


def suggest(graph: Graph, lookalikes: pl.DataFrame, *, least: int = LEAST, likely: float = LIKELY) -> pl.DataFrame:
    """Accounts of no known agency that reply to at least `least` others and whose score is at least `likely`.

    The score is the weighted mean (see `WEIGHTS`) of these signals, each from 0 to 1; one that nothing is known of is left
    out of the mean, so look at how many there are:

    - people: the number of others it replies to, as log(people) / log(100), at most 1.
    - reply_ratio: the share of its posts (without reposts) that are replies to others.
    - prompt: of its replies, the share that comes within a day after that person turned to it; known only where a post of
      that person of the 7 days before was collected.
    - signed: the share of its texts that end in a sign-off such as "^AB", "-Rina", "Salam, Rina".
    - alike: the share of the three-word sequences of its texts that stand in another text of it too.
    - words: 1 if a word of `signs.toml` ("official", "layanan", "dinas") is in its handle or name.
    - verified: 1 if the platform says so.

    Args:
        graph: the graph.
        lookalikes: accounts that are never suggested; see `suara.analyse.agencies.lookalikes`.
        least: see above.
        likely: see above.

    Returns:
        account, platform, id, handle, name, followers, score, people, reply_ratio, prompt, signed, alike, words (those found),
        verified, own_posts, turned_to (people who turned to it), median_minutes (from that to its reply), speaks_for
        (the agency that others speak to most where it replies) and speaks_for_share; the highest score first.
    """
    posts = written(graph)
    spoken = turns(graph, posts)
    unowned = graph.accounts.table.filter(pl.col("agency").is_null()).rename({"key": "account"})
    unowned = unowned.join(lookalikes, on="account", how="anti").with_columns(words=_words())
    busy = behaving.replying(posts, spoken, least).join(unowned, on="account")
    found = (
        busy.join(behaving.prompt(spoken, posts, busy), on="account", how="left")
        .join(behaving.wording(posts, busy), on="account", how="left")
        .join(behaving.speaks_for(graph, posts, busy), on="account", how="left")
    )
    return (
        found.with_columns(score=_score())
        .filter(pl.col("score") >= likely)
        .sort("score", "account", descending=[True, False])
        .select(pl.col(name).cast(dtype) for name, dtype in COLUMNS.items())
    )


COLUMNS = {
    "account": pl.String, "platform": pl.String, "id": pl.String, "handle": pl.String, "name": pl.String, "followers": pl.Int64,
    "score": pl.Float64, "people": pl.Int64, "reply_ratio": pl.Float64, "prompt": pl.Float64, "signed": pl.Float64,
    "alike": pl.Float64, "words": pl.String, "verified": pl.Boolean, "own_posts": pl.Int64, "turned_to": pl.Int64,
    "median_minutes": pl.Float64, "speaks_for": pl.String, "speaks_for_share": pl.Float64,
}  # fmt: skip
"""Columns of the suggestions."""


def _score() -> pl.Expr:
    """The weighted mean of the signals that are known."""
    signals = {
        "people": (pl.col("people").log() / log(MANY)).clip(0, 1),
        "reply_ratio": pl.col("reply_ratio"),
        "prompt": pl.col("prompt"),
        "signed": pl.col("signed"),
        "alike": pl.col("alike"),
        "words": (pl.col("words") != "").cast(pl.Float64),
        "verified": pl.col("verified").cast(pl.Float64),
    }
    known = pl.sum_horizontal(value.is_not_null() * WEIGHTS[name] for name, value in signals.items())
    return pl.sum_horizontal(value.fill_null(0) * WEIGHTS[name] for name, value in signals.items()) / known


def _words() -> pl.Expr:
    """The words of `signs.toml` in handle and name, "" if there are none, null if neither is known."""
    told = pl.concat_str("handle", "name", separator=" ", ignore_nulls=True)
    apart = simplified(told.str.replace_all(r"(\p{Ll})(\p{Lu})", "$1 $2")).str.replace_all(r"\d+", " ")
    long = [word for word in signs().names if len(word) > 3]
    inside = told.str.to_lowercase().str.extract_many(long, leftmost=True)
    whole = apart.str.split(" ").list.filter(pl.element().is_in(signs().names))
    both = pl.concat_list(whole, inside).list.unique().list.sort().list.join(", ")
    return pl.when(pl.any_horizontal(pl.col("handle", "name").is_not_null())).then(both)
