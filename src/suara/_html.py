"""Results as notebooks show them: small, everything escaped, and no script but that of a page in its own sandbox.

All rooms use it, as `_repr_html_` belongs to the results of each.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path

import polars as pl
from markupsafe import Markup

ROWS, LETTERS = 10, 120
"""How much of a table is shown, and of a text in it."""

BIGGEST = 8_000_000
"""Bytes up to which a page is shown in the notebook, and kept in its file."""

_CARD = Markup(
    '<div style="max-width:60em"><p style="margin:.2em 0"><strong>{title}</strong></p>{facts}'
    '<div style="overflow-x:auto">{table}</div></div>'
)
_FACT = Markup('<span style="white-space:nowrap;margin-right:1.5em">{name}: <b><bdi>{value}</bdi></b></span>')
_IMAGES = {".svg": "image/svg+xml", ".png": "image/png"}


def card(
    title: str,
    facts: Mapping[str, object] | None = None,
    table: pl.DataFrame | None = None,
    rows: int = ROWS,
) -> str:
    """A heading, some facts (those that are None are left out), and the first rows of a table.

    Example:
        >>> html = card("Answers", {"complaints": 84, "rate": None}, pl.DataFrame({"name": ["<b>KAI"], "rate": [0.25]}))
        >>> "complaints: <b><bdi>84" in html, "rate:" in html, "&lt;b&gt;KAI" in html, "0.25" in html
        (True, False, True, True)
    """
    told = [_FACT.format(name=name, value=_told(value)) for name, value in (facts or {}).items() if value is not None]
    below = Markup() if table is None else _table(table, rows)
    return str(_CARD.format(title=title, facts=Markup().join(told), table=below))


def _table(table: pl.DataFrame, rows: int) -> Markup:
    head = Markup().join(Markup("<th>{}</th>").format(name) for name in table.columns)
    lines = [
        Markup("<tr>{}</tr>").format(
            Markup().join(Markup("<td><bdi>{}</bdi></td>").format(_told(cell)) for cell in row)
        )
        for row in table.head(rows).iter_rows()
    ]
    rest = table.height - rows
    more = Markup("<p style='margin:.2em 0'>… {} more</p>").format(f"{rest:,}") if rest > 0 else Markup()
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>{}").format(
        head, Markup().join(lines), more
    )


def _told(value: object) -> str:
    """A value as a short text; "-" where it isn't known."""
    match value:
        case None:
            return "-"
        case float():
            return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
        case bool():
            return str(value)
        case int():
            return f"{value:,}"
        case _:
            text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
            return text if len(text) <= LETTERS else text[: LETTERS - 1] + "…"


def file(path: Path, title: str, height: int = 600) -> str:
    """A file that was drawn: an image, or a page in a sandbox, which can neither reach the notebook nor the network.

    Where it is gone or too big, only where it is.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     page = Path(folder) / "map.html"
        ...     _ = page.write_text("<p>KAI</p>")
        ...     html = file(page, "Map")
        >>> 'sandbox="allow-scripts allow-downloads"' in html, 'srcdoc="&lt;p&gt;KAI&lt;/p&gt;"' in html
        (True, True)
    """
    kind = path.suffix.lower()
    if not path.is_file() or path.stat().st_size > BIGGEST or kind not in (*_IMAGES, ".html"):
        return card(title, {"file": path})
    if kind in _IMAGES:
        data = b64encode(path.read_bytes()).decode()
        image = Markup('<img style="max-width:100%" alt="{}" src="data:{};base64,{}">')
        return str(image.format(title, _IMAGES[kind], data))
    frame = Markup(
        '<iframe sandbox="allow-scripts allow-downloads" title="{}" style="width:100%;height:{}px;border:0" srcdoc="{}">'
        "</iframe>"
    )
    return str(frame.format(title, height, path.read_text(encoding="utf-8")))
