"""The questions in `cypher/read/`: found there, with what they ask and their parameters.

Where the two stores have no words in common, such as for the month of a time, `cypher/read/neo4j/` has the same question
as Neo4j says it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from suara.errors import QueryError

_PARAMETER = re.compile(r"//\s*\$(\w+)\s*=\s*(.+?)\s*(?:--.*)?$")


@dataclass(frozen=True)
class Question:
    """A Cypher file: what it asks (its first line), its text, and its parameters with examples that are defaults."""

    name: str
    asks: str
    text: str
    parameters: dict[str, object]


def folder() -> Path:
    """Where the Cypher files are: in the installed package, or at the top of a checkout."""
    package = Path(__file__).parent.parent
    installed = package / "cypher"
    return installed if installed.is_dir() else package.parent.parent / "cypher"


def questions(*, on_server: bool = False) -> list[Question]:
    """All questions that come with suara; see `found`.

    Example:
        >>> all(question.asks and "LIMIT" in question.text for question in questions())
        True
    """
    return [found(path.stem, on_server=on_server) for path in sorted((folder() / "read").glob("*.cypher"))]


def found(question: str, *, on_server: bool = False) -> Question:
    """A question by its name (`slowest_agencies` or `read/slowest_agencies`), a Cypher file, or Cypher itself.

    Args:
        question: name, path or text.
        on_server: a Neo4j is asked: its own wording of a bundled question goes before, where there is one.

    Raises:
        QueryError: there is none of them.
    """
    simple = question.removeprefix("read/").removesuffix(".cypher")
    bundled = folder() / "read" / f"{simple}.cypher"
    if re.fullmatch(r"\w+", simple) and bundled.is_file():
        own = bundled.parent / "neo4j" / bundled.name
        return read(own if on_server and own.is_file() else bundled)
    if not question.endswith(".cypher") and any(sign in question for sign in "\n ("):
        return parsed("query", question)
    path = Path(question)
    if path.is_file():
        return read(path)
    raise QueryError(f"there is no question and no file {question!r}: `suara query list` shows the questions")


def read(path: Path) -> Question:
    """A Cypher file as a question.

    Raises:
        QueryError: it isn't UTF-8.
    """
    try:
        return parsed(path.stem, path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise QueryError(f"{path} isn't UTF-8: save it as UTF-8 text") from None


def parsed(name: str, text: str) -> Question:
    r"""Cypher text as a question.

    Example:
        >>> parsed("q", "// Who?\n// $limit = 5\nRETURN $limit").parameters
        {'limit': 5}
    """
    comments = [line for line in text.splitlines() if line.startswith("//")]
    asks = comments[0].lstrip("/ ").strip() if comments else ""
    parameters = [match for line in comments if (match := _PARAMETER.match(line))]
    return Question(name, asks, text, {match[1]: value(match[2]) for match in parameters})


_BEGINS = re.compile(r"(?:EXPLAIN|PROFILE|MATCH|OPTIONAL|UNWIND|WITH|RETURN)\b", re.IGNORECASE)
_TOUCHES_FILES = re.compile(r"\bLOAD\s+(?:CSV|FROM)\b|\bCALL\b(?!\s*[({])", re.IGNORECASE)
_USED = re.compile(r"\$(\w+)")
_UNSPOKEN = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|`[^`]*`|//[^\n]*|/\*.*?\*/", re.DOTALL)


def check(text: str) -> None:
    r"""Let only questions pass: one statement that reads the graph, and neither files nor the network.

    Raises:
        QueryError: it is none.

    Example:
        >>> check("// Who?\nMATCH (a) RETURN a LIMIT 1;")
        >>> check("COPY (MATCH (a) RETURN a) TO 'x.csv'")
        Traceback (most recent call last):
        suara.errors.QueryError: a question begins with MATCH, OPTIONAL MATCH, UNWIND, WITH or RETURN
    """
    spoken = _UNSPOKEN.sub(" ", text).strip().rstrip(";").strip()
    if not _BEGINS.match(spoken):
        raise QueryError("a question begins with MATCH, OPTIONAL MATCH, UNWIND, WITH or RETURN")
    if ";" in spoken:
        raise QueryError("one question at a time: leave out what follows the semicolon")
    if _TOUCHES_FILES.search(spoken):
        raise QueryError("a question reads the graph, not files: leave out LOAD and CALL of procedures")


def values(question: Question, given: Mapping[str, object]) -> dict[str, object]:
    r"""The value of each parameter: as given, else its example.

    Raises:
        QueryError: one that the question uses has neither (the embedded store would take it for null), or it doesn't use
            one that is given.

    Example:
        >>> values(parsed("q", "// Who?\n// $limit = 5\nRETURN $limit, $name"), {"name": "kai"})
        {'limit': 5, 'name': 'kai'}
    """
    used = set(_USED.findall(_UNSPOKEN.sub(" ", question.text)))
    if unknown := sorted(set(given) - used):
        has = ", ".join(sorted(used)) or "none"
        raise QueryError(f"the question has no parameter {unknown[0]!r}; it has: {has}")
    known = {**question.parameters, **given}
    for name in _USED.findall(_UNSPOKEN.sub(" ", question.text)):
        if name not in known:
            raise QueryError(f"the question needs a value for ${name}: give one with --param {name}=VALUE")
    return known


def value(text: str) -> object:
    """A parameter as it is written: JSON, else the text itself.

    Example:
        >>> value("5"), value("kai"), value('"5"')
        (5, 'kai', '5')
    """
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text
