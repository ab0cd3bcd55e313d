"""Places in texts: DNA counts the units of UTF-16, as Java does, and suara characters. An emoji is two of the one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import polars as pl

Places = npt.NDArray[np.int64]

_WIDE = r"[\x{10000}-\x{10FFFF}]"


def characters(texts: pl.Series, places: pl.Series) -> pl.Series:
    r"""Places that are counted in units of UTF-16, in characters.

    Example:
        >>> characters(pl.Series(["\U0001f600 ya", "ya"]), pl.Series([3, 1])).to_list()
        [2, 1]
    """
    return _moved(texts, places, lambda wide, at: at - np.searchsorted(wide + np.arange(len(wide)), at))


def units(texts: pl.Series, places: pl.Series) -> pl.Series:
    r"""Places that are counted in characters, in units of UTF-16.

    Example:
        >>> units(pl.Series(["\U0001f600 ya", "ya"]), pl.Series([2, 1])).to_list()
        [3, 1]
    """
    return _moved(texts, places, lambda wide, at: at + np.searchsorted(wide, at))


def _moved(texts: pl.Series, places: pl.Series, move: Callable[[Places, Places], Places]) -> pl.Series:
    """Places moved in those texts that have characters of two units; `wide` are their places in characters."""
    frame = pl.DataFrame({"text": texts, "at": places.cast(pl.Int64)}).with_row_index("row")
    touched = frame.filter(pl.col("text").str.contains(_WIDE), pl.col("at").is_not_null())
    if touched.is_empty():
        return frame["at"]
    parts = []
    for (text,), of in touched.group_by("text", maintain_order=True):
        wide = np.flatnonzero(np.frombuffer(str(text).encode("utf-32-le"), dtype="<u4") > 0xFFFF)
        parts.append(of.select("row", moved=pl.Series(move(wide, of["at"].to_numpy()), dtype=pl.Int64)))
    moved = frame.join(pl.concat(parts), on="row", how="left", maintain_order="left")
    return moved.select(pl.coalesce("moved", "at")).to_series().rename(places.name)
