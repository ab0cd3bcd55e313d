"""What is complained about most, beside what the survey's own answers say."""

from __future__ import annotations

import altair as alt
import polars as pl

from suara.graph.build import COMPLAINTS
from suara.present._text import apart
from suara.present.drawing import BLUE, INK, ORANGE, SOFT, Chart
from suara.present.figures._parts import HALF, layered, name_axis, nothing, titled
from suara.present.figures._said import listed, number

OF = ("topics",)

MOST = 25
"""Topics that there is room for; of more, the most frequent are drawn."""

_ROW = {True: 24, False: 32}  # pixels

_WORDS = {
    "id": {
        "title": "Apa yang paling banyak dikeluhkan?",
        "how": "Batang: bagian keluhan yang memuat topik itu; garis: interval 95 %; angka: jumlah keluhan. Satu keluhan dapat "
        "memuat beberapa topik.",
        "both": "Keduanya mengukur hal yang berbeda: unggahan menunjukkan apa yang ditulis oleh mereka yang mengunggah, survei "
        "apa yang dijawab oleh mereka yang ditanya. Jaraknya bukan kesalahan salah satunya.",
        "bars": "keluhan di media sosial", "marks": "jawaban survei (belah ketupat)", "survey": "survei",
        "of": "{shown} dari {all} topik (terbanyak).", "unmet": "Tidak ada di unggahan mana pun: {names}.",
        "nothing": "Tidak ada yang dapat digambar: tidak ada keluhan dengan topik.",
    },
    "en": {
        "title": "What is complained about most?",
        "how": "Bars: share of complaints with that topic; lines: 95 % intervals; numbers: complaints. A complaint can have "
        "several topics.",
        "both": "The two measure different things: posts tell what those who post write about, the survey what those who "
        "were asked answered. Their distance is no error of either.",
        "bars": "complaints on social media", "marks": "answers in the survey (diamonds)", "survey": "survey",
        "of": "{shown} of {all} topics (the most frequent).", "unmet": "In no post: {names}.",
        "nothing": "Nothing to draw: there is no complaint with a topic.",
    },
}  # fmt: skip


def chart(topics: pl.DataFrame, *, lang: str = "id", wide: bool = True) -> Chart:
    """A bar a topic of the complaints codebook with its interval, and the survey's share as a mark.

    Args:
        topics: codebook, topic, label, posts, share, share_low, share_high, survey_share (in %); see
            `suara.analyse.topics.ranking.rank`.
        lang: "id" or "en".
        wide: for a screen, or for a phone.

    Example:
        >>> row = {"codebook": "complaints", "topic": "slow", "label": "Slow", "posts": 3, "survey_share": 11.0}
        >>> made = chart(pl.DataFrame([row | {"share": 0.3, "share_low": 0.1, "share_high": 0.6}]), lang="en")
        >>> bar = made.data.values[0]
        >>> bar["said"], bar["survey"]
        ('Slow: 30 % (3)', 0.11)
    """
    words = _WORDS[lang]
    ranked = topics.filter(codebook=COMPLAINTS).sort("posts", descending=True, maintain_order=True)
    met, unmet = ranked.filter(pl.col("posts") > 0), ranked.filter(pl.col("posts") == 0)
    if met.is_empty():
        return nothing(words["title"], words["nothing"], wide=wide)
    notes = [words["how"]]
    notes += [words["both"]] if met["survey_share"].count() else []
    notes += [words["of"].format(shown=MOST, all=met.height)] if met.height > MOST else []
    notes += [words["unmet"].format(names=listed(_unmet(unmet, words, lang), lang))] if unmet.height else []
    labels = apart(met.select(pl.coalesce("label", "topic")).to_series(), 30 if wide else 19, 2)
    rows = met.with_columns(label=pl.Series(labels, dtype=pl.String), survey=pl.col("survey_share") / 100).head(MOST)
    return _drawn(rows, words, lang, wide).properties(title=titled(words["title"], notes, wide=wide))


def _unmet(unmet: pl.DataFrame, words: dict[str, str], lang: str) -> list[str]:
    """Topics that no post carries, with the survey's share."""
    return [
        str(label or topic) + ("" if share is None else f" ({words['survey']}: {number(share, lang, 1)} %)")
        for topic, label, share in unmet.select("topic", "label", "survey_share").iter_rows()
    ]


def _values(rows: pl.DataFrame, words: dict[str, str], lang: str) -> list[dict[str, object]]:
    said = [
        f"{' '.join(label.split())}: {number(100 * share, lang, 1).removesuffix('.0')} % ({number(posts, lang)})"
        for label, share, posts in rows.select("label", "share", "posts").iter_rows()
    ]
    keep = ["topic", "label", "posts", "share", "share_low", "share_high", "survey", "said", "bars", "marks"]
    kinds = {kind: pl.lit(words[kind]) for kind in ("bars", "marks")}
    return rows.with_columns(said=pl.Series(said, dtype=pl.String), **kinds).select(keep).to_dicts()


def _drawn(rows: pl.DataFrame, words: dict[str, str], lang: str, wide: bool) -> alt.LayerChart:
    width, labels = (2 * HALF[True] - 260, 180) if wide else (HALF[wide] - 165, 112)
    shares = alt.Axis(format=".0%", orient="top", domain=False, ticks=False, tickCount=5 if wide else 3)
    legend = alt.Legend(
        title=None,
        orient="top",
        symbolStrokeWidth=0,
        labelLimit=0,
        offset=4,
        direction="horizontal" if wide else "vertical",
    )
    kinds = alt.Scale(domain=[words["bars"], words["marks"]], range=[BLUE, ORANGE])
    base = alt.Chart(alt.InlineData(values=_values(rows, words, lang))).encode(
        y=alt.Y("label:N", title=None, sort=list(rows["label"]), axis=name_axis(labels))
    )
    marks = base.transform_filter("isValid(datum.survey)").mark_point(shape="diamond", filled=True, size=100, opacity=1)
    layers = [
        base.mark_bar(height={"band": 0.62}, opacity=0.7).encode(
            x=alt.X("share:Q", title=None, axis=shares),
            color=alt.Color("bars:N", scale=kinds, legend=legend),
            description="said:N",
        ),
        base.mark_rule(color=INK, strokeWidth=1.5).encode(x=alt.X("share_low:Q", title=None), x2="share_high:Q"),
        marks.encode(x=alt.X("survey:Q", title=None), color=alt.Color("marks:N", scale=kinds, legend=legend)),
        base.mark_text(align="left", size=11, color=SOFT).encode(x=alt.value(width + 8), text="posts:N"),
    ]
    return layered(layers, width=width, height=_ROW[wide] * rows.height)
