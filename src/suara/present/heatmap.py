"""A crosstab as a heat map: SVG, PNG, or a page that opens offline and runs no script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from suara.analyse.crosstab.table import SHOWN, Crosstab
from suara.present._text import clean, told_apart
from suara.present.drawing import INK, written

MOST = 40
"""Values that a side has room for; of more, the most frequent are drawn."""

_CELL, _LABEL = 44, 40  # pixels; characters
_BLUE, _PURPLE_ORANGE = "blues", "purpleorange"  # told apart also by those who don't see red or green
_DARK = 0.6  # of the strongest colour: from here on writing is white

_WORDS = {
    "id": {
        "n": "Jumlah", "row_share": "Bagian dari baris", "column_share": "Bagian dari kolom",
        "residual": "Residual terstandar (di luar ±2 jarang kebetulan)", "small": "* frekuensi harapan < 5",
        "of": "{shown} dari {all} (terbanyak)", "agency": "instansi", "topic": "topik", "platform": "platform",
        "month": "bulan", "week": "minggu", "day": "hari", "weekday": "hari dalam minggu", "hour": "jam", "lang": "bahasa",
        "account_kind": "jenis akun", "community": "komunitas", "complaint": "keluhan", "reply_kind": "jenis jawaban",
    },
    "en": {
        "n": "Number", "row_share": "Share of the row", "column_share": "Share of the column",
        "residual": "Standardised residual (beyond ±2 is rarely chance)", "small": "* expected count < 5",
        "of": "{shown} of {all} (the most frequent)", "reply_kind": "reply kind", "account_kind": "account kind",
    },
}  # fmt: skip

_WRITTEN: dict[str, Callable[[float], str]] = {
    "n": lambda value: f"{value:,.0f}",
    "row_share": lambda value: f"{100 * value:.0f} %",
    "column_share": lambda value: f"{100 * value:.0f} %",
    "residual": lambda value: f"{round(value, 1) + 0.0:+.1f}",
}


def draw(crosstab: Crosstab, path: Path, *, show: str = "counts", lang: str = "id") -> None:
    """Draw a crosstab; the colour of a cell is its value, which is written in it too.

    Labels are drawn as text, never taken for markup. A page holds the same SVG and no script.

    Args:
        crosstab: what to draw.
        path: the file; its ending tells the format.
        show: what of it, see `suara.analyse.crosstab.table.SHOWN`.
        lang: "id" or "en".

    Raises:
        InputError: the ending of the file tells no format.
        FileError: it can't be written.
    """
    written(chart(crosstab, SHOWN[show], lang), path, lang=lang)


def chart(crosstab: Crosstab, column: str, lang: str) -> Any:
    """The chart of a column of a crosstab: a rectangle a cell, and its value on it."""
    import altair as alt

    words = _WORDS[lang]
    cells, down, across, notes = _cells(crosstab, column, words)
    strongest = max((abs(cell["value"]) for cell in cells if cell["coloured"]), default=0) or 1
    for cell in cells:
        cell["dark"] = cell["coloured"] and abs(cell["value"]) > _DARK * strongest
    low, scheme = (-strongest, _PURPLE_ORANGE) if column == "residual" else (0, _BLUE)
    axis = alt.Axis(labelLimit=300, labelAngle=-40, orient="top", domain=False, ticks=False)
    base = alt.Chart(alt.InlineData(values=cells)).encode(
        x=alt.X("column:N", sort=across, title=_name(crosstab.columns.name, words), axis=axis),
        y=alt.Y(
            "row:N", sort=down, title=_name(crosstab.rows.name, words), axis=alt.Axis(labelLimit=300, domain=False)
        ),
    )
    colour = alt.Color(
        "value:Q", title=None, scale=alt.Scale(scheme=scheme, domain=[low, strongest]),  # type: ignore[arg-type]
    )  # fmt: skip
    writing = (
        alt.when("datum.dark").then(alt.value("white")).when("datum.coloured").then(alt.value("#1f2933"))
        .otherwise(alt.value(INK))  # on the page itself, which may be dark
    )  # fmt: skip
    title = f"{_name(crosstab.rows.name, words)} × {_name(crosstab.columns.name, words)}"
    colours = base.transform_filter("datum.coloured").mark_rect().encode(color=colour)
    values = base.mark_text(size=11).encode(text="text:N", color=writing)
    return (
        (colours + values)
        .properties(width=alt.Step(_CELL), height=alt.Step(_CELL // 2))
        .properties(title=alt.TitleParams(title, subtitle=notes, anchor="start"))
        .configure_view(stroke=None)
    )


def _cells(
    crosstab: Crosstab, column: str, words: dict[str, str]
) -> tuple[list[dict[str, Any]], list[str], list[str], list[str]]:
    """The cells that are drawn, their rows and columns in order, and what is to be known of them."""
    matrix = crosstab.labelled()
    kept, notes = matrix, [words[column]]
    for side in ("row", "column"):
        totals = matrix.group_by(side, maintain_order=True).agg(pl.col("n").sum())
        if totals.height > MOST:
            most = totals.sort("n", descending=True, maintain_order=True).head(MOST)
            kept = kept.join(most, on=side, how="semi", maintain_order="left")
            name = _name((crosstab.rows if side == "row" else crosstab.columns).name, words)
            notes.append(f"{name}: {words['of'].format(shown=MOST, all=totals.height)}")
    if kept["small"].any():
        notes.append(words["small"])
    # The number of those without a value would outshine all else: it is written without a colour.
    known = pl.all_horizontal(pl.col(column, "row_total", "column_total").is_not_null())
    told = kept.select(
        told_apart(kept["row"], _LABEL), told_apart(kept["column"], _LABEL), "small", value=column, coloured=known
    )
    cells = told.to_dicts()
    for cell in cells:
        value = cell["value"]
        cell["text"] = "" if value is None else _WRITTEN[column](value) + ("*" if cell["small"] else "")
    return cells, _distinct(told["row"]), _distinct(told["column"]), notes


def _distinct(labels: pl.Series) -> list[str]:
    return list(labels.unique(maintain_order=True))


def _name(attribute: str, words: dict[str, str]) -> str:
    return clean(words.get(attribute, attribute.removeprefix("code:")), _LABEL)
