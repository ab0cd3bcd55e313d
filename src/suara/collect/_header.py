"""The names of a table's columns: where they stand in a sheet, and what to do with one that is there twice."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple


class Layout(NamedTuple):
    """The names, how many rows end with them, and whether there are columns and rows as in a table."""

    names: list[str]
    above: int
    is_table: bool


def layout(rows: list[list[str]], named: list[str] | None = None) -> Layout | None:
    """How a sheet is laid out, by its first rows; None where they are blank. `named`: it has no row of names.

    Example:
        >>> layout([["Rekap keluhan"], [], ["No", "Isi", "Akun"], ["1", "pipa bocor", "warga_contoh"]])
        Layout(names=['No', 'Isi', 'Akun'], above=3, is_table=True)
    """
    filled = [sum(1 for cell in row if cell.strip()) for row in rows]
    width = max(filled, default=0)
    if not width:
        return None
    if named is not None:
        return Layout(named, 0, True)
    at = next(number for number, cells in enumerate(filled) if cells > width / 2)
    names, above = _bare(rows[at]), at + 1
    below = _bare(rows[above]) if above < len(rows) else []
    if _continues(names, below):
        names = [lower or upper for upper, lower in _pairs(names, below)]
        above += 1
    while names and not names[-1]:
        names.pop()
    return Layout(unique(names), above, len(names) > 1 and any(filled[above:]))


def unique(names: list[str]) -> list[str]:
    """Names of which each is there once: the first keeps its name, and the others become columns of their own.

    Example:
        >>> unique(["id", "Suka", "Suka", "", ""])
        ['id', 'Suka', 'Suka (2)', '', '']
    """
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        found.append(f"{name} ({seen[name]})" if name and seen[name] > 1 else name)
    return found


def _bare(row: list[str]) -> list[str]:
    """Names without line breaks and the spaces around them."""
    return [" ".join(cell.split()) for cell in row]


def _pairs(upper: list[str], lower: list[str]) -> list[tuple[str, str]]:
    longest = max(len(upper), len(lower))
    return list(zip(upper + [""] * (longest - len(upper)), lower + [""] * (longest - len(lower)), strict=True))


def _continues(upper: list[str], lower: list[str]) -> bool:
    """Whether a second row of names stands beneath merged cells: it fills what the first leaves open, and has no values."""
    pairs = _pairs(upper, lower)
    open_above = [low for up, low in pairs if not up]
    return (
        bool(open_above)
        and all(open_above)
        and any(up and not low for up, low in pairs)
        and not any(any(c.isdigit() for c in low) for _, low in pairs)
    )
