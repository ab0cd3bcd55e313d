"""Commands for statements, the unit of discourse network analysis: shown, imported and exported."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click
import polars as pl
from rich.markup import escape

from suara import steps
from suara.cli import _show
from suara.cli._options import Command, as_facts, as_table, in_workspace, language, names
from suara.coding.dna.writing import PASSWORD
from suara.steps._statements import OF
from suara.workspace import Workspace

_SHOWN, _WIDE = 5, 40  # rejected rows, and characters of evidence, that are shown
_WIDTHS = {"person": 16, "organisation": 20, "concept": 26}
PASSWORD_VARIABLE = "SUARA_DNA_PASSWORD"  # noqa: S105 - the name of the variable that holds it


def chosen(command: Command) -> Command:
    """--concepts, --qualifier and --of: which statements."""
    for option in (
        click.option(
            "--of",
            type=click.Choice(OF),
            default="all",
            show_default=True,
            help="Statements in posts, of imported files, or both.",
        ),
        click.option(
            "--qualifier",
            type=click.Choice(steps.QUALIFIERS),
            default="stance",
            show_default=True,
            help="What tells positions in posts: a codebook; given: who names a concept agrees with it; or none.",
        ),
        click.option(
            "--concepts",
            multiple=True,
            metavar="NAME",
            help="The codebooks whose codes are the concepts in posts; by default those in use that say what people speak about.",
        ),
    ):
        command = option(command)
    return command


@click.group()
def statements() -> None:
    """Who says what about which concept, agreeing or not: in posts, from hand coders, and for DNA.

    \b
    Example:
        suara statements show --workspace hasil/
        suara statements import sample/pernyataan.csv --workspace hasil/
        suara statements export debat.dna --workspace hasil/
    """


@statements.command()
@in_workspace
@chosen
@language
@as_table
def show(workspace: Workspace, lang: str, **options: Any) -> Any:
    """The statements, a row each.

    A concept in a post has the position whose words stand nearest to its own, in the same sentence first; where a post
    has no such words, nobody knows the position (-).

    \b
    Example:
        suara statements show --workspace hasil/
        suara statements show --workspace hasil/ --qualifier sentiment --output pernyataan.csv
    """
    with _show.progress() as report:
        table = steps.statements(workspace, report=report, **options)

    def tell() -> None:
        _summary(table)
        _show.table(_readable(table, lang))

    return table, tell


def _summary(table: pl.DataFrame) -> None:
    told = table["qualifier"]
    agree, disagree = int((told == 1).sum()), int((told == 0).sum())
    scale = len(told.drop_nulls()) - agree - disagree
    parts = [f"{agree:,} agree", f"{disagree:,} disagree", f"{told.null_count():,} without a position"]
    parts += [f"{scale:,} elsewhere on a scale"] if scale else []
    _show.say(f"{_show.count(table.height, 'statement')}: {', '.join(parts)}")
    sizes = [(name, table[column].n_unique() - (table[column].null_count() > 0)) for name, column in _COUNTED.items()]
    _show.say(", ".join(_show.count(size, name, more) for (name, more), size in sizes), style="dim")


_COUNTED = {
    ("person", "people"): "person",
    ("organisation", "organisations"): "organisation",
    ("concept", "concepts"): "concept",
    ("document", "documents"): "document",
}


def _readable(table: pl.DataFrame, lang: str) -> pl.DataFrame:
    """What a person reads of statements: names in place of keys."""
    names = {"person": "person.name", "organisation": "organisation.name", "concept": f"concept.label_{lang}"}
    called = {
        column: pl.coalesce(name, column) if name in table.columns else pl.col(column) for column, name in names.items()
    }
    return table.select(
        pl.col("text").str.replace_all(r"\s+", " ").str.head(_WIDE),
        *(told.str.head(_WIDTHS[column]).alias(column) for column, told in called.items()),
        "qualifier",
        time=pl.col("time").dt.strftime("%Y-%m-%d"),
    )


@statements.command()
@in_workspace
@chosen
@as_facts
def keep(workspace: Workspace, **options: Any) -> Any:
    """Put the statements into the stored graph, for `suara query` and Neo4j Browser.

    Questions about statements do so by themselves, with those that were last kept, else those about complaints.

    \b
    Example:
        suara statements keep --workspace hasil/
        suara statements keep --workspace hasil/ --qualifier sentiment
    """
    with _show.progress() as report:
        kept = steps.keep_statements(workspace, report=report, **options)
    said = (
        f"{_show.count(kept['Statement'], 'statement')} by {_show.count(kept['Actor'], 'actor')} "
        f"on {_show.count(kept['Concept'], 'concept')} in the graph"
    )
    return kept, lambda: _show.say(said)


@statements.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-w", "--workspace", "folder", type=click.Path(path_type=Path), help="The workspace, made if it isn't there."
)
@click.option(
    "--timezone",
    default="UTC",
    show_default=True,
    metavar="ZONE",
    help="Where the clock of times without a zone stands, as in Asia/Jakarta.",
)
@as_facts
def import_(files: tuple[Path, ...], folder: Path | None, timezone: str) -> Any:
    """Take over statements: tables of hand coders and DNA's event lists (CSV, XLSX), .dna files, and .qdpx projects.

    Columns are known by their names, in Indonesian or English: person, organisation, concept, position, time, document,
    text and others; what else there is becomes an attribute. The same file twice changes nothing.

    \b
    Example:
        suara statements import sample/pernyataan.csv --workspace hasil/
        suara statements import sample/pernyataan.csv --workspace hasil/ --timezone Asia/Jakarta
    """
    workspace = Workspace.create(folder) if folder is not None else Workspace.find()
    with _show.progress() as report:
        found = steps.import_statements(workspace, files, timezone=timezone, report=report)
    tallies = {str(path): {"read": tally.read, **vars(tally)} for path, tally in found.files.items()}
    return {"files": tallies, "rejected": found.rejected}, lambda: _imported(found, workspace.root)


def _imported(found: steps.StatementsImported, root: Path) -> None:
    """What became of each file."""
    for path, tally in found.files.items():
        _show.say(
            f"{escape(str(path))}: {tally.read:,} read = {tally.imported:,} imported + {tally.duplicates:,} duplicates "
            f"+ {tally.rejected:,} rejected"
        )
        for note, number in found.notes[path].items():
            _show.say(escape(f"{number:,}: {note}" if number > 1 else note), style="dim")
    for file, line, reason in found.rejected[:_SHOWN]:
        _show.say(escape(f"{file}, {line}: {reason}"), style="yellow")
    if found.rejected:
        _show.say(f"all that wasn't taken: {escape(str(root))}/tables/rejected.csv", style="yellow")


@statements.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@in_workspace
@chosen
@names
@click.option("--event-list", is_flag=True, help="Write a .csv as DNA's event list.")
@language
@as_facts
def export(workspace: Workspace, file: Path, **options: Any) -> Any:
    """Write statements as FILE.dna (for Discourse Network Analyzer 3), FILE.csv, FILE.json or FILE.parquet.

    People who aren't public go under pseudonyms, and handles and links that lead to them are hidden in the texts. DNA asks
    for a password: $SUARA_DNA_PASSWORD, or "suara"; it protects nothing.

    \b
    Example:
        suara statements export debat.dna --workspace hasil/
        suara statements export kejadian.csv --workspace hasil/ --event-list --lang en
    """
    with _show.progress() as report:
        done = steps.export_statements(
            workspace, file, password=os.environ.get(PASSWORD_VARIABLE) or PASSWORD, report=report, **options
        )
    facts = {name: value for name, value in vars(done).items() if name != "password"}
    return facts, lambda: _exported(done)


def _exported(done: steps.StatementsExported) -> None:
    """What was written, and what was changed or left out on the way."""
    _show.say(
        f"{escape(str(done.path))}: {_show.count(done.statements, 'statement')} in {_show.count(done.documents, 'document')}"
    )
    told = [f"{_show.count(done.people, 'person', 'people')} under pseudonyms"] if done.people else []
    told += [f"{_show.count(done.places, 'place')} in texts hidden that lead to private people"] if done.places else []
    told += [f"{_show.count(done.without_position, 'statement')} without a position have a type of their own"] * bool(
        done.without_position
    )
    told += [f"{_show.count(done.without_time, 'document')} without a time: 1970-01-01, as DNA must have one"] * bool(
        done.without_time
    )
    if done.password is not None:
        given = f"${PASSWORD_VARIABLE}" if os.environ.get(PASSWORD_VARIABLE) else repr(done.password)
        told += [f"DNA asks for a password, which is {given}"]
    for line in told:
        _show.say(line, style="dim")
