"""Figures as files, and what is said of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import polars.selectors as cs

from suara._html import file
from suara.analyse.timeline.telling import Timeline
from suara.present import drawing, figures


@dataclass(frozen=True)
class Figure:
    """A figure that was drawn: where it is, and what stands above it."""

    path: Path
    title: str
    notes: list[str]  # what is to be known of it

    def _repr_html_(self) -> str:
        return file(self.path, self.title, height=520)


def drawn(name: str, tables: Sequence[pl.DataFrame], path: Path, lang: str, **more: Any) -> Figure:
    """Draw a figure of its tables; of a page both widths."""
    chart = partial(figures.figure(name).chart, *tables, lang=lang, **more)
    wide = chart(wide=True)
    narrow = chart(wide=False) if path.suffix.lower() == ".html" else None
    drawing.written(wide, path, lang=lang, narrow=narrow)
    return Figure(path, *drawing.heading(wide))


def local_tables(line: Timeline) -> tuple[pl.DataFrame, ...]:
    """The tables of a timeline, times by the clock of the place."""
    local = cs.datetime().dt.convert_time_zone(line.timezone)
    return tuple(table.with_columns(local) for table in (line.table, line.changes, line.behind))
