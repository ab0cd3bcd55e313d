"""Charts as files: SVG, PNG, or a page that opens offline and runs no script; light or dark as the reader has it."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from suara.errors import FileError, InputError

if TYPE_CHECKING:
    import altair as alt

Chart: TypeAlias = "alt.Chart | alt.LayerChart | alt.HConcatChart | alt.VConcatChart | alt.ConcatChart"

ENDINGS = (".svg", ".html", ".png")

PAPER, INK, SOFT, LINES = "#ffffff", "#25303b", "#5a6672", "#e3e7eb"
BLUE, ORANGE, GREY = "#1f6fb2", "#c2540a", "#87919b"
"""Told apart also by those who don't see red or green."""

_DARK = {
    PAPER: "#14191e", INK: "#e8ebee", SOFT: "#aeb8c2", LINES: "#343d46",
    BLUE: "#6cb4ee", ORANGE: "#f2934c", GREY: "#8d98a3",
}  # fmt: skip
"""What colours are for those who read light on dark."""

_LOOK = {
    "background": PAPER,
    # Texts are measured in one font and shown in the reader's: where that is wider, there is room for it.
    "font": "Arial, Liberation Sans, Helvetica, sans-serif",
    "padding": {"left": 16, "right": 24, "top": 5, "bottom": 5},
    "title": {
        "color": INK, "subtitleColor": SOFT, "fontSize": 15, "subtitleFontSize": 12, "subtitleLineHeight": 16,
        "subtitlePadding": 6, "offset": 14, "anchor": "start", "frame": "bounds",
    },
    "axis": {
        "labelColor": SOFT, "titleColor": SOFT, "titleFontWeight": "normal", "gridColor": LINES, "domainColor": GREY,
        "tickColor": GREY, "labelFontSize": 11, "titleFontSize": 11, "aria": False,
    },
    "legend": {
        "labelColor": SOFT, "titleColor": SOFT, "labelFontSize": 11, "titleFontSize": 11, "aria": False,
        "columnPadding": 32,
    },
    "view": {"stroke": None},
    # What these marks would say of themselves are bare numbers; those that are worth reading get a description.
    **{mark: {"aria": False} for mark in ("line", "area", "rule", "text", "point")},
}  # fmt: skip

STYLE = "@media screen and (prefers-color-scheme: dark) {{ {} }}".format(
    " ".join(
        f'svg [{where}="{light}"] {{ {where}: {dark} }}'
        for light, dark in _DARK.items()
        for where in ("fill", "stroke")
    )
)
"""What turns figures dark, where a page holds them."""

_PAGE = (
    f":root {{ color-scheme: light dark }} body {{ margin: 1rem; background: {PAPER} }} "
    f"@media (prefers-color-scheme: dark) {{ body {{ background: {_DARK[PAPER]} }} }} "
    "svg { display: block; max-width: 100%; height: auto; margin: auto } "
)
_BY_WIDTH = (
    "@media (max-width: 699px) { .wide { display: none } } @media (min-width: 700px) { .narrow { display: none } }"
)

_TOLD = re.compile(r'<(path|line) (aria-label="([^"]*)" role="graphics-symbol"[^<>]*)/>')
"""A mark that says what it is to those who don't see it."""


def check(path: Path) -> None:
    """Whether a figure can be drawn to that file.

    Raises:
        InputError: its ending tells no format.
    """
    if path.suffix.lower() not in ENDINGS:
        raise InputError(f"{path} can't be drawn: name a file that ends in {', '.join(ENDINGS)}")


def written(chart: Chart, path: Path, *, lang: str = "id", narrow: Chart | None = None) -> None:
    """Write a chart to a file whose ending tells the format.

    A page holds the same SVG and no script; of the two widths it shows the one that suits the screen.

    Args:
        chart: what to draw.
        path: the file.
        lang: the language of the page, "id" or "en".
        narrow: the same for a phone, which only a page holds.

    Raises:
        InputError: the ending of the file tells no format.
        FileError: it can't be written.
    """
    import vl_convert  # takes half a second to load, and altair as long

    check(path)
    form, spec = path.suffix.lower(), chart.to_dict()
    if form == ".png":
        data = vl_convert.vegalite_to_png(spec, scale=2, config=_LOOK, allowed_base_urls=[])
    elif form == ".svg":
        data = _svg(spec, f"<style>{STYLE}</style>").encode()
    else:
        drawn = [_svg(spec)] if narrow is None else [_svg(spec), _svg(narrow.to_dict())]
        data = _page(drawn, heading(chart)[0], lang).encode()
    try:
        path.write_bytes(data)
    except OSError as error:
        raise FileError(f"{path} can't be written: {error.strerror}") from None


def inline(chart: Chart) -> str:
    """A chart as SVG to stand in a page that has `STYLE`, without its heading, which the page tells itself (see `heading`)."""
    spec = chart.to_dict(validate=False)  # half of the time of many charts, and those of ours are tested
    spec.pop("title", None)
    return _svg(spec)


def alone(svg: str) -> str:
    """SVG of `inline` as a file of its own, light or dark as its reader has it."""
    tag, rest = svg.split(">", 1)
    return f"{tag}><style>{STYLE}</style>{rest}"


def heading(chart: Chart) -> tuple[str, list[str]]:
    """What stands above a chart: its title, and the lines below that.

    Example:
        >>> import altair as alt
        >>> heading(alt.Chart().properties(title=alt.TitleParams(["Who", "answers?"], subtitle="All do.")))
        ('Who answers?', ['All do.'])
    """
    told = chart.title.to_dict()
    title, below = told["text"], told.get("subtitle", [])
    return title if isinstance(title, str) else " ".join(title), [below] if isinstance(below, str) else below


def _svg(spec: dict[str, Any], style: str = "") -> str:
    """The SVG; what a mark says of itself is shown to those who point at it, too."""
    import vl_convert

    drawn = vl_convert.vegalite_to_svg(spec, config=_LOOK, allowed_base_urls=[])
    tag, rest = drawn.split(">", 1)
    return f"{tag}>{style}" + _TOLD.sub(r"<\1 \2><title>\3</title></\1>", rest)


def _page(drawn: list[str], title: str, lang: str) -> str:
    style = _PAGE + STYLE + (_BY_WIDTH if len(drawn) > 1 else "")
    widths = zip(("wide", "narrow"), drawn, strict=False)
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{escape(title)}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<style>{style}</style></head>\n<body>"
        + "".join(f'<div class="{width}">{svg}</div>' for width, svg in widths)
        + "</body></html>\n"
    )
