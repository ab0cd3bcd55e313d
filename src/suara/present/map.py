"""The map: the strongest accounts, agencies, topics and hashtags in one HTML file that opens offline.

pyvis holds the graph and its bundled vis-network draws it; the page around it is our own template, because
pyvis' template asks a CDN and trusts its data. Places are computed here, so that the browser only paints: a
disc per community, igraph's force layout inside it, and no two nodes on top of each other.
"""

from __future__ import annotations

import hashlib
import json
import random
from base64 import b64encode
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import igraph
import jinja2
import numpy as np
import numpy.typing as npt
import polars as pl
from markupsafe import Markup
from pyvis.network import Network

from suara.present._text import clean

Points = npt.NDArray[np.float64]
Links = list[tuple[int, int, float]]
Colours = dict[int | None, str]
Discs = dict[int | None, dict[str, int]]

VIS = "templates/lib/vis-9.1.2/vis-network.min.js"  # inside pyvis

LANGUAGES = ("id", "en")  # their words are in the template
SHAPES = {"agency": "square", "topic": "diamond", "citizen": "dot", "hashtag": "triangle"}
FEW = ("agency", "topic")  # kinds so few that size alone would drown them
BEST = 10  # places that each other kind has for sure
ASPECT = 1.4  # of the part of a wide screen that shows the map
NAMED = 40  # nodes of the other kinds that carry their name from the start

# Okabe-Ito's six, then six that stay apart from them, from each other and from the grey for those who don't
# see red, green or blue (CIELAB distance of 12 or more in Machado's simulations).
PALETTE = (
    "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00",
    "#661100", "#8400cd", "#ddcc77", "#00305e", "#f4b6a0", "#005f4b",
)  # fmt: skip
GREY, EDGE_GREY, INK = "#b4b9bf", "#c3c9d1", "#1f2933"

OPTIONS = {
    "physics": {"enabled": False},
    "nodes": {"borderWidth": 1.5, "chosen": False},
    "edges": {"smooth": False, "arrows": {"to": {"scaleFactor": 0.3}}, "chosen": False},
    "interaction": {"hover": True, "dragNodes": False},
}


@dataclass(frozen=True)
class MapSummary:
    """What a map shows, and what there was to show."""

    path: Path
    nodes_shown: int
    nodes_all: int
    ties_shown: int
    ties_all: int


def write_map(
    nodes: pl.DataFrame,
    ties: pl.DataFrame,
    path: Path,
    *,
    limit: int = 400,
    title: str = "suara",
    lang: str = "id",
) -> MapSummary:
    """Draw the strongest `limit` nodes, and the strongest ties among them, as one offline HTML page.

    Args:
        nodes: `key`, `label`, `kind`, `community`, `size` and `card`, a list of {name, value} or null.
        ties: `source`, `target`, `kind`, `weight`; those with an end outside `nodes` are ignored.
        path: The file to write.
        limit: The most nodes to draw; at most three times as many ties are drawn.
        title: The heading of the page.
        lang: The language of the page, "id" or "en".

    Returns:
        How many nodes and ties are on the page, and how many there were.

    Raises:
        ValueError: A kind or a language is unknown, or `limit` is less than one.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> nodes = pl.DataFrame({
        ...     "key": ["a", "b"], "label": ["KAI", "warga 1"], "kind": ["agency", "citizen"],
        ...     "community": [1, 1], "size": [0.7, 0.3], "card": [[{"name": "Pos", "value": "9"}], None],
        ... })
        >>> ties = pl.DataFrame({"source": ["b"], "target": ["a"], "kind": ["mention"], "weight": [2.0]})
        >>> with TemporaryDirectory() as folder:
        ...     summary = write_map(nodes, ties, Path(folder) / "map.html")
        >>> summary.nodes_shown, summary.ties_shown
        (2, 1)
    """
    if limit < 1:
        raise ValueError(f"limit must be at least 1, not {limit}")
    if lang not in LANGUAGES:
        raise ValueError(f"lang must be one of {', '.join(LANGUAGES)}, not {lang!r}")
    if nodes.is_empty():  # an empty frame may lack column types, so it goes no further
        summary, scene = MapSummary(path, 0, 0, 0, 0), {"data": None}
    else:
        shown = _strongest(nodes, limit)
        drawn, ties_all = _strongest_ties(nodes, ties, shown, 3 * limit)
        summary = MapSummary(path, shown.height, nodes.height, drawn.height, ties_all)
        scene = _scene(nodes, shown, drawn)
    page = _template().render(title=clean(title, 120), lang=lang, vis=_vis(), **asdict(summary), **scene)
    path.write_text(page, encoding="utf-8", newline="\n")
    return summary


