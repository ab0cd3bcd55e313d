"""Accounts that share the same things at nearly the same time: a screen, no verdict."""

from __future__ import annotations

from suara.analyse.coordination.rules import WINDOW
from suara.present._text import clean
from suara.present.figures._said import number
from suara.present.report.material import Material
from suara.present.report.parts import Section, Table, Text
from suara.present.report.said import wait
from suara.present.report.words import words_of

PLACE = 55

MOST = 10
"""Accounts in the table."""


def section(material: Material) -> Section:
    """How many are flagged, and those with the heaviest ties."""
    words, lang, flagged = words_of("coordination", material.lang), material.lang, material.coordination.accounts
    seconds = number(WINDOW, lang)
    if flagged.is_empty():
        return Section("coordination", words["title"], [Text([words["nobody"].format(seconds=seconds)])])
    labels = material.people.accounts.select("label", account="key")
    shown = flagged.join(labels, on="account", how="left", maintain_order="left").head(MOST)
    columns = ("label", "kinds", "partners", "posts", "weight", "seconds")
    rows = [
        [
            clean(label, 60),
            _kinds(kinds, words),
            number(partners, lang),
            number(posts, lang),
            number(weight, lang),
            wait(fastest / 60, lang),
        ]
        for label, kinds, partners, posts, weight, fastest in shown.select(columns).iter_rows()
    ]
    lead = words["lead"].format(n=number(flagged.height, lang), seconds=seconds)
    note = words["note"].format(shown=number(shown.height, lang), all=number(flagged.height, lang))
    table = Table(words["caption"], words["head"], rows, [note], words=[1])
    return Section("coordination", words["title"], [Text([lead]), table])


def _kinds(told: str, words: dict[str, str]) -> str:
    """What was shared, in words; `told` has the kinds with commas or semicolons between them."""
    return ", ".join(
        words.get(f"kind_{kind.strip()}", kind.strip()) for kind in told.replace(";", ",").split(",") if kind.strip()
    )
