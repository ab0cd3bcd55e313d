"""`suara collect bluesky`: posts of Bluesky by search or account."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from suara.cli.collect import _fetching, _live
from suara.collect.live import _keys, bluesky


@click.command("bluesky")
@click.option("--query", metavar="WORDS", help="A search, as in Bluesky itself; #tag for a hashtag. Needs --login.")
@click.option("--account", metavar="HANDLE", help="An account, by its handle or DID.")
@click.option(
    "--login", metavar="HANDLE", help="Your own handle; the app password comes from the environment or a file."
)
@click.option("--server", metavar="SERVER", help="The server that is asked, where it isn't Bluesky's own.")
@_fetching.options
@_live.key_file
def command(
    query: str | None,
    account: str | None,
    login: str | None,
    server: str | None,
    since: datetime | None,
    until: datetime | None,
    replies: bool,
    key_file: Path | None,
    **how: Any,
) -> None:
    """Posts of Bluesky, with the threads they are in.

    What accounts post is public. To search, log in with --login and an app password (Settings, Privacy and security),
    which comes from $SUARA_BLUESKY_PASSWORD or a file, never from the command line.

    \b
    Example:
        suara collect bluesky --account pdam-contoh.bsky.social --since 2026-03-01 -w hasil/
        suara collect bluesky --query "air mati" --login peneliti-contoh.bsky.social
    """
    _fetching.one_of(since, until, query=query, account=account)
    first = bluesky.first(query=query, account=account, since=since, until=until, replies=replies)
    password = _keys.key(bluesky.KEY, key_file) if login else None
    _fetching.collected(
        bluesky.SOURCE, first, bluesky.fetcher(server, login, password), what=query or account or "", **how
    )
