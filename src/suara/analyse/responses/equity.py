"""Who is answered sooner? A regression that compares complaints to the same agency, and plain shares beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import polars as pl

from suara.analyse._intervals import newcombe, wilson
from suara.analyse.responses._covariates import Covariate, Kept, chosen
from suara.analyse.responses.cox import EVENTS_EACH, Fit, cox
from suara.analyse.responses.hours import by_calendar
from suara.analyse.responses.limits import Service
from suara.analyse.responses.working import Calendar
from suara.posts.post import TIME

LANGUAGES = ("id", "en")
ALPHA = 0.05
MOST = 100_000
"""Complaints that go into a regression; of more, so many are drawn at random, which is said."""

Sentence = tuple[str, dict[str, Any]]
"""The name of a sentence in _equity_words.toml, and what is put into it."""


@dataclass(frozen=True)
class Equity:
    """Who is answered sooner, as far as that can be told.

    `hazards`: one row a covariate: covariate, label_id, label_en (what it compares), hazard_ratio (how many times as likely an
    answer comes at any moment), low, high (95 %), p, proportional_p (see `cox.Fit`). No rows where nothing can be said.
    `says`: the sentences that belong to it, one row each in order: id, en.
    """

    hazards: pl.DataFrame
    says: pl.DataFrame
    fit: Fit


def equity(cases: pl.DataFrame, service: Service) -> Equity:
    """Whether big accounts, verified ones, much reposted complaints, a platform, a tone or an hour are answered sooner.

    Each agency is a stratum: complaints are compared with others to the same agency only. Several complaints by an
    account count as alike (robust intervals). Sizes count by powers of ten; where one isn't known, that is a covariate.

    Args:
        cases: agency, status, waited (minutes), asked_at; and as far as they are known account, followers,
            verified, reposts, platform, tone (one code of the codebook `sentiment`), timezone (see `hours.by_calendar`).
            Those that are "unobserved" don't count.
        service: whose hours tell the local time.

    Raises:
        DataError: lifelines isn't installed.
    """
    seen = cases.filter(pl.col("status") != "unobserved", pl.col("waited").is_not_null())
    seen = seen.with_columns(answered=pl.col("status") == "answered")
    rows = seen.sample(MOST, seed=0) if seen.height > MOST else seen
    rows = rows.with_columns(local=_local(rows, service), account=_accounts(rows))
    kept = chosen(rows, ["agency"], EVENTS_EACH)
    values = [one.values.alias(one.name) for one in kept.covariates]
    table = rows.select("agency", "account", "waited", "answered").rename(lambda name: f"_{name}").with_columns(values)
    cluster = "_account" if rows["account"].n_unique() < rows.height else None
    names = [one.name for one in kept.covariates]
    fit = cox(table, names, waited="_waited", answered="_answered", strata=["_agency"], cluster=cluster)
    labels = {f"label_{lang}": [_what(one, lang) for one in kept.covariates] for lang in LANGUAGES}
    schema = dict.fromkeys(("covariate", *labels), pl.String)
    hazards = pl.DataFrame({"covariate": names, **labels}, schema=schema).join(
        fit.hazards, on="covariate", maintain_order="left"
    )
    counts = {"n": seen.height, "events": int(seen["answered"].sum())}
    sentences = [
        ("seen", counts),
        *([("unobserved", {"count": cases.height - seen.height})] if seen.height < cases.height else []),
        *([("sampled", {"count": MOST})] if seen.height > MOST else []),
        *_figures(fit, kept),
        *_caveats(fit, kept, clustered=cluster is not None),
    ]
    says = {lang: [_said(name, told, lang) for name, told in sentences] for lang in LANGUAGES}
    return Equity(hazards, pl.DataFrame(says), fit)


def differences(cases: pl.DataFrame, by: str) -> pl.DataFrame:
    """The share answered in each group, and how far it is from that of the largest one, unadjusted.

    It counts what is answered by the end of the collection, however long that was after the complaint; the largest group
    itself has no difference.

    Source: intervals of shares as `wilson`, of differences as `newcombe`.

    Args:
        cases: the column to group by, status. Those that are "unobserved" don't count.
        by: a column; null is a group too.

    Returns:
        The column, complaints, answered, rate, rate_low, rate_high, difference, difference_low, difference_high; the largest
        group first.

    Example:
        >>> told = pl.DataFrame({"platform": ["x", "x", "tiktok", "tiktok"], "status": ["answered", "censored"] * 2})
        >>> told = told.select(pl.all().repeat_by(pl.Series([48, 32, 56, 14])).explode())
        >>> differences(told, "platform").select(pl.col("difference", "difference_low", "difference_high").round(4)).row(1)
        (0.2, 0.0524, 0.3339)
    """
    counted = (
        cases.filter(pl.col("status") != "unobserved")
        .group_by(by)
        .agg(complaints=pl.len().cast(pl.Int64), answered=(pl.col("status") == "answered").sum().cast(pl.Int64))
        .sort("complaints", by, descending=[True, False])
    )
    answered, complaints = pl.col("answered"), pl.col("complaints")
    low, high = wilson(answered, complaints)
    difference_low, difference_high = newcombe(answered, complaints, answered.first(), complaints.first())
    compared = counted.with_columns(
        rate=answered / complaints,
        rate_low=low,
        rate_high=high,
        difference=answered / complaints - answered.first() / complaints.first(),
        difference_low=difference_low,
        difference_high=difference_high,
    )
    apart = pl.col("^difference.*$")
    return compared.with_columns(pl.when(pl.int_range(pl.len()) > 0).then(apart))


def _local(rows: pl.DataFrame, service: Service) -> pl.Series:
    """When the complaints were made, by the clock of the agency."""

    def shown(part: pl.DataFrame, calendar: Calendar) -> pl.Series:
        return part["asked_at"].cast(TIME).dt.convert_time_zone(calendar.timezone).dt.replace_time_zone(None)

    return by_calendar(rows, service.hours, service.zones, shown)


def _accounts(rows: pl.DataFrame) -> pl.Series:
    """A number for each account; what isn't told who wrote is by somebody of its own."""
    own = pl.format("#{}", pl.int_range(pl.len()))
    who = pl.coalesce("account", own) if "account" in rows.columns else own
    return rows.select(who.rank("dense")).to_series()


