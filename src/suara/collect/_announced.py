"""Replies that a platform counts and a file doesn't hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from suara.posts import Notice, Post


class Announced:
    """How many replies the comments of a file are said to have, and how many of them it holds."""

    def __init__(self) -> None:
        self._said: dict[str, int] = {}
        self._held: Counter[str] = Counter()

    def see(self, comment: Post) -> None:
        """Take a comment into account; one that answers a comment counts for that."""
        if comment.replies:
            self._said[comment.id] = comment.replies
        if comment.reply_to and comment.reply_to != comment.conversation:
            self._held[comment.reply_to] += 1

    def notices(self) -> Iterator[Notice]:
        """One that says how many replies are missing, where some are."""
        missing = {comment: said - self._held[comment] for comment, said in self._said.items()}
        lacking = [comment for comment, count in missing.items() if count > 0]
        if lacking:
            yield Notice(kind="replies_missing", count=sum(missing[c] for c in lacking), example=lacking[0])
