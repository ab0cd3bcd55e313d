"""The doctor: what is to be known of a file of posts before anyone trusts its figures."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import polars as pl

from suara.collect import _personal
from suara.collect._importing import Reading, sources
from suara.posts.corpus import merge
from suara.posts.post import IS_REPOST, KEY

LANGUAGES = ("id", "en")
LEVELS = ("error", "warning", "note", "fact")
LONG_GAP = timedelta(days=7)
_MANY_A_WEEK = 10  # posts; where they are fewer, gaps are everywhere and say nothing
_ENOUGH = 20  # posts; of fewer, a share says nothing
_SHOWN = 8
_EXAMPLE = re.compile(r" ?\(“?\{example\}”?\)|:? “?\{example\}”?")
_NUMBER = re.compile(r"\[([^|\]]*)\|([^\]]*)\]")  # [post|posts]: by the count


class Finding(msgspec.Struct, frozen=True):
    """One thing that is to be known of a file, or of all posts of a workspace."""

    kind: str  # a name in _words.toml
    count: int | None = None
    whole: int | None = None  # of how many
    example: str | None = None

    @property
    def level(self) -> str:
        """How bad it is: error (something is lost), warning (in doubt), note, fact."""
        return str(_words()[self.kind]["level"])

    def says(self, lang: str, *, example: bool = True) -> str:
        """The finding in words; without its example where that is a piece of somebody's post.

        Example:
            >>> Finding("header_again", 2).says("en")
            'The header is repeated 2 times, as when files were put one after the other.'
            >>> Finding("rounded_count", 1, example="1,2 rb").says("en", example=False)
            '1 count was rounded by the platform.'
        """
        share = f"{100 * self.count / self.whole:.0f}" if self.count is not None and self.whole else "0"
        text = _NUMBER.sub(lambda found: found[1 if self.count == 1 else 2], _words()[self.kind][lang])
        told = self.example or "-"
        if self.kind == "untold":  # names of fields of Post
            told = ", ".join(_words()["fields"][name][lang] for name in told.split(","))
        if not example:
            text = _EXAMPLE.sub("", text)
        numbers = {"count": _number(self.count, lang), "whole": _number(self.whole, lang), "share": share}
        for name, value in (*numbers.items(), ("example", told)):
            text = text.replace(f"{{{name}}}", value)
        return text


@cache
def _words() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("suara.collect").joinpath("_words.toml").read_text(encoding="utf-8"))


def _number(value: int | None, lang: str) -> str:
    text = f"{value or 0:,}"
    return text.replace(",", ".") if lang == "id" else text


def examine(reading: Reading) -> list[Finding]:
    """All findings of a file, the worst first.

    Example:
        >>> from pathlib import Path
        >>> from suara.collect._importing import read_file, recognise
        >>> path = Path("sample/keluhan.csv")
        >>> examine(read_file(path, recognise(path)[1]))[0].kind
        'cut_texts'
    """
    return _sorted([*of_file(reading), *of_posts(merge(reading.posts), reading.source.TELLS)])


def of_file(reading: Reading) -> Iterator[Finding]:
    """What a file says of itself: its format, fields and ids, and what couldn't be taken of it."""
    yield Finding("format", example=reading.source.TITLE)
    yield Finding("why", example=_few(reading.known_fields))
    if reading.unknown_fields:
        yield Finding("unknown_fields", len(reading.unknown_fields), example=_few(reading.unknown_fields))
    items = [(problem.kind, 1, problem.reason.partition(": ")[2] or problem.reason) for problem in reading.problems]
    items += [(notice.kind, notice.count, notice.example or "") for notice in reading.notices]
    yield from _by_kind([Finding(kind, count, None, example or None) for kind, count, example in items])
    missing = [field for field in _words()["fields"] if field not in reading.source.TELLS]
    if missing:
        yield Finding("untold", len(missing), example=",".join(missing))
    copies = reading.posts.height - reading.posts.select(KEY).n_unique()
    if copies:
        yield Finding("duplicates", copies, reading.posts.height)


