"""Whom agencies send people on to, and where that ends: ways as ribbons from agency to agency."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from suara.analyse.paths.handoffs import ENDS
from suara.present._text import told_apart
from suara.present.drawing import BLUE, GREY, INK, ORANGE, PAPER, Chart
from suara.present.figures._parts import layered, nothing, titled
from suara.present.figures._said import number
from suara.present.sankey import bent, laid_out

OF = ("ways",)

DEEP = {True: 3, False: 1}
"""Hand-offs in a row that there is room for; longer ways are drawn up to there."""

MOST = {True: 9, False: 6}
"""Agencies of a column; those that people meet less often there are drawn as one."""

_WIDTH, _LETTERS = {True: 900, False: 340}, {True: 18, False: 9}
_LEFT, _RIGHT = {True: 150, False: 82}, {True: 150, False: 106}  # room for names
_HEIGHT, _GAP, _NODE = {True: 420, False: 460}, 12, 10
_LOOKS = {"arrived": (BLUE, 0.55), "by_another": (BLUE, 0.25), "dead_end": (ORANGE, 0.55), "unobserved": (GREY, 0.4)}

_WORDS = {
    "id": {
        "title": "Ke mana instansi meneruskan warga, dan bagaimana akhirnya?",
        "how": "{ways} jalan dari {cases} keluhan. Dari kiri: instansi yang menjawab, instansi yang disebutnya, dan akhirnya. "
        "Tebal pita: banyaknya jalan; warna: bagaimana berakhir. Belum dijawab: tidak ada yang terkumpul sampai akhir "
        "pengumpulan.",
        "cut": "{n} jalan masih berlanjut setelah penerusan terakhir yang digambar.",
        "nothing": "Tidak ada yang dapat digambar: tidak ada jawaban atas keluhan yang menyebut akun instansi lain.",
        "rest": "{n} lainnya",
        "arrived": "dijawab di sana", "by_another": "oleh yang lain", "dead_end": "belum dijawab",
        "unobserved": "tak teramati",
    },
    "en": {
        "title": "Where do agencies send people, and how does it end?",
        "how": "{ways} ways from {cases} complaints. From the left: the agency that answers, the one that it names, and the end. "
        "Width of ribbons: number of ways; colour: how they end. No answer yet: none was collected by the end of the "
        "collection.",
        "cut": "{n} ways go on after the last hand-off that is drawn.",
        "nothing": "Nothing to draw: no answer to a complaint names an account of another agency.",
        "rest": "{n} others",
        "arrived": "answered there", "by_another": "by another", "dead_end": "no answer yet",
        "unobserved": "not observed",
    },
}  # fmt: skip


def chart(ways: pl.DataFrame, *, lang: str = "id", wide: bool = True) -> Chart:
    """A Sankey diagram of hand-offs, the ends of the ways at the right.

    Source: Schmidt 2008, The Sankey diagram in energy and material flow management.

    Args:
        ways: case, names (of the agencies that a way leads to, a list), end; see `suara.analyse.paths.handoffs`.
        lang: "id" or "en".
        wide: for a screen, or for a phone.

    Example:
        >>> ways = pl.DataFrame({"case": ["x:1"], "names": [["KAI", "PLN"]], "end": ["arrived"]})
        >>> [node["label"] for node in chart(ways, lang="en").layer[1].data.values]
        ['KAI 1', 'PLN 1', 'answered there 1']
    """
    words = _WORDS[lang]
    if ways.is_empty():
        return nothing(words["title"], words["nothing"], wide=wide)
    hand_offs = ways["names"].list.len().to_numpy() - 1
    deep, longer = min(DEEP[wide], int(hand_offs.max())), int((hand_offs > DEEP[wide]).sum())
    said = {"ways": number(ways.height, lang), "cases": number(ways["case"].n_unique(), lang)}
    notes = [words["how"].format(**said)]
    notes += [words["cut"].format(n=number(longer, lang))] if longer else []
    nodes, ribbons = laid_out(_flows(ways, deep, words, wide), _HEIGHT[wide], _GAP)
    layers = _layers(nodes, ribbons, deep + 1, lang, wide)
    return layered(layers, width=_WIDTH[wide], height=_HEIGHT[wide], title=titled(words["title"], notes, wide=wide))


def _flows(ways: pl.DataFrame, deep: int, words: dict[str, str], wide: bool) -> pl.DataFrame:
    """From agency to agency and from the last to the end: column, source, to_column, target, kind, n."""
    met = ways.select(way=pl.int_range(pl.len()), name=pl.col("names").list.head(deep + 1), kind="end").explode("name")
    met = met.with_columns(column=pl.int_range(pl.len()).over("way")).with_columns(
        name=told_apart(met["name"], _LETTERS[wide])
    )
    often = met.group_by("column", "name").len().sort("column", "len", "name", descending=[False, True, False])
    often = often.with_columns(rank=pl.int_range(pl.len()).over("column"), names=pl.len().over("column"))
    few = (pl.col("rank") >= MOST[wide] - 1) & (pl.col("names") > MOST[wide])
    rest = pl.format(words["rest"].replace("{n}", "{}"), pl.col("names") - MOST[wide] + 1)
    often = often.with_columns(node=pl.when(few).then(rest).otherwise("name"))
    met = met.join(often.select("column", "name", "node"), on=["column", "name"], maintain_order="left")
    names = pl.col("kind").replace_strict({end: words[end] for end in ENDS}, return_dtype=pl.String)
    ends = met.unique("way", keep="last").select("way", "kind", node=names, column=pl.lit(deep + 1, pl.Int64))
    every = pl.concat([met.select("way", "kind", "node", "column"), ends]).sort("way", "column")
    following = {"to_column": pl.col("column").shift(-1).over("way"), "target": pl.col("node").shift(-1).over("way")}
    pairs = every.with_columns(**following).drop_nulls("target").rename({"node": "source"})
    return (
        pairs.group_by("column", "source", "to_column", "target", "kind").agg(n=pl.len().cast(pl.Int64)).sort(pl.all())
    )


def _layers(nodes: pl.DataFrame, ribbons: pl.DataFrame, last: int, lang: str, wide: bool) -> list[alt.Chart]:
    """Ribbons, nodes, and names beside these."""
    room = _WIDTH[wide] - _LEFT[wide] - _RIGHT[wide] - _NODE
    at = {name: _LEFT[wide] + pl.col(name) * room / last for name in ("column", "to_column")}
    looks = {
        name: pl.col("kind").replace_strict(list(_LOOKS), [look[i] for look in _LOOKS.values()])
        for i, name in enumerate(("colour", "opacity"))
    }
    said = pl.Series([number(n, lang) for n in ribbons["n"]], dtype=pl.String)
    told = ribbons.with_columns(**looks, told=pl.format("{} → {}: {}", "source", "target", said))
    points = bent(told, at["column"] + _NODE, at["to_column"])
    flow = points.select("ribbon", "x", "y", "y2", "colour", "opacity", "told", "n")
    first, end = pl.col("column") == 0, pl.col("column") == last
    counted = pl.Series([number(n, lang) for n in nodes["n"]], dtype=pl.String)
    boxes = nodes.with_columns(x=at["column"], label=pl.format("{} {}", "node", counted)).with_columns(
        x2=pl.col("x") + _NODE, middle=(pl.col("top") + pl.col("bottom")) / 2,
        text_x=pl.when(first).then(pl.col("x") - 5).otherwise(pl.col("x") + _NODE + 5), first=first, end=end,
    )  # fmt: skip
    x, y = (_axis(name, size[wide], turned) for name, size, turned in (("x", _WIDTH, False), ("y", _HEIGHT, True)))
    drawn = alt.Chart(alt.InlineData(values=boxes.to_dicts()))
    area = alt.Chart(alt.InlineData(values=flow.to_dicts())).mark_area(aria=True)
    return [
        area.encode(
            x=x, y=y, y2="y2:Q", detail="ribbon:N", color=alt.Color("colour:N", scale=None),
            opacity=alt.Opacity("opacity:Q", scale=None), description="told:N",
        ),
        drawn.mark_rect(color=INK, opacity=1).encode(x=x, x2="x2:Q", y=_named(y, "top"), y2="bottom:Q", description="label:N"),
        *_names(drawn, x, y),
    ]  # fmt: skip


def _names(drawn: alt.Chart, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The names: those of the first column at its left, the others at the right, on a rim so that they can be read on ribbons."""
    rim: dict[str, Any] = {"stroke": PAPER, "strokeWidth": 3, "strokeJoin": "round"}
    layers = []
    for look in (rim, dict[str, Any]()):
        for side, first in (("datum.first", True), ("!datum.first", False)):
            here = drawn.transform_filter(side).encode(x=_named(x, "text_x"), y=_named(y, "middle"), text="label:N")
            layers.append(here.mark_text(align="right" if first else "left", size=11, color=INK, **look))
    return layers


def _axis(name: str, size: int, turned: bool) -> Any:
    """A place in pixels, without an axis to be seen."""
    kind = alt.Y if turned else alt.X
    return kind(f"{name}:Q", axis=None, scale=alt.Scale(domain=[0, size], nice=False, reverse=turned))


def _named(channel: Any, name: str) -> Any:
    other = channel.copy()
    other.shorthand = f"{name}:Q"
    return other
