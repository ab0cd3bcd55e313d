"""The course of a debate as others may see it: one network with times, and panels of a figure."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import polars as pl

from suara.analyse.discourse.course import Course
from suara.analyse.timeline.spells import joined
from suara.graph.model import Columns
from suara.present._text import apart
from suara.present.networks._looks import looks
from suara.present.node_link import NodeLink
from suara.present.people import WORD

NODES: Columns = {
    "window": pl.Int64,
    "label": pl.String,
    "named": pl.Boolean,
    "group": pl.Int64,
    "x": pl.Float64,
    "y": pl.Float64,
    "statements": pl.Int64,
}
"""The columns of actors in panels: `label` as others may see it; `named`: whether it is a name; the group of the actor in
the debate as a whole; its place (the same in each window); its statements in the window."""

TIES: Columns = {
    "window": pl.Int64,
    "x": pl.Float64,
    "y": pl.Float64,
    "x2": pl.Float64,
    "y2": pl.Float64,
    "agree": pl.Boolean,
    "weight": pl.Float64,
}
"""The columns of ties in panels, from place to place: whether two rather agree, and how much more than they disagree."""


APART: Columns = {"window": pl.Int64, "other": pl.Int64, "apart": pl.Float64}
"""The columns of distances."""


@dataclass(frozen=True)
class Called:
    """What actors are called: actor, label (each one once), named (whether that is a name, no pseudonym)."""

    table: pl.DataFrame

    @classmethod
    def of(cls, statements: pl.DataFrame, seen: pl.DataFrame, actor: str) -> Called:
        """By statements as they are, and the same as others may see them, row by row.

        Args:
            statements: with the column `actor`, `organisation` and `person`.
            seen: see `suara.present.statements_hidden.shown`.
            actor: the column.
        """
        organisation = pl.coalesce(*(name for name in ("organisation.name", "organisation") if name in seen.columns))
        words = "|".join(WORD.values())
        told = seen.select(
            statements[actor].alias("actor"),
            called=pl.coalesce(organisation, "person"),
            named=organisation.is_not_null() | ~pl.col("person").str.contains(rf"^({words}) [0-9a-f]{{8}}$"),
        )
        both = told.unique("actor", keep="first", maintain_order=True).sort("actor")
        return cls(both.select("actor", "named", label=pl.Series(apart(both["called"], 60), dtype=pl.String)))


def node_link(found: Course, called: Called) -> NodeLink:
    """Actors and their ties, of agreement and of disagreement apart, with the windows in which they are there.

    `weight` is the sum over all windows; an actor is there in the windows in which it speaks.
    """
    selected, windows = found.selected, found.table
    said = _said(found)
    labels = called.table.select("actor", "label")
    actors = pl.DataFrame({"actor": selected.actors}).join(labels, on="actor", maintain_order="left")
    counts = selected.table.group_by(actor=pl.col(selected.actor)).agg(statements=pl.len().cast(pl.Int64))
    there = joined(said.join(windows, on="window").select("actor", "start", "end"))
    nodes = (
        actors.join(counts, on="actor", how="left", maintain_order="left")
        .join(found.groups.members, on="actor", how="left", maintain_order="left")
        .join(there, on="actor", how="left", maintain_order="left")
        .select("label", "statements", "group", "spells", id="label")
    )
    long = found.ties.unpivot(
        ["congruence", "conflict"], index=["window", "source", "target"], variable_name="kind", value_name="weight"
    )
    kinds = {"congruence": "agree", "conflict": "disagree"}
    ties = long.filter(pl.col("weight") > 0).with_columns(pl.col("kind").replace(kinds))
    pair = ["source", "target", "kind"]
    spells = joined(ties.join(windows, on="window").select(*pair, "start", "end"))
    links = ties.group_by(pair).agg(pl.col("weight").sum()).join(spells, on=pair).sort(pair)
    for side in ("source", "target"):
        links = links.join(labels.rename({"actor": side, "label": f"{side}_label"}), on=side, maintain_order="left")
    links = links.select("kind", "weight", "spells", source="source_label", target="target_label")
    return looks(
        NodeLink.of(nodes, links, directed=False, title="suara: the course of a debate"), "statements", colour="group"
    )


def _said(found: Course) -> pl.DataFrame:
    """Who speaks in which window, and how often: window, actor, statements."""
    actor = found.selected.actor
    parts = [pl.DataFrame(schema={"window": pl.Int64, "actor": pl.String, "statements": pl.Int64})]
    for number in found.table["window"]:
        counted = found.found.part(number).group_by(actor=pl.col(actor)).agg(statements=pl.len().cast(pl.Int64))
        parts.append(counted.select(pl.lit(number, pl.Int64).alias("window"), "actor", "statements"))
    return pl.concat(parts)


def panels(found: Course, called: Called, most: int = 40) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """What the figure is drawn of: the windows, the actors in each (see `NODES`), and their ties (see `TIES`).

    Args:
        found: the debate.
        called: what its actors are called.
        most: actors that are drawn: those with most statements.
    """
    said = _said(found)
    often = said.group_by("actor").agg(pl.col("statements").sum()).sort("statements", "actor", descending=[True, False])
    kept = often["actor"].head(most).sort()
    places = _places(found, kept)
    told = places.join(called.table, on="actor").join(found.groups.members, on="actor", how="left")
    nodes = told.join(said, on="actor").select(*NODES).sort("window", "label")
    ends = [
        places.rename({"actor": side, "x": x, "y": y}) for side, x, y in (("source", "x", "y"), ("target", "x2", "y2"))
    ]
    less = pl.col("congruence") - pl.col("conflict")
    ties = found.ties.filter(less != 0).join(ends[0], on="source").join(ends[1], on="target")
    drawn = (
        ties.with_columns(agree=less > 0, weight=less.abs())
        .select(*TIES)
        .sort("window", "weight", "x", "y", "x2", "y2")
    )
    local = pl.col("start", "end").dt.convert_time_zone(found.timezone)
    return found.table.with_columns(local), nodes, drawn


def between(found: Course) -> pl.DataFrame:
    """How far each two windows are apart: window, other, apart (0 to 1)."""
    size = len(found.apart)
    one, other = np.indices((size, size)).reshape(2, -1)
    return pl.DataFrame({"window": one + 1, "other": other + 1, "apart": found.apart.ravel()}, schema=APART)


def _places(found: Course, actors: pl.Series) -> pl.DataFrame:
    """Places between 0 and 1, by who agrees with whom in all windows together; equal debates have equal places."""
    import igraph

    number = pl.DataFrame({"actor": actors, "n": pl.int_range(len(actors), eager=True)})
    whole = found.ties.group_by("source", "target").agg(pl.col("congruence").sum(), pl.col("conflict").sum())
    near = whole.filter(pl.col("congruence") > pl.col("conflict")).sort("source", "target")
    pairs = near.join(number.rename({"actor": "source", "n": "a"}), on="source", maintain_order="left").join(
        number.rename({"actor": "target", "n": "b"}), on="target", maintain_order="left"
    )
    graph = igraph.Graph(n=len(actors), edges=pairs.select("a", "b").to_numpy())
    weights = pairs["congruence"].to_list() or None
    igraph.set_random_number_generator(random.Random(7))  # noqa: S311 - places, not secrets
    try:
        places = np.array(graph.layout_fruchterman_reingold(weights=weights, niter=500).coords, dtype=float)
    finally:
        igraph.set_random_number_generator(random)
    places = places.reshape(len(actors), 2)
    spread = np.maximum(np.ptp(places, axis=0), 1e-9) if len(actors) else 1.0
    x, y = ((places - places.min(axis=0, initial=np.inf)) / spread).T if len(actors) else (np.zeros(0), np.zeros(0))
    return pl.DataFrame(
        {"actor": actors, "x": x, "y": y}, schema={"actor": pl.String, "x": pl.Float64, "y": pl.Float64}
    )
