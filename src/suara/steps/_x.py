"""Posts from X, and the conversations they take part in, into the workspace."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from suara.collect.live import x
from suara.collect.live._collecting import Say
from suara.steps._collecting import Fetched, fetch
from suara.steps._importing import Report, silent
from suara.workspace import Workspace

if TYPE_CHECKING:
    from suara.collect.live._x_client import Client


def collect_x(
    workspace: Workspace,
    client: Client,
    plan: x.Plan,
    *,
    name: str,
    limit: int | None = None,
    conversations: bool = False,
    say: Say = lambda line: None,
    report: Report = silent,
) -> list[Fetched]:
    """Collect what a plan asks for and, with `conversations`, all posts of the conversations that this brings up.

    Conversations are asked for once: where a higher limit brings more pages later, only theirs are added.

    Raises:
        SourceError: X refuses or can't be reached; what came before is imported.
    """
    with workspace.lock():
        pages = x.pages_of(client, plan, limit)
        found = [fetch(workspace, x.SOURCE, plan.first, pages, name=name, limit=limit, say=say, report=report)]
        if conversations:
            journal = found[0].collected.journal
            prefix = f"{name}-conversations-"
            earlier = {file.stem.removeprefix(prefix) for file in journal.parent.glob(f"{prefix}*.jsonl")}
            ends = {int(end) for end in earlier if end.isdecimal()} | {found[0].collected.all_pages}
            for low, high in pairwise([0, *sorted(ends)]):
                ids = x.conversations_in(journal, low, high)
                if ids:
                    threads = x.Plan(tuple(x.conversations_of(ids, archive=plan.archive)), plan.archive)
                    pages = x.pages_of(client, threads, limit)
                    part = f"{prefix}{high}"
                    found.append(
                        fetch(workspace, x.SOURCE, threads.first, pages, name=part, limit=limit, say=say, report=report)
                    )
    return found
