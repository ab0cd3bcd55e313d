"""`suara collect`: a module each for the live sources, found by being there; each has `command`."""

from __future__ import annotations

import click

from suara import _rooms
from suara.cli import collect as here


class _Found(click.Group):
    """Loads the module of a command when that is asked for: all of them together take a fifth of a second."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return _rooms.names(here)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _rooms.names(here):
            return None
        command: click.Command = _rooms.load(here, cmd_name).command
        return command


@click.group(cls=_Found)
def collect() -> None:
    """Fetch posts from a platform into the workspace; the pages are kept raw, and a stopped collection goes on.

    \b
    Example:
        suara collect --help
    """
