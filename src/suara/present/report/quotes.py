"""The posts behind a finding, as others may see them: people by pseudonym, handles masked, links to named accounts only."""

from __future__ import annotations

from typing import Any

import polars as pl

from suara.present._text import clean
from suara.present.report.material import Material
from suara.present.report.parts import Quote
from suara.present.report.said import date, platform, wait
from suara.present.report.words import words_of

LONGEST = 280
"""Letters of a post that are shown."""


def waiting(cases: pl.DataFrame, number: int) -> pl.DataFrame:
    """The cases without an answer that have waited longest."""
    return (
        cases.filter(status="censored").sort("waited", "case", descending=[True, False], nulls_last=True).head(number)
    )


def typical(cases: pl.DataFrame, number: int) -> pl.DataFrame:
    """The answered cases whose wait is nearest to the median of such."""
    answered = cases.filter(status="answered").drop_nulls("minutes")
    far = (pl.col("minutes") - pl.col("minutes").median()).abs()
    return answered.sort(far, "case").head(number)


def quotes(material: Material, cases: pl.DataFrame) -> list[Quote]:
    """Cases (see `suara.analyse.responses.cases.by_case`) as quotes, in their order."""
    words, lang = words_of("quotes", material.lang), material.lang
    told = _told(material, pl.concat([cases["case"], cases["response"].drop_nulls()]))
    made = []
    for case, response, status, waited in cases.select("case", "response", "status", "waited").iter_rows():
        post = told[case]
        at = words["unknown"] if post["at"] is None else date(post["at"], lang)
        head = words["head"].format(at=at, platform=platform(post["platform"]), who=post["label"] or words["nobody"])
        below = ""
        if status == "answered" and response in told:
            answer = told[response]
            told_so = words["answered" if answer["text"] else "bare"]
            below = told_so.format(wait=wait(waited, lang), who=answer["label"], text=answer["text"])
        elif status == "censored" and waited is not None:
            below = words["waiting"].format(wait=wait(waited, lang))
        made.append(Quote(head, post["text"] or words["empty"], below, post["href"]))
    return made


def _told(material: Material, keys: pl.Series) -> dict[str, dict[str, Any]]:
    """Posts by their key: at (local time), platform, label (of the author), text (masked and cut), href or None."""
    accounts = material.people.accounts.select("label", "shown", "handle", account="key")
    by = material.graph.accounts.authors.select("key", "account").unique("key", keep="first")
    posts = material.graph.posts.filter(pl.col("key").is_in(keys.implode())).select(
        "key", "platform", "text", "url", "created_at"
    )
    posts = posts.join(by, on="key", how="left").join(accounts, on="account", how="left")
    texts, _ = material.people.texts(posts)
    rows = posts.with_columns(
        text=pl.Series([clean(text, LONGEST) for text in texts], dtype=pl.String),
        href=material.people.links(posts),
        at=pl.col("created_at").dt.convert_time_zone(material.timezone),
    )
    return {row["key"]: row for row in rows.iter_rows(named=True)}
