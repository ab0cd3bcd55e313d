"""The documentation site: `make docs` builds it into build/docs."""

import re
import sys
from pathlib import Path

import click
from sphinx.application import Sphinx

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "src"))

from suara.cli import cli  # noqa: E402 - the checkout's
from suara.cli._stages import STAGES  # noqa: E402

project = "suara"
author = "the authors of suara"
html_title = "suara"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.viewcode"]
exclude_patterns = ["conf.py"]
html_theme = "furo"
html_static_path: list[str] = []
myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence"]
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
autodoc_member_order = "bysource"
napoleon_google_docstring = True
suppress_warnings = ["myst.xref_missing"]  # links to files of the repository, which a test of the links looks after

GENERATED = Path(__file__).parent / "generated"


def commands(group: click.Group, path: str) -> str:
    """The help of each command of a group as a section, and of the commands in it."""
    context = click.Context(group, info_name=path)
    parts = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            continue
        named = f"{path} {name}"
        if isinstance(command, click.Group):
            parts.append(f"## {named}\n\n{command.get_short_help_str(200)}\n\n{commands(command, named)}")
        else:
            shown = command.get_help(click.Context(command, info_name=named, max_content_width=100, terminal_width=100))
            parts.append(f"## {named}\n\n```text\n{shown}\n```\n")
    return "\n".join(parts)


def command_line() -> str:
    """The page of all commands, by stage."""
    stages = [
        f"- **{stage}**: " + ", ".join(f"[{name}](#suara-{name})" for name in names if name in cli.commands)
        for stage, names in STAGES.items()
    ]
    top = "# The command line\n\nWhat `--help` says of each command.\n\n" + "\n".join(stages)
    return f"{top}\n\n```text\n{(cli.epilog or '').replace(chr(8), '').strip()}\n```\n\n{commands(cli, 'suara')}"


GENERATED.mkdir(exist_ok=True)
(GENERATED / "commands.md").write_text(command_line(), encoding="utf-8")


def plain_bars(_app: object, _what: str, _name: str, _thing: object, _options: object, lines: list[str]) -> None:
    """Take |x| for what it is in formulas, not for a substitution."""
    lines[:] = [
        line if line.lstrip().startswith((">>>", "...")) else re.sub(r"(?<![\\`])\|", r"\\|", line) for line in lines
    ]


def setup(app: Sphinx) -> None:
    """Connect the above, before napoleon gets the lines."""
    app.connect("autodoc-process-docstring", plain_bars, priority=100)
