"""Which agencies answer most, and which soonest: rates and median waits with their 95 % intervals."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import altair as alt
import polars as pl

from suara.analyse.responses.tables import ENOUGH
from suara.present.drawing import BLUE, GREY, SOFT, Chart
from suara.present.figures._parts import (
    HALF,
    SHARED,
    beside,
    layered,
    name_axis,
    named,
    nothing,
    spans,
    time_axis,
    titled,
)
from suara.present.figures._said import duration, listed, number

OF = ("agencies",)

MOST = 30
"""Agencies that there is room for; of more, those with the most complaints are drawn."""

Words: TypeAlias = dict[str, str]
Write: TypeAlias = Callable[[float], str]

_ROW = {True: 22, False: 30}  # pixels

_WORDS = {
    "id": {
        "title": "Instansi mana yang menjawab, dan seberapa cepat?",
        "how": "Titik: nilai; garis: interval 95 %; angka: dijawab/teramati. Instansi yang garisnya bertumpang tindih tidak "
        "dapat dipastikan urutannya.",
        "wait": "Median menurut Kaplan-Meier, yang juga menghitung keluhan yang masih menunggu; panah: ujung interval tidak "
        "diketahui. Tanpa titik: kurang dari separuh yang dijawab selama teramati.",
        "rate": "Bagian keluhan yang dijawab", "median": "Median waktu tunggu", "few": "terlalu sedikit (< {n}):",
    },
    "en": {
        "title": "Which agencies answer, and how fast?",
        "how": "Dots: values; lines: 95 % intervals; numbers: answered/observed. Agencies whose lines overlap can't be told "
        "apart for sure.",
        "wait": "Median by Kaplan-Meier, which counts those still waiting too; arrows: the end of the interval isn't known. "
        "No dot: less than half were answered while observed.",
        "rate": "Share of complaints answered", "median": "Median wait", "few": "too few to rank (< {n}):",
    },
}  # fmt: skip


def chart(agencies: pl.DataFrame, *, lang: str = "id", wide: bool = True) -> Chart:
    """Two rankings beside each other (below each other on a phone), each with what its values rest on.

    Args:
        agencies: agency, name, complaints, answered, unobserved, rate, rate_low, rate_high, median_minutes, median_low,
            median_high, ranked; see `suara.analyse.responses.tables.respond`.
        lang: "id" or "en".
        wide: for a screen, or for a phone.

    Example:
        >>> row = {"agency": "a", "name": "KAI", "complaints": 12, "answered": 6, "unobserved": 0, "ranked": True}
        >>> row |= {"rate": 0.5, "rate_low": 0.25, "rate_high": 0.75, "median_minutes": 90.0, "median_low": 30.0}
        >>> made = chart(pl.DataFrame([row | {"median_high": None}]), lang="en")
        >>> [panel.data.values[0]["told"] for panel in made.hconcat]
        ['KAI: 50 % (25 % – 75 %)', 'KAI: 90 min (30 min – ?)']
    """
    words = SHARED[lang] | _WORDS[lang]
    told = named(agencies, 30 if wide else 19, 2).with_columns(n=pl.col("complaints") - pl.col("unobserved"))
    observed = told.filter(pl.col("n") > 0)
    if observed.is_empty():
        return nothing(words["title"], words["nothing"], wide=wide)
    drawn = observed.sort("n", "agency", descending=[True, False]).head(MOST)
    unseen = named(agencies, 60).filter(told["n"] == 0)["label"].to_list()
    notes = [words["how"], words["wait"]]
    notes += [words["of"].format(shown=MOST, all=observed.height)] if observed.height > MOST else []
    notes += [words["unobserved"].format(names=listed(unseen, lang))] if unseen else []
    panels = [_rates(drawn, words, lang, wide), _waits(drawn, words, lang, wide)]
    return beside(panels, wide=wide).properties(title=titled(words["title"], notes, wide=wide))


def _rates(drawn: pl.DataFrame, words: Words, lang: str, wide: bool) -> alt.LayerChart:
    ordered = drawn.sort("rate", "n", "label", descending=[True, True, False])
    rows = ordered.with_columns(value="rate", low="rate_low", high="rate_high")
    said = [f"{number(a, lang)}/{number(n, lang)}" for a, n in rows.select("answered", "n").iter_rows()]
    axis = alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1], orient="top", domain=False, ticks=False)
    x = alt.X("value:Q", title=words["rate"], scale=alt.Scale(domain=[0, 1]), axis=axis)
    return _panel(rows, x, (0, 1), said, lambda share: f"{100 * share:.0f} %", words, wide)


def _waits(drawn: pl.DataFrame, words: Words, lang: str, wide: bool) -> alt.LayerChart:
    ordered = drawn.sort("median_minutes", "median_low", "rate", descending=[False, False, True], nulls_last=True)
    rows = ordered.with_columns(value="median_minutes", low="median_low", high="median_high")
    known = pl.concat([rows[name].cast(pl.Float64).drop_nulls() for name in ("value", "low", "high")])
    least, most = float(known.min() or 5), float(known.max() or 0)  # type: ignore[arg-type]
    ends = min(5.0, max(least, 1.0)), max(10_080.0, most) * 1.5
    said = [_wait(value, low, lang) for value, low in rows.select("value", "low").iter_rows()]
    x = time_axis(
        "value", *ends, lang=lang, wide=wide, title=words["median"], ticks=(5, 60, 1440, 10_080), orient="top", domain=False,
        tickSize=0,
    )  # fmt: skip
    return _panel(rows, x, ends, said, lambda minutes: duration(minutes, lang), words, wide)


def _wait(value: float | None, low: float | None, lang: str) -> str:
    if value is not None:
        return duration(value, lang)
    return "–" if low is None else f"> {duration(low, lang)}"


def _panel(
    rows: pl.DataFrame, x: alt.X, ends: tuple[float, float], said: list[str], write: Write, words: Words, wide: bool
) -> alt.LayerChart:
    """One ranking: those with enough complaints, then the others below a line that says so."""
    many, few = rows.filter("ranked"), rows.filter(~pl.col("ranked"))
    line = words["few"].format(n=ENOUGH) + "\u00a0"  # no label has such a space
    order = [*many["label"], *([line] if few.height else []), *few["label"]]
    italic = alt.when(alt.datum.value == line).then(alt.value("italic")).otherwise(alt.value("normal"))
    width, labels = (HALF[wide] - 250, 180) if wide else (HALF[wide] - 180, 112)
    texts = rows.with_columns(said=pl.Series(said, dtype=pl.String), told=_told(rows, write))
    keep = ["label", "agency", "value", "low", "high", "said", "told", "n", "answered", "ranked"]
    axis = name_axis(labels, labelFontStyle=italic, grid=True)
    y = alt.Y("label:N", title=None, scale=alt.Scale(domain=order), axis=axis)
    base = alt.Chart(alt.InlineData(values=texts.select(keep).to_dicts())).encode(y=y)
    colour = alt.when(alt.datum.ranked).then(alt.value(BLUE)).otherwise(alt.value(GREY))
    dots = base.transform_filter("isValid(datum.value)").mark_circle(size=70, opacity=1)
    layers = [
        *spans(base, x, colour, ends),
        dots.encode(x=x, color=colour, description="told:N"),
        base.mark_text(align="left", size=11, color=SOFT).encode(x=alt.value(width + 8), text="said:N"),
    ]
    return layered(layers, width=width, height=_ROW[wide] * len(order))


def _told(rows: pl.DataFrame, write: Write) -> pl.Series:
    """What a dot says when pointed at: name, value, interval."""
    told = []
    for label, *values in rows.select("label", "value", "low", "high").iter_rows():
        value, low, high = ("?" if value is None else write(value) for value in values)
        told.append(f"{' '.join(label.split())}: {value} ({low} – {high})")
    return pl.Series(told, dtype=pl.String)
