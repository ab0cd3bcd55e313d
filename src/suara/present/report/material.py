"""What a report is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from suara.analyse.coordination.screen import Screen
from suara.analyse.paths.handoffs import HandOffs
from suara.analyse.responses.limits import Service
from suara.analyse.responses.tables import Responses
from suara.graph.build import Graph
from suara.present.people import People
from suara.present.report.parts import Picture


@dataclass(frozen=True)
class Quality:
    """What is known of the posts themselves.

    `files`: file, read, imported, duplicates, rejected, refused (null where it isn't known any more). `doubts`: level, says.
    `languages`: lang, posts, of those that no codebook in use has phrases for.
    """

    files: pl.DataFrame
    doubts: pl.DataFrame
    languages: pl.DataFrame


@dataclass(frozen=True)
class Study:
    """What makes the report again: by what it was made, of what, and how."""

    title: str | None
    version: str  # of suara
    made_at: datetime
    corpus: str  # a hash of the posts
    commands: Sequence[str]
    agencies: Sequence[str]  # files with agencies of one's own


@dataclass(frozen=True)
class Material:
    """All that sections may use; `tables` are those that other analyses have left, by their name."""

    graph: Graph
    people: People
    responses: Responses
    topics: pl.DataFrame
    residual: Sequence[str]  # topics for what fits no other
    communities: pl.DataFrame
    modularity: float
    members: pl.DataFrame  # key, community, pagerank of accounts
    handoffs: HandOffs
    coordination: Screen
    service: Service
    figures: Mapping[str, Picture]
    quality: Quality
    study: Study
    lang: str
    timezone: str
    examples: int  # posts shown behind a finding
