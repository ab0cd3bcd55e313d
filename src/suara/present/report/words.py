"""What the report says, from `words.toml`: pairs of languages, so that whoever changes one sees the other."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("id", "en")
_NUMBER = re.compile(r"\[([^|\]]*)\|([^\]]*)\]")


@cache
def words_of(part: str, lang: str) -> dict[str, Any]:
    """What a part of the report says in a language, by its name there.

    Example:
        >>> words_of("page", "id")["contents"]
        'Isi'
    """
    return {name: told[lang] for name, told in _all()[part].items()}


def counted(text: str, n: int, /, **values: object) -> str:
    """A text with what is put in; of `[one|more]` what suits the number.

    Example:
        >>> [counted("{n} [way|ways] [is|are] long", n, n=n) for n in (1, 2)]
        ['1 way is long', '2 ways are long']
    """
    return _NUMBER.sub(lambda found: found[1 if n == 1 else 2], text).format(**values)


@cache
def _all() -> dict[str, dict[str, dict[str, Any]]]:
    return tomllib.loads(files("suara.present.report").joinpath("words.toml").read_text(encoding="utf-8"))
