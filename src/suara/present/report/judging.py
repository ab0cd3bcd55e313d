"""Which agency answers least, most, soonest and latest, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from suara.analyse.responses.standing import FEW_REPLIES, HARDLY, Standing, comparable, least, most
from suara.analyse.responses.tables import ENOUGH
from suara.present._text import clean
from suara.present.figures._said import number
from suara.present.report.material import Material
from suara.present.report.parts import Finding
from suara.present.report.quotes import quotes, typical, waiting
from suara.present.report.said import listed, percent, sure, wait, waits

_RATE = ("rate", "rate_low", "rate_high")
_MEDIAN = ("median_minutes", "median_low", "median_high")

_WORDS = {
    "id": {
        "worst": "Paling jarang menjawab, sejauh yang dapat dipastikan: {agency}. {answered} dari {n} keluhan kepadanya dijawab ({share}).",
        "best": "Paling sering menjawab, sejauh yang dapat dipastikan: {agency}. {answered} dari {n} keluhan kepadanya dijawab ({share}).",
        "soonest": "Paling cepat menjawab, sejauh yang dapat dipastikan: {agency}. Separuh dari semua keluhan kepadanya sudah dijawab dalam {median} (interval 95 %: {waits}).",
        "latest": "Di antara instansi yang menjawab sedikitnya separuh keluhan, yang paling lama: {agency}. Baru setelah {median} separuh keluhan kepadanya dijawab (interval 95 %: {waits}).",
        "alone": "Seberapa pasti: interval semua instansi lain yang dapat dibandingkan ({k}) tidak bertumpang tindih dengan intervalnya. Urutan ini bukan kebetulan, sejauh datanya lengkap.",
        "alike": "Seberapa pasti: tidak dapat dibedakan dari {names}, karena intervalnya bertumpang tindih.",
        "apart": "Dapat dibedakan dari {names}.",
        "nobody_apart": "Tidak dapat dibedakan dari satu pun instansi lain: urutannya tidak dapat dipastikan.",
        "only": "Tidak ada instansi lain yang dapat dibandingkan.",
        "too_few": "Instansi mana yang paling jarang menjawab belum dapat dikatakan: tidak ada instansi dengan {enough} keluhan teramati atau lebih yang jawabannya dapat dikaitkan.",
        "few": "Tidak dibandingkan, karena kurang dari {enough} keluhan: {names}.",
        "hardly": "Tidak dibandingkan, karena hampir tidak ada balasannya yang dapat dikaitkan dengan keluhan: {names}.",
        "under_half": "Di instansi berikut kurang dari separuh keluhan yang dijawab selama teramati, sehingga lamanya tidak dapat dinyatakan: {names}.",
        "own": "Perlu diperhatikan: unggahan {agency} sendiri yang terkumpul hanya {own}, lebih sedikit daripada keluhan kepadanya. Jawabannya bisa jadi tidak terkumpul, bukan tidak pernah diberikan.",
        "unlinked": "Perlu diperhatikan: {share} dari {replies} balasan {agency} menanggapi sesuatu yang tidak terkumpul. Instansi ini menjawab lebih banyak daripada yang terlihat di sini.",
        "n": "{n} keluhan kepada {agency}; {k} instansi dibandingkan",
        "rate_method": "Bagian yang dijawab dengan interval 95 % (Wilson); diurutkan menurut ujung interval, sehingga instansi dengan sedikit keluhan tidak menempati urutan teratas",
        "median_method": "Median Kaplan-Meier dengan interval 95 %, yang juga menghitung keluhan yang masih menunggu; diurutkan menurut ujung interval",
    },
    "en": {
        "worst": "Answers least, as far as can be told: {agency}. {answered} of {n} complaints to it were answered ({share}).",
        "best": "Answers most, as far as can be told: {agency}. {answered} of {n} complaints to it were answered ({share}).",
        "soonest": "Answers soonest, as far as can be told: {agency}. Half of all complaints to it had an answer within {median} (95 % interval: {waits}).",
        "latest": "Takes longest among the agencies that answered at least half: {agency}. Only after {median} had half of all complaints to it an answer (95 % interval: {waits}).",
        "alone": "How sure: the intervals of all {k} other agencies that can be compared lie apart from its own. As far as the collection is complete, this order isn't chance.",
        "alike": "How sure: it can't be told apart from {names}, as their intervals overlap.",
        "apart": "It can be told apart from {names}.",
        "nobody_apart": "It can't be told apart from any other agency: the order isn't certain.",
        "only": "There is no other agency to compare it with.",
        "too_few": "Too few to say which agency answers least: no agency has {enough} or more observed complaints whose answers can be linked.",
        "few": "Not compared, with fewer than {enough} complaints: {names}.",
        "hardly": "Not compared, as hardly any of their replies can be linked to a complaint: {names}.",
        "under_half": "At these agencies less than half of the complaints were answered while observed, so that no such time is known: {names}.",
        "own": "Take care: only {own} posts of {agency} itself were collected, fewer than there are complaints to it. Its answers may be missing from the collection rather than never given.",
        "unlinked": "Take care: {share} of the {replies} replies of {agency} answer something that wasn't collected. It answers more than is seen here.",
        "n": "{n} complaints to {agency}; {k} agencies compared",
        "rate_method": "Share answered with its 95 % interval (Wilson); ranked by the end of the interval, so that an agency with few complaints tops no list",
        "median_method": "Kaplan-Meier median with its 95 % interval, which counts complaints still waiting too; ranked by the end of the interval",
    },
}  # fmt: skip


def judged(material: Material) -> list[Finding]:
    """The findings on who answers least, most, soonest and latest; or that this can't be said."""
    agencies, words = material.responses.agencies, _WORDS[material.lang]
    fair = comparable(agencies)
    if fair.is_empty():
        says = words["too_few"].format(enough=ENOUGH)
        n = number(int(agencies["complaints"].sum()), material.lang)
        notes = left_out(material)
        return [Finding(says, n, words["rate_method"], "suara responses --by agency", cautions=notes, question="answers_least")]
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
    words, lang, row = _WORDS[material.lang], material.lang, standing.first
    by_time = which in ("soonest", "latest")
    k = standing.alike.height + standing.apart.height + 1
    seen = row["complaints"] - row["unobserved"]
    of = material.responses.cases.filter(agency=row["agency"])
    behind = waiting(of, material.examples) if which in ("worst", "latest") else typical(of, material.examples)
    said: dict[str, Any] = {"agency": name(row), "n": number(seen, lang), "k": number(k, lang)}
    times = {"median": wait(row["median_minutes"], lang), "waits": waits(row["median_low"], row["median_high"], lang)} if by_time else {}
    return Finding(
        says=words[which].format(
            **said, **times, answered=number(row["answered"], lang), share=sure(*(row[c] for c in _RATE), lang)
        ),
        sure=_sureness(standing, words, lang),
        cautions=[*cautions(material, row), *(_left_out_of(material, which))],
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
    words, lang, told = _WORDS[material.lang], material.lang, []
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
    words, lang = _WORDS[material.lang], material.lang
    slow = comparable(material.responses.agencies).filter(pl.col("median_minutes").is_null())
    names = [name(row) for row in slow.iter_rows(named=True)]
    return [words["under_half"].format(names=listed(names, lang))] if names else []


def left_out(material: Material) -> list[str]:
    """Which agencies aren't compared, and why."""
    words, lang, agencies = _WORDS[material.lang], material.lang, material.responses.agencies
    observed = agencies.filter(pl.col("complaints") > pl.col("unobserved"))
    unlinkable = (pl.col("linkable") < HARDLY).fill_null(value=False)
    few, hardly = observed.filter(~pl.col("ranked")), observed.filter("ranked", unlinkable)
    told = []
    if few.height:
        counted = [f"{name(row)} ({number(row['complaints'] - row['unobserved'], lang)})" for row in few.iter_rows(named=True)]
        told.append(words["few"].format(enough=ENOUGH, names=listed(counted, lang)))
    if hardly.height:
        told.append(words["hardly"].format(names=listed([name(row) for row in hardly.iter_rows(named=True)], lang)))
    return told
