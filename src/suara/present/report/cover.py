"""What stands above the sections of a report."""

from __future__ import annotations

import polars as pl

from suara.present._text import clean
from suara.present.figures._said import number
from suara.present.report.material import Material
from suara.present.report.page import Cover
from suara.present.report.said import date, listed, platform
from suara.present.report.words import words_of


def of(material: Material) -> Cover:
    """The heading, what the report is about, and the period that it covers."""
    words, lang, posts = words_of("cover", material.lang), material.lang, material.graph.posts
    platforms = posts["platform"].value_counts(sort=True)["platform"].to_list()
    period = _period(material)
    people = material.graph.accounts.authors["account"].n_unique()
    lead = words["lead"].format(
        posts=number(posts.height, lang), period=period, people=number(people, lang),
        platforms=listed(map(platform, platforms), lang),
    )  # fmt: skip
    names = words[f"names_{material.people.names}"]
    title = clean(material.study.title or words["title"], 120)
    return Cover(title, [lead, names], period, material.study.version, date(material.study.made_at, lang))


def _period(material: Material) -> str:
    words, lang = words_of("cover", material.lang), material.lang
    at = pl.col("created_at").dt.convert_time_zone(material.timezone)
    low, high = material.graph.posts.filter(~pl.col("context")).select(at.min(), high=at.max()).row(0)
    if low is None:
        return str(words["unknown"])
    first, last = date(low, lang), date(high, lang)
    return str(words["day" if first == last else "period"]).format(low=first, high=last)
