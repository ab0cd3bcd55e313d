"""What each source can and cannot tell, as a page of documentation: `python -m suara.collect._telling`."""

from __future__ import annotations

from suara.collect._importing import sources

_GROUPS = {
    "account": ("author_id", "author_handle"),
    "followers": ("author_followers",),
    "text": ("text",),
    "time": ("created_at",),
    "conversation": ("conversation",),
    "answers which post": ("reply_to",),
    "answers whom": ("reply_to_author_id", "reply_to_author_handle"),
    "passes on which post": ("repost_of",),
    "passes on whom": ("repost_of_author_id", "repost_of_author_handle"),
    "quotes": ("quote_of", "quote_of_author_id", "quote_of_author_handle"),
    "mentions": ("mention_ids", "mention_handles"),
    "hashtags": ("hashtags",),
    "links": ("links",),
    "likes": ("likes",),
    "reposts": ("reposts",),
    "replies": ("replies",),
    "views": ("views",),
    "place": ("place",),
    "when collected": ("collected_at",),
}
_SHORT = {"author_id": "id", "author_handle": "name"}


def page() -> str:
    """The page: a row a source, with what it can tell, then what it cannot.

    Example:
        >>> page().splitlines()[0]
        '# What each source can tell'
    """
    found = sources()
    lines = ["# What each source can tell", ""]
    lines += ["Generated from the sources; the fixtures of each fill these fields, no more and no less.", ""]
    lines += [_row(["source", *_GROUPS]), _row(["---"] * (1 + len(_GROUPS)))]
    lines += [_row([name, *(_told(source.TELLS, of) for of in _GROUPS.values())]) for name, source in found.items()]
    lines += ["", "## What it looks for, and what it cannot tell", ""]
    for name, source in found.items():
        lines += [f"- **{source.TITLE}** (`{name}`): {source.LOOKS_FOR}. Cannot tell: {source.CANNOT}."]
    return "\n".join(lines) + "\n"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _told(tells: frozenset[str], fields: tuple[str, ...]) -> str:
    """Yes, no, or, of an account, which of id and name."""
    told = [field for field in fields if field in tells]
    if not told:
        return ""
    return _SHORT[told[0]] if len(told) < len(fields) and told[0] in _SHORT else "yes"


if __name__ == "__main__":
    print(page(), end="")
