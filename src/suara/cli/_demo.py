"""`suara demo`: a guided tour on the invented sample."""

from __future__ import annotations

import shlex
import sys
from importlib.resources import files
from pathlib import Path

import click
from rich.markup import escape

from suara.cli import _show
from suara.errors import InputError

FILES = ("posts_x_api.jsonl", "keluhan.csv")

TOUR = (
    (
        "Two files of invented posts, in two formats. One command reads them, builds the graph, and answers.",
        "suara run {posts_x_api.jsonl} {keluhan.csv} --out {out} --lang {lang}",
    ),
    (
        "Is anything wrong with a file? It is better to know before.",
        "suara inspect {keluhan.csv} --lang {lang}",
    ),
    (
        "Who answers, how often, how fast, and how sure is that? Every rate has its interval; who waits still is no 'no'.",
        "suara responses --workspace {out} --by agency --lang {lang}",
    ),
    (
        "Why was this post taken for a complaint, and about what? Here are the words that say so.",
        "suara codes 2030575491410306943 --workspace {out}",
    ),
    (
        "Which agencies send people on, and does anybody answer there?",
        "suara paths --workspace {out} --lang {lang}",
    ),
    (
        "Anything else is a question in Cypher: by its name, or your own.",
        "suara query unanswered_most_seen --workspace {out} --param limit=5",
    ),
    (
        "What you can hand in: findings in sentences, each with how sure it is and the posts behind it; one page, no script.",
        "suara report --workspace {out} --lang {lang}",
    ),
    (
        "A figure to show to others, as is the map: private people are under pseudonyms in it.",
        "suara figure ranking --workspace {out} --lang {lang}",
    ),
)
"""What is said, and what is run then; files of the sample, the workspace and the language in braces."""


@click.command()
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("suara-demo"),
    show_default=True,
    help="The workspace, made if it isn't there.",
)
@click.option("--yes", is_flag=True, help="Don't wait for a key between the steps; nor in a pipe.")
@click.option(
    "--lang", type=click.Choice(["id", "en"]), default="en", show_default=True, help="The language of labels."
)
def demo(out: Path, yes: bool, lang: str) -> None:
    """A guided tour: the main commands one after the other on invented posts, with what they are for.

    \b
    Example:
        suara demo --yes
    """
    places = {name: str(_sample(name)) for name in FILES} | {"out": str(out), "lang": lang}
    root = click.get_current_context().find_root().command
    wait = sys.stdin.isatty() and sys.stdout.isatty() and not yes
    for number, (words, line) in enumerate(TOUR, 1):
        arguments = [_filled(part, places) for part in shlex.split(line)]
        _show.say(f"\n{number} of {len(TOUR)}  {words}", style="bold")
        _show.say(f"$ {escape(shlex.join(arguments))}\n", style="cyan")
        root.main(arguments[1:], standalone_mode=False)
        if wait and number < len(TOUR) and not click.confirm("\nGo on?", default=True):
            break
    _show.say(f"\nThe map: open {out / 'map.html'} in a browser. All commands: suara --help", style="bold")


def _filled(part: str, places: dict[str, str]) -> str:
    """A part of a command line, with what is in braces put in; paths may hold anything, and are put in once."""
    return places[part[1:-1]] if part.startswith("{") else part


def _sample(name: str) -> Path:
    """A file of the sample: of the package, or of the checkout."""
    for folder in (Path(str(files("suara"))) / "sample", Path(__file__).parents[3] / "sample"):
        if (folder / name).is_file():
            return folder / name
    raise InputError(f"{name} of the sample isn't part of this installation: take it from suara's repository")


COMMANDS = (demo,)
