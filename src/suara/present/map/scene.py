"""What the map draws: views, each a graph of its own, and all of them over the same posts.

**Add a view**: write `present/map/views/NAME.py`; it is found by being there. The module has

- `ORDER`: a number, its place among the tabs;
- `TITLE` and `ABOUT`: what the tab says, and one sentence on what nodes and ties mean, each as {"id": ..., "en": ...};
- `OF_STATEMENTS = True`, where it is made of `source.statements`;
- `view(source)`: the `View`, or None where the posts give none.

Frames in, frames out: what is drawn of a view, where, in which colour, and which posts stand behind it on the page is
decided once for all views (`selection`, `layout`, `evidence`). Keys never reach the page: there, nodes and posts are
numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl

from suara.analyse.responses.tables import Responses
from suara.graph.build import Graph
from suara.present.people import WORD, People

SHAPES = {
    "agency": "square", "topic": "diamond", "citizen": "dot", "hashtag": "triangle",
    "community": "dot", "outcome": "hexagon", "actor": "dot", "concept": "diamond",
}  # fmt: skip
"""The kinds of nodes, and their shapes in vis-network's words."""

FEW = ("agency", "topic", "community", "outcome", "concept")
"""Kinds so few that size alone would drown them."""

MEASURES = (
    "pagerank", "betweenness", "in_degree", "out_degree", "in_strength", "out_strength", "posts", "complaints",
    "followers", "members",
)  # fmt: skip
"""What nodes can be sized by, beside `size`; each is a column that a view may have."""

NODES: dict[str, pl.DataType | type[pl.DataType]] = {
    "key": pl.String,
    "kind": pl.String,
    "label": pl.String,
    "label_en": pl.String,
    "community": pl.Int64,
    "size": pl.Float64,
    "answer": pl.Int64,
    "card": pl.List(pl.Struct({"name": pl.String, "value": pl.String})),
    "x": pl.Float64,
    "y": pl.Float64,
    **dict.fromkeys(MEASURES, pl.Float64),
}

ANSWERS = ("hour", "day", "three_days", "later", "not_yet")
"""How soon complaints are answered; `answer` in `NODES` is the place in it, null where nobody can say."""

_BOUNDS = (60, 24 * 60, 3 * 24 * 60)  # minutes


@dataclass(frozen=True)
class Source:
    """All that views are made of.

    Args:
        graph: the graph.
        members: `key` and `community` of accounts, and those of `MEASURES` that are known of them.
        answered: who answered what.
        names: whose names are shown: "public", "all" or "none".
        secret: the key of the pseudonyms.
        statements: coded statements as `suara.coding.statements.STATEMENTS` has them; None where there are none.
    """

    graph: Graph
    members: pl.DataFrame
    answered: Responses
    names: str = "public"
    secret: bytes = b""
    statements: pl.DataFrame | None = None
    memory: dict[str, Any] = field(default_factory=dict, repr=False)  # what several views ask for

    @cached_property
    def people(self) -> People:
        """Who is called what in Indonesian, and texts without what leads to those who aren't named."""
        return People.of(self.graph, self.names, self.secret, "id")

    @cached_property
    def called(self) -> pl.DataFrame:
        """What accounts are called on the page: account, label, label_en, shown (by their own name)."""
        here = self.people.accounts
        alias = pl.col("label").str.replace(WORD["id"], WORD["en"], literal=True)
        english = pl.when("shown").then("label").otherwise(alias)
        return here.select("label", "shown", account="key", label_en=english)


@dataclass(frozen=True)
class View:
    """One graph of the map.

    Args:
        name: what `--view` calls it.
        nodes: some of the columns of `NODES`: `key`, `kind` (one of `SHAPES`) and `label` at least. `label` is in
            Indonesian or in no language, `label_en` in English where that differs. `card`: further lines {name, value};
            names that the page's dictionary has (`words.toml`) are told in the reader's language. `x` and `y`: places,
            where the view knows better than the layout.
        ties: `source`, `target`, `kind` (a word of the page's dictionary, or any text), `weight`.
        node_posts: `key`, `post`: the posts behind each node.
        tie_posts: `source`, `target`, `kind`, `post`: the posts that make each tie.
        of_both: whether the posts of a tie are behind both of its nodes as well.
        title: what the tab says, by language.
        about: one sentence on it, by language.
        radii: how large the smallest node is drawn, and how much larger the largest.
        colours: views that name the same have the same colours for the same communities.
        opens: for nodes of the kind "community": the view in which their members are.
        headings: what stands above places, as (x, y, word).
    """

    name: str
    nodes: pl.DataFrame
    ties: pl.DataFrame
    node_posts: pl.DataFrame | None = None
    tie_posts: pl.DataFrame | None = None
    of_both: bool = True
    title: dict[str, str] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)
    radii: tuple[int, int] = (5, 17)
    colours: str = "accounts"
    opens: str | None = None
    headings: tuple[tuple[float, float, str], ...] = ()


Maker = Callable[[Source], View | None]


def answer_band(minutes: str, waiting: pl.Expr) -> pl.Expr:
    """The place in `ANSWERS` of a number of minutes; the last where it is null and complaints wait.

    Example:
        >>> frame = pl.DataFrame({"minutes": [30.0, 5000.0, None, None], "n": [1, 1, 1, 0]})
        >>> frame.select(answer_band("minutes", pl.col("n") > 0)).to_series().to_list()
        [0, 3, 4, None]
    """
    hour, day, three = _BOUNDS
    took = pl.col(minutes)
    return (
        pl.when(took <= hour)
        .then(0)
        .when(took <= day)
        .then(1)
        .when(took <= three)
        .then(2)
        .when(took.is_not_null())
        .then(3)
        .when(waiting)
        .then(4)
        .cast(pl.Int64)
    )


def typed(nodes: pl.DataFrame) -> pl.DataFrame:
    """The nodes with all columns of `NODES`, null where a view has none."""
    have = [pl.col(name).cast(dtype) for name, dtype in NODES.items() if name in nodes.columns]
    lacking = [pl.lit(None, dtype).alias(name) for name, dtype in NODES.items() if name not in nodes.columns]
    return nodes.select(*have, *lacking).select(list(NODES))
