"""What is complained about, beside the survey, and to which agency."""

from __future__ import annotations

from suara.present.report.material import Material
from suara.present.report.parts import Section, Text
from suara.present.report.words import words_of

PLACE = 30

FIGURES = ("topics", "agency_topic")


def section(material: Material) -> Section:
    """The topics beside the survey's, and the agencies that they are brought to."""
    words = words_of("topics", material.lang)
    if not material.topics["posts"].sum():
        return Section("topics", words["title"], [Text([words["nothing"]])])
    drawn = [material.figures[figure] for figure in FIGURES if figure in material.figures]
    return Section("topics", words["title"], [Text([words["lead"]]), *drawn])
