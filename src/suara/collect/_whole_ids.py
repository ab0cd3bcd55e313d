"""Ids that come as text or as numbers, and what has become of them."""

from __future__ import annotations

from hashlib import blake2b

from suara.collect._input import rejected
from suara.collect._values import is_id
from suara.posts import Problem

Id = str | int | float | None
"""An id in JSON: text, or a number. One with a decimal point has lost its last digits, and is seen by it."""


def whole(ids: dict[str, Id], line: int, raw: bytes | str) -> tuple[dict[str, str | None], list[Problem]]:
    """Ids as text by field, and a problem for each that is mangled; None for those and where there is none.

    Example:
        >>> ids, problems = whole({"id": 17, "to": 1.7e18, "of": ""}, 1, "...")
        >>> ids, [problem.field for problem in problems]
        ({'id': '17', 'to': None, 'of': None}, ['to'])
    """
    texts = {field: None if value is None or value == "" else str(value) for field, value in ids.items()}
    mangled = {field: text for field, text in texts.items() if text is not None and not is_id(text)}
    problems = [
        rejected(line, f"a mangled id: {text[:40]!r}", raw, field, "mangled_id") for field, text in mangled.items()
    ]
    return {field: None if field in mangled else text for field, text in texts.items()}, problems


def rejected_whole(problem: Problem) -> Problem:
    """The problem with an id without which there is no post."""
    return Problem(line=problem.line, reason=problem.reason, raw=problem.raw, kind=problem.kind)


def made_up(*parts: str) -> str:
    """An id for a post that has none, the same for the same parts; of 25 digits, as no platform's own is.

    Example:
        >>> made_up("warga_contoh", "halo") == made_up("warga_contoh", "halo") != made_up("warga_contoh", "hai")
        True
        >>> len(made_up("warga_contoh", "halo"))
        25
    """
    digest = blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=10).digest()
    return str((1 << 80) + int.from_bytes(digest))
