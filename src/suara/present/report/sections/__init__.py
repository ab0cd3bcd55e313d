"""The sections of the report. A section is a module; it is found by being there.

PLACE     where it stands among the others, the smallest first
FIGURES   the figures of `suara.present.figures` that it shows, if any
section   (material) -> a `Section`, or None where it has nothing to say and need not say so
"""

from __future__ import annotations

from suara import _rooms
from suara.present.report import sections
from suara.present.report.material import Material
from suara.present.report.parts import Section


def names() -> list[str]:
    """The names of the sections, in their order.

    Example:
        >>> names()[0]
        'findings'
    """
    return sorted(_rooms.names(sections), key=lambda name: _rooms.load(sections, name).PLACE)


def figures_shown() -> list[str]:
    """The figures that the sections show.

    Example:
        >>> "ranking" in figures_shown()
        True
    """
    return [figure for name in names() for figure in getattr(_rooms.load(sections, name), "FIGURES", ())]


def written(material: Material) -> list[Section]:
    """All sections of a report, in their order."""
    made = (_rooms.load(sections, name).section(material) for name in names())
    return [section for section in made if section is not None]
