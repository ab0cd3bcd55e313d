"""The tables `responses` (a row a complaint) and `agencies` (a row an agency), and the relations they add."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from suara._html import card
from suara.analyse._intervals import wilson
from suara.analyse.responses import link as linking
from suara.analyse.responses.cases import SAME_CASE, by_case
from suara.analyse.responses.handing_on import handed_on
from suara.analyse.responses.hours import worked_between
from suara.analyse.responses.limits import Service, load, overdue
from suara.analyse.responses.pairs import Pairs, minutes
from suara.analyse.responses.pairs import pairs as pair_up
from suara.analyse.responses.survival import HORIZONS, quantiles
from suara.graph.build import COMPLAINTS, Graph
from suara.graph.model import Tables

WITHIN = timedelta(days=3)
"""The limit of the column `within_limit`: LAPOR!'s three days to a first response."""


@dataclass(frozen=True)
class Responses:
    """What is known of the answers to the complaints of a graph."""

    responses: pl.DataFrame
    agencies: pl.DataFrame
    cases: pl.DataFrame  # see `suara.analyse.responses.cases.by_case`
    relations: Tables
    before: int  # answers by reply that seem older than their complaint, and so don't count
    along: int  # posts that would be complaints, but came along because a collected post refers to them

    def _repr_html_(self) -> str:
        columns = ("name", "complaints", "answered", "rate", "rate_low", "rate_high", "median_minutes")
        answered = self.cases["response"].count()
        facts = {"complaints": self.responses.height, "cases": self.cases.height, "cases answered": answered}
        return card("Answers", facts, self.agencies.select(columns))


def respond(
    graph: Graph,
    *,
    window: timedelta = linking.WINDOW,
    within: timedelta = WITHIN,
    same_case: timedelta = SAME_CASE,
    clock: str = "first",
    service: Service | None = None,
) -> Responses:
    """Who answered what, and how often and how fast each agency answers.

    `responses`: complaint, platform, created_at, account, agency (the one that answered, else the one addressed
    most plainly), agencies (all addressed), topics, response, responder, responded_at, minutes, working_minutes,
    evidence, kind, status, and further ones (`suara.analyse.responses.columns` explains each):

    - answered: a first answer is known; `evidence` says how.
    - censored: none until the last post that was collected on that platform. It may have come later.
    - unobserved: no post of that agency or its parent was collected on that platform, so nothing can be said.

    `agencies`: agency, name, complaints, answered, rate (of those observed) with its 95 % Wilson interval, the
    Kaplan-Meier median and 90th percentile of the minutes to the first answer with 95 % intervals, within_limit
    (Kaplan-Meier share answered within `within`), handed_off (answers that mention another agency's account),
    own_posts (of it and its parent in the collection: where they are few, answers may not have been collected),
    unobserved. A complaint to two agencies counts for both.
    """
    told = pair_up(graph, window=window, same_case=same_case, service=service)
    pairs = told.pairs
    cases = timed(by_case(pairs, clock), service or load())
    answers = told.every.select("complaint", "response")
    handed = handed_on(graph, answers).join(answers, on="response", how="semi")
    answered = pairs.filter(status="answered")
    by = {
        "ANSWERED_BY": answered.sort("responded_at")
        .unique(["complaint", "response"], keep="first", maintain_order=True)
        .select(
            pl.col("complaint").alias("from"), pl.col("response").alias("to"), "minutes", "working_minutes", "evidence", "kind"
        ),
    }  # fmt: skip
    return Responses(
        responses=_by_complaint(pairs),
        agencies=_by_agency(graph, cases, handed, told, within),
        cases=cases,
        relations=by,
        before=told.before,
        along=_along(graph),
    )


def timed(cases: pl.DataFrame, service: Service) -> pl.DataFrame:
    """Cases with `working_minutes` to the answer, and whether they keep the limits of service; see `limits.overdue`."""
    worked = worked_between(cases, service.hours, service.zones, "asked_at", "responded_at")
    return overdue(cases.with_columns(working_minutes=worked), service, pl.col("end"))


def _by_complaint(pairs: pl.DataFrame) -> pl.DataFrame:
    return (
        pairs.with_columns(agencies=pl.col("agency").sort().str.join("; ").over("complaint"))
        .sort("responded_at", pl.col("status") == "unobserved", "addressed_by", "agency", nulls_last=True)
        .unique("complaint", keep="first", maintain_order=True)
        .sort("created_at", "complaint")
        .with_columns(
            topics=pl.col("topics").list.join("; "),
            other_minutes=minutes(pl.col("other_at") - pl.col("created_at")),
        )
        .select(RESPONSES)
    )


RESPONSES = [
    "complaint", "platform", "created_at", "account", "agency", "agencies", "topics", "response", "responder",
    "responded_at", "minutes", "working_minutes", "evidence", "kind", "status", "case", "passed_on", "other_agency",
    "other_minutes",
]  # fmt: skip


