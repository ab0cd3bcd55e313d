"""HTML as text: a paragraph a line, and its links."""

from __future__ import annotations

import re
from typing import Any

from suara.collect._optional import needed

_BLOCKS = {"p", "br", "div", "li", "ul", "ol", "tr", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS |= {"article", "section", "figure", "figcaption", "pre", "hr", "body"}
_CELLS = {"td", "th"}
_SILENT = ("script", "style", "template", "noscript", "head")
_SPACE = re.compile(r"\s+")


def text_and_links(html: str) -> tuple[str, list[str]]:
    r"""What a reader sees of a piece of HTML, and the addresses of its links as they are written.

    Raises:
        SourceError: lxml isn't installed.

    Example:
        >>> text_and_links("<p>Air <b>mati</b> &amp; keruh</p><p><a href='/x'>Lanjut</a></p>")
        ('Air mati & keruh\nLanjut', ['/x'])
    """
    etree = needed("lxml.etree")
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(f"<div>{html}</div>".encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        root = None
    if root is None:
        return "", []
    etree.strip_elements(root, *_SILENT, with_tail=False)
    return text_of(root, _BLOCKS, _CELLS), [str(link) for link in root.xpath("//a/@href")]


def text_of(root: Any, blocks: set[str], cells: set[str]) -> str:
    """The text of a tree: blocks on lines of their own, cells apart, spaces as a reader sees them."""
    pieces = []
    for event, node in needed("lxml.etree").iterwalk(root, events=("start", "end")):
        if node.tag in blocks:
            pieces.append("\n")
        elif node.tag in cells:
            pieces.append(" ")
        pieces.append(_SPACE.sub(" ", (node.text if event == "start" else node.tail) or ""))
    lines = (_SPACE.sub(" ", line).strip() for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def titled(title: str | None, text: str) -> str:
    r"""The title above the text; once, where the text begins with it.

    Example:
        >>> titled("Air mati", "Air mati\nSejak pagi.") == titled("Air mati", "Sejak pagi.")
        True
    """
    if not title or not text:
        return title or text
    rest = text.removeprefix(title)
    if rest != text and not rest.startswith("\n"):
        return text  # a sentence that begins like the title
    return f"{title}\n\n{rest.lstrip()}".rstrip()
