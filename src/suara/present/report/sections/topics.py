"""What is complained about, beside the survey, and to which agency."""

from __future__ import annotations

from suara.present.report.material import Material
from suara.present.report.parts import Section, Text

PLACE = 30

FIGURES = ("topics", "agency_topic")

_WORDS = {
    "id": {
        "title": "Topik: apa yang dikeluhkan, dan kepada siapa",
        "nothing": "Tidak ada keluhan yang memuat topik.",
        "lead": "Satu keluhan dapat memuat beberapa topik, sehingga bagian-bagiannya berjumlah lebih dari 100 %. Survei menghitung "
        "jawaban orang yang ditanya; di sini dihitung unggahan orang yang mengeluh sendiri. Keduanya bukan hal yang sama.",
    },
    "en": {
        "title": "Topics: what is complained about, and to whom",
        "nothing": "No complaint carries a topic.",
        "lead": "A complaint may have several topics, so that the shares add up to more than 100 %. A survey counts the answers of "
        "people who were asked; here posts of people are counted who complain on their own. These aren't the same thing.",
    },
}  # fmt: skip


def section(material: Material) -> Section:
    """The topics beside the survey's, and the agencies that they are brought to."""
    words = _WORDS[material.lang]
    if not material.topics["posts"].sum():
        return Section("topics", words["title"], [Text([words["nothing"]])])
    drawn = [material.figures[figure] for figure in FIGURES if figure in material.figures]
    return Section("topics", words["title"], [Text([words["lead"]]), *drawn])
