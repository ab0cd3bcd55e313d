"""What the report can't show."""

from __future__ import annotations

from suara.present.report.material import Material
from suara.present.report.parts import Points, Section
from suara.present.report.words import words_of

PLACE = 80


def section(material: Material) -> Section:
    """A list."""
    words = words_of("limits", material.lang)
    return Section("limits", words["title"], [Points(words["points"])])
