"""How a room finds its modules: by being there. Names that start with an underscore don't count."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def names(package: ModuleType) -> list[str]:
    """The public modules of a package, sorted, without importing them; packages in it are rooms of their own."""
    return sorted(m.name for m in iter_modules(package.__path__) if not (m.ispkg or m.name.startswith("_")))


def load(package: ModuleType, name: str) -> ModuleType:
    """Import one module of a package by its name."""
    return import_module(f"{package.__name__}.{name}")
