"""Fields that a source neither takes nor leaves on purpose: how a change of a platform is seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from types import ModuleType

import msgspec

from suara.collect._input import NOT_JSON, Input
from suara.collect._json import documents
from suara.posts import Problem

DEEPEST = 24  # steps of a path; what nests deeper is no format's
LOOKED_AT = 500  # JSON records, or 4 MB of them; the header tells all columns of a table
_ENOUGH = 1 << 22
_FLATTENED = re.compile(r"[^/.\s]+([/.][^/.\s]+)+")


def fields(file: Input, source: ModuleType) -> tuple[list[str], list[str]]:
    """Columns, or paths in the first 500 JSON records: those that the source takes, and those that it doesn't know."""
    takes, leaves = source.fields(file) if hasattr(source, "fields") else (source.TAKES, source.LEAVES)
    known = takes | leaves | {"__suara"}
    names = _paths(file) if file.kind == "json" else {_path(name, known) for name in file.header} - {""}
    unknown = {_shortest(name, known) for name in names if not _covered(name, known)}
    return sorted(names & takes, key=lambda name: (name.count("."), name)), sorted(unknown)


def _path(column: str, known: frozenset[str]) -> str:
    """A column as a path: a table made of JSON writes `tags/0/name`, with the place in a list as a step."""
    if column in known or not _FLATTENED.fullmatch(column):
        return column
    return ".".join(step for step in re.split("[/.]", column) if not step.isdecimal())


def _covered(path: str, known: frozenset[str]) -> bool:
    """Whether a path, or what it lies beneath or above, is known; "*.name" is known wherever it stands."""
    parts = path.split(".")[:DEEPEST]
    if any(".".join(parts[:n]) in known for n in range(len(parts), 0, -1)):
        return True
    if any(name.startswith(path + ".") for name in known):
        return True
    runs = (".".join(parts[i:j]) for i in range(len(parts)) for j in range(i + 1, len(parts) + 1))
    return any(f"*.{run}" in known for run in runs)


def _shortest(name: str, known: frozenset[str]) -> str:
    """The beginning of an unknown path beneath which nothing is known: one name for a whole unknown object."""
    parts = name.split(".")[:DEEPEST]
    for n in range(1, len(parts)):
        beginning = ".".join(parts[:n])
        if not any(other.startswith(beginning + ".") for other in known):
            return beginning
    return name


def _paths(file: Input) -> set[str]:
    found: set[str] = set()
    seen = 0
    for document in islice(documents(file), LOOKED_AT):
        if seen > _ENOUGH:
            break
        if not isinstance(document, Problem):
            seen += len(document[1])
            try:
                found.update(_leaves(msgspec.json.decode(document[1])))
            except NOT_JSON:
                continue
    return found


def _leaves(value: object, path: str = "") -> Iterator[str]:
    """The paths of all values that aren't objects, lists left out; nulls and empty lists are no values."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, path)
    elif value is not None and path:
        yield path
