"""Codebooks: what posts can be about, as data. One TOML file each."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Literal

import msgspec
import polars as pl

from suara._toml import decoded
from suara.errors import DataError

BUNDLED = Path(str(files("suara.coding") / "codebooks"))
LANGUAGES = ("id", "en")


class Code(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One thing that a post can be about, and the phrases by which it is told; see docs/codebooks.md."""

    id: str
    label: dict[str, str] = {}
    definition: dict[str, str] = {}
    source: str = ""  # where it differs from the book's
    parent: str | None = None  # id of another code of the book
    survey_share: float | None = None  # % of answers in the survey that the code comes from
    phrases: dict[str, list[str]] = {}  # by language
    patterns: list[str] = []  # regular expressions
    exclude: list[str] = []  # phrases that cancel one of the phrases inside them
    negated: str | None = None  # id of the code that a negated phrase gives, maybe its own; without it, it gives none
    residual: bool = False  # given only where no other code of the book is

    @property
    def all_phrases(self) -> list[str]:
        """Its phrases in all languages."""
        return [phrase for phrases in self.phrases.values() for phrase in phrases]


class Codebook(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A set of codes with its source."""

    name: str
    version: str = "1"
    title: dict[str, str] = {}
    source: str = ""
    extends: str | None = None  # name of a bundled codebook that this file adds to
    of: Literal["people", "agencies", "all"] = "people"  # whose posts it codes
    exclusive: bool = False  # at most one code a post: the one with the most matches, of equal ones the first
    codes: list[Code] = msgspec.field(default=[], name="code")

    @property
    def frame(self) -> pl.DataFrame:
        """Its codes: codebook, topic, label_id, label_en, survey_share (in %)."""
        return pl.DataFrame(
            [(self.name, c.id, *_labels(c), c.survey_share) for c in self.codes],
            schema={
                "codebook": pl.String,
                "topic": pl.String,
                "label_id": pl.String,
                "label_en": pl.String,
                "survey_share": pl.Float64,
            },
            orient="row",
        )


def bundled() -> list[str]:
    """The names of the codebooks that come with suara.

    Example:
        >>> "complaints" in bundled()
        True
    """
    return sorted(path.stem for path in BUNDLED.glob("*.toml"))


def file_of(name_or_path: str | Path) -> Path:
    """The file of a bundled codebook by its name, or of anyone's."""
    name = str(name_or_path)
    return BUNDLED / f"{name}.toml" if name in bundled() else Path(name)


def load(name_or_path: str | Path) -> Codebook:
    """A bundled codebook by its name, or anyone's by its file.

    Raises:
        DataError: it isn't there, or it breaks a rule; the message says which and in which line.

    Example:
        >>> book = load("complaints")
        >>> len(book.codes), book.codes[1].id, book.codes[1].survey_share
        (14, 'slow_service', 11.3)
    """
    from suara.coding._checking import check

    path = file_of(name_or_path)
    if not path.is_file():
        raise DataError(f"there is no codebook {name_or_path}: name one of {', '.join(bundled())}, or a TOML file")
    book = decoded(path, Codebook)
    check(book, path)
    return book if book.extends is None else _extended(book, path)


def _extended(book: Codebook, path: Path) -> Codebook:
    """The bundled book with the phrases and codes that a user's file adds; a phrase moves to the code it names."""
    if book.extends not in bundled():
        raise DataError(f"{path}: extends = {book.extends!r} names no bundled codebook ({', '.join(bundled())})")
    base = load(book.extends)
    codes = {code.id: code for code in base.codes}
    moved = {phrase.lower() for code in book.codes for phrase in code.all_phrases}
    for code in base.codes:
        for language, phrases in code.phrases.items():
            code.phrases[language] = [phrase for phrase in phrases if phrase.lower() not in moved]
    for new in book.codes:
        old = codes.setdefault(new.id, new)
        if old is not new:
            for language, phrases in new.phrases.items():
                old.phrases[language] = [*old.phrases.get(language, []), *phrases]
            old.exclude = [*old.exclude, *new.exclude]
            old.patterns = [*old.patterns, *new.patterns]
            old.label = old.label | new.label
            old.definition = old.definition | new.definition
    return msgspec.structs.replace(base, version=f"{base.version}+{book.version}", codes=list(codes.values()))


def _labels(code: Code) -> tuple[str, str]:
    first = next(iter(code.label.values()), code.id)
    indonesian, english = (code.label.get(language, first) for language in LANGUAGES)
    return indonesian, english
