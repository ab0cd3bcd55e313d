"""Paths from complaint to answer: hand-offs, escalation, and the shortest ways from a topic to an agency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import polars as pl

from suara._html import card
from suara.analyse.paths import government_path
from suara.analyse.paths.escalation import LARGE, Escalation, escalation
from suara.analyse.paths.handoffs import HandOffs, handoffs
from suara.analyse.responses.link import WINDOW
from suara.analyse.responses.tables import Responses, respond
from suara.errors import InputError
from suara.graph.build import COMPLAINTS, Graph
from suara.steps._coding import graph
from suara.steps._importing import Report, silent
from suara.workspace import Workspace


@dataclass(frozen=True)
class Paths:
    """The paths of a graph, each kind worked out when it is asked for."""

    graph: Graph
    window: timedelta
    large: int

    @cached_property
    def responses(self) -> Responses:
        """Who answered what."""
        return respond(self.graph, window=self.window)

    @cached_property
    def handoffs(self) -> HandOffs:
        """Which agency sends people on to which, whether they arrive, and the whole ways."""
        return handoffs(self.graph, window=self.window)

    @cached_property
    def escalation(self) -> Escalation:
        """What came between complaints and answers, and between complaints and the end of the collection."""
        return escalation(self.graph, self.responses.responses, self.large)

    def shortest(self, topic: str | None = None, agency: str | None = None) -> pl.DataFrame:
        """The shortest way from each topic (or one) to each agency (or one) that came to answer complaints about it.

        Returns:
            A row a step; see `suara.analyse.paths.government_path.shortest`.

        Raises:
            InputError: there is no such topic in the complaints codebook, or no such agency in the registry.
        """
        topics = self.graph.tables["Topic"]["key"].str.strip_prefix(f"{COMPLAINTS}:")
        for what, given, known in (("topic", topic, topics), ("agency", agency, self.graph.tables["Agency"]["key"])):
            if given is not None and given not in known:
                near = ", ".join(sorted(name for name in known if ":" not in name))
                raise InputError(f"there is no {what} {given!r}: name one of {near}")
        relations = self.responses.relations | self.handoffs.relations
        return government_path.shortest(self.graph, relations, topic, agency, self.window)

    def _repr_html_(self) -> str:
        ways = self.handoffs.ways["end"].value_counts(sort=True).iter_rows()
        facts = {"hand-offs": self.handoffs.steps.height} | {f"ways, {end}": number for end, number in ways}
        return card("Ways of complaints", facts, self.handoffs.between)


def paths(workspace: Workspace, *, window: timedelta = WINDOW, large: int = LARGE, report: Report = silent) -> Paths:
    """The paths from complaints to answers: `handoffs`, `escalation` and `shortest`; see `Paths`.

    Args:
        workspace: the workspace.
        window: how long after a complaint, a hand-off or a mention something may come that is known by a mention only.
        large: followers from which on an account that passes a complaint on is a large one.
        report: see `Report`.
    """
    with workspace.lock():
        made = graph(workspace, report=report)
    report("paths", 0, 0)
    return Paths(made, window, large)
