"""What a codebook must keep to, beyond the shape of its file; what it breaks is named with the line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from suara._toml import at, read
from suara.coding import language
from suara.coding._matching import compiled
from suara.coding.codebook import Codebook, bundled, load
from suara.errors import DataError


def check(book: Codebook, path: Path) -> None:
    """Refuse a codebook that breaks a rule.

    Raises:
        DataError: the first rule that it breaks, and where.
    """
    for place, problem in _problems(book):
        raise DataError(f"{at(path, read(path), *place)}: {problem}")


def doubts(book: Codebook) -> list[str]:
    """What is allowed in a codebook and yet worth a look, a sentence each."""
    told = []
    for code in book.codes:
        for missing in ("id", "en"):
            if missing not in code.label:
                told.append(f"code {code.id!r} has no label in {missing!r}")
            if missing not in code.definition:
                told.append(f"code {code.id!r} has no definition in {missing!r}")
        if not code.all_phrases and not code.patterns and not any(c.parent == code.id for c in book.codes):
            told.append(f"code {code.id!r} has neither phrases nor patterns: words will never give it")
        for name in sorted(set(code.phrases) - set(language.names())):
            told.append(
                f"code {code.id!r} has phrases in {name!r}, a language without rules "
                f"({', '.join(language.names())} have some): they are compared as they are written"
            )
    if not book.source:
        told.append("the codebook names no source")
    return told


def _problems(book: Codebook) -> Iterator[tuple[tuple[str, ...], str]]:
    """(place, what is wrong) of each rule that is broken."""
    if not book.codes:
        yield (), "the codebook has no [[code]]"
    if ":" in book.name:
        yield ("name",), f"the name {book.name!r} holds a colon, which parts it from codes elsewhere"
    known = {code.id for code in book.codes}
    if book.extends is not None and book.extends in bundled():
        known |= {code.id for code in load(book.extends).codes}
    if book.extends is not None:
        yield from _beyond_extending(book)
    broken = _no_phrases(book)
    seen: set[str] = set()
    owner: dict[str, str] = {}
    for i, code in enumerate(book.codes):
        here = ("code", f"[{i}]")
        if not code.id.strip():
            yield here, "a code has an empty id"
        if code.id in seen:
            yield (*here, "id"), f"code {code.id!r} stands there twice"
        seen.add(code.id)
        for field, other, own in (("parent", code.parent, False), ("negated", code.negated, True)):
            if other is not None and (other not in known or (other == code.id and not own)):
                one = "no code" if own else "no other code"
                yield (*here, field), f"code {code.id!r}: {field} = {other!r} names {one} of the book"
        yield from (((*here, phrase), f"code {code.id!r}: {fault}") for phrase, fault in broken.get(code.id, ()))
        for phrase in code.all_phrases:
            if owner.setdefault(phrase.lower(), code.id) != code.id:
                yield (*here, phrase), f"{phrase!r} stands under {owner[phrase.lower()]!r} and {code.id!r}"
        for pattern in code.patterns:
            if (fault := _fault(pattern)) is not None:
                yield (*here, pattern), f"code {code.id!r}: {pattern!r} is no regular expression: {fault}"
    yield from _circles(book)


def _beyond_extending(book: Codebook) -> Iterator[tuple[tuple[str, ...], str]]:
    """What an extension can't change of the codebook that it adds to."""
    for field in ("of", "exclusive"):
        if getattr(book, field) != getattr(Codebook(name=""), field):
            yield (field,), f"a codebook that extends another can't change its {field!r}: leave it out"
    base = {code.id for code in load(str(book.extends)).codes} if book.extends in bundled() else set[str]()
    for i, code in enumerate(book.codes):
        for field in ("parent", "negated", "residual"):
            if code.id in base and getattr(code, field) not in (None, False):
                yield ("code", f"[{i}]", field), f"code {code.id!r} of {book.extends} keeps its {field!r}: leave it out"


def _no_phrases(book: Codebook) -> dict[str, list[tuple[str, str]]]:
    """By code, the phrases that are none, and why; they are looked at one by one only where some are."""
    phrases = {code.id: [*code.all_phrases, *code.exclude] for code in book.codes}
    try:
        compiled([phrase for mine in phrases.values() for phrase in mine])
        return {}
    except DataError:
        return {
            code: [(phrase, fault) for phrase in mine if (fault := _refused(phrase))] for code, mine in phrases.items()
        }


def _refused(phrase: str) -> str | None:
    try:
        compiled([phrase])
    except DataError as error:
        return str(error)
    return None


def _fault(pattern: str) -> str | None:
    """Why a pattern can't be used. The engine takes time in proportion to the text, whatever the pattern."""
    try:
        empty = pl.Series([""]).str.contains(f"(?i){pattern}").item()
        pl.Series([""]).str.extract(f"((?i){pattern})", 1)  # as it will be used
    except pl.exceptions.ComputeError as error:
        told = str(error).partition("\n\nThis error occurred")[0].splitlines()
        return told[-1].removeprefix("regex error: ").removeprefix("error: ")
    return "it matches even nothing, and so every post" if empty else None


def _circles(book: Codebook) -> Iterator[tuple[tuple[str, ...], str]]:
    parents = {code.id: code.parent for code in book.codes}
    for i, code in enumerate(book.codes):
        seen, up = {code.id}, code.parent
        while up is not None and up not in seen:
            seen.add(up)
            up = parents.get(up)
        if up is not None:
            yield ("code", f"[{i}]", "parent"), f"code {code.id!r} is its own parent, by way of {code.parent!r}"
            return
