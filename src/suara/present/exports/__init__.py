"""Networks as files for other programs. A format is a module that is named as its files end, with `write`.

write   (network, path) -> the files that were written: one, or two where nodes and links have a file each

All of them hold the same nodes, links and attributes; docs/exports.md says what each can't hold.
"""

from __future__ import annotations

from pathlib import Path

from suara import _rooms
from suara.errors import FileError, InputError
from suara.present import exports
from suara.present.node_link import NodeLink


def names() -> list[str]:
    """The formats, by the endings of their files.

    Example:
        >>> "gexf" in names()
        True
    """
    return _rooms.names(exports)


def check(path: Path) -> None:
    """Whether a network can be written to that file.

    Raises:
        InputError: its ending tells no format.
    """
    if path.suffix.lower().removeprefix(".") not in names():
        raise InputError(f"{path} tells no format: name a file that ends in .{', .'.join(names())}")


def write(network: NodeLink, path: Path) -> list[Path]:
    """Write a network to a file whose ending tells the format; returns the files.

    Raises:
        InputError: the ending tells no format.
        FileError: a file can't be written.
    """
    check(path)
    try:
        written: list[Path] = _rooms.load(exports, path.suffix.lower().removeprefix(".")).write(network, path)
    except OSError as error:
        raise FileError(f"{path} can't be written: {error.strerror}") from None
    return written
