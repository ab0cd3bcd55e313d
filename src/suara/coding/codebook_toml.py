"""A codebook as the TOML file that says it: what a program has read or changed, for people to go on with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import msgspec

from suara.coding.codebook import Code, Codebook
from suara.errors import DataError

_WIDTH = 120  # of a line with a list
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_HIDDEN = re.compile(
    r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]"
)  # escaped too: TOML or XML forbid it, or nobody sees it


def written(book: Codebook) -> str:
    r"""A codebook as TOML that reads back as the same codebook; what is as it is by default is left out.

    Raises:
        DataError: a text in it is none (it has half of a surrogate pair), so no file can hold it.

    Example:
        >>> print(written(Codebook(name="own", codes=[Code(id="slow", phrases={"id": ["lemot", 'a "b"']})])), end="")
        name = "own"
        <BLANKLINE>
        [[code]]
        id = "slow"
        phrases = { id = ["lemot", "a \"b\""] }
    """
    tables = ["\n".join(_assignments(book))]
    tables += ["\n".join(["[[code]]", *_assignments(code)]) for code in book.codes]
    text = "\n\n".join(tables) + "\n"
    try:
        text.encode()
    except UnicodeEncodeError as error:
        around = text[max(error.start - 20, 0) : error.start].encode("ascii", "replace").decode()
        raise DataError(f"codebook {book.name!r}: a text has half of a surrogate pair after {around!r}") from None
    return text


def _assignments(table: Codebook | Code) -> Iterator[str]:
    for field in msgspec.structs.fields(table):
        value = getattr(table, field.name)
        if field.name != "codes" and (field.required or (value != field.default and value != _made(field))):
            yield f"{field.encode_name} = {_value(value)}"


def _made(field: msgspec.structs.FieldInfo) -> object:
    """The default that a field makes anew for each object."""
    return field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return _string(value)
        case list():
            return _list([_value(item) for item in value])
        case dict():
            return "{ " + ", ".join(f"{_key(key)} = {_value(item)}" for key, item in value.items()) + " }"
        case _:
            return repr(value)


def _list(items: list[str]) -> str:
    """In one line where it fits, else filled lines: lists of phrases are long."""
    line = "[" + ", ".join(items) + "]"
    if len(line) <= _WIDTH:
        return line
    lines, room = ["["], 0
    for item in items:
        if len(item) + 2 > room:
            lines.append("   ")
            room = _WIDTH - 4
        lines[-1] += f" {item},"
        room -= len(item) + 2
    return "\n".join([*lines, "]"])


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _string(key)


def _string(text: str) -> str:
    """As JSON writes it, but for the characters that JSON leaves as they are; patterns without doubled backslashes."""
    if "\\" in text and "'" not in text and text.isprintable():
        return f"'{text}'"
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
