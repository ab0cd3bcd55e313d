"""Keys to platforms: from the environment, or from a file that nobody else can read. Never on a command line."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from suara.errors import SourceError

LONGEST = 8192  # characters of a key; a file with more is another file


def key(name: str, file: Path | None = None) -> str:
    """The key of this name: from `file`, else $SUARA_{name}, else the file that $SUARA_{name}_FILE names.

    Raises:
        SourceError: there is none, it is none, or others can read its file; the message says what to set.

    Example:
        >>> os.environ["SUARA_CONTOH_KEY"] = "rahasia"
        >>> key("contoh_key")
        'rahasia'
        >>> del os.environ["SUARA_CONTOH_KEY"]
    """
    variable = f"SUARA_{name.upper()}"
    given, named = os.environ.get(variable), os.environ.get(f"{variable}_FILE")
    if file is not None:
        return _sound(_read(file), str(file))
    if given:
        return _sound(given, f"${variable}")
    if named:
        return _sound(_read(Path(named)), named)
    raise SourceError(
        f"no key: set ${variable}, or name a file that only you can read (chmod 600) in ${variable}_FILE or --key-file"
    )


def _read(path: Path) -> str:
    """The text of a key file. Its mode is asked of the opened file, so that it can't be another one by then."""
    try:
        with path.open("rb") as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise SourceError(f"{path} is no file: a key is read from a plain file")
            if stat.S_IMODE(about.st_mode) & 0o077:
                raise SourceError(f"others can read {path}: chmod 600 {path}, then try again")
            return file.read(LONGEST + 1).decode("utf-8-sig", "replace")
    except OSError as error:
        raise SourceError(f"the key file {path} can't be read: {error.strerror}") from None


def _sound(text: str, where: str) -> str:
    """A key without the blanks around it; what can't go into a header is none."""
    found = text.strip()
    if not found or len(found) > LONGEST or not (found.isascii() and found.isprintable()) or " " in found:
        raise SourceError(f"{where} holds no key: it should hold the key alone, on one line")
    return found
