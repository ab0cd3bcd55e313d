"""The views of the map, one module each, found by being there; `suara.present.map.scene` says what a view is."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Sequence

from suara import _rooms
from suara.present.map.scene import Source, View


def names() -> list[str]:
    """The names of all views, in the order of their tabs."""
    room = sys.modules[__name__]
    return sorted(_rooms.names(room), key=lambda name: (_rooms.load(room, name).ORDER, name))


def of_statements(chosen: Sequence[str] = ()) -> bool:
    """Whether any of the chosen views (of all, where none is chosen) is made of statements, which take a while to find.

    Example:
        >>> of_statements(["discourse", "accounts"]), of_statements(["accounts"])
        (True, False)
    """
    room = sys.modules[__name__]
    return any(getattr(_rooms.load(room, name), "OF_STATEMENTS", False) for name in chosen or names())


def made(source: Source, chosen: Sequence[str] = ()) -> list[View]:
    """The views that the posts give, the chosen ones first and alone; all of them where none is chosen.

    Raises:
        ValueError: there is no such view.
    """
    unknown = set(chosen) - set(names())
    if unknown:
        raise ValueError(f"there is no view {', '.join(sorted(unknown))}; there are {', '.join(names())}")
    views = []
    for name in dict.fromkeys(chosen or names()):
        module = _rooms.load(sys.modules[__name__], name)
        view: View | None = module.view(source)
        if view is not None:
            views.append(dataclasses.replace(view, name=name, title=module.TITLE, about=module.ABOUT))
    return views
