"""What a REFI-QDA document says, as far as it is taken over."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Node:
    """A code as a document has it; `parent` is the place of another in the list of all codes."""

    guid: str
    name: str
    codable: bool
    parent: int | None
    line: int
    description: str = ""


@dataclass
class Group:
    """A set of codes."""

    guid: str
    name: str
    line: int
    description: str = ""
    members: list[str] = field(default_factory=list)  # GUIDs of codes


@dataclass
class Source:
    """A text source: where its text lies in the archive, or the text itself."""

    guid: str
    name: str
    path: str | None
    line: int
    text: str | None = None
    values: dict[str, str] = field(default_factory=dict)  # of variables, by their GUIDs


@dataclass
class Case:
    """What is grouped under one name (a person, an organisation), with what is known of it."""

    guid: str
    name: str
    values: dict[str, str] = field(default_factory=dict)  # of variables, by their GUIDs
    members: set[str] = field(default_factory=set)  # GUIDs of sources and selections


@dataclass(frozen=True)
class Coding:
    """A code given to a place in a text source, or (without a place) to the whole of it."""

    source: int  # its place among the text sources
    guid: str
    code: str  # GUID
    user: str  # GUID; "" where the document doesn't tell
    selection: str = ""  # GUID of the selection
    start: int | None = None  # Unicode code points from the beginning of the text
    end: int | None = None
    name: str = ""  # of the selection: most programs put its text there


@dataclass
class Document:
    """A codebook or a project; GUIDs without braces, in lower case."""

    kind: str = ""  # "CodeBook" or "Project"
    name: str = ""
    origin: str = ""  # the program that wrote it
    codes: list[Node] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    users: dict[str, str] = field(default_factory=dict)  # name by GUID
    sources: list[Source] = field(default_factory=list)
    codings: list[Coding] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)  # name by GUID
    cases: list[Case] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)  # elements that aren't taken over, by their name
