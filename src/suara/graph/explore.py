"""Exploring the graph by hand in Neo4j Browser: tours, style and guide in `cypher/explore/`, and indexes that help there.

A tour is one statement, as Browser draws no graph for several at once. The guide is made from the tours and the style:

    python -m suara.graph.explore > cypher/explore/guide.html
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterable
from html import escape
from pathlib import Path

import msgspec

from suara.errors import StoreError
from suara.graph import queries
from suara.graph.queries import Question
from suara.graph.stores import Store, opened

STYLE, GUIDE, ARCHIVE = "suara.grass", "guide.html", "saved_cypher.zip"

MEANINGS = {
    "Account": "who posts: people, media, and the accounts of agencies",
    "Agency": "who runs a public service",
    "Post": "what was posted; complaints have complaint = true",
    "Topic": "what complaints are about",
    "Hashtag": "#words in posts",
    "Site": "where links in posts lead",
    "Codebook": "where the topics come from",
    "Actor": "who states a position: a person, an organisation",
    "Concept": "what positions are on",
    "Statement": "a position that an actor took in a post or another document",
    "Run": "what suara did with this graph, and when",
}
"""What each kind of node is, for people; as in `NODES`."""


def folder() -> Path:
    """Where tours, style and guide are."""
    return queries.folder() / "explore"


def tours() -> list[Question]:
    """The tours, in their order.

    Example:
        >>> [tour.name for tour in tours()][:2]
        ['1_overview', '2_complaints_and_answers']
    """
    return [queries.read(path) for path in sorted(folder().glob("*.cypher"))]


def style() -> dict[str, dict[str, str]]:
    """The style by selector, as Browser reads it.

    Example:
        >>> style()["node.Agency"]["caption"]
        '{name}'
    """
    rules = re.findall(r"([\w.]+)\s*\{((?:'[^']*'|[^}'])*)\}", (folder() / STYLE).read_text(encoding="utf-8"))
    return {selector: dict(re.findall(r"([\w-]+):\s*'?(.*?)'?;", properties)) for selector, properties in rules}


def explained(tour: Question) -> tuple[list[str], str]:
    r"""What the comments of a tour say, in paragraphs, and its statement with the title only.

    Example:
        >>> explained(queries.parsed("q", "// Who?\n// All\n// of them.\n// Try next: less.\nMATCH (a) RETURN a"))
        (['All of them.', 'Try next: less.'], '// Who?\nMATCH (a) RETURN a')
    """
    lines = tour.text.strip().splitlines()
    said = " ".join(line.lstrip("/ ") for line in lines[1:] if line.startswith("//"))
    statement = [lines[0], *(line for line in lines if not line.startswith("//"))]
    return [part for part in re.split(r" (?=Try next:)", said) if part], "\n".join(statement)


def guide() -> str:
    """The guide as Browser takes it: one slide to begin with, one a tour, and one with the questions of `cypher/read/`."""
    slides = [_welcome(), *map(_tour_slide, tours()), _questions()]
    body = "\n".join(f'<slide class="row-fluid"><div class="col-sm-12">\n{slide}\n</div></slide>' for slide in slides)
    return (
        "<!-- Written by `python -m suara.graph.explore` from the files beside it; a test compares them. -->\n"
        '<article class="guide">\n<title>suara</title>\n<carousel class="deck container-fluid">\n'
        f"{body}\n</carousel>\n</article>\n"
    )


def _welcome() -> str:
    rules = style()
    legend = "\n".join(
        f'<li><span style="background: {rules[f"node.{kind}"]["color"]}; color: '
        f'{rules[f"node.{kind}"]["text-color-internal"]}; border-radius: 1em; padding: 0 0.6em">{kind}</span> {escape(what)}'
        "</li>"
        for kind, what in MEANINGS.items()
    )
    grass = " ".join((folder() / STYLE).read_text(encoding="utf-8").split())
    return (
        "<h3>suara: who speaks about public services</h3>\n"
        "<p>Social posts about public services as a graph: who complains, to which agency, about what, who passes it on, "
        "and whether the agency answers.</p>\n"
        f'<p><button class="btn btn-cta" data-exec="style {escape(grass)}">First, put on the colours</button></p>\n'
        f'<ul class="undecorated">\n{legend}\n</ul>\n'
        "<p>Each page that follows is a tour. The round arrow at a box runs it; a click into the box copies it to the "
        "editor above, for you to change. The star beside the editor saves it.</p>\n"
        "<p>In a picture: drag nodes, click them to read all about them, double-click them to see their neighbours. "
        "Browser also draws the other relations among the nodes of an answer: Connect result nodes in its settings takes "
        "them away.</p>"
    )


def _tour_slide(tour: Question) -> str:
    paragraphs, statement = explained(tour)
    text = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return f"<h3>{escape(tour.asks)}</h3>\n{text}\n{_runnable(statement)}"


def _questions() -> str:
    asked = "\n".join(map(_question, queries.questions(on_server=True)))
    return (
        "<h3>Questions with a table for an answer</h3>\n"
        "<p>For each, run the short boxes, which set its parameters, then the long one.</p>\n"
        f"{asked}"
    )


def _question(question: Question) -> str:
    """Its parameters one by one, as Browser makes 20.0 of the 20 in `:params {limit: 20}`."""
    boxes = [f":param {name} => {_json(value)}" for name, value in question.parameters.items()]
    return "\n".join(
        [
            f"<h4>{escape(question.asks)}</h4>\n<p><code>suara query {escape(question.name)}</code></p>",
            *map(_runnable, [*boxes, question.text.strip()]),
        ]
    )


def _runnable(command: str) -> str:
    kinds = "highlight pre-scrollable programlisting cm-s-neo code runnable standalone-example ng-binding"
    return f'<pre mode="cypher" class="{kinds}">{escape(command)}</pre>'


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def ready(question: Question) -> str:
    r"""A question as it runs without parameters: with its defaults in their place.

    Example:
        >>> ready(queries.parsed("q", "// Who?\n// $limit = 5\nMATCH (a) RETURN a LIMIT $limit"))
        '// Who?\nMATCH (a) RETURN a LIMIT 5\n'
    """
    _, statement = explained(question)
    return re.sub(r"\$(\w+)", lambda found: _json(question.parameters[found[1]]), statement) + "\n"


def setup(address: str | None, out: Path) -> list[Path]:
    """Create what helps exploring on the server, and leave the files for Browser in a folder; again changes nothing.

    Returns:
        The files.

    Raises:
        StoreError: the address names no Neo4j, or it can't be used.
    """
    if address is None:
        raise StoreError("Neo4j Browser shows what is in a Neo4j server: name it with --store neo4j://user@host:7687")
    with opened(address, out) as store:
        store.setup()
        _index(store)
    out.mkdir(parents=True, exist_ok=True)
    copied = [Path(shutil.copyfile(path, out / path.name)) for path in sorted(folder().iterdir())]
    return [*copied, _archive(out / ARCHIVE)]


def _index(store: Store) -> None:
    text = (queries.folder() / "schema" / "neo4j.cypher").read_text(encoding="utf-8")
    for statement in re.sub(r"^//.*\n", "", text, flags=re.MULTILINE).split(";"):
        if statement.strip():
            store.ask(statement)
    store.ask("CALL db.awaitIndexes(300)")


def _archive(path: Path) -> Path:
    """Tours and questions in one file, which Browser takes for folders of saved Cypher; several files it doesn't take."""
    saved: Iterable[tuple[str, str]] = [
        *((f"suara tours/{tour.name}.cypher", tour.text) for tour in tours()),
        *(
            (f"suara questions/{question.name}.cypher", ready(question))
            for question in queries.questions(on_server=True)
        ),
    ]
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in saved:
            archive.writestr(zipfile.ZipInfo(name), text)  # without a time, so that the same text is the same file
    return path


if __name__ == "__main__":
    print(guide(), end="")
