"""Statements of a workspace: from the codes and positions of its posts."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import polars as pl

from suara.coding import by_words, codebook
from suara.coding.codebook import Codebook
from suara.errors import InputError
from suara.graph.statements import GIVEN, POSITIONS, of_posts, values
from suara.steps._coding import _books, _codes, _registry, graph, texts_to_code
from suara.steps._importing import Report, silent
from suara.workspace import Workspace

QUALIFIERS = (*POSITIONS, *GIVEN)
"""What positions can be taken from: a codebook, "given" (who names a concept agrees with it), or "none"."""


def statements(
    workspace: Workspace,
    *,
    concepts: str | Sequence[str] = "complaints",
    qualifier: str = "stance",
    report: Report = silent,
) -> pl.DataFrame:
    """Who says what about which concept: the statements in the workspace's posts.

    How positions are found, and what a post without one is, says `suara.graph.statements.of_posts`.

    Args:
        workspace: the workspace.
        concepts: the codebooks whose codes are the concepts: in use here, or bundled.
        qualifier: what tells positions: "stance" or "sentiment" (codebooks; one that isn't in use codes by words for this
            alone, and agencies' posts as well as people's), "given" (a code that is given is agreed with) or "none".
        report: see `Report`.

    Returns:
        See `suara.coding.statements.STATEMENTS`, and `suara.graph.statements.ATTRIBUTES` for the attributes beside them.

    Raises:
        InputError: a codebook is neither in use nor bundled, or the qualifier is unknown.
        NotYet: there are no posts.
    """
    if qualifier not in QUALIFIERS:
        raise InputError(f"there is no qualifier {qualifier!r}: positions come from {', '.join(QUALIFIERS)}")
    names = (concepts,) if isinstance(concepts, str) else tuple(dict.fromkeys(concepts))
    with workspace.lock():
        used = {book.name: book for book in _books(workspace, workspace.settings)}
        books = [_book(name, used) for name in names]
        made = graph(workspace, report=report)
        state, codes, _ = _codes(workspace, report)
        key = (state, names, qualifier)
        kept = workspace.memory.get("statements", {})
        if key not in kept:
            report("finding statements", 0, 0)
            found = _found(workspace, codes, books, used, qualifier)
            kept[key] = of_posts(made, *found, books)
            workspace.memory["statements"] = {old: table for old, table in kept.items() if old[0] == state}
    table: pl.DataFrame = workspace.memory["statements"][key]
    return table


def _book(name: str, used: dict[str, Codebook]) -> Codebook:
    if name not in used and name not in codebook.bundled():
        known = ", ".join(sorted({*used, *codebook.bundled()}))
        raise InputError(f"no codebook {name!r} is in use here ({known}): `suara code --codebook FILE` puts one to use")
    return used.get(name) or codebook.load(name)


def _found(
    workspace: Workspace, codes: pl.DataFrame, books: Sequence[Codebook], used: dict[str, Codebook], qualifier: str
) -> tuple[pl.DataFrame, pl.DataFrame | int | None]:
    """The codes that are concepts, and the positions (or the one value) beside them.

    What isn't coded yet is coded by words, without being kept: books that aren't in use; and, as organisations are actors
    too, the posts of agencies by a book of positions that is made for people's.
    """
    texts = texts_to_code(workspace, _registry(workspace, workspace.settings))
    aside = by_words.code(texts, [book for book in books if book.name not in used])
    said = pl.concat([codes.filter(pl.col("codebook").is_in([book.name for book in books])), aside])
    if qualifier in GIVEN:
        return said, GIVEN[qualifier]
    book = _book(qualifier, used)
    texts = texts.join(said.select(key="post"), on="key", how="semi", maintain_order="left")
    done = codes.filter(codebook=qualifier)
    if qualifier in used:
        texts = texts.filter(pl.col("by_agency") if book.of == "people" else pl.lit(False))
    more = by_words.code(texts.drop("by_agency"), [msgspec.structs.replace(book, of="all")])
    return said, values(pl.concat([done, more]), POSITIONS[qualifier])
