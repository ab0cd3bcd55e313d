"""Nodes, ties and posts as the page carries them: columns of numbers, so that a large map stays a small file."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

import polars as pl

from suara.present._text import all_clean, clean
from suara.present.map import evidence as _evidence
from suara.present.map import posts as _posts
from suara.present.map.colours import Colours, ink
from suara.present.map.drawing import Drawn
from suara.present.map.scene import ANSWERS, FEW, MEASURES, SHAPES, Source
from suara.present.people import WORD

Json = dict[str, Any]
DIGITS = 4  # of measures


def packed(views: Sequence[Drawn], source: Source | None) -> Json:
    """All that the page's code needs to know.

    Nodes are numbered over all views. A node's own posts, and those of its ties, are behind it.
    """
    nodes = pl.concat([view.nodes for view in views]).unique("key", keep="first", maintain_order=True)
    nodes = nodes.drop("id").with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias("n"))
    number = nodes.select("key", "n")
    ties = [_numbered(view.ties, number) for view in views]
    order = _posts.ordered(source)
    behind = _behind(views, nodes, ties, order)
    known = _evidence.evidence(source, order.join(behind, on="order", how="semi")["post"])
    asked = known.masks.join(order, on="post").drop("post")
    masks = behind.join(asked, on="order").group_by("owner").agg(pl.col(name).bitwise_or() for name in _evidence.MASKS)
    lists, counts, posts = _posts.packed(behind, order, source, nodes.height, known.steps)
    told: Json = {
        "nodes": _nodes(nodes) | _owned(0, nodes.height, masks, lists, counts),
        "views": [],
        "posts": posts,
        "facets": {name: _both(frame) for name, frame in known.labels.items() if frame.height > 1},
        "time": {"unit": known.unit, "bins": known.bins, "earlier": known.earlier},
        "shapes": SHAPES,
        "few": FEW,
        "answers": ANSWERS,
        "tieKinds": (kinds := sorted({clean(kind, 40) for view in views for kind in view.ties["kind"].unique()})),
    }
    start = nodes.height
    for view, tie in zip(views, ties, strict=True):
        told["views"].append(
            _view(view, number, tie, kinds) | {"owned": _owned(start, tie.height, masks, lists, counts)}
        )
        start += tie.height
    return told


# --------------------------------------------------------------------------------------------------- parts


def _nodes(nodes: pl.DataFrame) -> Json:
    labels, english = (_labels(nodes, column) for column in ("label", "label_en"))
    labels = [label or "…" for label in labels]
    return {
        "label": labels,
        "english": {i: told for i, told in enumerate(english) if told and told != labels[i]},
        "masked": [i for i, told in enumerate(english) if told.startswith(f"{WORD['en']} ")],
        "kind": nodes["kind"].to_list(),
        "answer": nodes["answer"].to_list(),
        "card": {i: lines for i, card in enumerate(nodes["card"].to_list()) if (lines := _card(card))},
        "measures": {name: told for name in MEASURES if any(told := _numbers(nodes[name]))},
    }


def _labels(nodes: pl.DataFrame, column: str) -> list[str]:
    """Names; those of communities are of several members."""
    long = all_clean(nodes[column], 3 * _posts.LABEL)
    labels: list[str] = long.zip_with(nodes["kind"] == "community", all_clean(nodes[column], _posts.LABEL)).to_list()
    return labels


def _card(card: list[dict[str, str | None] | None] | None) -> list[tuple[str, str]]:
    lines = [line for line in card or [] if line is not None][:20]
    return [(clean(line["name"], 60), clean(line["value"], 300)) for line in lines]


def _numbers(values: pl.Series) -> list[float | None]:
    """Numbers with few digits; null where there is none."""
    return [None if value is None or not math.isfinite(value) else _short(value) for value in values]


def _short(value: float) -> float:
    return int(value) if value.is_integer() else float(f"{value:.{DIGITS}g}")


def _numbered(ties: pl.DataFrame, number: pl.DataFrame) -> pl.DataFrame:
    """Ties with the numbers of their ends over all views, in their order."""
    return ties.join(number.rename({"key": "source", "n": "a"}), on="source", how="left", maintain_order="left").join(
        number.rename({"key": "target", "n": "b"}), on="target", how="left", maintain_order="left"
    )


def _behind(
    views: Sequence[Drawn], nodes: pl.DataFrame, ties: Sequence[pl.DataFrame], order: pl.DataFrame
) -> pl.DataFrame:
    """Which posts are behind what: owner (nodes by their number, then the ties of each view), order (of the post)."""
    none = pl.DataFrame(schema={"owner": pl.Int64, "order": pl.Int64})
    of_nodes, of_ties, start = [none], [none], nodes.height
    for view, tie in zip(views, ties, strict=True):
        if view.view.node_posts is not None:
            own = view.view.node_posts.join(nodes.select("key", owner="n"), on="key").join(order, on="post")
            of_nodes.append(own.select("owner", "order"))
        if view.view.tie_posts is not None:
            owned = tie.select(
                "source", "target", "kind", "a", "b", owner=pl.int_range(pl.len(), dtype=pl.Int64) + start
            )
            made = view.view.tie_posts.join(owned, on=["source", "target", "kind"]).join(order, on="post")
            of_ties.append(made.select("owner", "order"))
            ends = ("a", "b") if view.view.of_both else ()
            of_nodes += [made.select("order", owner=end).select("owner", "order") for end in ends]
        start += tie.height
    return pl.concat([*of_nodes, *of_ties]).unique()


def _owned(start: int, count: int, masks: pl.DataFrame, lists: pl.DataFrame, counts: pl.DataFrame) -> Json:
    """What filters ask of owners, and their posts; empty where there is nothing."""
    owners = pl.DataFrame({"owner": pl.int_range(start, start + count, dtype=pl.Int64, eager=True)})
    for frame in (masks, lists, counts):
        owners = owners.join(frame, on="owner", how="left", maintain_order="left")
    filled = owners.with_columns(pl.col(*_evidence.MASKS, "n").fill_null(0), pl.col("p").fill_null([]))
    kept = {name: filled[name].to_list() for name in _evidence.MASKS if (filled[name] != 0).any()}
    return kept | {"behind": filled["n"].to_list(), "posts": filled["p"].to_list()}


def _both(labels: pl.DataFrame) -> list[tuple[str, str]]:
    """Labels in both languages."""
    return [(clean(one, _posts.LABEL), clean(other or one, _posts.LABEL)) for one, other in labels.iter_rows()]


def _view(view: Drawn, number: pl.DataFrame, ties: pl.DataFrame, kinds: list[str]) -> Json:
    ids = view.nodes.select("key").join(number, on="key", how="left", maintain_order="left")["n"]
    place = {kind: i for i, kind in enumerate(kinds)}
    told = {kind: clean(kind, 40) for kind in view.ties["kind"].unique()}
    of, everywhere = view.view, Counter(view.view.nodes["kind"].to_list())
    return {
        "name": of.name,
        "title": {lang: clean(text, 40) for lang, text in of.title.items()},
        "about": {lang: clean(text, 300) for lang, text in of.about.items()},
        "opens": of.opens,
        "radii": of.radii,
        "headings": [(x, y, clean(text, 40)) for x, y, text in of.headings],
        "all": [of.nodes.height, view.ties_all],
        "kinds": {kind: everywhere[kind] for kind in SHAPES if everywhere[kind]},
        "nodes": ids.to_list(),
        "size": _numbers(view.nodes["size"]),
        "community": view.nodes["community"].to_list(),
        "x": [round(x) for x in view.places[:, 0].tolist()],
        "y": [round(y) for y in view.places[:, 1].tolist()],
        "from": view.ties["from"].to_list(),
        "to": view.ties["to"].to_list(),
        "weight": _numbers(view.ties["weight"]),
        "kind": [place[told[kind]] for kind in view.ties["kind"]],
        "discs": _discs(view),
        "home": _disc_numbers(view.homes, view.colours),
    }


def _disc_numbers(homes: Sequence[int | None], told: Colours) -> list[int]:
    place = {home: i for i, home in enumerate(told)}
    return [place.get(home, -1) for home in homes]


def _discs(view: Drawn) -> list[Json]:
    """Each community's disc with its colour, its size, and the nodes that tell what it is about."""
    members: dict[int | None, list[int]] = {}
    for i, home in enumerate(view.homes):
        members.setdefault(home, []).append(i)
    return [
        {"name": str(c), "color": colour, "ink": ink(colour), "shown": len(members.get(c, ())),
         "top": members.get(c, [])[:3], **view.discs.get(c, {})}
        for c, colour in view.colours.items()
    ]  # fmt: skip
