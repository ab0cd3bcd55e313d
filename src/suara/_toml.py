"""TOML files of people, checked against what they should hold."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec

from suara.errors import DataError

Shape = TypeVar("Shape")


def decoded(path: Path, shape: type[Shape]) -> Shape:
    """A TOML file as `shape`.

    Raises:
        DataError: it can't be read, isn't TOML (with the line), or doesn't fit (with the place).
    """
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), shape)
    except OSError as error:
        raise DataError(f"{path} can't be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise DataError(f"{path} isn't UTF-8 text: save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path} isn't TOML: {error}") from None
    except msgspec.ValidationError as error:
        raise DataError(f"{path}: {error}") from None
