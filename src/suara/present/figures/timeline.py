"""How much is posted when: the level, when it changed, and what is behind that."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import altair as alt
import polars as pl

from suara.analyse.timeline.changes import SHORTEST
from suara.analyse.timeline.periods import WHOLE
from suara.present._text import clean
from suara.present.drawing import BLUE, INK, ORANGE, PAPER, Chart
from suara.present.figures._calendar import day, days_axis, wall
from suara.present.figures._parts import layered, nothing, titled
from suara.present.figures._said import number

OF = ("periods", "changes", "behind")

SHOWN = 9
"""Changes that are numbered and told; of more, those that explain most."""

NAMED = 3
"""Things behind a change that are told."""

MOST = 800
"""Bars that are drawn; of more periods, as many in a row are one bar, of their mean."""

FEW = 100
"""Bars that are drawn apart."""

_WIDTH, _HEIGHT = {True: 920, False: 310}, {True: 230, False: 170}

_WORDS = {
    "id": {
        "title": "Kapan banyak dibicarakan? {what} per {unit}",
        "how": "Garis: taraf rata-rata dengan interval 95 %; berganti bila perubahannya bertahan dan lebih besar daripada "
        "kebetulan dan irama hari atau minggu. Waktu setempat ({zone}).",
        "none": "Tidak ada perubahan taraf yang bertahan: perbedaan yang ada dapat karena kebetulan.",
        "few": "Terlalu sedikit {unit} untuk mencari perubahan taraf.",
        "merged": "Setiap batang adalah rata-rata {n} {unit}.",
        "partly": "Batang pucat: {unit} yang hanya terkumpul sebagian.",
        "more": "Perubahan lain yang tidak diberi nomor: {n}.",
        "change": "{i}: {at}, dari {before} menjadi {after} per {unit}{behind}.",
        "behind": "; di baliknya {what}",
        "thing": "{thing} ({before} menjadi {after})",
        "nothing": "Tidak ada yang dapat digambar: tidak ada unggahan yang waktunya diketahui.",
    },
    "en": {
        "title": "When is much said? {what} per {unit}",
        "how": "Line: the average level with its 95 % interval; it changes where a change lasts and is more than chance and the "
        "rhythm of day or week. Local time ({zone}).",
        "none": "No change of level that lasts: the differences may be chance.",
        "few": "Too few to look for changes of level, of unit {unit}.",
        "merged": "Each bar is the average of {n} of unit {unit}.",
        "partly": "Pale bars: a {unit} that was collected only in part.",
        "more": "Other changes, which have no number: {n}.",
        "change": "{i}: {at}, from {before} to {after} per {unit}{behind}.",
        "behind": "; behind it {what}",
        "thing": "{thing} ({before} to {after})",
        "nothing": "Nothing to draw: there is no post whose time is known.",
    },
}

_CALLED = {
    "id": {
        "hour": "jam", "day": "hari", "week": "minggu", "month": "bulan",
        "posts": "Unggahan", "accounts": "Akun", "complaints": "Keluhan", "addressed": "Unggahan kepada instansi",
        "reposts": "Unggahan ulang",
        "word": "kata “{}”", "hashtag": "tagar {}", "link": "situs {}", "topic": "topik {}", "agency": "instansi {}",
        "platform": "platform {}", "account": "satu akun", "post": "satu unggahan yang diteruskan",
    },
    "en": {
        "hour": "hour", "day": "day", "week": "week", "month": "month",
        "posts": "Posts", "accounts": "Accounts", "complaints": "Complaints", "addressed": "Posts to agencies",
        "reposts": "Reposts",
        "word": "the word “{}”", "hashtag": "the hashtag {}", "link": "the site {}", "topic": "the topic {}",
        "agency": "the agency {}", "platform": "the platform {}", "account": "one account",
        "post": "one post that was passed on",
    },
}  # fmt: skip
"""What units, counts and things behind changes are called."""


def chart(
    periods: pl.DataFrame,
    changes: pl.DataFrame,
    behind: pl.DataFrame,
    *,
    lang: str = "id",
    wide: bool = True,
    count: str = "posts",
    searched: bool | None = None,
) -> Chart:
    """Bars of what was counted, the levels, and numbered changes; what is behind them is told above. No person is named.

    Args:
        periods: start, end (in the time zone in which days begin), covered, and `count`; see
            `suara.analyse.timeline.volume.volume`.
        changes: see `suara.analyse.timeline.changes.CHANGES`.
        behind: see `suara.analyse.timeline.behind.REASONS`.
        lang: "id" or "en".
        wide: for a screen, or for a phone.
        count: what is drawn: one of `suara.analyse.timeline.volume.COUNTS`.
        searched: whether changes could be looked for; by default whether there are enough periods.

    Example:
        >>> from datetime import datetime
        >>> from suara.analyse.timeline.behind import REASONS
        >>> from suara.analyse.timeline.changes import CHANGES
        >>> days = {"start": [datetime(2026, 3, 1)], "end": [datetime(2026, 3, 2)], "covered": [1.0], "posts": [7]}
        >>> drawn = chart(pl.DataFrame(days), pl.DataFrame(schema=CHANGES), pl.DataFrame(schema=REASONS), lang="en")
        >>> drawn.layer[0].data.values[0]["said"]
        '1 Mar 2026: 7'
    """
    words, called, unit = _WORDS[lang], _CALLED[lang], _unit(periods)
    title = words["title"].format(what=called[count], unit=called[unit])
    if periods.is_empty():
        return nothing(title, words["nothing"], wide=wide)
    zone = getattr(periods.schema["start"], "time_zone", None)
    told = changes.sort("gain", descending=True).head(SHOWN).sort("start")
    each = -(-periods.height // MOST)
    bars = _bars(periods, count, each, unit, lang)
    notes = [words["how"].format(zone=zone or "?")]
    notes += [words["merged"].format(n=number(each, lang), unit=called[unit])] if each > 1 else []
    notes += [words["partly"].format(unit=called[unit])] if any(bar["partly"] for bar in bars) else []
    if searched is None:
        searched = periods.filter(pl.col("covered") >= WHOLE).height >= 2 * SHORTEST[unit]
    notes += _told(told, behind, unit, lang) or [words["none" if searched else "few"].format(unit=called[unit])]
    notes += [words["more"].format(n=number(n, lang))] if (n := changes.height - told.height) else []
    x = days_axis("from", periods["start"].to_list(), periods["end"][-1], lang=lang, wide=wide)
    layers = [_drawn_bars(bars, x), *_levels(_segments(changes), x), *_numbers(told, x)]
    return layered(layers, title=titled(title, notes, wide=wide), width=_WIDTH[wide], height=_HEIGHT[wide])


def _unit(periods: pl.DataFrame) -> str:
    """What periods are, by how long the first is."""
    longest = {"hour": timedelta(hours=1), "day": timedelta(hours=36), "week": timedelta(days=8)}
    length = (periods["end"] - periods["start"]).max() or timedelta(days=1)
    return next((unit for unit, most in longest.items() if length <= most), "month")  # type: ignore[operator]


def _bars(periods: pl.DataFrame, count: str, each: int, unit: str, lang: str) -> list[dict[str, Any]]:
    """What a bar is: from, to (by the clock), none (0), n, partly, said."""
    grouped = periods.group_by(pl.int_range(pl.len()) // each, maintain_order=True).agg(
        pl.col("start").first(), pl.col("end").last(), n=pl.col(count).mean(), covered=pl.col("covered").min()
    )
    rows = []
    for start, end, n, covered in grouped.select("start", "end", "n", "covered").iter_rows():
        said = f"{day(start, lang, hour=unit == 'hour')}: {number(n, lang, 0 if each == 1 else 1)}"
        rows.append({"from": wall(start), "to": wall(end), "none": 0, "n": n, "partly": covered < WHOLE, "said": said})
    return rows


def _drawn_bars(bars: list[dict[str, Any]], x: alt.X) -> alt.Chart:
    axis = alt.Axis(format=",d", tickMinStep=1, tickCount=5, domain=False, ticks=False)
    pale = alt.when("datum.partly").then(alt.value(0.3)).otherwise(alt.value(0.75))
    drawn: alt.Chart = alt.Chart(alt.InlineData(values=bars)).mark_rect(
        color=BLUE, stroke=PAPER, strokeWidth=1 if len(bars) <= FEW else 0
    )
    y = alt.Y("n:Q", title=None, axis=axis, scale=alt.Scale(zero=True))
    return drawn.encode(x=x, x2="to:T", y=y, y2="none:Q", opacity=pale, description="said:N")


def _segments(changes: pl.DataFrame) -> list[dict[str, Any]]:
    """The levels: the one before the first change, and the one after each."""
    rows = changes.sort("start").rows(named=True)
    ends = [(row, "before", "since", "start") for row in rows[:1]] + [(row, "after", "start", "until") for row in rows]
    return [
        {"from": wall(row[begin]), "to": wall(row[end])}
        | {name: row[f"{side}{of}"] for name, of in (("level", ""), ("low", "_low"), ("high", "_high"))}
        for row, side, begin, end in ends
    ]


def _levels(segments: list[dict[str, Any]], x: alt.X) -> list[alt.Chart]:
    base = alt.Chart(alt.InlineData(values=segments)).encode(x=x, x2="to:T")
    return [
        base.mark_rect(color=ORANGE, opacity=0.25).encode(y="low:Q", y2="high:Q"),
        base.mark_rule(color=ORANGE, strokeWidth=2.5).encode(y="level:Q"),
    ]


def _numbers(told: pl.DataFrame, x: alt.X) -> list[alt.Chart]:
    """A line where a change is, and its number at the top."""
    rows = [{"from": wall(at), "i": str(i)} for i, at in enumerate(told["start"], start=1)]
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=x)
    line = base.mark_rule(color=INK, strokeDash=[3, 3], opacity=0.7)
    # What begins and ends soon has two numbers side by side: one on either side of its lines.
    look: dict[str, Any] = {"color": INK, "fontWeight": "bold", "fontSize": 12, "dy": -4, "baseline": "bottom"}
    odd = base.transform_filter("datum.i % 2 == 1").mark_text(align="right", dx=1, **look)
    even = base.transform_filter("datum.i % 2 == 0").mark_text(align="left", dx=-1, **look)
    return [line, *(text.encode(y=alt.value(0), text="i:N") for text in (odd, even))]


def _told(told: pl.DataFrame, behind: pl.DataFrame, unit: str, lang: str) -> list[str]:
    """The changes in words, each with what is behind it."""
    words, called, notes = _WORDS[lang], _CALLED[lang], []
    for i, row in enumerate(told.iter_rows(named=True), start=1):
        rose = row["after"] > row["before"]
        before, after = (_level(row, side, lang) for side in ("before", "after"))
        things = [_thing(thing, rose, lang) for thing in behind.filter(period=row["period"]).iter_rows(named=True)]
        reasons = words["behind"].format(what=", ".join(list(dict.fromkeys(things))[:NAMED])) if things else ""
        at = day(row["start"], lang, hour=unit == "hour")
        notes.append(words["change"].format(i=i, at=at, before=before, after=after, unit=called[unit], behind=reasons))
    return notes


def _level(row: dict[str, Any], side: str, lang: str) -> str:
    level, low, high = (row[f"{side}{end}"] for end in ("", "_low", "_high"))
    digits = 1 if high < 20 else 0
    return f"{number(level, lang, digits)} ({number(low, lang, digits)}-{number(high, lang, digits)})"


def _thing(row: dict[str, Any], rose: bool, lang: str) -> str:
    shares = (row["rest_share"], row["share"]) if rose else (row["share"], row["rest_share"])
    before, after = (f"{number(100 * share, lang)} %" for share in shares)
    thing = _CALLED[lang][row["kind"]].format(clean(row["label"], 30))
    return _WORDS[lang]["thing"].format(thing=thing, before=before, after=after)
