"""Agreement and disagreement of actors in the stored graph, for questions in Cypher."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from suara.analyse.discourse.called import ACTOR
from suara.analyse.discourse.networks import one_mode
from suara.graph import runs
from suara.graph.statement_tables import TIES
from suara.steps._discourse import Discourse, discourse
from suara.steps._importing import Report, silent
from suara.steps._statements import concepts_of
from suara.steps._statements_stored import STEP as STATEMENTS
from suara.steps._statements_stored import keep_statements, statements_kept
from suara.steps._storing import is_built, record
from suara.workspace import Workspace

STEP = "discourse"

MOST = 100_000
"""Ties of each kind that are kept, the strongest; a debate with more is no graph to ask about one by one."""

_STORED = (ACTOR, "organisation", "person")
_STATED = ("concepts", "qualifier", "of")
_AGGREGATIONS = dict(zip(TIES, ("congruence", "conflict"), strict=True))


@dataclass(frozen=True)
class Kept:
    """How many ties are in the graph, and how many weaker ones aren't."""

    agree: int
    disagree: int
    left_out: int


def keep_agreement(
    workspace: Workspace,
    found: Discourse,
    *,
    concepts: str | Sequence[str] | None = None,
    qualifier: str = "stance",
    of: str = "all",
    report: Report = silent,
) -> Kept | None:
    """Put who agrees and who disagrees with whom into the stored graph, in place of what was there.

    That is `(:Actor)-[:AGREES_WITH {weight}]->(:Actor)`, the congruence of the statements that the network is made of,
    and `DISAGREES_WITH`, their conflict, divided alike; both from the lesser key to the greater. The statements are put
    there as well; all of it goes when the posts or codes change.

    Args:
        workspace: the workspace.
        found: a network of actors.
        concepts: of what statements, as `discourse` was asked for it.
        qualifier: the same.
        of: the same.
        report: see `Report`.

    Returns:
        What is there now; None where that can't be: without posts or positions, of concepts, or of other actors than
        people and organisations.
    """
    if not (found.of == "actors" and found.selected.qualified and found.selected.actor in _STORED):
        return None
    if workspace.corpus.read().is_empty():
        return None
    told = {"concepts": [*concepts_of(workspace, concepts)], "qualifier": qualifier, "of": of}
    keep_statements(workspace, concepts=concepts, qualifier=qualifier, of=of, report=report)
    report("loading the ties", 0, 0)
    ties, left_out = {}, 0
    for kind, aggregation in _AGGREGATIONS.items():
        made = one_mode(found.selected, aggregation=aggregation, normalisation=found.normalisation)
        ties[kind] = made.edges(MOST).rename({"source": "from", "target": "to"})
        left_out += made.values.nnz // 2 - ties[kind].height
    with workspace.lock(), workspace.store() as store:
        store.load(ties)
        sizes = {kind: table.height for kind, table in ties.items()}
        record(store, workspace, STEP, {**told, **sizes, "actor": found.selected.actor, "by": found.normalisation})
    return Kept(sizes["AGREES_WITH"], sizes["DISAGREES_WITH"], left_out)


def with_agreement(workspace: Workspace) -> None:
    """See that the store holds who agrees with whom in the statements that it holds: as last asked for, else as usual."""
    last: dict[str, dict[str, object]] = {STEP: {}, STATEMENTS: {}}
    if is_built(workspace):
        with workspace.store(read_only=True) as store:
            last = {step: runs.last(store, step) for step in last}
            there = all(last[STEP].get(kind) == runs.number(store, kind) for kind in TIES)
        same = all(last[STEP].get(name) == last[STATEMENTS].get(name) for name in _STATED)
        if there and same and is_built(workspace, STEP) and statements_kept(workspace):
            return
    stated = {name: last[STATEMENTS][name] for name in _STATED if name in last[STATEMENTS]}
    asked = {"actor": last[STEP].get("actor", ACTOR), "normalisation": last[STEP].get("by", "average")}
    keep_agreement(workspace, discourse(workspace, **stated, **asked), **stated)  # type: ignore[arg-type]
