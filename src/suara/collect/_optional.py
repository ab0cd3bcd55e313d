"""Packages that only some sources need, and what to do where one is missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from suara.errors import SourceError


def needed(name: str) -> Any:
    """A module of a package that is installed with `suara[live]`.

    Raises:
        SourceError: it isn't there.
    """
    try:
        return import_module(name)
    except ImportError as error:
        raise SourceError(f"the package {name} is needed for this: pip install 'suara[live]' ({error})") from None
