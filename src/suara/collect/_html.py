"""HTML as posts hold it, as the text that a person reads: lines kept, links named, nothing run and nothing fetched."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple

LONGEST = 100_000  # characters of HTML; the longest posts there are have a few thousand

_BLOCKS = {"p", "div", "blockquote", "pre", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6"}
_UNSEEN = {"script", "style", "template", "title"}
_NO_LINKS = {"mention", "hashtag"}
# A "<" that no tag follows, or a tag that is never closed, or a comment: posts have none, and the parser takes hours.
_NO_TAG = re.compile(r"""<(?![a-zA-Z/](?:[^<>"']|"[^<>"]*"|'[^<>']*')*>)""")
_BLANK = re.compile(r"[ \t\r\n\f]+")


class Plain(NamedTuple):
    """The text, and where its links lead, each once; mentions and hashtags are none."""

    text: str
    links: list[str]


def plain(html: str, *, leave_out: str | None = None) -> Plain:
    r"""What HTML says; `leave_out` is a class of paragraphs that repeat what is told elsewhere.

    Example:
        >>> plain('<p>Air mati &amp; <a href="https://foto.example/1">foto.<wbr>example</a></p><p>Tolong<br>!</p>')
        Plain(text='Air mati & foto.example\n\nTolong\n!', links=['https://foto.example/1'])
    """
    reader = _Reader(leave_out)
    reader.feed(_NO_TAG.sub("&lt;", html[:LONGEST]))
    reader.close()
    text = re.sub(r" *\n *", "\n", "".join(reader.pieces))
    return Plain(re.sub(r"\n{3,}", "\n\n", text).strip(), list(reader.links))


class _Reader(HTMLParser):
    def __init__(self, leave_out: str | None) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.links: dict[str, None] = {}
        self._leave_out = leave_out
        self._unseen: list[str] = []  # elements within which nothing is to be seen
        self._as_it_stands = 0  # within <pre>, where blanks count

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        classes = set(told.get("class", "").split())
        if self._unseen or tag in _UNSEEN or self._leave_out in classes:
            if tag not in ("br", "img", "wbr", "hr", "input"):  # these have no end
                self._unseen.append(tag)
            return
        if tag == "br":
            self.pieces.append("\n")
        elif tag == "li":
            self.pieces.append("\n- ")
        elif tag in _BLOCKS:
            self.pieces.append("\n\n")
            self._as_it_stands += tag == "pre"
        elif tag == "a" and not classes & _NO_LINKS and told.get("href", "").startswith(("https://", "http://")):
            self.links[told["href"]] = None

    def handle_endtag(self, tag: str) -> None:
        if self._unseen:
            if tag in self._unseen:
                del self._unseen[self._unseen.index(tag) :]
            return
        if tag in _BLOCKS:
            self.pieces.append("\n\n")
            self._as_it_stands -= tag == "pre" and self._as_it_stands > 0

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(data if self._as_it_stands else _BLANK.sub(" ", data))
