"""How each agency answers: a table, figures, and a finding an agency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from suara.analyse.responses.standing import HARDLY
from suara.analyse.responses.tables import ENOUGH
from suara.present.figures._said import number
from suara.present.report.judging import cautions, name
from suara.present.report.material import Material
from suara.present.report.parts import Finding, Part, Section, Table, Text
from suara.present.report.quotes import quotes, typical, waiting
from suara.present.report.said import between, percent, sure, wait, waits
from suara.present.report.words import words_of

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
    parts: list[Part] = [_table(material), *drawn, Text([words["each"]])]
    parts += [_finding(material, row) for row in agencies.head(MOST).iter_rows(named=True)]
    return Section("agencies", words["title"], parts)


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
    if linkable is not None and linkable < HARDLY:
        told.append(words["hardly"])
    elif linkable is not None and linkable < 0.5:
        told.append(words["partly"].format(share=percent(1 - linkable, lang)))
    if row["own_posts"] < n:
        told.append(words["own"].format(own=number(row["own_posts"], lang)))
    return "; ".join(told) or words["none"]


def _finding(material: Material, row: Mapping[str, Any]) -> Finding:
    words, lang = words_of("agencies", material.lang), material.lang
    n = row["complaints"] - row["unobserved"]
    command = "suara responses --by agency"
    counted = words["counted"].format(n=number(n, lang))
    if not n:
        says = words["unobserved"].format(n=number(row["complaints"], lang), agency=name(row))
        return Finding(says, counted, words["method"], command, name=name(row))
    share = sure(row["rate"], row["rate_low"], row["rate_high"], lang)
    said = {"answered": number(row["answered"], lang), "n": number(n, lang), "agency": name(row), "share": share}
    median = row["median_minutes"]
    if not row["ranked"]:
        told = []
    elif median is None:
        told = [words["no_median"]]
    else:
        ends = waits(row["median_low"], row["median_high"], lang)
        told = [words["median"].format(median=wait(median, lang), waits=ends)]
    left = n - row["answered"]
    told += [words["waiting"].format(n=number(left, lang))] if left else []
    of = material.responses.cases.filter(agency=row["agency"])
    behind = pl.concat([typical(of, (material.examples + 1) // 2), waiting(of, material.examples // 2)])
    return Finding(
        words["says" if row["ranked"] else "small"].format(**said), counted, words["method"], command,
        sure=told, cautions=cautions(material, row), posts=quotes(material, behind), name=name(row),
    )  # fmt: skip
