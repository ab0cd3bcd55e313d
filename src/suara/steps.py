"""The steps from files to answers, each one call: what `import suara` offers and the commands do.

Every step takes a `Workspace`. One that needs an earlier step runs it first where it hasn't seen the latest posts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from suara.analyse import centrality as _centrality
from suara.analyse import gds
from suara.analyse.centrality import betweenness, pagerank
from suara.analyse.communities import components, describe, leiden
from suara.analyse.network import Network, to_networkx
from suara.analyse.responses.link import WINDOW
from suara.analyse.responses.tables import Responses, respond
from suara.analyse.topics.ranking import rank
from suara.coding import agencies as _agencies
from suara.coding import by_words, codebook
from suara.collect._importing import import_file, recognise_all
from suara.errors import DataError, NotYet, QueryError, StoreError, WorkspaceError
from suara.graph import queries, runs
from suara.graph.build import Graph, activity
from suara.graph.build import build as _build_graph
from suara.graph.model import NODES, RELATIONS, empty
from suara.graph.stores import Store
from suara.posts import Problem, Tally
from suara.posts.post import IS_REPOST, KEYED
from suara.present import tables as _tables
from suara.workspace import Settings, Workspace

if TYPE_CHECKING:
    import networkx

    from suara.present.map import MapSummary

Report = Callable[[str, int, int], None]
"""Called while a step works: what it works on, how far it is, how far it has to go (0 where unknown)."""


def _silent(what: str, done: int, whole: int) -> None:
    """Report to nobody."""


@dataclass
class Imported:
    """What became of the records of each file, and of all."""

    files: dict[Path, Tally] = field(default_factory=dict)

    @property
    def total(self) -> Tally:
        """The sum over the files."""
        return sum(self.files.values(), Tally())


REJECTED = {"file": pl.String, "line": pl.Int64, "reason": pl.String, "field": pl.String, "raw": pl.String}


def import_files(
    workspace: Workspace, files: Sequence[str | Path], *, strict: bool = False, report: Report = _silent
) -> Imported:
    """Read files of posts, of any mix of known formats, into the corpus.

    What can't be read is kept in `tables/rejected.csv`: file, line, reason, field (where only a field was refused), raw.

    Raises:
        InputError: a file isn't there or isn't known (nothing is imported then), or `strict` and a record is broken.
    """
    paths = [Path(file) for file in files]
    result = Imported()
    rejected: list[tuple[str, int, str, str | None, str]] = []

    def reject(path: Path, problem: Problem) -> None:
        rejected.append((str(path), problem.line, problem.reason, problem.field, problem.raw))

    with workspace.lock():
        known = recognise_all(paths)
        try:
            for path, source in zip(paths, known, strict=True):
                size = path.stat().st_size

                def progress(position: int, path: Path = path, size: int = size) -> None:
                    report(path.name, position, size)

                tally = import_file(path, source, workspace.corpus, strict=strict, reject=reject, progress=progress)
                result.files[path] = result.files.get(path, Tally()) + tally
        finally:
            _keep_rejected(workspace, rejected)
    return result


def _keep_rejected(workspace: Workspace, rejected: list[Any]) -> None:
    """Add to rejected.csv what isn't there yet, so that importing again doesn't repeat it."""
    path = workspace.tables / "rejected.csv"
    table = pl.DataFrame(rejected, schema=REJECTED, orient="row")
    if path.is_file():
        try:
            kept = pl.read_csv(path, schema=REJECTED)
        except pl.exceptions.PolarsError:
            raise WorkspaceError(f"{path} was changed by another program: move it away, then try again") from None
        table = pl.concat([kept, _as_read(table)])
    elif table.is_empty():
        return
    _tables.write(table.unique(maintain_order=True), "csv", path)


def _as_read(table: pl.DataFrame) -> pl.DataFrame:
    """A table as it comes back from a CSV file, where a guarded text keeps its guard."""
    return pl.read_csv(_tables.as_csv(table), schema=REJECTED) if table.height else table


def code(
    workspace: Workspace,
    *,
    codebooks: Sequence[str] | None = None,
    agencies: Sequence[str] | None = None,
    report: Report = _silent,
) -> pl.DataFrame:
    """Find the topics and agencies that posts name; returns the table `codes`.

    Codebooks and agency files that are given are remembered in suara.toml. Reposts aren't coded: the text is another's.

    Raises:
        DataError: a codebook or an agency file is wrong.
        NotYet: there are no posts.
    """
    with workspace.lock():
        settings = workspace.settings
        if codebooks is not None:
            settings.codebooks = _remembered(codebooks)
        if agencies is not None:
            settings.agencies = _remembered(agencies)
        books, registry = _books(workspace, settings), _registry(workspace, settings)
        posts = _posts(workspace).filter(~IS_REPOST, pl.col("text").is_not_null())
        posts = posts.select(KEYED.alias("key"), "text")
        report("coding", 0, 0)
        codes = by_words.code(posts, books)
        named = by_words.agencies_named(posts, registry)
        if codebooks is not None or agencies is not None:
            workspace.save(settings)  # only now, as they have turned out to be right
        folder = workspace.root / "codes"
        folder.mkdir(exist_ok=True)
        codes.write_parquet(folder / "topics.parquet")
        named.write_parquet(folder / "agencies.parquet")
        state = _coding_state(workspace)
        workspace.memory["codes"] = (state, codes, named)
        workspace.memory.pop("graph", None)
        workspace.mark("code", state)
    return codes


def _remembered(names: Sequence[str]) -> list[str]:
    """Names as suara.toml keeps them: bundled ones as they are, files by their full path."""
    return [name if name in codebook.bundled() else str(Path(name).absolute()) for name in names]


def _book_files(workspace: Workspace, settings: Settings) -> list[Path]:
    return [
        codebook.BUNDLED / f"{name}.toml" if name in codebook.bundled() else workspace.named(name)
        for name in settings.codebooks
    ]


def _books(workspace: Workspace, settings: Settings) -> list[codebook.Codebook]:
    books = [codebook.load(path) for path in _book_files(workspace, settings)]
    names = [book.name for book in books]
    if twice := {name for name in names if names.count(name) > 1}:
        raise DataError(f"two codebooks are named {sorted(twice)[0]!r}: one that extends another takes its place")
    return books


def _registry(workspace: Workspace, settings: Settings) -> _agencies.Registry:
    return _agencies.load([workspace.named(name) for name in settings.agencies])


def _posts(workspace: Workspace) -> pl.DataFrame:
    posts = workspace.corpus.read()
    if posts.is_empty():
        raise NotYet(f"{workspace.root} has no posts yet: `suara import FILE...` brings some")
    return posts


def _coding_state(workspace: Workspace) -> str:
    """Changes with the posts, the codebooks and the agencies."""
    settings = workspace.settings
    files = [*_book_files(workspace, settings), _agencies.BUNDLED, *map(workspace.named, settings.agencies)]
    digest = hashlib.sha256(f"{version('suara')} {workspace.corpus.state}".encode())
    for file in files:
        digest.update(file.read_bytes() if file.is_file() else b"")
    return digest.hexdigest()[:16]


def graph(workspace: Workspace, *, report: Report = _silent) -> Graph:
    """The graph of the workspace's posts as tables; coded first if the posts or codebooks are newer than the codes."""
    state = _coding_state(workspace)
    kept = workspace.memory.get("graph")
    if kept is not None and kept[0] == state:
        found: Graph = kept[1]
        return found
    if workspace.done("code") != state or not _remember_codes(workspace, state):
        code(workspace, report=report)
    report("building the graph", 0, 0)
    _, codes, named = workspace.memory["codes"]
    settings = workspace.settings
    made = _build_graph(_posts(workspace), codes, named, _registry(workspace, settings), _books(workspace, settings))
    workspace.memory["graph"] = (state, made)
    return made


