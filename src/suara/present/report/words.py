"""What the report says, from `words.toml`: pairs of languages, so that whoever changes one sees the other."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("id", "en")


@cache
def words_of(part: str, lang: str) -> dict[str, Any]:
    """What a part of the report says in a language, by its name there.

    Example:
        >>> words_of("page", "id")["contents"]
        'Isi'
    """
    return {name: told[lang] for name, told in _all()[part].items()}


@cache
def _all() -> dict[str, dict[str, dict[str, Any]]]:
    return tomllib.loads(files("suara.present.report").joinpath("words.toml").read_text(encoding="utf-8"))
