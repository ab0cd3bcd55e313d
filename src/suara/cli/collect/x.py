"""`suara collect x`: posts from X by a search, of accounts, that mention them, or of conversations."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from suara.cli import _show
from suara.cli.collect import _live
from suara.collect.live import _keys, x
from suara.collect.live._collecting import patiently
from suara.steps._x import collect_x

KEY = "X_KEY"


@click.command("x")
@click.option("--query", metavar="QUERY", help="A search in X's query language.")
@click.option("--user", multiple=True, callback=_live.several, metavar="HANDLE", help="What accounts post.")
@click.option(
    "--mentions", multiple=True, callback=_live.several, metavar="HANDLE", help="Posts that mention accounts."
)
@click.option(
    "--conversation",
    multiple=True,
    callback=_live.several,
    metavar="ID",
    help="Conversations, by the id of the post that began them.",
)
@click.option("--archive", is_flag=True, help="Search all of X, where the key allows that; else the past 7 days.")
@click.option(
    "--since", callback=_live.at, metavar="TIME", help="The earliest time, as 2026-03-01 or 2026-03-01T07:00+07:00."
)
@click.option("--until", callback=_live.at, metavar="TIME", help="The time before which posts end.")
@click.option("--limit", type=click.IntRange(min=1), help="Stop after the page that reaches so many posts.")
@click.option(
    "--expand-conversations",
    is_flag=True,
    help="Then fetch the conversations of these posts, so what agencies answered; --limit counts anew for them.",
)
@click.option("--name", help="The name of the collection; by default made of what is asked.")
@_live.made_folder
@_live.key_file
@_live.dry_run
@_live.quiet
def command(
    folder: Path | None,
    key_file: Path | None,
    dry_run: bool,
    quiet: bool,
    name: str | None,
    limit: int | None,
    expand_conversations: bool,
    **asked: Any,
) -> None:
    """Posts from X, by its API. The key (a bearer token) comes from $SUARA_X_KEY or a file, never from the command line.

    A collection that was stopped goes on with the same command; no page is paid for twice, but perhaps the one that was
    under way. --user and the like take several, with commas or given again.

    \b
    Example:
        suara collect x --query "listrik padam lang:in" --expand-conversations -w hasil/
        suara collect x --mentions KAI121,pln_123 --since 2026-03-01 --dry-run
    """
    from suara.collect.live._x_client import Client  # loads tweepy

    plan = _plan(**asked)
    client = Client(_keys.key(KEY, key_file))
    if dry_run:
        with _live.saying(quiet) as say:
            told = x.cost(client, plan, lambda ask: patiently(ask, say))
        cost(told, limit, expand_conversations)
        return
    workspace = _live.workspace_of(folder)
    name = name or f"x-{plan.mark}"
    with _live.saying(quiet) as say:
        found = collect_x(workspace, client, plan, name=name, limit=limit, conversations=expand_conversations, say=say)
    for part in found:
        _live.fetched(part, workspace.root)


def _plan(
    query: str | None,
    user: list[str],
    mentions: list[str],
    conversation: list[str],
    archive: bool,
    since: datetime | None,
    until: datetime | None,
) -> x.Plan:
    """What the options ask for."""
    if sum(map(bool, (query, user, mentions, conversation))) != 1:
        raise click.UsageError("one of --query, --user, --mentions and --conversation is needed, and only one")
    if archive and since is None and not conversation:
        raise click.UsageError("--archive needs --since: X would search 30 days only, and suara doesn't guess how far")
    if since and until and since >= until:
        raise click.UsageError("--since must be before --until")
    between = tuple(None if time is None else x.written(time) for time in (since, until))
    if query:
        steps = x.query_of(query, *between)
    elif user:
        steps = x.accounts_of(user, *between, archive=archive)
    elif mentions:
        steps = x.mentions_of(mentions, *between, archive=archive)
    else:
        steps = x.conversations_of(conversation, *between, archive=archive)
    return x.Plan(tuple(steps), archive)


def cost(told: x.Cost, limit: int | None = None, conversations: bool = False) -> None:
    """What a plan would cost."""
    posts, requests = _show.count(told.posts, "post"), _show.count(told.requests, "request")
    _show.say(f"{posts} counted by X: {requests} to fetch them")
    if told.at_most is not None:
        _show.say(
            f"X counts the past 7 days only, and timelines go back to {x.TIMELINE:,} posts an account: "
            f"at most {told.at_most:,} posts, {told.at_most // x.BIGGEST_PAGE + 1:,} requests or so"
        )
    if limit is not None:
        _show.say(f"--limit {limit:,} stops it earlier where there are more")
    if conversations:
        _show.say(f"The conversations come on top: a request or more for {CONVERSATIONS_A_QUERY} of them")
    _show.say(f"Asked for this: {_show.count(told.asked, 'request')} for counts, no posts")


CONVERSATIONS_A_QUERY = 13  # with ids of today, in a query for the recent search
