"""What stands above the sections of a report."""

from __future__ import annotations

import polars as pl

from suara.present._text import clean
from suara.present.figures._said import number
from suara.present.report.material import Material
from suara.present.report.page import Cover
from suara.present.report.said import date, listed

_WORDS = {
    "id": {
        "title": "Keluhan tentang layanan publik, dan jawaban instansi",
        "lead": "Laporan ini merangkum {posts} unggahan publik di {platforms}, {period}, yang ditulis {people} akun.",
        "names": {
            "public": "Instansi, media, dan tokoh publik disebut namanya; semua orang lain disebut dengan nama samaran.",
            "all": "Semua akun disebut namanya. Pikirkan baik-baik sebelum membagikan laporan ini.",
            "none": "Hanya instansi yang disebut namanya; semua akun lain disebut dengan nama samaran.",
        },
        "period": "{low} sampai {high}", "day": "{low}", "unknown": "waktu tidak diketahui",
    },
    "en": {
        "title": "Complaints about public services, and how agencies answer",
        "lead": "This report sums up {posts} public posts on {platforms}, {period}, written by {people} accounts.",
        "names": {
            "public": "Agencies, media and public voices are named; all other people go under pseudonyms.",
            "all": "All accounts are named. Think before you pass this report on.",
            "none": "Only agencies are named; all other accounts go under pseudonyms.",
        },
        "period": "{low} to {high}", "day": "{low}", "unknown": "time unknown",
    },
}  # fmt: skip

_PLATFORMS = {"x": "X", "youtube": "YouTube", "tiktok": "TikTok", "instagram": "Instagram", "facebook": "Facebook"}


def of(material: Material) -> Cover:
    """The heading, what the report is about, and the period that it covers."""
    words, lang, posts = _WORDS[material.lang], material.lang, material.graph.posts
    platforms = posts["platform"].value_counts(sort=True)["platform"].to_list()
    period = _period(material)
    people = material.graph.accounts.authors["account"].n_unique()
    lead = str(words["lead"]).format(
        posts=number(posts.height, lang), period=period, people=number(people, lang),
        platforms=listed([_PLATFORMS.get(name, clean(name, 30)) for name in platforms], lang),
    )  # fmt: skip
    names = dict(words["names"])[material.people.names]
    title = clean(material.study.title or str(words["title"]), 120)
    return Cover(title, [lead, names], period, material.study.version, date(material.study.made_at, lang))


def _period(material: Material) -> str:
    words, lang = _WORDS[material.lang], material.lang
    at = pl.col("created_at").dt.convert_time_zone(material.timezone)
    low, high = material.graph.posts.filter(~pl.col("context")).select(at.min(), high=at.max()).row(0)
    if low is None:
        return str(words["unknown"])
    first, last = date(low, lang), date(high, lang)
    return str(words["day" if first == last else "period"]).format(low=first, high=last)
