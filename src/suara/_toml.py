"""TOML files of people, checked against what they should hold; what is wrong is told with its line."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec

from suara.errors import DataError

Shape = TypeVar("Shape")


def decoded(path: Path, shape: type[Shape]) -> Shape:
    """A TOML file as `shape`.

    Raises:
        DataError: it can't be read, isn't TOML, or doesn't fit; with the line.
    """
    text = read(path)
    try:
        return msgspec.convert(tomllib.loads(text), shape)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path} isn't TOML: {error}") from None
    except RecursionError:
        raise DataError(f"{path} isn't TOML: it is nested too deeply") from None
    except msgspec.ValidationError as error:
        what, _, place = str(error).partition(" - at `$")
        wanted = re.findall(r"[\w-]+|\[\d+\]", place) + re.findall(r"unknown field `([^`]+)`", what)
        raise DataError(f"{at(path, text, *wanted)}: {error}") from None
    except ValueError as error:  # a number of thousands of digits
        raise DataError(f"{path} can't be read: {error}") from None


def read(path: Path) -> str:
    """The text of a file.

    Raises:
        DataError: it can't be read, or isn't UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DataError(f"{path} can't be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise DataError(f"{path} isn't UTF-8 text: save it as UTF-8") from None


def at(path: Path, text: str, *place: str) -> str:
    r"""A file with the line of a place in it: names of tables, `[number]` of a table among its like, keys, and values.

    As much of the place as can be found counts; where nothing can, it is the file alone.

    Example:
        >>> at(Path("own.toml"), '[[code]]\nid = "a"\n[[code]]\nid = "b"\nphrases = ["x y"]', "code", "[1]", "x y")
        'own.toml, line 5'
    """
    lines = text.splitlines()
    line, number = 0, 0
    for i, step in enumerate(place):
        following = place[i + 1] if i + 1 < len(place) else ""
        table = re.compile(rf"\s*\[\[?\s*{re.escape(step)}\s*\]")
        starts = [k for k, one in enumerate(lines) if table.match(one)]
        if starts:
            which = int(following[1:-1]) if re.fullmatch(r"\[\d+\]", following) else 0
            line = number = starts[min(which, len(starts) - 1)] + 1
            continue
        key, value = re.escape(step), re.escape(json.dumps(step, ensure_ascii=False))
        sought = re.compile(rf"(?:^|[\s{{,]){key}\s*=|{value}|'{key}'")
        number = next((k + 1 for k in range(max(line - 1, 0), len(lines)) if sought.search(lines[k])), number)
        line = number
    return f"{path}, line {number}" if number else str(path)
