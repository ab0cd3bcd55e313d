"""What the words of the report mean, and how it was counted."""

from __future__ import annotations

from suara.graph.model import PUBLIC_FROM
from suara.present.figures._said import number
from suara.present.report.material import Material
from suara.present.report.parts import Section, Terms
from suara.present.report.words import words_of

PLACE = 70


def section(material: Material) -> Section:
    """Terms and what they mean."""
    words = words_of("method", material.lang)
    public = number(PUBLIC_FROM, material.lang)
    terms = [(term, meaning.replace("{public}", public)) for term, meaning in words["terms"]]
    return Section("method", words["title"], [Terms(terms)])
