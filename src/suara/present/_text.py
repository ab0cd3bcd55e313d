"""Texts of others as labels."""

from __future__ import annotations

import unicodedata


def clean(text: str | None, most: int) -> str:
    r"""One short line without the signs that hide or turn text: U+202E, zero-width ones and their kin.

    Example:
        >>> clean("KAI\u202e \u200bline\n2", 60)
        'KAI line 2'
    """
    kept = (" " if char.isspace() else char for char in text or "")
    plain = " ".join("".join(c for c in kept if unicodedata.category(c) not in ("Cc", "Cf", "Cs")).split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"
