"""What only collecting needs: packages that may not be installed, and keys that some servers ask for."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Any

from suara.collect.live import _keys
from suara.errors import SourceError


def needed(module: str) -> Any:
    """A module that stands on packages which `pip install suara` leaves out.

    Raises:
        SourceError: one of them is missing; the message says what to do.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise SourceError(
            f"collecting needs {error.name or module}, which isn't installed: pip install 'suara[live]'"
        ) from None


def key_if_given(name: str, file: Path | None = None) -> str | None:
    """The key of this name, or None where nobody has given one.

    Raises:
        SourceError: one is given, and it is none, or others can read its file.
    """
    variable = f"SUARA_{name.upper()}"
    if file is None and not (os.environ.get(variable) or os.environ.get(f"{variable}_FILE")):
        return None
    return _keys.key(name, file)
