"""All that agencies say to people after they complained, not their first answers only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from suara.analyse.responses import link as linking
from suara.graph.build import Graph


@dataclass(frozen=True)
class Answers:
    """What agencies say to people.

    `links`: one row a complaint and answer: complaint, complained_at, account (who complained), response, agency (whose answer it
    is), at, evidence, platform. `spoken`: one row a post and person that it speaks to: response, agency, account, at.
    """

    links: pl.DataFrame
    spoken: pl.DataFrame


def answers_of(graph: Graph, window: timedelta = linking.WINDOW) -> Answers:
    """All answers to the complaints of a graph by whichever agency, and all that agencies say to people."""
    written = linking.written(graph)
    asked = linking.complaints(graph, written)
    answers = linking.answers(graph, written)
    above = linking.above(graph, asked, answers, written)
    parents = graph.tables["PART_OF"].select(agency="from", parent="to")
    by_id, by_conversation = linking.told_pairs(asked, answers, above)
    by_mention = linking.every_link(asked, answers, parents, window, above).filter(
        pl.col("evidence").str.starts_with("mention")
    )
    found = pl.concat(
        [
            frame.select("complaint", "response", evidence=pl.lit(name))
            for name, frame in zip(linking.EVIDENCE, (by_id, by_conversation, by_mention), strict=True)
        ]
    ).unique(["complaint", "response"], keep="first", maintain_order=True)
    people = asked.select("complaint", "platform", "account", complained_at="created_at").unique("complaint")
    posts = answers.select("response", agency="responder_agency", at="responded_at").drop_nulls("at").unique("response")
    operated = graph.tables["OPERATED_BY"].select(account="from")
    spoken = answers.select("response", account="to").drop_nulls().join(operated, on="account", how="anti").unique()
    return Answers(found.join(people, on="complaint").join(posts, on="response"), spoken.join(posts, on="response"))
