"""When people complain and when agencies answer: a week, hour by hour."""

from __future__ import annotations

import altair as alt
import polars as pl

from suara.present.drawing import BLUE, ORANGE, Chart
from suara.present.figures._parts import HALF, beside, nothing, titled
from suara.present.figures._said import number

OF = ("responses",)

_WORDS = {
    "id": {
        "title": "Kapan warga mengadu, dan kapan instansi menjawab?",
        "how": "Jumlah menurut hari dan jam, waktu setempat ({zone}). Setiap gambar memiliki skala warnanya sendiri.",
        "unknown": "Keluhan yang waktunya tidak diketahui dan tidak digambar: {n}.",
        "nothing": "Tidak ada yang dapat digambar: tidak ada keluhan yang waktunya diketahui.",
        "complaints": "Keluhan (n = {n})", "answers": "Jawaban pertama (n = {n})", "hour": "jam",
        "days": "Senin Selasa Rabu Kamis Jumat Sabtu Minggu",
    },
    "en": {
        "title": "When do people complain, and when do agencies answer?",
        "how": "Numbers by day and hour, local time ({zone}). Each picture has a scale of its own.",
        "unknown": "Complaints without a known time, which aren't drawn: {n}.",
        "nothing": "Nothing to draw: there is no complaint whose time is known.",
        "complaints": "Complaints (n = {n})", "answers": "First answers (n = {n})", "hour": "hour",
        "days": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    },
}  # fmt: skip


def chart(responses: pl.DataFrame, *, lang: str = "id", wide: bool = True) -> Chart:
    """Two heat maps, of complaints and of the first answers to them; an answer to several complaints counts once.

    Args:
        responses: created_at, response, responded_at (in the time zone in which days and hours are counted); see
            `suara.analyse.responses.tables.respond`.
        lang: "id" or "en".
        wide: for a screen, or for a phone.

    Example:
        >>> from datetime import datetime
        >>> times = {"created_at": [datetime(2026, 3, 2, 9)], "response": ["x:1"], "responded_at": [None]}
        >>> responses = pl.DataFrame(times, schema_overrides={"responded_at": pl.Datetime})
        >>> cells = chart(responses, lang="en").hconcat[0].data.values
        >>> len(cells), [cell["said"] for cell in cells if cell["n"]]
        (168, ['Monday 09:00–09:59: 1'])
    """
    words = _WORDS[lang]
    asked = responses.select(at="created_at").drop_nulls()
    if asked.is_empty():
        return nothing(words["title"], words["nothing"], wide=wide)
    given = responses.drop_nulls("responded_at").unique("response", keep="first").select(at="responded_at")
    zone = getattr(responses.schema["created_at"], "time_zone", None) or "?"
    notes = [words["how"].format(zone=zone)]
    notes += [words["unknown"].format(n=number(n, lang))] if (n := responses.height - asked.height) else []
    panels = [
        _panel(_cells(times, words, lang), words[kind], colour, words, lang, wide)
        for kind, times, colour in (("complaints", asked, ORANGE), ("answers", given, BLUE))
    ]
    both = beside(panels, wide=wide).properties(title=titled(words["title"], notes, wide=wide))
    return both.resolve_scale(opacity="independent")  # type: ignore[no-any-return]


def _cells(times: pl.DataFrame, words: dict[str, str], lang: str) -> pl.DataFrame:
    """All hours of a week: weekday (1 is Monday), hour, n, day (its name), said."""
    week = pl.DataFrame({"weekday": [[*range(1, 8)]], "hour": [[*range(24)]]}).explode("weekday").explode("hour")
    weekday, hour = (part.cast(pl.Int64) for part in (pl.col("at").dt.weekday(), pl.col("at").dt.hour()))
    counted = times.group_by(weekday=weekday, hour=hour).agg(n=pl.len().cast(pl.Int64))
    cells = week.join(counted, on=["weekday", "hour"], how="left", maintain_order="left").with_columns(
        pl.col("n").fill_null(0),
        day=pl.col("weekday").replace_strict(range(1, 8), words["days"].split(), return_dtype=pl.String),
    )
    said = [
        f"{day} {hour:02}:00–{hour:02}:59: {number(n, lang)}"
        for day, hour, n in cells.select("day", "hour", "n").iter_rows()
    ]
    return cells.with_columns(said=pl.Series(said, dtype=pl.String))


def _panel(cells: pl.DataFrame, title: str, colour: str, words: dict[str, str], lang: str, wide: bool) -> alt.Chart:
    """A week of cells; how many there are is how strong the colour is, in the dark as well."""
    most, whole = int(cells["n"].max() or 0), int(cells["n"].sum())  # type: ignore[arg-type]
    legend = alt.Legend(
        title=None, values=sorted({0, round(most / 2), most}), orient="bottom", symbolType="square", symbolSize=120,
        symbolStrokeWidth=0, symbolFillColor=colour, format=",d",
    )  # fmt: skip
    strength = alt.Scale(domain=[0, max(most, 1)], range=[0.06, 1])
    hours = alt.Axis(values=list(range(0, 24, 3)), labelAngle=0, domain=False, ticks=False)
    days = alt.Axis(domain=False, ticks=False, labelPadding=6)
    gap = alt.Scale(paddingInner=0.06)
    heading = alt.TitleParams(title.format(n=number(whole, lang)), fontSize=12, offset=6, frame="group")
    drawn: alt.Chart = alt.Chart(alt.InlineData(values=cells.to_dicts())).mark_rect(color=colour)
    return drawn.encode(
        x=alt.X("hour:O", title=words["hour"], axis=hours, scale=gap),
        y=alt.Y("day:N", title=None, sort=words["days"].split(), axis=days, scale=gap),
        opacity=alt.Opacity("n:Q", scale=strength, legend=legend),
        description="said:N",
    ).properties(title=heading, width=(HALF[wide] - 75) // 24 * 24, height=7 * 22)
