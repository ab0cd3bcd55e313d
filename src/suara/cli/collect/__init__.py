"""`suara collect`: a module each for the live sources, found by being there; each has `command`."""

from __future__ import annotations

import click

from suara import _rooms
from suara.cli import collect as here


@click.group()
def collect() -> None:
    """Fetch posts from a platform into the workspace; the pages are kept raw, and a stopped collection goes on.

    \b
    Example:
        suara collect x --query "listrik padam lang:in" -w hasil/
    """


for _name in _rooms.names(here):
    collect.add_command(_rooms.load(here, _name).command)
