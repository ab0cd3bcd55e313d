"""The structure of a debate: its coalitions and how far they are apart, who stands between them, and what has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from suara.analyse.crosstab.attributes import check_timezone
from suara.analyse.discourse.called import ACTOR, with_actor
from suara.analyse.discourse.polarisation import SEED
from suara.analyse.discourse.selection import select
from suara.errors import InputError
from suara.present import drawing
from suara.present.people import WORD, People, pseudonym
from suara.steps._coding import graph
from suara.steps._drawing import Figure
from suara.steps._importing import Report, silent
from suara.steps._statements import statements
from suara.steps._statements_stored import keep_statements
from suara.steps._storing import record
from suara.steps._structured import TIES, Structure
from suara.workspace import Workspace

_NO_PEOPLE = ("organisation", "organisation.name", "organisation.kind", "agency", "region", "platform")

STORED = (ACTOR, "organisation", "person")
"""Actors that the stored graph has nodes of."""


def structure(
    workspace: Workspace,
    *,
    concepts: str | Sequence[str] | None = None,
    qualifier: str = "stance",
    of: str = "all",
    actor: str = ACTOR,
    least: int = 1,
    camps: int = 2,
    balanced: bool = False,
    ties: str = TIES[0],
    by: str = "coalition",
    compare: datetime | None = None,
    draws: int | None = None,
    timezone: str = "UTC",
    seed: int = SEED,
    report: Report = silent,
    **selecting: Any,
) -> Structure:
    """The coalitions of a debate, how far apart they are, who stands between them, and what has changed.

    Args:
        workspace: the workspace.
        concepts: see `suara.steps.statements`.
        qualifier: see there.
        of: see there.
        actor: "actor" (the organisation, else the person), or a column of the statements.
        least: statements that an actor makes at least; who makes fewer is left out.
        camps: how many coalitions are looked for.
        balanced: whether these have the same size.
        ties: one of `TIES`; what E-I index, brokers and core are of. Without posts it is congruence.
        by: the groups of E-I index and brokers: "coalition", "community", or a column of the statements.
        compare: when the second of two periods begins.
        draws: how often chance is asked; by default 100 times of up to 200 actors, else 40 times (half of it for periods).
        timezone: by whose clock a time without a zone is, and days begin.
        seed: of whatever is left to chance.
        report: see `Report`.
        selecting: see `suara.analyse.discourse.selection.select`.

    Raises:
        InputError: a codebook, a column, a time zone or a value isn't there, or a number is too small.
        NotYet: there are no posts.
    """
    if camps < 2 or least < 1 or (draws is not None and draws < 1):
        raise InputError(
            "there are at least 2 coalitions, actors have at least 1 statement, and chance is asked at least once"
        )
    check_timezone(timezone)
    if ties not in TIES:
        raise InputError(f"ties are {' or '.join(TIES)}, not {ties!r}")
    said = statements(workspace, concepts=concepts, qualifier=qualifier, of=of, report=report)
    selected = select(with_actor(said) if actor == ACTOR else said, actor=actor, timezone=timezone, **selecting)
    counts = selected.table.group_by(actor).len().filter(pl.col("len") >= least)
    kept = replace(selected, table=selected.table.join(counts, on=actor, how="semi", maintain_order="left"))
    made = None if workspace.corpus.read().is_empty() else graph(workspace, report=report)
    return Structure(
        selected=kept,
        graph=made,
        ties_of=ties if made is not None else "congruence",
        by=by,
        camps=camps,
        balanced=balanced,
        seed=seed,
        said=said.height,
        left_out=len(selected.actors) - len(kept.actors),
        asked=draws,
        at=compare if compare is None or compare.tzinfo else compare.replace(tzinfo=ZoneInfo(timezone)),
        report=report,
    )


def keep_coalitions(
    workspace: Workspace,
    found: Structure,
    *,
    concepts: str | Sequence[str] | None = None,
    qualifier: str = "stance",
    of: str = "all",
) -> bool:
    """Put the coalitions into the stored graph, as `coalition` of (:Actor), in place of those that were there.

    The statements that they were found in are put there as well; see `suara.steps.keep_statements` for the parameters.
    Returns whether it could: the graph needs posts, and actors that are people or organisations.
    """
    if found.graph is None or found.selected.actor not in STORED:
        return False
    keep_statements(workspace, concepts=concepts, qualifier=qualifier, of=of, report=found.report)
    with workspace.lock(), workspace.store() as store:
        actors = store.ask("MATCH (a:Actor) RETURN a.key AS key")
        placed = found.coalitions.rename({"actor": "key"})
        if actors.height:
            store.update("Actor", actors.join(placed, on="key", how="left").cast({"coalition": pl.Int64}))
        told = {"camps": found.camps, "balanced": found.balanced, "seed": found.seed, "actor": found.selected.actor}
        record(store, workspace, "structure", told)
    return True


def draw_dendrogram(
    workspace: Workspace, found: Structure, path: str | Path, *, names: str = "public", lang: str = "id"
) -> Figure:
    """Draw who of a debate says the same: a tree of the actors.

    Args:
        workspace: the workspace, whose key makes the pseudonyms.
        found: as `structure` gives it.
        path: the file (.svg, .html or .png).
        names: whose names are shown: "public" (organisations, verified, media and widely followed accounts), "all", "none".
        lang: the language of the words, "id" or "en".

    Raises:
        InputError: the ending of the file tells no format, or there are too many actors.
        FileError: the file can't be written.
    """
    drawing.check(Path(path))
    clusters = found.clusters
    called = pl.Series("label", _called(workspace, found, names, lang), dtype=pl.String)
    from suara.present import dendrogram  # Altair takes half a second to load

    made = partial(dendrogram.chart, clusters.members.with_columns(called), clusters.merges, lang=lang)
    wide, narrow = (made(wide=wide, silhouette=clusters.silhouette) for wide in (True, False))
    drawing.written(wide, Path(path), lang=lang, narrow=narrow if Path(path).suffix.lower() == ".html" else None)
    return Figure(Path(path), *drawing.heading(wide))


def _called(workspace: Workspace, found: Structure, names: str, lang: str) -> list[str]:
    """What the actors are called to others, in the order of the tree's members; who isn't known to be public isn't named."""
    secret, actors = workspace.secret(), found.clusters.members["name"]
    alias = pseudonym(secret, WORD[lang])
    labels: dict[str, str] = {}
    if found.graph is not None:
        labels = dict(People.of(found.graph, names, secret, lang).accounts.select("key", "label").iter_rows())
    table = found.selected.table
    organisations = set(table["organisation"].drop_nulls())
    open_to_all = names == "all" or found.selected.actor in _NO_PEOPLE
    return [
        found.names[actor]
        if open_to_all or (actor in organisations and actor not in labels)
        else labels.get(actor) or alias(actor)
        for actor in actors
    ]
