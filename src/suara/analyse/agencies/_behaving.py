"""How accounts behave: each signal that one may belong to an agency, in a column of its own."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from suara.analyse._signing import signature
from suara.graph.build import Graph

ASKED_WITHIN = timedelta(days=7)
"""How long before an answer a person may have turned to the account for the answer to be one to that."""

PROMPT = timedelta(days=1)
"""How soon after it an answer is prompt."""

_TEXTS = 500  # of an account, the latest: enough to know how it writes
_OPENING = r"^(?:\s*@\w+)+"
_ENDING = r"(?:\s|https?://\S+|[#@]\w+|…|\.\.\.)+$"


def replying(posts: pl.DataFrame, spoken: pl.DataFrame, least: int) -> pl.DataFrame:
    """Accounts that reply to at least `least` others: account, own_posts, people, reply_ratio.

    Args:
        posts: see `_speaking.written`.
        spoken: see `_speaking.turns`, of all those posts.
        least: how many.
    """
    replies = (
        spoken.filter("reply").group_by("account").agg(people=pl.col("to").n_unique(), replies=pl.col("key").n_unique())
    )
    own = posts.group_by("account").agg(own_posts=pl.len())
    return (
        replies.filter(pl.col("people") >= least)
        .join(own, on="account")
        .select("account", "own_posts", "people", reply_ratio=pl.col("replies") / pl.col("own_posts"))
    )


def prompt(spoken: pl.DataFrame, posts: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """How far accounts answer those who turned to them: account, turned_to (people who did), prompt, median_minutes.

    `prompt`: of the replies to somebody of whom a post of the `ASKED_WITHIN` before was collected, the share that comes
    within `PROMPT` after that person turned to the account. Null where there is no such reply: nobody can say then what
    was answered. `median_minutes` is over the replies that come within `ASKED_WITHIN`.
    """
    asked = spoken.join(accounts.select(to="account"), on="to").select(
        account="to", to="account", asked_at="created_at"
    )
    turned = asked.group_by("account").agg(turned_to=pl.col("to").n_unique())
    replies = spoken.filter("reply").join(accounts.select("account"), on="account")
    replies = replies.select("account", "to", at="created_at").drop_nulls("at").sort("at")
    said = posts.select(to="account", said_at="created_at").drop_nulls().sort("said_at")
    answers = _latest_before(replies, said, "said_at", ["to"])
    answers = _latest_before(answers, asked.drop_nulls().sort("asked_at"), "asked_at", ["account", "to"])
    answers = answers.with_columns(waited=pl.col("at") - pl.col("asked_at"))
    told = pl.col("waited").filter(pl.col("said_at").is_not_null())
    found = answers.group_by("account").agg(
        prompt=(told <= PROMPT).fill_null(value=False).mean(),
        median_minutes=(pl.col("waited").dt.total_seconds() / 60).median(),
    )
    return (
        accounts.select("account")
        .join(found, on="account", how="left", maintain_order="left")
        .join(turned, on="account", how="left", maintain_order="left")
        .select("account", pl.col("turned_to").fill_null(0), "prompt", "median_minutes")
    )


def _latest_before(replies: pl.DataFrame, posts: pl.DataFrame, when: str, by: list[str]) -> pl.DataFrame:
    """Replies with the time of the latest of some posts before each, not longer than `ASKED_WITHIN`; both sorted by time."""
    return replies.join_asof(posts, left_on="at", right_on=when, by=by, tolerance=ASKED_WITHIN, check_sortedness=False)


def speaks_for(graph: Graph, posts: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """Which agency of the registry others speak to where accounts reply: account, speaks_for, speaks_for_share.

    Of the conversations in which an account posts and somebody else speaks to an agency, the share in which that is
    the one most spoken to. It is whose answers they may be, or whose they pose as.
    """
    thread = pl.concat_str("platform", pl.lit(":"), "conversation")
    threads = graph.posts.select("key", thread=thread).drop_nulls()
    own = posts.join(accounts.select("account"), on="account").join(threads, on="key")
    others = (
        graph.tables["ADDRESSED_TO"]
        .select(key="from", agency="to")
        .join(threads, on="key")
        .join(posts.select("key", other="account"), on="key")
    )
    both = (
        own.select("account", "thread").unique().join(others, on="thread").filter(pl.col("account") != pl.col("other"))
    )
    return (
        both.group_by("account", "agency")
        .agg(n=pl.col("thread").n_unique())
        .join(both.group_by("account").agg(of=pl.col("thread").n_unique()), on="account")
        .sort("n", "agency", descending=[True, False])
        .unique("account", keep="first", maintain_order=True)
        .select("account", speaks_for="agency", speaks_for_share=pl.col("n") / pl.col("of"))
    )


def wording(posts: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """How accounts word their posts: account, signed (share of posts with a sign-off), alike.

    `alike` is the share of the three-word sequences of its posts that also stand in another of its posts. Both are of
    the latest `_TEXTS` posts with a text.
    """
    texts = (
        posts.join(accounts.select("account"), on="account")
        .drop_nulls("text")
        .sort("created_at", "key", descending=True)
        .filter(pl.int_range(pl.len()).over("account") < _TEXTS)
        .select("key", "account", text=pl.col("text").str.replace(_OPENING, "").str.replace(_ENDING, ""))
    )
    signed = texts.group_by("account").agg(signed=pl.col("text").str.contains(signature()).mean())
    words = texts.select(
        "account", "key", word=pl.col("text").str.to_lowercase().str.extract_all(r"[\p{L}\p{N}]+")
    ).explode("word", empty_as_null=False)
    three = pl.struct("word", second=pl.col("word").shift(-1), third=pl.col("word").shift(-2)).over("key")
    runs = words.with_columns(run=three).filter(pl.col("run").struct.field("third").is_not_null())
    again = pl.col("key").n_unique().over("account", "run") > 1
    alike = runs.with_columns(again=again).group_by("account").agg(alike=pl.col("again").mean())
    return signed.join(alike, on="account", how="left")
