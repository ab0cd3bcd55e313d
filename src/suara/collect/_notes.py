"""What is to be known of a file, counted while it is read and said once at its end."""

from __future__ import annotations

from collections.abc import Iterator

from suara.posts import Notice


class Notes:
    """Kinds of notices with how often each was met, and the first example.

    Example:
        >>> notes = Notes()
        >>> notes.add("relative_time", "2 hari yang lalu")
        >>> notes.add("relative_time", "1 jam yang lalu")
        >>> [(notice.kind, notice.count, notice.example) for notice in notes]
        [('relative_time', 2, '2 hari yang lalu')]
    """

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._examples: dict[str, str | None] = {}

    def add(self, kind: str, example: str | None = None, count: int = 1) -> None:
        """Count once more, or `count` times."""
        if count:
            self._counts[kind] = self._counts.get(kind, 0) + count
            self._examples.setdefault(kind, example)

    def __iter__(self) -> Iterator[Notice]:
        """A notice of each kind, for the whole file."""
        for kind, count in self._counts.items():
            yield Notice(kind=kind, count=count, example=self._examples[kind])
