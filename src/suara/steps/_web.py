"""Web pages into the workspace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import polars as pl

from suara.collect.live import web
from suara.collect.live._collecting import Say
from suara.collect.live._manners import Guest
from suara.steps._collecting import Fetched, fetch
from suara.workspace import Workspace


def collect_web(
    workspace: Workspace,
    urls: Sequence[str],
    *,
    guest: Guest,
    feeds: Sequence[str] = (),
    sitemaps: Sequence[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int | None = None,
    name: str | None = None,
    say: Say = lambda line: None,
    left_out: Say = lambda line: None,
) -> Fetched:
    """Fetch pages, and those that feeds and sitemaps list, and import them; `left_out` is told what wasn't, and why.

    Raises:
        SourceError: an address isn't one, a package is missing, or a site asks to wait for long.
        WorkspaceError: the name can't be a file's.
    """
    items = web.seeds(urls, feeds, sitemaps)
    first = web.first_of(items, since, until)
    folder = workspace.root / "raw" / "web"
    name = name or web.name_of(folder, first)
    posts = workspace.corpus.read()
    known = frozenset(posts.filter(pl.col("platform") == "web")["id"])
    visits = web.Visits(items, folder / f"{name}.jsonl", guest, since, until, known, say, left_out)
    return fetch(workspace, web.SOURCE, first, visits, name=name, limit=limit, say=say)
