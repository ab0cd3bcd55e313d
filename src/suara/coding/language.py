"""Languages as data: how people write words, which words negate, and which say little. One TOML file each."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from suara._toml import decoded

BUNDLED = Path(str(files("suara.coding") / "languages"))


class Language(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """What is to be known of a language; words are as meant, but for the keys of `meant`."""

    language: str
    negators: tuple[str, ...] = ()  # cancel a phrase that follows
    fillers: tuple[str, ...] = ()  # may stand between the words of a phrase
    endings: tuple[str, ...] = ()  # clitics, taken off known words
    stop_words: tuple[str, ...] = ()  # say little in a list of frequent words
    meant: dict[str, str] = {}  # as written -> as meant, one or several words
    roots: tuple[str, ...] = ()  # words as the dictionary has them; in a file of their own


def names() -> list[str]:
    """The languages with rules.

    Example:
        >>> names()
        ['en', 'id']
    """
    return sorted(path.stem for path in BUNDLED.glob("*.toml"))


@cache
def rules() -> Language:
    """All languages together, as posts mix them; the first file that says how a word is meant is right.

    Example:
        >>> rules().meant["gak"], "tidak" in rules().negators
        ('tidak', True)
    """
    languages = [_language(name) for name in names()]
    meant: dict[str, str] = {}
    for one in reversed(languages):
        meant |= one.meant
    lists = {
        field: tuple(dict.fromkeys(word for one in languages for word in getattr(one, field)))
        for field in ("negators", "fillers", "endings", "stop_words", "roots")
    }
    return Language(language="+".join(one.language for one in languages), meant=meant, **lists)


def _language(name: str) -> Language:
    language = decoded(BUNDLED / f"{name}.toml", Language)
    roots = BUNDLED / f"{name}_roots.txt"
    if not roots.is_file():
        return language
    return msgspec.structs.replace(language, roots=tuple(roots.read_text(encoding="utf-8").split()))


@cache
def known() -> frozenset[str]:
    """Words that are written as they should be: roots, and all words of the rules."""
    all_rules = rules()
    values = {word for value in all_rules.meant.values() for word in value.split()}
    return frozenset(values.union(all_rules.roots, all_rules.stop_words, all_rules.negators, all_rules.fillers))


@cache
def stop_words() -> frozenset[str]:
    """Words that say little in a list of frequent words."""
    return frozenset(rules().stop_words)
