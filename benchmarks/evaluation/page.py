"""Figures as Markdown: for the terminal, and as the page in `docs/`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl
from jinja2 import Environment, StrictUndefined

from evaluation.trying import LEARNED, PLAIN, WORDS, Tried

TEMPLATE = Path(__file__).parent / "page.md"
OURS = (WORDS, LEARNED)


def page(outcomes: dict[str, Tried | str]) -> str:
    """The page: what the sets show, and their tables."""
    template = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False).from_string(
        TEMPLATE.read_text(encoding="utf-8")
    )
    told = {f"{name}_codes": codes(found) for name, found in outcomes.items()}
    told |= {f"{name}_published": published(found) for name, found in outcomes.items()}
    return template.render(in_short=in_short(outcomes), **told)


def section(name: str, found: Tried | str) -> str:
    """What is told of one set in the terminal."""
    return "\n\n".join([f"## {title(name, found)}", in_short({name: found}), codes(found)])


def title(name: str, found: Tried | str) -> str:
    return name if isinstance(found, str) else found.of.title


def in_short(outcomes: dict[str, Tried | str]) -> str:
    """Macro-F1 by set, part and way."""
    rows = []
    for name, found in outcomes.items():
        if isinstance(found, str):
            rows.append((name, "not tried", *("",) * 4))
            continue
        for row in found.summary.iter_rows(named=True):
            part = "" if row["part"] == "all" else f", {row['part']}"
            macro = f"{row['macro_f1']:.3f} ({row['low']:.3f} to {row['high']:.3f})"
            accuracy = "" if row["accuracy"] is None else f"{row['accuracy']:.3f}"
            rows.append((f"{found.of.title}{part}", row["way"], row["texts"], row["labels"], macro, accuracy))
    return _table(("set", "way", "texts", "labels", "macro-F1", "accuracy"), rows)


def codes(found: Tried | str) -> str:
    """Precision, recall, F1 and support by label and way; or why there are none."""
    if isinstance(found, str):
        return f"Not tried: {found}."
    rows = []
    for row in found.codes().iter_rows(named=True):
        shares = [_share(row[name], row[f"{name}_low"], row[f"{name}_high"]) for name in ("precision", "recall")]
        f1 = "-" if row["f1"] is None else f"{row['f1']:.2f}"
        rows.append((row["code"], row["support"], row["way"], *shares, f1))
    return _table(("label", "true of", "way", "precision", "recall", "F1"), rows)


def published(found: Tried | str) -> str:
    """Macro-F1 that others tell of a set, and ours."""
    if isinstance(found, str):
        return f"Not tried: {found}."
    rows = [(way, "published", "all", f"{f1:.3f}") for way, f1 in found.of.published.items()]
    for row in found.summary.filter(pl.col("way") != PLAIN).iter_rows(named=True):
        by = "suara" if row["way"] in OURS else "reproduced"
        rows.append((row["way"], by, row["part"], f"{row['macro_f1']:.3f}"))
    return _table(("way", "by", "on", "macro-F1"), rows)


def _share(value: float | None, low: float | None, high: float | None) -> str:
    return "-" if value is None else f"{value:.2f} ({low:.2f} to {high:.2f})"


def _table(header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    lines = [header, ("---",) * len(header), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)
