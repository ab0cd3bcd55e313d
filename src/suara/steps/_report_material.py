"""What a report is made of, gathered from a workspace."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import polars as pl

from suara.analyse.centrality import pagerank
from suara.analyse.coordination.kinds import USUAL, shared
from suara.analyse.coordination.screen import screen
from suara.analyse.paths.handoffs import handoffs
from suara.analyse.responses.limits import load as load_service
from suara.analyse.responses.tables import Responses
from suara.analyse.topics.ranking import rank
from suara.collect._doctor import in_doubt
from suara.graph.build import Graph
from suara.present.people import People
from suara.present.report.material import Material, Quality, Study
from suara.present.report.parts import Picture
from suara.steps._coding import _books, languages_without_rules
from suara.steps._importing import IMPORTED
from suara.steps._measuring import described, members_of, network_of
from suara.workspace import Workspace


def material_of(
    workspace: Workspace, made: Graph, found: Responses, pictures: Mapping[str, Picture], study: Study, lang: str, names: str,
    timezone: str, examples: int,
) -> Material:  # fmt: skip
    """All that sections may use."""
    network = network_of(made)
    members, modularity = members_of(network)
    ranks = pagerank.measure(network)
    communities = described(made, members, modularity, ranks)
    return Material(
        graph=made,
        people=People.of(made, names, workspace.secret(), lang),
        responses=found,
        topics=rank(made.tables, lang),
        residual=[code.id for book in _books(workspace, workspace.settings) for code in book.codes if code.residual],
        communities=communities.table,
        modularity=communities.modularity,
        members=members.join(ranks.select("key", "pagerank"), on="key", how="left"),
        handoffs=handoffs(made),
        coordination=screen(shared(made, USUAL).shares),
        service=load_service(),
        figures=pictures,
        quality=_quality(workspace, made, lang),
        study=study,
        lang=lang,
        timezone=timezone,
        examples=examples,
    )


_TELLING = ("languages", "gaps", "period")
"""Findings whose example is no piece of anybody's post."""


def _quality(workspace: Workspace, made: Graph, lang: str) -> Quality:
    files = _imported(workspace).with_columns(pl.col("file").str.extract(r"([^/\\\\]+)$"))
    doubts = in_doubt([], workspace.corpus.read())
    said = [(doubt.level, doubt.says(lang, example=doubt.kind in _TELLING)) for doubt in doubts]
    table = pl.DataFrame(said, schema={"level": pl.String, "says": pl.String}, orient="row")
    return Quality(files, table, languages_without_rules(workspace))


def study_of(workspace: Workspace, made: Graph, title: str | None, options: Mapping[str, str]) -> Study:
    """What makes the report again; of files the names only, as folders are somebody's own."""
    settings = workspace.settings
    coding = [f"--codebook {_file(name)}" for name in settings.codebooks]
    coding += [f"--agencies {_file(name)}" for name in settings.agencies]
    files = [_file(name) for name in _imported(workspace)["file"].unique(maintain_order=True)]
    commands = [" ".join(["suara run", *(files or ["..."]), "--out hasil/", *coding])]
    commands += [f"suara code --workspace hasil/ --learn {name}" for name in settings.learn]
    commands.append(
        " ".join(["suara report --workspace hasil/", *(f"--{name} {value}" for name, value in options.items())])
    )
    return Study(
        title=title,
        version=version("suara"),
        made_at=datetime.now(UTC),
        corpus=fingerprint(made.posts),
        commands=commands,
        agencies=[Path(name).name for name in settings.agencies],
    )


def _file(path: str) -> str:
    return shlex.quote(Path(path).name)


def _imported(workspace: Workspace) -> pl.DataFrame:
    """What became of the files that were imported; without rows where that isn't known."""
    kept = workspace.root / "tables" / "imported.csv"
    return pl.read_csv(kept, schema=IMPORTED) if kept.is_file() else pl.DataFrame(schema=IMPORTED)


def fingerprint(posts: pl.DataFrame) -> str:
    """The same for the same posts, in whatever order and by whichever files they came.

    Example:
        >>> from datetime import datetime, UTC
        >>> post = {"platform": "x", "id": "1", "created_at": datetime(2026, 1, 1, tzinfo=UTC), "text": "Halo"}
        >>> fingerprint(pl.DataFrame([post, post | {"id": "2"}])) == fingerprint(pl.DataFrame([post | {"id": "2"}, post]))
        True
    """
    told = posts.select("platform", "id", pl.col("created_at").dt.epoch("us"), "text").sort("platform", "id")
    return sha256(told.write_csv(None).encode()).hexdigest()
