"""One answer of a web server that may be hostile: bounded in size and time, and never from one's own network."""

from __future__ import annotations

import functools
import http.client
import ipaddress
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

LARGEST = 10 << 20  # bytes of a page, unpacked
QUIET = 20.0  # seconds without a byte
LONGEST = 60.0  # seconds for the whole of a page, however slowly it drips

_CHUNK = 1 << 16
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Broken(Exception):
    """It didn't come through now; it may the next time."""


class Never(Exception):
    """It won't come through however often it is tried."""

    def __init__(self, kind: str, reason: str) -> None:
        """`kind`: one of the reasons that the source `web` knows."""
        super().__init__(reason)
        self.kind = kind


@dataclass(frozen=True)
class Answer:
    """What a server answered; redirects aren't followed here."""

    url: str
    status: int
    headers: dict[str, str]  # names in lower case
    body: bytes
    whole: bool  # False: it is bigger than was asked for, and cut there

    @property
    def content_type(self) -> str:
        """What it is said to be, without parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def get(
    url: str,
    agent: str,
    *,
    wanted: Callable[[str], bool] = lambda content_type: True,
    largest: int = LARGEST,
    local: bool = False,
    longest: float = LONGEST,
) -> Answer:
    """Ask once for a normalised address; the body is read only if its status is 200 and its type is wanted.

    Raises:
        Broken: no connection, or it was cut.
        Never: the address is of one's own network (unless `local`), or the answer can't be read.
    """
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    host = parts.hostname or ""
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"Host": parts.netloc, "User-Agent": agent, "Accept-Encoding": "gzip", "Connection": "close"}
    headers["Accept"] = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5"
    with _saying(host), _connected(host, port, secure, local) as sock, _in_time(sock, longest) as late:
        connection = http.client.HTTPConnection(host, port)
        connection.sock = sock
        connection.request("GET", target, headers=headers)
        response = connection.getresponse()
        told = {name.lower(): value for name, value in reversed(response.getheaders())}
        body, whole = b"", True
        if response.status == 200 and wanted(told.get("content-type", "")):
            body, whole = _body(response, told.get("content-encoding", "").strip().lower(), largest)
        if late.is_set():
            raise TimeoutError(f"it took more than {longest:.0f} seconds")
        return Answer(url, response.status, told, body, whole)


def _body(response: http.client.HTTPResponse, encoding: str, largest: int) -> tuple[bytes, bool]:
    """The body unpacked, up to a size; a packed one never grows bigger than that in memory."""
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise Never("not_a_page", f"it is packed in a way that wasn't asked for ({encoding[:20]})")
    unpack = zlib.decompressobj(31) if "gzip" in encoding else None
    body = bytearray()
    while chunk := response.read(_CHUNK):
        body += unpack.decompress(chunk, largest + 1 - len(body)) if unpack else chunk
        if len(body) > largest:
            return bytes(body[:largest]), False
    if response.length or (unpack and body and not unpack.eof):
        raise Broken("the connection was cut in the middle of the page")
    return bytes(body), True


@contextmanager
def _saying(host: str) -> Iterator[None]:
    """Whatever goes wrong on the way, in words."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise Never("page_failed", f"the certificate of {host} isn't valid: {error.verify_message}") from None
    except socket.gaierror as error:
        raise Broken(f"{host} isn't known: {error.strerror}") from None
    except TimeoutError as error:
        raise Broken(f"{host} doesn't answer in time: {error}") from None
    except zlib.error:
        raise Never("page_failed", "what it sent is packed in a damaged way") from None
    except (OSError, http.client.HTTPException) as error:
        raise Broken(f"{host} can't be reached: {str(error) or type(error).__name__}") from None
    except ValueError as error:  # http.client, of what can't be sent
        raise Never("page_failed", f"an address that can't be asked for: {error}") from None


@contextmanager
def _connected(host: str, port: int, secure: bool, local: bool) -> Iterator[socket.socket]:
    """A connection to the very address that was looked at, so that a name can't mean another one a moment later."""
    addresses = list(dict.fromkeys(str(found[4][0]) for found in _looked_up(host, port)))
    allowed = addresses if local else [address for address in addresses if is_public(address)]
    if not allowed:
        raise Never("page_refused", f"{host} is in one's own network, which isn't looked at (--local allows it)")
    failed: OSError | None = None
    for address in allowed[:4]:
        try:
            sock = socket.create_connection((address, port), timeout=QUIET)
        except OSError as error:
            failed = error
            continue
        with sock:
            if not secure:
                yield sock
                return
            with _tls().wrap_socket(sock, server_hostname=host) as safe:
                yield safe
                return
    raise failed or OSError("no address")


def _looked_up(host: str, port: int) -> list[tuple[object, object, object, str, tuple[object, ...]]]:
    try:
        return list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except UnicodeError:
        raise Never("page_failed", f"{host} can't be the name of a site") from None


def is_public(address: str) -> bool:
    """Whether an IP address is of the open internet, also within those that carry another.

    Example:
        >>> is_public("203.0.114.7"), is_public("127.0.0.1"), is_public("64:ff9b::7f00:1"), is_public("::ffff:10.0.0.1")
        (True, False, False, False)
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


@contextmanager
def _in_time(sock: socket.socket, longest: float) -> Iterator[threading.Event]:
    """Cut the connection when the time is up: each byte may come in time, and the page never."""
    late = threading.Event()

    def cut() -> None:
        late.set()
        try:
            socket.socket.shutdown(sock, socket.SHUT_RDWR)
        except OSError:
            return  # it is closed already

    timer = threading.Timer(longest, cut)
    timer.daemon = True
    timer.start()
    try:
        yield late
    except (OSError, http.client.HTTPException, Broken):
        if late.is_set():
            raise TimeoutError(f"it took more than {longest:.0f} seconds") from None
        raise
    finally:
        timer.cancel()


@functools.cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
