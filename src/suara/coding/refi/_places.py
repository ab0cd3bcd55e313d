"""Places in texts that other programs have had: counted in whichever way they count, and found again in our posts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from suara.coding.refi.ours import HEADERS

_LEAST, _MANY = 3, 20  # characters of a selection's name that say something, and that may be the first of a long text


@dataclass(frozen=True)
class Block:
    """A post in the text of a source: from its header line to the next, and the text in between."""

    post: str
    begin: int  # of the header line; of the text where there is none
    start: int  # of the text
    end: int


@dataclass(frozen=True)
class Selected:
    """A place in a text as a program tells it, with the name that it gave it."""

    start: int
    end: int
    name: str


def settled(text: str, places: Sequence[Selected]) -> tuple[str, list[tuple[int, int]]]:
    r"""A text with lines that end in one line feed, and the places in it, in code points.

    The standard counts code points. Some programs count the two characters that end a line in a file as one, or the one
    as two, or the two halves of a UTF-16 pair; which one did is told by the names of selections, which are their texts.

    Example:
        >>> settled("a\r\nkata", [Selected(3, 7, "kata")]), settled("a\nkata", [Selected(3, 7, "kata")])
        (('a\nkata', [(2, 6)]), ('a\nkata', [(2, 6)]))
        >>> settled("\U0001f600 kata", [Selected(3, 7, "kata")])[1]
        [(2, 6)]
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    named = [place for place in places if len(_squeezed(place.name)) >= _LEAST]
    best: tuple[int, list[int]] | None = None
    for twice in _ways(text, plain):
        hits = sum(_fits(plain, place, twice) for place in named)
        if best is None or hits > best[0]:
            best = (hits, twice)
        if hits == len(named):
            break
    twice = best[1] if best else []
    return plain, [(_moved(place.start, twice), _moved(place.end, twice)) for place in places]


def _ways(text: str, plain: str) -> Iterator[list[int]]:
    """In each way of counting, the characters of the plain text that count two, as the places at which they are counted."""
    lines = [found.start() - i for i, found in enumerate(re.finditer("\r\n", text))]
    every = [found.start() for found in re.finditer("\n", plain)]
    wide = [i for i, character in enumerate(plain) if character > "\uffff"]
    seen: list[list[int]] = []
    for each in (lines, [], every, sorted(lines + wide), wide, sorted(every + wide)):
        if each not in seen:
            seen.append(each)
            yield [place + i for i, place in enumerate(each)]


def _moved(place: int, twice: Sequence[int]) -> int:
    return place - bisect_left(twice, place)


def _fits(text: str, place: Selected, twice: Sequence[int]) -> bool:
    here = _squeezed(text[_moved(place.start, twice) : _moved(place.end, twice)])
    name = _squeezed(place.name)
    begins = name.rstrip("….")  # of a long text, programs make the first words its name
    return here == name or (len(begins) >= _MANY and here.startswith(begins))


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def blocks(text: str, posts: Mapping[str, str]) -> list[Block]:
    """The posts in a text of several, by the tokens in their header lines; `posts` are those of this workspace.

    A token that stands there twice is of no post: somebody has copied a header line.
    """
    found = [match for match in HEADERS.finditer(text) if match[1] in posts]
    times = Counter(match[1] for match in found)
    ends = [match.start() for match in found[1:]] + [len(text)] * bool(found)
    return [
        Block(posts[match[1]], match.start(), min(match.end() + 1, end), end)
        for match, end in zip(found, ends, strict=True)
        if times[match[1]] == 1
    ]


def meant(text: str, found: Sequence[Block], start: int, end: int) -> list[tuple[Block, int, int]]:
    r"""The posts that a selection is of, with the part of their text that it holds, in places of the source.

    White space alone doesn't count. A selection of nothing but a header line is of the post below, all of its text.

    Example:
        >>> text = "[1 | x | a | #f]\nlama sekali\n\n[2 | x | b | #e]\nya"
        >>> two = [Block("x:1", 0, 17, 30), Block("x:2", 30, 47, 49)]
        >>> [(block.post, text[low:high]) for block, low, high in meant(text, two, 22, 49)]
        [('x:1', 'sekali\n\n'), ('x:2', 'ya')]
        >>> [(block.post, text[low:high]) for block, low, high in meant(text, two, 31, 40)]
        [('x:2', 'ya')]
    """
    first = max(bisect_right(found, start, key=_begin) - 1, 0)
    last = bisect_left(found, max(end, start + 1), key=_begin)
    touched = [block for block in found[first:last] if block.end > start]
    parts = [(block, max(start, block.start), min(end, block.end)) for block in touched]
    told = [(block, low, high) for block, low, high in parts if text[low:high].strip()]
    header_alone = not told and len(touched) == 1 and end <= touched[0].start
    return [(touched[0], touched[0].start, touched[0].end)] if header_alone else told


def _begin(block: Block) -> int:
    return block.begin
