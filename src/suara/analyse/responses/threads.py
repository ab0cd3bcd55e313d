"""From an answer up the thread to the complaints it answers, however deep it lies."""

from __future__ import annotations

import polars as pl

DEEPEST = 500
"""Replies on top of each other that are followed; a longer chain is no conversation."""

REACHED = {"response": pl.String, "complaint": pl.String}


def reached(answers: pl.DataFrame, posts: pl.DataFrame, complaints: pl.Series) -> pl.DataFrame:
    """The complaints that answers reach by going up from reply to reply; see `REACHED`.

    The first person met on the way up is the one who is answered; all that this person complained of further up is
    answered too, across posts of the same person and of agencies. A post of another person ends the way, as does one that
    wasn't collected.

    Args:
        answers: response, reply_to (the key of what it replies to).
        posts: key, parent (the key of what it replies to, or null), account, by_agency (whether an agency wrote it).
        complaints: the keys of the complaints.

    Example:
        >>> posts = pl.DataFrame({"key": ["c", "more"], "parent": [None, "c"], "account": ["p", "p"], "by_agency": [False] * 2})
        >>> reached(pl.DataFrame({"response": ["r"], "reply_to": ["more"]}), posts, pl.Series(["c"])).rows()
        [('r', 'c')]
    """
    sought = pl.DataFrame({"at": complaints.unique()}, schema={"at": pl.String})
    way = answers.select("response", at="reply_to", person=pl.lit(None, pl.String)).drop_nulls("at").unique()
    found, seen = [pl.DataFrame(schema=REACHED)], way.select("response", "at")
    for _ in range(DEEPEST):
        if way.is_empty():
            break
        person = pl.when(~pl.col("by_agency")).then(pl.coalesce("person", "account")).otherwise("person")
        way = (
            way.join(posts, left_on="at", right_on="key")
            .with_columns(person=person)
            .filter(pl.col("by_agency") | (pl.col("account") == pl.col("person")))
        )
        found.append(way.join(sought, on="at", how="semi").select("response", complaint="at"))
        way = way.select("response", at="parent", person="person").drop_nulls("at")
        way = way.join(seen, on=["response", "at"], how="anti")  # damaged data go round in circles
        seen = pl.concat([seen, way.select("response", "at")])
    return pl.concat(found)
