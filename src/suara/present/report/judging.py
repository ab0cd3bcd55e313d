"""Which agency answers least, most, soonest and latest, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from suara.analyse.responses.standing import FEW_REPLIES, HARDLY, SPARSE, Standing, comparable, least, most
from suara.analyse.responses.tables import ENOUGH
from suara.present._text import clean
from suara.present.figures._said import number
from suara.present.report.material import Material
from suara.present.report.parts import Finding
from suara.present.report.quotes import quotes, typical, waiting
from suara.present.report.said import listed, percent, sure, wait, waits
from suara.present.report.words import words_of

_RATE = ("rate", "rate_low", "rate_high")
_MEDIAN = ("median_minutes", "median_low", "median_high")


def judged(material: Material) -> list[Finding]:
    """The findings on who answers least, most, soonest and latest; or that this can't be said."""
    agencies, words = material.responses.agencies, words_of("judging", material.lang)
    fair = comparable(agencies)
    if fair.is_empty():
        says = words["too_few"].format(enough=ENOUGH)
        whole = number(int(agencies["complaints"].sum()), material.lang)
        n = words["none"].format(n=whole, k=number(agencies.height, material.lang))
        notes = left_out(material)
        return [
            Finding(says, n, words["rate_method"], "suara responses --by agency", notes=notes, question="answers_least")
        ]
    found = [
        _finding(material, "worst", least(fair, *_RATE)),
        _finding(material, "best", most(fair, *_RATE)),
        _finding(material, "soonest", least(fair, *_MEDIAN)),
        _finding(material, "latest", most(fair, *_MEDIAN)),
    ]
    told = [finding for finding in found if finding is not None]
    return told if fair.height > 1 else told[:1]


def _finding(material: Material, which: str, standing: Standing | None) -> Finding | None:
    if standing is None:
        return None
    words, lang, row = words_of("judging", material.lang), material.lang, standing.first
    by_time = which in ("soonest", "latest")
    k = standing.alike.height + standing.apart.height + 1
    seen = row["complaints"] - row["unobserved"]
    of = material.responses.cases.filter(agency=row["agency"])
    behind = waiting(of, material.examples) if which in ("worst", "latest") else typical(of, material.examples)
    said: dict[str, Any] = {"agency": name(row), "n": number(seen, lang), "k": number(k, lang)}
    times = (
        {"median": wait(row["median_minutes"], lang), "waits": waits(row["median_low"], row["median_high"], lang)}
        if by_time
        else {}
    )
    return Finding(
        says=words[which].format(
            **said,
            **times,
            answered=number(row["answered"], lang),
            share=sure(row["rate"], row["rate_low"], row["rate_high"], lang),
        ),
        sure=_sureness(standing, words, lang),
        cautions=cautions(material, row),
        notes=_left_out_of(material, which),
        n=words["n"].format(**said),
        method=words["median_method" if by_time else "rate_method"],
        command="suara responses --by agency",
        question="slowest_agencies" if by_time else "answers_least",
        posts=quotes(material, behind),
    )


def _sureness(standing: Standing, words: Mapping[str, str], lang: str) -> list[str]:
    alike, apart = ([name(row) for row in part.iter_rows(named=True)] for part in (standing.alike, standing.apart))
    if not alike and not apart:
        return [words["only"]]
    if not alike:
        return [words["alone"].format(k=number(len(apart), lang))]
    if not apart:
        return [words["alike"].format(names=listed(alike, lang)), words["nobody_apart"]]
    return [words["alike"].format(names=listed(alike, lang)), words["apart"].format(names=listed(apart, lang))]


def name(agency: Mapping[str, Any]) -> str:
    """What an agency is called."""
    return clean(agency["name"] or agency["agency"], 80)


def cautions(material: Material, agency: Mapping[str, Any]) -> list[str]:
    """What is to be kept in mind of an agency's figures."""
    words, lang, told = words_of("judging", material.lang), material.lang, []
    if agency["own_posts"] < agency["complaints"] - agency["unobserved"]:
        told.append(words["own"].format(agency=name(agency), own=number(agency["own_posts"], lang)))
    linkable = agency["linkable"]
    if linkable is not None and linkable < 0.5 and agency["replies"] >= FEW_REPLIES:
        lost, replies = percent(1 - linkable, lang), number(agency["replies"], lang)
        told.append(words["unlinked"].format(agency=name(agency), share=lost, replies=replies))
    return told


def _left_out_of(material: Material, which: str) -> list[str]:
    if which == "worst":
        return left_out(material)
    if which != "latest":
        return []
    words, lang = words_of("judging", material.lang), material.lang
    slow = comparable(material.responses.agencies).filter(pl.col("median_minutes").is_null())
    names = [name(row) for row in slow.iter_rows(named=True)]
    return [words["under_half"].format(names=listed(names, lang))] if names else []


def left_out(material: Material) -> list[str]:
    """Which agencies aren't compared, and why."""
    words, lang, agencies = words_of("judging", material.lang), material.lang, material.responses.agencies
    observed = agencies.filter(pl.col("complaints") > pl.col("unobserved"))
    unlinkable = (pl.col("linkable") < HARDLY).fill_null(value=False)
    few, hardly = observed.filter(~pl.col("ranked")), observed.filter("ranked", unlinkable)
    sparse = observed.filter("ranked", ~unlinkable, pl.col("own_posts") < SPARSE)
    told = []
    if few.height:
        counted = [
            f"{name(row)} ({number(row['complaints'] - row['unobserved'], lang)})" for row in few.iter_rows(named=True)
        ]
        told.append(words["few"].format(enough=ENOUGH, names=listed(counted, lang)))
    for why, those in (("hardly", hardly), ("sparse", sparse)):
        if those.height:
            names = listed([name(row) for row in those.iter_rows(named=True)], lang)
            told.append(words[why].format(names=names, sparse=SPARSE))
    return told
