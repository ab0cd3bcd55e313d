"""What was found, in sentences."""

from __future__ import annotations

from suara.present.report.asking import asked
from suara.present.report.judging import judged
from suara.present.report.material import Material
from suara.present.report.overall import handed_on, on_the_whole
from suara.present.report.parts import Part, Section, Text

PLACE = 10

_WORDS = {
    "id": {
        "title": "Temuan utama",
        "lead": "Setiap temuan menyebut berapa banyak yang dihitung, seberapa pasti, dari periode mana, dan dengan cara apa. "
        "Bagian “Asal temuan ini” memuat perintah yang menghasilkannya dan beberapa unggahan di baliknya.",
    },
    "en": {
        "title": "Main findings",
        "lead": "Each finding tells how many were counted, how sure it is, of which period, and by which method. “Where this "
        "comes from” has the command that gives it and some of the posts behind it.",
    },
}  # fmt: skip


def section(material: Material) -> Section:
    """The findings, the most general first."""
    words = _WORDS[material.lang]
    whole, *further = on_the_whole(material)
    handed = handed_on(material)
    judgement = judged(material) if material.responses.cases.height else []
    parts: list[Part] = [Text([words["lead"]]), whole, *judgement, *further, *asked(material)]
    return Section("findings", words["title"], [*parts, *([handed] if handed else [])])
