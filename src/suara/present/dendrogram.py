"""Who says the same: actors of a debate, merged pair by pair into clusters."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from suara.present._text import told_apart
from suara.present.drawing import BLUE, GREY, INK, LINES, ORANGE, SOFT, Chart
from suara.present.figures._parts import layered, nothing, titled
from suara.present.figures._said import number

MOST = {True: 60, False: 30}
"""Ends of the tree that there is room for; of more actors, those that are merged first are drawn as one."""

_WIDTH, _LEFT, _LETTERS, _ROW = {True: 860, False: 340}, {True: 250, False: 130}, {True: 36, False: 17}, 17
_COLOURS = (BLUE, ORANGE)  # of clusters, in turn; what lies above the cut is grey
_TICKS = (0, 0.25, 0.5, 0.75, 1)

_WORDS = {
    "id": {
        "title": "Siapa mengatakan hal yang sama?",
        "how": "{n} aktor. Makin ke kiri dua cabang bertemu, makin mirip posisi mereka: 0 sama, 1 tidak berbagi satu posisi pun.",
        "cut": "Warna: {clusters} kelompok yang paling jelas terpisah (siluet {silhouette}).",
        "uncut": "Tidak ada potongan yang lebih baik dari yang lain: tidak ada kelompok yang terpisah.",
        "few": "{rest} lainnya digambar bersama yang paling mirip.",
        "nothing": "Tidak ada yang dapat digambar: kurang dari tiga aktor menyatakan posisi.",
        "more": "{name} dan {n} lainnya",
    },
    "en": {
        "title": "Who says the same?",
        "how": "{n} actors. The further left two branches meet, the more alike their positions are: 0 the same, 1 none shared.",
        "cut": "Colours: {clusters} clusters that are best told apart (silhouette {silhouette}).",
        "uncut": "No cut is better than another: there are no clusters apart from each other.",
        "few": "{rest} others are drawn with those who are most like them.",
        "nothing": "Nothing to draw: fewer than three actors state a position.",
        "more": "{name} and {n} more",
    },
}  # fmt: skip


def chart(
    members: pl.DataFrame, merges: pl.DataFrame, *, lang: str = "id", wide: bool = True, silhouette: float | None = None
) -> Chart:
    """A dendrogram from left to right.

    Args:
        members: name, cluster, leaf, label (how people call them); see `suara.analyse.discourse.clusters`.
        merges: see `suara.analyse.discourse.clusters.MERGES`.
        lang: "id" or "en".
        wide: for a screen, or for a phone.
        silhouette: of the cut; None where there is none.

    Example:
        >>> members = pl.DataFrame({"name": ["a", "b", "c"], "cluster": [1, 1, 2], "leaf": [0, 1, 2], "label": ["A", "B", "C"]})
        >>> merges = pl.DataFrame({"merge": [1, 2], "left": [0, 2], "right": [1, 3], "distance": [0.0, 1.0], "size": [2, 3]})
        >>> [row["text"] for row in chart(members, merges, lang="en", silhouette=0.67).layer[-1].data.values]
        ['A', 'B', 'C']
    """
    words = _WORDS[lang]
    if merges.is_empty():
        return nothing(words["title"], words["nothing"], wide=wide)
    ends, lines = _drawn(members, merges, MOST[wide], words, _LETTERS[wide])
    notes = [words["how"].format(n=number(members.height, lang))]
    if silhouette is None:
        notes.append(words["uncut"])
    else:
        count = members["cluster"].n_unique()
        notes.append(words["cut"].format(clusters=number(count, lang), silhouette=number(silhouette, lang, 2)))
    rest = members.height - len(ends)
    notes += [words["few"].format(rest=number(rest, lang))] if rest else []
    height = _ROW * (len(ends) + 1)
    layers = _layers(ends, lines, height, lang, wide)
    return layered(layers, width=_WIDTH[wide], height=height, title=titled(words["title"], notes, wide=wide))


def _drawn(
    members: pl.DataFrame, merges: pl.DataFrame, most: int, words: dict[str, str], letters: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The ends of the tree from top to bottom, and its lines (from, to, at: places of distance and row)."""
    n = members.height
    ordered = members.with_columns(at=pl.int_range(pl.len()))
    leaf, cluster = ordered["leaf"].to_list(), ordered["cluster"].to_list()
    turns = ordered.sort("leaf")["cluster"].unique(maintain_order=True).to_list()  # neighbours differ in colour
    shades = {0: GREY} | {one: _COLOURS[i % len(_COLOURS)] for i, one in enumerate(turns)}
    first = list(range(n))  # of each node: the member that is leftmost in the tree
    size, group, place = [1] * n, list(cluster), [0.0] * n
    distance = [0.0] * n
    joined = n - most  # merges that are too small to be drawn
    whole: list[int] = list(range(n))  # nodes that are ends
    rows = merges.select("left", "right", "distance").rows()
    for i, (left, right, far) in enumerate(rows):
        node = n + i
        first.append(min(first[left], first[right], key=lambda member: leaf[member]))
        size.append(size[left] + size[right])
        group.append(group[left] if group[left] == group[right] else 0)
        place.append(0.0)
        distance.append(far if i >= joined else 0.0)
        if i < joined:
            whole = [other for other in whole if other not in (left, right)] + [node]
    whole.sort(key=lambda node: leaf[first[node]])
    for row, node in enumerate(whole):
        place[node] = row + 1.0
    lines = []
    for i, (left, right, far) in enumerate(rows[max(joined, 0) :], max(joined, 0)):
        node = n + i
        place[node] = (place[left] + place[right]) / 2
        for side in (left, right):
            ends = {"x": distance[side], "x2": far, "y": place[side], "y2": place[side]}
            lines.append(ends | {"colour": shades[group[side]]})
        lines.append({"x": far, "x2": far, "y": place[left], "y2": place[right], "colour": shades[group[node]]})
    names = told_apart(members["label"], letters)
    texts = [names[first[node]] for node in whole]
    texts = [
        words["more"].format(name=name, n=size[node] - 1) if size[node] > 1 else name
        for name, node in zip(texts, whole, strict=True)
    ]
    return [{"text": text, "y": place[node]} for text, node in zip(texts, whole, strict=True)], lines


