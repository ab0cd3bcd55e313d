"""Maps, networks, questions, and what a workspace holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from suara._html import card
from suara.analyse.network import to_networkx
from suara.analyse.responses.tables import Responses, respond
from suara.errors import StoreError
from suara.graph import queries
from suara.graph.build import Graph
from suara.graph.model import NODES
from suara.steps._coding import coding_state
from suara.steps._coordination import coordination
from suara.steps._discourse_stored import with_agreement
from suara.steps._importing import Report, silent
from suara.steps._measuring import accounts_of, members_held, responses
from suara.steps._statements import statements
from suara.steps._statements_stored import with_statements
from suara.steps._storing import built_graph, is_built
from suara.workspace import Workspace

if TYPE_CHECKING:
    import networkx

    from suara.present.map import MapSummary


def draw_map(
    workspace: Workspace,
    path: Path | None = None,
    *,
    limit: int = 400,
    names: str = "public",
    lang: str = "id",
    title: str = "suara",
    views: Sequence[str] = (),
    report: Report = silent,
) -> MapSummary:
    """Draw the map, `map.html` in the workspace unless `path` is given; returns what it shows and what there is.

    Args:
        workspace: the workspace.
        path: the file.
        limit: the most nodes of a view to draw.
        names: whose names are shown: "public" (agencies, verified and widely followed accounts), "all" or "none".
        lang: the language in which the page opens, "id" or "en".
        title: heading of the page.
        views: which views the page has, the first one open; all of `suara.present.map.views` without.
        report: see `Report`.

    Raises:
        ValueError: there is no such view.
    """
    from suara.present.map.views import of_statements

    with workspace.lock():
        made = built_graph(workspace, report)
        report("drawing the map", 0, 0)
        members = _measured(workspace, made)
        said = statements(workspace, report=report) if of_statements(views) else None
        page: dict[str, Any] = {"names": names, "views": views, "lang": lang, "limit": limit, "title": title}
        return draw(workspace, made, members, respond(made), path, statements=said, **page)


def _measured(workspace: Workspace, made: Graph) -> pl.DataFrame:
    """Key, community and measures of accounts, as they were last asked for; communities even if nobody has asked yet."""
    members = members_held(workspace, made).select("key", "community")
    if not is_built(workspace):
        return members
    with workspace.store(read_only=True) as store:
        held = accounts_of(made, store).select("key", *NODES["Account"].measures).drop("community", "component")
    return held.join(members, on="key", how="left", maintain_order="left")


def draw(
    workspace: Workspace,
    made: Graph,
    members: pl.DataFrame,
    answered: Responses,
    path: Path | None = None,
    *,
    names: str,
    statements: pl.DataFrame | None = None,
    views: Sequence[str] = (),
    **page: Any,
) -> MapSummary:
    """Draw the map of what was found; `page` is what `write_views` takes beside the views, the file and the source."""
    from suara.present.map import Source, write_views  # igraph and jinja2 take a while to load
    from suara.present.map.views import made as views_of
    from suara.present.people import without_named_tags

    source = Source(without_named_tags(made, names), members, answered, names, workspace.secret(), statements)
    return write_views(
        views_of(source, views),
        path or workspace.root / "map.html",
        source=source,
        start=None if views else "communities",
        **page,
    )


def network(workspace: Workspace) -> networkx.DiGraph:
    """The accounts and their ties as a NetworkX graph, with all attributes and measures.

    Node attributes are the columns of the table `accounts`; edge attributes `weight`, `replies`, `mentions`,
    `reposts`, `quotes`, `first` and `last`. What isn't known is left out.
    """
    with workspace.lock():
        made = built_graph(workspace, silent)
        with workspace.store() as store:
            return to_networkx(accounts_of(made, store), made.tables["INTERACTS"])


def query(workspace: Workspace, question: str, parameters: Mapping[str, object] | None = None) -> pl.DataFrame:
    """The rows that a question answers: a name of `cypher/read/`, a Cypher file, or Cypher itself.

    Raises:
        QueryError: there is no such question, or the Cypher or a parameter is wrong or missing.
    """
    asked = queries.found(question, on_server=workspace.store_address is not None)
    queries.check(asked.text)
    values = queries.values(asked, parameters or {})
    with workspace.lock():
        if not is_built(workspace, "responses"):
            responses(workspace)  # questions may ask for answers
        if _OF_STATEMENTS.search(asked.text):
            with_statements(workspace)
        if "AGREES_WITH" in asked.text:  # DISAGREES_WITH as well
            with_agreement(workspace)
        if "COORDINATES_WITH" in asked.text and not is_built(workspace, "coordination"):
            coordination(workspace)
        with workspace.store(read_only=True) as store:
            return store.ask(asked.text, values)


_OF_STATEMENTS = re.compile(r":`?(?:Statement|Actor|Concept|STATES|CONCERNS|HOLDS|IS_ACCOUNT)\b")


@dataclass(frozen=True)
class Status:
    """What a workspace holds, and which steps have seen its latest posts."""

    root: Path
    posts: int
    context: int
    platforms: dict[str, int]
    first: datetime | None
    last: datetime | None
    coded: bool
    built: bool | None  # None: the store can't be asked
    answered: bool  # the files in tables/ are of the latest posts and codes
    tables: list[str]

    def _repr_html_(self) -> str:
        first, last = (time and f"{time:%Y-%m-%d %H:%M} UTC" for time in (self.first, self.last))
        facts: dict[str, object] = {"posts": self.posts, "from": first, "to": last, "coded": self.coded}
        facts |= {"graph built": self.built, "answers": self.answered}
        platforms = pl.DataFrame({"platform": list(self.platforms), "posts": list(self.platforms.values())})
        return card(f"Workspace {self.root}", facts, platforms)


def status(workspace: Workspace) -> Status:
    """What a workspace holds and how far it is."""
    posts = workspace.corpus.read()
    built: bool | None
    try:
        built = is_built(workspace)
    except StoreError:
        built = None
    collected = posts.filter(~pl.col("context"))
    return Status(
        root=workspace.root,
        posts=posts.height,
        context=posts.height - collected.height,
        platforms=dict(posts.group_by("platform").len().sort("platform").rows()),
        first=collected["created_at"].min(),  # type: ignore[arg-type]
        last=collected["created_at"].max(),  # type: ignore[arg-type]
        coded=workspace.done("code") == coding_state(workspace),
        built=built,
        answered=workspace.done("run") == coding_state(workspace),
        tables=sorted(path.name for path in (workspace.root / "tables").glob("*.csv")),
    )
