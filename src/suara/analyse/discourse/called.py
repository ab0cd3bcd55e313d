"""What people call the actors and concepts of a debate."""

from __future__ import annotations

import polars as pl

from suara.analyse.discourse.selection import Selected

ACTOR = "actor"
"""The column of who acts: the organisation that a statement was made for, else the person who made it."""


def with_actor(statements: pl.DataFrame) -> pl.DataFrame:
    """The statements with a column `actor`, unless they have one.

    Example:
        >>> with_actor(pl.DataFrame({"organisation": ["PLN", None], "person": ["Ani", "Budi"]}))["actor"].to_list()
        ['PLN', 'Budi']
    """
    if ACTOR in statements.columns:
        return statements
    return statements.with_columns(actor=pl.coalesce("organisation", "person"))


def actors(selected: Selected) -> dict[str, str]:
    """The names of the actors, where statements tell them (`organisation.name`, `person.name`); else what stands there."""
    roles = ("organisation", "person") if selected.actor == ACTOR else (selected.actor,)
    return _called(selected, selected.actor, [f"{role}.name" for role in roles])


def concepts(selected: Selected, lang: str) -> dict[str, str]:
    """The labels of the concepts in a language, where statements tell them; else what stands there."""
    return _called(selected, selected.concept, [f"{selected.concept}.label_{lang}"])


def _called(selected: Selected, column: str, names: list[str]) -> dict[str, str]:
    told = [pl.col(name).cast(pl.String) for name in names if name in selected.table.columns]
    key = pl.col(column).cast(pl.String)
    both = selected.table.select(key.alias("key"), pl.coalesce(*told, key).alias("name"))
    return dict(both.unique("key", keep="first", maintain_order=True).iter_rows())
