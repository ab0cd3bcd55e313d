"""Places of nodes, so that the browser only paints: a disc per community, igraph's force layout inside it."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache

import numpy as np
import numpy.typing as npt

from suara.present.map.colours import Colours

Points = npt.NDArray[np.float64]
Links = list[tuple[int, int, float]]
Discs = dict[int | None, dict[str, int]]

ASPECT = 1.4  # of the part of a wide screen that shows the map
MANY = 120  # nodes of a disc from which on their angles are evened out
RING, EVEN = 30, 0.7  # how wide the rings are in which they are, and how much
PATIENCE = 120_000  # nodes times rounds of the force layout, where there are many nodes


def homes_of(communities: Sequence[int | None], colours: Colours, links: Links) -> list[int | None]:
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


def radii_of(sizes: Points, least: int, more: int) -> Points:
    """How large nodes are drawn; their area tells the size."""
    return least + more * np.sqrt(sizes / max(float(sizes.max(initial=0)), 1e-300))


def layout(homes: list[int | None], radii: Points, links: Links) -> tuple[Points, Discs]:
    """A place for each node, and the discs they lie in: first inside each disc, then the discs."""
    members: dict[int | None, list[int]] = defaultdict(list)
    for i, home in enumerate(homes):
        members[home].append(i)
    order = sorted(members, key=lambda home: (-len(members[home]), home is None, home or 0))
    rank = {home: i for i, home in enumerate(order)}
    inside = _by_home(homes, links)
    with _seeded():
        inner = {home: _disc(radii[members[home]], _among(members[home], inside[home])) for home in order}
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
    if len(radii) > MANY:
        angle = _spread(angle, reach)
    return _apart(np.column_stack((reach * np.cos(angle), reach * np.sin(angle))), radii + 5)


def _spread(angle: Points, reach: Points) -> Points:
    """Angles that fill each ring of a disc, in the order in which they were: many nodes without ties lie on one side."""
    even, ring = np.empty_like(angle), (reach / RING).astype(int)
    for band in np.unique(ring):
        inside = np.flatnonzero(ring == band)
        inside = inside[np.argsort(angle[inside], kind="stable")]
        steps = 2 * np.pi * np.arange(len(inside)) / len(inside)
        turn = np.angle(np.exp(1j * (angle[inside] - steps)).sum())
        even[inside] = steps + turn
    away: Points = np.angle(np.exp(1j * (even - angle)))
    return angle + EVEN * away


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
    """Fruchterman and Reingold's layout; of many nodes with fewer rounds, as only angle and order are kept of it."""
    import igraph  # takes a quarter of a second to load

    graph = igraph.Graph(n=count, edges=[(a, b) for a, b, _ in links])
    weights = [1 + np.log1p(w) for _, _, w in links]
    rounds = min(200, max(40, PATIENCE // max(count, 1)))
    return np.array(graph.layout_fruchterman_reingold(weights=weights, niter=rounds).coords, dtype=float)


def _apart(points: Points, radii: Points, steps: int = 60) -> Points:
    """Push overlapping circles apart until none overlap, or the steps are used up."""
    pairs = _all_pairs(len(points)) if len(points) <= FEW_CIRCLES else None
    for _ in range(steps):
        one, other = pairs if pairs is not None else _close_pairs(points, 2 * float(radii.max()))
        gap = points[one] - points[other]
        distance = np.hypot(gap[:, 0], gap[:, 1]) + 1e-6
        overlap = radii[one] + radii[other] - distance
        if overlap.max(initial=0) < 0.5:
            break
        push = gap * (np.maximum(overlap, 0) / distance / 2)[:, None]
        for axis in (0, 1):
            points[:, axis] += np.bincount(one, push[:, axis], len(points))
            points[:, axis] -= np.bincount(other, push[:, axis], len(points))
    return points


FEW_CIRCLES = 60
"""Up to so many, all pairs are compared; of more, only those that are close."""


@cache
def _all_pairs(count: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    return np.triu_indices(count, 1)


def _close_pairs(points: Points, within: float) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    from scipy.spatial import cKDTree  # a tenth of a second to load, which small maps don't need

    pairs = cKDTree(points).query_pairs(within, output_type="ndarray")
    return pairs[:, 0], pairs[:, 1]


def _by_home(homes: list[int | None], links: Links) -> dict[int | None, Links]:
    """The ties inside each disc."""
    inside: dict[int | None, Links] = defaultdict(list)
    for a, b, weight in links:
        if homes[a] == homes[b]:
            inside[homes[a]].append((a, b, weight))
    return inside


def _among(members: list[int], links: Links) -> Links:
    place = {node: i for i, node in enumerate(members)}
    return [(place[a], place[b], w) for a, b, w in links]


def _merged(links: Links) -> Links:
    total: dict[tuple[int, int], float] = defaultdict(float)
    for a, b, weight in links:
        total[min(a, b), max(a, b)] += weight
    return [(a, b, weight) for (a, b), weight in sorted(total.items())]


def _reach(points: Points, radii: Points) -> float:
    return float((np.hypot(*points.T) + radii).max()) + 12


@contextmanager
def _seeded() -> Iterator[None]:
    """Equal input, equal map: igraph draws its random numbers from one seeded source meanwhile."""
    import igraph

    igraph.set_random_number_generator(random.Random(7))  # noqa: S311 - places, not secrets
    try:
        yield
    finally:
        igraph.set_random_number_generator(random)
