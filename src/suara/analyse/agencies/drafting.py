"""Suggestions as a file of agencies, for a person to complete."""

from __future__ import annotations

import json
import re

import polars as pl

from suara.analyse.agencies.suggest import WEIGHTS
from suara.coding.regions import slug

HEADING = """\
# Accounts that behave like an agency: suggestions, not facts. Look at each, complete what is marked # ?, take out what is
# wrong, then: suara code --agencies {file}
# An entry with extend = true adds its account to the agency that the registry has under that id.
"""


def draft(suggestions: pl.DataFrame, file: str) -> str:
    """A file of agencies, one entry a suggestion (see `suara.analyse.agencies.suggest`), each with its reasons.

    An account that is known by its id only and replies where people speak to an agency of the registry is drafted as
    another account of that agency; every other one as an agency of its own. The file can be loaded as it is.

    Args:
        suggestions: see `suara.analyse.agencies.suggest.COLUMNS`.
        file: how the file will be called.

    Example:
        >>> from suara.analyse.agencies.suggest import COLUMNS
        >>> one = {"platform": "x", "handle": "cs_contoh", "account": "x:1", "score": 0.7, "people": 9}
        >>> made = draft(pl.DataFrame([one], schema=COLUMNS), "own.toml")
        >>> print(made.splitlines()[6])
        id = "cs_contoh"  # ? a short name of your own
    """
    entries = [_entry(row) for row in suggestions.iter_rows(named=True)]
    return HEADING.format(file=_plain(file)) + "".join(f"\n{entry}" for entry in entries)


def _entry(row: dict[str, object]) -> str:
    accounts = f"ids = {{ {_key(row['platform'])} = [{_text(row['id'])}] }}"
    if row["handle"] is None and row["speaks_for"] is not None:
        lines = [
            f"id = {_text(row['speaks_for'])}  # ? it replies where people speak to this one",
            "extend = true",
            accounts,
        ]
    else:
        called = row["handle"] or row["account"]
        name = row["name"] if str(row["name"] or "").strip() else called
        lines = [
            f"id = {_text(slug(str(called)))}  # ? a short name of your own",
            f"name = {_text(name)}  # ?",
            "names = []  # ? how people call it in text",
            accounts
            if row["handle"] is None
            else f"handles = {{ {_key(row['platform'])} = [{_text(row['handle'])}] }}",
        ]
    return "\n".join([f"# {_plain(_reasons(row))}", "[[agency]]", *lines]) + "\n"


def _reasons(row: dict[str, object]) -> str:
    told = [f"{name} {_short(row[name])}" for name in WEIGHTS if row[name] is not None]
    return f"{row['account']}: score {_short(row['score'])} ({', '.join(told)})"


def _short(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _key(name: object) -> str:
    return name if isinstance(name, str) and re.fullmatch(r"[A-Za-z0-9_-]+", name) else _text(name)


def _text(value: object) -> str:
    """A TOML string; what people call themselves may hold anything."""
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _plain(text: str) -> str:
    """Text that stays in its comment."""
    return "".join(char if char.isprintable() else " " for char in text)
