"""The kinds of nodes and relations, declared once. Tables, stores, schema files and documentation follow from here.

(:Account)-[:POSTED]->(:Post)                 (:Account)-[:OPERATED_BY]->(:Agency)-[:PART_OF]->(:Agency)
(:Post)-[:REPLIES_TO|REPOSTS|QUOTES]->(:Post) (:Post)-[:MENTIONS]->(:Account)   (:Post)-[:TAGGED]->(:Hashtag)
(:Post)-[:LINKS_TO]->(:Site)                  (:Post)-[:ABOUT]->(:Topic)-[:IN]->(:Codebook)
(:Post)-[:ADDRESSED_TO]->(:Agency)            (:Post)-[:ANSWERED_BY]->(:Post)
(:Agency)-[:HANDED_OFF_TO]->(:Agency)         (:Account)-[:INTERACTS]->(:Account)
(:Post)-[:HANDS_ON]->(:Agency)                (:Post)-[:FOLLOWS_UP]->(:Post)
(:Actor)-[:STATES]->(:Statement)-[:CONCERNS]->(:Concept)                        (:Post)-[:HOLDS]->(:Statement)
(:Actor)-[:IS_ACCOUNT]->(:Account)            (:Actor)-[:AGREES_WITH|DISAGREES_WITH]->(:Actor)
(:Account)-[:COORDINATES_WITH]->(:Account)
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from suara.posts.post import TIME

DType = pl.DataType | type[pl.DataType]
Columns = dict[str, DType]
Tables = dict[str, pl.DataFrame]
"""Tables by the name of their kind: nodes with `key` first, relations with `from` and `to` first."""

TEXT, WHOLE, REAL, YES_NO = pl.String, pl.Int64, pl.Float64, pl.Boolean


@dataclass(frozen=True)
class Node:
    """A kind of node; `key` is its primary key. `measures` are set by analyses, not by the build."""

    name: str
    properties: Columns
    measures: Columns = field(default_factory=dict)

    @property
    def columns(self) -> Columns:
        """All that the build gives, the key first."""
        return {"key": TEXT, **self.properties}


@dataclass(frozen=True)
class Relation:
    """A kind of relation between two kinds of nodes; at most one between the same two nodes."""

    name: str
    source: str
    target: str
    properties: Columns = field(default_factory=dict)

    @property
    def columns(self) -> Columns:
        """All that it has, the two ends first."""
        return {"from": TEXT, "to": TEXT, **self.properties}


NODES = {
    node.name: node
    for node in (
        Node(
            "Account",
            {
                "platform": TEXT,
                "id": TEXT,
                "handle": TEXT,
                "name": TEXT,
                "followers": WHOLE,
                "verified": YES_NO,
                "agency": TEXT,
            },
            {
                "in_degree": WHOLE,
                "out_degree": WHOLE,
                "in_strength": WHOLE,
                "out_strength": WHOLE,
                "pagerank": REAL,
                "betweenness": REAL,
                "betweenness_error": REAL,
                "community": WHOLE,
                "component": WHOLE,
            },
        ),
        Node(
            "Post",
            {
                "platform": TEXT,
                "id": TEXT,
                "url": TEXT,
                "text": TEXT,
                "lang": TEXT,
                "created_at": TIME,
                "conversation": TEXT,
                "likes": WHOLE,
                "reposts": WHOLE,
                "replies": WHOLE,
                "quotes": WHOLE,
                "views": WHOLE,
                "place": TEXT,
                "collected": YES_NO,  # false: only referred to
                "context": YES_NO,  # came along because a collected post refers to it
                "complaint": YES_NO,
            },
        ),
        Node("Hashtag", {"tag": TEXT}),
        Node("Site", {"host": TEXT}),
        Node("Agency", {"name": TEXT, "kind": TEXT, "region": TEXT}),
        Node("Topic", {"topic": TEXT, "label_id": TEXT, "label_en": TEXT, "survey_share": REAL}),
        Node("Codebook", {"name": TEXT, "version": TEXT, "source": TEXT}),
        Node("Actor", {"name": TEXT, "kind": TEXT}, {"coalition": WHOLE}),
        Node("Concept", {"label_id": TEXT, "label_en": TEXT}),
        Node("Statement", {"document": TEXT, "at": TIME, "qualifier": WHOLE, "text": TEXT, "coder": TEXT}),
        Node("Run", {"command": TEXT, "parameters": TEXT, "version": TEXT, "at": TIME}),
    )
}

_ANSWER: Columns = {"minutes": REAL, "working_minutes": REAL, "evidence": TEXT, "kind": TEXT}
_TIES: Columns = {"weight": WHOLE, "replies": WHOLE, "mentions": WHOLE, "reposts": WHOLE, "quotes": WHOLE}

RELATIONS = {
    relation.name: relation
    for relation in (
        Relation("POSTED", "Account", "Post"),
        Relation("OPERATED_BY", "Account", "Agency"),
        Relation("PART_OF", "Agency", "Agency"),
        Relation("REPLIES_TO", "Post", "Post"),
        Relation("REPOSTS", "Post", "Post"),
        Relation("QUOTES", "Post", "Post"),
        Relation("MENTIONS", "Post", "Account"),
        Relation("TAGGED", "Post", "Hashtag"),
        Relation("LINKS_TO", "Post", "Site"),
        Relation("ABOUT", "Post", "Topic", {"evidence": TEXT}),
        Relation("IN", "Topic", "Codebook"),
        Relation("ADDRESSED_TO", "Post", "Agency", {"evidence": TEXT, "region": TEXT}),
        Relation("INTERACTS", "Account", "Account", {**_TIES, "first": TIME, "last": TIME}),
        Relation("ANSWERED_BY", "Post", "Post", _ANSWER),
        Relation("HANDED_OFF_TO", "Agency", "Agency", {"times": WHOLE}),
        Relation("HANDS_ON", "Post", "Agency", {"complaint": TEXT, "status": TEXT, "minutes": REAL}),
        Relation("FOLLOWS_UP", "Post", "Post", {"minutes": REAL}),
        Relation("STATES", "Actor", "Statement"),
        Relation("CONCERNS", "Statement", "Concept"),
        Relation("HOLDS", "Post", "Statement"),
        Relation("IS_ACCOUNT", "Actor", "Account"),
        Relation("AGREES_WITH", "Actor", "Actor", {"weight": REAL}),  # undirected: from the lesser key to the greater
        Relation("DISAGREES_WITH", "Actor", "Actor", {"weight": REAL}),
        Relation("COORDINATES_WITH", "Account", "Account", {"weight": WHOLE, "kinds": TEXT, "seconds": REAL}),
    )
}

DERIVED = (
    "ANSWERED_BY",
    "HANDED_OFF_TO",
    "HANDS_ON",
    "FOLLOWS_UP",
    "Actor",
    "Concept",
    "Statement",
    "STATES",
    "CONCERNS",
    "HOLDS",
    "IS_ACCOUNT",
    "AGREES_WITH",
    "DISAGREES_WITH",
    "COORDINATES_WITH",
)
"""What the analyses of responses, of discourse and of coordination add to what is built."""


PUBLIC_FROM = 5_000
"""Followers from which an account is taken to be a public voice, if it isn't verified and no agency's."""

CALLED = pl.coalesce(pl.lit("@") + pl.col("handle"), "name", "key")
"""How people call an account, in tables for them: by its handle where it has one."""


def empty(kind: str) -> pl.DataFrame:
    """The table of a kind of node or relation without a row.

    Example:
        >>> empty("TAGGED").columns
        ['from', 'to']
    """
    return pl.DataFrame(schema=(NODES.get(kind) or RELATIONS[kind]).columns)
