"""How long people wait: a histogram of waiting times, of those answered and of those who wait still."""

from __future__ import annotations

import altair as alt
import polars as pl

from suara.analyse.responses.survival import quantiles
from suara.present.drawing import BLUE, GREY, INK, ORANGE, PAPER, SOFT, Chart
from suara.present.figures._parts import HALF, SHARED, layered, nothing, time_axis, titled
from suara.present.figures._said import duration, number

OF = ("cases",)

SHORTEST = 0.5
"""Minutes at which the axis begins; shorter waits are in the first bar."""

_WORDS = {
    "id": {
        "title": "Berapa lama warga menunggu jawaban?",
        "how": "Setiap batang mencakup waktu sampai dua kali lipat batang sebelumnya. Di atas garis: keluhan yang dijawab "
        "({answered}), menurut waktu tunggunya; di bawah garis: keluhan yang belum dijawab ({waiting}), menurut lama menunggu "
        "sampai akhir pengumpulan data. Waktu tunggunya yang sebenarnya lebih lama.",
        "median": "Median: {median} (Kaplan-Meier, yang masih menunggu ikut dihitung).",
        "unknown": "Tidak ada median: kurang dari separuh yang dijawab selama teramati.",
        "naive": "Median dari yang dijawab saja: {median}; terlalu pendek.",
        "y": "Keluhan", "mark": "median {median}", "answered": "dijawab", "waiting": "masih menunggu",
        "unseen": "Tidak dihitung, karena tak ada unggahan instansinya yang terkumpul: {n}.",
    },
    "en": {
        "title": "How long do people wait for an answer?",
        "how": "Each bar spans times up to twice those of the one before it. Above the line: complaints that were answered "
        "({answered}), by how long that took; below it: those that weren't ({waiting}), by how long they had waited when the "
        "collection ended. Their real wait is longer.",
        "median": "Median: {median} (Kaplan-Meier, in which those still waiting count).",
        "unknown": "No median: less than half were answered while observed.",
        "naive": "Median of the answered alone: {median}; too short.",
        "y": "Complaints", "mark": "median {median}", "answered": "answered", "waiting": "still waiting",
        "unseen": "Not counted, as no post of their agency was collected: {n}.",
    },
}  # fmt: skip


def chart(cases: pl.DataFrame, *, lang: str = "id", wide: bool = True) -> Chart:
    """Bars of those answered above the line, of those still waiting below it, and the median.

    Args:
        cases: status, waited (minutes); see `suara.analyse.responses.cases.by_case`.
        lang: "id" or "en".
        wide: for a screen, or for a phone.

    Example:
        >>> cases = pl.DataFrame({"status": ["answered", "answered", "censored"], "waited": [0.2, 5.0, 9.0]})
        >>> bars = chart(cases).layer[0].data.values
        >>> [(bar["start"], bar["end"], bar["answered"], bar["n"]) for bar in bars]
        [(0.5, 1.0, True, 1), (4.0, 8.0, True, 1), (8.0, 16.0, False, 1)]
    """
    words = SHARED[lang] | _WORDS[lang]
    seen = cases.filter(pl.col("status") != "unobserved").drop_nulls("waited")
    if seen.is_empty():
        return nothing(words["title"], words["nothing"], wide=wide)
    answered = seen.filter(status="answered").height
    median, alone = quantiles(seen, 0, []).select("median_minutes", "naive_median_minutes").row(0)
    said = words["unknown"] if median is None else words["median"].format(median=duration(median, lang))
    said += "" if alone is None else " " + words["naive"].format(median=duration(alone, lang))
    counts = {"answered": number(answered, lang), "waiting": number(seen.height - answered, lang)}
    notes = [words["how"].format(**counts), said]
    notes += [words["unseen"].format(n=number(n, lang))] if (n := cases.height - seen.height) else []
    return _drawn(_bars(seen), median, lang, wide).properties(title=titled(words["title"], notes, wide=wide))


def _bars(seen: pl.DataFrame) -> pl.DataFrame:
    """Bars: start and end (minutes), answered, n, and height, which goes down for those still waiting."""
    start = pl.col("waited").clip(SHORTEST).log(2).floor()
    counted = seen.group_by(start=start, answered=pl.col("status") == "answered").agg(n=pl.len().cast(pl.Int64))
    return counted.sort("start", "answered", descending=[False, True]).select(
        "answered",
        "n",
        start=pl.lit(2.0).pow(pl.col("start")),
        end=pl.lit(2.0).pow(pl.col("start") + 1),
        height=pl.when("answered").then("n").otherwise(-pl.col("n")),
    )


def _drawn(bars: pl.DataFrame, median: float | None, lang: str, wide: bool) -> alt.LayerChart:
    words, longest = _WORDS[lang], float(bars["end"].max())  # type: ignore[arg-type]
    x = time_axis("start", SHORTEST, max(longest, 1440), lang=lang, wide=wide, grid=False)
    axis = alt.Axis(labelExpr="format(abs(datum.value), ',')", domain=False, tickMinStep=1)
    y = alt.Y("height:Q", title=words["y"], axis=axis)
    drawn = alt.Chart(alt.InlineData(values=_said(bars, words, lang).to_dicts())).mark_rect(stroke=PAPER)
    bar = drawn.encode(
        x=x, x2="end:Q", y=y, y2=alt.Y2Datum(0), description="said:N",
        color=alt.when(alt.datum.answered).then(alt.value(BLUE)).otherwise(alt.value(GREY)),
        fillOpacity=alt.when(alt.datum.answered).then(alt.value(1)).otherwise(alt.value(0.3)),
    )  # fmt: skip
    bare = alt.Chart(alt.InlineData(values=[{}]))
    layers: list[alt.Chart] = [bar, bare.mark_rule(color=INK).encode(y=alt.YDatum(0))]
    for word, height in (("answered", 14), ("waiting", 288)):
        text = bare.mark_text(text=words[word], align="left", color=SOFT, size=12)
        layers.append(text.encode(x=alt.value(4), y=alt.value(height)))
    if median is not None:
        layers += _median(median, words["mark"].format(median=duration(median, lang)), x)
    return layered(layers, width=2 * HALF[True] - 100 if wide else HALF[wide] - 60, height=300)


def _said(bars: pl.DataFrame, words: dict[str, str], lang: str) -> pl.DataFrame:
    """What each bar says when pointed at."""
    kind = {True: words["answered"], False: words["waiting"]}
    said = [
        f"{duration(start if start > SHORTEST else 0, lang)} – {duration(end, lang)}, {kind[answered]}: {number(n, lang)}"
        for start, end, answered, n in bars.select("start", "end", "answered", "n").iter_rows()
    ]
    return bars.with_columns(said=pl.Series(said, dtype=pl.String))


def _median(median: float, said: str, x: alt.X) -> list[alt.Chart]:
    at = x.copy()
    at.shorthand = "median:Q"
    base = alt.Chart(alt.InlineData(values=[{"median": median}])).encode(x=at)
    return [
        base.mark_rule(color=ORANGE, strokeWidth=2),
        base.mark_text(text=said, color=ORANGE, align="left", dx=5, size=12).encode(y=alt.value(6)),
    ]
