"""What the posts are, and what is lost or in doubt in them."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from suara.posts.post import IS_REPOST
from suara.present._text import clean
from suara.present.figures._said import number
from suara.present.report.material import Material
from suara.present.report.parts import Part, Points, Section, Table, Terms, Text
from suara.present.report.said import date, percent

PLACE = 60

MOST = 20
"""Files in the table."""

_WORDS = {
    "id": {
        "title": "Mutu data: apa yang terkumpul, dan apa yang hilang atau meragukan",
        "platforms": "Unggahan menurut platform", "platform_head": ["Platform", "Unggahan", "Akun penulis", "Dari", "Sampai"],
        "files": "Berkas yang diimpor", "files_head": ["Berkas", "Dibaca", "Diimpor", "Ganda", "Ditolak", "Bagian yang ditolak"],
        "files_note": "Dibaca = diimpor + ganda + ditolak. Catatan yang ditolak tersimpan di tables/rejected.csv di ruang kerja. {more}",
        "more": "{n} berkas lain tidak ditampilkan.", "unknown_files": "Berkas asalnya tidak tercatat.",
        "counts": "Yang terhitung dan yang tidak", "doubts": "Yang hilang atau meragukan, menurut pemeriksaan data:", "no_doubts": "Pemeriksaan data tidak menemukan hal yang hilang atau meragukan.",
        "posts": "Unggahan", "posts_is": "{n}, di antaranya {reposts} unggahan ulang dan {context} yang hanya ikut serta karena dirujuk unggahan lain",
        "authors": "Penulis tidak diketahui", "times": "Waktu tidak diketahui", "of": "{n} dari {all} unggahan ({share})",
        "roots": "Percakapan yang awalnya tidak terkumpul", "roots_is": "{n} dari {all} percakapan ({share}): apa yang memulainya tidak terlihat",
        "linked": "Balasan instansi yang dapat dikaitkan", "linked_is": "{n} dari {all} ({share}); sisanya menanggapi sesuatu yang tidak terkumpul",
        "addressed": "Unggahan kepada instansi tanpa topik keluhan", "addressed_is": "{n}; dihitung terpisah, bukan sebagai keluhan",
        "names": "Nama instansi yang tetap taksa", "names_is": "{n}; tidak dihitung untuk instansi mana pun",
        "unobserved": "Keluhan kepada instansi tanpa satu pun unggahan terkumpul", "along": "Keluhan yang hanya ikut serta", "along_is": "{n}; tidak dihitung, karena yang sudah dijawab lebih sering ikut serta",
        "before": "Jawaban yang tampak lebih tua daripada keluhannya", "before_is": "{n}; tidak dihitung",
        "languages": "Bahasa", "languages_is": "{names} (menurut platform)", "no_rules": "Bahasa tanpa aturan kode", "no_rules_is": "{names}; topik hanya ditemukan bila memakai kata bahasa lain", "untold": "tidak disebutkan",
    },
    "en": {
        "title": "Data quality: what was collected, and what is lost or in doubt",
        "platforms": "Posts by platform", "platform_head": ["Platform", "Posts", "Authors", "From", "To"],
        "files": "Files that were imported", "files_head": ["File", "Read", "Imported", "Duplicates", "Rejected", "Parts refused"],
        "files_note": "Read = imported + duplicates + rejected. What was rejected is kept in tables/rejected.csv of the workspace. {more}",
        "more": "{n} more files aren't shown.", "unknown_files": "Which files they are from isn't known any more.",
        "counts": "What counts, and what doesn't", "doubts": "What is lost or in doubt, as the data were examined:", "no_doubts": "The examination of the data found nothing lost or in doubt.",
        "posts": "Posts", "posts_is": "{n}, of which {reposts} are reposts and {context} only came along because others refer to them",
        "authors": "Author unknown", "times": "Time unknown", "of": "{n} of {all} posts ({share})",
        "roots": "Conversations whose beginning wasn't collected", "roots_is": "{n} of {all} conversations ({share}): what began them can't be seen",
        "linked": "Replies of agencies that can be linked", "linked_is": "{n} of {all} ({share}); the others answer something that wasn't collected",
        "addressed": "Posts to agencies without a topic of complaint", "addressed_is": "{n}; counted apart, not as complaints",
        "names": "Names of agencies that stay ambiguous", "names_is": "{n}; counted for no agency",
        "unobserved": "Complaints to agencies of which no post was collected", "along": "Complaints that only came along", "along_is": "{n}; not counted, as answered ones come along more often",
        "before": "Answers that seem older than their complaint", "before_is": "{n}; not counted",
        "languages": "Languages", "languages_is": "{names} (as the platform says)", "no_rules": "Languages without rules for codes", "no_rules_is": "{names}; topics are found only where they use words of another language", "untold": "not told",
    },
}  # fmt: skip


def section(material: Material) -> Section:
    """Platforms, files, what counts and what doesn't, and what is in doubt."""
    words = _WORDS[material.lang]
    doubts = [clean(says, 400) for says in material.quality.doubts["says"]]
    parts: list[Part] = [_platforms(material), _files(material), Terms(_counts(material))]
    parts += [Text([words["doubts"]]), Points(doubts)] if doubts else [Text([words["no_doubts"]])]
    return Section("quality", words["title"], parts)


