"""Threads of the posts that were found: fetched page by page, before the next page of posts is.

A request carries what is left to do after it, so a journal goes on in the middle of a page's threads. A page counts
once its threads are there, or a limit would leave the last complaints without their answers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from suara.collect.live._collecting import Request


def after_page(asked: Request, then: Request | None, posts: int, threads: Iterable[str]) -> tuple[int, Request | None]:
    """How many posts count now, and what to ask next: the threads of a page, one after the other, then `then`.

    Example:
        >>> after_page({"tag": "air"}, None, 2, ["7", "8"])
        (0, {'tag': 'air', 'thread': '7', 'left': ['8'], 'then': None, 'found': 2})
        >>> after_page({"tag": "air"}, None, 2, [])
        (2, None)
    """
    left = list(dict.fromkeys(threads))
    if not left:
        return posts, then
    return 0, asked | {"thread": left[0], "left": left[1:], "then": then, "found": posts}


def after_thread(asked: Request, there: Collection[str]) -> tuple[int, Request | None]:
    """The same after a thread; those whose posts were in it (`there`) needn't be asked for."""
    own = {name: value for name, value in asked.items() if name not in ("thread", "left", "then", "found")}
    return after_page(own, asked["then"], asked["found"], [post for post in asked["left"] if post not in there])
