"""What a file of Mastodon says of posts and accounts that others in it know only by a number.

Each server numbers posts and accounts for itself, those of other servers too: the number of a post is another one on
every server, and a reply tells only the number of what it answers. The address (`uri`) of a post is the same
everywhere. So a file is looked through once for which number is which address.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec

Number = tuple[str, str]
"""The server that was asked ("" where the file doesn't say) and its own number of a post or an account."""


class Named(msgspec.Struct, gc=False):
    """An account, in full or as a post mentions it."""

    id: str | int
    acct: str | None = None
    url: str | None = None
    uri: str | None = None

    @property
    def address(self) -> str | None:
        """The page of the account: its id on all servers, for mentions tell no other."""
        return self.url or self.uri or None

    @property
    def handle(self) -> str | None:
        """Name and server; the server that was asked leaves its own out."""
        name = (self.acct or "").removeprefix("@")
        if not name or "@" in name:
            return name or None
        server = host(self.address)
        return f"{name}@{server}" if server else None


class Brief(msgspec.Struct, gc=False):
    """What of a post helps to understand others."""

    id: str | int
    uri: str
    account: Named
    in_reply_to_id: str | int | None = None
    replies_count: int | None = None
    mentions: list[Named] = []


class Parent(NamedTuple):
    """What is known of the post that another answers."""

    uri: str | None
    root: str | None  # the address of the post that began the thread


class Threads:
    """Numbers and addresses of a file."""

    def __init__(self) -> None:
        self._uris: dict[Number, str] = {}
        self._answers: dict[Number, Number | None] = {}
        self._accounts: dict[Number, Named] = {}
        self._places: dict[Number, str] = {}
        self._counted: dict[Number, int] = {}

    def learn(self, server: str, post: Brief) -> None:
        """Keep what a post tells."""
        number = (server, str(post.id))
        self._uris[number] = post.uri
        self._answers[number] = (server, str(post.in_reply_to_id)) if post.in_reply_to_id is not None else None
        self._counted[number] = post.replies_count or 0
        for account in (*post.mentions, post.account):
            self._accounts[server, str(account.id)] = account
        # posts of the server itself have its number in their address, after what is the same for all of an account
        if post.uri.endswith(f"/statuses/{post.id}"):
            self._places[server, str(post.account.id)] = post.uri.removesuffix(str(post.id))

    def account(self, number: Number) -> Named | None:
        """The account of this number."""
        return self._accounts.get(number)

    def parent(self, number: Number, author: Number | None) -> Parent:
        """The address of a post, which an account wrote, and of the post that began its thread."""
        uri = self._uris.get(number)
        if uri is None and author in self._places and number[1].isdecimal():
            uri = self._places[author] + number[1]
        seen = {number}
        while (above := self._answers.get(number, number)) is not None:
            if above in seen:  # not in the file, or a circle
                return Parent(uri, None)
            seen.add(above)
            number = above
        return Parent(uri, self._uris[number])

    def missing(self, asked: set[Number]) -> dict[Number, int]:
        """How many answers the server counted that aren't in the file, of posts whose answers were asked for."""
        there = Counter(self._answers.values())
        missing = {number: self._counted.get(number, 0) - there[number] for number in sorted(asked)}
        return {number: count for number, count in missing.items() if count > 0}


def host(address: str | None) -> str | None:
    """The server of an address.

    Example:
        >>> host("https://contoh.social/@siti"), host("https://[contoh"), host(None)
        ('contoh.social', None, None)
    """
    try:
        return urlsplit(address or "").hostname
    except ValueError:
        return None