def _platforms(material: Material) -> Table:
    words, lang = _WORDS[material.lang], material.lang
    by = material.graph.accounts.authors.select("key", "account").unique("key", keep="first")
    at = pl.col("created_at").dt.convert_time_zone(material.timezone)
    posts = material.graph.posts.select("key", "platform", at, "context").join(by, on="key", how="left")
    own = pl.col("created_at").filter(~pl.col("context"))
    told = posts.group_by("platform").agg(pl.len(), pl.col("account").n_unique() - pl.col("account").has_nulls(), low=own.min(), high=own.max())
    rows = [
        [clean(platform, 30), number(posts, lang), number(people, lang), *("–" if day is None else date(day, lang) for day in (low, high))]
        for platform, posts, people, low, high in told.sort("len", "platform", descending=[True, False]).iter_rows()
    ]
    return Table(words["platforms"], words["platform_head"], rows, words=[3, 4])


def _files(material: Material) -> Part:
    words, lang, files = _WORDS[material.lang], material.lang, material.quality.files
    if files.is_empty():
        return Text([words["unknown_files"]])
    rows = [[clean(name, 80), *(number(n, lang) for n in counts)] for name, *counts in files.head(MOST).iter_rows()]
    more = "" if files.height <= MOST else words["more"].format(n=number(files.height - MOST, lang))
    return Table(words["files"], words["files_head"], rows, [words["files_note"].format(more=more).strip()])


def _counts(material: Material) -> list[tuple[str, str]]:
    words, lang, posts = _WORDS[material.lang], material.lang, material.graph.posts
    whole = posts.height

    def of(n: int, all_: int, how: str) -> str:
        return words[how].format(n=number(n, lang), all=number(all_, lang), share=percent(n / all_ if all_ else None, lang))

    reposts, context = int(posts.select(IS_REPOST.sum()).item()), int(posts["context"].sum())
    nameless = posts.filter(pl.all_horizontal(pl.col("author_id", "author_handle").is_null())).height
    told = [
        (words["posts"], words["posts_is"].format(n=number(whole, lang), reposts=number(reposts, lang), context=number(context, lang))),
        (words["authors"], of(nameless, whole, "of")),
        (words["times"], of(posts["created_at"].null_count(), whole, "of")),
    ]
    lost, threads = _roots(posts)
    told += [(words["roots"], of(lost, threads, "roots_is"))] if threads else []
    agencies = material.responses.agencies.drop_nulls("linkable")
    replies = int(agencies["replies"].sum())
    linked = round(agencies.select((pl.col("replies") * pl.col("linkable")).sum()).item() or 0)
    told += [(words["linked"], of(linked, replies, "linked_is"))] if replies else []
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
    numbers = {"addressed": addressed, "names": open_names, "unobserved": unobserved, "along": found.along, "before": found.before}
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
    names = [f"{clean(name, 12) or words['untold']} {percent(n / whole, lang)}" for name, n in counted.head(5).iter_rows()]
    told = [(words["languages"], words["languages_is"].format(names=", ".join(names)))]
    without = [f"{clean(name, 12)} {number(n, lang)}" for name, n in material.quality.languages.head(6).iter_rows()]
    return told + ([(words["no_rules"], words["no_rules_is"].format(names=", ".join(without)))] if without else [])
