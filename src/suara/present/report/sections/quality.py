"""What the posts are, and what is lost or in doubt in them."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from suara.analyse.responses.standing import linkable
from suara.posts.post import IS_REPOST
from suara.present._text import clean
from suara.present.figures._said import number
from suara.present.report.material import Material
from suara.present.report.parts import Part, Points, Section, Table, Terms, Text
from suara.present.report.said import date, language, percent, platform
from suara.present.report.words import words_of

PLACE = 60

MOST = 20
"""Files in the table."""


def section(material: Material) -> Section:
    """Platforms, files, what counts and what doesn't, and what is in doubt."""
    words = words_of("quality", material.lang)
    doubts = [clean(says, 400) for says in material.quality.doubts["says"]]
    parts: list[Part] = [_platforms(material), _files(material), Terms(_counts(material))]
    parts += [Text([words["doubts"]]), Points(doubts)] if doubts else [Text([words["no_doubts"]])]
    return Section("quality", words["title"], parts)


def _platforms(material: Material) -> Table:
    words, lang = words_of("quality", material.lang), material.lang
    by = material.graph.accounts.authors.select("key", "account").unique("key", keep="first")
    at = pl.col("created_at").dt.convert_time_zone(material.timezone)
    posts = material.graph.posts.select("key", "platform", at, "context").join(by, on="key", how="left")
    own = pl.col("created_at").filter(~pl.col("context"))
    told = posts.group_by("platform").agg(
        pl.len(), pl.col("account").n_unique() - pl.col("account").has_nulls(), low=own.min(), high=own.max()
    )
    rows = [
        [
            platform(name),
            number(posts, lang),
            number(people, lang),
            *("–" if day is None else date(day, lang) for day in (low, high)),
        ]
        for name, posts, people, low, high in told.sort("len", "platform", descending=[True, False]).iter_rows()
    ]
    return Table(words["platforms"], words["platform_head"], rows, words=[3, 4])


def _files(material: Material) -> Part:
    words, lang, files = words_of("quality", material.lang), material.lang, material.quality.files
    if files.is_empty():
        return Text([words["unknown_files"]])
    names = material.people.labels(files["file"].head(MOST).to_list())
    counts = files.head(MOST).drop("file").iter_rows()
    rows = [[clean(name, 80), *(number(n, lang) for n in row)] for name, row in zip(names, counts, strict=True)]
    more = "" if files.height <= MOST else words["more"].format(n=number(files.height - MOST, lang))
    return Table(words["files"], words["files_head"], rows, [words["files_note"].format(more=more).strip()])


def _counts(material: Material) -> list[tuple[str, str]]:
    words, lang, posts = words_of("quality", material.lang), material.lang, material.graph.posts
    whole = posts.height

    def of(n: int, all_: int, how: str) -> str:
        return str(words[how]).format(
            n=number(n, lang), all=number(all_, lang), share=percent(n / all_ if all_ else None, lang)
        )

    reposts, context = int(posts.select(IS_REPOST.sum()).item()), int(posts["context"].sum())
    nameless = posts.filter(pl.all_horizontal(pl.col("author_id", "author_handle").is_null())).height
    told = [
        (
            words["posts"],
            words["posts_is"].format(
                n=number(whole, lang), reposts=number(reposts, lang), context=number(context, lang)
            ),
        ),
        (words["authors"], of(nameless, whole, "of")),
        (words["times"], of(posts["created_at"].null_count(), whole, "of")),
    ]
    lost, threads = _roots(posts)
    told += [(words["roots"], of(lost, threads, "roots_is"))] if threads else []
    replies, linked = linkable(material.responses.agencies)
    told += [(words["linked"], of(round(linked * replies), replies, "linked_is"))] if linked is not None else []
    return [*told, *_uncounted(material, words), *_languages(material, words)]


def _roots(posts: pl.DataFrame) -> tuple[int, int]:
    """How many conversations there are whose first post wasn't collected, of how many."""
    threads = posts.select("platform", id="conversation").drop_nulls().unique()
    return threads.join(posts, on=["platform", "id"], how="anti").height, threads.height


def _uncounted(material: Material, words: Mapping[str, str]) -> list[tuple[str, str]]:
    lang, tables, found = material.lang, material.graph.tables, material.responses
    complaints = tables["Post"].filter("complaint").select("key")
    addressed = tables["ADDRESSED_TO"].select(key="from").unique().join(complaints, on="key", how="anti").height
    open_names = material.graph.named.filter(pl.col("agency").is_null()).height
    unobserved = found.cases.filter(status="unobserved").height
    numbers = {
        "addressed": addressed,
        "names": open_names,
        "unobserved": unobserved,
        "along": found.along,
        "before": found.before,
    }
    plain = {"unobserved": "{n}"}
    return [
        (words[what], (plain.get(what) or words[f"{what}_is"]).format(n=number(n, lang)))
        for what, n in numbers.items()
        if n or what == "addressed"
    ]


def _languages(material: Material, words: Mapping[str, str]) -> list[tuple[str, str]]:
    lang = material.lang
    counted = material.graph.posts["lang"].value_counts(sort=True, name="n")
    whole = max(material.graph.posts.height, 1)
    names = [
        f"{language(name or '', lang) or words['untold']} {percent(n / whole, lang)}"
        for name, n in counted.head(5).iter_rows()
    ]
    told = [(words["languages"], words["languages_is"].format(names=", ".join(names)))]
    without = [
        f"{language(name, lang)} {number(n, lang)}" for name, n in material.quality.languages.head(6).iter_rows()
    ]
    return told + ([(words["no_rules"], words["no_rules_is"].format(names=", ".join(without)))] if without else [])
