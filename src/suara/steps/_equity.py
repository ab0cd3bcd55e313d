"""Who is answered sooner, and whether groups wait equally long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from suara._html import card
from suara.analyse.responses import equity as _equity
from suara.analyse.responses import logrank
from suara.analyse.responses.grouping import grouped
from suara.analyse.responses.limits import load
from suara.analyse.responses.tables import Responses
from suara.graph.build import Graph
from suara.steps._importing import Report, silent
from suara.steps._measuring import responses
from suara.steps._storing import built_graph
from suara.workspace import Workspace

TONE = "sentiment"
"""The codebook that tells the tone of complaints, where it is in use."""


@dataclass(frozen=True)
class Sooner:
    """Who is answered sooner: the regression with its sentences, and plain shares of the groups that were asked for."""

    equity: _equity.Equity
    differences: pl.DataFrame

    def _repr_html_(self) -> str:
        return card("Who is answered sooner", table=self.equity.hazards) + card("Shares", table=self.differences)


def equity(
    workspace: Workspace, *, by: str = "account_size", limits: Sequence[str | Path] = (), report: Report = silent
) -> Sooner:
    """Whether big accounts, much reposted complaints, a platform, a tone or an hour are answered sooner.

    Args:
        workspace: the workspace.
        by: of which groups the plain shares are told; one of `suara.analyse.responses.grouping.GROUPS`.
        limits: TOML files with hours of agencies.
        report: see `Report`.

    Returns:
        See `suara.analyse.responses.equity`.

    Raises:
        DataError: lifelines isn't installed, a file is wrong, or there is no such group.
    """
    with workspace.lock():
        found = responses(workspace, limits=limits, report=report)
        made = built_graph(workspace, report)
    report("who is answered sooner", 0, 0)
    cases = found.cases.join(_told(made), on="case", how="left", maintain_order="left")
    return Sooner(_equity.equity(cases, load(limits)), _equity.differences(grouped(found.cases, by), by))


def _told(made: Graph) -> pl.DataFrame:
    """What is known of the first complaint of a case: case, verified, reposts, tone."""
    written = made.tables["POSTED"].select(account="from", case="to")
    verified = made.tables["Account"].select(account="key", verified="verified")
    reposts = made.tables["Post"].select(case="key", reposts="reposts")
    book = f"{TONE}:"
    about = made.tables["ABOUT"].filter(pl.col("to").str.starts_with(book))
    tone = about.select(case="from", tone=pl.col("to").str.strip_prefix(book)).unique("case", keep="first")
    told = written.join(verified, on="account", how="left").join(reposts, on="case", how="left").drop("account")
    return told.join(tone, on="case", how="left").unique("case", keep="first")


@dataclass(frozen=True)
class Compared:
    """Whether groups wait equally long: all of them (log-rank), and each two (with Holm's correction)."""

    overall: pl.DataFrame
    pairs: pl.DataFrame

    def _repr_html_(self) -> str:
        return card("Log-rank test", table=self.overall) + card("Each two groups", table=self.pairs)


def compare_responses(found: Responses, by: str, *, timezone: str = "Asia/Jakarta", enough: int = 10) -> Compared:
    """Log-rank tests between groups of cases; groups with fewer than `enough` observed cases are left out.

    Args:
        found: as `suara.responses` gives it.
        by: one of `suara.analyse.responses.grouping.GROUPS`; not "topic", as a case may have several.
        timezone: in which months begin.
        enough: see above.

    Returns:
        See `suara.analyse.responses.logrank`.
    """
    seen = grouped(found.cases, by, timezone=timezone).filter(pl.col("status") != "unobserved")
    seen = seen.filter(pl.len().over(by) >= enough)
    return Compared(logrank.logrank(seen, [by]), logrank.pairwise(seen, [by]))
