"""Coded projects (`.qdpx`) of any program: whose codes stand on which posts, where these are ours."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from suara.coding.codebook import Codebook
from suara.coding.refi._archive import Archive, opened
from suara.coding.refi._document import Coding, Document, Source
from suara.coding.refi._guids import guids, space_of
from suara.coding.refi._places import Block, Selected, blocks, meant, settled
from suara.coding.refi._reading import read as read_xml
from suara.coding.refi._text import clean
from suara.coding.refi._understood import understood
from suara.coding.refi.ours import NAMED, PROGRAM, PROGRAM_GUIDS, post_name, token_of

CODINGS = {
    "post": pl.String,
    "codebook": pl.String,
    "topic": pl.String,
    "evidence": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "coder": pl.String,
    "by": pl.String,
}
"""Columns of the codings in a project: as those of the table `codes`, and who gave them; `by` is "hand", or what the
program coded with. Evidence and place are null where the whole post is coded, the place also where the text was changed."""


@dataclass
class Coded:
    """The codings of a project on posts of ours, and what of it couldn't be taken."""

    codings: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CODINGS))
    books: list[Codebook] = field(default_factory=list)  # as the project has them
    sources: int = 0  # with posts of ours
    other_sources: list[str] = field(default_factory=list)  # names of text sources that aren't ours
    other_codes: Counter[str] = field(default_factory=Counter)  # codings by names of codes that no codebook of ours has
    lost: Counter[str] = field(default_factory=Counter)  # codings that can't be taken, by why
    passed_over: Counter[str] = field(default_factory=Counter)  # elements that have no place here, by their name


def read(path: Path, posts: pl.DataFrame, books: Sequence[Codebook], *, secret: bytes = b"", lang: str = "id") -> Coded:
    """The codings of a project on posts (`key`, `text`), with codes of the codebooks.

    A source is known by its GUID, by the token in its name, or by the tokens in the lines above its posts; a code by
    its GUID or its name.

    Raises:
        FileError: it isn't there, or can't be read.
        DataError: it isn't REFI-QDA, breaks its rules (with the line), or its archive is broken or harmful.
    """
    with opened(path) as archive:
        with archive.project() as (stream, where):
            document = read_xml(stream, where)
        found = understood(document, str(path), path.stem, lang=lang, known=books)
        result = Coded(books=found.books, passed_over=document.passed_over)
        rows = _rows(document, archive, _Posts(posts, secret), result)
    known = {(book.name, code.id) for book in books for code in book.codes}
    named = {node.guid: node.name for node in document.codes}
    kept = []
    for coding, post, evidence, start, end in rows:
        topic = found.topics.get(coding.code)
        if topic in known:
            kept.append((post, *topic, evidence, start, end, *_coder(coding.user, document)))
        elif coding.code in named:
            result.other_codes[named[coding.code]] += 1
        else:
            result.lost["the code isn't in the codebook (NVivo codes cases like this)"] += 1
    result.codings = pl.DataFrame(kept, schema=CODINGS, orient="row").unique(maintain_order=True)
    return result


class _Posts:
    """Posts by what a project tells of them."""

    def __init__(self, posts: pl.DataFrame, secret: bytes) -> None:
        keys = posts["key"].to_list()
        own = guids(space_of(secret), map(post_name, keys))
        self.by_guid = dict(zip(own, keys, strict=True))
        self.by_token = dict(zip(map(token_of, own), keys, strict=True))
        self._texts = posts.select(clean(pl.col("text").fill_null(""))).to_series()
        self._row = {key: row for row, key in enumerate(keys)}

    def text(self, key: str) -> str:
        """A text as it went out, but for what was hidden in it."""
        return str(self._texts[self._row[key]])

    def of(self, source: Source, text: str) -> list[Block]:
        """The posts in a source."""
        named = NAMED.findall(source.name)
        one = self.by_guid.get(source.guid) or next((self.by_token[t] for t in named if t in self.by_token), None)
        if one is not None:
            return [Block(one, 0, 0, len(text))]
        return blocks(text, self.by_token)


Row = tuple[Coding, str, str | None, int | None, int | None]


