"""Items of a JSON export, or of the table that was made of it: one shape for both.

A table writes the path of a nested value as its column's name: `authorMeta/name`, `hashtags/0/name`; or with dots.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, TypeVar

import msgspec

from suara.collect._input import NOT_JSON, Input, rejected
from suara.collect._json import documents
from suara.collect._rows import records
from suara.posts import Notice, Problem

T = TypeVar("T")
LOOKED_AT = 20  # an export may begin with items that say only what went wrong
_STEP = re.compile(r"[/.]")
DEEPEST = 20


def names(file: Input) -> Iterator[set[str]]:
    """The names in each of the first items, or those that begin the columns of a table."""
    if file.kind == "json":
        for document in islice(documents(file), LOOKED_AT):
            if not isinstance(document, Problem):
                try:
                    value = msgspec.json.decode(document[1])
                except NOT_JSON:
                    continue
                if isinstance(value, dict):
                    yield set(value)
    elif file.header:
        yield {_STEP.split(name)[0] for name in file.header}


def items(file: Input, shape: type[T]) -> Iterator[tuple[int, T, bytes | str] | Problem | Notice]:
    """Line number, value and record of each item, or the problem with it; and what is to be known of them."""
    found = documents(file) if file.kind == "json" else records(file)
    for item in found:
        if not isinstance(item, tuple):
            yield item
            continue
        line, raw = item[0], item[-1]
        try:
            value = msgspec.json.decode(raw) if file.kind == "json" else nested(item[1])  # type: ignore[arg-type]
            yield line, msgspec.convert(value, shape), raw
        except msgspec.ValidationError as error:
            yield rejected(line, f"not a post: {error}", raw, kind="not_a_post")
        except NOT_JSON as error:
            yield rejected(line, f"not JSON: {error}", raw, kind="not_json")


def nested(row: dict[str, str]) -> dict[str, Any]:
    """A row of a table as the item that it was made of; empty cells are left out.

    Example:
        >>> nested({"id": "1", "by/name": "a", "tags/0/name": "x", "tags/1/name": "y", "tags/2/name": ""})
        {'id': '1', 'by': {'name': 'a'}, 'tags': [{'name': 'x'}, {'name': 'y'}]}
    """
    item: dict[str, Any] = {}
    for name, value in row.items():
        if value:
            *steps, last = _STEP.split(name, DEEPEST)
            inside = item
            for step in steps:
                if not isinstance(inside.setdefault(step, {}), dict):
                    inside[step] = {}  # a column for the whole, beside columns for its parts
                inside = inside[step]
            if not isinstance(inside.get(last), dict):
                inside[last] = value
    return {name: _listed(value) for name, value in item.items()}


def _listed(value: Any) -> Any:
    """A value with its numbered parts as lists."""
    if not isinstance(value, dict):
        return value
    inner = {name: _listed(part) for name, part in value.items()}
    if inner and all(name.isascii() and name.isdecimal() and len(name) < 6 for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner
