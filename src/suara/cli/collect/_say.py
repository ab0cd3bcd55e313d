"""How a collection tells how it goes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.markup import escape

from suara.cli._show import err
from suara.collect.live._collecting import Say

WAITING = ": going on in "  # a line with it is said each second


@contextmanager
def saying() -> Iterator[Say]:
    """A line that changes on a terminal; elsewhere all lines, but of a count-down only the first."""
    if err.is_terminal:
        with err.status("") as line:
            yield lambda text: line.update(escape(text))
        return
    said = ""

    def say(text: str) -> None:
        nonlocal said
        reason = text.partition(WAITING)[0] if WAITING in text else ""
        if not reason or reason != said:
            err.print(escape(text), soft_wrap=True)
        said = reason

    yield say
