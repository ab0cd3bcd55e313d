"""Which answers send people on: those that name an account of another agency, and not only because the thread does."""

from __future__ import annotations

import polars as pl

from suara.analyse.responses._plain import LEADING, MENTION
from suara.graph.build import Graph
from suara.posts.post import IS_REPOST

HANDED_ON = {
    "response": pl.String,
    "agency": pl.String,
    "to": pl.String,
    "at": pl.Datetime("us", "UTC"),
}
"""Columns: the answer, the agency whose it is, the agency that it names, and when."""


def handed_on(graph: Graph, links: pl.DataFrame | None = None) -> pl.DataFrame:
    """The posts of agencies that send somebody on to another agency, one row per post and agency named; see `HANDED_ON`.

    Platforms put all of a thread into the mentions that a reply begins with. So an agency that was in the thread before
    (spoken to, or speaking), or in the complaint, counts only where the post names it elsewhere in its text, or by a
    field of its own that the text doesn't show, as tickets do. Reposts send nobody on.

    Args:
        graph: the graph.
        links: complaint, response: complaints that posts answer from outside of their thread.
    """
    operated = graph.tables["OPERATED_BY"].select(account="from", agency="to")
    authors = graph.accounts.authors.join(operated, on="account").select("key", "agency", at="created_at")
    posts = graph.posts.filter(~IS_REPOST).select("key", "text")
    named = (
        authors.join(posts, on="key")
        .join(graph.accounts.mentions, on="key")
        .join(operated.rename({"agency": "to"}), on="account")
        .filter(pl.col("agency") != pl.col("to"))
    )
    old = _before(graph, named, authors, operated, links)
    handles = graph.accounts.table.select(account="key", handle=pl.col("handle").str.to_lowercase())
    told = named.join(handles, on="account").filter(_on_purpose())
    new = named.join(old, on=["key", "to"], how="anti")
    return (
        pl.concat([part.select("key", "agency", "to", "at") for part in (new, told)])
        .unique()
        .sort("at", "key", "to")
        .rename({"key": "response"})
        .select(*HANDED_ON)
    )


def _on_purpose() -> pl.Expr:
    """Whether the text names the handle behind the mentions it begins with, or nowhere although it is known whom it names."""
    text = pl.col("text").str.to_lowercase()
    name = pl.lit("@") + pl.col("handle").str.split("@").list.first()
    everywhere, behind = (
        whole.str.extract_all(MENTION).list.eval(pl.element().str.strip_chars_end(".-")).list.contains(name)
        for whole in (text, text.str.replace(LEADING, ""))
    )
    return (behind | ~everywhere).fill_null(value=False)


def _before(
    graph: Graph, named: pl.DataFrame, authors: pl.DataFrame, operated: pl.DataFrame, links: pl.DataFrame | None
) -> pl.DataFrame:
    """The agencies that were there before a post named them: key, to."""
    spoken = pl.concat([graph.accounts.mentions, graph.accounts.replies]).join(operated, on="account")
    there = pl.concat(
        [
            spoken.select("key", to="agency"),
            authors.select("key", to="agency"),
            graph.tables["ADDRESSED_TO"].select(key="from", to="to"),
        ]
    ).unique()
    parent, thread = (pl.concat_str("platform", pl.lit(":"), name) for name in ("reply_to", "conversation"))
    posts = graph.posts.select("key", "created_at", parent=parent, thread=thread)
    mine = posts.join(named.select("key").unique(), on="key", how="semi")
    above = mine.select("key", other="parent").drop_nulls()
    if links is not None:
        above = pl.concat([above, links.select(key="response", other="complaint")]).unique()
    by_others = above.join(there.rename({"key": "other"}), on="other").select("key", "to")
    threads = posts.join(mine.select("thread").drop_nulls().unique(), on="thread", how="semi")
    first = (
        threads.join(there, on="key")
        .sort("created_at", "key", nulls_last=True)
        .unique(["thread", "to"], keep="first", maintain_order=True)
        .select("thread", "to", first="key")
    )
    in_thread = mine.join(first, on="thread").filter(pl.col("first") != pl.col("key")).select("key", "to")
    return pl.concat([by_others, in_thread]).unique()
