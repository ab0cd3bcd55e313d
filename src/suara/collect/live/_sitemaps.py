"""Sitemaps: the pages that a site lists for machines, as XML, plain text, or either packed."""

from __future__ import annotations

import zlib
from typing import NamedTuple

from suara.collect._optional import needed

LARGEST = 50 << 20  # bytes unpacked, the most that the protocol allows
MOST = 50_000  # addresses in one, likewise


class Listing(NamedTuple):
    """One address in a sitemap."""

    url: str
    sitemap: bool  # it is another sitemap
    changed: str | None = None
    published: str | None = None  # news sitemaps only


def listed(content: bytes) -> list[Listing]:
    """The addresses in a sitemap.

    Raises:
        ValueError: it isn't one, or is made to harm.
        SourceError: lxml isn't installed.
    """
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        lines = content.decode("utf-8-sig", "replace").split()
        found = [Listing(line, sitemap=False) for line in lines if line.startswith(("http://", "https://"))]
        if not found:
            raise ValueError("not a sitemap")
        return found[:MOST]
    etree = needed("lxml.etree")
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.LxmlError as error:
        raise ValueError(f"not a sitemap: {error}") from None
    if root is None or _name(root) not in ("urlset", "sitemapindex"):
        raise ValueError("not a sitemap")
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("a sitemap with entities of its own, which no honest one has")
    index = _name(root) == "sitemapindex"
    found = []
    for node in root.iterchildren("{*}url", "{*}sitemap"):
        told = {
            _name(part): (part.text or "").strip() for part in node.iter("{*}loc", "{*}lastmod", "{*}publication_date")
        }
        if told.get("loc"):
            found.append(Listing(told["loc"], index, told.get("lastmod") or None, told.get("publication_date") or None))
    return found[:MOST]


def _name(node: object) -> str:
    return str(node.tag).rpartition("}")[2].lower()  # type: ignore[attr-defined]


def unpacked(content: bytes) -> bytes:
    """The bytes of a sitemap that may be packed.

    Raises:
        ValueError: it is damaged, or made to fill the memory.
    """
    if not content.startswith(b"\x1f\x8b"):
        return content
    unpack = zlib.decompressobj(31)
    try:
        found = unpack.decompress(content, LARGEST + 1)
    except zlib.error:
        raise ValueError("a packed sitemap that is damaged") from None
    if len(found) > LARGEST:
        raise ValueError(f"more than {LARGEST >> 20} MB: no sitemap is that long")
    return found
