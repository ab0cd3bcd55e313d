"""Addresses of web pages, written in one way: the same page has the same address wherever it is linked from."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit

LONGEST = 2000  # characters; browsers and servers take no more for granted

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_TRACKING = re.compile(
    r"(?:utm_|mtm_|pk_|hsa_|mc_)\w*|fbclid|gclid|twclid|ttclid|yclid|dclid|msclkid|gclsrc|[gw]braid|_g[al]|igsh(?:id)?"
    r"|ref_src|ref_url|amp",
    re.IGNORECASE,
)
_PORTS = {"http": 80, "https": 443}


def normalised(url: str, base: str | None = None) -> str:
    """An address in lower case where that is the same, without its fragment and what only tracks the reader.

    Raises:
        ValueError: it isn't one of a web page, or holds a password.

    Example:
        >>> normalised("HTTPS://Berita.Contoh.EXAMPLE:443/a b?utm_source=x&id=7#komentar")
        'https://berita.contoh.example/a%20b?id=7'
        >>> normalised("/warta/2", "https://contoh.example/warta/1")
        'https://contoh.example/warta/2'
    """
    url = url.strip()
    if _CONTROL.search(url):
        raise ValueError("an address with control characters")
    try:
        parts = urlsplit(urljoin(base, url) if base else url)
        scheme, port = parts.scheme.lower(), parts.port
        host = (parts.hostname or "").rstrip(".")
        host = f"[{host}]" if ":" in host else host.encode("idna").decode()
    except ValueError:  # UnicodeError, which a host that can't be gives, is one
        raise ValueError("not an address") from None
    if scheme not in _PORTS or not host:
        raise ValueError("not the address of a web page (http:// or https://)")
    if parts.username is not None or parts.password is not None:
        raise ValueError("an address with a password in it")
    port_told = "" if port in (None, _PORTS[scheme]) else f":{port}"
    kept = [part for part in parts.query.split("&") if part and not _TRACKING.fullmatch(part.partition("=")[0])]
    query = "?" + quote("&".join(kept), safe="%/:?@!$&'()*+,;=~[]|") if kept else ""
    path = quote(parts.path or "/", safe="%/:@!$&'()*+,;=~")
    found = f"{scheme}://{host}{port_told}{path}{query}"
    if len(found) > LONGEST:
        raise ValueError(f"an address of more than {LONGEST} characters")
    return found


def maybe(url: str, base: str | None = None) -> str | None:
    """The same, or None where it isn't the address of a web page.

    Example:
        >>> maybe("mailto:sari@contoh.example") is None
        True
    """
    try:
        return normalised(url, base)
    except ValueError:
        return None


def site_of(url: str) -> str:
    """The name of the site that an address is of, which stands for who publishes it.

    Example:
        >>> site_of("https://www.contoh.example/warta/1")
        'contoh.example'
    """
    return (urlsplit(url).hostname or "").removeprefix("www.")


def links(found: list[str], own: str | None) -> list[str]:
    """Addresses of other pages, each once, in their order.

    Example:
        >>> links(["/b", "#atas", "mailto:x", "/b"], "https://contoh.example/a")
        ['https://contoh.example/b']
    """
    pages = (maybe(link, own) for link in found)
    return list(dict.fromkeys(page for page in pages if page is not None and page != own))
