"""What is looked for in texts: words, phrases and how they are joined, read from a line of text.

query    = all { OR all }
all      = part { [AND] part }        at least one part without NOT
part     = [NOT] near
near     = one { NEAR/n one }
one      = word | word* | word~ | "several words" | ( query )
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from suara.errors import InputError

MOST_WORDS, DEEPEST, FARTHEST = 200, 30, 50
"""Limits of a query: its words, how deep its parentheses go, and the n of NEAR/n."""

_TOKEN = re.compile(r'(?P<open>\()|(?P<close>\))|(?P<phrase>["“”][^"“”]*["“”])|(?P<quote>["“”])|(?P<word>[^\s()"“”]+)')
_NEAR = re.compile(r"NEAR(?:/(\d{1,3}))?")


@dataclass(frozen=True)
class Word:
    """One word: as it is meant, or all that begin so (`word*`), or all of its stem (`word~`)."""

    text: str
    how: str = ""  # "", "*" or "~"
    at: int = 0  # where it stands in the query, from 1


@dataclass(frozen=True)
class Phrase:
    """Words in a row."""

    words: tuple[Word, ...]


@dataclass(frozen=True)
class Near:
    """Two things of which one begins within some words after the other ends."""

    one: Node
    other: Node
    within: int


@dataclass(frozen=True)
class All:
    """Texts that have all of these, and none of those."""

    parts: tuple[Node, ...]
    without: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Either:
    """Texts that have one of these."""

    parts: tuple[Node, ...]


Node = Phrase | Near | All | Either


@dataclass(frozen=True)
class _Token:
    kind: str  # open, close, phrase, word, or: AND, OR, NOT, NEAR
    text: str
    at: int


def parse(text: str) -> Node:
    """A query from its text.

    Raises:
        InputError: it can't be read; the message says at which character and why.

    Example:
        >>> parse('antre* NOT "tidak lama"')
        All(parts=(Phrase(words=(Word(text='antre', how='*', at=1),)),), without=(Phrase(words=(Word(text='tidak', ...
    """
    parser = _Parser(text)
    found = parser.query()
    if parser.next is not None:
        parser.fail(parser.next.at, "this ) has no ( before it")
    return found


class _Parser:
    """Recursive descent: one method a rule of the grammar."""

    def __init__(self, text: str) -> None:
        self.text, self.tokens, self.place, self.depth = text, _tokens(text), 0, 0
        words = sum(len(token.text.split()) for token in self.tokens if token.kind in ("word", "phrase"))
        if words > MOST_WORDS:
            self.fail(1, f"it has {words:,} words, and at most {MOST_WORDS} can be looked for at once")

    @property
    def next(self) -> _Token | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def take(self, *kinds: str) -> _Token | None:
        """The next token if it is of one of the kinds."""
        if (token := self.next) is None or token.kind not in kinds:
            return None
        self.place += 1
        return token

    def fail(self, at: int, why: str) -> NoReturn:
        _fail(self.text, at, why)

    def query(self) -> Node:
        parts = [self.all()]
        while self.take("OR"):
            parts.append(self.all())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def all(self) -> Node:
        parts: list[Node] = []
        without: list[Node] = []
        begin = self.next
        while True:
            denied = self.take("NOT")
            (without if denied else parts).append(self.near())
            if not self.take("AND") and (self.next is None or self.next.kind in ("OR", "close")):
                break
        if not parts and begin is not None:
            self.fail(begin.at, "NOT alone finds nothing: say what is to be found beside it")
        return parts[0] if len(parts) == 1 and not without else All(tuple(parts), tuple(without))

    def near(self) -> Node:
        begin = self.next
        found = self.one()
        while near := self.take("NEAR"):
            after = self.next
            other = self.one()
            for side, token in ((found, begin), (other, after)):
                if token is not None and not _has_places(side):
                    self.fail(token.at, "NEAR joins words, phrases and alternatives (OR) only")
            found = Near(found, other, self.distance(near))
        return found

    def distance(self, near: _Token) -> int:
        told = _NEAR.fullmatch(near.text)
        within = int(told[1] or 0) if told else 0
        if not 1 <= within <= FARTHEST:
            self.fail(near.at, f"write NEAR/5 for within five words; 1 to {FARTHEST} can be asked for")
        return within

    def one(self) -> Node:
        token = self.take("word", "phrase", "open")
        if token is None:
            at, what = (self.next.at, self.next.text) if self.next else (len(self.text) + 1, "the end")
            self.fail(at, f"a word is wanted here, not {what}")
        if token.kind != "open":
            return Phrase(tuple(self.words(token)))
        self.depth += 1
        if self.depth > DEEPEST:
            self.fail(token.at, f"parentheses go at most {DEEPEST} deep")
        found = self.query()
        if not self.take("close"):
            self.fail(token.at, "this ( isn't closed")
        self.depth -= 1
        return found

    def words(self, token: _Token) -> list[Word]:
        """The words of a token, each with its place and how it is meant."""
        found = []
        for piece in re.finditer(r"\S+", token.text):
            at, text = token.at + piece.start(), piece[0]
            how = text[-1] if text[-1] in "*~" else ""
            text = text.removesuffix(how)
            if how and not re.search(r"\w", text):
                self.fail(at, f"{piece[0]!r} has no letter and no digit")
            if "*" in text or "~" in text:
                self.fail(at, f"in {piece[0]!r}, * and ~ can only be the last sign")
            found.append(Word(text, how, at))
        if not found:
            self.fail(token.at, "there is nothing between these quotes")
        return found


def _has_places(node: Node) -> bool:
    """Whether what it finds has a place in the text, not only a text."""
    return isinstance(node, Phrase | Near) or (isinstance(node, Either) and all(map(_has_places, node.parts)))


def _tokens(text: str) -> list[_Token]:
    """The pieces of a query."""
    found = []
    for piece in _TOKEN.finditer(text):
        kind, word, at = piece.lastgroup or "", piece[0], piece.start() + 1
        if kind == "quote":
            _fail(text, at, "this quote isn't closed")
        if kind == "phrase":
            word, at = word[1:-1], at + 1
        elif word in ("AND", "OR", "NOT"):
            kind = word
        elif _NEAR.fullmatch(word) or word.startswith("NEAR/"):
            kind = "NEAR"
        found.append(_Token(kind, word, at))
    return found


def _fail(text: str, at: int, why: str) -> NoReturn:
    if not text.strip():
        raise InputError("the query is empty: name a word to look for")
    before, after = text[max(at - 21, 0) : at - 1], text[at - 1 : at + 19]
    raise InputError(f"the query, character {at} ({before}>>{after}): {why}")