def _remember_codes(workspace: Workspace, state: str) -> bool:
    """Read the codes, unless this process has them; whether they are there and whole."""
    if workspace.memory.get("codes", ("",))[0] == state:
        return True
    folder = workspace.root / "codes"
    try:
        codes, named = (pl.read_parquet(folder / f"{name}.parquet", glob=False) for name in ("topics", "agencies"))
    except (OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return False
    if codes.schema != by_words.CODES or named.schema != by_words.NAMED:
        return False
    workspace.memory["codes"] = (state, codes, named)
    return True


def build(workspace: Workspace, *, report: Report = _silent) -> dict[str, int]:
    """Bring the stored graph in line with the posts and codes; returns the number of each kind of node and relation."""
    with workspace.lock():
        made = graph(workspace, report=report)
        report("loading the graph", 0, 0)
        run: dict[str, object] = {"workspace": workspace.identity}
        state = _coding_state(workspace)
        with workspace.store() as store:
            _refuse_others(workspace, store)
            store.setup()
            before = runs.last(store, "build")
            key = runs.record(store, "build", run)  # without a state: a load that breaks off isn't taken for whole
            store.load(runs.changed(store, made.tables, before.get("kinds", {})))
            if before.get("state") != state:
                _forget_measures(store)
            runs.complete(store, key, run | {"state": state, "kinds": runs.fingerprints(made.tables)})
    return {name: table.height for name, table in made.tables.items()}


def _refuse_others(workspace: Workspace, store: Store) -> None:
    if workspace.store_address is not None:  # the embedded file is the workspace's own
        runs.refuse_others(store, workspace.identity)


def clear(workspace: Workspace) -> int:
    """Take the graph out of its store, whichever workspace it was for; the posts stay. Returns the number of nodes."""
    with workspace.lock(), workspace.store() as store:
        store.setup()
        nodes = sum(runs.number(store, kind) for kind in NODES)
        store.load({kind: empty(kind) for kind in (*NODES, *RELATIONS)})
    return nodes


def _forget_measures(store: Store) -> None:
    """Measures of other posts aren't these posts'."""
    measures = NODES["Account"].measures
    known = " OR ".join(f"a.`{name}` IS NOT NULL" for name in measures)
    measured = store.ask(f"MATCH (a:Account) WHERE {known} RETURN a.key AS key")
    if measured.height:
        store.update("Account", measured.with_columns(pl.lit(None, dtype).alias(n) for n, dtype in measures.items()))


def _built(workspace: Workspace, report: Report) -> Graph:
    """The graph, stored as well."""
    if not _is_built(workspace):
        build(workspace, report=report)
    return graph(workspace, report=report)


def _is_built(workspace: Workspace, *steps: str) -> bool:
    """Whether the store holds the graph of the latest posts and codes, and what steps after the build add to it."""
    if not workspace.has_store:
        return False
    state = (workspace.identity, _coding_state(workspace))
    try:
        with workspace.store(read_only=True) as store:
            seen = [runs.last(store, step) for step in ("build", *steps)]
    except QueryError:  # a file whose tables were never made
        return False
    return all((run.get("workspace"), run.get("state")) == state for run in seen)


def _record(store: Store, workspace: Workspace, command: str, parameters: Mapping[str, object]) -> None:
    """Leave a (:Run) that says which state of which workspace it was for."""
    of = {"workspace": workspace.identity, "state": _coding_state(workspace)}
    runs.record(store, command, {**parameters, **of})


def _network(made: Graph) -> Network:
    return Network.of(made.tables["INTERACTS"])


ENGINES = ("auto", "igraph", "gds")
"""Where accounts are measured: here (igraph, and NetworKit for estimates), or in a Neo4j with Graph Data Science."""

GDS_FROM = 5_000_000
"""Ties from which on `auto` measures in the database, where that is a Neo4j with GDS."""


def _in_database(store: Store, made: Graph, engine: str) -> bool:
    """Whether to measure there.

    Raises:
        StoreError: "gds" was asked for, and the store has none.
    """
    if engine == "igraph" or (engine == "auto" and made.tables["INTERACTS"].height < GDS_FROM):
        return False
    there = gds.version(store) is not None
    if engine == "gds" and not there:
        raise StoreError("the store has no Graph Data Science: give --store a Neo4j with GDS, or leave --engine out")
    return there


def centrality(workspace: Workspace, *, engine: str = "auto", report: Report = _silent) -> pl.DataFrame:
    """Degree, strength, PageRank and betweenness of the accounts; returns the table `accounts`.

    Args:
        workspace: the workspace.
        engine: one of `ENGINES`; see `suara.analyse.gds` for how their results differ.
        report: see `Report`.

    Returns:
        key, platform, handle, name, agency, followers, posts, complaints, in_degree, out_degree, in_strength,
        out_strength, pagerank, betweenness, betweenness_error, community, component; the most central first. Accounts
        that interact with nobody have no measures.

    Raises:
        StoreError: the engine is "gds" and the store has none.
    """
    with workspace.lock():
        made = _built(workspace, report)
        report("centrality", 0, 0)
        with workspace.store() as store:
            there = _in_database(store, made, engine)
            measured = gds.measured(store, workspace.identity) if there else _centrality.measured(_network(made))
            return _keep_centrality(store, workspace, made, measured, in_database=there)


def _keep_centrality(
    store: Store, workspace: Workspace, made: Graph, measured: pl.DataFrame, *, in_database: bool = False
) -> pl.DataFrame:
    store.update("Account", measured)
    parameters = {
        "measures": _centrality.measures(),
        "exact_up_to": betweenness.EXACT_UP_TO,
        "engine": "gds" if in_database else "igraph",
    }
    _record(store, workspace, "centrality", parameters)
    return _accounts(made, store)


def _accounts(made: Graph, store: Store) -> pl.DataFrame:
    """The table `accounts`: what posts tell, and the measures that the store holds."""
    measures = list(NODES["Account"].measures)
    returned = ", ".join(f"a.{name} AS {name}" for name in measures)
    held = store.ask(f"MATCH (a:Account) RETURN a.key AS key, {returned}")
    typed = {"key": pl.String} | NODES["Account"].measures
    held = held.select(pl.col(name).cast(dtype) for name, dtype in typed.items())  # an empty answer has no types
    table = (
        made.tables["Account"]
        .join(activity(made.tables), on="key", how="left", maintain_order="left")
        .join(held, on="key", how="left", maintain_order="left")
        .with_columns(pl.col("posts", "complaints").fill_null(0))
        .sort("pagerank", "key", descending=[True, False], nulls_last=True)
    )
    return table.select("key", "platform", "handle", "name", "agency", "followers", "posts", "complaints", *measures)


@dataclass(frozen=True)
class Communities:
    """The table `communities`, and how well they part the network (-0.5 to 1)."""

    table: pl.DataFrame
    modularity: float


def communities(
    workspace: Workspace, *, resolution: float = 1.0, engine: str = "auto", report: Report = _silent
) -> Communities:
    """Leiden communities of the accounts, each described; see `suara.analyse.communities`.

    Raises:
        StoreError: the engine (see `ENGINES`) is "gds" and the store has none.
    """
    with workspace.lock():
        made = _built(workspace, report)
        report("communities", 0, 0)
        network = _network(made)
        with workspace.store() as store:
            there = _in_database(store, made, engine)
            members, modularity = (
                gds.find(store, workspace.identity, resolution=resolution) if there else _members(network, resolution)
            )
            found = _described(made, members, modularity, pagerank.measure(network))
            _keep_communities(store, workspace, members, found, resolution, in_database=there)
        return found


def _members(network: Network, resolution: float = 1.0) -> tuple[pl.DataFrame, float]:
    """The community and the component of each account, and the modularity of the communities."""
    members, modularity = leiden.find(network, resolution=resolution)
    return members.join(components.find(network), on="key", maintain_order="left"), modularity


def _described(made: Graph, members: pl.DataFrame, modularity: float, ranks: pl.DataFrame) -> Communities:
    ranked = members.join(ranks.select("key", "pagerank"), on="key")
    return Communities(describe.describe(made.tables, ranked), modularity)


def _keep_communities(
    store: Store,
    workspace: Workspace,
    members: pl.DataFrame,
    found: Communities,
    resolution: float = 1.0,
    *,
    in_database: bool = False,
) -> None:
    store.update("Account", members)
    parameters = {
        "resolution": resolution,
        "seed": leiden.SEED,
        "modularity": found.modularity,
        "engine": "gds" if in_database else "igraph",
    }
    _record(store, workspace, "communities", parameters)


def responses(workspace: Workspace, *, window: timedelta = WINDOW, report: Report = _silent) -> Responses:
    """Who answered which complaint, and how each agency answers; see `suara.analyse.responses.tables.respond`."""
    with workspace.lock():
        made = _built(workspace, report)
        report("responses", 0, 0)
        found = respond(made, window=window)
        with workspace.store() as store:
            _keep_responses(store, workspace, found, window)
        return found


def _keep_responses(store: Store, workspace: Workspace, found: Responses, window: timedelta = WINDOW) -> None:
    store.load(found.relations)
    _record(store, workspace, "responses", {"window_days": window / timedelta(days=1)})


def topics(workspace: Workspace, *, lang: str = "id", report: Report = _silent) -> pl.DataFrame:
    """The ranking of the topics; see `suara.analyse.topics.ranking.rank`."""
    return rank(_built(workspace, report).tables, lang)


def draw_map(
    workspace: Workspace,
    path: Path | None = None,
    *,
    limit: int = 400,
    names: str = "public",
    lang: str = "id",
    title: str = "suara",
    report: Report = _silent,
) -> MapSummary:
    """Draw the map, `map.html` in the workspace unless `path` is given; returns what it shows and what there is.

    Args:
        workspace: the workspace.
        path: the file.
        limit: the most nodes to draw.
        names: whose names are shown: "public" (agencies, verified and widely followed accounts), "all" or "none".
        lang: "id" or "en".
        title: heading of the page.
        report: see `Report`.
    """
    with workspace.lock():
        made = _built(workspace, report)
        report("drawing the map", 0, 0)
        with workspace.store() as store:
            members = store.ask("MATCH (a:Account) RETURN a.key AS key, a.community AS community")
        if not members["community"].count():  # nobody has asked for communities yet
            members, _ = leiden.find(_network(made))
        return _draw(workspace, made, members, respond(made), path, names=names, lang=lang, limit=limit, title=title)


def _draw(
    workspace: Workspace,
    made: Graph,
    members: pl.DataFrame,
    answered: Responses,
    path: Path | None = None,
    *,
    names: str,
    lang: str,
    **page: Any,
) -> MapSummary:
    """Draw the map of what was found; `page` is what `write_map` takes beside the graph, the file and the language."""
    from suara.present.map import write_map  # pyvis takes most of a second to load
    from suara.present.scene import scene

    nodes, ties = scene(made, members, answered.agencies, names=names, secret=workspace.secret(), lang=lang)
    return write_map(nodes, ties, path or workspace.root / "map.html", lang=lang, **page)


def network(workspace: Workspace) -> networkx.DiGraph:
    """The accounts and their ties as a NetworkX graph, with all attributes and measures.

    Node attributes are the columns of the table `accounts`; edge attributes `weight`, `replies`, `mentions`,
    `reposts`, `quotes`, `first` and `last`. What isn't known is left out.
    """
    with workspace.lock():
        made = _built(workspace, _silent)
        with workspace.store() as store:
            return to_networkx(_accounts(made, store), made.tables["INTERACTS"])


def query(workspace: Workspace, question: str, parameters: Mapping[str, object] | None = None) -> pl.DataFrame:
    """The rows that a question answers: a name of `cypher/read/`, a Cypher file, or Cypher itself.

    Raises:
        QueryError: there is no such question, or the Cypher or a parameter is wrong or missing.
    """
    asked = queries.found(question, on_server=workspace.store_address is not None)
    queries.check(asked.text)
    values = queries.values(asked, parameters or {})
    with workspace.lock():
        if not _is_built(workspace, "responses"):
            responses(workspace)  # questions may ask for answers
        with workspace.store(read_only=True) as store:
            return store.ask(asked.text, values)


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


def status(workspace: Workspace) -> Status:
    """What a workspace holds and how far it is."""
    posts = workspace.corpus.read()
    built: bool | None
    try:
        built = _is_built(workspace)
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
        coded=workspace.done("code") == _coding_state(workspace),
        built=built,
        answered=workspace.done("run") == _coding_state(workspace),
        tables=sorted(path.name for path in (workspace.root / "tables").glob("*.csv")),
    )


