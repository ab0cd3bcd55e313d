"""How much is posted when, and when that changed."""

from __future__ import annotations

from suara.present.report.material import Material
from suara.present.report.parts import Section, Text
from suara.present.report.words import words_of

PLACE = 45

FIGURES = ("timeline",)


def section(material: Material) -> Section:
    """The figure, with what is behind the changes."""
    words = words_of("timeline", material.lang)
    if "timeline" not in material.figures:
        return Section("timeline", words["title"], [Text([words["nothing"]])])
    return Section("timeline", words["title"], [Text([words["lead"]]), material.figures["timeline"]])
