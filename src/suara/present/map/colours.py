"""Colours of communities, which those who don't see red, green or blue tell apart as well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

# Okabe-Ito's six, then six that stay apart from them, from each other and from the grey for those who don't
# see red, green or blue (CIELAB distance of 12 or more in Machado's simulations).
PALETTE = (
    "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00",
    "#661100", "#8400cd", "#ddcc77", "#00305e", "#f4b6a0", "#005f4b",
)  # fmt: skip
GREY, EDGE_GREY, INK = "#b4b9bf", "#c3c9d1", "#1f2933"

Colours = dict[int | None, str]


def colours(communities: Iterable[int | None]) -> Colours:
    """A colour for each of the largest communities on the map; one node alone makes no community.

    Example:
        >>> colours([4, 4, 2, None, 7, 7, 7])
        {7: '#0072b2', 4: '#e69f00'}
    """
    counts = Counter(c for c in communities if c is not None)
    largest = sorted((c for c in counts if counts[c] > 1), key=lambda c: (-counts[c], c))
    return dict(zip(largest, PALETTE, strict=False))


def ink(colour: str) -> str:
    """Black or white, whichever reads better on the colour (relative luminance of WCAG 2).

    Example:
        >>> ink("#ddcc77"), ink("#00305e")
        ('#000000', '#ffffff')
    """
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return "#000000" if 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2 > 0.18 else "#ffffff"
