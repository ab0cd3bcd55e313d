"""CSV of a tweepy script from a tutorial that many have copied: posts of X with their authors, but without any id.

A repost has the text of its original and nothing that says so. A script that makes the table with its columns in one
order and fills it in another writes values beneath the wrong names; the order in which the script of the tutorial
fills them is known, and where a row fits that order and not its header, its values are put back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from suara.collect import _x_text as x_text
from suara.collect._input import Input, rejected
from suara.collect._rows import records
from suara.collect._tweepy import at
from suara.collect._values import count
from suara.collect._whole_ids import made_up
from suara.posts import Notice, Post, Problem

TITLE = "tweepy CSV (a tutorial's script, without ids)"
LOOKS_FOR = "a header with `username`, `acctdesc`, `tweetcreatedts`, `text` and `retweetcount`"

_FILLED = (  # in the order in which the script fills them
    *("username", "acctdesc", "location", "following", "followers", "totaltweets", "usercreatedts"),
    *("tweetcreatedts", "retweetcount", "text", "hashtags"),
)
TAKES = frozenset({"username", "location", "followers", "tweetcreatedts", "retweetcount", "text", "hashtags"})
LEAVES = frozenset(_FILLED) - TAKES
TELLS = frozenset(
    {"id", "author_handle", "author_followers", "text", "created_at", "mention_handles", "hashtags"}
    | {"links", "reposts", "place"}
)
CANNOT = "ids; which post is answered, passed on or quoted, and whether one is a repost; likes, replies, views"

_NUMBER, _DATE = re.compile(r"\d+(\.0)?"), re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\+00:00)?")
_SHAPES = {
    "username": re.compile(r"[A-Za-z0-9_]{1,15}"),
    **dict.fromkeys(("following", "followers", "totaltweets", "retweetcount"), _NUMBER),
    **dict.fromkeys(("usercreatedts", "tweetcreatedts"), _DATE),
    "hashtags": re.compile(r"\[.*\]", re.DOTALL),
}
_HASHTAG = re.compile(r"(?:'text': |[\[ ])'(\w+)'(?!:)")  # ['pipa'], or [{'text': 'pipa', 'indices': [0, 5]}]


def recognise(file: Input) -> bool:
    """Whether the header has the script's columns, in whatever order."""
    return set(file.header) >= set(_FILLED)


def read(file: Input) -> Iterator[Post | Problem | Notice]:
    """The rows of a file, as posts; those whose values are shifted put back, or rejected."""
    put_back: list[tuple[int, str]] = []
    yield Notice(kind="no_ids")
    for record in records(file):
        if not isinstance(record, tuple):
            yield record
            continue
        line, row, raw = record
        if wrong := _misfit(row):
            values = [value for name, value in row.items() if name]
            ordered = dict(zip(_FILLED, values, strict=False)) if len(values) == len(_FILLED) else row
            if _misfit(ordered):
                reason = f"values stand beneath the wrong names: {wrong} is {row[wrong][:40]!r}"
                yield rejected(line, reason, raw, kind="shifted")
                continue
            put_back.append((line, f"{wrong}: {row[wrong][:40]}"))
            row = ordered
        try:
            created_at, zoneless = at(row["tweetcreatedts"])
        except ValueError as error:
            reason = f"an impossible time: {row['tweetcreatedts'][:40]!r} ({error})"
            yield rejected(line, reason, raw, kind="impossible_time")
            continue
        if zoneless:
            yield Notice(kind="zone_doubt", line=line, example="UTC")
        text = x_text.plain(row["text"])
        mentions = x_text.mentions(text)
        yield Post(
            platform="x",
            id=made_up(row["username"], row["tweetcreatedts"], row["text"]),
            author_handle=row["username"],
            author_followers=count(row["followers"]),
            text=text,
            created_at=created_at,
            mention_ids=[None] * len(mentions),
            mention_handles=list(mentions),
            hashtags=_HASHTAG.findall(row["hashtags"]) or x_text.hashtags(text),
            links=x_text.links(text),
            reposts=count(row["retweetcount"]),
            place=row["location"] or None,
            source="tweepy_tutorial_csv",
        )
    if put_back:
        line, example = put_back[0]
        yield Notice(kind="put_back", line=line, count=len(put_back), example=example)


def _misfit(row: dict[str, str]) -> str | None:
    """The first column whose value can't be what its name says: text for a number, a date for a text."""
    wrong = (name for name, shape in _SHAPES.items() if not shape.fullmatch(row[name]))
    return next(wrong, "text" if _DATE.fullmatch(row["text"]) else None)
