"""How wide the columns of a table can be in a terminal."""

from __future__ import annotations

import re
from collections.abc import Sequence


def fitted(
    heads: Sequence[str], cells: Sequence[Sequence[str]], texts: Sequence[bool], room: int
) -> tuple[list[str], list[int], int]:
    """Headings, widths, and the space between columns.

    Where there is too little room, headings of numbers are broken into lines and columns move closer; then the widest
    texts give way.

    Example:
        >>> fitted(["agency", "other_communities"], [["Kementerian"], ["5"]], [True, False], 40)
        (['agency', 'other_communities'], [11, 17], 2)
        >>> fitted(["agency", "other_communities"], [["Kementerian"], ["5"]], [True, False], 24)
        (['agency', 'other_\\ncommunities'], [11, 11], 1)
    """
    inside = [max((len(cell) for cell in column), default=0) for column in cells]
    whole = [max(len(head), wide) for head, wide in zip(heads, inside, strict=True)]
    if sum(whole) + 2 * (len(whole) - 1) <= room:
        return list(heads), whole, 2
    broken = [
        head if is_text else _broken(head, wide) for head, wide, is_text in zip(heads, inside, texts, strict=True)
    ]
    whole = [max(wide, *map(len, head.split("\n"))) for head, wide in zip(broken, inside, strict=True)]
    return broken, widths(whole, texts, room - (len(whole) - 1)), 1


def widths(whole: Sequence[int], text: Sequence[bool], room: int) -> list[int]:
    """How wide columns can be in so much room: the widest texts give way, numbers don't.

    Example:
        >>> widths([8, 40, 90], [False, True, True], 106)
        [8, 40, 58]
        >>> widths([8, 40, 90], [False, True, True], 48)
        [8, 20, 20]
    """
    left = room - sum(wide for wide, is_text in zip(whole, text, strict=True) if not is_text)
    cap = next((cap for cap in range(max(whole, default=0), 4, -1) if _together(whole, text, cap) <= left), 4)
    return [min(wide, cap) if is_text else wide for wide, is_text in zip(whole, text, strict=True)]


def _together(whole: Sequence[int], text: Sequence[bool], cap: int) -> int:
    return sum(min(wide, cap) for wide, is_text in zip(whole, text, strict=True) if is_text)


def _broken(head: str, wide: int) -> str:
    """The heading in lines, broken after "_" and at spaces, as wide as its longest word or what stands below it.

    Example:
        >>> _broken("answered there (95 %)", 12), _broken("posts", 3)
        ('answered\\nthere (95 %)', 'posts')
    """
    words = re.findall(r"(?:[^_ ]| (?=%))*[_ ]?", head)
    most = max(wide, *(len(word.rstrip()) for word in words))
    lines = [""]
    for word in words:
        if len((lines[-1] + word).rstrip()) > most:
            lines.append("")
        lines[-1] += word
    return "\n".join(line.rstrip() for line in lines)
