"""`suara collect web`: pages of web sites, named one by one or by their feeds and sitemaps."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from rich.markup import escape

from suara.cli import _show
from suara.cli.collect import _live
from suara.collect.live import _manners, web
from suara.steps._web import collect_web


@click.command("web")
@click.argument("urls", nargs=-1, metavar="[URL]...")
@click.option("--feed", "feeds", multiple=True, metavar="URL", help="An RSS or Atom feed: fetch the pages it lists.")
@click.option("--sitemap", "sitemaps", multiple=True, metavar="URL", help="A sitemap: fetch the pages it lists.")
@click.option(
    "--from",
    "lists",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file with addresses of pages, one a line.",
)
@click.option(
    "--since", callback=_live.at, metavar="TIME", help="Leave out what a feed or sitemap says is older, as 2026-03-01."
)
@click.option(
    "--until", callback=_live.at, metavar="TIME", help="Leave out what a feed says is from this time on or later."
)
@click.option("--limit", type=click.IntRange(min=1), help="Stop after so many pages.")
@click.option(
    "--pace",
    type=click.FloatRange(min=0.5, max=3600),
    default=_manners.PACE,
    show_default=True,
    metavar="SECONDS",
    help="Time between two pages of the same site; longer where its robots.txt asks for it.",
)
@click.option(
    "--contact",
    envvar="SUARA_CONTACT",
    metavar="ADDRESS",
    help="Your mail address or web page, told to the sites so that they can reach you; or $SUARA_CONTACT.",
)
@click.option("--local", is_flag=True, help="Allow pages of your own network too (intranet).")
@click.option("--name", help="The name of the collection; by default made of what is asked.")
@_live.made_folder
@_live.quiet
def command(
    urls: tuple[str, ...],
    feeds: tuple[str, ...],
    sitemaps: tuple[str, ...],
    lists: tuple[Path, ...],
    since: datetime | None,
    until: datetime | None,
    limit: int | None,
    pace: float,
    contact: str | None,
    local: bool,
    name: str | None,
    folder: Path | None,
    quiet: bool,
) -> None:
    """Web pages: news, announcements of agencies, blog posts. What robots.txt forbids is left alone and said.

    A collection that was stopped goes on with the same command. Feeds are looked at anew each time, and of the pages
    they list only those are fetched that aren't in the workspace.

    \b
    Example:
        suara collect web https://contoh.go.id/berita/1 --contact riset@kampus.example -w hasil/
        suara collect web --feed https://contoh.go.id/feed --since 2026-03-01 -w hasil/
    """
    if since and until and since >= until:
        raise click.UsageError("--since must be before --until")
    given = [*urls, *(url for path in lists for url in web.read_list(path))]
    guest = _manners.Guest(_manners.agent(contact), pace, local)
    web.seeds(given, feeds, sitemaps)  # what is wrong with them is said before a workspace is made
    workspace = _live.workspace_of(folder)
    left_out: list[str] = []
    try:
        with _live.saying(quiet) as say:
            found = collect_web(
                workspace,
                given,
                guest=guest,
                feeds=feeds,
                sitemaps=sitemaps,
                since=since,
                until=until,
                limit=limit,
                name=name,
                say=say,
                left_out=left_out.append,
            )
    finally:
        _tell(left_out)
    _live.fetched(found, workspace.root)


def _tell(left_out: list[str]) -> None:
    """What wasn't fetched and why, the first of it."""
    if left_out:
        _show.say(f"{_show.count(len(left_out), 'address', 'addresses')} left out:", style="yellow")
    for line in left_out[: _show.ROWS]:
        _show.say(f"  {escape(line)}")
    if len(left_out) > _show.ROWS:
        _show.say(f"  ... and {len(left_out) - _show.ROWS:,} more", style="dim")
