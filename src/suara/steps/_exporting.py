"""Networks as files for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from suara._html import card
from suara.analyse.coordination.kinds import KINDS, USUAL, shared
from suara.analyse.crosstab.attributes import TIMEZONE, check_timezone
from suara.analyse.responses.tables import respond
from suara.analyse.timeline.periods import UNITS
from suara.errors import InputError
from suara.graph.build import WAYS
from suara.present import exports, networks, shares_file
from suara.present.node_link import NodeLink
from suara.present.people import NAMES
from suara.steps._coding import graph
from suara.steps._importing import Report, silent
from suara.steps._measuring import accounts_of, centrality, communities
from suara.steps._statements import statements
from suara.steps._storing import built_graph, is_built
from suara.workspace import Workspace


@dataclass(frozen=True)
class ExportedNetwork:
    """The files of a network, and how much is in them."""

    paths: list[Path]
    nodes: int
    links: int
    left_out: int  # nodes of components that are too small or too large

    def _repr_html_(self) -> str:
        files = pl.DataFrame({"file": [str(path) for path in self.paths]})
        return card("Exported", {"nodes": self.nodes, "links": self.links, "left out": self.left_out or None}, files)


def export(
    workspace: Workspace,
    path: str | Path,
    *,
    what: str = "accounts",
    components: tuple[int, int | None] = (1, None),
    report: Report = silent,
    **of: Any,
) -> ExportedNetwork:
    """Write a network for Gephi, NodeXL, R, Python or a spreadsheet; the ending of the file tells the format.

    Args:
        workspace: the workspace.
        path: the file, of one of the formats of `suara.present.exports`.
        what: which network, one of those of `suara.present.networks`.
        components: the least and the most nodes of a weakly connected component that is written; None: no limit.
        report: see `Report`.
        of: names, ties, concepts, qualifier, unit, timezone and lang, as `suara.node_link` takes them.

    Raises:
        InputError: the ending of the file tells no format; or as `suara.node_link` raises it.
        FileError: the file can't be written.
        NotYet: there are no posts.
    """
    path = Path(path)
    exports.check(path)
    whole = node_link(workspace, what, report=report, **of)
    made = whole if components == (1, None) else whole.of_components(*components)
    report("writing the network", 0, 0)
    left = whole.nodes.height - made.nodes.height
    return ExportedNetwork(exports.write(made, path), made.nodes.height, made.links.height, left)


def node_link(
    workspace: Workspace,
    what: str = "accounts",
    *,
    names: str = "public",
    ties: Sequence[str] = WAYS,
    concepts: str | Sequence[str] | None = None,
    qualifier: str = "stance",
    unit: str = "day",
    timezone: str = TIMEZONE,
    lang: str = "id",
    report: Report = silent,
) -> NodeLink:
    """A network as it is exported; it gives itself as a NetworkX or an igraph graph.

    Args:
        workspace: the workspace.
        what: which network, one of those of `suara.present.networks`.
        names: whose names are shown: "public" (agencies, verified and widely followed accounts), "all" or "none".
        ties: the ways of turning to others that count in the network of accounts: see `suara.graph.build.WAYS`.
        concepts: the codebooks whose codes are the concepts in posts, in networks of discourse; see `suara.statements`.
        qualifier: what tells positions there; see `suara.steps.statements`.
        unit: of networks over time: "hour", "day", "week" or "month".
        timezone: by whose clock days begin.
        lang: the language of labels, "id" or "en".
        report: see `Report`.

    Raises:
        InputError: there is no such network, way, codebook, unit, time zone, or choice of names.
        NotYet: there are no posts.
    """
    networks.check(what)
    check_timezone(timezone)
    if unit not in UNITS:
        raise InputError(f"there is no unit {unit!r}: name one of {', '.join(UNITS)}")
    if names not in NAMES:
        raise InputError(f"names {names!r}: name one of {', '.join(NAMES)}")
    if unknown := sorted(set(ties) - set(WAYS)):
        raise InputError(f"there are no ties of the kind {unknown[0]!r}: name some of {', '.join(WAYS)}")
    with workspace.lock():
        made = built_graph(workspace, report)
        if not is_built(workspace, "centrality", "communities"):
            centrality(workspace, report=report)
            communities(workspace, report=report)
        with workspace.store(read_only=True) as store:
            accounts = accounts_of(made, store)
        said = partial(statements, workspace, concepts=concepts, qualifier=qualifier, report=report)
        source = networks.Source(
            made, accounts, respond(made), said, names, lang, workspace.secret(), ties, unit, timezone
        )
        report("the network", 0, 0)
        return networks.network(what, source)


SHARES = "shares"
"""What else can be exported, beside networks: who shared what when, for CooRTweet."""


@dataclass(frozen=True)
class ExportedShares:
    """A file of shares, and how much is in it."""

    path: Path
    shares: int
    objects: int
    accounts: int
    left_out: dict[str, int]  # posts without an author, without a time, and of agencies and media

    def _repr_html_(self) -> str:
        return card("Exported", {"shares": self.shares, "accounts": self.accounts} | self.left_out)


def export_shares(
    workspace: Workspace,
    path: str | Path,
    *,
    kinds: Sequence[str] = USUAL,
    names: str = "public",
    report: Report = silent,
) -> ExportedShares:
    """Write who shared what when, as CooRTweet takes it: object_id, account_id, content_id, timestamp_share, kind.

    Posts of agencies and media are left out, as in `suara.coordination`; so are posts without a known author or time.

    Args:
        workspace: the workspace.
        path: a .csv or .parquet file.
        kinds: what is shared, some of `suara.analyse.coordination.kinds.KINDS`.
        names: whose names are shown: "public", "all" or "none".
        report: see `Report`.

    Raises:
        InputError: the ending of the file tells no format, or there is no such kind.
        FileError: the file can't be written.
        NotYet: there are no posts.
    """
    path = Path(path)
    shares_file.check(path)
    if unknown := sorted(set(kinds) - set(KINDS)):
        raise InputError(f"there are no shares of the kind {unknown[0]!r}: name some of {', '.join(KINDS)}")
    with workspace.lock():
        made = graph(workspace, report=report)
        report("what is shared", 0, 0)
        found = shared(made, kinds)
        table = shares_file.as_shown(found.shares, made, names=names, secret=workspace.secret())
    shares_file.write(table, path)
    objects, accounts = (table[name].n_unique() for name in ("object_id", "account_id"))
    return ExportedShares(path, table.height, objects, accounts, found.left_out)
