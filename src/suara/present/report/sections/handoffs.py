"""Where agencies send people, and how that ends."""

from __future__ import annotations

from suara.present._text import clean
from suara.present.figures._said import number
from suara.present.report.material import Material
from suara.present.report.parts import Part, Section, Table, Text
from suara.present.report.said import between, percent
from suara.present.report.words import words_of

PLACE = 40

FIGURES = ("handoffs",)

MOST = 10
"""Pairs of agencies in the table."""


def section(material: Material) -> Section:
    """The pairs of agencies, and the figure of the ways."""
    words, lang, between_them = words_of("handoffs", material.lang), material.lang, material.handoffs.between
    if between_them.is_empty():
        return Section("handoffs", words["title"], [Text([words["nothing"]])])
    names = dict(material.graph.tables["Agency"].select("key", "name").iter_rows())
    columns = ("agency", "to", "times", "people", "observed", "arrived", "rate", "rate_low", "rate_high")
    rows = [
        [
            *(clean(names.get(key) or key, 60) for key in (agency, to)),
            *(number(value, lang) for value in (times, people, observed, arrived)),
            percent(rate, lang),
            between(low, high),
        ]
        for agency, to, times, people, observed, arrived, rate, low, high in between_them.head(MOST)
        .select(columns)
        .iter_rows()
    ]
    note = words["note"].format(shown=number(len(rows), lang), all=number(between_them.height, lang))
    parts: list[Part] = [Table(words["caption"], words["head"], rows, [note], words=[1])]
    return Section(
        "handoffs",
        words["title"],
        [*parts, *([material.figures["handoffs"]] if "handoffs" in material.figures else [])],
    )
