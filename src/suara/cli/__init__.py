"""The commands. Each is one call of the library, its options, and how its result is printed."""

from suara.cli._main import cli, main

__all__ = ["cli", "main"]
