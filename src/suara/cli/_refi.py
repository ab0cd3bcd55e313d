"""Commands for REFI-QDA: codebooks and coded projects to and from NVivo, MAXQDA, ATLAS.ti and QualCoder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich.markup import escape

from suara import steps
from suara.cli import _show
from suara.cli._options import as_facts, folder, language, store
from suara.cli._options import names as names_shown
from suara.coding.codebook_toml import written
from suara.coding.refi.projects import Coded
from suara.errors import WorkspaceError
from suara.present import tables
from suara.present._refi_layout import LINE_ENDS, PER
from suara.present.refi import Exported
from suara.workspace import Workspace


@click.group()
def refi() -> None:
    """Exchange codebooks (.qdc) and coded projects (.qdpx) with NVivo, MAXQDA, ATLAS.ti and QualCoder, by REFI-QDA.

    \b
    Example:
        suara refi export keluhan.qdpx --workspace hasil/
        suara refi import keluhan.qdpx --workspace hasil/
    """


@refi.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@folder
@store
@click.option(
    "--codebook",
    "codebooks",
    multiple=True,
    metavar="NAME",
    help="Which codebooks; by default all in use. For a .qdc also a TOML file, and then no workspace is needed.",
)
@click.option(
    "--per",
    type=click.Choice(PER),
    default="conversation",
    show_default=True,
    help="What is a source: a conversation (small ones of a month stand together), or each post.",
)
@names_shown
@click.option(
    "--line-ends",
    type=click.Choice(list(LINE_ENDS)),
    default="lf",
    show_default=True,
    help="crlf for a program (MAXQDA, perhaps) whose codes come out shifted by a character a line.",
)
@click.option("--blank", is_flag=True, help="Without codes, for people to code on their own.")
@language
@as_facts
def export(
    file: Path,
    folder: Path | None,
    store: str | None,
    codebooks: tuple[str, ...],
    per: str,
    names: str,
    line_ends: str,
    blank: bool,
    lang: str,
) -> Any:
    """Write codebooks as FILE.qdc, or the posts with their codes as FILE.qdpx.

    People who aren't public go under pseudonyms, and handles and links that lead to them are hidden in the texts.

    \b
    Example:
        suara refi export complaints.qdc --codebook complaints --lang en
        suara refi export keluhan.qdpx --workspace hasil/
        suara refi export buta.qdpx --workspace hasil/ --blank --names none
    """
    match file.suffix.lower():
        case ".qdc":
            books = steps.export_codebook(
                file, codebooks or None, workspace=_workspace(folder, store, codebooks), lang=lang
            )
            named = ", ".join(f"{book.name} ({_show.count(len(book.codes), 'code')})" for book in books)
            facts = {"path": file, "codebooks": {book.name: len(book.codes) for book in books}}
            return facts, lambda: _show.say(f"{escape(str(file))}: {escape(named)}")
        case ".qdpx":
            with _show.progress() as report:
                done = steps.export_project(
                    Workspace.find(folder, store), file, codebooks=codebooks or None, per=per, names=names,
                    line_ends=line_ends, blank=blank, lang=lang, report=report,
                )  # fmt: skip
            return done, lambda: _exported(done)
        case _:
            raise click.UsageError(f"{file} ends neither in .qdc (a codebook) nor in .qdpx (a project)")


def _workspace(folder: Path | None, store: str | None, codebooks: tuple[str, ...]) -> Workspace | None:
    """The workspace; none where there is none and the codebooks are named."""
    try:
        return Workspace.find(folder, store)
    except WorkspaceError:
        if folder is not None or not codebooks:
            raise
        return None


def _exported(done: Exported) -> None:
    _show.say(
        f"{escape(str(done.path))}: {_show.count(done.posts, 'post')} in {_show.count(done.sources, 'source')}, "
        f"{_show.count(done.codings, 'coding')}, {_show.count(done.cases, 'case')}"
    )
    left = [f"{_show.count(done.reposts, 'repost')} left out: their text is another's"] if done.reposts else []
    left += [f"{_show.count(done.without_text, 'post')} without text left out"] if done.without_text else []
    left += [f"{_show.count(done.hidden, 'place')} in texts hidden that lead to private people"] if done.hidden else []
    left += [f"{_show.count(done.replaced, 'character')} that XML can't hold replaced"] if done.replaced else []
    for line in left:
        _show.say(line, style="dim")


@refi.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@folder
@store
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A .toml to write the codebook to; or a .csv, .json or .parquet for the codings of a project.",
)
@click.option("--codebook", "name", metavar="NAME", help="Which codebook, if the file has several.")
@language
@as_facts
def import_(
    file: Path, folder: Path | None, store: str | None, output: Path | None, name: str | None, lang: str
) -> Any:
    """Read a codebook (FILE.qdc or FILE.qdpx) as TOML, or what people have coded in FILE.qdpx into the workspace.

    \b
    Example:
        suara refi export complaints.qdc --codebook complaints
        suara refi import complaints.qdc --output own.toml
        suara refi export keluhan.qdpx --workspace hasil/
        suara refi import keluhan.qdpx --workspace hasil/
        suara refi import keluhan.qdpx --workspace hasil/ --output codings.csv
    """
    form = "" if output is None else output.suffix.removeprefix(".").lower()
    codebook = file.suffix.lower() == ".qdc"
    if codebook and output is None:
        book = steps.read_codebook(file, name=name, lang=lang)
        return book, lambda: click.echo(written(book), nl=False)
    if form == "toml" and output is not None:
        book = steps.import_codebook(file, output, name=name, lang=lang)
        told = sum(bool(code.all_phrases or code.patterns) for code in book.codes)
        said = f"{escape(str(output))}: {_show.count(len(book.codes), 'code')}, {told:,} with phrases or patterns"
        return {"path": output, "codes": len(book.codes), "with_phrases": told}, lambda: _show.say(said)
    if codebook or form not in ("", *tables.FORMATS):
        raise click.UsageError(f"{output}: a codebook goes into a .toml, codings into a .csv, .json or .parquet")
    coded = steps.import_project(Workspace.find(folder, store), file, lang=lang)
    if output is not None:
        tables.write(coded.codings, form, output)
    return _facts(coded), lambda: _imported(coded)


def _facts(coded: Coded) -> dict[str, object]:
    return {
        "codings": coded.codings.to_dicts(),
        "lost": coded.lost,
        "other_codes": coded.other_codes,
        "other_sources": coded.other_sources,
        "passed_over": coded.passed_over,
    }


def _imported(coded: Coded) -> None:
    """What was taken, and all that wasn't."""
    people = coded.codings.filter(by="hand")
    program = coded.codings.height - people.height
    _show.say(
        f"{_show.count(people.height, 'coding')} by hand on {_show.count(people['post'].n_unique(), 'post')} "
        f"by {_show.count(people['coder'].n_unique(), 'person', 'people')} taken over"
        + (f"; {program:,} are the program's own" if program else "")
    )
    if people.height:
        _show.table(people.group_by("coder", "codebook", "topic").len("codings").sort("coder", "codebook", "topic"))
    for why, number in coded.lost.most_common():
        _show.say(f"{_show.count(number, 'coding')} not taken: {why}", style="yellow")
    if coded.other_codes:
        names = ", ".join(f"{name} ({number:,})" for name, number in coded.other_codes.most_common(10))
        told = f"{_show.count(coded.other_codes.total(), 'coding')} not taken, of codes that no codebook in use has: {names}"
        _show.say(escape(told), style="yellow")
        _show.say(
            "`refi import FILE --output own.toml` makes a codebook of them, `code --codebook own.toml` puts it to use"
        )
    if coded.other_sources:
        names = ", ".join(coded.other_sources[:5]) + (", ..." if len(coded.other_sources) > 5 else "")
        _show.say(
            escape(f"{_show.count(len(coded.other_sources), 'source')} not of this workspace: {names}"), style="yellow"
        )
    if coded.passed_over:
        told = ", ".join(f"{number:,} {name}" for name, number in sorted(coded.passed_over.items()))
        _show.say(f"Has no place here: {told}", style="dim")
