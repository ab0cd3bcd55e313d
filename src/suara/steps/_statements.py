"""Statements of a workspace: from the codes and positions of its posts."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import polars as pl

from suara.coding import by_words, codebook, statements_kept
from suara.coding.codebook import Codebook
from suara.coding.statements import together
from suara.errors import InputError, NotYet
from suara.graph.build import COMPLAINTS
from suara.graph.statements import GIVEN, POSITIONS, of_posts, values
from suara.steps._coding import _books, _codes, _registry, graph, texts_to_code
from suara.steps._importing import Report, silent
from suara.workspace import Workspace

QUALIFIERS = (*POSITIONS, *GIVEN)
"""What positions can be taken from: a codebook, "given" (who names a concept agrees with it), or "none"."""


OF = ("all", "posts", "files")
"""Whose statements are asked for."""


def statements(
    workspace: Workspace,
    *,
    concepts: str | Sequence[str] | None = None,
    qualifier: str = "stance",
    of: str = "all",
    report: Report = silent,
) -> pl.DataFrame:
    """Who says what about which concept: the statements in the workspace's posts, and those of imported files.

    How positions are found, and what a post without one is, says `suara.graph.statements.of_posts`.

    Args:
        workspace: the workspace.
        concepts: the codebooks whose codes are the concepts: in use here, or bundled. By default all in use that say what
            people speak about: not those of positions, nor of what agencies do in their replies.
        qualifier: what tells positions: "stance" or "sentiment" (codebooks; one that isn't in use codes by words for this
            alone, and agencies' posts as well as people's), "given" (a code that is given is agreed with) or "none".
        of: "posts", "files" (those that were imported), or "all".
        report: see `Report`.

    Returns:
        See `suara.coding.statements.STATEMENTS`, and `suara.graph.statements.ATTRIBUTES` for the attributes beside them.

    Raises:
        InputError: a codebook is neither in use nor bundled, or `qualifier` or `of` is unknown.
        NotYet: there are neither posts nor imported statements.
    """
    if qualifier not in QUALIFIERS:
        raise InputError(f"there is no qualifier {qualifier!r}: positions come from {', '.join(QUALIFIERS)}")
    if of not in OF:
        raise InputError(f"there are no statements of {of!r}: ask for those of {', '.join(OF)}")
    names = concepts_of(workspace, concepts)
    with workspace.lock():
        files = statements_kept.load(workspace.root / "codes")[0]
        if of == "files" or (of == "all" and files.height and workspace.corpus.read().is_empty()):
            if files.is_empty():
                raise NotYet(
                    f"{workspace.root} has no statements of files: `suara statements import FILE...` brings some"
                )
            return files
        posts = _of_posts(workspace, names, qualifier, report)
        return posts if of == "posts" or files.is_empty() else together([posts, files])


def concepts_of(workspace: Workspace, concepts: str | Sequence[str] | None) -> tuple[str, ...]:
    """The codebooks that are asked for, each once; see `statements`."""
    if concepts:
        return (concepts,) if isinstance(concepts, str) else tuple(dict.fromkeys(concepts))
    books = _books(workspace, workspace.settings)
    return tuple(book.name for book in books if book.name not in POSITIONS and book.of != "agencies") or (COMPLAINTS,)


def _of_posts(workspace: Workspace, names: tuple[str, ...], qualifier: str, report: Report) -> pl.DataFrame:
    """The statements in posts; worked out once for the same posts, codebooks and qualifier."""
    used = {book.name: book for book in _books(workspace, workspace.settings)}
    books = [_book(name, used) for name in names]
    made = graph(workspace, report=report)
    state, codes, _ = _codes(workspace, report)
    key = (state, names, qualifier)
    kept: dict[tuple[str, tuple[str, ...], str], pl.DataFrame] = workspace.memory.get("statements", {})
    if key not in kept:
        report("finding statements", 0, 0)
        found = of_posts(made, *_found(workspace, codes, books, used, qualifier), books)
        kept = {old: table for old, table in kept.items() if old[0] == state} | {key: found}
        workspace.memory["statements"] = kept
    return kept[key]


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
