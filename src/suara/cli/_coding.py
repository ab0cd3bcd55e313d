"""Coding: the codes of posts, what says so, and the codebooks they come from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich.markup import escape

from suara import steps
from suara.cli import _show, _show_coding
from suara.cli._options import as_facts, as_table, in_workspace, language
from suara.coding import codebook as codebooks_of
from suara.coding import overview
from suara.coding._checking import doubts
from suara.workspace import Workspace


@click.command()
@click.argument("post")
@in_workspace
@as_table
def codes(workspace: Workspace, post: str) -> Any:
    """The codes of one post: the words that say so, their place in the text, the rule and the codebook's version.

    POST is a key such as x:1600000000000000000, the platform's id, or the post's address.

    \b
    Example:
        suara codes 2030575491410306943 --workspace hasil/
    """
    with _show.progress() as report:
        found = steps.codes_of(workspace, post, report=report)
    return found.codes, lambda: _show_coding.codes(found)


@click.group()
def codebook() -> None:
    """Codebooks: what posts can be about, as data.

    \b
    Example:
        suara codebook list
        suara codebook show servqual --lang en
        suara codebook new own.toml --extends complaints
        suara codebook check own.toml
    """


@codebook.command("list")
@language
@as_table
def list_(lang: str) -> Any:
    """The codebooks that come with suara.

    \b
    Example:
        suara codebook list --lang en
    """
    found = overview.bundled()
    title = f"title_{lang}"
    return found, lambda: _show.table(found.select("codebook", title, "of", "codes", "phrases"), rows=found.height)


@codebook.command()
@click.argument("name")
@click.argument("code", required=False)
@language
@as_table
def show(name: str, code: str | None, lang: str) -> Any:
    """The codes of a codebook (its name, or a TOML file); with CODE, the definition and all phrases of that one.

    \b
    Example:
        suara codebook show complaints
        suara codebook show complaints slow_service --lang en
    """
    book = codebooks_of.load(name)
    found = overview.codes(book, lang)
    if code is not None and code not in found["topic"].to_list():
        raise click.UsageError(f"{name} has no code {code!r}; it has {', '.join(found['topic'])}")
    if code is not None:
        found = found.filter(topic=code)
    return found, lambda: _show_coding.codebook(book, found, lang, whole=code is not None)


@codebook.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@as_facts
def check(files: tuple[Path, ...]) -> Any:
    """Whether codebooks keep to the rules: what is wrong, with its line, and what is worth a look.

    \b
    Example:
        suara codebook check own.toml
    """
    books = {file: codebooks_of.load(file) for file in files}
    counted: dict[str, dict[str, Any]] = {
        str(file): {
            "codes": len(book.codes),
            "phrases": sum(len(code.all_phrases) for code in book.codes),
            "patterns": sum(len(code.patterns) for code in book.codes),
            "doubts": doubts(book),
        }
        for file, book in books.items()
    }

    def show() -> None:
        for file, of in counted.items():
            numbers = (_show.count(of[f"{what}s"], what) for what in ("code", "phrase", "pattern"))
            _show.say(f"{escape(file)}: right. {', '.join(numbers)}")
            for doubt in of["doubts"]:
                _show.say(f"  ! {escape(doubt)}", style="yellow")

    return counted, show


@codebook.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--extends", metavar="NAME", help="Add to a codebook that comes with suara.")
@as_facts
def new(file: Path, extends: str | None) -> Any:
    """Write a codebook to fill in.

    \b
    Example:
        suara codebook new own.toml
    """
    overview.new(file, extends=extends)
    named = escape(str(file))
    said = f"{named}: fill it in, then `suara codebook check {named}` and `suara code --codebook {named}`"
    return {"file": file}, lambda: _show.say(said)


COMMANDS = (codes, codebook)
