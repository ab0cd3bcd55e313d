"""Codebooks and coded projects to and from programs for qualitative analysis, by REFI-QDA."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from suara._files import whole
from suara.coding import codebook
from suara.coding.codebook import Codebook
from suara.coding.codebook_toml import written
from suara.coding.refi import codebooks as _codebooks
from suara.coding.refi import projects
from suara.coding.refi.projects import Coded
from suara.coding.reviewed import REVIEWS
from suara.errors import DataError, FileError
from suara.posts.post import KEYED
from suara.present.refi import Exported, write_project
from suara.steps import _decisions
from suara.steps._coding import _books, all_posts, graph
from suara.steps._importing import Report, silent
from suara.workspace import Workspace


def export_codebook(
    path: str | Path,
    codebooks: Sequence[str] | None = None,
    *,
    workspace: Workspace | None = None,
    lang: str = "id",
) -> list[Codebook]:
    """Write codebooks as a REFI-QDA codebook, `.qdc`; returns them. All that is in them comes back by `read_codebook`.

    Args:
        path: the file.
        codebooks: names of codebooks in use or bundled ones, or files; without, all that are in use in the workspace.
        workspace: the workspace; not needed for bundled codebooks and files.
        lang: the language of the names, "id" or "en".

    Raises:
        DataError: a codebook is wrong or isn't there.
        FileError: the file can't be written.
    """
    used = {} if workspace is None else {book.name: book for book in _books(workspace, workspace.settings)}
    books = [used.get(name) or codebook.load(name) for name in (used if codebooks is None else codebooks)]
    if not books:
        raise DataError("no codebook is named, and there is no workspace whose codebooks could be meant")
    _codebooks.write(books, Path(path), lang=lang)
    return books


def read_codebook(path: str | Path, *, name: str | None = None, lang: str = "id") -> Codebook:
    """The codebook in a REFI-QDA codebook (`.qdc`) or project (`.qdpx`) of any program.

    Args:
        path: the file.
        name: which, if it has several.
        lang: the language that names and descriptions are in, where the file doesn't tell.

    Raises:
        DataError: it isn't REFI-QDA or breaks its rules (with the line), or there are several and `name` is none of them.
        FileError: it can't be read.
    """
    known = [codebook.load(each) for each in codebook.bundled()]
    books = _codebooks.read(Path(path), lang=lang, known=known).books
    chosen = [book for book in books if name in (None, book.name)]
    if len(chosen) != 1:
        names = ", ".join(book.name for book in books)
        raise DataError(f"{path} has the codebooks {names}: name one of them with --codebook")
    return chosen[0]


def import_codebook(path: str | Path, output: str | Path, *, name: str | None = None, lang: str = "id") -> Codebook:
    """Write the codebook in a REFI-QDA file as TOML, for `suara code --codebook`; see `read_codebook`.

    Raises:
        FileError: `output` can't be written.
    """
    book = read_codebook(path, name=name, lang=lang)
    try:
        with whole(Path(output)) as unfinished:
            unfinished.write_text(written(book), encoding="utf-8")
    except OSError as error:
        raise FileError(f"{output} can't be written: {error.strerror}") from None
    return book


def export_project(
    workspace: Workspace,
    path: str | Path,
    *,
    codebooks: Sequence[str] | None = None,
    per: str = "conversation",
    names: str = "public",
    lang: str = "id",
    line_ends: str = "lf",
    blank: bool = False,
    report: Report = silent,
) -> Exported:
    """Write the posts and their codes as a REFI-QDA project, `.qdpx`, for NVivo, MAXQDA, ATLAS.ti or QualCoder.

    Args:
        workspace: the workspace.
        path: the file.
        codebooks: the names of the codebooks in use that go with it; all of them without.
        per: what is a source: a "conversation" (small ones of a month together), or a "post".
        names: whose names are shown: "public" (agencies, verified and widely followed accounts), "all" or "none"; what
            leads to the others is hidden in texts too.
        lang: the language of names, "id" or "en".
        line_ends: "lf", or "crlf" for programs that count the end of a line as two characters.
        blank: without codes, for people to code on their own.
        report: see `Report`.

    Raises:
        DataError: a codebook isn't in use here.
        FileError: the file can't be written.
        NotYet: there are no posts.
    """
    with workspace.lock():
        made = graph(workspace, report=report)
        books = _chosen(_books(workspace, workspace.settings), codebooks)
        codes = _by_whom(workspace.memory["codes"][1], _decisions.hand(workspace))
        report("writing the project", 0, 0)
        return write_project(
            made,
            codes.clear() if blank else codes,
            books,
            Path(path),
            per=per,
            names=names,
            lang=lang,
            line_ends=line_ends,
            secret=workspace.secret(),
            title=workspace.root.resolve().name,
        )


def import_project(workspace: Workspace, path: str | Path, *, lang: str = "id") -> Coded:
    """Take over what people have coded in a REFI-QDA project, as decisions by hand; returns all codings on our posts.

    Codes are taken if a codebook in use has them; their posts have to be in the workspace. What can't be taken is counted
    in the result. A decision of the same person on the same post and codebook takes the place of the earlier one.

    Raises:
        DataError: it isn't REFI-QDA, breaks its rules (with the line), or is harmful. Nothing is taken then.
        FileError: it can't be read.
        NotYet: there are no posts.
    """
    with workspace.lock():
        books = _books(workspace, workspace.settings)
        posts = all_posts(workspace).select("text", key=KEYED)
        coded = projects.read(Path(path), posts, books, secret=workspace.secret(), lang=lang)
        decided = projects.decisions(coded.codings, {book.name: book.exclusive for book in books})
        if decided.height:
            _decisions.keep(workspace, decided, pl.DataFrame(schema=REVIEWS))
        return coded


def _by_whom(codes: pl.DataFrame, hand: pl.DataFrame) -> pl.DataFrame:
    """The codes with their `coder`: those by hand are what each person has decided, not what all have together."""
    people = hand.drop_nulls("topic").with_columns(by=pl.lit("hand"))
    program = codes.filter(pl.col("by") != "hand") if people.height else codes
    return pl.concat([program, people.drop("at")], how="diagonal")


def _chosen(books: list[Codebook], names: Sequence[str] | None) -> list[Codebook]:
    known = {book.name: book for book in books}
    for name in names or ():
        if name not in known:
            raise DataError(f"the codebook {name!r} isn't in use here ({', '.join(known)}): code with it first")
    return books if names is None else [known[name] for name in names]
