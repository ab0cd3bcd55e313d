"""Figures of who is answered how fast, and of what goes on in time. A figure is a module with what it is drawn of, and `chart`.

OF      the names of the tables that it is drawn of, in the order in which `chart` takes them; see `suara.steps.figure`
chart   (*tables, lang, wide) -> an Altair chart: "id" or "en"; for a screen, or as narrow as a phone
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from suara import _rooms
from suara.present import figures

NOTHING = "—"
"""What is drawn where there is nothing to draw."""


def names() -> list[str]:
    """The names of the figures.

    Example:
        >>> names()
        ['coalitions', 'handoffs', 'phases', 'ranking', 'survival', 'timeline', 'topics', 'waiting', 'week']
    """
    return _rooms.names(figures)


def figure(name: str) -> ModuleType:
    """The module of a figure."""
    return _rooms.load(figures, name)


def is_empty(chart: Any) -> bool:
    """Whether a chart only says that there is nothing to draw."""
    return getattr(getattr(chart, "mark", None), "text", None) == NOTHING


def summary(name: str) -> str:
    """What a figure shows, in a line.

    Example:
        >>> summary("week")
        'When people complain and when agencies answer: a week, hour by hour.'
    """
    return (figure(name).__doc__ or "").splitlines()[0]
