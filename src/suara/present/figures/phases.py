"""How far the networks of a debate are apart, window by window, and the phases that it falls into."""

from __future__ import annotations

import altair as alt
import polars as pl

from suara.present.drawing import BLUE, INK, Chart
from suara.present.figures._calendar import brief, day
from suara.present.figures._parts import HALF, layered, nothing, titled
from suara.present.figures._said import number

OF = ("course", "course_apart")

MOST = 60
"""Windows that are drawn; of more, as many from the first to the last, as evenly as can be."""

_WORDS = {
    "id": {
        "title": "Kapan perdebatan berubah? Jarak antarjaringan",
        "how": "Setiap kotak membandingkan dua masa: makin kuat warnanya, makin jauh jaringannya (0 sama, 1 jarak terbesar yang "
        "ada). Bujur sangkar pucat di sepanjang diagonal adalah masa yang tenang.",
        "phases": "Angka di diagonal: fase. Bila modularitasnya kecil, fase bukan temuan; lihat `suara timeline --windows`.",
        "some": "Digambar {shown} dari {all} masa.",
        "nothing": "Tidak ada yang dapat digambar: tidak ada pernyataan yang pendirian dan waktunya diketahui.",
        "said": "{first} dan {second}: {apart}",
    },
    "en": {
        "title": "When does the debate change? Distances of networks",
        "how": "Each square compares two windows: the stronger the colour, the farther apart their networks (0 the same, 1 the "
        "greatest distance there is). Pale blocks along the diagonal are quiet times.",
        "phases": "Numbers on the diagonal: phases. Of small modularity they are no finding; see `suara timeline --windows`.",
        "some": "{shown} of {all} windows are drawn.",
        "nothing": "Nothing to draw: there is no statement whose position and time are known.",
        "said": "{first} and {second}: {apart}",
    },
}


def chart(course: pl.DataFrame, course_apart: pl.DataFrame, *, lang: str = "id", wide: bool = True) -> Chart:
    """A heat map of distances, with the number of the phase on the diagonal.

    Args:
        course: start, phase; see `suara.analyse.discourse.course.COURSE`.
        course_apart: window, other, apart; see `suara.present.course.between`.
        lang: "id" or "en".
        wide: for a screen, or for a phone.

    Example:
        >>> from datetime import datetime
        >>> days = pl.DataFrame({"window": [1, 2], "start": [datetime(2026, 3, day) for day in (1, 2)], "phase": [1, 2]})
        >>> apart = pl.DataFrame({"window": [1, 1, 2, 2], "other": [1, 2, 1, 2], "apart": [0.0, 1.0, 1.0, 0.0]})
        >>> chart(days, apart, lang="en").layer[0].data.values[1]["said"]
        '1 Mar 2026 and 2 Mar 2026: 1.00'
    """
    words = _WORDS[lang]
    if course.is_empty():
        return nothing(words["title"], words["nothing"], wide=wide)
    places = sorted({round(i * (course.height - 1) / max(MOST - 1, 1)) for i in range(min(MOST, course.height))})
    shown = course.gather(places if course.height > MOST else list(range(course.height)))
    notes = [words["how"], words["phases"]]
    if shown.height < course.height:
        notes.append(words["some"].format(shown=shown.height, all=number(course.height, lang)))
    named = {row["window"]: row for row in shown.iter_rows(named=True)}
    cells = [
        {"window": one, "other": other, "apart": apart, "said": words["said"].format(
            first=day(named[one]["start"], lang), second=day(named[other]["start"], lang), apart=number(apart, lang, 2))}
        for one, other, apart in course_apart.select("window", "other", "apart").iter_rows()
        if one in named and other in named
    ]  # fmt: skip
    width, height = (880, min(560, 30 * max(shown.height, 4))) if wide else (HALF[wide] - 60, HALF[wide] - 60)
    base = alt.Chart(alt.InlineData(values=cells)).mark_rect(color=BLUE)
    squares = base.encode(
        x=_axis("other", shown, lang, wide), y=_axis("window", shown, lang, wide), description="said:N",
        opacity=alt.Opacity("apart:Q", legend=None, scale=alt.Scale(domain=[0, 1], range=[0.05, 1])),
    )  # fmt: skip
    phases = [{"window": row["window"], "other": row["window"], "phase": str(row["phase"])} for row in named.values()]
    labels = alt.Chart(alt.InlineData(values=phases)).mark_text(color=INK, fontSize=10, fontWeight="bold")
    told = labels.encode(x=_axis("other", shown, lang, wide), y=_axis("window", shown, lang, wide), text="phase:N")
    return layered([squares, told], title=titled(words["title"], notes, wide=wide), width=width, height=height)


def _axis(name: str, shown: pl.DataFrame, lang: str, wide: bool) -> alt.X | alt.Y:
    """Windows by the day on which they begin."""
    each = -(-shown.height // (16 if wide else 6))
    labels = {str(window): brief(start, lang) for window, start in shown.select("window", "start").iter_rows()}
    # The words are ours: days and months.
    text = "{" + ", ".join(f"'{window}': '{label}'" for window, label in labels.items()) + "}[datum.value]"
    axis = alt.Axis(values=shown["window"].to_list()[::each], labelExpr=text, domain=False, ticks=False, labelAngle=0)
    kind = alt.X if name == "other" else alt.Y
    return kind(f"{name}:O", title=None, axis=axis, scale=alt.Scale(paddingInner=0.04))
