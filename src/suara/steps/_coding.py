"""Topics and agencies that the posts name, and the graph of it all as tables."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import polars as pl

from suara.coding import agencies as _agencies
from suara.coding import by_words, codebook, language
from suara.coding.agencies_named import NAMED, agencies_named
from suara.coding.codes import CODES
from suara.coding.own import own_text
from suara.errors import DataError, NotYet
from suara.graph._accounts import resolve
from suara.graph.build import Graph
from suara.graph.build import build as _build_graph
from suara.posts.post import IS_REPOST, KEYED
from suara.steps._importing import Report, silent
from suara.workspace import Settings, Workspace


def code(
    workspace: Workspace,
    *,
    codebooks: Sequence[str] | None = None,
    agencies: Sequence[str] | None = None,
    report: Report = silent,
) -> pl.DataFrame:
    """Find the topics and agencies that posts name; returns the table `codes`.

    Codebooks and agency files that are given are remembered in suara.toml. Reposts aren't coded, nor what a post repeats
    of another's text. A codebook codes the posts of those whom it is made for: of people, of agencies, or of all.

    Raises:
        DataError: a codebook or an agency file is wrong.
        NotYet: there are no posts.
    """
    with workspace.lock():
        settings = workspace.settings
        if codebooks is not None:
            settings.codebooks = _remembered(codebooks)
        if agencies is not None:
            settings.agencies = _remembered(agencies)
        books, registry = _books(workspace, settings), _registry(workspace, settings)
        report("coding", 0, 0)
        posts = texts_to_code(workspace, registry)
        codes = by_words.code(posts, books)
        named = agencies_named(posts, registry)
        if codebooks is not None or agencies is not None:
            workspace.save(settings)  # only now, as they have turned out to be right
        folder = workspace.root / "codes"
        folder.mkdir(exist_ok=True)
        codes.write_parquet(folder / "topics.parquet")
        named.write_parquet(folder / "agencies.parquet")
        state = coding_state(workspace)
        workspace.memory["codes"] = (state, codes, named)
        workspace.memory.pop("graph", None)
        workspace.mark("code", state)
    return codes


def texts_to_code(workspace: Workspace, registry: _agencies.Registry) -> pl.DataFrame:
    """The posts that can be coded, with what their authors wrote in them: key, text, by_agency."""
    posts = all_posts(workspace).with_columns(KEYED.alias("key"))
    by_agency = pl.col("key").is_in(resolve(posts, registry).of_agencies.implode())
    written = posts.select("key", text=own_text(posts), by_agency=by_agency, keep=~IS_REPOST)
    return written.filter("keep", pl.col("text").is_not_null()).drop("keep")


def _remembered(names: Sequence[str]) -> list[str]:
    """Names as suara.toml keeps them: bundled ones as they are, files by their full path."""
    return [name if name in codebook.bundled() else str(Path(name).absolute()) for name in names]


def _book_files(workspace: Workspace, settings: Settings) -> list[Path]:
    return [
        codebook.file_of(name) if name in codebook.bundled() else workspace.named(name) for name in settings.codebooks
    ]


def _books(workspace: Workspace, settings: Settings) -> list[codebook.Codebook]:
    books = [codebook.load(path) for path in _book_files(workspace, settings)]
    names = [book.name for book in books]
    if twice := {name for name in names if names.count(name) > 1}:
        raise DataError(f"two codebooks are named {sorted(twice)[0]!r}: one that extends another takes its place")
    return books


def _registry(workspace: Workspace, settings: Settings) -> _agencies.Registry:
    return _agencies.load([workspace.named(name) for name in settings.agencies])


def all_posts(workspace: Workspace) -> pl.DataFrame:
    """The posts of the corpus; raises NotYet where there are none."""
    posts = workspace.corpus.read()
    if posts.is_empty():
        raise NotYet(f"{workspace.root} has no posts yet: `suara import FILE...` brings some")
    return posts


def coding_state(workspace: Workspace) -> str:
    """Changes with the posts, the codebooks and the agencies."""
    settings = workspace.settings
    files = [*_book_files(workspace, settings), _agencies.BUNDLED, *map(workspace.named, settings.agencies)]
    files += sorted(language.BUNDLED.iterdir())
    digest = hashlib.sha256(f"{version('suara')} {workspace.corpus.state}".encode())
    for file in files:
        digest.update(file.read_bytes() if file.is_file() else b"")
    return digest.hexdigest()[:16]


def graph(workspace: Workspace, *, report: Report = silent) -> Graph:
    """The graph of the workspace's posts as tables; coded first if the posts or codebooks are newer than the codes."""
    state = coding_state(workspace)
    kept = workspace.memory.get("graph")
    if kept is not None and kept[0] == state:
        found: Graph = kept[1]
        return found
    if workspace.done("code") != state or not _remember_codes(workspace, state):
        code(workspace, report=report)
    report("building the graph", 0, 0)
    _, codes, named = workspace.memory["codes"]
    settings = workspace.settings
    made = _build_graph(all_posts(workspace), codes, named, _registry(workspace, settings), _books(workspace, settings))
    workspace.memory["graph"] = (state, made)
    return made


def _remember_codes(workspace: Workspace, state: str) -> bool:
    """Read the codes, unless this process has them; whether they are there and whole."""
    if workspace.memory.get("codes", ("",))[0] == state:
        return True
    folder = workspace.root / "codes"
    try:
        codes, named = (pl.read_parquet(folder / f"{name}.parquet", glob=False) for name in ("topics", "agencies"))
    except (OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return False
    if codes.schema != CODES or named.schema != NAMED:
        return False
    workspace.memory["codes"] = (state, codes, named)
    return True
