"""Linking complaints with the first answer to each, by the best evidence there is."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from suara.analyse.responses.threads import reached
from suara.graph._addressing import EVIDENCE as ADDRESSED
from suara.graph.build import Graph
from suara.posts.post import IS_REPOST

WINDOW = timedelta(days=7)
"""How long after a complaint an answer may come that is known by a mention only."""

EVIDENCE = ("reply_id", "conversation", "mention")
"""How an answer is known to answer a complaint, the best first."""

BY_PARENT = " (by parent)"
"""Added to the evidence where the agency above the one that was addressed has answered."""

LINKS = {
    "complaint": pl.String,
    "agency": pl.String,
    "response": pl.String,
    "responder": pl.String,
    "responder_agency": pl.String,
    "responded_at": pl.Datetime("us", "UTC"),
    "evidence": pl.String,
}
"""Columns of the links."""


def complaints(graph: Graph, written: pl.DataFrame) -> pl.DataFrame:
    """One row per complaint and agency it is addressed to.

    Returns:
        complaint, platform, agency, region, addressed_by, account, created_at, conversation, handle_known.
    """
    posts = graph.tables["Post"].filter("complaint").select(complaint="key", platform="platform")
    return (
        posts.join(graph.tables["ADDRESSED_TO"], left_on="complaint", right_on="from", maintain_order="left")
        .rename({"to": "agency", "evidence": "addressed_by"})
        .with_columns(pl.col("addressed_by").cast(ADDRESSED))
        .join(written, left_on="complaint", right_on="key", maintain_order="left")
        .select(
            "complaint", "platform", "agency", "region", "addressed_by", "account", "created_at", "conversation",
            "handle_known",
        )
    )  # fmt: skip


def answers(graph: Graph, written: pl.DataFrame) -> pl.DataFrame:
    """The posts of agencies that can be answers, once per account they speak to.

    Reposts can't, nor can what an agency says to itself.

    Returns:
        response, responder, responder_agency, responded_at, conversation, reply_to, reply_account (who wrote that, if collected),
        is_root, to, to_handle_only.
    """
    operated = graph.accounts.table.drop_nulls("agency").select(account="key", responder_agency="agency")
    theirs = written.join(operated, on="account", maintain_order="left")
    spoken_to = pl.concat(
        part.select("key", to="account").join(theirs, on="key", how="semi")  # few of all posts are an agency's
        for part in (graph.accounts.replies, graph.accounts.mentions)
    ).unique(maintain_order=True)
    reply = pl.concat_str("platform", pl.lit(":"), "reply_to")
    refers = graph.posts.join(theirs, on="key", how="semi").filter(~IS_REPOST).select("key", reply_to=reply)
    return (
        theirs.join(refers, on="key", maintain_order="left")
        .join(written.select(reply_to="key", reply_account="account"), on="reply_to", how="left", maintain_order="left")
        .join(spoken_to, on="key", how="left", maintain_order="left")
        .join(operated.rename({"account": "to", "responder_agency": "to_agency"}), on="to", how="left", maintain_order="left")
        .filter(pl.col("responder_agency").ne_missing(pl.col("to_agency")))
        .select(
            "responder_agency", "conversation", "reply_to", "reply_account", "to",
            response="key", responder="account", responded_at="created_at",
            is_root=pl.col("conversation") == pl.col("key"),
            to_handle_only=pl.col("to").str.contains(":@", literal=True) & pl.col("to_agency").is_null(),
        )
    )  # fmt: skip


def written(graph: Graph) -> pl.DataFrame:
    """Who wrote each post when, in which conversation, in reply to what.

    Returns:
        key, account, created_at, conversation (a key), parent (the key of the post it replies to), handle_known.
    """
    conversation, parent = (pl.concat_str("platform", pl.lit(":"), name) for name in ("conversation", "reply_to"))
    handles = graph.accounts.table.select(account="key", handle_known=pl.col("handle").is_not_null())
    return (
        graph.accounts.authors.select("key", "account", "created_at")
        .join(graph.posts.select("key", conversation=conversation, parent=parent), on="key", maintain_order="left")
        .join(handles, on="account", maintain_order="left")
    )


def above(graph: Graph, complaints: pl.DataFrame, answers: pl.DataFrame, written: pl.DataFrame) -> pl.DataFrame:
    """The complaints that lie above each answer in its thread: response, complaint; see `threads.reached`."""
    operated = graph.accounts.table.drop_nulls("agency")["key"]
    posts = written.select("key", "parent", "account", by_agency=pl.col("account").is_in(operated.implode()))
    return reached(answers.select("response", "reply_to"), posts, complaints["complaint"])


def link(
    complaints: pl.DataFrame,
    answers: pl.DataFrame,
    parents: pl.DataFrame,
    window: timedelta = WINDOW,
    above: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """The first answer to each complaint by each agency it is addressed to; see `every_link`.

    Better evidence goes before an earlier time.
    """
    return first(every_link(complaints, answers, parents, window, above))


def every_link(
    complaints: pl.DataFrame,
    answers: pl.DataFrame,
    parents: pl.DataFrame,
    window: timedelta = WINDOW,
    above: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """All answers to each complaint by each agency it is addressed to; see `LINKS`.

    - `reply_id`: the answer says which post it replies to, and that is the complaint, or leads up to it through posts of
      the same person and of agencies.
    - `conversation`: it comes later in the same conversation and speaks to the person who complained (and replies to no
      post that another person is known to have written). Where the
      source hides who it speaks to (an id here, a handle there), it must be the complaint that began the conversation.
    - `mention`: it begins a conversation of its own (or none is told), mentions the person within `window`, is no
      better evidence for any complaint, and counts for the person's latest complaint before it.

    An answer of the agency's parent counts and is marked ` (by parent)`.

    Args:
        complaints: as `complaints` makes them.
        answers: as `answers` makes them.
        parents: agency, parent.
        window: for mentions.
        above: as `above` makes it; without it only direct replies are `reply_id`.
    """
    may = pl.concat(
        [
            complaints.select("agency", responder_agency="agency").unique(),
            parents.drop_nulls().select("agency", responder_agency="parent"),
        ]
    )
    by_id, by_conversation = told_pairs(complaints, answers, above)
    better = pl.concat([by_id["response"], by_conversation["response"]]).unique()
    by_id, by_conversation = (
        frame.join(may, on=["agency", "responder_agency"], how="semi") for frame in (by_id, by_conversation)
    )
    free = answers.filter(
        pl.col("reply_to").is_null(),
        pl.col("is_root").fill_null(True),  # no conversation is told
        ~pl.col("response").is_in(better.implode()),
    )
    by_mention = (
        complaints.join(may, on="agency")
        .join(free, left_on=["account", "responder_agency"], right_on=["to", "responder_agency"])
        .filter(_later(), pl.col("responded_at") - pl.col("created_at") <= window)
        .sort("created_at", "complaint", descending=True)
        .filter(pl.col("complaint") == pl.col("complaint").first().over("response", "account"))
        .unique(["response", "agency", "account"], keep="first", maintain_order=True)
    )
    return _with_evidence(by_id, by_conversation, by_mention)


def link_others(
    complaints: pl.DataFrame, answers: pl.DataFrame, parents: pl.DataFrame, above: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The first answer to each complaint by an agency that it isn't addressed to, nor that agency's parent; see `LINKS`.

    `agency` is one that was addressed. Only what a reply or a conversation tells counts.
    """
    addressed = complaints.select("complaint", responder_agency="agency")
    above_them = addressed.join(parents.drop_nulls(), left_on="responder_agency", right_on="agency").select(
        "complaint", responder_agency="parent"
    )
    told = (
        frame.join(pl.concat([addressed, above_them]), on=["complaint", "responder_agency"], how="anti")
        for frame in told_pairs(complaints, answers, above)
    )
    others = _with_evidence(*told).with_columns(pl.col("evidence").str.strip_suffix(BY_PARENT))
    return first(others)


