"""Where agencies send people, and how that ends."""

from __future__ import annotations

from suara.present.figures._said import number
from suara.present._text import clean
from suara.present.report.material import Material
from suara.present.report.parts import Part, Section, Table, Text
from suara.present.report.said import between, percent

PLACE = 40

MOST = 10
"""Pairs of agencies in the table."""

_WORDS = {
    "id": {
        "title": "Penerusan antarinstansi",
        "nothing": "Tidak ada jawaban atas keluhan yang mengarahkan warga ke instansi lain.",
        "caption": "Instansi mana mengarahkan ke mana",
        "head": ["Dari", "Ke", "Kali", "Orang", "Teramati", "Dijawab di sana", "Bagian", "Interval 95 %"],
        "note": "{shown} dari {all} pasangan, yang paling sering. Apakah orang itu benar-benar pergi ke sana tidak diketahui; "
        "“dijawab di sana” berarti instansi tujuan kemudian berbicara kepadanya di media sosial.",
    },
    "en": {
        "title": "Hand-offs between agencies",
        "nothing": "No answer to a complaint sends a person to another agency.",
        "caption": "Which agencies send people where",
        "head": ["From", "To", "Times", "People", "Observed", "Answered there", "Share", "95 % interval"],
        "note": "{shown} of {all} pairs, the most frequent. It isn't known whether people went where they were sent; “answered "
        "there” means that the agency named spoke to them later on social media.",
    },
}  # fmt: skip


def section(material: Material) -> Section:
    """The pairs of agencies, and the figure of the ways."""
    words, lang, between_them = _WORDS[material.lang], material.lang, material.handoffs.between
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
        for agency, to, times, people, observed, arrived, rate, low, high in between_them.head(MOST).select(columns).iter_rows()
    ]
    note = words["note"].format(shown=number(len(rows), lang), all=number(between_them.height, lang))
    parts: list[Part] = [Table(words["caption"], words["head"], rows, [note], words=[1])]
    return Section("handoffs", words["title"], [*parts, *([material.figures["handoffs"]] if "handoffs" in material.figures else [])])
