"""What was found, in sentences."""

from __future__ import annotations

from suara.present.report.asking import asked
from suara.present.report.judging import judged
from suara.present.report.material import Material
from suara.present.report.overall import handed_on, on_the_whole
from suara.present.report.parts import Part, Section, Text
from suara.present.report.words import words_of

PLACE = 10


def section(material: Material) -> Section:
    """The findings, the most general first."""
    words = words_of("findings", material.lang)
    whole, *further = on_the_whole(material)
    handed = handed_on(material)
    judgement = judged(material) if material.responses.cases.height else []
    parts: list[Part] = [Text([words["lead"]]), whole, *judgement, *further, *asked(material)]
    return Section("findings", words["title"], [*parts, *([handed] if handed else [])])