def _few(names: list[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (f", ... (+{len(names) - _SHOWN})" if len(names) > _SHOWN else "")


def _by_kind(found: list[Finding]) -> list[Finding]:
    """Findings of one kind as one: counts added, the first example."""
    kinds: dict[str, Finding] = {}
    for finding in found:
        known = kinds.get(finding.kind, Finding(finding.kind))
        kinds[finding.kind] = Finding(
            finding.kind,
            (known.count or 0) + (finding.count or 0),
            (known.whole or 0) + (finding.whole or 0) or None,
            known.example or finding.example,
        )
    return list(kinds.values())


def of_posts(posts: pl.DataFrame, tells: frozenset[str]) -> Iterator[Finding]:
    """What posts say of themselves, each once, from sources that can tell these fields."""
    yield Finding("posts" if posts.height else "no_posts", posts.height)
    if posts.height:
        for check in (_accounts, _languages, _times, _ids, _texts, _personal_data):
            yield from check(posts)
        yield from _replies(posts, tells)


def in_doubt(of_files: list[Finding], posts: pl.DataFrame) -> list[Finding]:
    """What is lost or in doubt in files just imported, and in all posts of their workspace; the worst first."""
    names = posts["source"].drop_nulls().unique().to_list()
    tells = frozenset[str]().union(*(source.TELLS for name, source in sources().items() if name in names))
    found = _sorted([*_by_kind(of_files), *of_posts(posts, tells)])
    return [finding for finding in found if finding.level in ("error", "warning")]


def _sorted(found: list[Finding]) -> list[Finding]:
    return sorted(found, key=lambda finding: LEVELS.index(finding.level))


def _accounts(posts: pl.DataFrame) -> Iterator[Finding]:
    account = pl.coalesce("author_id", pl.col("author_handle").str.to_lowercase())
    accounts = posts.select("platform", account).drop_nulls().n_unique()
    if posts["context"].any():
        yield Finding("context", int(posts["context"].sum()), posts.height)
    if not accounts:
        yield Finding("no_accounts", posts.height)
        return
    yield Finding("accounts", accounts)
    if posts["author_handle"].null_count() == posts.height:
        yield Finding("ids_only", posts.height)
    elif posts["author_id"].null_count() == posts.height:
        yield Finding("handles_only", posts.height)


def _languages(posts: pl.DataFrame) -> Iterator[Finding]:
    languages = posts["lang"].drop_nulls().value_counts(sort=True).rows()
    known = sum(number for _, number in languages)
    if known:
        shown = ", ".join(f"{lang} {100 * number / known:.0f} %" for lang, number in languages[:5])
        yield Finding("languages", len(languages), example=shown)


def _times(posts: pl.DataFrame) -> Iterator[Finding]:
    own = posts.filter(~pl.col("context"))
    times = own["created_at"].drop_nulls().sort()
    if times.is_empty():
        yield Finding("no_times", own.height)
        return
    yield Finding("period", times.len(), example=f"{times[0]:%Y-%m-%d %H:%M} – {times[-1]:%Y-%m-%d %H:%M} UTC")
    if own["created_at"].null_count():
        yield Finding("some_times", own["created_at"].null_count(), own.height)
    gaps = pl.concat([_gaps(of_one) for of_one in own.drop_nulls("created_at").partition_by("platform")])
    if gaps.height:
        longest = gaps.sort(pl.col("to") - pl.col("from"), descending=True).row(0)
        yield Finding("gaps", gaps.height, example=f"{longest[0]:%Y-%m-%d} – {longest[1]:%Y-%m-%d}")
    midnight = int((times.dt.truncate("1d") == times).sum())
    if times.len() >= _ENOUGH and midnight > times.len() / 2:
        yield Finding("midnight", midnight, times.len())


def _gaps(posts: pl.DataFrame) -> pl.DataFrame:
    """From when to when a platform has no post for more than a week, where it has many a week otherwise."""
    times = posts["created_at"].sort()
    pairs = pl.DataFrame({"from": times[:-1], "to": times[1:]})
    many = posts.height >= _MANY_A_WEEK * ((times[-1] - times[0]) / timedelta(weeks=1))
    return pairs.filter(pl.lit(many) & (pl.col("to") - pl.col("from") > LONG_GAP))


def _replies(posts: pl.DataFrame, tells: frozenset[str]) -> Iterator[Finding]:
    """Whether answers can be linked to what they answer: by id, by conversation, by name only, or not at all."""
    if not tells & {"reply_to", "reply_to_author_id", "reply_to_author_handle", "conversation"}:
        yield Finding("replies_untold", posts.height)
        return
    named = pl.any_horizontal(pl.col("reply_to_author_id", "reply_to_author_handle").is_not_null())
    in_thread = pl.col("conversation") != pl.col("id")
    replies = posts.filter((pl.col("reply_to").is_not_null() | named | in_thread) & ~IS_REPOST)
    if replies.is_empty():
        yield Finding("replies_none", posts.height)
        return
    ids = posts.select("platform", "id")
    parent, root = ["platform", "reply_to"], ["platform", "conversation"]
    rest = replies.join(ids, left_on=parent, right_on=ids.columns, how="anti")
    absent = rest.join(ids, left_on=root, right_on=ids.columns, how="anti")
    yield Finding("replies_linked", replies.height - rest.height, replies.height)
    if rest.height > absent.height:
        yield Finding("replies_recoverable", rest.height - absent.height, replies.height)
    if absent.height:
        yield Finding("replies_absent", absent.height, replies.height)


def _ids(posts: pl.DataFrame) -> Iterator[Finding]:
    long = posts["id"].filter(posts["id"].str.contains(r"^\d{17,}$"))
    rounded = long.filter(long.str.ends_with("000"))
    if rounded.len() >= _ENOUGH and rounded.len() > long.len() / 10:
        yield Finding("rounded_ids", rounded.len(), long.len(), rounded[0])


def _texts(posts: pl.DataFrame) -> Iterator[Finding]:
    texts = posts["text"].drop_nulls()
    if texts.is_empty():
        yield Finding("no_texts", posts.height)
        return
    length = texts.str.len_chars()
    cut = texts.filter(texts.str.ends_with("…") & (length.is_between(138, 148) | length.is_between(275, 281)))
    if cut.len():
        yield Finding("cut_texts", cut.len(), texts.len(), f"... {cut[0][-20:]}")
    said = posts.filter(pl.col("platform") != "open311")["text"].drop_nulls()  # of tickets it is their type
    most, times = said.value_counts(sort=True).row(0) if said.len() else ("", 0)
    if texts.len() >= _ENOUGH and times > texts.len() / 10:
        yield Finding("one_text", times, texts.len(), most[:60])


def _personal_data(posts: pl.DataFrame) -> Iterator[Finding]:
    for kind, holds in _personal.found(pl.col("text")).items():
        number = int(posts.select(holds.sum()).item() or 0)
        if number:
            yield Finding(f"personal_{kind}", number, posts.height)


SCHEMA: dict[str, Any] = {
    "file": pl.String,
    "source": pl.String,
    "level": pl.String,
    "kind": pl.String,
    "count": pl.Int64,
    "whole": pl.Int64,
    "example": pl.String,
    "says": pl.String,
}
"""The columns of the table of findings: one row a finding."""


def as_table(found: list[tuple[str, str | None, list[Finding]]], lang: str) -> pl.DataFrame:
    """Findings of several files (name, source, findings) as a table; columns: see `SCHEMA`."""
    rows = [
        (name, source, finding.level, finding.kind, finding.count, finding.whole, finding.example, finding.says(lang))
        for name, source, findings in found
        for finding in findings
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")
