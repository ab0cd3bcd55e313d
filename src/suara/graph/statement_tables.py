"""Statements as kinds of the graph: actors that state, what they state, and the concepts that it concerns."""

from __future__ import annotations

import polars as pl

from suara.coding.statements import called
from suara.graph.model import NODES, RELATIONS, Tables, empty

KINDS = ("Actor", "Concept", "Statement", "STATES", "CONCERNS", "HOLDS", "IS_ACCOUNT")
"""What statements are in the graph."""

TIES = ("AGREES_WITH", "DISAGREES_WITH")
"""What is worked out from statements, and holds no longer than they do."""

_KIND = pl.Enum(["organisation", "person"])  # who is both is an organisation


def tables_of(statements: pl.DataFrame, graph: Tables) -> Tables:
    """The kinds that statements are in the graph; see `KINDS`.

    An actor is the person who made a statement, and the organisation for which; both state it. The actor of an account is
    joined to it, and the actor of an agency to the accounts that it operates. A statement in a post is held by the post.

    Args:
        statements: see `suara.coding.statements.STATEMENTS`.
        graph: the tables of the posts; without any, nothing is joined to accounts and posts.

    Example:
        >>> from suara.coding.statements import shaped
        >>> rows = pl.DataFrame({"person": ["Ani"], "organisation": ["LSM Air"], "concept": ["tarif"], "qualifier": [0]})
        >>> made = tables_of(shaped(rows), {})
        >>> made["Actor"].rows(), made["STATES"].height, made["Concept"]["label_en"].to_list()
        ([('LSM Air', 'LSM Air', 'organisation'), ('Ani', 'Ani', 'person')], 2, ['tarif'])
    """
    sides = [
        statements.select(
            key=role,
            name=called(statements, role, f"{role}.name"),
            kind=pl.lit(role, _KIND),
            statement="statement",
        ).drop_nulls("key")
        for role in ("organisation", "person")
    ]
    states = pl.concat(sides)
    labels = {f"label_{lang}": called(statements, "concept", f"concept.label_{lang}") for lang in ("id", "en")}
    accounts = graph.get("Account", empty("Account"))
    posts = graph.get("Post", empty("Post")).select(document="key")
    operated = accounts.drop_nulls("agency").select(pl.col("agency").alias("from"), to="key")
    joined = pl.concat([accounts.select(pl.col("key").alias("from"), to="key"), operated])
    made = {
        "Actor": states.sort("kind", maintain_order=True).unique("key", keep="first", maintain_order=True),
        "Concept": statements.drop_nulls("concept")
        .select(key="concept", **labels)
        .unique("key", keep="first", maintain_order=True),
        "Statement": statements.select("document", "qualifier", "text", "coder", key="statement", at="time"),
        "STATES": states.select(pl.col("key").alias("from"), to="statement"),
        "CONCERNS": statements.drop_nulls("concept").select(pl.col("statement").alias("from"), to="concept"),
        "HOLDS": statements.join(posts, on="document", how="semi", maintain_order="left").select(
            pl.col("document").alias("from"), to="statement"
        ),
        "IS_ACCOUNT": joined.join(
            states.select(pl.col("key").alias("from")).unique(), on="from", how="semi", maintain_order="left"
        ),
    }
    return {name: _shaped(name, table) for name, table in made.items()}


def _shaped(name: str, table: pl.DataFrame) -> pl.DataFrame:
    kind = NODES.get(name) or RELATIONS[name]
    key = ["key"] if name in NODES else ["from", "to"]
    return table.select(pl.col(column).cast(dtype) for column, dtype in kind.columns.items()).unique(
        key, keep="first", maintain_order=True
    )
