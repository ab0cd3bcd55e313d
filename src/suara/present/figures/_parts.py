"""What figures share: captions, time on a logarithmic axis, names beside rows, intervals."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

import altair as alt
import polars as pl

from suara.present._text import apart
from suara.present.drawing import INK, SOFT
from suara.present.figures import NOTHING

LETTERS = {True: 150, False: 54}
"""How many letters of a caption stand in a line: on a screen, on a phone."""

HALF = {True: 470, False: 350}
"""The pixels that half a screen has, and a phone."""

_TICKS = (1, 5, 60, 1440, 10_080, 43_200, 525_600)
_TICKED = {
    "id": ("1 menit", "5 menit", "1 jam", "1 hari", "1 minggu", "30 hari", "1 tahun"),
    "en": ("1 min", "5 min", "1 hour", "1 day", "1 week", "30 days", "1 year"),
}
_SHORT = {
    "menit": "mnt",
    "minggu": "mgg",
    "tahun": "thn",
    "hour": "h",
    "day": "d",
    "week": "wk",
    "days": "d",
    "year": "y",
}


SHARED = {
    "id": {
        "of": "{shown} dari {all} instansi (dengan keluhan terbanyak).",
        "unobserved": "Tidak teramati, karena tak ada unggahannya yang terkumpul: {names}.",
        "nothing": "Tidak ada yang dapat digambar: tidak ada keluhan kepada instansi yang unggahannya terkumpul.",
    },
    "en": {
        "of": "{shown} of {all} agencies (those with the most complaints).",
        "unobserved": "Not observed, as no post of theirs was collected: {names}.",
        "nothing": "Nothing to draw: there is no complaint to an agency of which a post was collected.",
    },
}
"""What several figures say."""


def titled(title: str, notes: Sequence[str], *, wide: bool) -> alt.TitleParams:
    """The heading and, below it, the notes, in lines that fit."""
    lines = [line for note in notes for line in wrap(note, LETTERS[wide])]
    return alt.TitleParams(wrap(title, LETTERS[wide] * 2 // 3), subtitle=lines)


def nothing(title: str, why: str, *, wide: bool) -> alt.Chart:
    """A figure of nothing: its heading, and why there is nothing to draw."""
    told: alt.Chart = alt.Chart(alt.InlineData(values=[{}])).mark_text(text=NOTHING, color=SOFT, size=18)
    return told.properties(title=titled(title, [why], wide=wide), width=HALF[wide], height=60)


def beside(panels: Sequence[alt.Chart | alt.LayerChart], *, wide: bool) -> alt.HConcatChart | alt.VConcatChart:
    """Panels beside each other on a screen, below each other on a phone."""
    return alt.hconcat(*panels, spacing=24) if wide else alt.vconcat(*panels, spacing=24)


def layered(layers: Sequence[alt.Chart], **properties: Any) -> alt.LayerChart:
    """Marks on the same axes."""
    return alt.LayerChart(layer=list(layers), **properties)


def time_axis(
    name: str,
    low: float,
    high: float,
    *,
    lang: str,
    wide: bool,
    title: str | None = None,
    ticks: Sequence[int] = (),
    **axis: Any,
) -> alt.X:
    """Minutes on a logarithmic axis with ticks that people think in; what is off the axis is drawn at its end."""
    texts = [text if wide else " ".join(_SHORT.get(word, word) for word in text.split()) for text in _TICKED[lang]]
    # The words are ours, and JSON of them is an expression; nothing of the data comes in here.
    label = "{" + ", ".join(f"'{at}': '{word}'" for at, word in zip(_TICKS, texts, strict=True)) + "}[datum.value]"
    return alt.X(
        f"{name}:Q",
        title=title,
        scale=alt.Scale(type="log", domain=[low, high], clamp=True, nice=False),
        axis=alt.Axis(
            values=[at for at in ticks or _TICKS if low <= at <= high], labelExpr=label, labelOverlap="greedy",
            labelSeparation=4, labelFlush=False, **axis,
        ),
    )  # fmt: skip


def name_axis(width: int, **axis: Any) -> alt.Axis:
    """Names beside rows, in as many lines as they have."""
    lower = alt.when("indexof(datum.label, '\\n') > 0").then(alt.value(-6)).otherwise(alt.value(0))
    return alt.Axis(
        domain=False, ticks=False, labelLimit=width, minExtent=width, maxExtent=width, labelPadding=6, labelColor=INK,
        labelOffset=lower, labelExpr="split(datum.label, '\\n')", **axis,
    )  # fmt: skip


def named(table: pl.DataFrame, most: int, lines: int = 1) -> pl.DataFrame:
    """The column `label`: names (or keys where there is none) as they are drawn, each one once."""
    names = table.select(pl.coalesce("name", "agency")).to_series()
    return table.with_columns(label=pl.Series(apart(names, most, lines), dtype=pl.String))


def spans(base: alt.Chart, x: alt.X, colour: Any, ends: tuple[float, float]) -> list[alt.Chart]:
    """The intervals from `low` to `high`; where one of the two isn't known, an arrow at that end of the axis."""
    filled = base.transform_filter("isValid(datum.low) || isValid(datum.high)").transform_calculate(
        start=f"isValid(datum.low) ? datum.low : {ends[0]}", end=f"isValid(datum.high) ? datum.high : {ends[1]}"
    )
    start, end = x.copy(), x.copy()
    start.shorthand, end.shorthand = "start:Q", "end:Q"
    layers = [filled.mark_rule(strokeWidth=5, opacity=0.35).encode(x=start, x2="end:Q", color=colour)]
    for name, at, shape in (("low", start, "triangle-left"), ("high", end, "triangle-right")):
        unknown = filled.transform_filter(f"!isValid(datum.{name})")
        layers.append(unknown.mark_point(shape=shape, filled=True, size=60, opacity=1).encode(x=at, color=colour))
    return layers
