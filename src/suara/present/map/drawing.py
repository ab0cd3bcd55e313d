"""A view as it is drawn: what of it, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from suara.present.map.colours import Colours, colours
from suara.present.map.layout import Discs, Points, homes_of, layout, radii_of
from suara.present.map.scene import View
from suara.present.map.selection import TIES, strongest, strongest_ties

APART = 1.9  # how much more room nodes that open have, for their names


@dataclass(frozen=True)
class Drawn:
    """The part of a view that is drawn, with a place for each node."""

    view: View
    nodes: pl.DataFrame
    ties: pl.DataFrame
    ties_all: int
    places: Points
    homes: list[int | None]
    colours: Colours
    discs: Discs


def drawn(views: Sequence[View], limit: int) -> list[Drawn]:
    """The strongest `limit` nodes of each view, laid out."""
    shown = [strongest(view.nodes, view.ties, limit) for view in views]
    families: dict[str, list[int | None]] = {}
    for view, nodes in zip(views, shown, strict=True):
        families.setdefault(view.colours, []).extend(nodes["community"].to_list())
    return [
        _drawn(view, nodes, colours(families[view.colours]), limit) for view, nodes in zip(views, shown, strict=True)
    ]


def _drawn(view: View, shown: pl.DataFrame, colours_: Colours, limit: int) -> Drawn:
    ties, ties_all = strongest_ties(view, shown, TIES * limit)
    communities = shown["community"].to_list()
    in_use = {c: colour for c, colour in colours_.items() if c in set(communities)}
    homes: list[int | None] = [None] * shown.height
    discs: Discs = {}
    if shown["x"].null_count() == 0:
        places = np.column_stack([shown[axis].to_numpy() for axis in ("x", "y")])
    else:
        links = list(ties.select("from", "to", "weight").iter_rows())
        homes = homes if view.opens else homes_of(communities, in_use, links)
        radii = radii_of(shown["size"].to_numpy(), *view.radii)
        places, discs = layout(homes, radii * APART if view.opens else radii, links)
    return Drawn(view, shown, ties, ties_all, places, homes, in_use, discs)
