"""Codebooks for people to look at: which there are, what one holds, and a new one to fill in."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from suara.coding import codebook
from suara.coding.codebook import Codebook
from suara.errors import DataError, FileError

_NEW = """\
# A codebook: what posts can be about, and the words that say so. See docs/codebooks.md.
name = {name}
version = "1"
title = {{ id = "", en = "" }}
source = ""            # the publication or rule that the codes come from
of = "people"          # whose posts it codes: "people", "agencies" or "all"
exclusive = false      # true: at most one code a post

[[code]]
id = "slow"
label = {{ id = "Lambat", en = "Slow" }}
definition = {{ id = "Layanan memakan waktu terlalu lama.", en = "The service takes too long." }}
phrases = {{ id = ["lambat", "antre lama", "menunggu ... jam"], en = ["too slow", "waited ... hours"] }}
exclude = ["lambat laun"]   # phrases that cancel one of the phrases inside them
"""

_EXTENDING = """\
# Adds to the codebook {extends} that comes with suara: phrases for codes it has, or codes of your own. See docs/codebooks.md.
name = {name}
version = "1"
extends = {name}

[[code]]
id = {first}
phrases = {{ id = [], en = [] }}
"""


def bundled() -> pl.DataFrame:
    """The codebooks that come with suara: codebook, version, of, codes, phrases, title_id, title_en, source.

    Example:
        >>> bundled().filter(codebook="complaints").select("codebook", "codes").rows()
        [('complaints', 14)]
    """
    books = [codebook.load(name) for name in codebook.bundled()]
    rows = [
        (b.name, b.version, b.of, len(b.codes), sum(len(c.all_phrases) for c in b.codes), *_titles(b), b.source)
        for b in books
    ]
    columns = ["codebook", "version", "of", "codes", "phrases", "title_id", "title_en", "source"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def _titles(book: Codebook) -> tuple[str, ...]:
    return tuple(book.title.get(language, book.name) for language in codebook.LANGUAGES)


def codes(book: Codebook, lang: str = "id") -> pl.DataFrame:
    """The codes of a book: topic, parent, label, definition (in a language), phrases, patterns, exclude, negated, residual.

    Example:
        >>> codes(codebook.load("complaints"), "en").select("topic", "label").row(1)
        ('slow_service', 'Slow service')
    """
    rows = [
        {
            "topic": code.id,
            "parent": code.parent,
            "label": code.label.get(lang, code.id),
            "definition": code.definition.get(lang),
            "phrases": code.all_phrases,
            "patterns": code.patterns,
            "exclude": code.exclude,
            "negated": code.negated,
            "residual": code.residual,
        }
        for code in book.codes
    ]
    types: dict[str, pl.DataType | type[pl.DataType]] = {
        **dict.fromkeys(("topic", "parent", "label", "definition", "negated"), pl.String),
        **dict.fromkeys(("phrases", "patterns", "exclude"), pl.List(pl.String)),
    }
    return pl.DataFrame(rows, schema_overrides=types)


def new(path: Path, *, extends: str | None = None) -> Codebook:
    """Write a codebook to fill in, named as its file; it is valid as it stands.

    Raises:
        DataError: `extends` names no bundled codebook.
        FileError: the file is there already, or can't be written.
    """
    if extends is not None and extends not in codebook.bundled():
        raise DataError(f"{extends!r} is no bundled codebook: name one of {', '.join(codebook.bundled())}")
    if extends is None:
        text = _NEW.format(name=_quoted(path.stem))
    else:
        first = codebook.load(extends).codes[0].id
        text = _EXTENDING.format(extends=extends, name=_quoted(extends), first=_quoted(first))
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise FileError(f"{path} is there already: name a new file") from None
    except OSError as error:
        raise FileError(f"{path} can't be written: {error.strerror}") from None
    return codebook.load(path)


def _quoted(text: str) -> str:
    safe = "".join(char if char.isalnum() or char in "-_" else "_" for char in text)
    return f'"{safe}"'