def _layers(
    ends: list[dict[str, Any]], lines: list[dict[str, Any]], height: int, lang: str, wide: bool
) -> list[alt.Chart]:
    """A scale, the lines, and the names at the left of their ends."""
    left, right = _LEFT[wide], _WIDTH[wide] - 12
    most = max(max(line["x2"] for line in lines), 1e-9)

    def across(distance: float) -> float:
        return float(left + distance / most * (right - left))

    x, x2 = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, _WIDTH[wide]], nice=False)), "x2:Q"
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, height / _ROW], nice=False, reverse=True))
    ticks = [{"x": across(at), "text": number(at, lang, 2), "y": 0.3} for at in _TICKS if at <= most + 1e-9]
    drawn = [line | {"x": across(line["x"]), "x2": across(line["x2"])} for line in lines]
    scale = alt.Chart(alt.InlineData(values=ticks))
    tree = alt.Chart(alt.InlineData(values=drawn))
    names = alt.Chart(alt.InlineData(values=[end | {"x": left - 6} for end in ends]))
    return [
        scale.mark_rule(color=LINES).encode(x=x),
        scale.mark_text(color=SOFT, size=11).encode(x=x, y=y, text="text:N"),
        tree.mark_rule(strokeWidth=1.6).encode(x=x, x2=x2, y=y, y2="y2:Q", color=alt.Color("colour:N", scale=None)),
        names.mark_text(align="right", size=11, color=INK).encode(x=x, y=y, text="text:N"),
    ]