def _figures(fit: Fit, kept: Kept) -> Iterator[Sentence]:
    """What the figures say, or why there are none."""
    if fit.refused:
        yield fit.refused, {"events": fit.events, "covariates": len(kept.covariates), "each": EVENTS_EACH}
    for what, row in zip(kept.covariates, fit.hazards.iter_rows(named=True), strict=False):
        which = "sooner" if row["low"] > 1 else "later" if row["high"] < 1 else "unclear"
        yield which, {"what": what, "ratio": row["hazard_ratio"], "low": row["low"], "high": row["high"]}
        if row["proportional_p"] is not None and row["proportional_p"] < ALPHA:
            yield "changes", {"what": what, "p": row["proportional_p"]}
    for reason in ("untold", "rare", "inseparable"):
        if names := [one for why, one in kept.left_out if why == reason]:
            yield reason, {"names": names}


def _caveats(fit: Fit, kept: Kept, clustered: bool) -> Iterator[Sentence]:
    """What the figures can't show."""
    if not fit.refused:
        if fit.hazards.filter(pl.col("low") <= 1, pl.col("high") >= 1).height:
            yield "no_proof", {}
        yield "concordance", {"share": round(100 * (fit.concordance or 0))}
        yield "agencies", {}
        if fit.unstable:
            yield "unstable", {}
        if clustered:
            yield "clustered", {}
        if "reposts" in [one.kind for one in kept.covariates]:
            yield "reposts", {}
    yield "observational", {}
    yield "selection", {}


@cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    path = files("suara.analyse.responses").joinpath("_equity_words.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _said(name: str, told: dict[str, Any], lang: str) -> str:
    return _words()["says"][name][lang].format(**{key: _shown(value, lang) for key, value in told.items()})


def _shown(value: Any, lang: str) -> str:
    """A number, a covariate or several, as written in a language."""
    if isinstance(value, Covariate):
        return _what(value, lang)
    if isinstance(value, list):
        return "; ".join(_shown(one, lang) for one in value)
    text = (
        f"{value:,}"
        if isinstance(value, int)
        else "< 0.001"
        if value < 0.001
        else f"{value:,.2g}"
        if value < 0.1
        else f"{value:,.2f}"
    )
    return text.translate(str.maketrans(",.", ".,")) if lang == "id" else text


def _what(one: Covariate, lang: str) -> str:
    return _words()["what"][one.kind][lang].format(level=one.level, reference=one.reference)
