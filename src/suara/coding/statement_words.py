"""What hand coders call the columns of their tables, the variables of their schemes, and positions: data, in two languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import count
from pathlib import Path

import msgspec
import polars as pl

from suara._toml import decoded
from suara.coding.statements import ROLES

BUNDLED = Path(str(files("suara.coding") / "statement_words.toml"))
_WITH_ATTRIBUTES = tuple(f"{role}." for role in (*ROLES, "qualifier"))
_APART = re.compile(r"[\s_\-./:]+")


class Words(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The words: names of columns by ours, the best first; and of positions."""

    columns: dict[str, list[str]]
    positions: dict[str, list[str]]


@cache
def words() -> Words:
    """The words as the file has them."""
    return decoded(BUNDLED, Words)


def plain(name: str) -> str:
    """A name without case and signs.

    Example:
        >>> plain("Statement_ID "), plain("organization.Type")
        ('statement id', 'organization type')
    """
    return _APART.sub(" ", name).strip().lower()


def columns_of(names: Sequence[str]) -> dict[str, str]:
    """What the columns of a table are, by their names; those that nobody knows are attributes under their own names.

    Of several that could be the same, the best name counts and the others are attributes. An attribute of an actor or
    concept is told by its name: "person.type", "organization type".

    Example:
        >>> columns_of(["Tanggal", "organization", "organization_type", "agency"])
        {'Tanggal': 'time', 'organization': 'organisation', 'organization_type': 'organisation.type', 'agency': 'agency'}
    """
    bare = {name: plain(name) for name in names}
    taken: dict[str, str] = {}
    for column, known in words().columns.items():
        ranked = sorted((known.index(called), name) for name, called in bare.items() if called in known)
        if ranked:
            taken[ranked[0][1]] = column
    found: dict[str, str] = {}
    for name in names:
        own = called = taken.get(name) or _attribute(name) or "column"
        for number in count(2):
            if own not in found.values():
                break
            own = f"{called} {number}"
        found[name] = own
    return found


def _attribute(name: str) -> str:
    """The name of an attribute: that of an actor, a concept or a position with a dot; never that of a column."""
    whole, bare = name.strip().lower(), plain(name)
    if whole.startswith(_WITH_ATTRIBUTES):
        return whole
    for role in ROLES:
        for called in words().columns[role]:
            if bare.startswith(f"{called} "):
                return f"{role}.{bare.removeprefix(called).strip()}"
    return f"{bare} 2" if bare in words().columns else bare


def positions(values: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Positions as whole numbers (null where none was taken), and which of the values are none at all.

    Example:
        >>> numbers, wrong = positions(pl.Series(["setuju", "No", "-2", "", "maybe"]))
        >>> numbers.to_list(), wrong.to_list()
        ([1, 0, -2, None, None], [False, False, False, False, True])
    """
    known = words().positions
    said = dict.fromkeys(known["agrees"], "1") | dict.fromkeys(known["disagrees"], "0")
    frame = pl.DataFrame({"value": values.cast(pl.String).fill_null("").str.strip_chars().str.to_lowercase()})
    number = (
        pl.col("value").replace(said).str.replace(r"\.0+$", "").str.replace(r"^\+", "").cast(pl.Int64, strict=False)
    )
    unknown = pl.col("value").is_in(known["unknown"])
    done = frame.select(number=number, wrong=number.is_null() & ~unknown)
    return done["number"], done["wrong"]
