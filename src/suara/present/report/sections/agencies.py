"""How each agency answers: a table, figures, and a finding an agency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from suara.analyse.responses.standing import HARDLY, SPARSE
from suara.analyse.responses.tables import ENOUGH
from suara.present.figures._said import number
from suara.present.report.judging import cautions, name
from suara.present.report.material import Material
from suara.present.report.parts import Finding, Part, Section, Table, Text
from suara.present.report.quotes import quotes, typical, waiting
from suara.present.report.said import between, listed, percent, sure, wait, waits
from suara.present.report.words import counted, words_of

PLACE = 20

FIGURES = ("ranking", "survival", "waiting", "week")

MOST = 12
"""Agencies that have a finding of their own; the table has all."""


def section(material: Material) -> Section:
    """The table, the figures, and a finding an agency."""
    words, agencies = words_of("agencies", material.lang), material.responses.agencies
    if agencies.is_empty():
        return Section("agencies", words["title"], [Text([words["nothing"]])])
    drawn = [material.figures[figure] for figure in FIGURES if figure in material.figures]
    observed = agencies.filter(pl.col("complaints") > pl.col("unobserved"))
    doubtful = [name(row) for row in observed.iter_rows(named=True) if _hardly(row) or row["own_posts"] < SPARSE]
    care = [Text([words["care"].format(names=listed(doubtful, material.lang))])] if doubtful else []
    parts: list[Part] = [_table(material), *care, *drawn, *_unseen(material), Text([words["each"]])]
    parts += [_finding(material, row) for row in observed.head(MOST).iter_rows(named=True)]
    return Section("agencies", words["title"], parts)


def _unseen(material: Material) -> list[Part]:
    """The agencies of which nothing was collected, with the complaints to them."""
    unseen = material.responses.agencies.filter(pl.col("complaints") == pl.col("unobserved"))
    names = [f"{name(row)} ({number(row['complaints'], material.lang)})" for row in unseen.iter_rows(named=True)]
    words = words_of("agencies", material.lang)
    return [Text([words["unseen_all"].format(names=listed(names, material.lang))])] if names else []


def _table(material: Material) -> Table:
    words, lang = words_of("agencies", material.lang), material.lang
    ordered = material.responses.agencies.sort(
        ~pl.col("ranked"), "rate", "complaints", "agency", descending=[False, False, True, False], nulls_last=True
    )
    rows = [_row(row, words, lang) for row in ordered.iter_rows(named=True)]
    return Table(words["caption"], words["head"], rows, [words["note"].format(enough=ENOUGH)], words=[8])


def _row(row: Mapping[str, Any], words: Mapping[str, Any], lang: str) -> list[str]:
    n = row["complaints"] - row["unobserved"]
    if not n:
        return [name(row), "0", *["–"] * 6, words["unseen"]]
    if _hardly(row):
        return [name(row), number(n, lang), *["–"] * 6, _note(row, n, words, lang)]
    median = row["median_minutes"]
    times = ["–", "–"] if median is None else [wait(median, lang), waits(row["median_low"], row["median_high"], lang)]
    shares = [percent(row["rate"], lang), between(row["rate_low"], row["rate_high"])]
    substance = percent(row["substantive_rate"], lang)
    return [
        name(row),
        number(n, lang),
        number(row["answered"], lang),
        *shares,
        *times,
        substance,
        _note(row, n, words, lang),
    ]


def _note(row: Mapping[str, Any], n: int, words: Mapping[str, Any], lang: str) -> str:
    told, linkable = [], row["linkable"]
    if not row["ranked"]:
        told.append(words["few"])
    if _hardly(row):
        told.append(words["hardly"])
    elif linkable is not None and linkable < 0.5:
        told.append(words["partly"].format(share=percent(1 - linkable, lang)))
    if row["own_posts"] < n:
        told.append(words["own"].format(own=number(row["own_posts"], lang)))
    return "; ".join(told) or words["none"]


def _hardly(row: Mapping[str, Any]) -> bool:
    """Whether hardly any answer of an agency can be linked, so that its share says nothing."""
    return row["linkable"] is not None and bool(row["linkable"] < HARDLY)


def _finding(material: Material, row: Mapping[str, Any]) -> Finding:
    words, lang = words_of("agencies", material.lang), material.lang
    n = row["complaints"] - row["unobserved"]
    seen = counted(words["counted"], n, n=number(n, lang))
    share = sure(row["rate"], row["rate_low"], row["rate_high"], lang)
    said = {"answered": number(row["answered"], lang), "n": number(n, lang), "agency": name(row), "share": share}
    told = _wait(row, words, lang) if row["ranked"] and not _hardly(row) else []
    left = n - row["answered"]
    told += [words["waiting"].format(n=number(left, lang))] if left and not _hardly(row) else []
    of = material.responses.cases.filter(agency=row["agency"])
    behind = pl.concat([typical(of, (material.examples + 1) // 2), waiting(of, material.examples // 2)])
    which = "linked" if _hardly(row) else "says" if row["ranked"] else "small"
    return Finding(
        counted(words[which], n, **said), seen, words["method"], "suara responses --by agency",
        sure=told, cautions=cautions(material, row), posts=quotes(material, behind), name=name(row),
    )  # fmt: skip


def _wait(row: Mapping[str, Any], words: Mapping[str, Any], lang: str) -> list[str]:
    """How long it took until half had an answer."""
    median = row["median_minutes"]
    if median is None:
        return [words["no_median"]]
    ends = waits(row["median_low"], row["median_high"], lang)
    return [words["median"].format(median=wait(median, lang), waits=ends)]