@dataclass(frozen=True)
class Result:
    """All that a run has found."""

    workspace: Workspace
    imported: Imported
    accounts: pl.DataFrame
    communities: Communities
    responses: Responses
    topics: pl.DataFrame
    map: MapSummary


def run(
    files: Sequence[str | Path],
    out: str | Path,
    *,
    store: str | None = None,
    strict: bool = False,
    codebooks: Sequence[str] | None = None,
    agencies: Sequence[str] | None = None,
    names: str = "public",
    lang: str = "id",
    report: Report = _silent,
) -> Result:
    """From files to answers: import, code, build, compute, and leave tables and map in the workspace `out`.

    Raises:
        SuaraError: see the steps. What was imported before stays; running again completes it.
    """
    recognise_all([Path(file) for file in files])
    workspace = Workspace.create(Path(out), store)
    with workspace.lock():
        with workspace.store() as graph_store:  # one that can't be used is told before the work, not after
            _refuse_others(workspace, graph_store)
        imported = import_files(workspace, files, strict=strict, report=report)
        if codebooks is not None or agencies is not None:
            code(workspace, codebooks=codebooks, agencies=agencies, report=report)
        made = graph(workspace, report=report)
        with ThreadPoolExecutor(1) as pool:  # the store loads the graph while it is measured
            loading = pool.submit(build, workspace)
            report("measuring the graph", 0, 0)
            network = _network(made)
            measured = _centrality.measured(network)
            members, modularity = _members(network)
            found = _described(made, members, modularity, measured)
            answered = respond(made)
            ranking = rank(made.tables, lang)
            drawn = _draw(workspace, made, members, answered, names=names, lang=lang)
            report("loading the graph", 0, 0)
            loading.result()
        with workspace.store() as opened:
            _keep_communities(opened, workspace, members, found)
            accounts = _keep_centrality(opened, workspace, made, measured)
            _keep_responses(opened, workspace, answered)
        _, codes, _ = workspace.memory["codes"]
        for name, table in {
            "accounts": accounts,
            "communities": found.table,
            "topics": ranking,
            "responses": answered.responses,
            "agencies": answered.agencies,
            "codes": codes,
        }.items():
            _tables.write(table, "csv", workspace.tables / f"{name}.csv")
        workspace.mark("run", _coding_state(workspace))
    return Result(workspace, imported, accounts, found, answered, ranking, drawn)
