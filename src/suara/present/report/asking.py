"""What people complain about: the topic that most complaints carry, and the one that is answered least."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from suara.analyse.responses.grouping import grouped
from suara.analyse.responses.standing import Standing, comparable, least, most, sayable
from suara.analyse.responses.tables import by_group
from suara.graph.build import COMPLAINTS
from suara.present._text import clean
from suara.present.figures._said import number
from suara.present.report.material import Material
from suara.present.report.parts import Finding
from suara.present.report.quotes import quotes, waiting
from suara.present.report.said import listed, sure
from suara.present.report.words import words_of

_RATE = ("rate", "rate_low", "rate_high")


def asked(material: Material) -> list[Finding]:
    """The findings on topics; none where no complaint has one."""
    cases = material.responses.cases.filter(pl.col("status") != "unobserved")
    known = sayable(cases, material.responses.agencies)
    found = (_most_frequent(material), _answered_least(material) if known else None)
    return [finding for finding in found if finding is not None]


def _most_frequent(material: Material) -> Finding | None:
    words, lang = words_of("asking", material.lang), material.lang
    topics = material.topics.filter(
        pl.col("codebook") == COMPLAINTS, pl.col("posts") > 0, ~pl.col("topic").is_in(material.residual)
    )
    standing = most(topics.drop("codebook"), "share", "share_low", "share_high")
    if standing is None:
        return None
    row = standing.first
    whole = number(round(row["posts"] / row["share"]), lang)
    share = sure(row["share"], row["share_low"], row["share_high"], lang)
    said = {"label": _label(row), "posts": number(row["posts"], lang), "accounts": number(row["accounts"], lang)}
    survey = row["survey_share"]
    told = [] if survey is None else [words["survey"].format(share=number(survey, lang, 1))]
    cases = material.responses.cases.filter(pl.col("topics").list.contains(row["topic"]))
    return Finding(
        words["topic"].format(n=whole, share=share, **said), words["n"].format(n=whole), words["method"], "suara topics",
        sure=[*_sureness(standing, words, lang), *told], question="topics_beside_survey",
        posts=quotes(material, waiting(cases, material.examples)),
    )  # fmt: skip


def _answered_least(material: Material) -> Finding | None:
    words, lang, cases = words_of("asking", material.lang), material.lang, material.responses.cases
    groups = by_group(grouped(cases, "topic"), "topic").drop_nulls("topic")
    labels = material.topics.filter(codebook=COMPLAINTS).select("topic", "label")
    fair = comparable(groups.join(labels, on="topic", how="left").filter(~pl.col("topic").is_in(material.residual)))
    standing = least(fair, *_RATE) if fair.height > 1 else None
    if standing is None:
        return None
    row = standing.first
    n = number(row["complaints"] - row["unobserved"], lang)
    share = sure(row["rate"], row["rate_low"], row["rate_high"], lang)
    said = {"label": _label(row), "answered": number(row["answered"], lang), "n": n, "share": share}
    behind = waiting(cases.filter(pl.col("topics").list.contains(row["topic"])), material.examples)
    return Finding(
        words["least"].format(**said), words["n_cases"].format(n=n),
        words["method"], "suara responses --by topic", sure=_sureness(standing, words, lang),
        question="topics_answered_least", posts=quotes(material, behind),
    )  # fmt: skip


def _sureness(standing: Standing, words: Mapping[str, str], lang: str) -> Sequence[str]:
    if standing.alike.is_empty():
        return [words["alone"]] if standing.apart.height else []
    names = [_label(row) for row in standing.alike.iter_rows(named=True)]
    return [words["alike"].format(names=listed(names, lang))]


def _label(row: Mapping[str, str]) -> str:
    return clean(row["label"] or row["topic"], 80)
