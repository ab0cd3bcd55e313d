"""What ids, names, texts and threads of YouTube look like, whoever exported them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from typing import Any

from suara.collect import _x_text
from suara.collect._input import rejected
from suara.collect._rows import Record
from suara.collect._values import time
from suara.posts import Problem

_VIDEO = re.compile(r"[A-Za-z0-9_-]{11}")
_ID = re.compile(r"[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]+)?")
_MENTION = re.compile(r"(?<![\w.@/])@(\w[\w.·-]{1,28}\w)")
_HTML = re.compile(r"<br\s*/?>|</?(?:a|b|i|s|u)\b[^>]*>|&(?:#39|#x27|quot|amp|lt|gt|nbsp);")
_TAG = re.compile(r"</?(?:a|b|i|s|u)\b[^>]*>")
_BREAK = re.compile(r"<br\s*/?>")


def is_video(text: str) -> bool:
    """Whether this can be the id of a video: a spreadsheet makes #NAME? of one that begins with a minus.

    Example:
        >>> is_video("-conToh_001"), is_video("#NAME?")
        (True, False)
    """
    return _VIDEO.fullmatch(text) is not None


def is_id(text: str) -> bool:
    """Whether this can be the id of a comment or a channel.

    Example:
        >>> is_id("UgxContoh001AaABAg.9abc"), is_id("1.6E+18"), is_id("3.0")
        (True, False, False)
    """
    return _ID.fullmatch(text) is not None


def named(author: str | None) -> tuple[str | None, str | None]:
    """Handle and name of an author: since 2023 YouTube writes the handle in the place of the name.

    Example:
        >>> named("@warga.contoh"), named("Warga Contoh"), named("")
        (('warga.contoh', None), (None, 'Warga Contoh'), (None, None))
    """
    if not author:
        return None, None
    return (author[1:], None) if author.startswith("@") and len(author) > 1 else (None, author)


def plain(text: str) -> str:
    r"""A text without the little HTML that YouTube writes into texts for display.

    Example:
        >>> plain('air &amp; listrik<br><a href="https://x.example/">mati</a>'), plain("a < b")
        ('air & listrik\nmati', 'a < b')
    """
    if not _HTML.search(text):
        return text
    return unescape(_TAG.sub("", _BREAK.sub("\n", text)))


def mentions(text: str) -> list[str]:
    """Handles mentioned, in order.

    Example:
        >>> mentions("@layanan.contoh, lihat surel@c.id dan @warga-contoh.")
        ['layanan.contoh', 'warga-contoh']
    """
    return _MENTION.findall(text) if "@" in text else []


def in_text(text: str) -> dict[str, Any]:
    """The fields of a post that its text tells.

    Example:
        >>> in_text("@layanan_contoh #air https://x.example/")["mention_ids"]
        [None]
    """
    handles = mentions(text)
    return {
        "text": text or None,
        "mention_ids": [None] * len(handles),
        "mention_handles": handles,
        "hashtags": _x_text.hashtags(text),
        "links": _x_text.links(text),
    }


def watch(video: str | None, comment: str | None = None) -> str | None:
    """The address of a video, or of a comment on it; None where the video isn't known.

    Example:
        >>> watch("conToh_0001", "UgxContoh")
        'https://www.youtube.com/watch?v=conToh_0001&lc=UgxContoh'
    """
    if not video:
        return None
    return f"https://www.youtube.com/watch?v={video}" + (f"&lc={comment}" if comment else "")


def titled(title: str | None, description: str | None) -> str | None:
    r"""The text of a video: its title, and beneath it what is said of it.

    Example:
        >>> titled("Pipa bocor", "Sudah dua hari"), titled(None, "")
        ('Pipa bocor\n\nSudah dua hari', None)
    """
    return "\n\n".join(part for part in (title, description) if part) or None


def faults(record: Record, ids: Mapping[str, Callable[[str], bool]], at: str) -> Iterator[Problem]:
    """What is wrong with a row: ids that are none (the first column of `ids` is its own), and its time, in column `at`.

    A fault without a field costs the row; one with a field costs that field, which is made empty.
    """
    line, row, raw = record
    for number, (column, is_right) in enumerate(ids.items()):
        told = row.get(column, "")
        if (told or number == 0) and not is_right(told):
            field = column if number else None
            yield rejected(line, f"a mangled id: {told[:40]!r}", raw, field, "mangled_id")
            if field is None:
                return
            row[column] = ""
    try:
        time(row[at])
    except ValueError as error:
        yield rejected(line, f"an impossible time: {row[at][:40]!r} ({error})", raw, kind="impossible_time")


class Threads:
    """How many replies the platform counted in each thread, and how many of them are there."""

    def __init__(self) -> None:
        self._announced: dict[str, int] = {}
        self._there: dict[str, set[str]] = {}

    def announced(self, thread: str, replies: int | None) -> None:
        """The platform counted this many; where it did so twice, the later count holds."""
        if replies is not None:
            self._announced[thread] = replies

    def there(self, thread: str | None, reply: str) -> None:
        """This reply is in the file."""
        if thread:
            self._there.setdefault(thread, set()).add(reply)

    @property
    def missing(self) -> int:
        """Replies counted that aren't there."""
        return sum(max(0, count - len(self._there.get(thread, ()))) for thread, count in self._announced.items())
