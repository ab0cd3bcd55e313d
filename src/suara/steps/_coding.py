"""Topics and agencies that the posts name, and the graph of it all as tables."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import polars as pl

from suara._html import card
from suara.coding import agencies as _agencies
from suara.coding import by_hand, by_words, codebook, language, reviewed
from suara.coding import regions as _regions
from suara.coding.agencies_named import NAMED, agencies_named
from suara.coding.codes import CODES
from suara.coding.own import own_text
from suara.coding.words import stream
from suara.errors import DataError, InputError, NotYet
from suara.graph._accounts import resolve
from suara.graph.build import Graph
from suara.graph.build import build as _build_graph
from suara.posts.post import IS_REPOST, KEYED
from suara.steps import _decisions, _learning
from suara.steps._importing import Report, silent
from suara.workspace import Settings, Workspace


def code(
    workspace: Workspace,
    *,
    codebooks: Sequence[str] | None = None,
    agencies: Sequence[str] | None = None,
    learn: Sequence[str | Path] | None = None,
    coder: str | None = None,
    model: str | Path | None = None,
    report: Report = silent,
) -> pl.DataFrame:
    """Find the topics and agencies that posts name; returns the table `codes`.

    Codes are by hand where people have decided, else as learned where that was asked for, else by words. Codebooks, agency
    files and what to learn are remembered in suara.toml. Reposts aren't coded, nor what a post repeats of another's text.
    A codebook codes the posts of those whom it is made for: of people, of agencies, or of all.

    Args:
        workspace: the workspace.
        codebooks: bundled ones by name, or files, in place of those that were in use.
        agencies: files with agencies of one's own, in place of those that were in use.
        learn: what to learn from: files that people have marked (see `review`), whose decisions are kept; or names of
            codebooks that were decided on already. Tables/learning.csv tells how good it is.
        coder: who has marked those files, where they don't say.
        model: a folder with a sentence model, for learning; see `suara.coding.transformer`.
        report: see `Report`.

    Raises:
        DataError: a codebook, an agency file or the sentence model is wrong.
        FileError: a marked file is wrong; nothing is kept then.
        NotYet: there are no posts, or no decisions to learn from.
    """
    with workspace.lock():
        settings = workspace.settings
        if codebooks is not None:
            settings.codebooks = _remembered(codebooks)
        if agencies is not None:
            settings.agencies = _remembered(agencies)
        if model is not None:
            settings.model = str(Path(model).absolute())
        books, registry = _books(workspace, settings), _registry(workspace, settings)
        read = _to_learn_from(workspace, settings, books, learn or (), coder)
        report("coding", 0, 0)
        posts = texts_to_code(workspace, registry)
        spoken = stream(posts["text"])
        words = by_words.code(posts, books, spoken)
        named = agencies_named(posts, registry, spoken)
        hand = by_hand.replaced(_decisions.hand(workspace), reviewed.at(read.decisions, None))
        found = _learning.learned(workspace, settings, books, posts, words, hand, report)
        texts = all_posts(workspace).select("text", key=KEYED)
        codes, overruled = _learning.together(texts, words, books, found, _learning.decided(hand, books))
        if settings != workspace.settings:
            workspace.save(settings)  # only now, as they have turned out to be right
        if read.decisions.height:
            _decisions.keep(workspace, read.decisions, read.reviews)
        folder = workspace.root / "codes"
        folder.mkdir(exist_ok=True)
        codes.write_parquet(folder / "topics.parquet")
        named.write_parquet(folder / "agencies.parquet")
        overruled.write_parquet(folder / "overruled.parquet")
        _learning.keep(workspace, found)
        state = coding_state(workspace)
        workspace.memory["codes"] = (state, codes, named)
        workspace.memory.pop("graph", None)
        workspace.mark("code", state)
    return codes


def _to_learn_from(
    workspace: Workspace,
    settings: Settings,
    books: Sequence[codebook.Codebook],
    learn: Sequence[str | Path],
    coder: str | None,
) -> reviewed.Reviewed:
    """Put the codebooks to learn into the settings; the decisions that files hold, checked, but not kept yet."""
    names = [book.name for book in books]
    files = [source for source in learn if str(source) not in names]
    read = _decisions.read(files, all_posts(workspace).select("text", key=KEYED), books, coder)
    decided = {*_decisions.hand(workspace)["codebook"], *read.decisions["codebook"]}
    wanted = [name for name in map(str, learn) if name in names]
    if undecided := [name for name in wanted if name not in decided]:
        raise NotYet(
            f"nobody has decided on {undecided[0]} yet: `suara review --codebook {undecided[0]}` draws a sample"
        )
    if files and read.decisions.is_empty():
        raise NotYet(f"no row of {files[0]} is marked: mark some, or read another file")
    settings.learn = sorted({*settings.learn, *wanted, *read.decisions["codebook"]})
    return read


@dataclass(frozen=True)
class CodedPost:
    """A post with what was found in it."""

    key: str
    text: str
    codes: pl.DataFrame  # see `suara.coding.codes.CODES`
    agencies: pl.DataFrame  # see `suara.coding.agencies_named.NAMED`

    def _repr_html_(self) -> str:
        return card(self.text, {"post": self.key}, self.codes) + card("Agencies", table=self.agencies)


def codes_of(workspace: Workspace, post: str, *, report: Report = silent) -> CodedPost:
    """The codes of one post, told by its key, its platform's id, or its address.

    Raises:
        InputError: no post is called so, or several are.
    """
    with workspace.lock():
        posts = all_posts(workspace).with_columns(KEYED.alias("key"))
        found = posts.filter((pl.col("key") == post) | (pl.col("id") == post) | (pl.col("url") == post))
        if found.is_empty():
            raise InputError(
                f"no post of {workspace.root} is called {post}: give its key (x:123), its id or its address"
            )
        if found.height > 1:
            raise InputError(f"several posts are called {post}: {', '.join(found['key'].head(5))}")
        key, text = found.select("key", "text").row(0)
        _, codes, named = _codes(workspace, report)
    return CodedPost(key, text or "", codes.filter(post=key), named.filter(post=key))


_NO_LANGUAGE = ("und", "zxx", "mis", "mul", "art")  # BCP 47; and those of X begin with q


def languages_without_rules(workspace: Workspace) -> pl.DataFrame:
    """Languages of posts (as the platform says) in which no codebook in use has phrases: lang, posts; the most first."""
    books = _books(workspace, workspace.settings)
    known = {language for book in books for code in book.codes for language in code.phrases}
    said = pl.col("lang").str.to_lowercase().str.extract(r"^([a-z]{2,3})(?:[-_]|$)").replace("in", "id")
    return (
        all_posts(workspace)
        .filter(~IS_REPOST, pl.col("text").is_not_null())
        .select(lang=said)
        .filter(~pl.col("lang").is_in([*known, *_NO_LANGUAGE]), ~pl.col("lang").str.starts_with("q"))
        .group_by("lang")
        .agg(posts=pl.len().cast(pl.Int64))
        .sort("posts", "lang", descending=[True, False])
    )


def replaced_agencies(workspace: Workspace) -> tuple[str, ...]:
    """Agencies that one's own file has an entry for which leaves out names or accounts that were known of them."""
    return _registry(workspace, workspace.settings).replaced


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
    if workspace.leaves_out is not None:
        posts = posts.filter(~KEYED.is_in(list(workspace.leaves_out)))
        if posts.is_empty():
            raise NotYet(f"{workspace.root} has no posts but those of accounts that coordinate")
    return posts