def _rows(document: Document, archive: Archive, posts: _Posts, result: Coded) -> list[Row]:
    """Each coding with the post, the evidence and the place in the post's text; what can't be told is counted."""
    by_source: dict[int, list[Coding]] = defaultdict(list)
    for coding in document.codings:
        by_source[coding.source].append(coding)
    rows: list[Row] = []
    for number, source in enumerate(document.sources):
        codings = by_source[number]
        text = source.text if source.text is not None else archive.text(source.path or "")
        if text is None:
            result.other_sources.append(source.name or source.path or source.guid)
            result.lost["the text of the source isn't in the file"] += len(codings)
            continue
        plain, places = settled(text, [Selected(c.start or 0, c.end or 0, c.name) for c in codings])
        found = posts.of(source, plain)
        if not found:
            result.other_sources.append(source.name or source.path or source.guid)
            result.lost["the source isn't one of this workspace"] += len(codings)
            continue
        result.sources += 1
        for coding, (start, end) in zip(codings, places, strict=True):
            rows += _on_posts(coding, plain, found, start, end, posts, result.lost)
    return rows


def _on_posts(
    coding: Coding, text: str, found: Sequence[Block], start: int, end: int, posts: _Posts, lost: Counter[str]
) -> list[Row]:
    """What one coding says of which posts."""
    if coding.start is None:
        if len(found) == 1:
            return [(coding, found[0].post, None, None, None)]
        lost["a source of several posts is coded as a whole, which says nothing of each"] += 1
        return []
    told = [
        (
            coding,
            block.post,
            *_evidence(text[low:high], text[block.start : block.end], low - block.start, posts.text(block.post)),
        )
        for block, low, high in meant(text, found, start, end)
    ]
    if not told:
        lost["the selection holds no words of a post"] += 1
    return told


def _evidence(words: str, theirs: str, at: int, ours: str) -> tuple[str | None, int | None, int | None]:
    """The selected words and their place in our text; none where they are all of it."""
    if len(theirs.rstrip("\n")) != len(ours.rstrip("\n")):  # the text was changed: only the words can tell
        at = ours.find(words.strip())
        words = words.strip()
        return (words, at, at + len(words)) if at >= 0 else (words, None, None)
    end = min(at + len(words), len(ours))
    if at == 0 and end >= len(ours.rstrip("\n")):
        return None, None, None
    return ours[at:end], at, end


def _coder(user: str, document: Document) -> tuple[str, str]:
    """Who gave a code, by name; and by what."""
    name = document.users.get(user, user) or "?"
    for by, identity in PROGRAM_GUIDS.items():
        if user == identity or name == PROGRAM[by]:
            return PROGRAM[by], by
    return name, "hand"


def decisions(codings: pl.DataFrame, exclusive: Mapping[str, bool]) -> pl.DataFrame:
    """What people have decided: post, codebook, topic, coder, start, end.

    A person who has coded a post by a codebook has let stand what the program had given it by that book, so this is part
    of the decision; not where the book allows one code a post, as the person's own then takes its place. A post that
    nobody has coded is no decision.

    Args:
        codings: as `read` gives them.
        exclusive: whether a codebook allows one code a post.

    Example:
        >>> rows = [("x:1", "b", "slow", "lama", 0, 4, "ani", "hand"), ("x:1", "b", "rude", None, None, None, "p", "words")]
        >>> decisions(pl.DataFrame(rows, schema=CODINGS, orient="row"), {"b": False}).select("topic", "coder").rows()
        [('slow', 'ani'), ('rude', 'ani')]
    """
    people = codings.filter(by="hand")
    single = [book for book, alone in exclusive.items() if alone]
    left = codings.filter(pl.col("by") != "hand", ~pl.col("codebook").is_in(single)).drop("coder")
    decided = people.select("post", "codebook", "coder").unique(maintain_order=True)
    left = left.join(decided, on=["post", "codebook"], maintain_order="left")
    own = people.select("post", "codebook", "topic", "coder", "start", "end")
    fresh = left.select(own.columns).join(
        own, on=["post", "codebook", "topic", "coder"], how="anti", maintain_order="left"
    )
    return pl.concat([own, fresh]).unique(maintain_order=True)
