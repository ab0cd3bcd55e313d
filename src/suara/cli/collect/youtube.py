"""`suara collect youtube`."""

from __future__ import annotations

import hashlib
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.markup import escape

from suara.cli import _show
from suara.cli.collect import _live
from suara.collect.live import _keys, youtube
from suara.collect.live._collecting import Request
from suara.steps._collecting import fetch

_DAY = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S"])


@click.command("youtube")
@click.option(
    "--video", "videos", multiple=True, metavar="ID", help="A video, by its id or address; as many as wanted."
)
@click.option("--channel", metavar="ID", help="The videos of a channel, by its id, @handle or address.")
@click.option("--search", "query", metavar="QUERY", help="The videos that YouTube finds; costs 100 units a page.")
@click.option(
    "--since",
    type=_DAY,
    metavar="DATE",
    help="Videos from then on (UTC); with --video, comments from then on.",
)
@click.option("--until", type=_DAY, metavar="DATE", help="Videos from before then (UTC); not with --video.")
@click.option("--limit", type=click.IntRange(1), help="Stop after the page that makes it this many posts.")
@click.option("--name", help="What this collection is called; by default after what is asked for.")
@_live.made_folder
@_live.key_file
@click.option("--dry-run", is_flag=True, help="Say what it will cost at least, and ask nothing.")
@_live.quiet
def command(
    videos: tuple[str, ...],
    channel: str | None,
    query: str | None,
    since: datetime | None,
    until: datetime | None,
    limit: int | None,
    name: str | None,
    folder: Path | None,
    key_file: Path | None,
    dry_run: bool,
    quiet: bool,
) -> None:
    """Videos of YouTube, their comments, and all replies to these.

    The key is read from $SUARA_YOUTUBE_KEY, or from the file that $SUARA_YOUTUBE_KEY_FILE or --key-file names; others
    must not be able to read that file. A collection that was stopped goes on when the same command is given again.

    \b
    Example:
        suara collect youtube --video conToh_0001 --dry-run
        SUARA_YOUTUBE_KEY_FILE=kunci.txt suara collect youtube --channel @contoh --since 2025-01-01 -w hasil/
    """
    first = _first(videos, channel, query, since, until)
    if dry_run:
        requests, units = youtube.least(first)
        _show.say(
            f"At least {_show.count(requests, 'request')}, {_show.count(units, 'unit')} of the {youtube.QUOTA:,} that a key "
            "has a day; then a unit for each 100 comments of a video, each 100 replies of a thread that has more than a "
            "few, and each 50 videos" + (" (100 units where they are searched for)" if query else "")
        )
        return
    key = _keys.key("YOUTUBE_KEY", key_file)
    workspace = _live.workspace_of(folder)
    with _live.saying(quiet) as say, closing(youtube.YouTube(key, say=say)) as client:
        found = fetch(workspace, youtube, first, client, name=name or _named(first), limit=limit, say=say)
    for line in client.passed_over:
        _show.say(f"Passed over: {escape(line)}", style="yellow")
    _live.fetched(found, workspace.root)


def _first(
    videos: tuple[str, ...], channel: str | None, query: str | None, since: datetime | None, until: datetime | None
) -> Request:
    """What is asked first."""
    if sum(map(bool, (videos, channel is not None, query is not None))) != 1:
        raise click.UsageError("give one of --video (as often as wanted), --channel and --search")
    begin, end = (None if at is None else at.replace(tzinfo=UTC) for at in (since, until))
    if begin and end and begin >= end:
        raise click.UsageError("--since must be before --until")
    if channel is not None:
        return youtube.channel(channel, begin, end)
    if query is not None:
        return youtube.search(query, begin, end)
    if end:
        raise click.UsageError("--until can't be had with --video: YouTube gives the newest comments first")
    return youtube.videos(videos, begin)


def _named(first: Request) -> str:
    """A name for what is asked for, that can be a file's.

    Example:
        >>> _named({"ask": "search", "query": "air mati!"}), _named({"ask": "videos", "waiting": ["conToh_0001"]})
        ('search-air-mati', 'video-conToh_0001')
    """
    waiting = first.get("waiting", [])
    if len(waiting) > 1:
        return f"videos-{hashlib.sha256(' '.join(waiting).encode()).hexdigest()[:10]}"
    kind, told = ("video", waiting[0]) if waiting else (first["ask"], first.get("query") or first["channel"])
    words = "".join(char if char.isascii() and (char.isalnum() or char == "_") else " " for char in told)
    return f"{kind}-{told}" if waiting else "-".join([kind, *words.split()])[:60]
