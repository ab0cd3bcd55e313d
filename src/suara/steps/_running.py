"""All steps, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from suara._html import card
from suara.analyse import centrality as _centrality
from suara.analyse.responses.tables import Responses, respond
from suara.analyse.topics.ranking import rank
from suara.collect._importing import recognise_all, without_mappings
from suara.present import tables as _tables
from suara.steps._coding import code, coding_state, graph
from suara.steps._importing import Imported, Report, import_files, silent
from suara.steps._measuring import (
    Communities,
    described,
    keep_centrality,
    keep_communities,
    keep_responses,
    members_of,
    network_of,
)
from suara.steps._showing import draw
from suara.steps._storing import build, refuse_others
from suara.workspace import Workspace

if TYPE_CHECKING:
    from suara.present.map import MapSummary


@dataclass(frozen=True)
class Result:
    """All that a run has found."""

    workspace: Workspace
    imported: Imported
    accounts: pl.DataFrame
    communities: Communities
    responses: Responses
    topics: pl.DataFrame
    map: MapSummary

    def _repr_html_(self) -> str:
        return self.imported._repr_html_() + self.responses._repr_html_() + card("Topics", table=self.topics)


def run(
    files: Sequence[str | Path],
    out: str | Path,
    *,
    store: str | None = None,
    mapping: str | Path | None = None,
    strict: bool = False,
    redact: bool = False,
    codebooks: Sequence[str] | None = None,
    agencies: Sequence[str] | None = None,
    names: str = "public",
    lang: str = "id",
    report: Report = silent,
) -> Result:
    """From files to answers: import, code, build, compute, and leave tables and map in the workspace `out`.

    Raises:
        SuaraError: see the steps. What was imported before stays; running again completes it.
    """
    recognise_all(without_mappings([Path(file) for file in files]), None if mapping is None else Path(mapping))
    workspace = Workspace.create(Path(out), store)
    with workspace.lock():
        with workspace.store() as graph_store:  # one that can't be used is told before the work, not after
            refuse_others(workspace, graph_store)
        imported = import_files(workspace, files, mapping=mapping, strict=strict, redact=redact, report=report)
        if codebooks is not None or agencies is not None:
            code(workspace, codebooks=codebooks, agencies=agencies, report=report)
        made = graph(workspace, report=report)
        with ThreadPoolExecutor(1) as pool:  # the store loads the graph while it is measured
            loading = pool.submit(build, workspace)
            report("measuring the graph", 0, 0)
            network = network_of(made)
            measured = _centrality.measured(network)
            members, modularity = members_of(network)
            found = described(made, members, modularity, measured)
            answered = respond(made)
            ranking = rank(made.tables, lang)
            drawn = draw(
                workspace, made, members.join(measured, on="key", how="left"), answered, names=names, lang=lang
            )
            report("loading the graph", 0, 0)
            loading.result()
        with workspace.store() as opened:
            keep_communities(opened, workspace, members, found)
            accounts = keep_centrality(opened, workspace, made, measured)
            keep_responses(opened, workspace, made, answered)
        _, codes, _ = workspace.memory["codes"]
        for name, table in {
            "accounts": accounts,
            "communities": found.table,
            "topics": ranking,
            "responses": answered.responses,
            "agencies": answered.agencies,
            "codes": codes,
        }.items():
            _tables.write(table, "csv", workspace.tables / f"{name}.csv")
        workspace.mark("run", coding_state(workspace))
    return Result(workspace, imported, accounts, found, answered, ranking, drawn)
