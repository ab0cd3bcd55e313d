"""Numbers, shares, waits and dates as the reader's language writes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from suara.present._text import clean
from suara.present.figures._said import duration, number

SPACE = "\u00a0"  # between a number and its unit, where no line ends

_MONTHS = {
    "id": [
        "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
        "Desember",
    ],
    "en": [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ],
}  # fmt: skip
_WORDS = {
    "id": {
        "from": "{low} atau lebih", "up": "paling lama {high}", "to": "{low} sampai {high}", "and": "dan",
        "interval": "interval 95{s}%: {range}",
    },
    "en": {
        "from": "{low} or more", "up": "at most {high}", "to": "{low} to {high}", "and": "and",
        "interval": "95{s}% interval {range}",
    },
}  # fmt: skip


def percent(share: float | None, lang: str) -> str:
    r"""A share; what is nearly nothing or nearly all isn't rounded to that.

    Example:
        >>> [percent(share, "en") for share in (0.621, 0.001, 0.999, 1.0, None)]
        ['62\xa0%', '<\xa01\xa0%', '>\xa099\xa0%', '100\xa0%', '–']
    """
    if share is None:
        return "–"
    if 0 < share < 0.005:
        return f"<{SPACE}1{SPACE}%"
    if 0.995 <= share < 1:
        return f">{SPACE}99{SPACE}%"
    return f"{number(100 * share, lang)}{SPACE}%"


def between(low: float | None, high: float | None) -> str:
    r"""The interval of a share, in percent.

    Example:
        >>> between(0.51, 0.718)
        '51–72\xa0%'
    """
    return "–" if low is None or high is None else f"{100 * low:.0f}–{100 * high:.0f}{SPACE}%"


def sure(share: float | None, low: float | None, high: float | None, lang: str) -> str:
    """A share with its interval.

    Example:
        >>> sure(0.62, 0.51, 0.72, "en").replace(SPACE, " ")
        '62 %; 95 % interval 51–72 %'
    """
    return f"{percent(share, lang)}; {_WORDS[lang]['interval'].format(range=between(low, high), s=SPACE)}"


def wait(minutes: float, lang: str) -> str:
    """A time in the unit that suits it."""
    return duration(minutes, lang).replace(" ", SPACE)


def waits(low: float | None, high: float | None, lang: str) -> str:
    """The interval of a time, as far as its ends are known.

    Example:
        >>> [waits(*ends, "en").replace(SPACE, " ") for ends in ((120, 300), (10, 300), (97, 605), (120, None))]
        ['2–5 h', '10 min to 5 h', '1.6–10 h', '2 h or more']
    """
    words = _WORDS[lang]
    if low is None and high is None:
        return "–"
    if low is None or high is None:
        known = words["up"] if low is None else words["from"]
        return known.format(low=low and wait(low, lang), high=high and wait(high, lang))
    first, last = wait(low, lang), wait(high, lang)
    unit = last.rsplit(SPACE, 1)[1]
    size = next(size for size in (1, 60, 1440) if wait(10 * size, lang).endswith(unit) or size == 1440)
    if not first.endswith(SPACE + unit) and low >= size:
        first = f"{number(low / size, lang, 1)}{SPACE}{unit}"
    if first.endswith(SPACE + unit):
        return last if first == last else f"{first.removesuffix(SPACE + unit)}–{last}"
    return words["to"].format(low=first, high=last)


def date(at: datetime, lang: str) -> str:
    r"""A day.

    Example:
        >>> date(datetime(2026, 3, 2), "id"), date(datetime(2026, 3, 2), "en")
        ('2\xa0Maret\xa02026', '2\xa0March\xa02026')
    """
    return f"{at.day}{SPACE}{_MONTHS[lang][at.month - 1]}{SPACE}{at.year}"


_PLATFORMS = {
    "x": "X", "youtube": "YouTube", "tiktok": "TikTok", "instagram": "Instagram", "facebook": "Facebook",
    "bluesky": "Bluesky", "mastodon": "Mastodon", "threads": "Threads", "web": "web",
}  # fmt: skip


def platform(name: str) -> str:
    """What people call a platform.

    Example:
        >>> platform("x"), platform("forum")
        ('X', 'forum')
    """
    return _PLATFORMS.get(name, clean(name, 30))


_LANGUAGES = {
    "id": {"id": "Indonesia", "in": "Indonesia", "en": "Inggris", "ms": "Melayu", "jv": "Jawa", "su": "Sunda"},
    "en": {"id": "Indonesian", "in": "Indonesian", "en": "English", "ms": "Malay", "jv": "Javanese", "su": "Sundanese"},
}


def language(code: str, lang: str) -> str:
    """What people call a language, of those that are frequent here; X still writes "in" for Indonesian.

    Example:
        >>> language("in", "id"), language("tl", "en")
        ('Indonesia', 'tl')
    """
    return _LANGUAGES[lang].get(code.lower(), clean(code, 12))


def listed(names: Iterable[str], lang: str, most: int = 8) -> str:
    """Names in a sentence; of more than `most`, the number of the others.

    Example:
        >>> [listed(["PLN", "KAI", "BPJS"], lang) for lang in ("en", "id")]
        ['PLN, KAI and BPJS', 'PLN, KAI, dan BPJS']
        >>> listed(["PLN", "KAI", "BPJS"], "id", most=1)
        'PLN dan 2 lainnya'
    """
    names = list(names)
    if len(names) > most:
        rest = number(len(names) - most, lang)
        more = {"id": f"{rest} lainnya", "en": f"{rest} others" if rest != "1" else "1 other"}[lang]
        names = [*names[:most], more]
    if len(names) < 2:
        return "".join(names)
    comma = "," if lang == "id" and len(names) > 2 else ""
    return f"{', '.join(names[:-1])}{comma} {_WORDS[lang]['and']} {names[-1]}"
