"""JSON as it really comes: a value a line, an array, or one object over many lines."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec

from suara.collect._input import NOT_JSON, Input, rejected
from suara.posts import Problem

T = TypeVar("T")
_elements = msgspec.json.Decoder(list[msgspec.Raw]).decode


def first(file: Input) -> dict[str, Any]:
    """The first object of a JSON file, be it on a line, in an array or the whole file; empty where there is none."""
    found = file.first_json
    if isinstance(found, list):
        found = found[0] if found else None
    return found if isinstance(found, dict) else {}


def documents(file: Input) -> Iterator[tuple[int, bytes] | Problem]:
    """Line number and bytes of each JSON value of a file; of arrays, of their elements."""
    if _is_lines(file):
        for number, line in file.lines():
            line = line.strip().removeprefix(b"\xef\xbb\xbf")
            if line.startswith(b"["):
                yield from _opened(number, line)
            elif line:
                yield number, line
    else:
        yield from _opened(1, file.whole)


def decoded(file: Input, shape: type[T]) -> Iterator[tuple[int, T, bytes] | Problem]:
    """Line number, decoded value and bytes of each JSON value of a file, or the problem with it.

    A field of another type than the shape declares makes its record a problem, whose reason names the field.
    """
    decode = msgspec.json.Decoder(shape, strict=True).decode
    for document in documents(file):
        if isinstance(document, Problem):
            yield document
            continue
        number, raw = document
        try:
            value = decode(raw)
        except msgspec.ValidationError as error:
            yield rejected(number, f"not a post: {error}", raw, kind="not_a_post")
        except NOT_JSON as error:
            yield rejected(number, f"not JSON: {error}", raw, kind="not_json")
        else:
            yield number, value, raw


def fields_of(shape: Any, prefix: str = "") -> frozenset[str]:
    """The paths of all fields that a msgspec Struct declares, nested ones with dots, lists left out.

    Example:
        >>> User = msgspec.defstruct("User", [("name", str)])
        >>> Item = msgspec.defstruct("Item", [("by", list[User]), ("text", str)], rename={"by": "author"})
        >>> sorted(fields_of(Item))
        ['author.name', 'text']
    """
    found: set[str] = set()
    for field in msgspec.structs.fields(shape):
        path = prefix + field.encode_name
        inner = [struct for struct in _structs(field.type) if struct is not shape]
        found |= frozenset().union(*(fields_of(struct, path + ".") for struct in inner)) if inner else {path}
    return frozenset(found)


def _structs(hint: Any) -> list[Any]:
    """The Structs in a type, within its unions, lists and annotations."""
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return [hint]
    return [struct for part in typing.get_args(hint) if part is not types.NoneType for struct in _structs(part)]


def _is_lines(file: Input) -> bool:
    """Whether one of the first five lines is a JSON object or array on its own; else the file is one document."""
    for number, line in file.lines():
        line = line.strip().removeprefix(b"\xef\xbb\xbf")
        if line.startswith((b"{", b"[")) and len(line) > 2:
            try:
                msgspec.json.decode(line)
            except NOT_JSON:
                pass
            else:
                return True
        if number >= 5:
            break
    return False


def _opened(number: int, raw: bytes) -> Iterator[tuple[int, bytes] | Problem]:
    """The elements of an array, each with the line it begins on; anything else as it is."""
    if not raw.lstrip().startswith(b"["):
        yield number, raw
        return
    try:
        elements = _elements(raw)
    except NOT_JSON as error:
        yield rejected(number, f"not JSON: {error}", raw, kind="not_json")
        return
    at = 0
    for element in elements:
        value = bytes(element)
        found = raw.find(value, at)
        number += raw.count(b"\n", at, found)
        at = found
        yield number, value
