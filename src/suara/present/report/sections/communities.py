"""Groups of accounts that turn to each other, and what each is about."""

from __future__ import annotations

import polars as pl

from suara.graph.build import COMPLAINTS
from suara.present._text import clean
from suara.present.figures._said import number
from suara.present.report.material import Material
from suara.present.report.parts import Section, Table, Text
from suara.present.report.said import listed
from suara.present.report.words import words_of

PLACE = 50

MOST, SMALLEST, NAMED = 10, 3, 5
"""Communities in the table, accounts that one has at least, accounts named of each."""


def section(material: Material) -> Section:
    """The largest communities with what describes them."""
    words, lang, found = words_of("communities", material.lang), material.lang, material.communities
    if found.is_empty():
        return Section("communities", words["title"], [Text([words["nothing"]])])
    shown = found.filter(pl.col("accounts") >= SMALLEST).head(MOST)
    tables = material.graph.tables
    agencies = dict(tables["Agency"].select("key", "name").iter_rows())
    topics = dict(
        tables["Topic"]
        .filter(pl.col("key").str.starts_with(f"{COMPLAINTS}:"))
        .select("topic", f"label_{lang}")
        .iter_rows()
    )
    central = _central(material)
    columns = ("community", "accounts", "posts", "complaints", "top_topics", "top_agencies")
    rows = [
        [
            *(number(value, lang) for value in (community, accounts, posts, complaints)),
            listed(central.get(community, []), lang, NAMED),
            _named(of_topics, topics, lang),
            _named(of_agencies, agencies, lang),
        ]
        for community, accounts, posts, complaints, of_topics, of_agencies in shown.select(columns).iter_rows()
    ]
    lead = words["lead"].format(n=number(found.height, lang), modularity=number(material.modularity, lang, 2))
    note = words["note"].format(shown=number(shown.height, lang), all=number(found.height, lang))
    return Section(
        "communities",
        words["title"],
        [Text([lead]), Table(words["caption"], words["head"], rows, [note], words=[4, 5, 6])],
    )


def _central(material: Material) -> dict[int, list[str]]:
    """What the most central accounts of each community are called to others."""
    labels = material.people.accounts.select("key", "label")
    ranked = material.members.drop_nulls("community").sort("pagerank", "key", descending=[True, False], nulls_last=True)
    first = ranked.group_by("community", maintain_order=True).head(NAMED).join(labels, on="key", maintain_order="left")
    return dict(first.group_by("community", maintain_order=True).agg("label").iter_rows())


def _named(told: str | None, names: dict[str, str], lang: str) -> str:
    """Ids as the table has them, by their names; those of other codebooks aren't told."""
    ids = [part for part in (told or "").split("; ") if part in names]
    return listed([clean(names[part] or part, 40) for part in ids[:3]], lang) or "–"
