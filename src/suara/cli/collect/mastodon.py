"""`suara collect mastodon`: posts of a Mastodon server by hashtag, account or search."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from suara.cli.collect import _fetching, _live
from suara.collect.live import mastodon
from suara.collect.live._optional import key_if_given


@click.command("mastodon")
@click.option("--server", required=True, metavar="SERVER", help="The server that is asked, as contoh.social.")
@click.option("--tag", metavar="TAG", help="A hashtag.")
@click.option("--account", metavar="NAME", help="An account, as name or name@server.")
@click.option("--query", metavar="WORDS", help="A search; most servers allow it with a token only.")
@_fetching.options
@_live.key_file
def command(
    server: str,
    tag: str | None,
    account: str | None,
    query: str | None,
    since: datetime | None,
    until: datetime | None,
    replies: bool,
    key_file: Path | None,
    **how: Any,
) -> None:
    """Posts of Mastodon, as one server knows them, with what they answer and what answers them.

    Hashtags and accounts are public on most servers. Where a server wants a token (from its Preferences, Development,
    with the right to read), it comes from $SUARA_MASTODON_TOKEN or a file, never from the command line.

    \b
    Example:
        suara collect mastodon --server contoh.social --tag AirMati -w hasil/
        suara collect mastodon --server contoh.social --account pdam_contoh --since 2026-03-01
    """
    _fetching.one_of(since, until, tag=tag, account=account, query=query)
    first = mastodon.first(server, tag=tag, account=account, query=query, since=since, until=until, replies=replies)
    page = mastodon.fetcher(server, key_if_given(mastodon.KEY, key_file))
    _fetching.collected(mastodon.SOURCE, first, page, what=f"{server} {tag or account or query}", **how)
