"""One command per step, and `run` for all of them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
import polars as pl

from suara import steps
from suara.cli import _show, _show_coding, _show_importing, _show_responses, _show_review
from suara.cli._options import (
    as_facts,
    as_table,
    folder,
    in_workspace,
    language,
    names,
    store,
    without_coordinated,
)
from suara.errors import QueryError
from suara.graph import queries
from suara.present.map import views
from suara.workspace import Workspace

files = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
strict = click.option("--strict", is_flag=True, help="Stop at the first record that can't be read.")
redact = click.option(
    "--redact", is_flag=True, help="Mask what looks like identity numbers, phone numbers and e-mail addresses in texts."
)
mapping = click.option(
    "--mapping",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A TOML file that says which column of a table is what; by default the one beside the table, named FILE.toml.",
)
codebook = click.option(
    "--codebook",
    "codebooks",
    multiple=True,
    metavar="NAME|FILE",
    help="Codebooks, in place of those in suara.toml: names of `suara codebook list`, or TOML files of your own.",
)
agencies = click.option(
    "--agencies",
    multiple=True,
    metavar="FILE",
    help="TOML files with agencies of your own, added to the bundled ones or, with the same id, in their place.",
)


@click.command()
@files
@click.option(
    "--out", "-o", required=True, type=click.Path(path_type=Path), help="The workspace, made if it isn't there."
)
@store
@mapping
@strict
@redact
@codebook
@agencies
@names
@language
@as_facts
def run(
    files: tuple[Path, ...], out: Path, codebooks: tuple[str, ...], agencies: tuple[str, ...], **options: Any
) -> Any:
    """Files of posts in; graph, tables, answers and a map out.

    \b
    Example:
        suara run sample/posts_x_api.jsonl sample/keluhan.csv --out hasil/
    """
    with _show.progress() as report:
        found = steps.run(files, out, codebooks=codebooks or None, agencies=agencies or None, report=report, **options)

    def show() -> None:
        _show_importing.imported(found.imported, out, options["lang"])
        _show_coding.replaced(steps.replaced_agencies(found.workspace))
        _show.out.print()
        rest = f"in {out / 'tables'}"
        _show_responses.responses(found.responses, 10, rest=rest)
        _show.out.print()
        _show.topics(found.topics, 10, rest=rest)
        _show.out.print()
        _show.communities(found.communities, 6, rest=rest)
        drawn = found.map
        _show.say(
            f"\nTables: {out / 'tables'}\nMap:    {out / 'map.html'} ({drawn.nodes_shown:,} of {drawn.nodes_all:,} nodes)"
            f"\nReport: suara report --workspace {out}"
        )

    files_read = _show_importing.imported_facts(found.imported, options["lang"])
    return {"workspace": out, **files_read, "tables": out / "tables", "map": found.map}, show


@click.command("import")
@files
@click.option(
    "-w", "--workspace", "folder", type=click.Path(path_type=Path), help="The workspace, made if it isn't there."
)
@mapping
@strict
@redact
@language
@as_facts
def import_(files: tuple[Path, ...], folder: Path | None, lang: str, **options: Any) -> Any:
    """Read files of posts into the workspace; what is there already is not doubled.

    \b
    Example:
        suara import sample/keluhan.csv --workspace hasil/
    """
    workspace = Workspace.create(folder) if folder is not None else Workspace.find()
    with _show.progress() as report:
        found = steps.import_files(workspace, files, report=report, **options)
    facts = {"workspace": workspace.root, **_show_importing.imported_facts(found, lang)}
    return facts, lambda: _show_importing.imported(found, workspace.root, lang)


@click.command()
@files
@mapping
@click.option(
    "--draft",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write a first mapping of the columns of a table that no source knows, to be completed by hand.",
)
@language
@as_table
def inspect(files: tuple[Path, ...], mapping: Path | None, draft: Path | None, lang: str) -> Any:
    """What is in files of posts, and what is lost or in doubt in them; nothing is imported.

    \b
    Example:
        suara inspect sample/keluhan.csv
        suara inspect sample/keluhan.csv --lang en --format json
        suara inspect sample/keluhan.csv --draft peta.toml
    """
    if draft is not None:
        if len(files) != 1 or mapping is not None:
            raise click.UsageError("--draft is for one file, and without --mapping")
        doubts = steps.draft_mapping(files[0], draft)
        _show_importing.drafted(files[0], draft, doubts)
        mapping = draft
    with _show.progress() as report:
        found = steps.inspect(files, mapping=mapping, lang=lang, report=report)
    return found, lambda: _show_importing.findings(found)


@click.command()
@in_workspace
@codebook
@agencies
@click.option(
    "--learn",
    multiple=True,
    metavar="FILE|NAME",
    help="Learn from what people decided: a marked sample (see `suara review`), or a codebook that was reviewed.",
)
@click.option("--coder", metavar="NAME", help="Who has marked the sample, where it doesn't say.")
@click.option(
    "--model",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="A sentence model to learn with (model.onnx and tokenizer.json), beside words and letters.",
)
@as_table
def code(workspace: Workspace, codebooks: tuple[str, ...], agencies: tuple[str, ...], **options: Any) -> Any:
    """Find the topics and agencies that posts name, with the words that say so.

    What people decided on a post (`suara review`) stands; then, with --learn, what was learned from it; else what the
    words of the codebook say. What to learn stays in suara.toml.

    \b
    Example:
        suara code --workspace hasil/ --codebook complaints
        suara code --workspace hasil/ --learn sample.csv
    """
    with _show.progress() as report:
        found = steps.code(workspace, codebooks=codebooks or None, agencies=agencies or None, report=report, **options)

    def show() -> None:
        _show_review.learning(steps.learning(workspace))
        coded = found["post"].n_unique()
        _show.say(f"{_show.count(coded, 'post')} coded, {_show.count(found.height, 'piece')} of evidence")
        _show.say(f"Codebooks in use from now on: {', '.join(workspace.settings.codebooks)}")
        _show_coding.languages_without_rules(steps.languages_without_rules(workspace))
        _show_coding.replaced(steps.replaced_agencies(workspace))
        _show.table(found.select("evidence", "codebook", "topic", "by", "post"))

    return found, show


@click.command("map")
@in_workspace
@without_coordinated
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The page; map.html in the workspace without it.",
)
@click.option(
    "--limit", type=click.IntRange(1, 5000), default=400, show_default=True, help="The most nodes of a view to draw."
)
@click.option("--title", default="suara", show_default=True, help="Heading of the page.")
@click.option(
    "--view",
    "views",
    multiple=True,
    type=click.Choice(views.names()),
    help="A view that the page has, the first one open; all of them without.",
)
@names
@language
@as_facts
def map_(workspace: Workspace, output: Path | None, **options: Any) -> Any:
    """Draw the graph as one page that opens in a browser without a network.

    \b
    Example:
        suara map --workspace hasil/ --names none --output peta.html
        suara map --workspace hasil/ --view communities --view accounts --limit 2000
    """
    with _show.progress() as report:
        drawn = steps.draw_map(workspace, output, report=report, **options)
    said = f"{drawn.path}: {drawn.nodes_shown:,} of {drawn.nodes_all:,} nodes, {drawn.ties_shown:,} of {drawn.ties_all:,} ties"
    lacking = ", ".join(name for name in options["views"] or views.names() if name not in drawn.views)
    lines = [said, f"views that these posts don't give: {lacking}"] if lacking else [said]
    return drawn, lambda: _show.say("\n".join(lines))


@click.command()
@click.argument("question")
@click.option(
    "-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter of the question; JSON or text."
)
@folder
@store
@as_table
def query(question: str, params: tuple[str, ...], folder: Path | None, store: str | None) -> Any:
    """Ask the graph: a question by its name, a Cypher file, or - for Cypher from standard input.

    `suara query list` shows the questions there are.

    \b
    Example:
        suara query list
        suara query slowest_agencies --workspace hasil/ --param limit=5
    """
    if question == "list":
        found = pl.DataFrame([(q.name, q.asks) for q in queries.questions()], schema=["question", "asks"], orient="row")
        return found, lambda: _show.table(found, rows=found.height)
    if question == "-":
        question = sys.stdin.read()
    parameters = {}
    for param in params:
        name, equals, value = param.partition("=")
        if not equals:
            raise QueryError(f"--param {param}: write it as name=value")
        parameters[name] = queries.value(value)
    found = steps.query(Workspace.find(folder, store), question, parameters)
    return found, lambda: _show.table(found, rows=50)


@click.command()
@in_workspace
@as_facts
def status(workspace: Workspace) -> Any:
    """What the workspace holds, and which steps have seen its latest posts.

    \b
    Example:
        suara status --workspace hasil/
    """
    found = steps.status(workspace)
    return found, lambda: _show.status(found)


COMMANDS = (run, inspect, import_, code, map_, query, status)