def _by_agency(graph: Graph, cases: pl.DataFrame, handed: pl.DataFrame, told: Pairs, within: timedelta) -> pl.DataFrame:
    names = graph.tables["Agency"].select(agency="key", name="name")
    spoken = told.own.group_by("agency").agg(pl.col("own_posts").sum())
    hands = handed.group_by("agency").agg(handed_off=pl.col("response").n_unique().cast(pl.Int64))
    return (
        by_group(cases, "agency", within)
        .join(names, on="agency", how="left")
        .join(hands, on="agency", how="left")
        .join(spoken, on="agency", how="left")
        .join(told.replies, on="agency", how="left")
        .with_columns(
            own_posts=pl.col("own_posts").fill_null(0),
            replies=pl.col("replies").fill_null(0),
            handed_off=pl.when(pl.col("rate").is_not_null()).then(pl.col("handed_off").fill_null(0)),
        )
        .sort("complaints", "agency", descending=[True, False])
        .select(AGENCIES)
    )


FIGURES = [
    "complaints", "answered", "rate", "rate_low", "rate_high", "median_minutes", "median_low", "median_high",
    "p90_minutes", "p90_low", "p90_high", "within_limit", *(f"within_{name}" for name in HORIZONS),
    "substantive", "substantive_rate", "substantive_low", "substantive_high", "substantive_median", "automatic",
    "overdue_now", "overdue_answered", "median_working_minutes", "naive_mean_minutes", "naive_median_minutes",
    "by_others", "unobserved", "posts", "ranked",
]  # fmt: skip
"""Columns of `by_group` after the group."""

AGENCIES = ["agency", "name", *FIGURES[:12], "handed_off", "own_posts", "replies", "linkable", *FIGURES[12:]]
"""Columns of the table of agencies."""

ENOUGH = 10
"""Observed complaints from which on a group is ranked; of fewer, the rate says next to nothing."""


def by_group(cases: pl.DataFrame, by: str, within: timedelta = WITHIN) -> pl.DataFrame:
    """How often and how fast the complaints of each group are answered; one row a value of the column `by`.

    Args:
        cases: as `suara.analyse.responses.cases.by_case` makes them, with the column `by`.
        by: the group.
        within: the limit of `within_limit`.

    Returns:
        by, and `FIGURES`; `suara.analyse.responses.columns` explains each.
    """
    counted = cases.group_by(by).agg(
        posts=pl.col("complaints").sum(),
        complaints=pl.len().cast(pl.Int64),
        answered=(pl.col("status") == "answered").sum().cast(pl.Int64),
        unobserved=(pl.col("status") == "unobserved").sum().cast(pl.Int64),
        by_others=((pl.col("status") != "answered") & pl.col("other_agency").is_not_null()).sum().cast(pl.Int64),
        substantive=pl.col("substantive_at").is_not_null().sum().cast(pl.Int64),
        automatic=(pl.col("kind") == "automatic").sum().cast(pl.Int64),
        overdue_now=pl.col("overdue_now").sum().cast(pl.Int64),
        overdue_answered=pl.col("overdue_answered").sum().cast(pl.Int64),
        median_working_minutes=pl.col("working_minutes").median(),
    )
    seen = pl.col("complaints") - pl.col("unobserved")
    low, high = wilson(pl.col("answered"), seen)
    substantive_low, substantive_high = wilson(pl.col("substantive"), seen)
    of_seen = ("answered", "substantive", "automatic", "overdue_now", "overdue_answered")
    observed = cases.filter(pl.col("status") != "unobserved")
    times = quantiles(observed, within.total_seconds() / 60, [by])
    substance = observed.select(
        by,
        status=pl.when(pl.col("substantive_at").is_not_null()).then(pl.lit("answered")).otherwise(pl.lit("censored")),
        waited="waited_substantive",
    )
    substance = quantiles(substance, within.total_seconds() / 60, [by]).select(by, substantive_median="median_minutes")
    return (
        counted.join(times, on=by, how="left", nulls_equal=True)
        .join(substance, on=by, how="left", nulls_equal=True)
        .with_columns(
            *(pl.when(seen > 0).then(name).alias(name) for name in of_seen),
            rate=pl.when(seen > 0).then(pl.col("answered") / seen),
            rate_low=low,
            rate_high=high,
            substantive_rate=pl.when(seen > 0).then(pl.col("substantive") / seen),
            substantive_low=substantive_low,
            substantive_high=substantive_high,
            ranked=seen >= ENOUGH,
        )
    )


def _along(graph: Graph) -> int:
    """How many addressed and coded posts of people aren't complaints only because nobody collected them."""
    came = graph.tables["Post"].filter("context").select("key")
    coded = graph.tables["ABOUT"].filter(pl.col("to").str.starts_with(f"{COMPLAINTS}:")).select(key="from").unique()
    addressed = graph.tables["ADDRESSED_TO"].select(key="from").unique()
    return came.join(coded, on="key").join(addressed, on="key").height
