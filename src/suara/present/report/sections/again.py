"""How to make the report again: what it was made of, by which program, with which parameters."""

from __future__ import annotations

from suara.present._text import clean
from suara.present.report.material import Material
from suara.present.report.parts import Lines, Section, Table, Terms, Text
from suara.present.report.words import words_of

PLACE = 90


def section(material: Material) -> Section:
    """Commands, parameters, codebooks."""
    words, study = words_of("again", material.lang), material.study
    files = ", ".join(clean(name, 80) for name in material.people.labels(study.agencies)) or words["none"]
    terms = [
        (words["program"], words["program_is"].format(version=study.version)),
        (words["corpus"], study.corpus),
        (words["made"], f"{study.made_at:%Y-%m-%d %H:%M} UTC"),
        (words["agencies"], files),
    ]
    books = material.graph.tables["Codebook"].select("name", "version", "source").iter_rows()
    rows = [[clean(part, 300) for part in row] for row in books]
    return Section(
        "again",
        words["title"],
        [
            Text([words["lead"]]),
            Lines(material.people.labels(study.commands)),
            Terms(terms),
            Table(words["books"], words["head"], rows, words=[1, 2]),
        ],
    )
