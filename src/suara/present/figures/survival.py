"""The share answered as time goes on, agency by agency: Kaplan-Meier curves with 95 % bands."""

from __future__ import annotations

import altair as alt
import numpy as np
import polars as pl

from suara.analyse.responses.survival import curve
from suara.present._text import clean
from suara.present.drawing import BLUE, GREY, INK, SOFT, Chart
from suara.present.figures._parts import HALF, SHARED, layered, named, nothing, time_axis, titled
from suara.present.figures._said import listed, number

OF = ("cases", "agencies")

PANELS = 9
"""Agencies that are drawn; of more, those with the most complaints."""

RISK = (5, 60, 1440, 10_080)
"""Minutes at which the number at risk is written."""

_FINE = 300
"""Places on the axis that have a point of the curve, the last one there: more than it has pixels."""

_HEIGHT = {True: 140, False: 130}

_WORDS = {
    "id": {
        "title": "Berapa lama sampai dijawab? Bagian keluhan yang telah dijawab",
        "how": "Kurva Kaplan-Meier dengan pita 95 %; kurva abu-abu: semua instansi. Keluhan yang belum dijawab sampai akhir "
        "pengumpulan data dihitung sebagai masih menunggu sampai saat itu (tersensor), bukan sebagai tidak dijawab.",
        "risk": "Angka di bawah sumbu: keluhan yang saat itu masih menunggu dan teramati; n: semua yang teramati.",
        "waiting": "menunggu",
    },
    "en": {
        "title": "How long until the answer? Share of complaints answered",
        "how": "Kaplan-Meier curves with 95 % bands; grey: all agencies. A complaint without an answer by the end of the "
        "collection counts as waiting until then (censored), not as never answered.",
        "risk": "Numbers under the axis: complaints still waiting and observed at that time; n: all that were observed.",
        "waiting": "waiting",
    },
}  # fmt: skip


def chart(cases: pl.DataFrame, agencies: pl.DataFrame, *, lang: str = "id", wide: bool = True) -> Chart:
    """A panel an agency with its curve, the band, all agencies' curve, and the number at risk under the axis.

    Source: see `suara.analyse.responses.survival.curve`.

    Args:
        cases: agency, status, waited (minutes); see `suara.analyse.responses.cases.by_case`.
        agencies: agency, name; see `suara.analyse.responses.tables.respond`.
        lang: "id" or "en".
        wide: for a screen, or for a phone.

    Example:
        >>> cases = pl.DataFrame({"agency": ["a"] * 2, "status": ["answered", "censored"], "waited": [5.0, 9.0]})
        >>> names = pl.DataFrame({"agency": ["a"], "name": ["KAI"]})
        >>> chart(cases, names).concat[0].title.text
        'KAI, n = 2'
    """
    words = SHARED[lang] | _WORDS[lang]
    names = dict(named(agencies, 34 if wide else 40).select("agency", "label").iter_rows())
    observed = cases.filter(pl.col("status") != "unobserved").drop_nulls("waited")
    if observed.is_empty():
        return nothing(words["title"], words["nothing"], wide=wide)
    order = observed.group_by("agency").len().sort("len", "agency", descending=[True, False])["agency"].to_list()
    unseen = [label for agency, label in names.items() if agency not in set(order)]
    notes = [words["how"], words["risk"]]
    notes += [words["of"].format(shown=PANELS, all=len(order))] if len(order) > PANELS else []
    notes += [words["unobserved"].format(names=listed(unseen, lang))] if unseen else []
    longest, every = max(float(observed["waited"].max()), 1440.0), _points(observed)  # type: ignore[arg-type]
    panels = [
        _panel(observed.filter(agency=agency), every, names.get(agency) or clean(agency, 34), longest, lang, wide)
        for agency in order[:PANELS]
    ]
    return alt.concat(*panels, columns=3 if wide else 1, spacing={"row": 20, "column": 16}).properties(
        title=titled(words["title"], notes, wide=wide)
    )


def _panel(
    cases: pl.DataFrame, every: pl.DataFrame, name: str, longest: float, lang: str, wide: bool
) -> alt.LayerChart:
    name = f"{name}, n = {number(cases.height, lang)}"
    x = time_axis("minutes", 1, longest, lang=lang, wide=wide, ticks=RISK, grid=False, labelPadding=3)
    share = alt.Axis(format=".0%", values=[0, 0.5, 1], ticks=False, domain=False)
    y = alt.Y("answered:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=share)
    own = alt.Chart(alt.InlineData(values=_points(cases).to_dicts())).encode(x=x)
    band = own.transform_filter("isValid(datum.low)").mark_area(interpolate="step-after", color=BLUE, opacity=0.2)
    others = alt.Chart(alt.InlineData(values=every.to_dicts()))
    below = alt.value(_HEIGHT[wide] + 31)
    risk = alt.Chart(alt.InlineData(values=_at_risk(cases, lang))).mark_text(size=10, color=INK)
    word = alt.Chart(alt.InlineData(values=[{}])).mark_text(
        text=_WORDS[lang]["waiting"], size=10, color=SOFT, align="right"
    )
    layers = [
        others.mark_line(interpolate="step-after", color=GREY, strokeWidth=1).encode(x=x, y=y),
        band.encode(y=alt.Y("low:Q", title=None), y2="high:Q"),
        own.mark_line(interpolate="step-after", color=BLUE, strokeWidth=2, aria=True, description=name).encode(y=y),
        risk.encode(x=x, y=below, text="said:N"),
        word.encode(x=alt.value(12), y=below),
    ]
    title = alt.TitleParams(name, fontSize=12, offset=6, frame="group")
    return layered(layers, title=title, width=265 if wide else HALF[wide] - 60, height=_HEIGHT[wide])


def _at_risk(cases: pl.DataFrame, lang: str) -> list[dict[str, float | str]]:
    """How many still waited, and were observed, at each tick."""
    left = {at: int((cases["waited"] >= at).sum()) for at in RISK}
    return [{"minutes": at, "at_risk": n, "said": number(n, lang)} for at, n in left.items()]


def _points(cases: pl.DataFrame) -> pl.DataFrame:
    """The curve as it rises: minutes, answered, low, high; null where the interval isn't known."""
    at, left, low, high = curve(cases["waited"].to_numpy(), (cases["status"] == "answered").to_numpy())
    points = pl.DataFrame({"minutes": at, "answered": 1 - left, "low": 1 - high, "high": 1 - low}).fill_nan(None)
    place = pl.col("minutes").clip(1).log() / np.log(max(at[-1], 2)) * _FINE
    start = pl.DataFrame({"minutes": [0.0], "answered": [0.0]})
    return pl.concat([start, points.unique(place.floor(), keep="last", maintain_order=True)], how="diagonal")
