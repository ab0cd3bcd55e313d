"""The map: accounts, agencies, topics, hashtags and the posts behind them, in one HTML file that opens offline.

vis-network, as pyvis ships it, holds the nodes, draws them and moves the view; the page around it is our own, because
pyvis' template asks a CDN and trusts its data. Places are computed here, so that the browser only paints.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from suara._html import file
from suara.present.map.colours import GREY, PALETTE
from suara.present.map.columns import packed
from suara.present.map.drawing import drawn
from suara.present.map.page import page
from suara.present.map.scene import Source, View

__all__ = ["GREY", "LANGUAGES", "PALETTE", "MapSummary", "Source", "View", "write_map", "write_views"]

LANGUAGES = ("id", "en")  # their words are in words.toml
MANY = 1_000  # nodes from which on one may begin with communities


@dataclass(frozen=True)
class MapSummary:
    """What a map shows in its first view, and what there was to show; and the names of all views."""

    path: Path
    nodes_shown: int
    nodes_all: int
    ties_shown: int
    ties_all: int
    views: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        return file(self.path, "Map", height=680)


def write_map(
    nodes: pl.DataFrame,
    ties: pl.DataFrame,
    path: Path,
    *,
    limit: int = 400,
    title: str = "suara",
    lang: str = "id",
) -> MapSummary:
    """Draw the strongest `limit` nodes, and the strongest ties among them, as one offline HTML page.

    Args:
        nodes: `key`, `label`, `kind`, `community` and `size`; further ones as `suara.present.map.scene.NODES` has them,
            `card` among them, a list of {name, value} or null.
        ties: `source`, `target`, `kind`, `weight`; those with an end outside `nodes` are ignored.
        path: The file to write.
        limit: The most nodes to draw; at most four times as many ties are drawn.
        title: The heading of the page.
        lang: The language in which the page opens, "id" or "en".

    Returns:
        How many nodes and ties are on the page, and how many there were.

    Raises:
        ValueError: A kind or a language is unknown, or `limit` is less than one.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> nodes = pl.DataFrame({
        ...     "key": ["a", "b"], "label": ["KAI", "warga 1"], "kind": ["agency", "citizen"],
        ...     "community": [1, 1], "size": [0.7, 0.3], "card": [[{"name": "Pos", "value": "9"}], None],
        ... })
        >>> ties = pl.DataFrame({"source": ["b"], "target": ["a"], "kind": ["mention"], "weight": [2.0]})
        >>> with TemporaryDirectory() as folder:
        ...     summary = write_map(nodes, ties, Path(folder) / "map.html")
        >>> summary.nodes_shown, summary.ties_shown
        (2, 1)
    """
    return write_views([View("map", nodes, ties)], path, limit=limit, title=title, lang=lang)


def write_views(
    views: Sequence[View],
    path: Path,
    *,
    source: Source | None = None,
    limit: int = 400,
    title: str = "suara",
    lang: str = "id",
    start: str | None = None,
) -> MapSummary:
    """Draw several views of the same posts as one offline HTML page; see `write_map`.

    Args:
        views: what to draw; the page opens with the first, unless `start` says otherwise.
        path: the file to write.
        source: where the posts behind nodes and ties are; without, the page shows none.
        limit: the most nodes of a view to draw.
        title: the heading of the page.
        lang: the language in which the page opens.
        start: the view with which the page opens if the first shows more than `MANY` nodes and there is this one.

    Returns:
        How many nodes and ties the first view shows, and how many there were.

    Raises:
        ValueError: a kind or a language is unknown, or `limit` is less than one.
    """
    if limit < 1:
        raise ValueError(f"limit must be at least 1, not {limit}")
    if lang not in LANGUAGES:
        raise ValueError(f"lang must be one of {', '.join(LANGUAGES)}, not {lang!r}")
    shown = drawn([view for view in views if not view.nodes.is_empty()], limit)  # an empty frame may lack types
    names = tuple(each.view.name for each in shown)
    opens = start if start in names and shown[0].nodes.height > MANY else None
    text = page(packed(shown, source) | {"start": opens or names[0]} if shown else None, title=title, lang=lang)
    path.write_text(text, encoding="utf-8", newline="\n")
    if not shown:
        return MapSummary(path, 0, 0, 0, 0)
    first = shown[0]
    nodes_all = first.view.nodes.height
    return MapSummary(path, first.nodes.height, nodes_all, first.ties.height, first.ties_all, names)
