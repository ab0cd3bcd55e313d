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

PLACE = 20

FIGURES = ("ranking", "survival", "waiting", "week")

MOST = 12
"""Agencies that have a finding of their own; the table has all."""

_WORDS = {
    "id": {
        "title": "Instansi: siapa menjawab, dan seberapa cepat",
        "nothing": "Tidak ada keluhan kepada instansi, sehingga tidak ada yang dapat dinyatakan di sini.",
        "caption": "Bagaimana instansi menjawab keluhan",
        "head": ["Instansi", "Keluhan teramati", "Dijawab", "Bagian", "Interval 95 %", "Median waktu tunggu", "Interval 95 %", "Jawaban berisi", "Catatan"],
        "few": "terlalu sedikit untuk dibandingkan", "hardly": "jawaban hampir tidak dapat dikaitkan", "unseen": "tidak teramati",
        "partly": "{share} balasannya tidak dapat dikaitkan", "own": "unggahannya sendiri hanya {own}", "none": "–",
        "note": "Median: Kaplan-Meier atas semua keluhan, termasuk yang masih menunggu; “–” berarti kurang dari separuh yang dijawab selama teramati. "
        "Tidak teramati: tidak satu pun unggahan instansi itu terkumpul. Kurang dari {enough} keluhan terlalu sedikit untuk dibandingkan.",
        "each": "Instansi satu per satu, menurut banyaknya keluhan.",
        "says": "{answered} dari {n} keluhan kepada {agency} dijawab ({share}).",
        "small": "Hanya {n} keluhan kepada {agency} yang teramati, {answered} di antaranya dijawab: terlalu sedikit untuk dinilai ({share}).",
        "unobserved": "{n} keluhan kepada {agency}: tidak satu pun unggahannya terkumpul, sehingga apakah dijawab tidak dapat dikatakan.",
        "median": "Separuh dari semua keluhan kepadanya sudah dijawab dalam {median} (interval 95 %: {waits}).",
        "no_median": "Kurang dari separuh yang dijawab selama teramati, sehingga median waktu tunggu tidak dapat dinyatakan.",
        "waiting": "{n} belum dijawab sampai akhir pengumpulan data.",
        "counted": "{n} keluhan teramati", "method": "Bagian: interval 95 % (Wilson); median: Kaplan-Meier",
    },
    "en": {
        "title": "Agencies: who answers, and how fast",
        "nothing": "There are no complaints to agencies, so that nothing can be said here.",
        "caption": "How agencies answer complaints",
        "head": ["Agency", "Observed complaints", "Answered", "Share", "95 % interval", "Median wait", "95 % interval", "Of substance", "Note"],
        "few": "too few to compare", "hardly": "answers can hardly be linked", "unseen": "not observed",
        "partly": "{share} of its replies can't be linked", "own": "only {own} posts of its own", "none": "–",
        "note": "Median: Kaplan-Meier, of all complaints, those still waiting too; “–” means that less than half were answered while observed. "
        "Not observed: no post of that agency was collected. Fewer than {enough} complaints are too few to compare.",
        "each": "Agency by agency, those with the most complaints first.",
        "says": "{answered} of {n} complaints to {agency} were answered ({share}).",
        "small": "Only {n} complaints to {agency} were observed, {answered} of them answered: too few to say ({share}).",
        "unobserved": "{n} complaints to {agency}: no post of it was collected, so that it can't be said whether they were answered.",
        "median": "Half of all complaints to it had an answer within {median} (95 % interval: {waits}).",
        "no_median": "Less than half were answered while observed, so that no median wait is known.",
        "waiting": "{n} had no answer by the end of the collection.",
        "counted": "{n} observed complaints", "method": "Share: 95 % interval (Wilson); median: Kaplan-Meier",
    },
}  # fmt: skip


def section(material: Material) -> Section:
    """The table, the figures, and a finding an agency."""
    words, agencies = _WORDS[material.lang], material.responses.agencies
    if agencies.is_empty():
        return Section("agencies", words["title"], [Text([words["nothing"]])])
    drawn = [material.figures[figure] for figure in FIGURES if figure in material.figures]
    parts: list[Part] = [_table(material), *drawn, Text([words["each"]])]
    parts += [_finding(material, row) for row in agencies.head(MOST).iter_rows(named=True)]
    return Section("agencies", words["title"], parts)


def _table(material: Material) -> Table:
    words, lang = _WORDS[material.lang], material.lang
    ordered = material.responses.agencies.sort(~pl.col("ranked"), "rate", "complaints", "agency", descending=[False, False, True, False], nulls_last=True)
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
    return [name(row), number(n, lang), number(row["answered"], lang), *shares, *times, substance, _note(row, n, words, lang)]


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
    words, lang = _WORDS[material.lang], material.lang
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
