"""Sections as a page that opens offline and runs no script, or as Markdown with its figures beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from suara.present import drawing
from suara.present.report.parts import Section
from suara.present.report.words import words_of

TEMPLATES = Path(__file__).parent.parent / "templates"


@dataclass(frozen=True)
class Cover:
    """What stands above the sections."""

    title: str
    lead: Sequence[str]  # what the report is about
    period: str
    version: str
    at: str  # when it was made


def html(cover: Cover, sections: Sequence[Section], lang: str, *, opened: bool = False) -> str:
    """The page: no script, nothing from outside; wide and narrow, light and dark.

    Args:
        cover: what stands above the sections.
        sections: the sections.
        lang: "id" or "en".
        opened: whether all that can be folded is open, as on paper.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["figure"] = Markup  # SVG that `drawing` has made
    style = Markup(drawing.STYLE)  # noqa: S704 -- ours
    return environment.get_template("report.html").render(
        cover=cover, sections=sections, lang=lang, words=words_of("page", lang), opened=opened, figures_style=style
    )


def markdown(cover: Cover, sections: Sequence[Section], lang: str, figures: str) -> str:
    """The same as Markdown.

    Args:
        cover: what stands above the sections.
        sections: the sections.
        lang: "id" or "en".
        figures: the folder with the figures, as seen from the file: NAME.svg each.
    """
    environment = jinja2.Environment(  # noqa: S701 -- all that is put in is escaped for Markdown, by `finalize`
        loader=jinja2.FileSystemLoader(TEMPLATES), undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        finalize=_plain,
    )  # fmt: skip
    environment.filters |= {"cells": _cells, "code": _code, "address": _address}
    template = environment.get_template("report.md")
    return template.render(cover=cover, sections=sections, lang=lang, words=words_of("page", lang), figures=figures)


_SPECIAL = re.compile(r"([\\`*_\[\]#|~$])")
_ADDRESS = re.compile(r"(?i)\b(https?:|www\.|mailto:|ftp:)")


def _plain(value: Any) -> Any:
    r"""A text so that Markdown takes nothing in it for markup, HTML or an address.

    Example:
        >>> _plain("<b>*a*</b> https://contoh.id")
        '&lt;b&gt;\\*a\\*&lt;/b&gt; https&#58;//contoh.id'
    """
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    text = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _SPECIAL.sub(r"\\\1", text)
    text = _ADDRESS.sub(lambda found: found[1].replace(":", "&#58;").replace(".", "&#46;"), text)
    return re.sub(r"@(?=\w)", "&#64;", text)  # no platform makes a mention of it


def _cells(row: Sequence[str]) -> Markup:
    return Markup(" | ").join(Markup(_plain(cell)) for cell in row)  # noqa: S704 -- escaped


def _code(line: str) -> Markup:
    """A line of code, in which Markdown takes nothing for markup; a backtick would end it."""
    return Markup(" ".join(line.replace("`", "'").split()))  # noqa: S704


def _address(url: str) -> Markup:
    """What stands between < and >."""
    return Markup(quote(url, safe=":/?#[]@!$&'*+,;=%~"))  # noqa: S704
