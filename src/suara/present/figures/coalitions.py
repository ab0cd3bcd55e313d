"""Who agrees and who disagrees with whom, and how that changes: the networks of a debate, window beside window."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import altair as alt
import polars as pl

from suara.present._text import clean
from suara.present.drawing import BLUE, GREY, INK, ORANGE, PAPER, SOFT, Chart
from suara.present.figures._calendar import brief, day
from suara.present.figures._parts import layered, nothing, titled
from suara.present.figures._said import number

OF = ("course", "course_actors", "course_ties")

PANELS = 9
"""Windows that are drawn; of more, as many from the first to the last, as evenly as can be."""

LABELS = 8
"""Actors of a panel that have their names written: those who say most in it."""

_SIZE = {True: 310, False: 162}

_WORDS = {
    "id": {
        "title": "Siapa sependapat dengan siapa, dan bagaimana itu berubah?",
        "how": "Setiap lingkaran adalah pelaku, makin besar makin banyak pernyataannya pada masa itu, selalu di tempat yang "
        "sama. Garis biru: lebih banyak sependapat; garis jingga putus-putus: lebih banyak berbeda pendapat.",
        "when": "Dari {first} sampai {last}; n: pernyataan.",
        "phases": "Fase (jaringan yang mirip satu sama lain): {phases}.",
        "one": "Jaringan-jaringan ini tidak terbagi dalam fase yang lebih baik daripada satu.",
        "some": "Digambar {shown} dari {all} masa.",
        "actors": "Pelaku dengan pernyataan terbanyak: {n}.",
        "panel": "{first}-{last} (n = {n})", "single": "{first} (n = {n})", "moment": "sekitar {first} (n = {n})",
        "nothing": "Tidak ada yang dapat digambar: tidak ada pernyataan yang pendirian dan waktunya diketahui.",
    },
    "en": {
        "title": "Who agrees with whom, and how does that change?",
        "how": "Each circle is an actor, the larger the more statements it makes at that time, always in the same place. Blue "
        "lines: rather agree; dashed orange lines: rather disagree.",
        "when": "From {first} to {last}; n: statements.",
        "phases": "Phases (networks that are like each other): {phases}.",
        "one": "These networks don't fall into phases that are better than one.",
        "some": "{shown} of {all} windows are drawn.",
        "actors": "Actors with most statements: {n}.",
        "panel": "{first}-{last} (n = {n})", "single": "{first} (n = {n})", "moment": "around {first} (n = {n})",
        "nothing": "Nothing to draw: there is no statement whose position and time are known.",
    },
}  # fmt: skip


def chart(
    course: pl.DataFrame, course_actors: pl.DataFrame, course_ties: pl.DataFrame, *, lang: str = "id", wide: bool = True
) -> Chart:
    """A panel a window, with the same actors in the same places; private people have no name.

    Args:
        course: see `suara.analyse.discourse.course.COURSE`.
        course_actors: see `suara.present.course.NODES`.
        course_ties: see `suara.present.course.TIES`.
        lang: "id" or "en".
        wide: for a screen, or for a phone.

    Example:
        >>> from suara.analyse.discourse.course import COURSE
        >>> from suara.present.course import NODES, TIES
        >>> chart(*(pl.DataFrame(schema=columns) for columns in (COURSE, NODES, TIES)), lang="en").title.subtitle[0]
        'Nothing to draw: there is no statement whose position and time are known.'
    """
    words = _WORDS[lang]
    if course_actors.is_empty():
        return nothing(words["title"], words["nothing"], wide=wide)
    shown = course.gather(sorted({round(i * (course.height - 1) / max(PANELS - 1, 1)) for i in range(PANELS)})) if (
        course.height > PANELS
    ) else course  # fmt: skip
    ends = {"first": day(course["start"][0], lang), "last": day(_last(course.row(-1, named=True)), lang)}
    notes = [
        words["how"],
        words["when"].format(**ends),
        words["actors"].format(n=number(course_actors["label"].n_unique(), lang)),
    ]
    notes += (
        [words["some"].format(shown=shown.height, all=number(course.height, lang))]
        if shown.height < course.height
        else []
    )
    notes.append(_phases(course, lang))
    most = int(course_actors["statements"].max() or 1)  # type: ignore[arg-type]
    panels = [
        _panel(
            row, course_actors.filter(window=row["window"]), course_ties.filter(window=row["window"]), most, lang, wide
        )
        for row in shown.iter_rows(named=True)
    ]
    grid = alt.concat(*panels, columns=3 if wide else 2, spacing={"row": 18, "column": 14})
    return grid.properties(title=titled(words["title"], notes, wide=wide))


def _last(window: dict[str, Any]) -> datetime:
    """The last second of a window, whose end belongs to the next; of a smoothed slice its moment."""
    last: datetime = max(window["start"], window["end"] - timedelta(seconds=1))
    return last


def _phases(course: pl.DataFrame, lang: str) -> str:
    """Which windows are in which phase."""
    words = _WORDS[lang]
    if course["phase"].n_unique() < 2:
        return words["one"]
    runs = course.with_columns(run=pl.col("phase").rle_id()).group_by("run", maintain_order=True).agg(
        pl.col("phase", "start").first()
    )  # fmt: skip
    told = [f"{row['phase']} ({day(row['start'], lang)})" for row in runs.iter_rows(named=True)]
    return words["phases"].format(phases=", ".join(told[:12]) + (", …" if len(told) > 12 else ""))


def _panel(
    row: dict[str, Any], actors: pl.DataFrame, ties: pl.DataFrame, most: int, lang: str, wide: bool
) -> alt.LayerChart:
    """The network of one window."""
    words, size = _WORDS[lang], _SIZE[wide]
    first, last = row["start"], _last(row)
    kind = "moment" if row["start"] == row["end"] else "single" if brief(first, lang) == brief(last, lang) else "panel"
    text = words[kind].format(first=brief(first, lang), last=brief(last, lang), n=number(row["statements"], lang))
    place = {"x": _axis("x"), "y": _axis("y")}
    lines = alt.Chart(alt.InlineData(values=ties.to_dicts())).mark_rule(opacity=0.6)
    agree = alt.when("datum.agree")
    drawn = lines.encode(
        **place, x2="x2:Q", y2="y2:Q",
        color=agree.then(alt.value(BLUE)).otherwise(alt.value(ORANGE)),
        strokeDash=agree.then(alt.value([1, 0])).otherwise(alt.value([4, 3])),
        strokeWidth=alt.StrokeWidth("weight:Q", legend=None, scale=alt.Scale(domain=[0, 2], range=[0.6, 4], clamp=True)),
    )  # fmt: skip
    named = _named(actors, wide)
    dots = alt.Chart(alt.InlineData(values=named)).mark_circle(stroke=PAPER, strokeWidth=1, opacity=1)
    sized = alt.Size("statements:Q", legend=None, scale=alt.Scale(domain=[0, most], range=[20, 400 if wide else 160]))
    colour = alt.when("datum.named").then(alt.value(INK)).otherwise(alt.value(GREY))
    labels = alt.Chart(alt.InlineData(values=named)).mark_text(color=SOFT, fontSize=10, dy=-11)
    layers = [
        drawn,
        dots.encode(**place, size=sized, color=colour, description="said:N"),
        labels.transform_filter("isValid(datum.shown)").encode(**place, text="shown:N"),
    ]
    title = alt.TitleParams(text, fontSize=11 if wide else 9, offset=4, frame="group", anchor="start")
    return layered(layers, title=title, width=size, height=size * 4 // 5)


def _named(actors: pl.DataFrame, wide: bool) -> list[dict[str, Any]]:
    """Actors with what is written at them (`shown`), and what they say of themselves (`said`)."""
    first = (
        actors.filter("named")
        .sort("statements", "label", descending=[True, False])["label"]
        .head(LABELS if wide else 4)
    )
    rows = []
    for row in actors.select("label", "named", "x", "y", "statements").iter_rows(named=True):
        label = clean(row["label"], 22 if wide else 14)
        rows.append(
            row
            | {
                "label": label,
                "said": f"{label}: {row['statements']}",
                "shown": label if row["label"] in first else None,
            }
        )
    return rows


def _axis(name: str) -> Any:
    """A place between 0 and 1, with room at the edges; no axis is drawn."""
    kind = alt.X if name == "x" else alt.Y
    return kind(f"{name}:Q", axis=None, scale=alt.Scale(domain=[-0.12, 1.12], nice=False))
