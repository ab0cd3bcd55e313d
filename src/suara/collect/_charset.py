"""The text of a page, whose encoding is told in up to four places that may contradict each other."""

from __future__ import annotations

import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_TOLD = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_AS_BROWSERS = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
}

_OF_PAGES = re.compile(
    r"utf-?(?:8|16(?:[lb]e)?)|iso-?8859-\d+|(?:windows-|cp)\d+|koi8-[ru]|gb(?:k|2312|18030)|big5|euc-\w+|shift[_-]jis"
)


def text_of_page(content: bytes, content_type: str = "") -> tuple[str, str]:
    r"""The text of a page, and the encoding that it was read in.

    What is UTF-8 is taken for it whatever the page says: hardly a text in another encoding is that by chance. What
    can't be read in the encoding that is told is read in Windows-1252, as browsers do.

    Example:
        >>> text_of_page("caf\u00e9".encode("latin-1"), "text/html; charset=ISO-8859-1")
        ('café', 'cp1252')
    """
    told = next((name for bom, name in _BOMS if content.startswith(bom)), None)
    if told is None:
        for place in (content_type.encode("ascii", "replace"), content[:4096]):
            if found := _TOLD.search(place):
                told = _known(found[1].decode("ascii", "replace"))
                break
    for encoding in ("utf-8", told):
        if encoding and not (encoding == "utf-8" and told in ("utf-16", "utf-8-sig")):
            try:
                return content.decode(encoding), encoding
            except UnicodeError:
                continue
    if told in ("utf-8", "utf-8-sig", "utf-16"):
        return content.decode(told, "replace"), told  # some bytes of it are damaged
    return content.decode("cp1252", "replace"), "cp1252"


def _known(name: str) -> str | None:
    """Python's name of an encoding that pages are written in; None of what isn't one."""
    name = _AS_BROWSERS.get(name.lower(), name.lower())
    if not _OF_PAGES.fullmatch(name):
        return None
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None