def _later() -> pl.Expr:
    return (pl.col("responded_at") >= pl.col("created_at")) & (pl.col("response") != pl.col("complaint"))


def told_pairs(
    complaints: pl.DataFrame, answers: pl.DataFrame, above: pl.DataFrame | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Complaints with all later posts of any agency that answer them, by reply and by conversation."""
    if above is None:
        above = answers.select("response", complaint="reply_to").drop_nulls()
    # An answer is there once for each account that it speaks to, which a reply doesn't ask for.
    by_id = complaints.join(above, on="complaint").join(answers.unique("response"), on="response").filter(_later())
    # By the person as well, or a thread in which an agency answers thousands would make millions of pairs.
    told = complaints.drop_nulls("conversation").join(
        answers.with_columns(_to="to"), left_on=["conversation", "account"], right_on=["conversation", "_to"]
    )
    began = complaints.filter(pl.col("conversation") == pl.col("complaint"), ~pl.col("handle_known"))
    hidden = began.join(answers.filter("to_handle_only"), on="conversation")
    same = pl.concat([told, hidden.select(told.columns)]).filter(_later())
    return by_id, same.filter((pl.col("reply_account") == pl.col("account")).fill_null(value=True))


def _with_evidence(*found: pl.DataFrame) -> pl.DataFrame:
    """Links with the best evidence for each; see `LINKS`."""
    by_parent = pl.col("agency") != pl.col("responder_agency")
    told = [
        frame.with_columns(evidence=pl.when(by_parent).then(pl.lit(name + BY_PARENT)).otherwise(pl.lit(name))).select(
            *LINKS
        )
        for frame, name in zip(found, EVIDENCE, strict=False)
    ]
    return pl.concat(told).unique(["complaint", "agency", "response"], keep="first", maintain_order=True)


def first(links: pl.DataFrame) -> pl.DataFrame:
    """Of the answers to each complaint by each agency the one with the best evidence, of equal evidence the earliest.

    Example:
        >>> row = {"complaint": "c", "agency": "kai", "responded_at": 1}
        >>> links = [row | {"response": r, "evidence": e} for r, e in (("a", "mention"), ("b", "reply_id (by parent)"))]
        >>> first(pl.DataFrame(links))["response"].to_list()
        ['b']
    """
    evidence = pl.col("evidence").str.strip_suffix(BY_PARENT).cast(pl.Enum(EVIDENCE))
    ordered = links.sort(evidence, "responded_at", "response")
    return ordered.unique(["complaint", "agency"], keep="first", maintain_order=True)
