"""A group of commands that lists them by the stage of a study, in the order in which they are used."""

from __future__ import annotations

from collections.abc import Iterator

import click

STAGES = {
    "Begin": ("demo", "run", "status", "completion"),
    "Collect and read": ("collect", "inspect", "import"),
    "Code": ("code", "codes", "codebook", "agencies", "review", "refi", "statements"),
    "Who is answered": ("responses", "equity", "paths"),
    "Who speaks with whom": ("build", "centrality", "communities", "coordination"),
    "About what": ("topics", "crosstab", "words", "find", "timeline", "discourse", "structure"),
    "Ask": ("query", "neo4j"),
    "Show and pass on": ("map", "figure", "report", "export"),
}
"""The commands by stage. One that isn't named here stands under "Other", and a test says so."""

OTHER = "Other"


class Staged(click.Group):
    """Lists its commands by stage."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a section for each stage."""
        width = max(map(len, self.commands), default=0)
        limit = formatter.width - 6 - width
        for stage, names in self._stages():
            rows = [(name.ljust(width), self.commands[name].get_short_help_str(limit)) for name in names]
            with formatter.section(stage):
                formatter.write_dl(rows)

    def _stages(self) -> Iterator[tuple[str, list[str]]]:
        placed = {name for names in STAGES.values() for name in names}
        for stage, names in (*STAGES.items(), (OTHER, sorted(set(self.commands) - placed))):
            if there := [name for name in names if name in self.commands and not self.commands[name].hidden]:
                yield stage, there
