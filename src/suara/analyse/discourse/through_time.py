"""Discourse networks through time: one for each window, or for each smoothed slice, all with the same actors in their places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from suara.analyse.discourse.kernels import Slices
from suara.analyse.discourse.matrix import Matrix
from suara.analyse.discourse.networks import one_mode, two_mode
from suara.analyse.discourse.selection import Selected
from suara.analyse.discourse.windows import Windows
from suara.errors import InputError

MOST_CELLS = 50_000_000
"""Actors times moments that are told at most."""


def parts(selected: Selected, found: Windows | Slices) -> Iterator[Selected]:
    """What is selected of each window or slice, in order; repetitions were left out of the whole, not of each.

    Args:
        selected: the statements, as `suara.analyse.discourse.selection.select` gives them.
        found: windows or slices of `selected.table`.
    """
    weight = "weight" if isinstance(found, Slices) else None
    for number in range(1, found.table.height + 1):
        yield replace(selected, table=found.part(number), weight=weight)


def networks(selected: Selected, found: Windows | Slices, *, of: str = "actors", **asked: Any) -> list[Matrix]:
    """A network of each window or slice; who says nothing in it is there all the same, without a tie.

    Args:
        selected: the statements.
        found: windows or slices of `selected.table`.
        of: "actors" or "concepts" (ties among them), or "both" (of actors and concepts).
        asked: what `suara.analyse.discourse.networks.one_mode` or `two_mode` takes.

    Raises:
        InputError: there are too many actors and moments.
        ValueError: as these raise it.

    Example:
        >>> import polars as pl
        >>> from datetime import UTC, datetime
        >>> from suara.analyse.discourse.selection import select
        >>> from suara.analyse.discourse.windows import by_time
        >>> said = pl.DataFrame({"organisation": ["PLN", "YLKI", "PLN", "YLKI"], "concept": "tarif", "qualifier": [1, 0, 1, 1],
        ...                      "time": [datetime(2026, 3, day, tzinfo=UTC) for day in (1, 1, 2, 2)]})
        >>> selected = select(said)
        >>> [float(day.values.sum()) for day in networks(selected, by_time(selected.table, width=1))]
        [0.0, 2.0]
    """
    actors, concepts = selected.actors, selected.concepts
    size = max(len(actors), len(concepts)) * found.table.height
    if size > MOST_CELLS:
        raise InputError(f"{found.table.height:,} moments of {len(actors):,} actors are too many: take longer steps")
    each = parts(selected, found)
    if of == "both":
        return [two_mode(part, actors=actors, concepts=concepts, **asked) for part in each]
    return [one_mode(part, of=of, actors=actors, concepts=concepts, **asked) for part in each]
