"""What sections of a report are made of. All texts are plain: whoever writes them to a file escapes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True)
class Quote:
    """A post behind a finding, as others may see it."""

    head: str  # when, where, who
    text: str
    below: str = ""  # what became of it
    href: str | None = None  # only where its author may be named


@dataclass(frozen=True)
class Finding:
    """A sentence, how sure it is, and what it rests on."""

    kind: ClassVar[str] = "finding"
    says: str
    n: str
    method: str
    command: str
    sure: Sequence[str] = ()
    cautions: Sequence[str] = ()
    notes: Sequence[str] = ()  # on what isn't in it
    question: str | None = None  # a question of `cypher/read/` to the graph
    posts: Sequence[Quote] = ()
    name: str = ""  # a heading, where the finding is one of many alike


@dataclass(frozen=True)
class Table:
    """A table with a caption; the first column names the rows."""

    kind: ClassVar[str] = "table"
    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()
    words: Sequence[int] = ()  # columns after the first that hold words, not numbers


@dataclass(frozen=True)
class Picture:
    """A figure, for a screen and for a phone; without SVG where there is nothing to draw, which the notes say."""

    kind: ClassVar[str] = "picture"
    name: str
    title: str
    notes: Sequence[str]
    wide: str  # SVG
    narrow: str | None = None


@dataclass(frozen=True)
class Text:
    """Paragraphs."""

    kind: ClassVar[str] = "text"
    says: Sequence[str]


@dataclass(frozen=True)
class Terms:
    """Terms and what they mean."""

    kind: ClassVar[str] = "terms"
    terms: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Points:
    """A list."""

    kind: ClassVar[str] = "points"
    says: Sequence[str]


@dataclass(frozen=True)
class Lines:
    """Commands, line by line."""

    kind: ClassVar[str] = "lines"
    lines: Sequence[str]


Part = Finding | Table | Picture | Text | Terms | Points | Lines


@dataclass(frozen=True)
class Section:
    """A section: what it is called in addresses, its heading, its parts."""

    name: str
    title: str
    parts: Sequence[Part] = field(default=())