def coding_state(workspace: Workspace) -> str:
    """Changes with the posts, the codebooks and the agencies."""
    settings = workspace.settings
    files = [
        *_book_files(workspace, settings),
        _agencies.BUNDLED,
        _regions.BUNDLED,
        *map(workspace.named, settings.agencies),
    ]
    files += sorted(language.BUNDLED.iterdir())
    files += [workspace.root / "codes" / _decisions.HAND]
    learning = f"{settings.learn} {_learning.sentence_model(workspace, settings)}"
    digest = hashlib.sha256(f"{version('suara')} {workspace.corpus.state} {learning}".encode())
    for file in files:
        digest.update(file.read_bytes() if file.is_file() else b"")
    return digest.hexdigest()[:16]


def graph_state(workspace: Workspace) -> str:
    """Changes with the posts, the codebooks and the agencies, and with what a view of the workspace leaves out."""
    left_out = "".join(sorted(workspace.leaves_out or ()))
    digest = hashlib.sha256(left_out.encode()).hexdigest()[:8] if left_out else ""
    return coding_state(workspace) + digest


def graph(workspace: Workspace, *, report: Report = silent) -> Graph:
    """The graph of the workspace's posts as tables; coded first if the posts or codebooks are newer than the codes."""
    state = graph_state(workspace)
    kept = workspace.memory.get("graph")
    if kept is not None and kept[0] == state:
        found: Graph = kept[1]
        return found
    _, codes, named = _codes(workspace, report)
    report("building the graph", 0, 0)
    settings = workspace.settings
    made = _build_graph(all_posts(workspace), codes, named, _registry(workspace, settings), _books(workspace, settings))
    workspace.memory["graph"] = (state, made)
    return made


def _codes(workspace: Workspace, report: Report) -> tuple[str, pl.DataFrame, pl.DataFrame]:
    """The state, the codes and the agencies named; found anew if the posts or codebooks are newer."""
    state = coding_state(workspace)
    if workspace.done("code") != state or not _remember_codes(workspace, state):
        code(workspace, report=report)
    kept: tuple[str, pl.DataFrame, pl.DataFrame] = workspace.memory["codes"]
    return kept


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
