"""Who agrees with whom."""

from __future__ import annotations

from suara.present.report.material import Material
from suara.present.report.parts import Section, Text
from suara.present.report.words import words_of

PLACE = 52

FIGURES = ("coalitions",)


def section(material: Material) -> Section:
    """The figure of the debate, which says why if there is nothing to draw."""
    words = words_of("discourse", material.lang)
    drawn = [material.figures[figure] for figure in FIGURES if figure in material.figures]
    return Section("discourse", words["title"], [Text([words["lead"]]), *drawn])
