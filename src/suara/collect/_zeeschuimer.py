"""Zeeschuimer's NDJSON, and what 4CAT makes of it: an item of a platform a line, with how it was captured.

Zeeschuimer keeps the platform's own object in `data`; 4CAT puts that object in place of the line and the rest into
`__import_meta`. Zeeschuimer exports a platform at a time, so a file is of the platform of its first item.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from suara.collect import _json
from suara.collect._input import NOT_JSON, Input, rejected
from suara.collect._values import count, epoch
from suara.posts import Problem

T = TypeVar("T")

Number = int | float | str
"""Ids, times and counts as the platforms write them: mostly numbers, sometimes text."""


class _Captured(msgspec.Struct):
    source_platform: str | None = None
    timestamp_collected: Number | None = None  # milliseconds
    last_updated: Number | None = None  # of an item that was seen again and replaced


class _Line(_Captured):
    data: msgspec.Raw = msgspec.Raw()  # empty in 4CAT's lines
    meta: _Captured | None = msgspec.field(default=None, name="__import_meta")


_CAPTURED = {field.encode_name for field in msgspec.structs.fields(_Captured)}
_UNUSED = {"nav_index", "item_id", "source_url", "source_platform_url", "user_agent"}  # `item_id` is rounded on X


class Item(NamedTuple, Generic[T]):
    """One item: its line, what the platform says, when it was captured, and the line as it stands."""

    line: int
    data: T
    collected_at: datetime | None
    raw: bytes


def takes(shape: Any) -> frozenset[str]:
    """All fields that a source of this shape takes, in Zeeschuimer's lines and in 4CAT's."""
    captured = _CAPTURED | {f"__import_meta.{name}" for name in _CAPTURED}
    return _json.fields_of(shape) | _json.fields_of(shape, "data.") | captured


def leaves(*names: str) -> frozenset[str]:
    """The fields that a source leaves, wherever they stand, and those of the capture that no source takes."""
    return frozenset({f"*.{name}" for name in names} | _UNUSED | {f"__import_meta.{name}" for name in (*_UNUSED, "id")})


def platform(file: Input) -> str | None:
    """The platform of the first item, as Zeeschuimer names it; None where the file isn't Zeeschuimer's."""
    first = _json.first(file)
    meta = first.get("__import_meta")
    captured = first if isinstance(first.get("data"), dict) else meta if isinstance(meta, dict) else {}
    name = captured.get("source_platform")
    return name if isinstance(name, str) else None


def items(file: Input, shape: type[T], platforms: frozenset[str]) -> Iterator[Item[T] | Problem]:
    """The items of a file, whichever way they are kept, or the problem with each."""
    decode = msgspec.json.Decoder(shape).decode
    for line in _json.decoded(file, _Line):
        if isinstance(line, Problem):
            yield line
            continue
        number, captured, raw = line
        about = captured.meta or captured
        if about.source_platform is not None and about.source_platform not in platforms:
            reason = f"an item of {about.source_platform[:40]!r} in a file of {min(platforms)}"
            yield rejected(number, reason, raw, kind="other_platform")
            continue
        try:
            data = decode(bytes(captured.data) or raw)
        except msgspec.ValidationError as error:
            yield rejected(number, f"not a post: {error}", raw, kind="not_a_post")
            continue
        except NOT_JSON as error:
            yield rejected(number, f"not JSON: {error}", raw, kind="not_json")
            continue
        collected_at = None
        try:
            collected_at = _milliseconds(about.last_updated or about.timestamp_collected)
        except ValueError as error:
            reason = f"an impossible time of capture: {error}"
            yield rejected(number, reason, raw, "timestamp_collected", "impossible_time")
        yield Item(number, data, collected_at, raw)


def _milliseconds(value: Number | None) -> datetime | None:
    return epoch(str(float(str(value)) / 1000)) if value else None


def seconds(value: Number | None) -> datetime | None:
    """Seconds since 1970 as a time in UTC; None where there is none.

    Raises:
        ValueError: it isn't a number, or can't be the time of a post.
    """
    return None if value is None else epoch(str(value))


def number(value: Number | None) -> int | None:
    """A count; None where it is not told, or -1 for "hidden".

    Example:
        >>> number(7), number("7"), number(-1), number(None)
        (7, 7, None, None)
    """
    return None if value is None else count(str(value))


def text_id(value: Number | None) -> str | None:
    """An id as text; None where there is none.

    Example:
        >>> text_id(7), text_id("7"), text_id("")
        ('7', '7', None)
    """
    return None if value is None or value == "" else str(value)
