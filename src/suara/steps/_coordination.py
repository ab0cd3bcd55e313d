"""Who coordinates: the screen of a workspace or a file, kept in the graph; and every ranking without those accounts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl

from suara._html import card
from suara.analyse.coordination import coortweet
from suara.analyse.coordination.kinds import KINDS, USUAL, WORDS, Shared, shared
from suara.analyse.coordination.rules import Rules
from suara.analyse.coordination.screen import Screen, screen
from suara.errors import InputError
from suara.graph.build import Graph
from suara.graph.model import CALLED
from suara.steps._importing import Report, silent
from suara.steps._measuring import centrality, responses, topics
from suara.steps._storing import built_graph, is_built, record
from suara.workspace import Workspace


@dataclass(frozen=True)
class Coordination:
    """The screen with what people call the accounts, and what the posts say.

    accounts, ties, evidence: the tables of `suara.analyse.coordination.screen.Screen`; the first two with handles, the
    last with handles, texts (what each post says) and links to the posts.
    """

    screen: Screen
    shared: Shared
    accounts: pl.DataFrame
    ties: pl.DataFrame
    evidence: pl.DataFrame

    def _repr_html_(self) -> str:
        facts = {"posts": self.shared.posts, "flagged accounts": self.accounts.height, "ties": self.ties.height}
        return card("Coordinated sharing: a screen, no verdict", facts, self.accounts)


def coordination(
    workspace: Workspace,
    *,
    kinds: Sequence[str] = USUAL,
    rules: Rules = Rules(),  # noqa: B008 - frozen
    agencies: bool = False,
    words: int = WORDS,
    report: Report = silent,
) -> Coordination:
    """Accounts that share the same things at nearly the same time, again and again: a screen, not a verdict.

    Who is flagged stands in the graph as `(:Account)-[:COORDINATES_WITH]->(:Account)` until the next screen.

    Args:
        workspace: the workspace.
        kinds: what is looked at; some of `suara.analyse.coordination.kinds.KINDS`.
        rules: what makes a pair, and from when on a tie is flagged.
        agencies: whether accounts of agencies and media count like others.
        words: the least number of words of a text.
        report: see `Report`.

    Raises:
        InputError: there is no such kind.
        NotYet: there are no posts.
    """
    _check(kinds, rules)
    with workspace.lock():
        made = built_graph(workspace, report)
        report("what posts share", 0, 0)
        looked_at = shared(made, kinds, agencies=agencies, words=words)
        report("coordination", 0, 0)
        found = screen(looked_at.shares, rules)
        with workspace.store() as store:
            relations = found.ties.select(pl.col("account").alias("from"), "weight", "kinds", "seconds", to="partner")
            store.load({"COORDINATES_WITH": relations.select("from", "to", "weight", "kinds", "seconds")})
            parameters = {"kinds": list(kinds), "agencies": agencies, "words": words, **asdict(rules)}
            record(store, workspace, "coordination", parameters)
    return _called(made, found, looked_at)


def _check(kinds: Sequence[str], rules: Rules) -> None:
    for kind in kinds:
        if kind not in KINDS:
            raise InputError(f"there is no kind {kind!r}: it is some of {', '.join(KINDS)}")
    if rules.quantile is not None and not 0 <= rules.quantile <= 1:
        raise InputError(f"a quantile is from 0 to 1, not {rules.quantile}")


_ENDS = ["account", "handle", "partner", "partner_handle"]


def _called(made: Graph, found: Screen, looked_at: Shared) -> Coordination:
    """Handles, texts and links beside the keys."""
    accounts = made.tables["Account"]
    posts = made.tables["Post"].select("key", "text", "url")
    handles = accounts.select("key", handle=CALLED)

    def beside(table: pl.DataFrame, key: str, of: pl.DataFrame, prefix: str = "") -> pl.DataFrame:
        named = of.rename({name: f"{prefix}{name}" for name in of.columns if name != "key"})
        return table.join(named, left_on=key, right_on="key", how="left", maintain_order="left")

    flagged = beside(found.accounts, "account", accounts.select("key", "platform", "followers", handle=CALLED))
    ties = beside(beside(found.ties, "account", handles), "partner", handles, "partner_")
    evidence = beside(beside(found.evidence, "account", handles), "partner", handles, "partner_")
    evidence = beside(beside(evidence, "post", posts), "partner_post", posts, "partner_")
    first = ["account", "platform", "handle", "followers"]
    return Coordination(
        found,
        looked_at,
        flagged.select(*first, pl.exclude(first)),
        ties.select(
            "account",
            "handle",
            "partner",
            "partner_handle",
            pl.exclude("account", "handle", "partner", "partner_handle"),
        ),
        evidence,
    )


@dataclass(frozen=True)
class CoordinationInFile:
    """The screen of a file's shares, and the lines of it that couldn't be used (line, reason)."""

    screen: Screen
    rejected: pl.DataFrame


def coordination_in_file(path: Path, *, rules: Rules = Rules(), report: Report = silent) -> CoordinationInFile:  # noqa: B008
    """The screen of a table in the shape of CooRTweet: object_id, account_id, content_id, timestamp_share.

    Raises:
        FileError: the file is missing, empty or not readable.
        UnknownFormat: it has none of the formats, or lacks a column.
        InputError: the quantile is none.
    """
    _check(USUAL, rules)
    report(f"reading {path.name}", 0, 0)
    shares, rejected = coortweet.read(path)
    report("coordination", 0, 0)
    return CoordinationInFile(screen(shares, rules), rejected)


def without_coordinated(workspace: Workspace, *, report: Report = silent) -> Workspace:
    """The workspace as if the posts of flagged accounts had not been collected; steps take it like any other.

    Flagged are those of the latest `coordination`; where it hasn't seen the latest posts, one with the usual rules. What
    others say to them and of them stays. The graph of this view is kept in a file of its own.

    Example:
        >>> import suara
        >>> from pathlib import Path
        >>> workspace = suara.Workspace.find(Path("hasil"))  # doctest: +SKIP
        >>> suara.topics(suara.without_coordinated(workspace))  # doctest: +SKIP
    """
    with workspace.lock():
        made = built_graph(workspace, report)
        if not is_built(workspace, "coordination"):
            coordination(workspace, report=report)
        with workspace.store(read_only=True) as store:
            flagged = store.ask("MATCH (a:Account)-[:COORDINATES_WITH]-(:Account) RETURN DISTINCT a.key AS account")
        posts = made.accounts.authors.filter(pl.col("account").is_in(flagged["account"].cast(pl.String).implode()))
        return workspace.without(frozenset(posts["key"]))


@dataclass(frozen=True)
class _Ranking:
    table: Callable[[Workspace, Report], pl.DataFrame]
    name: str
    value: str


def _hashtags(workspace: Workspace, report: Report) -> pl.DataFrame:
    """How many posts carry each hashtag, reposts not counted."""
    made = built_graph(workspace, report)
    reposts = made.tables["REPOSTS"].select("from")
    tagged = made.tables["TAGGED"].join(reposts, on="from", how="anti")
    return tagged.group_by(hashtag="to").agg(posts=pl.len())


def _complained(workspace: Workspace, report: Report) -> pl.DataFrame:
    ranked = topics(workspace, report=report)
    return ranked.select(topic=pl.concat_str("codebook", pl.lit(":"), "topic"), posts="posts").filter(
        pl.col("posts") > 0
    )


def _central(workspace: Workspace, report: Report) -> pl.DataFrame:
    return centrality(workspace, engine="igraph", report=report).drop_nulls("pagerank")


RANKINGS = {
    "topics": _Ranking(_complained, "topic", "posts"),
    "agencies": _Ranking(
        lambda workspace, report: responses(workspace, report=report).agencies, "agency", "complaints"
    ),
    "answered": _Ranking(lambda workspace, report: responses(workspace, report=report).agencies, "agency", "rate"),
    "hashtags": _Ranking(_hashtags, "hashtag", "posts"),
    "accounts": _Ranking(_central, "key", "pagerank"),
}
"""Rankings that can be seen both ways: topics by posts, agencies by complaints or by the share answered, ..."""


def both_ways(workspace: Workspace, ranking: str, *, report: Report = silent) -> pl.DataFrame:
    """A ranking with and without the accounts that coordinate.

    Args:
        workspace: the workspace.
        ranking: one of `RANKINGS`.
        report: see `Report`.

    Returns:
        What is ranked (`topic`, `agency`, `hashtag` or `key`), its value and rank with all posts, and without those of
        flagged accounts (value_without, rank_without; null where nothing is left), and rank_change: how many places it
        goes up (or, below 0, down). Equal values have the same rank.

    Raises:
        InputError: there is no such ranking.
    """
    if ranking not in RANKINGS:
        raise InputError(f"there is no ranking {ranking!r}: it is one of {', '.join(RANKINGS)}")
    of = RANKINGS[ranking]
    views = {"": workspace, "_without": without_coordinated(workspace, report=report)}
    found = [_ranked(of.table(view, report), of, suffix) for suffix, view in views.items()]
    both = found[0].join(found[1], on=of.name, how="left", maintain_order="left")
    change = pl.col("rank").cast(pl.Int64) - pl.col("rank_without").cast(pl.Int64)
    return both.with_columns(rank_change=change)


def _ranked(table: pl.DataFrame, of: _Ranking, suffix: str) -> pl.DataFrame:
    rank = pl.col(of.value).rank("min", descending=True).cast(pl.Int64)
    ranked = table.select(of.name, of.value, rank=rank).drop_nulls(of.value).sort("rank", of.name)
    return ranked.rename({of.value: f"value{suffix}", "rank": f"rank{suffix}"})