# ---------------------------------------------------------------------------------------------- selection


def _strongest(nodes: pl.DataFrame, limit: int) -> pl.DataFrame:
    """The nodes to draw with their `id`s, the few kinds first; equal input gives equal order."""
    unknown = sorted(map(str, set(nodes["kind"]) - set(SHAPES)))
    if unknown:
        raise ValueError(f"unknown kinds of nodes: {', '.join(unknown)}; known are {', '.join(SHAPES)}")
    ranked = (
        nodes.select("key", "kind", _finite("size"), row=pl.int_range(pl.len()))
        .sort("size", "key", descending=[True, False])
        .with_columns(rank=pl.int_range(pl.len()).over("kind"))
    )
    is_few = pl.col("kind").is_in(FEW)
    # By rank in the own kind, so that neither agencies nor topics push the other out.
    few = ranked.filter(is_few).sort("rank", "kind")
    many = ranked.filter(~is_few).sort(pl.col("rank") >= BEST, -pl.col("size"), "key")
    few = few.head(max(limit // 2, limit - many.height))
    chosen = pl.concat([few, many.head(limit - few.height)])
    return nodes[chosen["row"]].with_columns(chosen["size"]).with_row_index("id")


def _strongest_ties(
    nodes: pl.DataFrame, ties: pl.DataFrame, shown: pl.DataFrame, most: int
) -> tuple[pl.DataFrame, int]:
    """The heaviest ties among the shown nodes, as `from` and `to` ids, and the number of all real ties."""
    keys, ids = nodes.select("key"), shown.select("key", "id")
    real = (
        ties.select(pl.col("source", "target", "kind").cast(pl.String), _finite("weight"))
        .join(keys, left_on="source", right_on="key", how="semi")
        .join(keys, left_on="target", right_on="key", how="semi")
    )
    drawn = (
        real.filter(pl.col("source") != pl.col("target"))
        .join(ids.rename({"key": "source", "id": "from"}), on="source")
        .join(ids.rename({"key": "target", "id": "to"}), on="target")
        .sort(-pl.col("weight"), "from", "to", "kind")
    )
    return drawn.select("from", "to", "weight", "kind").head(most), real.height


def _finite(column: str) -> pl.Expr:
    """The column as numbers of zero or more; what isn't one counts as zero."""
    number = pl.col(column).cast(pl.Float64)
    return pl.when(number.is_finite() & (number > 0)).then(number).otherwise(0.0).alias(column)


# -------------------------------------------------------------------------------------------------- scene


def _scene(nodes: pl.DataFrame, shown: pl.DataFrame, drawn: pl.DataFrame) -> dict[str, Any]:
    """All that the template needs to know of the graph."""
    links: Links = list(drawn.select("from", "to", "weight").iter_rows())
    communities = shown["community"].to_list()
    colours = _colours(communities)
    homes = _homes(communities, colours, links)
    radii = 5 + 17 * np.sqrt(_share(shown["size"].to_numpy()))
    places, discs = _layout(homes, radii, links)
    labels = [clean(label, 60) or "…" for label in shown["label"]]
    network = Network(directed=True)  # undirected, pyvis would compare every tie with every other
    network.set_options(json.dumps(OPTIONS))
    _add_nodes(network, shown, labels, colours, radii, places)
    _add_ties(network, drawn, homes, colours)
    few = int(shown["kind"].is_in(FEW).sum())
    data = {
        "nodes": network.nodes,
        "edges": network.edges,
        "options": network.options,
        "kinds": shown["kind"].to_list(),
        "cards": [_card(card) for card in shown["card"].to_list()],
        "tieKinds": [clean(kind, 40) for kind in drawn["kind"]],
        "few": few,
        "named": few + NAMED,
        "discs": _legend(homes, colours, labels, discs),
    }
    return {"data": data, "kinds": _kinds(nodes, shown), "rest": homes.count(None)}


def _add_nodes(
    network: Network, shown: pl.DataFrame, labels: list[str], colours: Colours, radii: Points, places: Points
) -> None:
    """Nodes under their number, not their key: pyvis takes a key like "12" for a number and loses it."""
    for i, kind, community in shown.select("id", "kind", "community").iter_rows():
        fill, rim = colours.get(community, GREY), INK if kind in FEW else "#ffffff"
        network.add_node(
            i,
            label=labels[i],
            shape=SHAPES[kind],
            size=round(float(radii[i]), 1),
            color={"background": fill, "border": rim},
            x=round(float(places[i, 0])),
            y=round(float(places[i, 1])),
        )


def _add_ties(network: Network, drawn: pl.DataFrame, homes: list[int | None], colours: Colours) -> None:
    """Ties inside a disc wear its colour; those between discs stay in the background."""
    widths = 0.7 + 2.8 * np.sqrt(_share(drawn["weight"].to_numpy()))
    for (source, target), width in zip(drawn.select("from", "to").iter_rows(), widths, strict=True):
        inside = homes[source] == homes[target]
        colour = colours.get(homes[source], EDGE_GREY) if inside else EDGE_GREY
        network.add_edge(
            source,
            target,
            width=round(float(width), 1),
            color={"color": colour, "opacity": 0.5 if inside else 0.35},
        )


def _colours(communities: Sequence[int | None]) -> Colours:
    """A colour for each of the largest communities on the map; one node alone makes no community."""
    counts = Counter(c for c in communities if c is not None)
    largest = sorted((c for c in counts if counts[c] > 1), key=lambda c: (-counts[c], c))
    return dict(zip(largest, PALETTE, strict=False))


def _homes(communities: Sequence[int | None], colours: Colours, links: Links) -> list[int | None]:
    """The disc of each node: of its community, else of most of its ties (topics, say), else of the rest."""
    pull: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for source, target, weight in links:
        for node, other in ((source, communities[target]), (target, communities[source])):
            if other is not None and other in colours:
                pull[node][other] += weight
    homes: list[int | None] = []
    for i, community in enumerate(communities):
        if community is None and pull[i]:
            homes.append(min(pull[i], key=lambda c: (-pull[i][c], c)))
        else:
            homes.append(community if community in colours else None)
    return homes


def _kinds(nodes: pl.DataFrame, shown: pl.DataFrame) -> list[tuple[str, int, int]]:
    """Each kind there is, with its number of nodes on the map and of all."""
    on_map, everywhere = Counter(shown["kind"].to_list()), Counter(nodes["kind"].to_list())
    return [(kind, on_map[kind], everywhere[kind]) for kind in SHAPES if everywhere[kind]]


def _legend(homes: list[int | None], colours: Colours, labels: list[str], discs: Discs) -> list[dict[str, Any]]:
    """Each community's disc with its colour, its size, and the names that tell what it is about."""
    members: dict[int | None, list[str]] = defaultdict(list)
    for home, label in zip(homes, labels, strict=True):
        members[home].append(label)
    return [
        {
            "name": str(c),
            "color": colour,
            "ink": _ink(colour),
            "shown": len(members[c]),
            "top": members[c][:3],
            **discs[c],
        }
        for c, colour in colours.items()
    ]


def _ink(colour: str) -> str:
    """Black or white, whichever reads better on the colour (relative luminance of WCAG 2)."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return "#000000" if 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2 > 0.18 else "#ffffff"


def _card(card: list[dict[str, str | None] | None] | None) -> list[tuple[str, str]]:
    lines = [line for line in card or [] if line is not None][:20]
    return [(clean(line["name"], 60), clean(line["value"], 300)) for line in lines]


# ------------------------------------------------------------------------------------------------- layout


def _layout(homes: list[int | None], radii: Points, links: Links) -> tuple[Points, Discs]:
    """A place for each node, and the discs they lie in: first inside each disc, then the discs."""
    members: dict[int | None, list[int]] = defaultdict(list)
    for i, home in enumerate(homes):
        members[home].append(i)
    order = sorted(members, key=lambda home: (-len(members[home]), home is None, home or 0))
    rank = {home: i for i, home in enumerate(order)}
    with _seeded():
        inner = {home: _disc(radii[members[home]], _among(members[home], links)) for home in order}
        reach = np.array([_reach(inner[home], radii[members[home]]) for home in order])
        between = [(rank[homes[a]], rank[homes[b]], w) for a, b, w in links if homes[a] != homes[b]]
        centres = _pack(reach + 18, _merged(between))
    places = np.zeros((len(homes), 2))
    for home in order:
        places[members[home]] = inner[home] + centres[rank[home]]
    circles = zip(order, centres.round().astype(int).tolist(), reach.round().astype(int).tolist(), strict=True)
    return places, {home: {"x": x, "y": y, "r": r} for home, (x, y), r in circles}


def _disc(radii: Points, links: Links) -> Points:
    """The force layout, its radii evened out so that the nodes fill a disc, whatever their ties."""
    points = _force(len(radii), links)
    points -= points.mean(axis=0)
    inward = np.argsort(np.hypot(*points.T), kind="stable")
    room = (radii[inward] + 7) ** 2
    reach = np.empty(len(radii))
    reach[inward] = 1.25 * np.sqrt(np.cumsum(room) - room[0])
    angle = np.arctan2(points[:, 1], points[:, 0])
    return _apart(np.column_stack((reach * np.cos(angle), reach * np.sin(angle))), radii + 5)


def _pack(radii: Points, links: Links) -> Points:
    """Discs close together without touching, near those they have ties with; the tightest of some tries."""
    return min((_packed(radii, links) for _ in range(12)), key=lambda points: _extent(points, radii))


def _packed(radii: Points, links: Links) -> Points:
    points = _force(len(radii), links)
    points -= points.mean(axis=0)
    points *= 2 * radii.sum() / max(float(np.abs(points).max()), 1e-9)
    for _ in range(60):
        points = _apart(points * (0.95, 0.9), radii, steps=3)
    return _apart(points, radii, steps=200)


def _extent(points: Points, radii: Points) -> float:
    """The side of the screen, wider than high, that shows all discs."""
    width, height = (points + radii[:, None]).max(axis=0) - (points - radii[:, None]).min(axis=0)
    return max(float(width) / ASPECT, float(height))


def _force(count: int, links: Links) -> Points:
    graph = igraph.Graph(n=count, edges=[(a, b) for a, b, _ in links])
    weights = [1 + np.log1p(w) for _, _, w in links]
    return np.array(graph.layout_fruchterman_reingold(weights=weights, niter=200).coords, dtype=float)


def _apart(points: Points, radii: Points, steps: int = 60) -> Points:
    """Push overlapping circles apart until none overlap, or the steps are used up."""
    near = radii[:, None] + radii
    np.fill_diagonal(near, 0)
    for _ in range(steps):
        across, along = points[:, None, 0] - points[:, 0], points[:, None, 1] - points[:, 1]
        distance = np.sqrt(across * across + along * along) + 1e-6
        overlap = np.maximum(near - distance, 0)
        if overlap.max(initial=0) < 0.5:
            break
        push = overlap / distance / 2
        points = points + np.column_stack(((push * across).sum(axis=1), (push * along).sum(axis=1)))
    return points


def _among(members: list[int], links: Links) -> Links:
    place = {node: i for i, node in enumerate(members)}
    return [(place[a], place[b], w) for a, b, w in links if a in place and b in place]


def _merged(links: Links) -> Links:
    total: dict[tuple[int, int], float] = defaultdict(float)
    for a, b, weight in links:
        total[min(a, b), max(a, b)] += weight
    return [(a, b, weight) for (a, b), weight in sorted(total.items())]


def _reach(points: Points, radii: Points) -> float:
    return float((np.hypot(*points.T) + radii).max()) + 12


def _share(values: Points) -> Points:
    return values / max(float(values.max(initial=0)), 1e-300)


@contextmanager
def _seeded() -> Iterator[None]:
    """Equal input, equal map: igraph draws its random numbers from one seeded source meanwhile."""
    igraph.set_random_number_generator(random.Random(7))  # noqa: S311 - places, not secrets
    try:
        yield
    finally:
        igraph.set_random_number_generator(random)


# --------------------------------------------------------------------------------------------------- page


def _template() -> jinja2.Template:
    loader = jinja2.FileSystemLoader(Path(__file__).parent / "templates")
    page = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    page.filters["sha256"] = _sha256
    return page.get_template("map.html")


def _sha256(script: str) -> str:
    """The digest by which the page's policy lets an inline script run."""
    return b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _vis() -> Markup:
    """vis-network as pyvis ships it, less its source map, which a browser would ask the network for."""
    code = (files("pyvis") / VIS).read_text(encoding="utf-8")  # with \n for \r\n, as a browser reads it
    return Markup(code.split("//# sourceMappingURL")[0])  # noqa: S704 - a library, not data
